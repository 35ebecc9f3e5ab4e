"""A short list of things of which any number are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.kit import theme


class Checks(QWidget):
    """`value` are the keys of what is ticked, in the order shown; `changed` comes when a person ticks."""

    changed = Signal()

    def __init__(self, across: int = 1) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        self._across = across
        self._grid = theme.space(QGridLayout(self), 4)

    def show_options(self, options: Sequence[tuple[str, str, bool]]) -> None:
        """Key, words, and whether it is ticked."""
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for place, (key, words, ticked) in enumerate(options):
            box = QCheckBox(words)
            box.setChecked(ticked)
            box.clicked.connect(self.changed)
            box.setAccessibleName(words)
            self._boxes[key] = box
            self._grid.addWidget(box, place // self._across, place % self._across)

    def value(self) -> list[str]:
        """What is ticked."""
        return [key for key, box in self._boxes.items() if box.isChecked()]

    def box(self, key: str) -> QCheckBox:
        """One of them."""
        return self._boxes[key]
