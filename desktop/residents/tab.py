"""The tab of the roll: its list, or the file that is being taken in."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import Signal

from desktop.kit.intake import IntakeStack
from desktop.residents.intake_view import RollIntake
from desktop.residents.view import RollPage


class RollTab(IntakeStack):
    """What the card wants of other nouns, it says here."""

    file_wanted = Signal(str)
    erasure_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.roll, self.intake = RollPage(zone), RollIntake()
        super().__init__(self.roll, self.intake)
        self.roll.file_wanted.connect(self.file_wanted)
        self.roll.erasure_wanted.connect(self.erasure_wanted)
        self.roll.counted.connect(self.counted)
