"""Vecinos: the roll, what stands on it twice, and the organisations, as tabs of one page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.duplicates import page as duplicates
from desktop.organisations import page as organisations
from desktop.parts import Parts
from desktop.residents import page as residents
from desktop.residents.tab import RollTab
from desktop.rights import page as rights
from desktop.shell.tabs import Tab, TabbedPage

# Comparing so many people takes the record's one thread a few seconds, in which the door waits.
COMPARED_AT_ONCE = 20_000


class Vecinos(TabbedPage):
    """Ctrl+1, Ctrl+2, Ctrl+3 bring a tab to the front."""

    def __init__(self, parts: Parts) -> None:
        translate = QCoreApplication.translate
        tabs = (
            Tab("residents", translate("Vecinos", "Roll"), residents.build),
            Tab("duplicates", translate("Vecinos", "Twice on the roll"), duplicates.build),
            Tab("organisations", translate("Vecinos", "Organisations"), organisations.build),
        )
        says = translate("Vecinos", "Parts of the roll")
        super().__init__(parts, tabs, "vecinos", translate("Vecinos", "Neighbours"), says)
        self._counting = False
        self._listen()

    def _listen(self) -> None:
        """What one noun's page asks of another: the file and the erasure of a person, and how many wait twice."""
        roll = self.tab("residents")
        assert isinstance(roll, RollTab)
        rights.listen(self._parts, roll.file_wanted, roll.erasure_wanted)
        roll.counted.connect(self._count_doubles)

    def _count_doubles(self, people: int) -> None:
        """Begun once the roll is known to be small enough; a larger one is compared when its tab opens."""
        if not self._counting and people <= COMPARED_AT_ONCE:
            self._counting = True
            duplicates.count(self._parts, lambda waiting: self.count("duplicates", waiting))


def build(parts: Parts) -> QWidget:
    """The page of the neighbours."""
    return Vecinos(parts)
