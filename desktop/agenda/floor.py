"""Turns to speak: choosing who, who waits, the running clock, and how evenly the floor was shared so far."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.agenda.queries import Attendant, Share, TurnCard
from desktop.agenda.shown import AgendaShown
from desktop.agenda.words import clock_words
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.palette import Tone
from desktop.kit.picker import Picker
from desktop.kit.surfaces import Chip, Row, label
from desktop.wording.names import known_name


class FloorStrip(QWidget):
    """Who has the floor, the line to give it to somebody, and those who asked for it, in order.

    The hand beside the line (Ctrl+F3) makes it note who asks to speak, until it is pressed again; so does Shift+Enter.
    """

    given = Signal(str)
    asked = Signal(str)
    next_called = Signal()
    let_down = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._first, self._runs = "", False
        self.picker = Picker(
            self.tr("Give the floor to…"), self.tr("Give the floor to"), "microphone-outline", once=True
        )
        self.picker.setObjectName("agenda.turn")
        self.picker.picked.connect(self._picked)
        self.picker.installEventFilter(self)
        self._asks = False
        self.hand = icon_button("hand-back-left-outline", self.tr("Note who asks to speak (Ctrl+F3)"))
        self.hand.setObjectName("agenda.hand")
        self.hand.setCheckable(True)
        self.hand.toggled.connect(self._show_what_it_does)
        QShortcut(QKeySequence("Ctrl+F3"), self).activated.connect(self._turn_hand)
        self._line = Row(self.picker, self.hand, gap=2)
        self._chip = Chip("microphone", Tone.GOOD, 30)
        self.name, self.clock = label("", "strong"), label("0:00", "figure")
        self.clock.setAccessibleName(self.tr("Time speaking"))
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.end = button(self.tr("End turn"), "stop", "quiet", "F6")
        self.end.setObjectName("agenda.end_turn")
        self.end.clicked.connect(self.ended)
        self._queue = self._build_queue()
        self._now = Row(self._chip, self.name, self.clock, self.end, gap=8)
        self._now.layout().setStretch(1, 1)  # type: ignore[union-attr,attr-defined]
        self.equity = label("", "small", wrap=True)
        self.equity.setAccessibleName(self.tr("Who has spoken"))
        column = theme.space(QVBoxLayout(self), 6)
        self.spoken = label("", "small", wrap=True)
        self.spoken.setAccessibleName(self.tr("Turns on this item"))
        for part in (self._line, self._queue, self._now, self.spoken, self.equity):
            column.addWidget(part)

    def show_floor(self, shown: AgendaShown) -> None:
        """Who may be chosen, who speaks, who has spoken."""
        self.setVisible(shown.state == "open" or shown.equity.spoke > 0)
        self._line.setVisible(shown.state == "open")
        self.picker.setEnabled(shown.running is not None or self.hand.isChecked())
        self._runs = shown.running is not None
        self._show_queue(shown)
        self.picker.set_options([(who.resident_id, self._words(who)) for who in shown.people])
        speaking = shown.speaking
        self._now.setVisible(speaking is not None)
        if speaking is not None:
            by = "" if speaking.way == "room" else f" · {self._way(speaking.way)}"
            self.name.setText(known_name(speaking.name))
            self.name.setToolTip(f"{known_name(speaking.name)}{by}")
            online = speaking.way != "room"
            self._chip.set_icon("video" if online else "microphone", Tone.ONLINE if online else Tone.GOOD)
        ended = [turn for turn in shown.turns if turn.ended_at is not None][-4:]
        told = [f"{self._words(turn)} {clock_words(turn.seconds(turn.started_at))}" for turn in ended]
        self.spoken.setText(self.tr("On this item: {turns}").format(turns=",  ".join(told)))
        self.spoken.setVisible(bool(told))
        self.equity.setText(self._equity(shown, with_time=False))
        self.equity.setToolTip(self._equity(shown, with_time=True))
        self.equity.setVisible(shown.equity.present > 0)

    def show_clock(self, seconds: int) -> None:
        """How long she has been speaking."""
        self.clock.setText(clock_words(seconds))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shift+Enter notes that she asks to speak, whatever Enter does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.picker:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            self._asks = entered and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return super().eventFilter(watched, event)

    def _build_queue(self) -> Row:
        self.waiting = label("", "small", wrap=True)
        self.waiting.setAccessibleName(self.tr("Who asked to speak, in order"))
        self.call_next = button(self.tr("Next"), "account-arrow-right-outline", "quiet", "Shift+F6")
        self.call_next.setObjectName("agenda.next_speaker")
        self.call_next.clicked.connect(self.next_called)
        self.down = icon_button("hand-back-left-off-outline", self.tr("The first one does not want to speak any more"))
        self.down.setObjectName("agenda.hand_down")
        self.down.clicked.connect(lambda: self.let_down.emit(self._first))
        line = Row(self.waiting, self.down, self.call_next, gap=4)
        line.layout().setStretch(0, 1)  # type: ignore[union-attr,attr-defined]
        return line

    def _show_queue(self, shown: AgendaShown) -> None:
        queue = shown.queue
        self._queue.setVisible(bool(queue) and shown.state == "open")
        self._first = queue[0].resident_id if queue else ""
        self.call_next.setEnabled(shown.running is not None)
        names = [f"{place}. {self._words(who)}" for place, who in enumerate(queue, 1)]
        more = self.tr(" and %n more", "", len(names) - 3) if len(names) > 3 else ""
        self.waiting.setText(self.tr("Asked to speak: {names}").format(names=",  ".join(names[:3])) + more)
        self.waiting.setToolTip("\n".join(names))

    def _picked(self, resident_id: str) -> None:
        if self._asks or self.hand.isChecked():
            self.asked.emit(resident_id)
        else:
            self.given.emit(resident_id)

    def _turn_hand(self) -> None:
        self.hand.toggle()
        self.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_what_it_does(self, asking: bool) -> None:
        self.picker.setEnabled(self._runs or asking)
        self.picker.setPlaceholderText(self.tr("Asks to speak…") if asking else self.tr("Give the floor to…"))
        self.picker.setAccessibleName(self.picker.placeholderText())

    def _words(self, who: Attendant | TurnCard) -> str:
        name = known_name(who.name)
        return name if who.way == "room" else f"{name} · {self._way(who.way)}"

    def _way(self, way: str) -> str:
        return {"zoom": self.tr("Zoom"), "phone": self.tr("telephone")}.get(way, way)

    def _equity(self, shown: AgendaShown, *, with_time: bool) -> str:
        told = shown.equity
        parts = [self.tr("Spoke: {spoke} of {present}").format(spoke=told.spoke, present=told.present)]
        names = {
            "woman": self.tr("women"),
            "man": self.tr("men"),
            "other": self.tr("non-binary"),
            "unknown": self.tr("no data"),
            "room": self.tr("room"),
            "online": self.tr("Zoom"),
        }
        parts += [
            _share(names[one.code], one, with_time=with_time) for one in (*told.by_gender, *told.by_way) if one.present
        ]
        return " · ".join(parts)


def _share(name: str, share: Share, *, with_time: bool) -> str:
    time = f" ({clock_words(share.seconds)})" if with_time and share.seconds else ""
    return f"{name} {share.spoke}/{share.present}{time}"
