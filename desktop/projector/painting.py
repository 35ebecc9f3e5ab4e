"""The wall, painted: everything is measured in parts of the window, so that it is as large as the window allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

import segno
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.agenda.words import clock_words
from desktop.kit import icons, theme
from desktop.kit.palette import Tone
from desktop.projector.shown import Wall

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
# A window is 160 units wide and 90 high, or as many as fit: 3.6 of them is the smallest letter, 2 % of the wall.
_ACROSS, _DOWN = 160, 90


class WallPainting(QWidget):
    """One surface; what it says is also its accessible description."""

    def __init__(self, zone: tzinfo, city: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._zone, self._city, self._now = zone, city, now
        self.wall = Wall()
        self.item_seconds = self.turn_seconds = 0
        self.with_link = False
        self._code: tuple[str, tuple[bytearray, ...]] = ("", ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Projector"))

    def show_wall(self, wall: Wall) -> None:
        """All of it."""
        self.wall = wall
        self.setAccessibleDescription(". ".join(self.words()))
        self.update()

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        """The clocks of now."""
        self.item_seconds, self.turn_seconds = item_seconds, turn_seconds
        self.update()

    def show_link(self, *, wanted: bool) -> None:
        """Whether the way to register or join is on the wall."""
        self.with_link = wanted
        self.setAccessibleDescription(". ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """What stands there now, the clocks left out."""
        wall = self.wall
        if wall.calm:
            return [self._city, *self._quiet_words()]
        told = [wall.council, self._place_words(), self._title()]
        if wall.speaker:
            told.append(self.tr("Speaking: {name}, {way}").format(name=wall.speaker, way=self._way_word()))
        if wall.next_title:
            told.append(self._next_words())
        told += [f"{word} {number}" for _, number, word, _ in self._sum()]
        if wall.unnamed:
            told.append(self.tr("and %n without a name", "", wall.unnamed))
        if self._shows_link():
            told.append(self._link_words())
        return told

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.look().palette.ground))
        unit = min(self.width() / _ACROSS, self.height() / _DOWN)
        if self.wall.calm:
            self._paint_quiet(painter, unit)
        else:
            self._paint_evening(painter, unit)

    def _paint_evening(self, painter: QPainter, u: float) -> None:
        wall, edge, h = self.wall, 5 * u, self.height() / _DOWN
        wide = self.width() - 2 * edge
        beside = 34 * u if self._shows_link() else 0
        text = wide - (beside + 4 * u if beside else 0)
        self._line(painter, QRectF(edge, 3 * h, wide * 0.8, 7 * h), wall.council, 4 * u, Tone.MUTED)
        self._line(
            painter, QRectF(edge, 3 * h, wide, 7 * h), f"{self._at(self._now()):%H:%M}", 5 * u, Tone.MUTED, _RIGHT
        )
        self._line(painter, QRectF(edge, 11 * h, text, 6 * h), self._place_words(), 4.4 * u, Tone.ACCENT, weight=600)
        self._box(painter, QRectF(edge, 17 * h, text, 25 * h), self._title(), 11 * u, 4.6 * u)
        if wall.number:
            self._paint_clock(painter, QRectF(edge, 43 * h, text, 19 * h), u)
        if wall.speaker:
            self._paint_speaker(painter, QRectF(edge, 64 * h, wide, 9 * h), u)
        if wall.next_title:
            self._line(painter, QRectF(edge, 73.5 * h, wide, 6 * h), self._next_words(), 4 * u, Tone.MUTED)
        self._paint_sum(painter, QRectF(0, 80 * h, self.width(), self.height() - 80 * h), u)
        if beside:
            self._paint_link(painter, QRectF(self.width() - edge - beside, 12 * h, beside, 48 * h), u)

    def _paint_clock(self, painter: QPainter, box: QRectF, u: float) -> None:
        planned = (self.wall.minutes_planned or 0) * 60
        over = bool(planned) and self.item_seconds > planned
        tone = Tone.ATTENTION if over else Tone.PLAIN
        clock = clock_words(self.item_seconds)
        font = _font(15 * u, 700)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        upper = QRectF(box.x(), box.y(), box.width(), box.height() - 3 * u)
        painter.drawText(upper, _LEFT, clock)
        if not planned:
            return
        words = self.tr("of {minutes} min").format(minutes=self.wall.minutes_planned)
        if over:
            words = self.tr("{minutes} min were planned: +{time}").format(
                minutes=self.wall.minutes_planned, time=clock_words(self.item_seconds - planned)
            )
        taken = QFontMetrics(font).horizontalAdvance(clock) + 3 * u
        self._line(painter, upper.adjusted(taken, 4 * u, 0, 0), words, 5 * u, tone if over else Tone.MUTED)
        bar = QRectF(box.x(), box.bottom() - 2 * u, box.width(), 2 * u)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.look().palette.line))
        painter.drawRoundedRect(bar, u, u)
        painter.setBrush(theme.color(Tone.ATTENTION if over else Tone.ACCENT))
        used = max(2 * u, bar.width() * min(1.0, self.item_seconds / planned))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), used, bar.height()), u, u)

    def _paint_speaker(self, painter: QPainter, box: QRectF, u: float) -> None:
        """A card: the sign, the name, by which way, and the clock at its end."""
        tone = Tone.GOOD if self.wall.way == "room" else Tone.ONLINE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.pale(tone))
        painter.drawRoundedRect(box, 2 * u, 2 * u)
        side = int(5.4 * u)
        icons.draw(
            painter, "microphone", QRect(int(box.x() + 2.4 * u), int(box.center().y() - side / 2), side, side), tone
        )
        clock = clock_words(self.turn_seconds)
        inner = box.adjusted(10 * u, 0, -3 * u, 0)
        self._line(painter, inner, clock, 6 * u, Tone.PLAIN, _RIGHT, weight=600)
        right = 26 * u
        way = self._way_word()
        wide = QFontMetrics(_font(4 * u, 500)).horizontalAdvance(way) + u
        self._line(painter, QRectF(inner.right() - right - wide, box.y(), wide, box.height()), way, 4 * u, tone, _RIGHT)
        name = QRectF(inner.x(), box.y(), inner.width() - right - wide - 3 * u, box.height())
        self._line(painter, name, self.wall.speaker, 6 * u, Tone.PLAIN, weight=600)

    def _paint_sum(self, painter: QPainter, box: QRectF, u: float) -> None:
        painter.fillRect(box, QColor(theme.look().palette.card))
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), max(1.0, 0.2 * u)), QColor(theme.look().palette.line))
        big, small = _font(6.6 * u, 700), _font(3.6 * u, 500)
        gap, parts = 1.6 * u, []
        for sign, number, word, tone in self._sum():
            if sign:
                parts.append((sign, big, Tone.MUTED, 3.2 * u))
            parts.append((str(number), big, tone, gap))
            parts.append((word, small, Tone.PLAIN, 3.2 * u))
        if self.wall.unnamed:
            parts.append((self.tr("and %n without a name", "", self.wall.unnamed), small, Tone.MUTED, 0.0))
        wide = sum(QFontMetrics(font).horizontalAdvance(text) + after for text, font, _, after in parts)
        shrink = min(1.0, (box.width() - 6 * u) / wide) if wide else 1.0
        at = box.x() + (box.width() - wide * shrink) / 2
        for text, font, tone, after in parts:
            fitted = QFont(font)
            fitted.setPixelSize(max(6, int(font.pixelSize() * shrink)))
            taken = QFontMetrics(fitted).horizontalAdvance(text)
            painter.setFont(fitted)
            painter.setPen(theme.color(tone))
            painter.drawText(QRectF(at, box.y(), taken + u, box.height()), _LEFT, text)
            at += taken + after * shrink

    def _paint_link(self, painter: QPainter, box: QRectF, u: float) -> None:
        """A code to hold a telephone against, dark on light whatever the look: some readers want it so."""
        if self._code[0] != self.wall.link:
            self._code = (self.wall.link, tuple(segno.make(self.wall.link, error="m", micro=False).matrix))
        rows = self._code[1]
        side = min(box.width(), box.height() - 8 * u)
        ground = QRectF(box.right() - side, box.y(), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(ground, u, u)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        cell = int(side // (len(rows) + 8))  # four cells of silence on each side, as the standard wants
        left, top = (int(corner + (side - cell * len(rows)) / 2) for corner in (ground.x(), ground.y()))
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + across * cell, top + down * cell, cell, cell, QColor("#101828"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        below = QRectF(ground.x(), ground.bottom() + u, side, 7 * u)
        self._line(painter, below, self._link_words(), 3.6 * u, Tone.MUTED, _CENTRE)

    def _paint_quiet(self, painter: QPainter, u: float) -> None:
        h, edge = self.height() / _DOWN, 8 * u
        side = int(16 * u)
        at = QRect(int((self.width() - side) / 2), int(20 * h), side, side)
        icons.draw(painter, "forum", at, Tone.ACCENT)
        wide = self.width() - 2 * edge
        self._line(painter, QRectF(edge, 40 * h, wide, 8 * h), self._city, 5 * u, Tone.MUTED, _CENTRE)
        place = 49.0
        for words, size in zip(self._quiet_words(), (8.0, 5.4), strict=False):
            self._line(painter, QRectF(edge, place * h, wide, 12 * h), words, size * u, Tone.PLAIN, _CENTRE, weight=600)
            place += 11
        clock = f"{self._at(self._now()):%H:%M}"
        self._line(painter, QRectF(edge, 76 * h, wide, 8 * h), clock, 5 * u, Tone.MUTED, _CENTRE)
        if self._shows_link():
            self._paint_link(painter, QRectF(self.width() - 30 * u, 5 * h, 26 * u, 34 * h), u)

    def _line(
        self, painter: QPainter, box: QRectF, words: str, size: float, tone: Tone,
        align: Qt.AlignmentFlag = _LEFT, weight: int = 500,
    ) -> None:  # fmt: skip
        """One line; what does not fit is cut at its end, with a sign for it."""
        font = _font(size, weight)
        painter.setFont(font)
        painter.setPen(theme.color(tone))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, align, shown)

    def _box(self, painter: QPainter, box: QRectF, words: str, largest: float, smallest: float) -> None:
        """As large as it fits into the box, over several lines; what is too long even at the smallest is cut."""
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        size = largest
        while size > smallest:
            taken = QFontMetrics(_font(size, 700)).boundingRect(box.toRect(), flags, words)
            if taken.height() <= box.height() and taken.width() <= box.width():
                break
            size -= 0.4 * largest / 10
        font = _font(max(size, smallest), 700)
        metrics = QFontMetrics(font)
        while len(words) > 8 and metrics.boundingRect(box.toRect(), flags, words).height() > box.height():
            words = words[: int(len(words) * 0.95)].rstrip(" …") + "…"
        painter.setFont(font)
        painter.setPen(theme.color(Tone.PLAIN))
        painter.drawText(box, flags, words)

    def _sum(self) -> tuple[tuple[str, int, str, Tone], ...]:
        wall = self.wall
        return (
            ("", wall.in_room, self.tr("in the room"), Tone.GOOD),
            ("+", wall.online, self.tr("on Zoom"), Tone.ONLINE),
            ("−", wall.both, self.tr("both ways"), Tone.MUTED),
            ("=", wall.people, self.tr("people"), Tone.ACCENT),
        )

    def _title(self) -> str:
        return self.wall.item or self.wall.title

    def _place_words(self) -> str:
        wall = self.wall
        if wall.number:
            return self.tr("Item {number} of {all}").format(number=wall.number, all=wall.items)
        return self.tr("We are about to begin") if wall.next_title else self.tr("All items have been dealt with")

    def _next_words(self) -> str:
        return self.tr("Next: {title}").format(title=self.wall.next_title)

    def _way_word(self) -> str:
        ways = {"zoom": self.tr("by Zoom"), "phone": self.tr("by telephone")}
        return ways.get(self.wall.way, self.tr("in the room"))

    def _shows_link(self) -> bool:
        return self.with_link and bool(self.wall.link)

    def _link_words(self) -> str:
        return self.tr("To join or register")

    def _quiet_words(self) -> list[str]:
        wall = self.wall
        if wall.calm == "planned" and wall.starts_at is not None:
            hour = f"{self._at(wall.starts_at):%H:%M}"
            return [wall.council, self.tr("We begin at {hour}").format(hour=hour)]
        if wall.calm == "over":
            return [wall.council, self.tr("The sitting is over. Thank you for coming.")]
        return []

    def _at(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)


def _font(size: float, weight: int) -> QFont:
    """In pixels of the wall, not in points of the desk's own scale."""
    made = theme.font(13, weight)
    made.setPixelSize(max(6, int(size)))
    return made
