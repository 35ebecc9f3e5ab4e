"""The third step of taking a list in: how many lines are what, each with its verdict, and what a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Choice
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, Row, label


@dataclass(frozen=True)
class Count:
    """How many lines are of one kind, and how the kind looks."""

    kind: str
    word: str
    icon: str
    tone: Tone
    number: int


@dataclass(frozen=True)
class IntakeRow:
    """A line of the file: its verdict in words, and between what a person may decide (`chosen` is what stands).

    `alike` is for how many lines of its kind the same may be said at once; 0 when it concerns this one alone.
    """

    number: int
    name: str
    verdict: str
    tone: Tone
    why: str
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    alike: int = 0


class ReviewStep(QWidget):
    """The kinds above, which narrow the list; the list; and below it the line one stands on, in full."""

    looked_at = Signal(str)
    more_wanted = Signal()
    decided = Signal(int, str)
    decided_alike = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.kinds = Choice([], self.tr("Lines to look at"))
        self.kinds.setObjectName("intake.kinds")
        self.kinds.currentIndexChanged.connect(lambda _: self.looked_at.emit(self.kinds.value()))
        self.told = label("", "muted", wrap=True)
        self.sums = label("", "strong", wrap=True)
        self.caption = label("", "overline")
        self.more = button(self.tr("Show 500 more"), "chevron-down", "quiet")
        self.more.setObjectName("intake.more")
        self.more.clicked.connect(self.more_wanted)
        self.rows = RowsView[IntakeRow](
            [
                Column(self.tr("LINE"), lambda one: QLocale().toString(one.number), Look.NUMBER, width=76),
                Column(self.tr("VERDICT"), lambda one: one.verdict, Look.PILL, tone=lambda one: one.tone, width=104),
                Column(self.tr("WHO"), lambda one: one.name, Look.STRONG, width=170, tip=lambda one: one.name),
                Column(self.tr("WHAT"), lambda one: one.why.replace("\n", " · "), tip=lambda one: one.why),
            ],
            key=lambda one: one.number,
            says=self.tr("Lines of the file"),
        )
        self.rows.setObjectName("intake.rows")
        self.rows.current.connect(self._show_one)
        self.rows.chosen.connect(lambda _: self._go_to_choice())
        self.one = label("", wrap=True)
        self.one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choice = Choice([], self.tr("What to do with this line"))
        self.choice.setObjectName("intake.decision")
        self.choice.activated.connect(self._decide)
        self._number = 0
        self.alike = button("", "check-all", "quiet")
        self.alike.setObjectName("intake.alike")
        self.alike.clicked.connect(lambda: self.decided_alike.emit(self._number))
        self.alike.hide()
        card = Card()
        card.add(self.sums, self.told, Row(self.kinds, self.caption, None, self.more))
        card.body.addWidget(self.rows, 1)
        card.add(self.one, Row(self.choice, self.alike, None))
        theme.space(QVBoxLayout(self), 0).addWidget(card)

    def show_review(self, counts: Sequence[Count], rows: Sequence[IntakeRow], kind: str, many: int, told: str) -> None:
        """The lines of one kind, of `many`."""
        locale = QLocale()
        self.kinds.blockSignals(True)
        self.kinds.set_options([(one.kind, f"{one.word}: {locale.toString(one.number)}") for one in counts])
        self.kinds.set_value(kind)
        self.kinds.blockSignals(False)
        self.sums.setText(" · ".join(f"{one.word}: {locale.toString(one.number)}" for one in counts if one.icon))
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.rows.show_rows(rows)
        self.caption.setText(
            self.tr("THE FIRST {number} OF {many}").format(
                number=locale.toString(len(rows)), many=locale.toString(many)
            )
        )
        self.caption.setVisible(len(rows) < many)
        self.more.setVisible(len(rows) < many)
        if rows and self.rows.selected() is None:
            self.rows.selectRow(0)
        self._show_one(self.rows.selected())

    def _show_one(self, one: IntakeRow | None) -> None:
        self.one.setText(one.why if one is not None else "")
        self.one.setVisible(bool(one is not None and one.why))
        self.choice.setVisible(bool(one is not None and one.choices))
        self.alike.setVisible(bool(one is not None and one.alike > 1))
        if one is None:
            return
        words = self.tr("The same for all {number} of this kind")
        self.alike.setText(words.format(number=QLocale().toString(one.alike)))
        self._number = one.number
        self.choice.set_options(list(one.choices))
        self.choice.set_value(one.chosen)

    def _go_to_choice(self) -> None:
        if self.choice.isVisible():
            self.choice.setFocus()

    def _decide(self) -> None:
        self.decided.emit(self._number, self.choice.value())
