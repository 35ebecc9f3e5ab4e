"""The one field of the door: a keyboard, a scanner that types, arrows that choose below, Ctrl+Z that takes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from db.checkin.dni import begins_like_card, is_whole_card
from desktop.kit.fields import SearchField

# The number of a procedure, with which every card begins: its line may end before the rest of the card comes.
_FIRST_FIELD = 11
# Three digits of the CUIL may follow on a line of their own, where line ends part the fields.
_CHECK_DIGITS, _FEWEST_PARTS, _TAIL = 3, 5, 1.5


class DoorField(SearchField):
    """`entered` carries what was typed; the field is empty at once, so that the next card finds it so.

    A slow scanner types as slowly as a person, so that only the shape of what stands here tells: tabs and line ends in
    a card that has begun and is not whole belong to it.
    """

    entered = Signal(str)
    moved = Signal(int)
    undone = Signal()

    def __init__(self, today: Callable[[], date], hint: str, says: str) -> None:
        super().__init__(hint, says, "barcode-scan", large=True)
        self._today = today
        self._tail_until = 0.0

    def event(self, event: QEvent) -> bool:
        # Some scanners put tabs between the fields of a card: those belong to the card, all others leave the field.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and begins_like_card(self.text() + "\t")
        ):
            self.insert("\t")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_line()
            event.accept()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.text():
            self.undone.emit()
        else:
            super().keyPressEvent(event)

    def _end_line(self) -> None:
        text = self.text()
        begun = begins_like_card(text) or (text.lstrip("!").startswith("00") and len(text.lstrip("!")) == _FIRST_FIELD)
        whole = begun and is_whole_card(text, today=self._today())
        if begun and not whole and not text.endswith("\t"):
            self.insert("\t")
        elif time.monotonic() < self._tail_until and len(text) == _CHECK_DIGITS and text.isdigit():
            self.clear()  # the last line of the card that was whole without it, and not the ending of somebody's number
        else:
            if whole and text.count("\t") >= _FEWEST_PARTS:
                self._tail_until = time.monotonic() + _TAIL
            self.entered.emit(text)
