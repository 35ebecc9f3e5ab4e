"""Turns to speak: choosing who, the running clock, and how evenly the floor was shared so far."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.agenda.queries import Attendant, Share, TurnCard
from desktop.agenda.shown import AgendaShown
from desktop.agenda.words import clock_words
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.picker import Picker
from desktop.kit.surfaces import Chip, Row, label
from desktop.wording.names import known_name


class FloorStrip(QWidget):
    """Who has the floor, and the line to give it to the next."""

    given = Signal(str)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picker = Picker(
            self.tr("Give the floor to…"), self.tr("Give the floor to"), "microphone-outline", once=True
        )
        self.picker.setObjectName("agenda.turn")
        self.picker.picked.connect(self.given)
        self._chip = Chip("microphone", Tone.GOOD, 30)
        self.name, self.clock = label("", "strong"), label("0:00", "figure")
        self.clock.setAccessibleName(self.tr("Time speaking"))
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.end = button(self.tr("End turn"), "stop", "quiet", "F6")
        self.end.setObjectName("agenda.end_turn")
        self.end.clicked.connect(self.ended)
        self._now = Row(self._chip, self.name, self.clock, self.end, gap=8)
        self._now.layout().setStretch(1, 1)  # type: ignore[union-attr,attr-defined]
        self.equity = label("", "small", wrap=True)
        self.equity.setAccessibleName(self.tr("Who has spoken"))
        column = theme.space(QVBoxLayout(self), 6)
        self.spoken = label("", "small", wrap=True)
        self.spoken.setAccessibleName(self.tr("Turns on this item"))
        for part in (self.picker, self._now, self.spoken, self.equity):
            column.addWidget(part)

    def show_floor(self, shown: AgendaShown) -> None:
        """Who may be chosen, who speaks, who has spoken."""
        self.setVisible(shown.state == "open" or shown.equity.spoke > 0)
        self.picker.setVisible(shown.state == "open")
        self.picker.setEnabled(shown.running is not None)
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
