"""How bars are drawn inside a plot: in the plot's places, but in the pixels of whatever they are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph
from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from desktop.kit.palette import DARK, Palette, Tone

# Steps from the ink towards the paper, so that the parts stay apart in a grey print and for eyes that see no red.
_STEPS = (0.0, 0.28, 0.54, 0.16)
# On dark paper all inks are light, and the steps have to be longer.
_STEPS_IN_THE_DARK = (0.0, 0.4, 0.7, 0.16)
BROAD = 0.72


@dataclass(frozen=True)
class Part:
    """One series: its words, a value per category (None: too few people to be shown), its tone.

    `hollow` outlines and hatches what stands apart and is not counted into the whole: "unnamed", "no data". `left`
    goes to the other side of the axis. `step` from the ink (0.0) towards the paper; None: by its place among the parts.
    """

    words: str
    values: Sequence[int | None]
    tone: Tone
    hollow: bool = False
    left: bool = False
    step: float | None = None


@dataclass(frozen=True)
class Marks:
    """A line over each bar, where another number stands: that of a year before. None where there is none."""

    words: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Bar:
    """One piece of a bar, in the plot's own places."""

    rect: QRectF
    part: int
    category: int
    withheld: bool = False


@dataclass(frozen=True)
class Total:
    """The number at the end of a bar."""

    at: QPointF
    words: str
    category: int
    left: bool = False


def fill(palette: Palette, parts: Sequence[Part], place: int) -> QColor:
    """The colour of a part: the ink of its tone, a step lighter for each part of the chart before it."""
    ink, paper = QColor(palette.ink(parts[place].tone)), QColor(palette.card)
    step = (
        told
        if (told := parts[place].step) is not None
        else (_STEPS_IN_THE_DARK if palette is DARK else _STEPS)[place % 4]
    )
    mixed = (round(a + (b - a) * step) for a, b in zip(ink.getRgb()[:3], paper.getRgb()[:3], strict=True))  # type: ignore[index]
    return QColor(*mixed)


def paint_pieces(
    painter: QPainter, rects: Sequence[QRectF], palette: Palette, parts: Sequence[Part], place: int
) -> None:
    """Draw pieces of one part, as in the plot so in the legend."""
    colour = fill(palette, parts, place)
    if parts[place].hollow:
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRects([rect.adjusted(0.6, 0.6, -0.6, -0.6) for rect in rects])
        return
    painter.setPen(QPen(QColor(palette.card), 1))
    painter.setBrush(colour)
    painter.drawRects(rects)
    if place % 4 == 3 and parts[place].step is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(palette.card), Qt.BrushStyle.Dense6Pattern))
        painter.drawRects(rects)


def layout(
    parts: Sequence[Part], categories: int, *, stacked: bool, horizontal: bool
) -> tuple[list[Bar], list[Total], float]:
    """Where every piece and every total stands, and how long the longest bar is."""
    bars: list[Bar] = []
    totals: list[Total] = []
    longest = 0.0
    share = BROAD if stacked else BROAD / max(1, len(parts))
    for category in range(categories):
        ends, counted = {False: 0.0, True: 0.0}, {False: 0, True: 0}
        for place, part in enumerate(parts):
            value, left = part.values[category], part.left
            low = category - BROAD / 2 + (0 if stacked else place * share)
            start = ends[left] if stacked else 0.0
            long = float(value or 0)
            rect = QRectF(low, -start - long if left else start, share, long)
            if value or value is None:
                bars.append(Bar(_turned(rect, horizontal), place, category, value is None))
            ends[left] += long
            longest = max(longest, ends[left] if stacked else long)
            counted[left] += 0 if part.hollow else (value or 0)
            if not stacked and value:
                totals.append(Total(_turned_point(low + share / 2, value, horizontal), number(value), category))
        for left, end in ends.items():
            if stacked and end:
                whole = counted[left] or round(end)  # where all of a bar stands apart, its number is that of it
                at = _turned_point(float(category), -end if left else end, horizontal)
                totals.append(Total(at, number(whole), category, left))
    return bars, totals, longest


def number(value: int) -> str:
    """Digits grouped as the language does, as everywhere else on the page."""
    return QLocale().toString(value)


