"""The page of today: the sittings of the day as large cards, the week, and what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Page, label, scrolled
from desktop.sittings.cards import STATE_TONES, EveningCard
from desktop.sittings.sheets import closing_sheet, plan_sheet
from desktop.sittings.shown import Evening, Planned, TodayShown
from desktop.sittings.words import mode_word, state_word


class TodayPage(Page):
    """Signals tell what the person did; what it means is the presenter's."""

    plan_wanted = Signal()
    open_wanted = Signal(str)
    close_wanted = Signal(str)
    enter_wanted = Signal(str)
    change_wanted = Signal(str)
    minutes_wanted = Signal(str)
    sheet_wanted = Signal(str)
    keying_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Today"), " ", parent)
        self._shown: TodayShown | None = None
        self.plan = button(self.tr("Plan a sitting"), "calendar-plus", shortcut="Ctrl+N")
        self.plan.setObjectName("sittings.plan")
        self.plan.clicked.connect(self.plan_wanted)
        self.tools.addWidget(self.plan)
        self.empty = EmptyState("calendar-blank-outline", "", "", self.tr("Plan a sitting"))
        self.empty.action.setObjectName("sittings.plan_first")
        self.empty.action.clicked.connect(self.plan_wanted)
        day = QWidget()
        column = theme.space(QVBoxLayout(day), 14)
        self._cards = theme.space(QVBoxLayout(), 14)
        column.addLayout(self._cards)
        column.addWidget(self.empty, 1)
        column.addStretch(0)
        self._column = column
        self.aside = QWidget()
        self._aside = aside = theme.space(QVBoxLayout(self.aside), 14)
        aside.addWidget(self._build_week(), 2)
        aside.addWidget(self._build_recent(), 3)
        across = theme.space(QHBoxLayout(), 16)
        across.addWidget(scrolled(day), 5)
        across.addWidget(self.aside, 4)
        self.body.addLayout(across, 1)

    def show_today(self, shown: TodayShown) -> None:
        """All of it."""
        before, self._shown = self._shown, shown
        day = QDate(shown.today.year, shown.today.month, shown.today.day)
        words = QLocale().toString(day, self.tr("dddd d MMMM yyyy"))
        self.set_titles(self.tr("Today"), words[:1].upper() + words[1:])
        if before is None or before.evenings != shown.evenings:
            self._fill(shown)
        self.empty.setVisible(not shown.evenings)
        self.empty.show_words(*self._nothing(shown))
        self.week.show_rows(shown.week)
        self.week_none.setVisible(not shown.week)
        self.week.setVisible(bool(shown.week))
        self._aside.setStretch(0, 2 if shown.week else 0)
        self.recent.show_rows(shown.recent)
        self.recent_card.setVisible(bool(shown.recent))
        self.aside.setVisible(bool(shown.evenings or shown.week or shown.recent))

    async def ask_plan(self, evening: Evening | None) -> Planned | None:
        """Plan a sitting, or set right the one given."""
        return await plan_sheet(self, evening, self._shown) if self._shown else None

    async def confirm_close(self, evening: Evening) -> bool:
        """Whether to close, seeing what it came to."""
        return await closing_sheet(self, evening)

    def _nothing(self, shown: TodayShown) -> tuple[str, str]:
        if not shown.recent and not shown.week:
            return (
                self.tr("Welcome. There is no sitting yet"),
                self.tr("Plan the first one: which council meets, when and where. It takes half a minute."),
            )
        return self.tr("No sitting today"), self.tr("Plan one for tonight, or choose one of the week on the right.")

    def _fill(self, shown: TodayShown) -> None:
        # Tonight's next step has the keyboard: Enter opens the evening. Whoever is somewhere else stays there.
        held = self.focusWidget()
        moves = held is None or held is self.plan or any(card.isAncestorOf(held) for card in self._evening_cards())
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for evening in shown.evenings:
            card = EveningCard(evening, first=evening is shown.evenings[0])
            card.open_wanted.connect(self.open_wanted)
            card.close_wanted.connect(self.close_wanted)
            card.enter_wanted.connect(self.enter_wanted)
            card.change_wanted.connect(self.change_wanted)
            card.minutes_wanted.connect(self.minutes_wanted)
            card.sheet_wanted.connect(self.sheet_wanted)
            card.keying_wanted.connect(self.keying_wanted)
            self._cards.addWidget(card)
        self._column.setStretch(2, 1 if shown.evenings else 0)
        first = next(self._evening_cards(), None)
        self.setFocusProxy(first.next_step if first else self.empty.action)
        if moves and self.isVisible() and (held is None or held.hasFocus()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _evening_cards(self) -> Iterator[EveningCard]:
        for place in range(self._cards.count()):
            item = self._cards.itemAt(place)
            card = item.widget() if item is not None else None
            if isinstance(card, EveningCard):
                yield card

    def _build_week(self) -> Card:
        self.week = _list(self.tr("This week"), _day_and_hour, self._state_or_mode, lambda _: Tone.ACCENT)
        self.week.chosen.connect(lambda evening: self.enter_wanted.emit(evening.card.id))
        self.week_none = label(self.tr("Nothing else is planned for the next seven days."), "muted", wrap=True)
        card = Card(self.tr("This week"))
        self.week_none.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        card.add(self.week_none)
        card.body.addWidget(self.week, 1)
        return card

    def _build_recent(self) -> Card:
        self.recent = _list(
            self.tr("Latest sittings"),
            _day,
            lambda evening: state_word(evening.card.state),
            lambda evening: STATE_TONES.get(evening.card.state, Tone.MUTED),
            people=self.tr("people"),
        )
        self.recent.setObjectName("sittings.recent")
        self.recent.chosen.connect(lambda evening: self.minutes_wanted.emit(evening.card.id))
        self.recent_card = Card(self.tr("Latest sittings"))
        self.recent_card.body.addWidget(self.recent, 1)
        # An evening that nobody opened in time is written down the morning after.
        self.open_late = button(self.tr("Open the sitting"), "door-open", "quiet")
        self.open_late.setObjectName("sittings.open_late")
        self.open_late.hide()
        self.open_late.clicked.connect(self._open_late)
        self.recent_card.aside.addWidget(self.open_late)
        self.recent.current.connect(
            lambda evening: self.open_late.setVisible(evening is not None and evening.card.state == "planned")
        )
        return self.recent_card

    def _open_late(self) -> None:
        evening = self.recent.selected()
        if evening is not None:
            self.open_wanted.emit(evening.card.id)

    def _state_or_mode(self, evening: Evening) -> str:
        return mode_word(evening.card.mode)


def _list(
    says: str,
    when: Callable[[Evening], str],
    pill: Callable[[Evening], str],
    tone: Callable[[Evening], Tone],
    people: str = "",
) -> RowsView[Evening]:
    columns = [
        Column[Evening]("", when, Look.MUTED, width=104),
        Column[Evening]("", lambda e: e.card.council, Look.STRONG, tip=lambda e: f"{e.card.council}: {e.card.title}"),
    ]
    if people:
        columns.append(
            Column[Evening](
                "",
                lambda e: str(e.figures.people) if e.figures else "",
                icon=lambda e: "account-group-outline" if e.figures else "",
                tip=lambda e: f"{e.figures.people} {people}" if e.figures else "",
                width=72,
            )
        )
    columns.append(Column[Evening]("", pill, Look.PILL, tone=tone, width=106))
    return RowsView[Evening](columns, key=lambda e: e.card.id, says=says, height=36)


def _day_and_hour(evening: Evening) -> str:
    return (
        QLocale().toString(QDate(evening.at.year, evening.at.month, evening.at.day), "ddd d") + f" {evening.at:%H:%M}"
    )


def _day(evening: Evening) -> str:
    return f"{evening.at:%d/%m/%Y}"
