"""What came of a table that was taken in: how much was written down, and line by line what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from db.errors import Refused
from desktop import wording
from desktop.kit.dialogs import Sheet, fit
from desktop.kit.surfaces import label

translate = QCoreApplication.translate


def show_left_out(
    parent: QWidget, title: str, name: str, refused: Sequence[tuple[int, Refused]], ignored: Sequence[str]
) -> Sheet:
    """Opens the sheet and hands it back, for its owner to hold."""
    sheet = Sheet(parent, title, name, translate("LeftOut", "Understood"))
    sheet.cancel.hide()
    line = translate("LeftOut", "Line {line}: {sentence}")
    told = [line.format(line=number, sentence=wording.sentence(no.code, no.facts)) for number, no in refused]
    if told:
        counted = translate("LeftOut", "%n lines were left out", "", len(told))
        sheet.body.addWidget(label(counted, "strong"))
    if ignored:
        columns = translate("LeftOut", "Columns that were not read: {columns}")
        told.append(columns.format(columns=", ".join(ignored)))
    if told:
        words = label("\n".join(told), wrap=True)
        words.setObjectName("left_out.lines")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        fit(sheet, words, 560, 240)
    sheet.open()
    return sheet
