"""The first step of taking a list in: every column of the file with some of its cells, and what it is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.fields import Choice
from desktop.kit.surfaces import Card, Row, label, scrolled


@dataclass(frozen=True)
class IntakeColumn:
    """A column of the file: its title, what it was taken for (empty: left out), and some of its cells."""

    title: str
    field: str
    samples: tuple[str, ...]


class ColumnsStep(QWidget):
    """One line a column. What is not taken for anything stands in another ink, so that nothing is lost unseen."""

    sheet_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[IntakeColumn, ...] = ()
        self.choices: dict[str, Choice] = {}
        self.sheet = Choice([], self.tr("Worksheet"))
        self.sheet.setObjectName("intake.sheet")
        self.sheet.currentIndexChanged.connect(lambda _: self.sheet_chosen.emit(self.sheet.value()))
        self._which = Row(label(self.tr("Worksheet"), "strong"), self.sheet, None)
        self.refusal = label("", "error", wrap=True)
        self.refusal.setObjectName("intake.refusal")
        self._grid_holder = QWidget()
        self._grid = theme.space(QGridLayout(self._grid_holder), 10, (0, 0, 8, 0))
        card = Card()
        card.add(self._which, self.refusal)
        card.body.addWidget(scrolled(self._grid_holder), 1)
        theme.space(QVBoxLayout(self), 0).addWidget(card)

    def show_columns(
        self,
        columns: Sequence[IntakeColumn],
        options: Sequence[tuple[str, str]],
        sheets: Sequence[str],
        sheet: str,
    ) -> None:
        """The columns of one worksheet."""
        self.sheet.blockSignals(True)
        self.sheet.set_options([(name, name) for name in sheets])
        self.sheet.set_value(sheet)
        self.sheet.blockSignals(False)
        self._which.setVisible(len(sheets) > 1)
        self.refusal.hide()
        self._columns = tuple(columns)
        self._fill([("", self.tr("Leave it out")), *options])

    def show_refusal(self, sentence: str) -> None:
        """Why the columns do not do as they are."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        if sentence and self.choices:
            next(iter(self.choices.values())).setFocus()

    def mapping(self) -> dict[str, str]:
        """Title -> what it is taken for, of the columns that a person took for something else."""
        found = {one.title: one.field for one in self._columns}
        told = {title: choice.value() for title, choice in self.choices.items()}
        return {title: field for title, field in told.items() if field != found[title]}

    def _fill(self, options: list[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.choices = {}
        heads = (self.tr("COLUMN OF THE FILE"), self.tr("SOME OF ITS CELLS"), self.tr("IS TAKEN FOR"))
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "overline"), 0, place)
        before: QWidget = self.sheet
        for line, one in enumerate(self._columns, start=1):
            choice = Choice(options, one.title)
            choice.set_value(one.field)
            choice.currentIndexChanged.connect(lambda _: self.refusal.hide())
            self.choices[one.title] = choice
            top = Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(label(one.title, "strong", wrap=True), line, 0, top)
            self._grid.addWidget(label(" · ".join(one.samples), "muted", wrap=True), line, 1, top)
            self._grid.addWidget(choice, line, 2, top)
            # Made after the buttons of the panel, they would come after them for the keyboard.
            QWidget.setTabOrder(before, choice)
            before = choice
        for place, share in enumerate((3, 5, 3)):
            self._grid.setColumnStretch(place, share)
        self._grid.setRowStretch(len(self._columns) + 1, 1)
