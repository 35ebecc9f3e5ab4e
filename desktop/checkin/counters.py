"""The header of Sala: which sitting, who is in it by which way, how the sum closes, and its clock."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import QDate, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.checkin.counting import Counted
from desktop.kit import theme
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Pill, label

# As much of the title as has to be beside the figures.
_TITLE = 240


class Figure(QWidget):
    """A number over its word; the number is large, for somebody who looks up from across the table."""

    def __init__(self, name: str, tone: Tone = Tone.PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"counter.{name}")
        self._number = label("–", "clock", tone)
        self._word = label("", "small")
        column = theme.space(QVBoxLayout(self), 0)
        for part in (self._number, self._word):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)

    def show_number(self, number: str, word: str, tip: str = "") -> None:
        self._number.setText(number)
        self._word.setText(word)
        self.setAccessibleName(f"{word}: {number}")
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    @property
    def number(self) -> str:
        return self._number.text()


class Counters(QFrame):
    """In the room + online - both = people; beside it those who are not in the sum."""

    second = Signal()

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("The sitting in numbers"))
        self._zone, self._over = zone, False
        self.title, self.subtitle = _Elided("title"), _Elided("subtitle")
        self.state = Pill()
        self.room, self.online = Figure("in_room", Tone.GOOD), Figure("online", Tone.ONLINE)
        self.both, self.people = Figure("both", Tone.MUTED), Figure("people", Tone.ACCENT)
        self.new, self.unnamed = Figure("new"), Figure("unnamed")
        self.unresolved, self.clock = Figure("unresolved"), Figure("clock")
        self._lay_out()
        timer = QTimer(self, interval=1000)
        timer.timeout.connect(self.second)
        timer.start()

    def show_counted(self, counted: Counted) -> None:
        """All of it."""
        sitting, numbers = counted.sitting, counted.numbers
        self._over = sitting.state in ("closed", "signed")
        day = sitting.starts_at.astimezone(self._zone)
        date = QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")
        self.title.show_words(sitting.title)
        when = self.tr("{date}, {hour}").format(date=date, hour=f"{day:%H:%M}")
        self.subtitle.show_words(f"{sitting.council} · {when} · {sitting.place}")
        words = {
            "planned": (self.tr("planned"), Tone.ATTENTION),
            "open": (self.tr("open"), Tone.GOOD),
            "closed": (self.tr("closed"), Tone.MUTED),
            "signed": (self.tr("signed"), Tone.ACCENT),
        }
        self.state.show_state(*words[sitting.state])
        self.room.show_number(str(numbers.in_room), self.tr("In the room"))
        self.online.show_number(str(numbers.online), self.tr("Online"))
        self.both.show_number(str(numbers.both), self.tr("Both"), self.tr("In the room and online: counted once"))
        self.people.show_number(str(numbers.people), self.tr("People"))
        first = self.tr("At a council for the first time")
        if counted.district_alone:
            first = self.tr("For the first time in this district; of the others this laptop is told nothing")
        self.new.show_number(str(numbers.new), self.tr("New"), first)
        self.unnamed.show_number(
            str(numbers.unnamed), self.tr("No name"), self.tr("In the room, not on the roll: outside the sum")
        )
        self.unresolved.show_number(
            str(counted.unresolved), self.tr("To resolve"), self.tr("Zoom lines that wait in Matches: outside the sum")
        )

    def show_clock(self, seconds: int) -> None:
        """How long the sitting has been open."""
        hours, rest = divmod(seconds, 3600)
        word = self.tr("Lasted") if self._over else self.tr("Open for")
        self.clock.show_number(f"{hours}:{rest // 60:02d}:{rest % 60:02d}", word)

    def _lay_out(self) -> None:
        words = theme.space(QVBoxLayout(), 2)
        head = theme.space(QHBoxLayout(), 10)
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(self.subtitle)
        sums = (self.room, _sign("+"), self.online, _sign("−"), self.both, _sign("="), self.people)
        beside = (_Upright(), self.new, self.unnamed, self.unresolved, _Upright(), self.clock)
        self._figures = Flow(*sums, *beside, gap=16, claims=False)
        self._line = theme.space(QBoxLayout(QBoxLayout.Direction.LeftToRight, self), 16, (20, 12, 20, 12))
        self._line.addLayout(words, 1)
        self._line.addWidget(self._figures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # At twice the size, on a small screen, the figures stand below the title, and none is beyond the edge.
        beside = event.size().width() >= self._figures.sizeHint().width() + theme.px(_TITLE)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        edge = self._line.contentsMargins()
        self._figures.hold(event.size().width() - edge.left() - edge.right())


def _sign(text: str) -> QWidget:
    return label(text, "figure", Tone.MUTED)


class _Upright(QWidget):
    """A hairline between what is in the sum and what is not."""

    def sizeHint(self) -> QSize:
        return QSize(1, theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.look().palette.line))


class _Elided(QLabel):
    """A line that gives way: what does not fit is told by its tip."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setMinimumWidth(theme.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        self.setText(words)
        self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
