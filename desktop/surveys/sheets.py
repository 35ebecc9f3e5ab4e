"""The sheets themselves, one a line: to find the one that was typed wrong, days later too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.surveys.queries import ReplyCard
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, fit
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Row, label
from desktop.surveys.words import way_words

Questions = Sequence[Mapping[str, Any]]


class SheetRows(RowsView[ReplyCard]):
    """Delete takes a sheet out."""

    removed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if row is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row.id)
        else:
            super().keyPressEvent(event)


class SheetsSheet(Sheet):
    """The latest first. What is taken out can be brought back until the list is closed, and by the terminal after."""

    removed = Signal(str)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget, questions: Questions) -> None:
        super().__init__(parent, self.tr("Sheets"), "", self.tr("Close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cancel.hide()
        self.accept_button.setDefault(False)
        self._questions, self._ways = questions, dict(way_words())
        columns: list[Column[ReplyCard]] = [
            Column(self.tr("DAY"), lambda one: f"{one.answered_on:%d/%m/%Y}", width=100),
            Column(self.tr("HOW"), lambda one: self._ways.get(one.way, one.way), Look.MUTED, width=120),
            Column(self.tr("QUARTER"), lambda one: one.neighbourhood or "", Look.MUTED, width=140),
            Column(self.tr("ANSWERS"), self._said, tip=self._said),
        ]
        self.rows = SheetRows(columns, key=lambda one: one.id, says=self.tr("Sheets"), height=32)
        self.rows.setObjectName("surveys.sheet_rows")
        self.rows.setMinimumHeight(theme.px(220))
        self.rows.removed.connect(self.removed)
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self.undo_wanted)
        self.count = label("", "muted")
        self.body.addWidget(Row(self.count, None, self.undo))
        fit(self, self.rows, 820, 380)
        keys = self.tr("Del takes out a sheet that was typed twice, or of another sitting; Ctrl+Z brings it back.")
        self.body.addWidget(label(keys, "small", wrap=True))
        self.rows.setFocus()

    def show_sheets(self, found: Sequence[ReplyCard], *, can_undo: bool) -> None:
        """The sheets as they stand now."""
        self.rows.show_rows(found)
        self.count.setText(self.tr("%n sheets", "", len(found)))
        self.undo.setEnabled(can_undo)

    def _said(self, one: ReplyCard) -> str:
        return in_short(one, self._questions)


def in_short(one: ReplyCard, questions: Questions) -> str:
    """`Sí · Un poco · «las luces de la plaza»`: what was ticked by its words, in the order of the questions."""
    told = []
    for question in questions:
        key = question["key"]
        words = {option["key"]: option["text"] for option in question.get("options", ())}
        if key in one.words:
            told.append(f"«{one.words[key]}»")
        elif key in one.answers:
            said = one.answers[key]
            ticked = said if isinstance(said, list) else [said]
            told.append(" + ".join(str(words.get(each, each)) for each in ticked))
    return " · ".join(told)