def paint_mark(painter: QPainter, start: QPointF, long: float, palette: Palette, *, upright: bool) -> None:
    """Draw one mark: a dark line on a pale rim, seen on every colour."""
    end = start + (QPointF(0, long) if upright else QPointF(long, 0))
    for ink, broad in ((palette.card, 5.0), (palette.text, 2.0)):
        painter.setPen(QPen(QColor(ink), broad, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(start, end)


def _turned(rect: QRectF, horizontal: bool) -> QRectF:
    return QRectF(rect.y(), rect.x(), rect.height(), rect.width()) if horizontal else rect


def _turned_point(across: float, along: float, horizontal: bool) -> QPointF:
    return QPointF(along, across) if horizontal else QPointF(across, along)


class Bars(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """All pieces of a chart as one item."""

    def __init__(
        self, parts: Sequence[Part], bars: list[Bar], totals: list[Total], *, stacked: bool, horizontal: bool,
        marks: Marks | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._marks, self._at = marks, -1
        self._parts, self._bars, self._totals = parts, bars, totals
        self._stacked, self._horizontal = stacked, horizontal
        self._palette: Palette | None = None
        self._font = QFont()
        self._bounds = QRectF()
        for bar in bars:
            self._bounds = self._bounds.united(bar.rect)

    def dress(self, palette: Palette, font: QFont) -> None:
        """Colours and type to draw with."""
        self._palette, self._font = palette, font
        self.update()

    def mark(self, category: int) -> None:
        """Somebody is at a category, or at none (-1)."""
        self._at = category
        self.update()

    def boundingRect(self) -> QRectF:
        wide, high = self._bounds.width(), self._bounds.height()
        return self._bounds.adjusted(-0.25 * wide - 1, -0.25 * high - 1, 0.25 * wide + 1, 0.25 * high + 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._palette is None:
            return
        # Hatching and numbers must not be stretched with the plot: pieces are brought into pixels first.
        painter.save()
        to_pixels = painter.transform()
        ratio = painter.device().devicePixelRatioF()
        painter.setTransform(QTransform.fromScale(ratio, ratio))
        inverse = QTransform.fromScale(1 / ratio, 1 / ratio)
        if self._at >= 0:
            band = QRectF(self._at - 0.5, -1e6, 1, 2e6)
            painter.fillRect(
                inverse.mapRect(to_pixels.mapRect(_turned(band, self._horizontal))), QColor(self._palette.hover)
            )
        by_part: dict[int, list[QRectF]] = {}
        here = to_pixels * inverse
        for bar in self._bars:
            if not bar.withheld:
                by_part.setdefault(bar.part, []).append(here.mapRect(bar.rect))
        for part, rects in sorted(by_part.items()):  # a change of ink costs more than a piece
            paint_pieces(painter, rects, self._palette, self._parts, part)
        self._paint_marks(painter, here)
        self._paint_numbers(painter, here)
        painter.restore()

    def _paint_marks(self, painter: QPainter, to_pixels: QTransform) -> None:
        if self._marks is None or self._palette is None:
            return
        for category, value in enumerate(self._marks.values):
            if value is not None:
                start = to_pixels.map(_turned_point(category - 0.5 + (1 - BROAD) / 4, value, self._horizontal))
                end = to_pixels.map(_turned_point(category + 0.5 - (1 - BROAD) / 4, value, self._horizontal))
                long = abs(end.y() - start.y()) if self._horizontal else abs(end.x() - start.x())
                first = QPointF(min(start.x(), end.x()), min(start.y(), end.y()))
                paint_mark(painter, first, long, self._palette, upright=self._horizontal)

    def _paint_numbers(self, painter: QPainter, to_pixels: QTransform) -> None:
        palette = self._palette
        if palette is None:
            return
        metrics = QFontMetricsF(self._font)
        painter.setFont(self._font)
        painter.setPen(QColor(palette.text))
        thickness = 1.0 if self._stacked else BROAD / max(1, len(self._parts))
        room = thickness * abs(to_pixels.m22() if self._horizontal else to_pixels.m11())
        widest = max((metrics.horizontalAdvance(total.words) for total in self._totals), default=0.0)
        need = metrics.height() * 0.9 if self._horizontal else widest
        if need <= room:
            for total in self._totals:
                at = self._clear_of_mark(total, to_pixels, metrics)
                self._write(painter, at, total.words, metrics, left=total.left)
        painter.setPen(QColor(palette.muted))
        withheld = "<5" if metrics.horizontalAdvance("<5") <= room or self._horizontal else "·"
        for bar in self._bars:
            if bar.withheld:
                left = self._parts[bar.part].left
                self._write(painter, to_pixels.map(bar.rect.center()), withheld, metrics, left=left)

    def _clear_of_mark(self, total: Total, to_pixels: QTransform, metrics: QFontMetricsF) -> QPointF:
        """Where a number begins: behind the mark of its bar, where that would strike it through."""
        at: QPointF = to_pixels.map(total.at)
        value = self._marks.values[total.category] if self._marks else None
        if value is None or total.left:
            return at
        mark: QPointF = to_pixels.map(_turned_point(float(total.category), value, self._horizontal))
        if self._horizontal:
            struck = at.x() - 3 < mark.x() < at.x() + 8 + metrics.horizontalAdvance(total.words)
            return QPointF(mark.x() + 3, at.y()) if struck else at
        struck = at.y() - metrics.height() - 5 < mark.y() < at.y() + 3
        return QPointF(at.x(), mark.y() - 3) if struck else at

    def _write(self, painter: QPainter, at: QPointF, words: str, metrics: QFontMetricsF, *, left: bool = False) -> None:
        wide, high = metrics.horizontalAdvance(words), metrics.height()
        if self._horizontal:
            spot = QRectF(at.x() - 5 - wide if left else at.x() + 5, at.y() - high / 2, wide, high)
        else:
            spot = QRectF(at.x() - wide / 2, at.y() - high - 2, wide, high)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)
