"""The list of items with the line to add one, and everything that can be done with the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from db.agenda.queries import ItemCard
from desktop.agenda.table import agenda_list
from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.surfaces import Row

_CTRL_ENTER = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return)


class ItemsPart(QWidget):
    """`wanted` carries what is to be done (change, join, later, remove, begin, undo) and with which item."""

    added = Signal(str, str)
    moved = Signal(str, int)
    dragged = Signal(str, str)
    wanted = Signal(str, str)

    def __init__(self, seconds: Callable[[ItemCard], int], mark: Callable[[ItemCard], str]) -> None:
        super().__init__()
        self.list = agenda_list(seconds, mark)
        self.list.moved.connect(self.moved)
        self.list.dragged.connect(self.dragged)
        self.list.wanted.connect(self._asked)
        self.list.chosen.connect(lambda item: self.wanted.emit("change", item.id))
        self.list.setToolTip(self.tr("Enter: change. Alt+Up, Alt+Down or the mouse: move. J: join with another one."))
        self.field = QLineEdit()
        self.field.setObjectName("agenda.add")
        self.field.setPlaceholderText(self.tr("New item: Potholes 20'"))
        self.field.setAccessibleName(self.tr("Add an item"))
        self.field.setToolTip(self.tr("Enter: at the end. Ctrl+Enter: right after the item chosen."))
        self.field.returnPressed.connect(self._add)
        self.field.installEventFilter(self)
        up = icon_button("arrow-up", self.tr("Move up (Alt+Up)"))
        down = icon_button("arrow-down", self.tr("Move down (Alt+Down)"))
        up.clicked.connect(lambda: self._with_item(lambda item: self.moved.emit(item.id, -1)))
        down.clicked.connect(lambda: self._with_item(lambda item: self.moved.emit(item.id, 1)))
        self.more = icon_button("dots-horizontal", self.tr("What can be done with this item"))
        self.more.setObjectName("agenda.more")
        self.more.clicked.connect(lambda: self._menu(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        column = theme.space(QVBoxLayout(self), 8)
        column.addWidget(self.list, 1)
        column.addWidget(Row(self.field, up, down, self.more, gap=2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        item = self.list.selected()
        if watched is self.field and item is not None and pressed and _is(event, _CTRL_ENTER):
            self._add(item.id)
            return True
        return super().eventFilter(watched, event)

    def _asked(self, what: str, at: QPoint) -> None:
        if what == "menu":
            self._menu(at)
        elif what == "undo":
            self.wanted.emit("undo", "")
        else:
            self._with_item(lambda item: self.wanted.emit(what, item.id))

    def _menu(self, at: QPoint) -> None:
        menu, item = QMenu(self), self.list.selected()
        menu.setObjectName("agenda.menu")
        if item is not None:
            told = [
                ("change", self.tr("Change: title, minutes, who presents (Enter)")),
                ("join", self.tr("Join with another item (J)")),
                ("later", self.tr("Postpone to the next sitting")),
                ("remove", self.tr("Take off (Del)")),
            ]
            if item.state in ("waiting", "postponed"):
                told.insert(0, ("begin", self.tr("Begin it now, out of turn")))
            for what, words in told:
                menu.addAction(words).triggered.connect(
                    lambda _checked=False, what=what, key=item.id: self.wanted.emit(what, key)
                )
            menu.addSeparator()
        menu.addAction(self.tr("Take the last change back (Ctrl+F4)")).triggered.connect(
            lambda: self.wanted.emit("undo", "")
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _with_item(self, act: Callable[[ItemCard], object]) -> None:
        item = self.list.selected()
        if item is not None:
            act(item)

    def _add(self, after_id: str = "") -> None:
        if self.field.text().strip():
            self.added.emit(self.field.text(), after_id)
            self.field.clear()


def _is(event: QEvent, keys: QKeyCombination) -> bool:
    return isinstance(event, QKeyEvent) and event.keyCombination() == keys
