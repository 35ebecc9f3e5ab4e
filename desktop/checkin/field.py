"""The one field of the door: a keyboard, a scanner that types, arrows that choose below, Ctrl+Z that takes back."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.kit.fields import SearchField


class DoorField(SearchField):
    """`entered` carries what was typed; the field is empty at once, so that the next card finds it so."""

    entered = Signal(str)
    moved = Signal(int)
    undone = Signal()

    def event(self, event: QEvent) -> bool:
        # Some scanners put tabs between the fields of a card: those belong to the card, all others leave the field.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and ("\t" in self.text() or re.fullmatch(r"!?\d{11}", self.text()))
        ):
            self.insert("\t")
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
            event.accept()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.text():
            self.undone.emit()
        else:
            super().keyPressEvent(event)
