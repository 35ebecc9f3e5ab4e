"""The files of the page of sharing: the one that enrols this laptop, and the receipt that is saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.sync.queries import ReceiptCard, sync_status
from desktop.kit.dialogs import choose_file, choose_place
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.sync.receipt import receipt_name, receipt_sheet, save_receipt

translate = QCoreApplication.translate


async def enrol_with_file(parts: Parts, view: QWidget, enrol: Callable[[Path], Awaitable[str]]) -> None:
    """Asks for the administrator's file, and says under which name the desk was enrolled with it."""
    title, kinds = translate("SyncFiles", "Enrolment file"), translate("SyncFiles", "Enrolment (*.cabildo);;All (*)")
    path = await choose_file(view, title, kinds)
    if path is None:
        return
    name = await enrol(path)
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
        receipt, parts.city, desk=parts.desk, server=status.server or "", pending=status.pending,
        now=parts.clock.now(),
    )  # fmt: skip
    path = save_receipt(sheet, wanted, force=True)
    parts.shell.say(translate("SyncFiles", "The receipt is in {path}").format(path=path), Tone.GOOD)
