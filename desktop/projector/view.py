"""The second window itself: it fills the other screen when there is one, and is an ordinary one when there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QContextMenuEvent, QGuiApplication, QKeySequence, QMouseEvent, QScreen
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.projector.painting import WallPainting
from desktop.projector.shown import Place, Wall, screen_for

_USUAL = (960, 540)


class ProjectorWindow(QWidget):
    """`second` comes each second; `gone` when it was closed; `placed` and `link_wanted` are to be remembered."""

    second = Signal()
    gone = Signal()
    placed = Signal(str)
    link_wanted = Signal(bool)

    def __init__(self, zone: tzinfo, city: str, now: Callable[[], datetime]) -> None:
        # Without a parent: a window that belongs to another is hidden with it when that one is made small.
        super().__init__()
        self.setWindowTitle(self.tr("Cabildo: projector"))
        self.setObjectName("projector")
        # Everybody may see it: the lock leaves it where it is, and it turns calm by itself.
        self.setProperty("public", True)
        # The keyboard stays at the door.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(320, 180)
        self.painting = WallPainting(zone, city, now)
        theme.space(QVBoxLayout(self), 0).addWidget(self.painting)
        self._place, self._own = Place(), ""
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.second)
        self._build_menu()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # The cable of the projector is plugged in, or pulled out, in mid evening.
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)

    def open_at(self, place: Place, own: str) -> None:
        """Where it was last time, as far as that screen is there; `own` is the facilitator's, which it never fills."""
        self._place, self._own = place, own
        self._settle()
        self._timer.start()

    def show_wall(self, wall: Wall) -> None:
        """All of it."""
        self.painting.show_wall(wall)

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        """The clocks of now."""
        self.painting.show_clocks(item_seconds, turn_seconds)

    def show_link(self, *, wanted: bool) -> None:
        """Whether the code to register by stands on the wall."""
        self.link.setChecked(wanted)
        self.painting.show_link(wanted=wanted)

    def fill(self) -> None:
        """The whole screen, or a window again."""
        self._place = Place(self._screen_name(), not self.isFullScreen(), self._box() or self._place.box)
        if self._place.full:
            self.showFullScreen()
        else:
            self.showNormal()
            self.setGeometry(self._window_box(self.screen()))
        self.placed.emit(self._place.text())

    def move_on(self) -> None:
        """To the next screen."""
        screens = QGuiApplication.screens()
        names = [one.name() for one in screens]
        if len(screens) > 1:
            at = names.index(self._screen_name()) if self._screen_name() in names else 0
            self._put(screens[(at + 1) % len(screens)], full=self.isFullScreen())
            self._place = Place(self._screen_name(), self.isFullScreen(), self._place.box)
            self.placed.emit(self._place.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        screen = self._screen_name()
        kept = self._place.screen if screen == self._own else screen
        self._place = Place(kept, self._place.full, self._box() or self._place.box)
        self._timer.stop()
        self.placed.emit(self._place.text())
        self.gone.emit()
        super().closeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu.popup(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fill()

    def _build_menu(self) -> None:
        self._menu = QMenu(self)
        self.link = self._action(self.tr("Code to join or register"), "Q", self._turn_link)
        self.link.setCheckable(True)
        self._action(self.tr("Fill the screen, or a window again"), "F11", self.fill)
        self._action(self.tr("To the next screen"), "Right", self.move_on)
        self._action(self.tr("Close the projector"), "Esc", self.close)

    def _turn_link(self) -> None:
        self.link_wanted.emit(self.link.isChecked())

    def _action(self, words: str, key: str, act: Callable[[], object]) -> QAction:
        made = QAction(words, self)
        made.setShortcut(QKeySequence(key))
        made.triggered.connect(lambda _checked=False: act())
        self.addAction(made)
        self._menu.addAction(made)
        return made

    def _settle(self) -> None:
        """On the other screen, filling it; without one, a window that can be moved."""
        screens = {one.name(): one for one in QGuiApplication.screens()}
        name = screen_for(list(screens), self._own, self._place.screen)
        if name is None:
            own = screens.get(self._own) or QGuiApplication.primaryScreen()
            self._put(own, full=False)
        else:
            self._put(screens[name], full=self._place.full)

    def _put(self, screen: QScreen, *, full: bool) -> None:
        self.setScreen(screen)
        if full:
            self.setGeometry(screen.geometry())
            self.showFullScreen()
        else:
            self.setWindowState(Qt.WindowState.WindowNoState)
            self.setGeometry(self._window_box(screen))
            self.show()

    def _window_box(self, screen: QScreen) -> QRect:
        """Where it stood as a window, if that is on this screen; else in its lower right corner."""
        room = screen.availableGeometry()
        if self._place.box and room.contains(QRect(*self._place.box).center()):
            return QRect(*self._place.box)
        wide, high = min(_USUAL[0], room.width() * 2 // 3), min(_USUAL[1], room.height() * 2 // 3)
        return QRect(room.right() - wide - 24, room.bottom() - high - 24, wide, high)

    def _box(self) -> tuple[int, int, int, int] | None:
        """Where it stands as a window; nothing while it fills a screen."""
        box = self.geometry()
        return None if self.isFullScreen() else (box.x(), box.y(), box.width(), box.height())

    def _screen_name(self) -> str:
        return self.screen().name()

    def _screens_changed(self, _screen: QScreen) -> None:
        if self.isVisible():
            # After Qt has settled what is left of the screens; a window on her own would cover the door.
            QTimer.singleShot(0, self, self._settle)
