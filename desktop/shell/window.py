"""The main window: the rail, the banner line, the pages, the status strip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.kit import theme
from desktop.kit.banner import Banner, Message
from desktop.kit.surfaces import EmptyState, scrolled
from desktop.parts import Parts
from desktop.shell.pages import PAGES, PageEntry
from desktop.shell.rail import Rail, paint_mark
from desktop.shell.status import StatusStrip

# Below this, the words of the rail cost the page more than they give.
NARROW = 1100
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    """The frame. Before the record is open it shows one page alone (unlock); `open` puts the frame round the rest."""

    closing = Signal()
    looked_again = Signal()
    look_switched = Signal()
    lock_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Cabildo")
        self.setWindowIcon(_sign())
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.banner.setAccessibleName(self.tr("Messages"))
        self.rail: Rail | None = None
        self.status: StatusStrip | None = None
        self._parts: Parts | None = None
        self._leaving = False
        self._locked: QWidget | None = None
        self._focus_before_lock: QWidget | None = None
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self._front = QStackedWidget()
        self.setCentralWidget(self._front)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.closing)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock_wanted)
        self.resize(*USUAL)

    def show_alone(self, page: QWidget) -> None:
        """One page without the frame: unlocking, the first start."""
        self._arrange(page, None, None)
        if self.focusWidget() is None or not page.isAncestorOf(self.focusWidget()):
            _enter(page)

    def show_waiting_page(self) -> None:
        """The quiet page while the record is being opened."""
        page = QWidget()
        page.setObjectName("page")
        self.show_alone(page)

    def show_already_open(self) -> None:
        """The same home is open in another window: this one has nothing to do but go."""
        page = EmptyState(
            "dock-window",
            self.tr("Cabildo is already open with this record"),
            self.tr("Go on in the window that is open. If you do not see it, look among the open programs."),
            self.tr("Close this window"),
        )
        page.setObjectName("page")
        page.action.setObjectName("shell.close")
        page.action.clicked.connect(self.closing)
        self.show_alone(page)
        page.action.setFocus()

    def open(self, parts: Parts, first: str = "sittings") -> None:
        """Put up the frame and the first page."""
        self._parts = parts
        self._pages.clear()
        self._stack = QStackedWidget()
        self.rail = Rail(PAGES, parts.city.name)
        self.status = StatusStrip(parts.desk, lambda: parts.clock.now().astimezone(parts.city.zone))
        self.rail.wanted.connect(self.show_page)
        self.rail.look_switched.connect(self.look_switched)
        self.rail.lock_wanted.connect(self.lock_wanted)
        parts.shell.badge.connect(self.rail.count)
        self._arrange(self._stack, self.rail, self.status)
        self._fit_rail()
        self.show_page(first)

    def show_page(self, name: str) -> None:
        """Bring a page to the front, built now if it never was."""
        if self._parts is None or self.rail is None:
            return
        if name not in self._pages:
            self._pages[name] = _entry(name).build(self._parts)
            self._stack.addWidget(_framed(self._pages[name]))
        self._stack.setCurrentIndex(list(self._pages).index(name))
        self.rail.choose(name)
        _enter(self._pages[name])
        self._parts.shell.shown.emit(name)

    def page(self, name: str) -> QWidget | None:
        """A page, if it was ever shown."""
        return self._pages.get(name)

    @property
    def page_in_front(self) -> str:
        """The name of the page one sees."""
        return list(self._pages)[self._stack.currentIndex()] if self._pages else ""

    @property
    def is_locked(self) -> bool:
        """Whether the screen is shut: then nothing that is typed, scanned or dropped may reach the record."""
        return self._locked is not None

    def show_locked(self, page: QWidget) -> None:
        """The lock's page alone. All behind it stays as it is, unseen and out of reach."""
        self._focus_before_lock, self._locked = self.focusWidget(), page
        self._front.addWidget(page)
        self._front.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_unlocked(self) -> None:
        """The same page, the same field, the same words in it."""
        page, self._locked = self._locked, None
        self._front.setCurrentIndex(0)
        if page is not None:
            self._front.removeWidget(page)
            page.deleteLater()
        field = self._focus_before_lock
        if field is not None and isValid(field) and self.isAncestorOf(field):  # a list may have been drawn anew
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sitting(self, title: str | None) -> None:
        """The sitting in hand."""
        if self.status is not None:
            self.status.show_sitting(title)

    def show_waiting(self, waiting: int) -> None:
        """How many Zoom groups wait for a person: the badge."""
        if self.rail is not None:
            self.rail.count("matching", waiting)

    def show_pending(self, pending: int, *, enrolled: bool, online: bool) -> None:
        """What waits to be sent; a desk that shares with nobody yet is not told that it is late."""
        if self.status is not None:
            self.status.show_pending(pending, enrolled=enrolled, online=online)

    def show_desk(self, name: str) -> None:
        """What this desk is called."""
        if self.status is not None:
            self.status.show_desk(name)

    def show_saved(self) -> None:
        """Something is on the disk now."""
        if self.status is not None:
            self.status.show_saved()

    def show_trouble(self, sentence: str) -> None:
        """The world does not answer, and nobody asked it to."""
        if self.status is not None:
            self.status.show_trouble(sentence)

    def leave_field(self) -> None:
        """Leave the field one types in, so that it tells what was typed."""
        if (field := self.focusWidget()) is not None:
            field.clearFocus()

    def leave_dialogs(self) -> None:
        """Cancel whatever still asks something, the innermost first: nobody answers any more. The record would wait for
        that ten seconds, while the laptop goes down, or somebody who starts again reads that it is open already."""
        for dialog in reversed(self.findChildren(QDialog)):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)  # not reject: some refuse Escape until they are answered

    def take_down(self) -> None:
        """The end of the window."""
        self._leaving = True
        self.close()
        self.deleteLater()

    def say(self, message: Message) -> None:
        """A sentence in the banner line."""
        self.banner.say(message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_rail()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the newest message away; it comes here only when no field had a use for it."""
        if event.key() == Qt.Key.Key_Escape and not self.is_locked:
            self.banner.dismiss()
        else:
            super().keyPressEvent(event)

    def place(self) -> str:
        """Where the window stands, to be found there again: left, top, width, height, and whether it fills all."""
        box = self.normalGeometry()
        return f"{box.x()} {box.y()} {box.width()} {box.height()} {int(self.isMaximized())}"

    def put(self, place: str) -> None:
        """Back to where it stood, unless that screen is gone; on a small screen it fills all there is."""
        screen = self.screen().availableGeometry()
        numbers = [int(word) for word in place.split() if word.lstrip("-").isdigit()]
        if len(numbers) == 5 and screen.intersected(QRect(*numbers[:4])).width() > 200:
            self.setGeometry(QRect(*numbers[:4]))
        if (len(numbers) == 5 and numbers[4]) or screen.width() <= USUAL[0] or screen.height() <= USUAL[1]:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _fit_rail(self) -> None:
        if self.rail is not None:
            self.rail.shrink(shrunk=self.width() < theme.px(NARROW))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asked for here and done in main, after everything is stored."""
        if self._leaving:
            return
        event.ignore()
        self.closing.emit()

    def _arrange(self, middle: QWidget, rail: QWidget | None, status: QWidget | None) -> None:
        self.banner.setParent(None)
        whole, column = QWidget(), QWidget()
        whole.setObjectName("page")
        down = theme.space(QVBoxLayout(column), 0)
        down.addWidget(middle, 1)
        # Below the page: a sentence that comes and goes above it would move every button under the hand.
        down.addWidget(self.banner)
        if status is not None:
            down.addWidget(status)
        across = theme.space(QHBoxLayout(whole), 0)
        if rail is not None:
            across.addWidget(rail)
        across.addWidget(column, 1)
        old = self._front.widget(0)
        self._front.insertWidget(0, whole)
        self._front.setCurrentWidget(whole)
        if old is not None:
            self._front.removeWidget(old)
            old.deleteLater()


def _entry(name: str) -> PageEntry:
    return next(entry for entry in PAGES if entry.name == name)


def _enter(page: QWidget) -> None:
    """Bring the keyboard into a page: to the field it names, else to the first thing in it that takes keys."""
    if page.focusProxy() is not None:
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        return
    for part in page.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.isVisibleTo(page):
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            return
    page.setFocus(Qt.FocusReason.OtherFocusReason)


def _framed(page: QWidget) -> QScrollArea:
    """A page that does not fit (200 % on a small screen) is scrolled; it never makes the window outgrow the screen."""
    return scrolled(page)


def _sign() -> QIcon:
    made = QIcon()
    for side in (16, 32, 64, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QRect(0, 0, side, side))
        painter.end()
        made.addPixmap(picture)
    return made
