"""A part of the card: a small title, and lines of words below it, each with a word about it and perhaps a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.surfaces import Row, label

SHORT = 6


class Lines(QWidget):
    """The first few at once; the rest when asked for. Nothing at all is shown for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "overline")
        self._list = theme.space(QVBoxLayout(), 8)
        self._rest: Sequence[tuple[str, str, QWidget | None]] = ()
        self.all = button(self.tr("Show all"), "chevron-down", "quiet")
        self.all.clicked.connect(self._show_rest)
        whole = theme.space(QVBoxLayout(self), 6)
        whole.addWidget(self._title)
        whole.addLayout(self._list)
        whole.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, title: str, lines: Sequence[tuple[str, str, QWidget | None]]) -> None:
        """Each line: what, a word about it below, and a widget at its end."""
        empty(self._list)
        self._title.setText(title)
        self.setAccessibleName(title)
        self.setVisible(bool(lines))
        self._rest = lines[SHORT:]
        self.all.setVisible(bool(self._rest))
        for one in lines[:SHORT]:
            self._add(*one)

    def words(self) -> list[str]:
        """What stands in the lines."""
        return [one.text() for one in self.findChildren(type(self._title)) if one is not self._title and one.text()]

    def _show_rest(self) -> None:
        for one in self._rest:
            self._add(*one)
        self._rest = ()
        self.all.hide()

    def _add(self, what: str, about: str, end: QWidget | None) -> None:
        block = QWidget()
        words = theme.space(QVBoxLayout(block), 1)
        told = label(what, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(told)
        if about:
            words.addWidget(label(about, "small", wrap=True))
        if end is None:
            self._list.addWidget(block)
            return
        line = Row(block, end)
        line.layout().setStretch(0, 1)  # type: ignore[union-attr, attr-defined]
        self._list.addWidget(line)


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
