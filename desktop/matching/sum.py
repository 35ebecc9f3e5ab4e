"""The sum that closes: in the room, on Zoom, both, people; and apart from it, what is not a person yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

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
        self._numbers, self._apart = QWidget(), QWidget()
        across = theme.space(QHBoxLayout(self._numbers), 18)
        for part in (self.room, _sign("+"), self.online, _sign("−"), self.both, _sign("="), self.people):
            across.addWidget(part)
        self._pills = theme.space(QVBoxLayout(self._apart), 4)
        for pill in (self.waiting, self.unnamed, self.outside):
            self._pills.addWidget(pill, 0, Qt.AlignmentFlag.AlignRight)
        self._beside = True
        self._grid = theme.space(QGridLayout(self), 12, (22, 10, 22, 10))
        self._grid.addWidget(self._numbers, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._apart, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands apart is below the sum where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """The sum alone is the narrowest it can be."""
        sides = self._grid.contentsMargins()
        broad = max(self._numbers.minimumSizeHint().width(), self._apart.minimumSizeHint().width())
        return QSize(sides.left() + broad + sides.right(), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        sides = self._grid.contentsMargins()
        broad = self._numbers.sizeHint().width() + self._grid.spacing() + self._apart.sizeHint().width()
        beside = sides.left() + broad + sides.right() <= self.width()
        if beside != self._beside:
            self._beside = beside
            self._grid.addWidget(self._apart, int(not beside), int(beside))
            for pill in (self.waiting, self.unnamed, self.outside):
                side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
                self._pills.setAlignment(pill, side)

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
        self._arrange()


def _show(pill: Pill, count: int, words: str, tone: Tone) -> None:
    pill.setVisible(bool(count))
    pill.show_state(words, tone)


def _sign(text: str) -> QLabel:
    return label(text, "figure", Tone.MUTED)
