"""The question before a planned sitting is called off: cancelled and told, or taken off as planned by mistake."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db.sittings.queries import SittingCard
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import Sheet, shown
from desktop.kit.surfaces import label
from desktop.sittings.plan_sheet import which_of_series
from desktop.sittings.plan_shown import CallOff
from desktop.sittings.words import day_words

translate = QCoreApplication.translate


async def call_off_sheet(parent: QWidget, card: SittingCard, at: datetime, later: int) -> CallOff | None:
    """How it is called off; None when it is not."""
    sheet = Sheet(
        parent,
        translate("SittingSheets", "Call the sitting off?"),
        f"{card.council}: {card.title}, {day_words(at.date())} {at:%H:%M}",
        translate("SittingSheets", "Call off"),
        danger=True,
    )
    sheet.accept_button.setObjectName("sittings.call_off.yes")
    how = Segmented([
        ("cancel", translate("SittingSheets", "It is cancelled")),
        ("remove", translate("SittingSheets", "It was planned by mistake")),
    ])  # fmt: skip
    how.setAccessibleName(translate("SittingSheets", "Why it is called off"))
    note = label("", "small", wrap=True)
    stays = translate("SittingSheets", "It stays on the calendar as cancelled; its agenda waits for the next sitting.")
    goes = translate("SittingSheets", "It goes off the calendar as if it had never been there.")
    note.setText(stays)
    how.chosen.connect(lambda key: note.setText(stays if key == "cancel" else goes))
    sheet.body.addWidget(how)
    sheet.body.addWidget(note)
    which = which_of_series(later)
    if later:
        which.setAccessibleName(translate("SittingSheets", "It is one of a series"))
        sheet.body.addWidget(which)
    sheet.body.addWidget(label(translate("SittingSheets", "Ctrl+Z on this page takes it back."), "small"))
    if not await shown(sheet):
        return None
    return CallOff(remove=how.value() == "remove", following=bool(later) and which.value() == "following")
