"""How a map of areas is drawn: on the screen, and on a sheet for a file. Qt alone; what it shows is handed in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from desktop.kit import theme
from desktop.kit.palette import Palette
from desktop.kit.shades import CHANGE, Scale, shades

Rings = Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Patch:
    """One area: what it is called, its polygons (of each the first ring is the outer one, north is up) and its class.

    `shade` is None without a class: then it is `held` back, or there is no data. `label` is written into it where there
    is room, `tip` is all that is told of it.
    """

    key: str
    name: str
    polygons: Sequence[Rings]
    shade: int | None = None
    held: bool = False
    label: str = ""
    tip: str = ""
    at_home: bool = True  # whether it can be chosen: the rest of the city is only drawn


class Ground:
    """Patches made ready for drawing: a path each, in the coordinates they came in, north turned up.

    Geographic coordinates are squeezed by the cosine of the middle latitude, as wide as they are there; a city is
    small enough for that to be right to a hair.
    """

    def __init__(self, patches: Sequence[Patch], *, geographic: bool) -> None:
        self.patches = tuple(patches)
        heights = [y for patch in patches for polygon in patch.polygons for ring in polygon for _, y in ring]
        middle = (min(heights) + max(heights)) / 2 if heights else 0.0
        self.across = math.cos(math.radians(middle)) if geographic else 1.0
        self.paths = [self._path(patch.polygons) for patch in patches]
        self.boxes = [path.boundingRect() for path in self.paths]
        whole = QRectF()
        for box in self.boxes:
            whole = whole.united(box)
        self.bounds = whole
        # Where a city draws a settlement over the quarter around it, the smaller one lies on top and is met first.
        sizes = [box.width() * box.height() for box in self.boxes]
        self.order = sorted(range(len(sizes)), key=lambda place: -sizes[place])

    @cached_property
    def middles(self) -> list[QPointF]:
        """A point well inside each area, for its label and for going from one to the next by the arrows."""
        return [_middle(path, box) for path, box in zip(self.paths, self.boxes, strict=True)]

    @cached_property
    def rooms(self) -> list[float]:
        """How wide each area is at the height of its middle, the same to both sides."""
        return [_reach(*one) for one in zip(self.paths, self.middles, self.boxes, strict=True)]

    @cached_property
    def heights(self) -> list[float]:
        """How high each area is above and below its middle, the same both ways: a hook is high elsewhere."""
        return [_reach(*one, down=True) for one in zip(self.paths, self.middles, self.boxes, strict=True)]

    def recoloured(self, patches: Sequence[Patch]) -> Ground:
        """The same ground under other colours and words: what was measured of its shapes stays."""
        made = copy(self)
        made.patches = tuple(patches)
        return made

    def fitted(self, rect: QRectF) -> QTransform:
        """From the coordinates of the map to those of a rectangle, as large as fits, in its middle."""
        if self.bounds.isEmpty() or rect.isEmpty():
            return QTransform()
        size = min(rect.width() / self.bounds.width(), rect.height() / self.bounds.height())
        left = rect.center().x() - self.bounds.center().x() * size
        top = rect.center().y() - self.bounds.center().y() * size
        return QTransform(size, 0, 0, size, left, top)

    def at(self, spot: QPointF) -> int | None:
        """Which area a point of the map lies in."""
        for place in reversed(self.order):
            if self.boxes[place].contains(spot) and self.paths[place].contains(spot):
                return place
        return None

    def _path(self, polygons: Sequence[Rings]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for polygon in polygons:
            for ring in polygon:
                path.addPolygon(QPolygonF([QPointF(x * self.across, -y) for x, y in ring]))
                path.closeSubpath()
        return path


def _middle(path: QPainterPath, box: QRectF) -> QPointF:
    """The middle of the longest stretch of a path on one of some lines across its box, as far from the edge above it as
    from that below: a line may run close to either."""
    best, widest = box.center(), -1.0
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = box.top() + box.height() * part
        inside = [box.left() + box.width() * (step + 0.5) / 24 for step in range(24)]
        for run in _runs([x if path.contains(QPointF(x, y)) else None for x in inside]):
            if run[1] - run[0] > widest * 1.2:
                best, widest = QPointF((run[0] + run[1]) / 2, y), run[1] - run[0]
    down = [box.top() + box.height() * (step + 0.5) / 48 for step in range(48)]
    for above, below in _runs([y if path.contains(QPointF(best.x(), y)) else None for y in down]):
        if above <= best.y() <= below:
            return QPointF(best.x(), (above + below) / 2)
    return best


def _runs(line: Sequence[float | None]) -> Iterator[tuple[float, float]]:
    start = end = None
    for x in (*line, None):
        if x is not None:
            start, end = (x if start is None else start), x
        elif start is not None and end is not None:
            yield start, end
            start = end = None


def _reach(path: QPainterPath, middle: QPointF, box: QRectF, *, down: bool = False) -> float:
    """How wide an area is at its middle, the same to both sides; or how high."""
    step = QPointF(0, box.height() / 48) if down else QPointF(box.width() / 48, 0)
    reach = 0
    while reach < 24 and all(path.contains(middle + step * (way * (reach + 1))) for way in (-1, 1)):
        reach += 1
    return 2 * reach * (step.x() + step.y())


def brush(scale: Scale, palette: Palette, shade: int | None, *, held: bool) -> list[QBrush]:
    """What an area of a class is filled with, one over the other."""
    if shade is not None:
        ink = QColor(shades(scale, palette)[shade])
        if scale.kind == CHANGE and shade < 2:
            lines = QColor(palette.card)
            lines.setAlphaF(0.45)
            return [QBrush(ink), QBrush(lines, Qt.BrushStyle.BDiagPattern)]
        return [QBrush(ink)]
    if held:
        return [QBrush(QColor(palette.field)), QBrush(QColor(palette.line_strong), Qt.BrushStyle.Dense5Pattern)]
    return [QBrush(QColor(palette.field)), QBrush(QColor(palette.line_strong), Qt.BrushStyle.DiagCrossPattern)]


def paint_ground(
    painter: QPainter, rect: QRectF, ground: Ground, scale: Scale, palette: Palette, size: float
) -> QTransform:
    """Draw the areas into a rectangle; answers how the map was laid into it."""
    laid = ground.fitted(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(laid, True)
    border = QPen(QColor(palette.card), 1.0 * size)
    border.setCosmetic(True)
    outer = QPen(QColor(palette.line_strong), 1.0 * size)
    outer.setCosmetic(True)
    fills: dict[tuple[int | None, bool], list[QBrush]] = {}
    # A pattern belongs to the screen, not to the map: a line of it would be a kilometre wide.
    back, _ = laid.inverted()
    for place in ground.order:
        patch, path = ground.patches[place], ground.paths[place]
        kind = (patch.shade, patch.held)
        if kind not in fills:
            fills[kind] = brush(scale, palette, *kind[:1], held=kind[1])
            for one in fills[kind][1:]:
                one.setTransform(back)
        plain = patch.shade is None or (scale.zero and patch.shade == 0)
        painter.setPen(Qt.PenStyle.NoPen)
        for one in fills[kind][:-1]:
            painter.setBrush(one)
            painter.drawPath(path)
        painter.setPen(outer if plain else border)
        painter.setBrush(fills[kind][-1])
        painter.drawPath(path)
    painter.restore()
    return laid


def paint_chosen(painter: QPainter, laid: QTransform, path: QPainterPath, palette: Palette, size: float) -> None:
    """The line around the area somebody is at: seen on every colour, for it has two."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(laid, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((palette.card, 6.0), (palette.text, 2.6)):
        pen = QPen(QColor(ink), wide * size)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def key_height(scale: Scale, wide: float, size: float) -> float:
    """How high the key of a scale is in some width."""
    places = _key_places(scale, wide, size)
    return (places[-1][1].bottom() + 2 * size) if places else 0.0


