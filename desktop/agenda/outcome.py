"""What came of an item, as a few choices side by side of which none may be chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal

from desktop.agenda.words import outcome_word
from desktop.kit.buttons import Segmented

NONE = "none"


class OutcomeSwitch(Segmented):
    """Pressing the one that is chosen takes it away again; `decided` carries what holds from now on."""

    decided = Signal(str)

    def __init__(self) -> None:
        told = ("informed", "agreed", "referred", "postponed")
        super().__init__([(one, outcome_word(one)) for one in told], QCoreApplication.translate("agenda", "Outcome"))
        self.setObjectName("agenda.outcome")
        self.setProperty("dense", "true")
        self._value = NONE
        self.set_value(NONE)
        self.chosen.connect(self._pressed)

    def outcomes(self) -> tuple[str, ...]:
        """What can be chosen, in order."""
        return tuple(self._buttons)

    def press(self, key: str) -> None:
        """As if its button was pressed, when there is something to decide on."""
        if self.isVisible() and self.isEnabled():
            self._pressed(key)

    def value(self) -> str:
        """The outcome, `none` while nothing is chosen."""
        return self._value

    def set_value(self, key: str) -> None:
        """Choose without telling anybody; `none` takes every mark away."""
        self._value = key
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for name, part in self._buttons.items():
                part.setChecked(name == key)
            self._group.setExclusive(True)

    def _pressed(self, key: str) -> None:
        self.set_value(NONE if key == self._value else key)
        self.decided.emit(self._value)
