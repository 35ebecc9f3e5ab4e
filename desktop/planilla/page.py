"""Wires what Today offers for an evening on paper: printing the sheet, and keying it in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.sittings.commands import open_sitting
from db.sittings.queries import sitting_card
from desktop.bridge import AGAIN, IGNORE, QUEUE, Connectable
from desktop.kit.dialogs import ask, choose_place, shown
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.planilla.presenter import KeyingPresenter
from desktop.planilla.view import KeyingSheet


class PaperEvening:
    """Two acts that the card of a sitting offers, whichever page shows it."""

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        self._parts, self._parent = parts, parent
        self._keying: KeyingPresenter | None = None

    async def print_sheet(self, sitting_id: str) -> None:
        """Asks where to put the sheet of a sitting, and writes it there."""
        # What draws letters and writes Word is loaded when somebody prints.
        from desktop.paper.attendance import file_words
        from desktop.paper.saving import file_name
        from desktop.planilla.printing import print_sheet

        translate, parts = QCoreApplication.translate, self._parts
        card = await parts.bridge.ask(sitting_card, sitting_id=sitting_id)
        wanted = await choose_place(
            self._parent,
            translate("Planilla", "Where to save the sign-in sheet"),
            file_name(file_words(card, parts.city)) + ".pdf",
            translate("Planilla", "PDF to print (*.pdf);;Word document (*.docx)"),
        )
        if wanted is None:
            return
        made = await print_sheet(
            parts.bridge, sitting_id=sitting_id, city=parts.city, home=parts.home.path, wanted=wanted, force=True
        )
        sentence = translate("Planilla", "The sheet is at {path}, with {people} expected people.")
        parts.shell.say(sentence.format(path=made.path, people=made.people), Tone.GOOD)

    async def key_in(self, sitting_id: str) -> None:
        """Opens the sheet for keying in; a sitting that nobody opened that evening is opened first, if she agrees."""
        parts = self._parts
        card = await parts.bridge.ask(sitting_card, sitting_id=sitting_id)
        if card.state == "planned":
            if not await self._agrees():
                return
            await parts.bridge.do(open_sitting, sitting_id=sitting_id)
        at = card.starts_at.astimezone(parts.city.zone)
        sheet = KeyingSheet(self._parent, f"{card.council}: {card.title} · {at:%d/%m/%Y}")
        self._keying = presenter = KeyingPresenter(
            sheet,
            parts.bridge,
            sitting_id=sitting_id,
            home=parts.home.path,
            zone=parts.city.zone,
            phone_prefix=parts.city.phone_prefix,
        )
        parts.bridge.on(sheet.searched, presenter.search, AGAIN)
        parts.bridge.on(sheet.entered, presenter.enter, QUEUE)
        parts.bridge.on(sheet.undone, presenter.undo, QUEUE)
        await presenter.look()
        try:
            await shown(sheet)
        finally:
            self._keying = None

    async def look_again(self, changes: Changes) -> None:
        """After a commit, while a sheet is being keyed in."""
        if self._keying is not None:
            await self._keying.look_again(changes)

    async def _agrees(self) -> bool:
        translate = QCoreApplication.translate
        return await ask(
            self._parent,
            translate("Planilla", "Open the sitting?"),
            translate("Planilla", "Signatures are keyed in while it is open. Close it when you have finished."),
            translate("Planilla", "Open and key in"),
        )


def attach(parts: Parts, parent: QWidget, printing: Connectable, keying: Connectable) -> None:
    """Connects what a page offers: both signals carry the id of a sitting."""
    evening = PaperEvening(parts, parent)
    parts.bridge.on(printing, evening.print_sheet, IGNORE)
    parts.bridge.on(keying, evening.key_in, IGNORE)
    parts.bridge.follow(("presence", "resident", "sitting"), evening.look_again)
