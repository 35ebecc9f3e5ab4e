"""A card scanner types into whatever has the keyboard: here its keys are told from a person's, and led to the door.

A keyboard-wedge scanner types a letter every millisecond or two, and a card begins as nothing that people write begins
(eleven digits and a mark). Both together are needed: a burst of keys that begins like a card is taken, what of it was
written into a field before it could be known is taken out again, and the rest goes to nobody else until it ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from db.checkin.dni import begins_like_card, is_whole_card

# The quickest hands roll two keys over in thirty milliseconds, and never a dozen on end.
_BETWEEN_KEYS = 0.035
# After so long a silence a card is over. Some scanners stop for a moment at the end of a line.
_SILENCE_MS = 90
_PATIENCE_MS = 500
_LONGEST = 900
_LINE_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches the keys of every window; `read` carries what a scanner typed, `begun` tells that a card began.

    It listens at the windows, where each key comes by once, before any field sees it; at the application it would be
    asked about every repaint as well.
    """

    read = Signal(str)
    begun = Signal()

    def __init__(self, app: QGuiApplication, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self._text = ""
        self._taken = self._ended = False
        self._into: QWidget | None = None
        self._at, self._stamp = 0.0, 0
        self._silence = QTimer(self, singleShot=True, interval=_SILENCE_MS)
        self._silence.timeout.connect(self._is_silent)
        self._patient = False
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(event)
        return self._taken and event.type() == QEvent.Type.KeyRelease

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to a card, and must reach nobody else."""
        goes_on = self._goes_on(event)
        self._at, self._stamp = time.monotonic(), event.timestamp()
        letter = _letter(event)
        # A card that has begun is over when there was silence, or when it is whole: a hiccup of the laptop parts none.
        # One may begin with Shift: the first key of a card that starts with a mark.
        if not goes_on and not self._taken:
            self._text, self._ended, self._into = "", False, QApplication.focusWidget()
        if letter is None:
            return self._taken and goes_on  # Shift, and the like: a scanner holds it for capitals
        if letter == "\n" and self._ended and not self._text:
            return True  # a carriage return and a line feed both end one card
        self._text = (self._text + letter)[-_LONGEST:]
        if not self._taken and begins_like_card(self._text):
            self._take()
        if self._taken:
            self._go_on(letter)
        return self._taken or (self._ended and not self._text)

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Whether a key came as soon after the last one as no person's does.

        By the keyboard's own clock where it has one: a window that was busy for a moment sees keys late, not slow.
        """
        if event.timestamp() and self._stamp:
            return event.timestamp() - self._stamp <= _BETWEEN_KEYS * 1000
        return time.monotonic() - self._at <= _BETWEEN_KEYS

    def _take(self) -> None:
        """A card: what was written of it is taken out of the field again; its last key has not arrived there."""
        self._taken = True
        written = self._text[:-1]
        self.begun.emit()
        if not any(_unwrite(field, written) for field in (self._into, QApplication.focusWidget())):
            self._into = None

    def _go_on(self, letter: str) -> None:
        """The end of a line ends a card that is whole, unless line ends are what parts its fields: one may follow."""
        parted = self._text.rstrip("\n").count("\n") >= 5
        if letter == "\n" and not parted and is_whole_card(self._text, today=self._today()):
            self._finish()
        else:
            self._silence.start(_SILENCE_MS)
            self._patient = False

    def _is_silent(self) -> None:
        """A card is over; one that is not whole is waited for a little longer, in case the laptop is what is slow."""
        if self._patient or is_whole_card(self._text, today=self._today()):
            self._finish()
        else:
            self._patient = True
            self._silence.start(_PATIENCE_MS)

    def _finish(self) -> None:
        self._silence.stop()
        text, taken = self._text.strip("\n\t\r "), self._taken
        self._text, self._taken, self._into = "", False, None
        if taken and text:
            self._ended = True
            self.read.emit(text)


def _letter(event: QKeyEvent) -> str | None:
    if event.key() in _LINE_ENDS:
        return "\n"
    if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return "\t"
    text = event.text()
    return text if text and text.isprintable() else None


def _unwrite(field: QWidget | None, written: str) -> bool:
    """Takes letters out again that stand right before the cursor. False where they do not."""
    if isinstance(field, QLineEdit) and not field.isReadOnly():
        at = field.cursorPosition()
        if not field.text()[:at].endswith(written):
            return False
        field.setText(field.text()[: at - len(written)] + field.text()[at:])
        field.setCursorPosition(at - len(written))
        return True
    if isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
        cursor = field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(written))
        if cursor.selectedText() != written:
            return False
        cursor.removeSelectedText()
        field.setTextCursor(cursor)
        return True
    return False
