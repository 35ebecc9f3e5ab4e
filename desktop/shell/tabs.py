"""A page of several tabs: each is built when it is first seen, and one key brings it to the front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import Pill
from desktop.parts import Parts


@dataclass(frozen=True)
class Tab:
    """One tab: its name in code, its word, and what builds it when it is first seen."""

    name: str
    word: str
    build: Callable[[Parts], QWidget]


class TabbedPage(QWidget):
    """Ctrl+1, Ctrl+2... bring a tab to the front; Alt and a number belong to the rail."""

    def __init__(self, parts: Parts, tabs: Sequence[Tab], name: str, says: str, parts_say: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(says)
        self._parts = parts
        self._tabs = tuple(tabs)
        self._built: dict[str, QWidget] = {}
        self._waiting: dict[str, Pill] = {}
        self.stack = Shelf()
        self.bar = QTabBar()
        self.bar.setObjectName(f"{name}.tabs")
        self.bar.setAccessibleName(parts_say)
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
        # Of a click: the field that had the keyboard goes, and Qt would hand it to whatever comes next in the order.
        had = QApplication.focusWidget()
        within = had is not None and self.stack.isAncestorOf(had)
        if name not in self._built:
            self._built[name] = self._tabs[place].build(self._parts)
            self.stack.addWidget(self._built[name])
        self.stack.setCurrentWidget(self._built[name])
        self.setFocusProxy(self._built[name])
        if within:
            self._built[name].setFocus()
