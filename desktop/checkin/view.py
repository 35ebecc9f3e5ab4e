"""The door pane of Sala: one field, whom it may mean, what the last act came to, and who arrived."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.checkin.dni import looks_scanned
from db.checkin.line import Line
from db.checkin.queries import AtTheDoor
from db.places.queries import NeighbourhoodCard
from db.residents.name_order import Named
from db.residents.queries import ResidentCard
from desktop.checkin.arrivals import Arrivals
from desktop.checkin.cards import Told
from desktop.checkin.field import DoorField
from desktop.checkin.presenter import FEWEST
from desktop.checkin.sheets import ask_details, read_consent
from desktop.checkin.shown import DoorShown, Meant, Waiting
from desktop.checkin.told import ToldLine
from desktop.checkin.walk_in import WalkInLine
from desktop.checkin.words import (
    result_icon,
    result_note,
    result_state,
    result_tip,
    result_tone,
    understood,
)
from desktop.consent import ConsentText
from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Row, label

_MOST_RESULTS_SEEN = 6
# Narrower than this an icon stands for a pill, and what tells namesakes apart has its room.
_NARROW, _ICON, _NOTE = 620, 30, 200


class DoorPane(Card):
    """Everything by keyboard: type, arrows, Enter; Alt+N somebody new; F7 one without a name; Ctrl+Z back."""

    searched = Signal(str)
    entered = Signal(str, str, bool)
    scanned = Signal(str)
    written = Signal(object)
    naming = Signal(str)
    offered = Signal(object)
    stopped = Signal()
    undone = Signal()
    opening = Signal()

    def __init__(
        self, text: ConsentText, today: Callable[[], date], zone: tzinfo = UTC, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("The door"), parent)
        self._zone, self._text, self._today = zone, text, today
        self._shown: DoorShown | None = None
        self._quarters: tuple[NeighbourhoodCard, ...] = ()
        self._results_of = ""
        self._meant = Meant()
        self._build_field()
        self._build_waiting()
        self.arrivals = Arrivals(zone)
        self._build_shut()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._door())
        self._stack.addWidget(self.shut)
        self.body.addWidget(self._stack, 1)
        self._bind_keys()
        self.setFocusProxy(self.field)
        self._hide_results()

    def show_door(self, shown: DoorShown) -> None:
        """Everything that is not being typed."""
        was_open = self._shown is None or self._shown.sitting.state == "open"
        self._shown = shown
        is_open = shown.sitting.state == "open"
        self._stack.setCurrentIndex(0 if is_open or shown.arrivals else 1)
        self.field.setEnabled(is_open)
        self.new_person.setVisible(is_open)
        self._show_shut(shown.sitting.state)
        self._quarters = shown.quarters
        self.walk_in.show_quarters(shown.quarters)
        self.arrivals.show_door(shown)
        if is_open and not was_open:
            self.field.setFocus()

    def show_results(self, text: str, meant: Meant) -> None:
        """Whom the letters may mean; those of letters that are gone already are not shown."""
        if text != self.field.text():
            return
        self._results_of, self._meant = text, meant
        # First nobody is chosen: whoever stood there for other letters must not be taken for these.
        self.results.clearSelection()
        self.results.setCurrentIndex(self.results.rows.index(-1, -1))
        self.results.show_rows(meant.found)
        self.results.setVisible(bool(meant.found))
        self.results.setFixedHeight(theme.px(38) * min(len(meant.found), _MOST_RESULTS_SEEN) + theme.px(4))
        self.results.scrollToTop()
        if meant.found and meant.takes_found:
            self.results.selectRow(0)
        self._show_what_enter_does(text, meant)
        if text.strip():
            self.told.hide()

    def show_camera(self, button: QWidget, pane: QWidget) -> None:
        """The camera beside the field, its picture under it."""
        self._beside.addWidget(button)
        self._under.addWidget(pane)

    def show_told(self, told: Told) -> None:
        """What the last act came to."""
        self.told.show_told(told)
        self.arrivals.stand_on(told.presence_id)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Whom the next one found is for."""
        self.waiting.setVisible(waiting is not None)
        if waiting is not None:
            told = {
                "companion": self.tr("Who came with {name}? Type or scan each of them."),
                "guardian": self.tr("Who answers for {name}? Mother, father or whoever is responsible agrees."),
            }[waiting.kind]
            self._waiting_words.setText(told.format(name=waiting.stay.name))
            self.told.hide()
            self.field.setFocus()

    def ask_again(self, text: str) -> None:
        """The letters go back, unless the next person's are there already."""
        if not self.field.text():
            self.field.setText(text)
            self.field.selectAll()

    def open_walk_in(self, person: Line) -> None:
        """The line for somebody new."""
        self._hide_results()
        self.told.hide()
        self.walk_in.open(person)

    def show_order(self, name: str, order: Named | None) -> None:
        """Which part of the name in the line for somebody new would be the family's."""
        self.walk_in.show_order(name, order)

    def close_walk_in(self) -> None:
        """Back to the field."""
        self.walk_in.hide()
        self.field.setFocus()

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        """What is wrong in the line for somebody new."""
        self.walk_in.show_wrong(codes)

    async def ask_details(
        self, person: ResidentCard, check: Callable[[Mapping[str, object]], dict[str, str]]
    ) -> Mapping[str, object] | None:
        """Her short form."""
        return await ask_details(self.window(), person, self._quarters, check)

    async def read_consent(self, person: ResidentCard, *, minor: bool) -> str:
        """The five points."""
        return await read_consent(self.window(), self._text, person, self._zone, minor=minor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow an icon stands for a pill."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(_NARROW)
        self.results.horizontalHeader().setMinimumSectionSize(theme.px(_ICON))
        self.results.setColumnWidth(0, theme.px(_ICON))
        self.results.setColumnHidden(0, not narrow)
        self.results.setColumnHidden(3, narrow)
        self.results.setColumnWidth(2, event.size().width() * 45 // 100 if narrow else theme.px(_NOTE))
        self.arrivals.fit(event.size().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.waiting.isVisible():
            self.stopped.emit()
        else:
            super().keyPressEvent(event)

    def _build_field(self) -> None:
        self.field = DoorField(
            self._today,
            self.tr("Name, document or scanned DNI"),
            self.tr("Who arrives: name, document, telephone, organisation, or a scanned DNI"),
        )
        self.field.setObjectName("door.field")
        self.field.searched.connect(self._typed)
        self.field.entered.connect(self._enter)
        self.field.moved.connect(self._move)
        self.field.undone.connect(self.undone)
        self.results = RowsView[AtTheDoor](
            [
                Column("", lambda _: "", icon=result_icon, tone=result_tone, width=_ICON, tip=result_tip),
                Column("", lambda one: one.person.name, Look.STRONG, tip=result_tip),
                Column("", self._note, Look.MUTED, width=_NOTE, tip=self._note),
                Column("", result_state, Look.PILL, tone=result_tone, width=102),
            ],
            key=lambda one: one.person.id,
            says=self.tr("People found"),
            height=38,
        )
        self.results.setObjectName("door.results")
        self.results.chosen.connect(lambda one: self._choose(one.person.id))
        self.nobody = label("", "muted", wrap=True)
        self.nobody.setObjectName("door.nobody")
        self.nobody.setMinimumWidth(1)  # letters without an end make the pane no wider
        self.told = ToldLine()
        self.told.taken.connect(self.offered)
        self.walk_in = WalkInLine()
        self.walk_in.hide()
        self.walk_in.accepted.connect(self.written)
        self.walk_in.naming.connect(self.naming)
        self.walk_in.left.connect(self.close_walk_in)
        self.new_person = icon_button("account-plus-outline", self.tr("Somebody new"), "Alt+N", Tone.ACCENT)
        self.new_person.setObjectName("door.new")
        self.new_person.clicked.connect(self._open_new)

    def _build_waiting(self) -> None:
        self._waiting_words = label("", "strong", wrap=True)
        stop = icon_button("close", self.tr("Nobody more (Escape)"))
        stop.clicked.connect(self.stopped)
        self.waiting = Row(self._waiting_words, stop)
        self.waiting.setObjectName("door.waiting")
        self.waiting.hide()

    def _build_shut(self) -> None:
        self.shut = EmptyState(
            "door-closed-lock",
            self.tr("The sitting is not open yet"),
            self.tr("Open it when the first neighbours arrive: the door counts from then on."),
            self.tr("Open the sitting"),
        )
        self.shut.action.setObjectName("door.open")
        self.shut.action.clicked.connect(self.opening)

    def _door(self) -> QWidget:
        door = QWidget()
        whole = theme.space(QVBoxLayout(door), 10)
        self._beside, self._under = theme.space(QHBoxLayout(), 6), theme.space(QVBoxLayout(), 0)
        self._beside.addWidget(self.field)
        self._beside.addWidget(self.new_person)
        whole.addWidget(self.waiting)
        whole.addLayout(self._beside)
        whole.addLayout(self._under)
        for part in (self.results, self.nobody, self.told):
            whole.addWidget(part)
        whole.addWidget(self.walk_in)
        whole.addWidget(self.arrivals, 1)
        return door

    def _bind_keys(self) -> None:
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undone)
        home = QShortcut(QKeySequence("F2"), self.window())
        home.activated.connect(self._come_home)

    def _come_home(self) -> None:
        # Before it is open the field is hidden: what is typed next must not end in the list it was pressed from.
        (self.field if self.field.isVisible() else self.shut.action).setFocus()

    def _show_shut(self, state: str) -> None:
        waits = state == "planned"
        self.shut.action.setVisible(waits)
        if waits:
            self.shut.show_words(
                self.tr("The sitting is not open yet"),
                self.tr("Open it when the first neighbours arrive: the door counts from then on."),
            )
        else:
            self.shut.show_words(self.tr("The sitting is closed"), self.tr("Nobody came in by this door."))

    def _show_what_enter_does(self, text: str, meant: Meant) -> None:
        """How a line about somebody new is read is said before Enter writes it down."""
        writes = len(text.strip()) >= FEWEST and meant.writes
        quarter = next((one.name for one in self._quarters if one.id == meant.line.neighbourhood_id), "")
        told = understood(meant.line, quarter, meant.order)
        if meant.order and meant.order.how == "unclear":
            words = self.tr("Which is the family name? Enter asks. It would be: {told}")
        elif writes and meant.found:
            words = self.tr("Enter writes down somebody new: {told}. Above, who is on the roll by that name.")
        else:
            words = self.tr("Nobody on the roll is called so. Enter writes down: {told}")
        if writes:
            self.nobody.setText(words.format(told=told))
        self.nobody.setVisible(writes)

    def _note(self, one: AtTheDoor) -> str:
        return result_note(one, self._results_of)

    def _typed(self, text: str) -> None:
        if not text:
            self._hide_results()
        self.searched.emit(text)

    def _enter(self, text: str) -> None:
        chosen = self.results.selected()
        seen = self._results_of == text
        resident = chosen.person.id if chosen is not None and seen and self.results.isVisible() else ""
        # Empty at once: a scanner does not wait, and the next card must not be typed behind this one.
        self.field.clear()
        if looks_scanned(text):
            self.scanned.emit(text)
        elif text.strip():
            self.entered.emit(text, resident, seen)

    def _choose(self, resident_id: str) -> None:
        text = self.field.text()
        self.field.clear()
        self.field.setFocus()
        self.entered.emit(text, resident_id, True)

    def _move(self, step: int) -> None:
        if self.results.isVisible():
            last = self.results.rows.rowCount() - 1
            self.results.selectRow(min(max(self.results.currentIndex().row() + step, 0), last))
        elif step > 0:
            self.arrivals.enter()

    def _open_new(self) -> None:
        typed = self.field.text()
        line = self._meant.line if self._results_of == typed and self._meant.line.name else Line(name=typed)
        self.field.clear()
        self.open_walk_in(line)

    def _hide_results(self) -> None:
        self._results_of, self._meant = "", Meant()
        self.results.show_rows(())
        self.results.hide()
        self.nobody.hide()
