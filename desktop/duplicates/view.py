"""The desk of the doubles as it is seen: who may be on the roll twice on the left, both cards on the right."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.duplicates.pair import PairPanel
from desktop.duplicates.presenter import APART, JOINED, WAITING, Line, Lists, Side
from desktop.duplicates.words import SURE, both_names, decided_words, likely_word, reasons_words
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves
from desktop.kit.surfaces import Card, EmptyState, Page, label, scrolled

NARROW = 820
"""Design length. Below it, the list and the cards cannot stand side by side and still be read."""


class KeyedRows(RowsView):  # type: ignore[type-arg]
    """Rows on which a letter is an act: nobody types here, so one key is enough."""

    pressed_key = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        named = {Qt.Key.Key_Delete: "delete", Qt.Key.Key_Left: "x", Qt.Key.Key_Right: "x"}.get(Qt.Key(event.key()))
        letter = event.text().casefold()
        if plain and named:
            self.pressed_key.emit(named)
        elif plain and letter and letter in "mxds":
            self.pressed_key.emit(letter)
        else:
            super().keyPressEvent(event)


class DoublesPage(Page):
    """Everything the desk shows; what a person does comes out as signals."""

    list_chosen = Signal(str)
    stood_on = Signal(object)
    undo_pressed = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__(self.tr("Twice on the roll"))
        self._zone = zone
        self._which = WAITING
        self._line: Line | None = None
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setObjectName("duplicates.undo")
        self.undo.setEnabled(False)
        self.tools.addWidget(self.undo)
        self.panel = PairPanel(zone)
        self.nothing = EmptyState("account-check-outline", "", "", "", Tone.GOOD)
        self.body.addWidget(self._compose(), 1)
        self._connect()

    def show_lists(self, lists: Lists) -> None:
        """How many stand in each list, and the one that is looked at."""
        self._which = lists.which
        for key, words in self._parts().items():
            self.parts.option(key).setText(f"{words}  {lists.numbers[key]}")
        self.parts.set_value(lists.which)
        self.list.show_rows(lists.lines)
        waiting = lists.numbers[WAITING]
        self.set_titles(
            self.tr("Twice on the roll"),
            self.tr("%n pairs may be one person. Nothing is joined by itself.", "", waiting) if waiting else "",
        )
        self._stack.setCurrentIndex(0 if lists.lines else 1)
        self.nothing.show_words(*self._empty_words(lists.which))
        self.keys.setVisible(lists.which == WAITING and bool(lists.lines))
        self.panel.setVisible(bool(lists.lines))

    def show_pair(self, line: Line | None, left: Side | None, right: Side | None) -> None:
        """Both cards of the pair one stands on."""
        self._line = line
        self.panel.setVisible(line is not None)
        if line is not None and left is not None and right is not None:
            self.panel.show_pair(self._which, line, left, right)

    def select(self, key: tuple[str, str]) -> None:
        """Stand on a pair."""
        self.list.select(key)

    def say_done(self, act: str, line: Line) -> None:
        """What was just decided, under the list: a banner for each would bury the page."""
        words = {
            "joined": self.tr("«{left}» and «{right}» are one person. Ctrl+Z takes it back."),
            "apart": self.tr("«{left}» and «{right}» are two people. Ctrl+Z takes it back."),
            "unjoined": self.tr("«{left}» and «{right}» are two again, each with what was hers. Ctrl+Z takes it back."),
            "asked": self.tr("«{left}» and «{right}» are asked about again. Ctrl+Z takes it back."),
        }
        self.last.setText(words[act].format(left=line.left, right=line.right))
        self.last.show()
        # Where the last pair of a list was settled, the keyboard stays on the page and not on the first one at hand.
        (self.list if self.list.rows.rowCount() else self.parts).setFocus()

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to undo."""
        self.undo.setEnabled(possible)
        self.last.setVisible(possible and bool(self.last.text()))

    def _compose(self) -> QWidget:
        self.parts = Segmented(list(self._parts().items()), self.tr("Which pairs"))
        self.list = KeyedRows(
            [
                Column(self.tr("WHO"), both_names, Look.STRONG, tip=both_names),
                Column(self.tr("WHY"), self._why, Look.MUTED, tip=self._why, width=160),
                Column("", self._state, Look.PILL, tone=self._tone, width=132),
            ],
            key=lambda one: one.key,
            says=self.tr("Pairs that may be one person"),
            height=42,
        )
        self.list.setObjectName("duplicates.list")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        self.last = label("", "strong", Tone.GOOD, wrap=True)
        self.last.hide()
        self.keys = label(
            self.tr("Enter or M the same person · X the other card stays · D two people · S later"), "small", wrap=True
        )
        left = Card()
        left.body.addWidget(self.parts)
        left.body.addWidget(self._stack, 1)
        left.body.addWidget(self.last)
        left.body.addWidget(self.keys)
        left.setMinimumHeight(theme.px(260))
        self.panel.setMinimumHeight(theme.px(420))
        whole = QWidget()
        theme.space(QVBoxLayout(whole), 0).addWidget(Halves(left, self.panel, (480, 520), narrow=NARROW), 1)
        return scrolled(whole)

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_pressed)
        self.undo.clicked.connect(self.last.clear)
        self.parts.chosen.connect(self.list_chosen)
        self.list.current.connect(self.stood_on)
        self.list.chosen.connect(lambda _: self._enter())
        self.list.pressed_key.connect(self._key)
        self.setFocusProxy(self.list)

    def _enter(self) -> None:
        # What is doubtful is never joined by the key that goes through the list.
        if self._which == WAITING and self._line is not None and not self._line.doubtful:
            self.panel.join.click()

    def _key(self, key: str) -> None:
        panel = self.panel
        act = {"m": panel.join, "x": panel.swap, "d": panel.part, "s": panel.later, "delete": panel.back}[key]
        if panel.isVisible() and act.isVisible():
            act.click()

    def _parts(self) -> dict[str, str]:
        return {WAITING: self.tr("To look at"), JOINED: self.tr("Joined"), APART: self.tr("Two people")}

    def _why(self, line: Line) -> str:
        return reasons_words(line.reasons, bare=True) or decided_words(line, self._zone)

    def _state(self, line: Line) -> str:
        if self._which == WAITING:
            return likely_word(line)
        return self.tr("Joined") if self._which == JOINED else self.tr("Two people")

    def _tone(self, line: Line) -> Tone:
        if self._which != WAITING:
            return Tone.GOOD if self._which == JOINED else Tone.MUTED
        if line.doubtful:
            return Tone.ATTENTION
        return Tone.GOOD if (line.score or 0) >= SURE else Tone.ACCENT

    def _empty_words(self, which: str) -> tuple[str, str]:
        if which == WAITING:
            return (
                self.tr("Nobody is on the roll twice"),
                self.tr("When two cards look like one person, they appear here and wait for you."),
            )
        if which == JOINED:
            return self.tr("Nobody was joined yet"), self.tr("Every joining can be taken back here, at any time.")
        return self.tr("Nobody was told apart yet"), self.tr("Pairs you say are two people are kept here.")