def paint_key(painter: QPainter, rect: QRect, scale: Scale, palette: Palette, size: float) -> None:
    """The classes beside their words, from the left, in as many lines as they need."""
    painter.save()
    painter.setFont(face(12 * size, QFont.Weight.Medium))
    for (shade, held, words), place in _key_places(scale, rect.width(), size):
        spot = place.translated(rect.left(), rect.top())
        side = 14 * size
        square = QRectF(spot.left(), spot.center().y() - side / 2, side * 1.4, side)
        painter.setPen(QPen(QColor(palette.line_strong), 1))
        for one in brush(scale, palette, shade, held=held):
            painter.setBrush(one)
            painter.drawRect(square)
        painter.setPen(QColor(palette.text))
        painter.drawText(
            spot.adjusted(side * 1.4 + 6 * size, 0, 4, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )
    painter.restore()


def _key_places(scale: Scale, wide: float, size: float) -> list[tuple[tuple[int | None, bool, str], QRectF]]:
    entries: list[tuple[int | None, bool, str]] = [(at, False, words) for at, words in enumerate(scale.words)]
    entries += [(None, held, words) for held, words in ((True, scale.held), (False, scale.no_data)) if words]
    metrics = QFontMetricsF(face(12 * size, QFont.Weight.Medium))
    high, across, down = 22 * size, 0.0, 0.0
    places = []
    for entry in entries:
        room = 14 * size * 1.4 + 6 * size + metrics.horizontalAdvance(entry[2])
        if across and across + room > wide:
            across, down = 0.0, down + high
        places.append((entry, QRectF(across, down, room, high)))
        across += room + 16 * size
    return places


def face(pixels: float, weight: QFont.Weight) -> QFont:
    """Our typeface at so many pixels, whatever size the person reads at: a sheet has its own."""
    made = QFont(theme.FAMILY)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    return made


def paint_pin(painter: QPainter, spot: QPointF, palette: Palette, scale: float) -> None:
    """A point somebody chose: a dot in a ring, seen on light and dark areas alike."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(palette.card), 3 * scale))
    painter.setBrush(QColor(palette.bad))
    painter.drawEllipse(spot, 7 * scale, 7 * scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.bad), 1.5 * scale))
    painter.drawEllipse(spot, 10 * scale, 10 * scale)
