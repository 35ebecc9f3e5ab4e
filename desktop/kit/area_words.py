"""The words written into a map of areas: names and numbers where there is room, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTransform

from desktop.kit.area_paint import Ground, Patch, face
from desktop.kit.palette import Palette
from desktop.kit.shades import Scale, shades

_SQUARE = 96.0
"""Pixels. Words are held against those nearby, not against all of the city."""


class _Hand:
    """A typeface at a size; what it was measured to write, it knows."""

    def __init__(self, pixels: float, weight: QFont.Weight) -> None:
        self.font = face(pixels, weight)
        metrics = QFontMetricsF(self.font)
        self.high, self.ascent = metrics.height(), metrics.ascent()
        self.wide = lru_cache(8192)(metrics.horizontalAdvance)


@lru_cache(16)
def _hand(pixels: float, weight: QFont.Weight) -> _Hand:
    return _Hand(pixels, weight)


Lines = Sequence[tuple[_Hand, str]]
Written = tuple[QColor, str, float, float]


def write_words(
    painter: QPainter, ground: Ground, laid: QTransform, scale: Scale, palette: Palette, size: float
) -> None:
    """The name and the number of each area that has room for both, or its number, or nothing."""
    names, numbers = _hand(11.5 * size, QFont.Weight.Medium), _hand(12.5 * size, QFont.Weight.Bold)
    inks = [QColor(_ink_on(one, palette)) for one in shades(scale, palette)]
    written: dict[_Hand, list[Written]] = {names: [], numbers: []}
    taken: dict[tuple[int, int], list[QRectF]] = {}
    for place in reversed(ground.order):
        patch = ground.patches[place]
        if patch.shade is None or not patch.at_home:
            continue  # words on a pattern are no words
        room, high = ground.rooms[place] * laid.m11(), ground.heights[place] * laid.m11()
        lines = _fitting(patch, names, numbers, room, high)
        middle = laid.map(ground.middles[place])
        if lines and _free(_spot(lines, middle), taken):
            top = middle.y() - sum(hand.high for hand, _ in lines) / 2
            for hand, text in lines:
                written[hand].append((inks[patch.shade], text, middle.x() - hand.wide(text) / 2, top + hand.ascent))
                top += hand.high
    painter.save()
    for hand, words in written.items():  # a change of face or ink costs more than a word
        painter.setFont(hand.font)
        for ink in {one.name(): one for one in inks}.values():
            painter.setPen(ink)
            for told, text, left, base in words:
                if told == ink:
                    painter.drawText(QPointF(left, base), text)
    painter.restore()


def _fitting(patch: Patch, names: _Hand, numbers: _Hand, room: float, high: float) -> Lines:
    """What can be written into an area, the fullest first: the number alone says more than the name alone."""
    lines: Lines = ((names, patch.name), (numbers, patch.label)) if patch.label else ((names, patch.name),)
    for way in (lines, lines[1:]):
        if way and sum(hand.high for hand, _ in way) <= high and all(hand.wide(text) <= room for hand, text in way):
            return way
    return ()


def _spot(lines: Lines, middle: QPointF) -> QRectF:
    wide = max(hand.wide(text) for hand, text in lines)
    high = sum(hand.high for hand, _ in lines)
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)


def _free(spot: QRectF, taken: dict[tuple[int, int], list[QRectF]]) -> bool:
    """Whether nothing is written there; then it is taken."""
    squares = [
        (across, down)
        for across in range(int(spot.left() // _SQUARE), int(spot.right() // _SQUARE) + 1)
        for down in range(int(spot.top() // _SQUARE), int(spot.bottom() // _SQUARE) + 1)
    ]
    if any(spot.intersects(one) for square in squares for one in taken.get(square, ())):
        return False
    for square in squares:
        taken.setdefault(square, []).append(spot)
    return True


def _ink_on(ground: str, palette: Palette) -> str:
    """Dark or light words, whichever is read better on a colour."""
    told = QColor(ground)
    light = 0.299 * told.redF() + 0.587 * told.greenF() + 0.114 * told.blueF()
    dark_ink, light_ink = sorted((palette.text, palette.card), key=lambda one: QColor(one).lightnessF())
    return dark_ink if light > 0.55 else light_ink
