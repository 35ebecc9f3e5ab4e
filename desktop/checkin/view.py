"""The door pane of Sala: one field, whom it may mean, what the last act came to, and who arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from db.checkin.queries import AtTheDoor, Stay
from desktop.checkin.field import DoorField
from desktop.checkin.presenter import DoorShown, Told, WalkIn
from desktop.checkin.told import ToldLine
from desktop.checkin.walk_in import WalkInLine
from desktop.checkin.words import (
    arrival_note,
    arrival_tone,
    hour,
    result_icon,
    result_note,
    result_state,
    result_tip,
    result_tone,
    way_icon,
    way_tone,
    way_word,
)
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Row, label

_MOST_RESULTS_SEEN = 6
_NARROW, _ICON = 440, 30


class DoorPane(Card):
    """Everything by keyboard: type, arrows, Enter; Alt+N somebody new; F7 one without a name; Ctrl+Z back."""

    searched = Signal(str)
    entered = Signal(str, str)
    written = Signal(object)
    unnamed = Signal()
    consented = Signal(object)
    leaving = Signal(object)
    undone = Signal()
    opening = Signal()

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The door"), parent)
        self._zone = zone
        self._shown: DoorShown | None = None
        self._results_of = ""
        self._meant = ""
        self._build_field()
        self._build_arrivals()
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
        for widget in (self.field, self.one_more, self.leave, self.consent):
            widget.setEnabled(is_open)
        self.new_person.setVisible(is_open)
        self._show_shut(shown.sitting.state)
        self.walk_in.show_quarters(shown.quarters)
        self.arrivals.show_rows(shown.arrivals)
        people = len({stay.resident_id for stay in shown.arrivals})
        self.arrived.setText(self.tr("%n arrivals", "", people))
        self.nobody_yet.setVisible(not shown.arrivals)
        self.arrivals.setVisible(bool(shown.arrivals))
        self._stand_on_meant()
        self._follow_row(self.arrivals.selected())
        if is_open and not was_open:
            self.field.setFocus()

    def show_results(self, text: str, results: tuple[AtTheDoor, ...]) -> None:
        """Whom the letters may mean; those of letters that are gone already are not shown."""
        if text != self.field.text():
            return
        self._results_of = text
        self.results.show_rows(results)
        self.results.setVisible(bool(results))
        self.results.setFixedHeight(theme.px(38) * min(len(results), _MOST_RESULTS_SEEN) + theme.px(4))
        if results:
            self.results.selectRow(0)
        nobody = len(text.strip()) >= 2 and not results and "@" not in text and '"' not in text
        self.nobody.setVisible(nobody)
        if text.strip():
            self.told.hide()

    def show_told(self, told: Told) -> None:
        """What the last act came to."""
        self.told.show_told(told)
        self._meant = told.presence_id
        self._stand_on_meant()

    def ask_again(self, text: str) -> None:
        """The letters go back, unless the next person's are there already."""
        if not self.field.text():
            self.field.setText(text)
            self.field.selectAll()

    def open_walk_in(self, person: WalkIn) -> None:
        """The line for somebody new."""
        self._hide_results()
        self.told.hide()
        self.walk_in.open(person)

    def close_walk_in(self) -> None:
        """Back to the field."""
        self.walk_in.hide()
        self.field.setFocus()

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        """What is wrong in the line for somebody new."""
        self.walk_in.show_wrong(codes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the icon alone says where somebody is: the name needs the room more than the pill."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(_NARROW)
        for table, icon, pill in ((self.results, 0, 3), (self.arrivals, 1, 3)):
            table.horizontalHeader().setMinimumSectionSize(theme.px(_ICON))
            table.setColumnWidth(icon, theme.px(_ICON))
            table.setColumnHidden(icon, not narrow)
            table.setColumnHidden(pill, narrow)

    def _build_field(self) -> None:
        self.field = DoorField(
            self.tr("Name, document or scanned DNI"),
            self.tr("Who arrives: name, document, telephone, organisation, or a scanned DNI"),
            "barcode-scan",
            large=True,
        )
        self.field.setObjectName("door.field")
        self.field.searched.connect(self._typed)
        self.field.entered.connect(self._enter)
        self.field.moved.connect(self._move)
        self.field.undone.connect(self.undone)
        self.results = RowsView[AtTheDoor](
            [
                Column("", _no_words, icon=result_icon, tone=result_tone, width=_ICON, tip=result_tip),
                Column("", lambda one: one.person.name, Look.STRONG, tip=result_tip),
                Column("", result_note, Look.MUTED, width=112, tip=result_note),
                Column("", result_state, Look.PILL, tone=result_tone, width=102),
            ],
            key=lambda one: one.person.id,
            says=self.tr("People found"),
            height=38,
        )
        self.results.setObjectName("door.results")
        self.results.chosen.connect(lambda one: self._choose(one.person.id))
        self.nobody = label(self.tr("Nobody on the roll is called so. Enter writes her down."), "muted", wrap=True)
        self.told = ToldLine()
        self.walk_in = WalkInLine()
        self.walk_in.hide()
        self.walk_in.accepted.connect(self.written)
        self.walk_in.left.connect(self.close_walk_in)

    def _build_arrivals(self) -> None:
        self.arrived = label("", "overline")
        self.arrivals = RowsView[Stay](
            [
                Column("", lambda stay: hour(stay.arrived_at, self._zone), Look.MUTED, width=54),
                Column(
                    "", _no_words, icon=way_icon, tone=arrival_tone, width=_ICON, tip=lambda stay: way_word(stay.way)
                ),
                Column("", lambda stay: stay.name, Look.STRONG, tip=lambda stay: stay.name),
                Column("", lambda stay: way_word(stay.way), Look.PILL, tone=lambda stay: way_tone(stay.way), width=76),
                Column("", arrival_note, Look.PILL, tone=_note_tone, width=76, tip=self._note),
            ],
            key=lambda stay: stay.presence_id,
            says=self.tr("Arrivals, the latest first"),
            height=34,
        )
        self.arrivals.setObjectName("door.arrivals")
        self.arrivals.current.connect(self._follow_row)
        self.nobody_yet = label(self.tr("Nobody has arrived yet. Type a name or scan a DNI."), "muted", wrap=True)
        self.one_more = button(self.tr("+1 without a name"), "", "", "F7", self.tr("Counts a person in the room"))
        self.one_more.setObjectName("door.unnamed")
        self.one_more.clicked.connect(self.unnamed)
        self.new_person = icon_button("account-plus-outline", self.tr("Somebody new"), "Alt+N", Tone.ACCENT)
        self.new_person.setObjectName("door.new")
        self.new_person.clicked.connect(self._open_new)
        self.consent = button(self.tr("Consent"), "file-sign", "", "F8", self.tr("She agrees that her data be kept"))
        self.consent.setObjectName("door.consent")
        self.consent.clicked.connect(lambda: self._with_row(self.consented))
        self.leave = button(self.tr("Left"), "exit-run", "", "F9", self.tr("She leaves, or is back"))
        self.leave.setObjectName("door.leave")
        self.leave.clicked.connect(lambda: self._with_row(self.leaving))
        self.undo = icon_button("undo", self.tr("Take back the last act (Ctrl+Z)"), tone=Tone.ACCENT)
        self.undo.setObjectName("door.undo")
        self.undo.clicked.connect(self.undone)

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
        for part in (self.field, self.results, self.nobody, self.told, self.walk_in):
            whole.addWidget(part)
        whole.addWidget(Row(self.arrived, None, self.new_person, self.one_more))
        whole.addWidget(self.nobody_yet)
        whole.addWidget(self.arrivals, 1)
        whole.addWidget(Row(self.consent, self.leave, None, self.undo))
        whole.addStretch(0)
        self.arrivals.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return door

    def _bind_keys(self) -> None:
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undone)
        home = QShortcut(QKeySequence("F2"), self.window())
        home.activated.connect(self.field.setFocus)

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

    def _note(self, stay: Stay) -> str:
        return self.tr("Left at {hour}").format(hour=hour(stay.left_at, self._zone)) if stay.left_at else ""

    def _typed(self, text: str) -> None:
        if not text:
            self._hide_results()
        self.searched.emit(text)

    def _enter(self, text: str) -> None:
        chosen = self.results.selected()
        fits = chosen is not None and self.results.isVisible() and self._results_of == text
        resident = chosen.person.id if chosen is not None and fits else ""
        # Empty at once: a scanner does not wait, and the next card must not be typed behind this one.
        self.field.clear()
        if text.strip():
            self.entered.emit(text, resident)

    def _choose(self, resident_id: str) -> None:
        text = self.field.text()
        self.field.clear()
        self.field.setFocus()
        self.entered.emit(text, resident_id)

    def _move(self, step: int) -> None:
        if self.results.isVisible():
            last = self.results.rows.rowCount() - 1
            self.results.selectRow(min(max(self.results.currentIndex().row() + step, 0), last))
        elif step > 0 and self.arrivals.rows.rowCount():
            self.arrivals.setFocus()
            if self.arrivals.selected() is None:
                self.arrivals.selectRow(0)

    def _open_new(self) -> None:
        typed = self.field.text()
        self.field.clear()
        self.open_walk_in(WalkIn(name=typed))

    def _with_row(self, signal: object) -> None:
        stay = self.arrivals.selected() or next(iter(self._shown.arrivals if self._shown else ()), None)
        if stay is not None:
            signal.emit(stay)  # type: ignore[attr-defined]

    def _stand_on_meant(self) -> None:
        """The last one who came is the one whom the next key is meant for, whoever was selected before."""
        if self._meant and self.arrivals.rows.place_of(self._meant) is not None:
            self.arrivals.select(self._meant)
            self._meant = ""

    def _follow_row(self, stay: Stay | None) -> None:
        is_open = self._shown is not None and self._shown.sitting.state == "open"
        for part in (self.consent, self.leave):
            part.setEnabled(is_open and bool(self._shown and self._shown.arrivals))
        self.leave.setText(self.tr("Is back") if stay and stay.left_at else self.tr("Left"))

    def _hide_results(self) -> None:
        self._results_of = ""
        self.results.show_rows(())
        self.results.hide()
        self.nobody.hide()


def _no_words(_: object) -> str:
    return ""


def _note_tone(stay: Stay) -> Tone:
    return Tone.MUTED if stay.left_at is not None else Tone.ATTENTION
