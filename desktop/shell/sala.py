"""Sala, the one page of the evening: composed of what each noun builds, and knowing nothing of what they do."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge import IGNORE
from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import EmptyState, reveal
from desktop.parts import Parts
from desktop.projector.page import attach
from desktop.shell.keys import show_room_keys
from desktop.sittings.ritual_page import ritual_over

# Straight to the parts of the evening; F2, F4 and F6 to F10 belong to the panes themselves.
_KEYS = {
    "Shift+F2": "agenda.items",
    "Ctrl+F2": "agenda.add",
    "F3": "agenda.notes",
    "Shift+F3": "agenda.turn",
    "F5": "issues.field",
    "F11": "zoom.import",
    "Shift+F11": "zoom.fetch",
}

# Less than this part of what the panes need beside each other; below each other each is at least so high.
_SQUEEZED, _BELOW = 0.8, 330


class Sala(QStackedWidget):
    """An invitation to choose a sitting, or the sitting itself; the panes are built when there first is one."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Room"))
        self._parts = parts
        self._room: QWidget | None = None
        self._below = False
        self._empty = EmptyState(
            "calendar-blank-outline",
            self.tr("No sitting is chosen"),
            self.tr("Choose or plan one in Today; the door, the agenda and what is asked for appear here."),
            self.tr("Go to Today"),
        )
        self._empty.action.clicked.connect(lambda: parts.shell.go("sittings"))
        self.addWidget(self._empty)
        parts.focus.follow(self.look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self.look(parts.focus.sitting_id)

    def look(self, sitting_id: str | None) -> None:
        """Show the room of a sitting, or what to do when there is none."""
        if sitting_id is None:
            self.setCurrentWidget(self._empty)
            return
        if self._room is None:
            self._room = self._compose()
            self.addWidget(self._room)
        self.setCurrentWidget(self._room)
        self.setFocusProxy(self._room)
        if (around := self.parentWidget()) is not None and self.isVisible():
            self._fit(around.width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (around := self.parentWidget()) is not None:
            around.installEventFilter(self)  # its own width never gets smaller than what the panes need
            self._fit(around.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and watched is self.parentWidget():
            self._fit(event.size().width())
        elif event.type() == QEvent.Type.LayoutRequest and self._below and watched in self._panes():
            _hold(watched, below=True)  # an item has begun: its clock needs room
        return super().eventFilter(watched, event)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A key led to a pane that is below the edge."""
        if self._below and now is not None and self.isAncestorOf(now):
            reveal(now)

    def _fit(self, wide: int) -> None:
        """Where the panes would be far beyond the edge (twice the size, a small screen) they stand below each other."""
        if self._room is None:
            return
        panes = self._panes()
        need = sum(pane.minimumSizeHint().width() for pane in panes)
        below = self._below = wide < need * _SQUEEZED
        self._columns.setOrientation(Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal)
        for pane in panes:
            pane.installEventFilter(self)
            _hold(pane, below=below)

    def _panes(self) -> list[QWidget]:
        held = (self._columns.widget(place) for place in range(self._columns.count()))
        return [pane for pane in held if pane is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that nobody took go to the door: a card is read right after a button was pressed by mouse."""
        beside = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if self._room is None or beside or not event.text().strip() or not event.text().isprintable():
            return super().keyPressEvent(event)
        if isinstance(self.window().focusWidget(), QLineEdit):
            return None
        self._room.setFocus()
        field = self.window().focusWidget()
        if isinstance(field, QLineEdit):
            typed = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(field, typed)
        return None

    def _asked(self) -> Asked:
        heard = _pane("heard", self._parts)
        self._drawer = made = Asked(_pane("issues", self._parts), heard)
        heard.filled.connect(made.fill)  # type: ignore[attr-defined]
        return made

    def _enter(self, room: QWidget, name: str) -> None:
        if name.startswith("issues."):
            self._drawer.show_issues()
        _enter(room, name)

    def _head(self, room: QWidget) -> QHBoxLayout:
        """The sitting in numbers, and beside them what concerns it as a whole."""
        self.projector = attach(self._parts, room)
        wall = icon_button("projector-screen-outline", self.tr("Projector"), "Shift+F5", Tone.ACCENT)
        wall.setObjectName("sala.projector")
        wall.clicked.connect(self.projector.turn)
        self.closing = icon_button("door-closed", self.tr("Close the sitting"), "Shift+F4", Tone.ACCENT)
        self.closing.setObjectName("sala.close")
        told = icon_button("bullhorn-outline", self.tr("Who was told of this sitting"), "Shift+F12", Tone.ACCENT)
        told.setObjectName("sala.outreach")
        told.clicked.connect(lambda: self._parts.shell.go("programme", "outreach"))
        tools = theme.space(QGridLayout(), 4)
        tools.addWidget(wall, 0, 0)
        tools.addWidget(self.closing, 1, 0)
        tools.addWidget(told, 0, 1)
        head = theme.space(QHBoxLayout(), 6)
        head.addWidget(_pane("checkin", self._parts, "build_counters"), 1)
        head.addLayout(tools)
        return head

    def _compose(self) -> QWidget:
        room = QWidget()
        whole = theme.space(QVBoxLayout(room), 12, (16, 14, 16, 12))
        whole.addLayout(self._head(room))
        columns = self._columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(theme.px(10))
        first, door = QWidget(), _pane("checkin", self._parts)
        down = theme.space(QVBoxLayout(first), 12)
        down.addWidget(door, 1)
        down.addWidget(_pane("zoom", self._parts))
        columns.addWidget(first)
        columns.addWidget(_pane("agenda", self._parts))
        columns.addWidget(self._asked())
        for place, share in enumerate((33, 37, 30)):
            columns.setStretchFactor(place, share)
        columns.setSizes([theme.px(share * 10) for share in (33, 37, 30)])
        whole.addWidget(columns, 1)
        room.setFocusProxy(door)
        for key, name in _KEYS.items():
            QShortcut(QKeySequence(key), room).activated.connect(partial(self._enter, room, name))
        QShortcut(QKeySequence("F12"), room).activated.connect(self._drawer.turn)
        ritual = ritual_over(self._parts, room)
        self._parts.bridge.on(self.closing.clicked, ritual.close_in_hand, IGNORE)
        QShortcut(QKeySequence("F1"), room).activated.connect(lambda: show_room_keys(room))
        return room


class Asked(QWidget):
    """What was asked for, and in its place when it is wanted what Zoom heard: the chat, the words, the survey."""

    def __init__(self, issues: QWidget, heard: QWidget) -> None:
        super().__init__()
        self._parts = (issues, heard)
        self.bar = QTabBar()
        self.bar.setObjectName("sala.asked")
        self.bar.setAccessibleName(self.tr("What was asked for, and what Zoom heard"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.shelf = Shelf()
        for words, part in ((self.tr("Asked for"), issues), (self.tr("Zoom"), heard)):
            self.bar.addTab(words)
            self.shelf.addWidget(part)
        self.bar.setTabToolTip(1, "F12")
        down = theme.space(QVBoxLayout(self), 6)
        down.addWidget(self.bar)
        down.addWidget(self.shelf, 1)
        self.bar.currentChanged.connect(self.shelf.setCurrentIndex)
        self.bar.hide()

    def fill(self, messages: int) -> None:
        """How many messages there are; with -1 Zoom told nothing, and the tabs take no room."""
        self.bar.setVisible(messages >= 0)
        self.bar.setTabText(1, self.tr("Zoom: %n messages", "", messages) if messages > 0 else self.tr("Zoom"))
        if messages < 0:
            self.bar.setCurrentIndex(0)

    def turn(self) -> None:
        """The other one of the two, with the keyboard in it."""
        if self.bar.isVisible():
            self.bar.setCurrentIndex(1 - self.bar.currentIndex())
            self._parts[self.bar.currentIndex()].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_issues(self) -> None:
        """Back to what is asked for."""
        self.bar.setCurrentIndex(0)


def _enter(room: QWidget, name: str) -> None:
    """The keyboard goes to a part of the room, or presses it; what is not on the screen now is passed over."""
    part = room.findChild(QWidget, name)
    if part is None or not part.isVisible() or not part.isEnabled():
        return
    if isinstance(part, QAbstractButton):
        part.click()
    else:
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _pane(noun: str, parts: Parts, builder: str = "build_pane") -> QWidget:
    made: QWidget = getattr(import_module(f"desktop.{noun}.page"), builder)(parts)
    return made


def build(parts: Parts) -> QWidget:
    """The page of the evening."""
    return Sala(parts)


def _hold(pane: QObject, *, below: bool) -> None:
    """No part of a pane is ever written over another one of it, however low the screen is."""
    if isinstance(pane, QWidget):
        need = max(theme.px(_BELOW), pane.minimumSizeHint().height()) if below else 0
        if pane.minimumHeight() != need:
            pane.setMinimumHeight(need)
