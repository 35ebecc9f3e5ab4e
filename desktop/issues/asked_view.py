"""The page of what was asked for across sittings: letters, filters, counts that close, the list, the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.issues.due import Sent
from db.issues.rules import ISSUE_STATES, KINDS
from db.issues.search import NOBODY, Asked, Share, Wanted
from db.places.city import City
from db.places.drawing import Shape
from desktop.issues.asked_panel import STATE_TONES, AskedPanel
from desktop.issues.asked_presenter import AskedShown, Choices
from desktop.issues.cards import KIND_TONES
from desktop.issues.filters import Filters, Period, say
from desktop.issues.lists import Order
from desktop.issues.lists_sheet import ListsSheet, SentSheet
from desktop.issues.many_rows import ManyRows
from desktop.issues.point_field import right_sheet
from desktop.issues.short_sheets import area_sheet, became_sheet, sent_sheet
from desktop.issues.shown import Became, Righted
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import choose_place, shown
from desktop.kit.fields import Choice, SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, Row, label
from desktop.shell.signals import ShellSignals
from desktop.wording.issue_words import kind_word, state_word
from desktop.wording.names import known_name


class AskedPage(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter says what became of it, Ctrl+Z takes back."""

    wanted = Signal(object)
    chosen = Signal(object)
    more_wanted = Signal()
    became = Signal(str)
    assigning = Signal()
    setting_right = Signal()
    entering = Signal()
    undo_wanted = Signal()
    handing_on = Signal()
    offer_wanted = Signal(object)
    sent_wanted = Signal()
    came_to_front = Signal()

    def __init__(self, shell: ShellSignals, city: City) -> None:
        super().__init__(self.tr("Requests"))
        self._shell, self._city = shell, city
        self._shown: AskedShown | None = None
        self._shares: tuple[Share, ...] = ()
        self._sheet: ListsSheet | None = None
        self._build_tools()
        self._build_filters()
        self._build_list()
        self.panel = AskedPanel(city.zone, {one.code: one.name for one in city.topics})
        self.panel.became.connect(self.became)
        self.panel.assigning.connect(self.assigning)
        self.panel.setting_right.connect(self.setting_right)
        self.panel.entering.connect(self.entering)
        self.body.addWidget(Halves(self._left(), self.panel, (790, 350)), 1)
        self.setFocusProxy(self.field)

    def show_asked(self, shown: AskedShown) -> None:
        """What was found; an answer to letters that are not there any more is not shown."""
        self._shown = shown
        self._fill_choices(shown.choices)
        locale, total = QLocale(), shown.found.total
        every = locale.toString(total)
        say(self.states.option(""), self.tr("All {number}").format(number=every))
        for state in ISSUE_STATES:
            number = locale.toString(shown.found.states.get(state, 0))
            say(self.states.option(state), f"{state_word(state).capitalize()} {number}")
        self.list.show_rows(shown.found.issues)
        self._stack.setCurrentIndex(0 if shown.found.issues else 1)
        left = shown.matching - len(shown.found.issues)
        first = self.tr("The first {number}, the newest sitting first")
        self.caption.setText(first.format(number=len(shown.found.issues)) if left > 0 else "")
        self.more.setVisible(left > 0)
        if not shown.found.issues:
            self._show_none(narrowed=shown.wanted != Wanted())

    def show_one(self, one: Asked | None, *, several: int) -> None:
        """The card at the right."""
        self.panel.show_one(one, several=several)

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to take back."""
        self.undo.setEnabled(possible)

    def show_undone(self) -> None:
        """The last act is taken back: what was said of it gives way."""
        self._shell.say(self.tr("Undone."), Tone.GOOD)

    def show_followed(self, issues: int) -> None:
        """Something was done to so many."""
        self._shell.say(self.tr("%n requests changed.", "", issues), Tone.GOOD, self.tr("Undo"), self.undo.click)

    def show_offer(self, shares: Sequence[Share]) -> None:
        """Whose issues there would be on lists."""
        self._shares = tuple(shares)
        if self._sheet is not None:
            self._sheet.show_offer(shares)

    def show_written(self, path: Path, issues: int, areas: int) -> None:
        """The lists are in their place."""
        lists = self.tr("%n lists", "", areas)
        requests = self.tr("%n requests", "", issues)
        self._shell.say(f"{lists}, {requests}: {path}", Tone.GOOD)

    async def ask_became(self, words: str, known: Became, choices: Choices) -> Became | None:
        """What became of those chosen."""
        return await became_sheet(self, words or self._several(), known, choices.today)

    async def ask_area(self, words: str, known: str, choices: Choices) -> str | None:
        """Whose those chosen are."""
        return await area_sheet(self, words or self._several(), known, choices.names)

    async def ask_right(self, one: Asked, shapes: Sequence[Shape]) -> Righted | None:
        """The words of one, and where it is."""
        return await right_sheet(self, one, shapes)

    async def ask_order(self, order: Order) -> tuple[Order, str] | None:
        """Which lists, and in which format."""
        assert self._shown is not None
        sheet = ListsSheet(self, order, self._shares, self._shown.choices.today)
        sheet.ordered.connect(self.offer_wanted)
        self._sheet = sheet
        answer: list[tuple[Order, str]] = []
        sheet.accepted.connect(lambda: answer.append((sheet.order(), sheet.kind.value())))
        try:
            return answer[0] if await shown(sheet) else None
        finally:
            self._sheet = None

    async def ask_place(self, name: str, ending: str) -> Path | None:
        """Where they go."""
        return await choose_place(
            self, self.tr("Save the lists"), f"{name}{ending}", f"{ending[1:].upper()} (*{ending})"
        )

    async def ask_sent(self, issues: int, today: date) -> tuple[str, date] | None:
        """To whom they were sent."""
        words = self.tr("Once they are noted as sent, the next list brings only what is new.")
        requests = self.tr("%n requests", "", issues)
        return await sent_sheet(self, f"{requests}. {words}", today)

    async def ask_sent_list(self, lists: tuple[Sent, ...]) -> str | None:
        """The list that is taken back."""
        sheet = SentSheet(self, lists)
        taken: list[str | None] = []
        sheet.accepted.connect(lambda: taken.append(sheet.chosen()))
        return taken[0] if await shown(sheet) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_tools(self) -> None:
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setObjectName("asked.undo")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self.undo_wanted)
        self.sent = button(self.tr("Lists that were sent"), "history")
        self.sent.setObjectName("asked.sent")
        self.sent.clicked.connect(self.sent_wanted)
        self.lists = button(self.tr("Lists for the departments…"), "send-outline", "primary", "Alt+L")
        self.lists.setObjectName("asked.lists_button")
        self.lists.clicked.connect(self.handing_on)
        for part in (self.undo, self.sent, self.lists):
            self.tools.addWidget(part)

    def _build_filters(self) -> None:
        self.field = SearchField(self.tr("What, who, where, department, council: any words, in any order"), large=True)
        self.field.setObjectName("asked.field")
        self.field.searched.connect(lambda _: self._tell())
        self.field.down.connect(self._go_down)
        self.states = Segmented([(key, key) for key in ("", *ISSUE_STATES)], self.tr("State"))
        self.states.setObjectName("asked.states")
        self.states.setProperty("dense", "true")
        self.states.chosen.connect(lambda _: self._tell())
        kinds = [("", self.tr("Any kind")), *((kind, kind_word(kind)) for kind in KINDS)]
        sent = [("", self.tr("Sent or not")), ("new", self.tr("Not sent yet")), ("sent", self.tr("Sent"))]
        self._choices = {
            "kind": Choice(kinds, self.tr("Kind")),
            "topic": Choice([("", self.tr("Any topic"))], self.tr("Topic")),
            "department": Choice([("", self.tr("Any department"))], self.tr("Department")),
            "council": Choice([("", self.tr("Any council"))], self.tr("Council")),
            "district": Choice([("", self.tr("Any district"))], self.tr("District")),
            "sent": Choice(sent, self.tr("Sent or not")),
        }
        for name, choice in self._choices.items():
            choice.setObjectName(f"asked.{name}")
        self.period = Period()
        self.period.choice.setObjectName("asked.period")
        self.filters = Filters(self._choices, self.period)
        self.filters.changed.connect(self._tell)

    def _build_list(self) -> None:
        # Who raised it stands on the card: beside it, the words themselves were cut after two of them.
        zone = self._city.zone
        columns: list[Column[Asked]] = [
            Column(self.tr("SITTING"), lambda one: f"{one.held_at.astimezone(zone):%d/%m/%Y}", Look.MUTED, width=94,
                   tip=lambda one: one.council, order=lambda one: one.held_at),
            Column(self.tr("KIND"), lambda one: kind_word(one.kind), Look.PILL, width=108, order=lambda one: one.kind,
                   tone=lambda one: KIND_TONES.get(one.kind, Tone.MUTED)),
            Column(self.tr("WHAT WAS ASKED FOR"), lambda one: one.text, Look.STRONG, tip=self._whole),
            Column(self.tr("DEPARTMENT"), lambda one: one.department, Look.MUTED, width=136,
                   tip=lambda one: one.department, order=lambda one: one.department.casefold()),
            Column(self.tr("STATE"), lambda one: state_word(one.state), Look.PILL, width=116,
                   tone=lambda one: STATE_TONES.get(one.state, Tone.MUTED), order=lambda one: one.state),
        ]  # fmt: skip
        self.list = ManyRows[Asked](columns, key=lambda one: one.id, says=self.tr("Requests"))
        self.list.setObjectName("asked.list")
        self.list.many.connect(self.chosen)
        self.list.chosen.connect(lambda _: self.became.emit(""))
        self.caption = label("", "small")
        self.more = button(self.tr("Show more"), kind="quiet")
        self.more.setObjectName("asked.more")
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        self.none = EmptyState("text-box-search-outline", "", "")

    def _whole(self, one: Asked) -> str:
        who = known_name(one.raised_by) if one.raised_by_id else self.tr("several neighbours")
        return f"{one.text}\n{who} · {one.council}"

    def _left(self) -> QWidget:
        self._stack = Shelf()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        self._stack.setMinimumHeight(theme.px(160))
        card = Card()
        card.add(self.field, self.filters, Row(self.states, None))
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(Row(self.caption, None, self.more))
        holder = QWidget()
        theme.space(QVBoxLayout(holder), 0).addWidget(card)
        return holder

    def _fill_choices(self, choices: Choices) -> None:
        every = self._choices
        every["topic"].set_options([("", self.tr("Any topic")), *((one.code, one.name) for one in choices.topics)])
        none = (NOBODY, self.tr("No department"))
        every["department"].set_options([("", self.tr("Any department")), none, *choices.areas])
        every["council"].set_options([("", self.tr("Any council")), *((one.id, one.name) for one in choices.councils)])
        every["district"].set_options(
            [("", self.tr("Any district")), *((one.id, one.name) for one in choices.districts)]
        )
        self.period.show_today(choices.today)

    def _tell(self) -> None:
        if self._shown is None:
            return  # what one may choose from is not there yet
        since, until = self.period.days(self._shown.choices.today)
        self.wanted.emit(
            Wanted(
                text=self.field.text().strip(),
                kind=self.filters.value("kind"),
                state=self.states.value(),
                topic=self.filters.value("topic"),
                department_id=self.filters.value("department"),
                council_id=self.filters.value("council"),
                district_id=self.filters.value("district"),
                since=self._moment(since),
                until=self._moment(until + timedelta(days=1) if until else None),
                sent=self.filters.value("sent"),
            )
        )

    def _moment(self, day: date | None) -> datetime | None:
        return datetime.combine(day, time(), self._city.zone) if day else None

    def _show_none(self, *, narrowed: bool) -> None:
        if narrowed:
            self.none.show_words(
                self.tr("Nothing was asked for like that"), self.tr("Try fewer words, or take a filter away.")
            )
        else:
            self.none.show_words(
                self.tr("Nothing was asked for yet"),
                self.tr("What is written down in the room, under «What was asked for», is found here from then on."),
            )

    def _several(self) -> str:
        return self.tr("%n requests chosen", "", len(self.list.chosen_keys()))

    def _go_down(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.list.selected() is None:
                self.list.selectRow(0)
