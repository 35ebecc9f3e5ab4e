"""The keys of a page on one sheet: what F1 shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.kit.surfaces import label, scrolled


def show_keys(parent: QWidget, title: str, told: Sequence[tuple[str, str]]) -> None:
    """Opens the sheet; it stops nothing. `told`: each key as it is printed on the keyboard, and what it does."""
    sheet = Sheet(parent, title, accept=QCoreApplication.translate("Keys", "Close"))
    sheet.cancel.hide()
    table = QWidget()
    grid = theme.space(QGridLayout(table), 8)
    for line, (key, words) in enumerate(told):
        grid.addWidget(label(key, "strong"), line, 0)
        grid.addWidget(label(words), line, 1)
    area = scrolled(table)  # at twice the size, or on a low screen, the last keys would be below the edge
    room = parent.screen().availableGeometry().height() * 7 // 10
    area.setMinimumHeight(min(table.sizeHint().height(), room))
    area.setMinimumWidth(table.sizeHint().width() + theme.px(16))
    sheet.body.addWidget(area)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
