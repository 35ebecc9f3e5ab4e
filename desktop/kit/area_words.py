"""The words written into a map of areas: names and numbers where there is room, none over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTransform

from desktop.kit.area_paint import Ground, Patch, face
from desktop.kit.palette import Palette
from desktop.kit.shades import Scale, shades

_SQUARE = 96.0
"""Pixels. Words are held against those nearby, not against all of the city."""


@dataclass(frozen=True)
class _Hand:
    """A typeface at a size, measured once."""

    font: QFont
    metrics: QFontMetricsF


Lines = Sequence[tuple[_Hand, str]]


def write_words(
    painter: QPainter, ground: Ground, laid: QTransform, scale: Scale, palette: Palette, size: float
) -> None:
    """The name and the number of each area that has room for both, or its number, or nothing."""
    names, numbers = (
        _Hand(font, QFontMetricsF(font))
        for font in (face(11.5 * size, QFont.Weight.Medium), face(12.5 * size, QFont.Weight.Bold))
    )
    inks = [QColor(_ink_on(one, palette)) for one in shades(scale, palette)]
    written: list[tuple[QColor, Lines, QRectF]] = []
    taken: dict[tuple[int, int], list[QRectF]] = {}
    for place in reversed(ground.order):
        patch = ground.patches[place]
        if patch.shade is None or not patch.at_home:
            continue  # words on a pattern are no words
        room, high = ground.rooms[place] * laid.m11(), ground.boxes[place].height() * laid.m11() * 0.8
        for lines in _ways_to_say(patch, names, numbers):
            spot = _spot(lines, laid.map(ground.middles[place]))
            if spot.width() <= room and spot.height() <= high and _free(spot, taken):
                written.append((inks[patch.shade], lines, spot))
                break
    painter.save()
    for hand in (names, numbers):  # a change of face costs more than a word
        painter.setFont(hand.font)
        for ink, lines, spot in written:
            _write(painter, hand, ink, lines, spot)
    painter.restore()


def _ways_to_say(patch: Patch, names: _Hand, numbers: _Hand) -> Iterator[Lines]:
    """What may be written into an area, the fullest first: the number alone says more than the name alone."""
    if patch.label:
        yield ((names, patch.name), (numbers, patch.label))
        yield ((numbers, patch.label),)
    else:
        yield ((names, patch.name),)


def _spot(lines: Lines, middle: QPointF) -> QRectF:
    wide = max(hand.metrics.horizontalAdvance(text) for hand, text in lines)
    high = sum(hand.metrics.height() for hand, _ in lines)
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


def _write(painter: QPainter, hand: _Hand, ink: QColor, lines: Lines, spot: QRectF) -> None:
    top = spot.top()
    for one, text in lines:
        if one is hand:
            left = spot.center().x() - one.metrics.horizontalAdvance(text) / 2
            painter.setPen(ink)
            painter.drawText(QPointF(left, top + one.metrics.ascent()), text)
        top += one.metrics.height()


def _ink_on(ground: str, palette: Palette) -> str:
    """Dark or light words, whichever is read better on a colour."""
    told = QColor(ground)
    light = 0.299 * told.redF() + 0.587 * told.greenF() + 0.114 * told.blueF()
    dark_ink, light_ink = sorted((palette.text, palette.card), key=lambda one: QColor(one).lightnessF())
    return dark_ink if light > 0.55 else light_ink
