"""The page of what is due: the counts by term, filters, the list, the card of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.issues.due import NOBODY, Due, Narrow
from db.issues.queries import CommitmentCard
from db.issues.rules import COMMITMENT_STATES, TERMS
from db.places.city import City
from desktop.issues.due_panel import STATE_TONES, TERM_TONES, DuePanel
from desktop.issues.due_presenter import DuePage
from desktop.issues.filters import Filters, say
from desktop.issues.short_sheets import day_sheet, outcome_sheet
from desktop.issues.shown import Moved
from desktop.issues.words import term_word
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import choose_place
from desktop.kit.fields import Choice, SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Halves, Shelf
from desktop.kit.surfaces import Card, EmptyState, Page, Row
from desktop.shell.signals import ShellSignals
from desktop.wording.issue_words import state_word
from desktop.wording.names import known_name


class DuePageView(Page):
    """Everything by keyboard: letters, arrow down into the list, Enter tells how it ended, Ctrl+Z takes back."""

    narrowed = Signal(object)
    chosen = Signal(str)
    settled = Signal(str)
    moving = Signal()
    reminding = Signal()
    entering = Signal()
    undo_wanted = Signal()
    saving = Signal()
    came_to_front = Signal()

    def __init__(self, shell: ShellSignals, city: City) -> None:
        super().__init__(self.tr("Commitments"))
        self._shell, self._city, self._narrow = shell, city, Narrow()
        self._build_tools()
        self._build_filters()
        self._build_list()
        self.panel = DuePanel(city.zone)
        self.panel.settled.connect(self.settled)
        self.panel.moving.connect(self.moving)
        self.panel.reminding.connect(self.reminding)
        self.panel.entering.connect(self.entering)
        self.body.addWidget(Halves(self._left(), self.panel, (790, 350)), 1)
        self.setFocusProxy(self.field)

    def show_due(self, page: DuePage) -> None:
        """The list, and what its counts are."""
        shown, locale = page.shown, QLocale()
        total = sum(shown.terms.values())
        say(self.terms.option(""), self.tr("All {number}").format(number=locale.toString(total)))
        for term in TERMS:
            number = locale.toString(shown.terms[term])
            say(self.terms.option(term), f"{term_word(term).capitalize()} {number}")
        self.terms.setEnabled(page.narrow.state in ("", "open"))
        nobody = self.tr("nobody in particular yet")
        whom = [(one, nobody if one == NOBODY else known_name(name)) for one, name in shown.responsibles]
        self._choices["responsible"].set_options([("", self.tr("Whoever answers")), *whom])
        series = ((one.id, one.name) for one in page.councils)
        self._choices["council"].set_options([("", self.tr("Any council")), *series])
        known = ((one.id, one.name) for one in page.districts)
        self._choices["district"].set_options([("", self.tr("Any district")), *known])
        states = [(state, f"{state_word(state)} ({shown.states[state]})") for state in COMMITMENT_STATES]
        self._choices["state"].set_options([*states, ("all", self.tr("in any state"))])
        self.list.show_rows(shown.dues)
        self._stack.setCurrentIndex(0 if shown.dues else 1)
        if not shown.dues:
            self._show_none(narrowed=page.narrow != Narrow())

    def show_one(self, one: Due | None) -> None:
        """The card at the right."""
        self.panel.show_one(one)

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to take back."""
        self.undo.setEnabled(possible)

    def show_undone(self) -> None:
        """The last act is taken back: what was said of it gives way."""
        self._shell.say(self.tr("Undone."), Tone.GOOD)

    def show_settled(self, one: Due, state: str) -> None:
        """How one ended."""
        words = self.tr("«{text}»: {state}.").format(text=_short(one.card.text), state=state_word(state))
        self._shell.say(words, Tone.GOOD, self.tr("Undo"), self.undo.click)

    def show_moved(self, one: Due) -> None:
        """One has another day."""
        words = self.tr("«{text}» has another day.").format(text=_short(one.card.text))
        self._shell.say(words, Tone.GOOD, self.tr("Undo"), self.undo.click)

    def show_reminder(self, text: str, who: str) -> None:
        """The words of a reminder are in the clipboard."""
        QGuiApplication.clipboard().setText(text)
        words = self.tr("The reminder for {who} is copied: paste it into a mail or a message.")
        self._shell.say(words.format(who=known_name(who)), Tone.GOOD)

    def show_written(self, path: Path, commitments: int) -> None:
        """The list is in its place."""
        number = self.tr("%n commitments", "", commitments)
        self._shell.say(f"{number}: {path}", Tone.GOOD)

    async def ask_outcome(self, card: CommitmentCard, state: str) -> str | None:
        """How it ended, in words."""
        return await outcome_sheet(self, card, state)

    async def ask_day(self, card: CommitmentCard, today: date) -> Moved | None:
        """Another day, and why."""
        return await day_sheet(self, card, today)

    async def ask_place(self, name: str) -> Path | None:
        """Where the list goes."""
        kinds = "Word (*.docx);;Excel (*.xlsx);;PDF (*.pdf)"
        return await choose_place(self, self.tr("Save the list"), f"{name}.docx", kinds)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def _build_tools(self) -> None:
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setObjectName("due.undo")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self.undo_wanted)
        self.save = button(self.tr("Save the list…"), "file-document-outline", "primary", "Alt+L")
        self.save.setObjectName("due.save")
        self.save.clicked.connect(self.saving)
        self.tools.addWidget(self.undo)
        self.tools.addWidget(self.save)

    def _build_filters(self) -> None:
        self.field = SearchField(self.tr("What, who, council: any words, in any order"), large=True)
        self.field.setObjectName("due.field")
        self.field.searched.connect(lambda _: self._tell())
        self.field.down.connect(self._go_down)
        self.terms = Segmented([(key, key) for key in ("", *TERMS)], self.tr("When it is due"))
        self.terms.setObjectName("due.terms")
        self.terms.setProperty("dense", "true")
        self.terms.chosen.connect(lambda _: self._tell())
        states = [*((state, state_word(state)) for state in COMMITMENT_STATES), ("all", self.tr("in any state"))]
        self._choices = {
            "state": Choice(states, self.tr("State")),
            "responsible": Choice([("", self.tr("Whoever answers"))], self.tr("Who answers for it")),
            "council": Choice([("", self.tr("Any council"))], self.tr("Council")),
            "district": Choice([("", self.tr("Any district"))], self.tr("District")),
        }
        for name, choice in self._choices.items():
            choice.setObjectName(f"due.{name}")
        self.filters = Filters(self._choices)
        self.filters.changed.connect(self._tell)

    def _build_list(self) -> None:
        nobody, undated = self.tr("nobody in particular yet"), self.tr("no date")
        columns: list[Column[Due]] = [
            Column(self.tr("BY WHEN"), lambda one: f"{one.card.due_on:%d/%m/%Y}" if one.card.due_on else undated,
                   width=104, order=lambda one: one.card.due_on or date.max),
            Column(self.tr("TERM"), lambda one: term_word(one.term) if one.term else state_word(one.card.state),
                   Look.PILL, width=120, tone=_tone),
            Column(self.tr("WHAT WAS PROMISED"), lambda one: one.card.text, Look.STRONG,
                   tip=lambda one: f"{one.card.text}\n{one.council}"),
            Column(self.tr("WHO ANSWERS"), lambda one: known_name(one.card.responsible) if one.card.responsible_id
                   else nobody, width=160, tip=lambda one: one.card.responsible,
                   order=lambda one: one.card.responsible.casefold()),
        ]  # fmt: skip
        self.list = RowsView[Due](columns, key=lambda one: one.id, says=self.tr("Commitments"))
        self.list.setObjectName("due.list")
        self.list.current.connect(lambda one: self.chosen.emit(one.id if one else ""))
        self.list.chosen.connect(lambda _: self.settled.emit("kept"))
        self.none = EmptyState("handshake-outline", "", "")

    def _left(self) -> QWidget:
        self._stack = Shelf()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.none)
        self._stack.setMinimumHeight(theme.px(160))
        card = Card()
        card.add(self.field, self.filters, Row(self.terms, None))
        card.body.addWidget(self._stack, 1)
        holder = QWidget()
        theme.space(QVBoxLayout(holder), 0).addWidget(card)
        return holder

    def _tell(self) -> None:
        state = self.filters.value("state")
        self.narrowed.emit(
            Narrow(
                text=self.field.text().strip(),
                state="" if state == "all" else state,
                term=self.terms.value() if state in ("open", "all") else "",
                responsible_id=self.filters.value("responsible"),
                council_id=self.filters.value("council"),
                district_id=self.filters.value("district"),
            )
        )

    def _show_none(self, *, narrowed: bool) -> None:
        if narrowed:
            hint = self.tr("Try fewer words, or take a filter away.")
            self.none.show_words(self.tr("Nothing was promised like that"), hint)
        else:
            self.none.show_words(
                self.tr("Nothing is due"), self.tr("What is promised at a sitting is here until it is settled.")
            )

    def _go_down(self) -> None:
        if self.list.rows.rowCount():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.list.selected() is None:
                self.list.selectRow(0)


def _tone(one: Due) -> Tone:
    return TERM_TONES[one.term] if one.term else STATE_TONES.get(one.card.state, Tone.MUTED)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
