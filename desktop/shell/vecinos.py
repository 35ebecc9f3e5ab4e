"""Vecinos: the roll, what stands on it twice, and the organisations, as tabs of one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from desktop.duplicates import page as duplicates
from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import Pill
from desktop.organisations import page as organisations
from desktop.parts import Parts
from desktop.residents import page as residents
from desktop.residents.tab import RollTab
from desktop.rights import page as rights

# Comparing so many people takes the record's one thread a few seconds, in which the door waits.
COMPARED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Tab:
    """One tab: its name in code, its word, and what builds it when it is first seen."""

    name: str
    word: str
    build: Callable[[Parts], QWidget]


class Vecinos(QWidget):
    """Ctrl+1, Ctrl+2, Ctrl+3 bring a tab to the front; Alt and a number belong to the rail."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Neighbours"))
        self._parts = parts
        self._counting = False
        self._tabs = self._all_tabs()
        self._built: dict[str, QWidget] = {}
        self._waiting: dict[str, Pill] = {}
        self.stack = Shelf()
        self.bar = QTabBar()
        self.bar.setObjectName("vecinos.tabs")
        self.bar.setAccessibleName(self.tr("Parts of the roll"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        whole = theme.space(QVBoxLayout(self), 0)
        line = theme.space(QHBoxLayout(), 0, (14, 8, 14, 0))
        line.addWidget(self.bar)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addWidget(self.stack, 1)
        self._fill_bar()
        self.bar.currentChanged.connect(self._show)
        self._show(0)
        self._listen()

    def tab(self, name: str) -> QWidget | None:
        """What stands on a tab, if it was ever seen."""
        return self._built.get(name)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front, and the keyboard into it."""
        self.bar.setCurrentIndex([one.name for one in self._tabs].index(name))
        self._built[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def count(self, name: str, waiting: int) -> None:
        """How much waits on a tab; nothing is shown for nothing."""
        pill, place = self._waiting[name], [one.name for one in self._tabs].index(name)
        pill.show_state(str(waiting), Tone.ATTENTION)
        pill.setVisible(waiting > 0)
        word = self._tabs[place].word
        self.bar.setAccessibleTabName(place, f"{word} ({waiting})" if waiting else word)
        shown, side = pill if waiting else None, QTabBar.ButtonPosition.RightSide
        if self.bar.tabButton(place, side) is not shown:  # Qt hides what stood there, even when it is the same again
            self.bar.setTabButton(place, side, shown)
        self.bar.updateGeometry()

    def _all_tabs(self) -> tuple[Tab, ...]:
        return (
            Tab("residents", self.tr("Roll"), residents.build),
            Tab("duplicates", self.tr("Twice on the roll"), duplicates.build),
            Tab("organisations", self.tr("Organisations"), organisations.build),
        )

    def _fill_bar(self) -> None:
        for place, one in enumerate(self._tabs):
            self.bar.addTab(one.word)
            shortcut = f"Ctrl+{place + 1}"
            self.bar.setTabToolTip(place, f"{one.word} ({shortcut})")
            bring = QShortcut(QKeySequence(shortcut), self)
            bring.activated.connect(lambda name=one.name: self.show_tab(name))
            self._waiting[one.name] = Pill()
            self._waiting[one.name].setParent(self.bar)
            self._waiting[one.name].hide()

    def _show(self, place: int) -> None:
        name = self._tabs[place].name
        if name not in self._built:
            self._built[name] = self._tabs[place].build(self._parts)
            self.stack.addWidget(self._built[name])
        self.stack.setCurrentWidget(self._built[name])
        self.setFocusProxy(self._built[name])

    def _listen(self) -> None:
        """What one noun's page asks of another: the file and the erasure of a person, and how many wait twice."""
        roll = self._built["residents"]
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
