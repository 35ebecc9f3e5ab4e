"""The shapes of a map of areas, and what is measured of them once: where there is room for words, what lies on top."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QTransform

Ring = Sequence[tuple[float, float]]
Rings = Sequence[Ring]


_STEPS = 8  # of the height of an area


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


@dataclass(frozen=True)
class Inside:
    """A point well inside an area, and how wide and high the area is there, the same to both sides: a hook is high
    elsewhere."""

    x: float
    y: float
    wide: float
    high: float


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
        self._rings = [
            [[(x * self.across, -y) for x, y in ring] for polygon in patch.polygons for ring in polygon]
            for patch in patches
        ]
        self._room: dict[tuple[int, int], float] = {}
        self.paths = [_path(rings) for rings in self._rings]
        self.boxes = [path.boundingRect() for path in self.paths]
        self._sides = [(box.left(), box.top(), box.right(), box.bottom()) for box in self.boxes]
        whole = QRectF()
        for box in self.boxes:
            whole = whole.united(box)
        self.bounds = whole
        # Where a city draws a settlement over the quarter around it, the smaller one lies on top and is met first.
        sizes = [box.width() * box.height() for box in self.boxes]
        self.order = sorted(range(len(sizes)), key=lambda place: -sizes[place])

    @cached_property
    def insides(self) -> list[Inside]:
        """Where each area has room, for its label and for going from one to the next by the arrows."""
        return [_inside(rings, box) for rings, box in zip(self._rings, self.boxes, strict=True)]

    def room(self, place: int, high: float) -> float:
        """How wide something of this height may be there: at its top and its foot a slanting area is elsewhere. Known
        by steps of the height, so that a map that is drawn larger and larger is not measured anew each time."""
        inside = self.insides[place]
        step = math.ceil(_STEPS * high / inside.high) if inside.high else _STEPS
        if (wide := self._room.get((place, step))) is None:
            half = step * inside.high / _STEPS / 2
            rings = [(*ring, ring[0]) for ring in self._rings[place] if ring]
            sides = [_run_around(_crossed(rings, inside.y + part), inside.x) for part in (-half, half)]
            wide = min(inside.wide, *(2 * min(inside.x - left, right - inside.x) for left, right in sides))
            self._room[place, step] = wide
        return wide

    @cached_property
    def middles(self) -> list[QPointF]:
        """The points of these."""
        return [QPointF(one.x, one.y) for one in self.insides]

    @cached_property
    def on_top(self) -> list[int]:
        """The areas that lie over a larger one, in the order in which they are drawn."""
        boxes = [self._sides[place] for place in self.order]
        found = []
        for at, place in enumerate(self.order):
            x, y = self.insides[place].x, self.insides[place].y
            larger = [below for below in range(at) if boxes[below][0] <= x <= boxes[below][2]]
            around = (below for below in larger if boxes[below][1] <= y <= boxes[below][3])
            if any(self.paths[self.order[below]].contains(QPointF(x, y)) for below in around):
                found.append(place)
        return found

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


def _path(rings: Rings) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        if ring:
            path.moveTo(*ring[0])  # of points made one by one and handed over together it takes three times as long
            for x, y in ring[1:]:
                path.lineTo(x, y)
            path.closeSubpath()
    return path


def _inside(rings: Rings, box: QRectF) -> Inside:
    """The middle of the longest stretch of an area on one of some lines across its box, as far from the edge above it
    as from that below: a line may run close to either."""
    rings = [(*ring, ring[0]) for ring in rings if ring]
    best, at, longest = box.center().x(), box.center().y(), -1.0
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = box.top() + box.height() * part
        for start, end in _runs(_crossed(rings, y)):
            if end - start > longest * 1.2:
                best, at, longest = (start + end) / 2, y, end - start
    turned = [[(y, x) for x, y in ring] for ring in rings]
    above, below = _run_around(_crossed(turned, best), at)
    at = (above + below) / 2
    start, end = _run_around(_crossed(rings, at), best)
    return Inside(best, at, 2 * min(best - start, end - best), below - above)


def _crossed(rings: Rings, y: float) -> list[float]:
    """Where a line across meets the edges of an area, from the left. Its rings end where they begin."""
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 <= y) != (y2 <= y):
                found.append(x1 + (x2 - x1) * (y - y1) / (y2 - y1))
    return sorted(found)


def _runs(crossed: Sequence[float]) -> Iterator[tuple[float, float]]:
    """What lies inside between them: from the first to the second, from the third to the fourth."""
    return zip(crossed[::2], crossed[1::2], strict=False)


def _run_around(crossed: Sequence[float], at: float) -> tuple[float, float]:
    return next(((start, end) for start, end in _runs(crossed) if start <= at <= end), (at, at))
