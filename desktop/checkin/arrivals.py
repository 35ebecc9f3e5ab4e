"""Who arrived: the list under the field, the keys that are meant for one of them, and the buttons that say so."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.checkin.queries import Stay
from db.sittings.corrections import Correction
from desktop.checkin.shown import DoorShown
from desktop.checkin.words import (
    arrival_icon,
    arrival_name,
    arrival_note,
    arrival_tip,
    arrival_tone,
    consent_icon,
    consent_tip,
    hour,
    note_tone,
    stay_tone,
    stay_word,
)
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Row, label
from desktop.wording.afterwards import mark_of

_NARROW, _ICON = 440, 30
_AT_ICON, _AT_WAY = 1, 3


class ArrivalList(RowsView[Stay]):
    """`pressed` carries the stay and what is wanted: plus, minus, name."""

    pressed = Signal(object, str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {"+": "plus", "-": "minus", "*": "name"}.get(event.text())
        stay = self.selected()
        if wanted and stay is not None:
            self.pressed.emit(stay, wanted)
        else:
            super().keyPressEvent(event)


class Arrivals(QWidget):
    """Everything about those who are here; every signal carries the stay it is about."""

    unnamed = Signal(int)
    consented = Signal(object)
    reading = Signal(object)
    leaving = Signal(object)
    brought = Signal(object, int)
    companion = Signal(object)
    guardian = Signal(object)
    opened = Signal(object)
    undone = Signal()

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._shown: DoorShown | None = None
        self._meant = ""
        self._initials = False
        self._build_list()
        self._build_buttons()
        self._lay_out()

    def show_door(self, shown: DoorShown) -> None:
        """Who came to the sitting in hand."""
        self._shown = shown
        is_open = shown.sitting.state == "open"
        for part in (*self._for_one, self.one_more, self.one_fewer):
            part.setEnabled(is_open)
        self.rows.show_rows(shown.arrivals)
        people = len({stay.resident_id for stay in shown.arrivals})
        late = sum(stay.presence_id in shown.corrected for stay in shown.arrivals)
        told = [self.tr("%n arrivals", "", people), self.tr("%n after the closing", "", late) if late else ""]
        self.arrived.setText("  ·  ".join(filter(None, told)))
        self.nobody_yet.setVisible(not shown.arrivals)
        self.rows.setVisible(bool(shown.arrivals))
        self._stand_on_meant()
        self._follow_row(self.rows.selected())

    def show_initials(self, *, alone: bool) -> None:
        """Initials alone, but of the one whom the next key is meant for: others read this screen too."""
        self._initials = alone
        self.rows.viewport().update()

    def stand_on(self, presence_id: str) -> None:
        """The last one who came is the one whom the next key is meant for, whoever was selected before."""
        self._meant = presence_id
        self._stand_on_meant()

    def enter(self) -> None:
        """The keyboard comes down from the field."""
        if self.rows.rows.rowCount():
            self.rows.setFocus()
            if self.rows.selected() is None:
                self.rows.selectRow(0)

    def fit(self, width: int) -> None:
        """Where it is narrow the icon alone says where somebody is: the name needs the room more than the pill."""
        narrow = width < theme.px(_NARROW)
        self.rows.horizontalHeader().setMinimumSectionSize(theme.px(_ICON))
        self.rows.setColumnWidth(_AT_ICON, theme.px(_ICON))
        self.rows.setColumnHidden(_AT_ICON, not narrow)
        self.rows.setColumnHidden(_AT_WAY, narrow)

    def _build_list(self) -> None:
        self.arrived = label("", "overline")
        self.nobody_yet = label(self.tr("Nobody has arrived yet. Type a name or scan a DNI."), "muted", wrap=True)
        self.rows = ArrivalList(
            [
                Column("", lambda stay: hour(stay.arrived_at, self._zone), Look.MUTED, width=54),
                Column("", lambda _: "", icon=arrival_icon, tone=arrival_tone, width=_ICON, tip=stay_word),
                Column("", self._name, Look.STRONG, tip=self._tip),
                Column("", stay_word, Look.PILL, tone=stay_tone, width=92),
                Column("", self._note, Look.PILL, tone=note_tone, width=86, tip=self._tip),
                Column("", lambda _: "", icon=consent_icon, tone=_attention, width=_ICON, tip=consent_tip),
            ],
            key=lambda stay: stay.presence_id,
            says=self.tr("Arrivals, the latest first"),
            height=34,
        )  # fmt: skip
        self.rows.setObjectName("door.arrivals")
        self.rows.setToolTip(self.tr("Enter: her data. + and −: who came with her. *: the name of one of them."))
        self.rows.current.connect(self._follow_row)
        self.rows.chosen.connect(self.opened)
        self.rows.pressed.connect(self._pressed)

    def _build_buttons(self) -> None:
        self.one_more = button(self.tr("+1 without a name"), "", "", "F7", self.tr("Counts a person in the room"))
        self.one_more.setObjectName("door.unnamed")
        self.one_more.clicked.connect(lambda: self.unnamed.emit(1))
        self.one_fewer = icon_button("account-minus-outline", self.tr("One without a name fewer"), "Shift+F7")
        self.one_fewer.setObjectName("door.fewer")
        self.one_fewer.clicked.connect(lambda: self.unnamed.emit(-1))
        self.consent = button(self.tr("Consent"), "file-sign", "", "F8", self.tr("She agrees that her data be kept"))
        self.consent.setObjectName("door.consent")
        self.leave = button(self.tr("Left"), "exit-run", "", "F9", self.tr("She leaves, or is back"))
        self.leave.setObjectName("door.leave")
        self.read = icon_button("text-box-outline", self.tr("Read her what consent means"), "Shift+F8", Tone.ACCENT)
        self.edit = icon_button("account-edit-outline", self.tr("Her data"), "Alt+D", Tone.ACCENT)
        self.party = icon_button("account-multiple-plus", self.tr("One more came with her"), "Alt+A", Tone.ACCENT)
        self.undo = icon_button("undo", self.tr("Take back the last act (Ctrl+Z)"), tone=Tone.ACCENT)
        self.undo.setObjectName("door.undo")
        self.undo.clicked.connect(self.undone)
        acts = ((self.consent, self.consented), (self.leave, self.leaving), (self.read, self.reading))
        for part, signal in (*acts, (self.edit, self.opened)):
            part.clicked.connect(lambda _checked=False, signal=signal: self._with_row(signal))
        self.party.clicked.connect(lambda: self._pressed(self._row(), "plus"))
        for part, name in ((self.read, "read"), (self.edit, "edit"), (self.party, "party")):
            part.setObjectName(f"door.{name}")
        self._for_one: tuple[QPushButton, ...] = (self.consent, self.leave, self.read, self.edit, self.party)

    def _lay_out(self) -> None:
        whole = theme.space(QVBoxLayout(self), 10)
        self.head = Row(self.arrived, None, self.one_fewer, self.one_more)
        whole.addWidget(self.head)
        whole.addWidget(self.nobody_yet)
        whole.addWidget(self.rows, 1)
        whole.addWidget(Row(self.consent, self.leave, None, self.read, self.edit, self.party, self.undo, gap=6))
        whole.addStretch(0)
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.rows.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _hidden(self, stay: Stay) -> bool:
        return self._initials and stay != self.rows.selected()

    def _name(self, stay: Stay) -> str:
        return arrival_name(stay, hidden=self._hidden(stay))

    def _tip(self, stay: Stay) -> str:
        told = arrival_tip(stay, self._zone, hidden=self._hidden(stay))
        return "\n".join(filter(None, (told, mark_of(self._late(stay), self._zone))))

    def _note(self, stay: Stay) -> str:
        return self.tr("afterwards") if self._late(stay) else arrival_note(stay)

    def _late(self, stay: Stay) -> Correction | None:
        return self._shown.corrected.get(stay.presence_id) if self._shown else None

    def _pressed(self, stay: Stay | None, wanted: str) -> None:
        if stay is None or not self.leave.isEnabled():
            return
        if wanted == "name":
            self.companion.emit(stay)
        else:
            self.brought.emit(stay, 1 if wanted == "plus" else -1)

    def _row(self) -> Stay | None:
        return self.rows.selected() or next(iter(self._shown.arrivals if self._shown else ()), None)

    def _with_row(self, signal: object) -> None:
        if (stay := self._row()) is not None:
            signal.emit(stay)  # type: ignore[attr-defined]

    def _stand_on_meant(self) -> None:
        if self._meant and self.rows.rows.place_of(self._meant) is not None:
            self.rows.select(self._meant)
            self._meant = ""

    def _follow_row(self, stay: Stay | None) -> None:
        is_open = self._shown is not None and self._shown.sitting.state == "open"
        for part in self._for_one:
            part.setEnabled(is_open and bool(self._shown and self._shown.arrivals))
        self.leave.setText(self.tr("Is back") if stay and stay.left_at else self.tr("Left"))


def _attention(_: Stay) -> Tone:
    return Tone.ATTENTION
