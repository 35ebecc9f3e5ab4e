"""The screen lock: Ctrl+L or a while without a hand on the keyboard, and nothing of the record is to be seen.

The evening goes on behind it: what is being saved is saved, what waits in a queue is done. Only the screen is shut, and
what is typed, scanned or dropped meanwhile reaches nothing but the field for the passphrase.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.errors import Refused, Unavailable
from desktop import wording
from desktop.bridge import IGNORE
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.surfaces import Card, Chip, label
from desktop.kit.theme import Tone
from desktop.parts import Parts
from desktop.shell.rail import Mark

MINUTES = (0, 5, 10, 20)
_LOOKS_EVERY_MS = 5_000
_FREE_TRIES = 3
_LONGEST_PAUSE = 60
# A card read over the field: no passphrase has so many of these, and none of it is tried or kept.
_PARTS_OF_A_CARD = 4
_HANDS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.Drop,
}


class Lockable(Protocol):
    """What the lock asks of the window."""

    def show_locked(self, page: QWidget) -> None:
        """The page alone, everything else hidden."""
        ...

    def show_unlocked(self) -> None:
        """All as it was."""
        ...


class LockPage(QWidget):
    """The desk's name and one field; `tried(secret)`."""

    tried = Signal(str)

    def __init__(self, desk: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("The screen is locked"))
        card = Card()
        card.setFixedWidth(theme.px(430))
        card.body.setSpacing(theme.px(12))
        head, words = theme.space(QHBoxLayout(), 12), theme.space(QVBoxLayout(), 0)
        words.addWidget(label("Cabildo", "title"))
        words.addWidget(label(desk, "muted", wrap=True))
        head.addWidget(Mark())
        head.addLayout(words, 1)
        head.addWidget(Chip("lock-outline", Tone.ACCENT, 38))
        card.body.addLayout(head)
        self.secret = QLineEdit()
        self.secret.setObjectName("lock.secret")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(self.tr("Passphrase or recovery code"))
        self.secret.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.secret.returnPressed.connect(self._try)
        self.secret.textEdited.connect(lambda: self._say(""))
        self.sentence = label("", "error", wrap=True)
        self.sentence.hide()
        self.open_button = button(self.tr("Unlock"), "lock-open-variant-outline", "primary")
        self.open_button.setObjectName("lock.open")
        self.open_button.clicked.connect(self._try)
        note = self.tr("The evening goes on: what was being saved is saved, and everything is where you left it.")
        card.add(label(self.tr("Passphrase or recovery code"), "strong"), self.secret, self.sentence, self.open_button)
        card.add(label(note, "small", wrap=True))
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.setFocusProxy(self.secret)

    def show_sentence(self, sentence: str) -> None:
        """Why it did not open; the field is empty and ready."""
        self.secret.setText("")
        self._say(sentence)
        self.secret.setFocus()

    def show_card_refused(self) -> None:
        """Somebody held a card to the scanner: it was not taken."""
        self.show_sentence(self.tr("The screen is locked: that card was not read. Unlock it and read it again."))

    def show_busy(self, *, busy: bool) -> None:
        """While the key is worked out nothing can be pressed twice."""
        for part in (self.secret, self.open_button):
            part.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes further than this page."""
        event.accept()

    def _say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.secret.setAccessibleDescription(sentence)
        theme.set_kind(self.secret, wrong="true" if sentence else "false")

    def _try(self) -> None:
        secret = self.secret.text()
        self.secret.setText("")
        if not secret:
            self._say(self.tr("Type the passphrase first."))
        elif max(secret.count("@"), secret.count('"')) >= _PARTS_OF_A_CARD:
            self.show_card_refused()
        else:
            self.tried.emit(secret)


class Lock(QObject):
    """Shuts the screen and opens it again; looks now and then whether anybody is there."""

    def __init__(self, window: QWidget, screen: Lockable, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._screen, self._parts = window, screen, parts
        self._page: LockPage | None = None
        self._hidden: list[QWidget] = []
        self._wrong, self._not_before = 0, self._now()
        self._touched_at = self._now()
        self._timer = QTimer(self, interval=_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        parts.settings.follow(lambda _: self._watch())
        parts.shell.card_refused.connect(self._say_card)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch_window)
        self._watch_window(window.windowHandle())
        self._watch()

    @property
    def is_locked(self) -> bool:
        """Whether the screen is shut."""
        return self._page is not None

    def touch(self) -> None:
        """Somebody is there: a key, the mouse, a card, a file."""
        self._touched_at = self._now()

    def look(self) -> None:
        """Shut the screen when nobody touched anything for as long as was chosen."""
        minutes = self._parts.settings.taste.lock_minutes
        if minutes and not self.is_locked and self._now() - self._touched_at >= timedelta(minutes=minutes):
            self._parts.bridge.start(self.lock())

    async def lock(self) -> None:
        """Shut the screen, unless the file of keys could not open it again.

        Raises Refused: keys_missing, keys_damaged.
        """
        if self.is_locked:
            return
        await self._parts.bridge.off(_keys_are_whole, self._parts)
        if self.is_locked:
            return
        self._page = LockPage(self._parts.desk)
        self._parts.bridge.on(self._page.tried, self.try_secret, IGNORE)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._parts.shell.locked = True
        self._parts.shell.lock_changed.emit()
        self._screen.show_locked(self._page)
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and self._is_beside(other):
                self._hide(other)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    async def try_secret(self, secret: str) -> None:
        """The passphrase or the recovery code opens it; after three wrong ones, each makes the next wait longer."""
        page = self._page
        if page is None:
            return
        if (left := self._not_before - self._now()) > timedelta(0):
            page.show_sentence(self._wait_words(left))
            return
        page.show_busy(busy=True)
        try:
            await self._parts.bridge.off(_opens, self._parts, secret)
        except (Refused, Unavailable) as no:
            page.show_busy(busy=False)
            page.show_sentence(self._why_not(no))
        else:
            self._open()

    def stop(self) -> None:
        """The end of the window."""
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QWindow):
            if kind in _HANDS:
                self.touch()
            if kind == QEvent.Type.KeyPress and watched is not self._window.windowHandle() and _is_lock_key(event):
                self._parts.bridge.start(
                    self.lock(), asked=True
                )  # a question in front keeps the shortcut from the window
                return True
            return False
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_beside(watched):
            # A question that the evening put up meanwhile: it waits, unseen, until somebody is back.
            watched.setWindowOpacity(0.0)
            QTimer.singleShot(0, watched, lambda: self._hide(watched))
        return False

    def _say_card(self) -> None:
        if self._page is not None:
            self._page.show_card_refused()

    def _is_beside(self, other: QWidget) -> bool:
        return self.is_locked and other.isWindow() and other is not self._window and _is_ours(other)

    def _open(self) -> None:
        self._wrong, self._page = 0, None
        self._parts.shell.locked = False
        self._parts.shell.lock_changed.emit()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.touch()
        self._screen.show_unlocked()
        hidden, self._hidden = self._hidden, []
        for other in hidden:
            other.setWindowOpacity(1.0)
            other.show()

    def _hide(self, other: QWidget) -> None:
        if self.is_locked and other.isVisible():
            other.hide()
            self._hidden.append(other)
            other.destroyed.connect(lambda: self._forget(other))

    def _forget(self, other: QWidget) -> None:
        self._hidden = [one for one in self._hidden if one is not other]

    def _why_not(self, no: Refused | Unavailable) -> str:
        if no.code == "passphrase_wrong":
            self._wrong += 1
            pause = timedelta(seconds=pause_after(self._wrong))
            self._not_before = self._now() + pause
            if pause:
                return f"{wording.sentence(no.code, no.facts)} {self._wait_words(pause)}"
        return wording.sentence(no.code, no.facts)

    def _wait_words(self, left: timedelta) -> str:
        return self.tr("Wait %n second(s) and try again.", "", max(1, round(left.total_seconds())))

    def _now(self) -> datetime:
        return self._parts.clock.now()

    def _watch(self) -> None:
        """The timer runs only where somebody asked for it."""
        if self._parts.settings.taste.lock_minutes:
            if not self._timer.isActive():
                self.touch()
                self._timer.start()
        else:
            self._timer.stop()

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)


def pause_after(wrong: int) -> int:
    """How many seconds to wait after so many wrong ones in a row: none for the first two, then 5, 10, 20, 40, 60."""
    return 0 if wrong < _FREE_TRIES else min(_LONGEST_PAUSE, 5 * 2 ** (wrong - _FREE_TRIES))


def _is_ours(widget: QWidget) -> bool:
    """Not a tip and not the menu of a list, which close by themselves; nor what everybody may see (the projector)."""
    kind = widget.windowType()
    return not widget.property("public") and kind not in (
        Qt.WindowType.ToolTip,
        Qt.WindowType.Popup,
        Qt.WindowType.Desktop,
    )


def _is_lock_key(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_L
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


# What follows runs on workers.


def _keys_are_whole(parts: Parts) -> None:
    from db.keys import look_whole

    look_whole(parts.home.keys)


def _opens(parts: Parts, secret: str) -> None:
    from db.keys import unwrap_key

    unwrap_key(parts.home.keys, secret)
