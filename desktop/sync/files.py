"""The files of the page of sharing: the one that enrols this laptop, and the receipt that is saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.sync.queries import ReceiptCard, sync_status
from db.sync.ticket import Ticket, ticket_of
from desktop.camera.opening import Camera
from desktop.kit.dialogs import choose_file, choose_place, shown
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.sync.enrol_view import CodeEntrySheet
from desktop.sync.receipt import receipt_name, receipt_sheet, save_receipt
from desktop.sync.ticket_code import code_in, take_ticket

translate = QCoreApplication.translate


async def enrol_with_file(parts: Parts, view: QWidget, enrol: Callable[[Ticket], Awaitable[str]]) -> None:
    """Asks for the administrator's file, and says under which name the desk was enrolled with it."""
    title = translate("SyncFiles", "Enrolment file")
    kinds = translate("SyncFiles", "Enrolment, or a picture of its code (*.cabildo *.png *.jpg *.jpeg);;All (*)")
    path = await choose_file(view, title, kinds)
    if path is None:
        return
    _say_enrolled(parts, await enrol(await parts.bridge.off(take_ticket, path)))


async def enrol_with_code(parts: Parts, view: QWidget, enrol: Callable[[Ticket], Awaitable[str]]) -> None:
    """Asks for the code, by the camera or as text, and says under which name the desk was enrolled with it."""
    sheet = CodeEntrySheet(view)
    camera = Camera(parts, sheet.take, reader=code_in)
    sheet.show_camera(camera.button, camera.pane)
    told: list[str] = []
    sheet.accepted.connect(lambda: told.append(sheet.text.toPlainText()))
    sheet.finished.connect(lambda _: camera.stop())
    if await shown(sheet):
        _say_enrolled(parts, await enrol(ticket_of(told[0])))


def _say_enrolled(parts: Parts, name: str) -> None:
    words = translate(
        "SyncFiles", "This laptop is enrolled as «{name}». What it may see is on its way; you can go on working."
    )
    parts.shell.say(words.format(name=name), Tone.GOOD)


async def save_receipt_of(parts: Parts, view: QWidget, receipt: ReceiptCard) -> None:
    """Asks where to, and writes the receipt there as PDF or Word."""
    title, kinds = translate("SyncFiles", "Save the receipt"), "PDF (*.pdf);;Word (*.docx)"
    wanted = await choose_place(view, title, receipt_name(receipt, parts.city) + ".pdf", kinds)
    if wanted is None:
        return
    status = await parts.bridge.ask(sync_status)
    sheet = receipt_sheet(
        receipt, parts.city, desk=f"{status.name} ({status.number})", server=status.server or "",
        pending=status.pending, now=parts.clock.now(),
    )  # fmt: skip
    path = save_receipt(sheet, wanted, force=True)
    parts.shell.say(translate("SyncFiles", "The receipt is in {path}").format(path=path), Tone.GOOD)
