"""The words written into a map of areas: names and numbers where there is room, none over another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QStaticText, QTransform

from desktop.kit.area_ground import Ground, Patch
from desktop.kit.area_paint import face
from desktop.kit.palette import Palette
from desktop.kit.shades import Scale, shades

_SQUARE = 96.0
_LETTERS = 0.7  # of the height of a line, which has room for the accent of an Á and the foot of a g
"""Pixels. Words are held against those nearby, not against all of the city."""


class _Hand:
    """A typeface at a size; what it wrote once, it knows: to shape a word takes longer than to draw it."""

    def __init__(self, pixels: float, weight: QFont.Weight) -> None:
        self.font = face(pixels, weight)
        metrics = QFontMetricsF(self.font)
        self.high, self.ascent = metrics.height(), metrics.ascent()
        self.word = lru_cache(4096)(self._shaped)

    def _shaped(self, text: str) -> _Word:
        shaped = QStaticText(text)
        shaped.setTextFormat(Qt.TextFormat.PlainText)
        shaped.prepare(QTransform(), self.font)
        return _Word(text, shaped, shaped.size().width())


@dataclass(frozen=True, eq=False)
class _Word:
    text: str
    shaped: QStaticText
    wide: float


@lru_cache(16)
def _hand(pixels: float, weight: QFont.Weight) -> _Hand:
    return _Hand(pixels, weight)


@dataclass(frozen=True, eq=False)
class _Line:
    """A word where it is written: its left and its upper edge."""

    hand: _Hand
    shade: int
    word: _Word
    left: float
    top: float


def write_words(
    painter: QPainter, ground: Ground, laid: QTransform, scale: Scale, palette: Palette, size: float
) -> None:
    """The name and the number of each area that has room for both, or its number, or nothing."""
    names, numbers = _hand(11.5 * size, QFont.Weight.Medium), _hand(12.5 * size, QFont.Weight.Bold)
    by_face: dict[tuple[_Hand, str], list[_Line]] = defaultdict(list)
    inks = [_ink_on(one, palette) for one in shades(scale, palette)]
    for line in _lines(ground, laid, names, numbers):
        by_face[line.hand, inks[line.shade]].append(line)
    on_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster
    painter.save()
    for (hand, ink), some in by_face.items():  # a change of face or ink costs more than a word
        painter.setFont(hand.font)
        painter.setPen(QColor(ink))
        for line in some:
            if on_screen:
                painter.drawStaticText(QPointF(line.left, line.top), line.word.shaped)
            else:  # in a file the words stay words
                painter.drawText(QPointF(line.left, line.top + hand.ascent), line.word.text)
    painter.restore()


def _lines(ground: Ground, laid: QTransform, names: _Hand, numbers: _Hand) -> Iterator[_Line]:
    """What is written where, those on top first."""
    size, across, down = laid.m11(), laid.dx(), laid.dy()
    taken = _Taken()
    for place in reversed(ground.order):
        patch = ground.patches[place]
        if patch.shade is None or not patch.at_home:
            continue  # words on a pattern are no words
        inside = ground.insides[place]
        lines = _fitting(patch, names, numbers, inside.high * size, partial(_room, ground, place, size))
        if not lines:
            continue
        wide, high = max(word.wide for _, word in lines), sum(hand.high for hand, _ in lines)
        middle, top = inside.x * size + across, inside.y * size + down - high / 2
        if taken.takes(middle - wide / 2, top, middle + wide / 2, top + high):
            for hand, word in lines:
                yield _Line(hand, patch.shade, word, middle - word.wide / 2, top)
                top += hand.high


def _room(ground: Ground, place: int, size: float, high: float) -> float:
    return ground.room(place, _LETTERS * high / size) * size


def _fitting(
    patch: Patch, names: _Hand, numbers: _Hand, high: float, room: Callable[[float], float]
) -> list[tuple[_Hand, _Word]]:
    """What can be written into an area, the fullest first: the number alone says more than the name alone. `room`: how
    wide something so high may be."""
    if not patch.label:
        name = names.word(patch.name)
        return [(names, name)] if names.high <= high and name.wide <= room(names.high) else []
    number = numbers.word(patch.label)
    if numbers.high > high or number.wide > room(numbers.high):
        return []
    both = names.high + numbers.high
    if both <= high and (name := names.word(patch.name)).wide <= room(both):
        return [(names, name), (numbers, number)]
    return [(numbers, number)]


class _Taken:
    """Where something is written already."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)

    def takes(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether nothing is written there; then it is taken."""
        squares = [
            self._squares[across, down]
            for across in range(int(left // _SQUARE), int(right // _SQUARE) + 1)
            for down in range(int(top // _SQUARE), int(bottom // _SQUARE) + 1)
        ]
        for square in squares:
            for other_left, other_top, other_right, other_bottom in square:
                if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
                    return False
        for square in squares:
            square.append((left, top, right, bottom))
        return True


def _ink_on(ground: str, palette: Palette) -> str:
    """Dark or light words, whichever is read better on a colour."""
    told = QColor(ground)
    light = 0.299 * told.redF() + 0.587 * told.greenF() + 0.114 * told.blueF()
    dark_ink, light_ink = sorted((palette.text, palette.card), key=lambda one: QColor(one).lightnessF())
    return dark_ink if light > 0.55 else light_ink
