"""Two values for one field as they are seen: what stands, what does not, who and when, and one press to settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.sync.conflicts import ConflictCard, Side
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, label
from desktop.sync.fields import field_word, value_word
from desktop.sync.words import noun_word

# Rows; more of them are scrolled through.
_AT_ONCE = 5


class ConflictsCard(Card):
    """Hidden while there is nothing to settle. `settled` carries the conflict and whether to swap."""

    settled = Signal(object, bool)

    def __init__(self, moment: Callable[[datetime], str], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._moment = moment
        self._words = label(
            self.tr(
                "Two desks wrote the same without knowing of each other. The later value stands; "
                "the other one is kept here until somebody looks."
            ),
            kind="muted",
            wrap=True,
        )
        self.rows = self._list()
        self.swap = button(self.tr("Put the other value"), "swap-horizontal", "primary")
        self.keep = button(self.tr("It is right as it stands"), "check")
        self.swap.clicked.connect(lambda: self._settle(swap=True))
        self.keep.clicked.connect(lambda: self._settle(swap=False))
        line = QWidget()
        row = theme.space(QHBoxLayout(line), 10)
        row.addWidget(self.swap)
        row.addWidget(self.keep)
        row.addStretch(1)
        self._both = label(wrap=True)
        self._both.setObjectName("sync.both")
        self.rows.current.connect(self._show_both)
        self.add(self._words).add(self.rows).add(self._both).add(line)
        self.show_conflicts(())

    def show_conflicts(self, cards: Sequence[ConflictCard]) -> None:
        """What waits to be looked at."""
        self.setVisible(bool(cards))
        self.rows.show_rows(cards)
        self.rows.fit(_AT_ONCE)
        if cards and self.rows.selected() is None:
            self.rows.select(cards[0].key)

    def _settle(self, *, swap: bool) -> None:
        one = self.rows.selected()
        if one is not None:
            self.settled.emit(one, swap)

    def _list(self) -> RowsView[ConflictCard]:
        columns = [
            Column[ConflictCard](self.tr("ABOUT"), self._whose, Look.STRONG, width=200, tip=self._about),
            Column[ConflictCard](self.tr("FIELD"), lambda one: field_word(one.key.register), width=120),
            Column[ConflictCard](self.tr("STANDS NOW"), lambda one: self._side(one.standing), tip=self._whole),
            Column[ConflictCard](
                self.tr("WAS LEFT OUT"),
                lambda one: self._side(one.lost),
                tone=lambda _: Tone.ATTENTION,
                tip=self._whole,
            ),
        ]
        return RowsView(columns, key=lambda one: one.key, says=self.tr("Two values for one field"))

    def _show_both(self, one: ConflictCard | None) -> None:
        """The chosen one in full: a note may be longer than any column."""
        self._both.setVisible(one is not None)
        if one is not None:
            stands = self.tr("Stands now: {side}").format(side=self._side(one.standing))
            left = self.tr("Was left out: {side}").format(side=self._side(one.lost))
            self._both.setText(f"{stands}\n{left}")

    def _whose(self, one: ConflictCard) -> str:
        return one.about or noun_word(one.key.noun)

    def _about(self, one: ConflictCard) -> str:
        return f"{self._whose(one)}  ·  {field_word(one.key.register)}"

    def _side(self, side: Side) -> str:
        value = ", ".join(value_word(name, value, self._moment) for name, value in side.values)
        return f"{value}  ·  {side.by}, {self._moment(side.at)}"

    def _whole(self, one: ConflictCard) -> str:
        return f"{self._about(one)}\n{self._side(one.standing)}\n{self._side(one.lost)}"
