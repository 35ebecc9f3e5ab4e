"""The page of today: the sittings of the day as large cards, the week, and what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from db.sittings.queries import SittingCard
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Page, scrolled
from desktop.sittings.call_off_sheet import call_off_sheet
from desktop.sittings.cards import STATE_TONES, EveningCard
from desktop.sittings.plan_sheet import change_sheet, plan_sheet
from desktop.sittings.plan_shown import CallOff, PlanFacts, Planned, WeekShown
from desktop.sittings.shown import Evening, TodayShown
from desktop.sittings.week import WeekCard
from desktop.sittings.words import state_word, undone_words

_NARROW, _TALL = 760, 460


class TodayPage(Page):
    """Signals tell what the person did; what it means is the presenter's."""

    plan_wanted = Signal(str)
    ready_wanted = Signal(str)
    open_wanted = Signal(str)
    close_wanted = Signal(str)
    look_back_wanted = Signal(str)
    enter_wanted = Signal(str)
    change_wanted = Signal(str)
    call_off_wanted = Signal(str)
    undo_wanted = Signal()
    said = Signal(str, str)
    minutes_wanted = Signal(str)
    sheet_wanted = Signal(str)
    keying_wanted = Signal(str)
    telling_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Today"), " ", parent)
        self._shown: TodayShown | None = None
        self._beside = False  # on the very first day there is nothing to show beside the welcome
        self.plan = button(self.tr("Plan a sitting"), "calendar-plus", shortcut="Ctrl+N")
        self.plan.setObjectName("sittings.plan")
        self.plan.clicked.connect(lambda: self.plan_wanted.emit(""))
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo_wanted)
        self.ready = button(self.tr("Ready to leave?"), "bag-personal-outline", shortcut="Ctrl+R")
        self.ready.setObjectName("sittings.ready")
        self.ready.clicked.connect(lambda: self.ready_wanted.emit(""))
        self.tools.addWidget(self.ready)
        self.tools.addWidget(self.plan)
        self.empty = EmptyState("calendar-blank-outline", "", "", self.tr("Plan a sitting"))
        self.empty.action.setObjectName("sittings.plan_first")
        self.empty.action.clicked.connect(lambda: self.plan_wanted.emit(""))
        day = QWidget()
        column = theme.space(QVBoxLayout(day), 14)
        self._cards = theme.space(QVBoxLayout(), 14)
        column.addLayout(self._cards)
        column.addWidget(self.empty, 1)
        column.addStretch(0)
        self._column = column
        self.aside = QWidget()
        self._aside = aside = theme.space(QVBoxLayout(self.aside), 14)
        self.week = WeekCard()
        self.week.enter_wanted.connect(self.enter_wanted)
        self.week.plan_wanted.connect(self.plan_wanted)
        self.week.change_wanted.connect(self.change_wanted)
        self.week.call_off_wanted.connect(self.call_off_wanted)
        self.week.undo_wanted.connect(self.undo_wanted)
        aside.addWidget(self.week, 5)
        aside.addWidget(self._build_recent(), 3)
        self._day = scrolled(day)
        self._across = theme.space(QBoxLayout(QBoxLayout.Direction.LeftToRight), 16)
        self._across.addWidget(self._day, 5)
        self._across.addWidget(self.aside, 4)
        self.body.addLayout(self._across, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At twice the size, on a small screen, the days stand below tonight, and the page is scrolled."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(_NARROW)
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._day.setMinimumHeight(theme.px(_TALL) if narrow else 0)
        self.aside.setMinimumHeight(theme.px(_TALL) if narrow else 0)

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
        self.recent.show_rows(shown.recent)
        self.recent_card.setVisible(bool(shown.recent))
        self._beside |= bool(shown.evenings or shown.recent)
        self.aside.setVisible(self._beside)

    def show_week(self, shown: WeekShown) -> None:
        """The seven days."""
        self.week.show_week(shown)
        self._beside |= shown.first != shown.today or any(row.card for row in shown.rows)
        self.aside.setVisible(self._beside)

    async def ask_plan(self, facts: PlanFacts, day: date | None) -> Planned | None:
        """Plan a sitting or a series."""
        return await plan_sheet(self, facts, day)

    async def ask_change(self, facts: PlanFacts, card: SittingCard, at: datetime, later: int) -> Planned | None:
        """Set right what was planned."""
        return await change_sheet(self, facts, card, at, later)

    async def ask_call_off(self, card: SittingCard, at: datetime, later: int) -> CallOff | None:
        """How it is called off."""
        return await call_off_sheet(self, card, at, later)

    def say_done(self, what: str, number: int) -> None:
        """What was done to the plan, with the button that takes it back."""
        words = {
            "planned": self.tr("%n sittings planned.", "", number),
            "changed": self.tr("%n sittings changed.", "", number),
            "cancelled": self.tr("%n sittings cancelled.", "", number),
            "removed": self.tr("%n sittings taken off the calendar.", "", number),
            "held": self.tr("The sitting is held after all."),
        }
        self.said.emit(words[what], self.tr("Undo"))

    def say_undone(self, verb: str) -> None:
        """What was taken back."""
        self.said.emit(undone_words(verb), "")

    def _nothing(self, shown: TodayShown) -> tuple[str, str]:
        if not shown.recent:
            return (
                self.tr("Welcome. There is no sitting yet"),
                self.tr("Plan the first one: which council meets, when and where. It takes half a minute."),
            )
        return self.tr("No sitting today"), self.tr("Plan one for tonight, or choose one of the week on the right.")

    def _fill(self, shown: TodayShown) -> None:
        # Tonight's next step has the keyboard: Enter opens the evening. Whoever is somewhere else stays there.
        held = self.focusWidget()
        ours = (None, self.plan, self.ready, self.empty.action)
        moves = held in ours or any(card.isAncestorOf(held) for card in self._evening_cards())
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for evening in shown.evenings:
            card = EveningCard(evening, first=evening is shown.evenings[0])
            card.open_wanted.connect(self.open_wanted)
            card.close_wanted.connect(self.close_wanted)
            card.look_back_wanted.connect(self.look_back_wanted)
            card.enter_wanted.connect(self.enter_wanted)
            card.change_wanted.connect(self.change_wanted)
            card.call_off_wanted.connect(self.call_off_wanted)
            card.minutes_wanted.connect(self.minutes_wanted)
            card.sheet_wanted.connect(self.sheet_wanted)
            card.keying_wanted.connect(self.keying_wanted)
            card.telling_wanted.connect(self.telling_wanted)
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
        self.open_late.clicked.connect(lambda: self._with_recent(self.open_wanted))
        self.look_back = button(self.tr("After the closing"), "history", "quiet")
        self.look_back.setObjectName("sittings.look_back")
        self.look_back.hide()
        self.look_back.clicked.connect(lambda: self._with_recent(self.look_back_wanted))
        # Their room is kept: with the first click of two the rows would move, and the second one meet another evening.
        self.recent_card.aside.addStrut(self.open_late.sizeHint().height())
        self.recent_card.aside.addWidget(self.look_back)
        self.recent_card.aside.addWidget(self.open_late)
        self.recent.current.connect(self._offer)
        return self.recent_card

    def _offer(self, evening: Evening | None) -> None:
        state = evening.card.state if evening is not None else ""
        self.open_late.setVisible(state == "planned")
        self.look_back.setVisible(state in ("closed", "signed"))

    def _with_recent(self, signal: object) -> None:
        if (evening := self.recent.selected()) is not None:
            signal.emit(evening.card.id)  # type: ignore[attr-defined]


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


def _day(evening: Evening) -> str:
    return f"{evening.at:%d/%m/%Y}"
