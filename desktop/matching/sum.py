"""The sum that closes: in the room, on Zoom, both, people; and apart from it, what is not a person yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from db.checkin.queries import Attendance
from db.matching.queries import MatchCounts
from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Pill, label


class Figure(QWidget):
    """One number of the sum with its word below."""

    def __init__(self, caption: str, tone: Tone) -> None:
        super().__init__()
        self.number = label("0", "counter", tone)
        self._caption = label(caption, "small")
        down = theme.space(QVBoxLayout(self), 0)
        for part in (self.number, self._caption):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            down.addWidget(part)

    def show_number(self, number: int) -> None:
        """The number of now."""
        self.number.setText(str(number))
        self.setAccessibleName(f"{self._caption.text()}: {number}")


class SumStrip(QFrame):
    """`in the room + on Zoom - both = people`, over identified residents; the unnamed and the waiting stand apart."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setObjectName("matching.sum")
        self.room = Figure(self.tr("In the room"), Tone.GOOD)
        self.online = Figure(self.tr("On Zoom"), Tone.ONLINE)
        self.both = Figure(self.tr("Both"), Tone.MUTED)
        self.people = Figure(self.tr("People"), Tone.ACCENT)
        self.unnamed, self.waiting, self.outside = Pill("", Tone.MUTED), Pill("", Tone.ATTENTION), Pill("", Tone.MUTED)
        across = theme.space(QHBoxLayout(self), 18, (22, 10, 22, 10))
        for part in (self.room, _sign("+"), self.online, _sign("−"), self.both, _sign("="), self.people):
            across.addWidget(part)
        across.addStretch(1)
        apart = theme.space(QVBoxLayout(), 4)
        for pill in (self.waiting, self.unnamed, self.outside):
            apart.addWidget(pill, 0, Qt.AlignmentFlag.AlignRight)
        across.addLayout(apart)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_sum(self, told: Attendance, counts: MatchCounts) -> None:
        """The numbers of one look; they all come from the same count."""
        self.room.show_number(told.in_room)
        self.online.show_number(told.online)
        self.both.show_number(told.both)
        self.people.show_number(told.people)
        _show(self.unnamed, told.unnamed, self.tr("%n without a name in the room", "", told.unnamed), Tone.MUTED)
        waited = self.tr("%n only waited outside", "", counts.only_waited)
        _show(self.outside, counts.only_waited, waited, Tone.MUTED)
        if counts.unresolved:
            self.waiting.show_state(self.tr("%n to decide", "", counts.unresolved), Tone.ATTENTION)
        else:
            self.waiting.show_state(self.tr("Everything is decided"), Tone.GOOD)


def _show(pill: Pill, count: int, words: str, tone: Tone) -> None:
    pill.setVisible(bool(count))
    pill.show_state(words, tone)


def _sign(text: str) -> QLabel:
    return label(text, "figure", Tone.MUTED)
