"""The tab of the roll: its list, or the file that is being taken in."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.residents.intake_view import RollIntake
from desktop.residents.view import RollPage


class RollTab(QStackedWidget):
    """A file is looked through in the place of the list, so that every other page stays at hand meanwhile."""

    file_wanted = Signal(str)
    erasure_wanted = Signal(str)

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__()
        self.roll, self.intake = RollPage(zone), RollIntake()
        self.roll.file_wanted.connect(self.file_wanted)
        self.roll.erasure_wanted.connect(self.erasure_wanted)
        self.addWidget(self.roll)
        self.addWidget(self.intake)
        self.setFocusProxy(self.roll)
        self.intake.over.connect(lambda: self._show(self.roll))
        self.intake.begun.connect(lambda: self._show(self.intake))

    def _show(self, part: RollPage | RollIntake) -> None:
        if self.currentWidget() is part:
            return
        self.setCurrentWidget(part)
        self.setFocusProxy(part)
        part.setFocus()
