"""A scanner that types: every letter through the window, as the system hands it over, as fast as it can."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from db.checkin.dni import cuil_fits

_KEYS = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
# The keyboard's own clock: a busy laptop sees keys late, not slow.
_MILLISECONDS = count(1_000_000)
_PLAIN = Qt.KeyboardModifier.NoModifier


def scan(window: QWidget, payload: str, end: str = "\n") -> None:
    """Types a card into whatever of the window has the keyboard."""
    handle = window.windowHandle()
    for letter in payload + end:
        press(handle, _KEYS.get(letter, Qt.Key(ord(letter.upper()))), "\r" if letter == "\n" else letter)


def press(handle: QWindow, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = _PLAIN) -> None:
    """One key, down and up. Not QTest's own: for windows that one runs a loop inside of the loop."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, held, text)
        event.setTimestamp(next(_MILLISECONDS))
        QCoreApplication.sendEvent(handle, event)


def a_pause() -> None:
    """A second in which nobody types."""
    for _ in range(1000):
        next(_MILLISECONDS)


def card(number: int, family: str = "QUINTELA", given: str = "TELMA", mark: str = '"') -> str:
    """The card of an invented person."""
    document = str(20_000_000 + number)
    check = next((digit for digit in "0123456789" if cuil_fits("27", document, digit)), "0")
    told = f"{number:011d}", family, given, "F", document, "A", "25-08-1979", "06-01-2015", f"27{check}"
    return mark.join(told)


def letters(number: int) -> str:
    """A name of letters that belongs to one number alone."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:04d}")
