"""The map of a report as SVG: each place in the shade of its class, grey where its number is held back, and white with
a broken edge where nothing is known of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from db.places.drawing import Rings
from desktop.insights.quarters import Classes, classes
from desktop.reports.drawing import EDGE, SHADES, WIDE, WITHHELD, Drawing, Sheet, bar, both, digits, text
from desktop.reports.gathering import Area

_HIGH = 330  # a higher one finds no room under half a page of text, which then stays empty
Place = Callable[[float, float], tuple[float, float]]
NAMES_AT_MOST, _NUMBERED = 12, 10
_BESIDE = 200  # pixels right of the map, for the scale and the names of the numbered places


def area_map(title: str, alt: str, areas: Sequence[Area], *, geographic: bool, untold: str, lacking: str) -> Drawing:
    """The places; their names and numbers are written on it while there are few, all of them are in their tips.

    Of many the first ones have a number, and their names stand beside the map: on paper there are no tips. What is held
    back is `untold`, and of what nothing is known `lacking`.
    """
    words = _Words(untold, lacking)
    return both(title, alt, lambda sheet: _map(sheet, areas, words, geographic=geographic))


@dataclass(frozen=True)
class _Words:
    """What stands for a number that is not there."""

    untold: str
    lacking: str

    def of(self, one: Area) -> str:
        return digits(one.people) if one.people is not None else self.untold if one.hidden else self.lacking


def _map(sheet: Sheet, areas: Sequence[Area], words: _Words, *, geographic: bool) -> tuple[float, list[str]]:
    cut = classes([float(one.people) for one in areas if one.people is not None])
    squeeze = _squeeze(areas) if geographic else 1.0
    points = [(x * squeeze, y) for one in areas for rings in one.polygons for ring in rings for x, y in ring]
    if not points:
        return 10, []
    west, north = min(x for x, _ in points), max(y for _, y in points)
    wide, high = max(x for x, _ in points) - west, north - min(y for _, y in points)
    beside = _BESIDE if sheet is WIDE else 0
    scale = min((sheet.width - beside - 20) / (wide or 1), _HIGH / (high or 1))

    def place(x: float, y: float) -> tuple[float, float]:
        return 10 + (x * squeeze - west) * scale, 10 + (north - y) * scale

    body = []
    for one in areas:
        said = words.of(one)
        path = " ".join(_ring(ring, place) for rings in one.polygons for ring in rings)
        body.append(
            f'<path d="{path}" fill="#{_shade(one, cut)}" stroke="#{EDGE}" stroke-width="0.8"{_edge(one)} '
            f'fill-rule="evenodd">'
            f"<title>{escape(one.name)}: {escape(said)}</title></path>"
        )
    few = len(areas) <= NAMES_AT_MOST
    if few:
        body += _names(areas, place, words)
    # On the narrow sheet what stands beside the map stands below it: the scale left, the names right of it.
    below = 0 if beside else high * scale + 26
    left = sheet.width - beside if beside else 10
    body += _scale(cut, areas, words, left, below)
    first = [] if few else _first(areas)
    names_left, names_top = (left + 8, 170.0) if beside else (150, below + 6)
    for number, one in enumerate(first, 1):
        body += _pin(number, *_middle(one.polygons, place))
        y = names_top + 19 * number
        body += [*_pin(number, names_left, y - 4), text(names_left + 14, y, _short(one))]
    return max(high * scale + 20, below + 160, names_top + 10 + 19 * len(first)), body


def _names(areas: Sequence[Area], place: Place, words: _Words) -> list[str]:
    made = []
    for one in areas:
        x, y = _middle(one.polygons, place)
        said = f"{one.name}: {words.of(one)}"
        made += [bar(x - 3.4 * len(said) - 4, y - 12, 6.8 * len(said) + 8, 18, "FFFFFF")]
        made += [text(x, y + 1, said, anchor="middle", strong=True)]
    return made


def _first(areas: Sequence[Area]) -> list[Area]:
    told = [one for one in areas if one.people]
    return sorted(told, key=lambda one: (-(one.people or 0), one.name))[:_NUMBERED]


def _pin(number: int, x: float, y: float) -> list[str]:
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#FFFFFF" stroke="#172033" stroke-width="0.8"/>',
        text(x, y + 3.6, str(number), anchor="middle", strong=True, size=10),
    ]


def _short(one: Area) -> str:
    name = one.name if len(one.name) <= 24 else f"{one.name[:23].rstrip()}…"
    return f"{name}: {digits(one.people)}"


def _shade(one: Area, cut: Classes) -> str:
    if one.people is None:
        return WITHHELD if one.hidden else "FFFFFF"
    return _of(cut.of(float(one.people)), cut)


def _edge(one: Area) -> str:
    return ' stroke-dasharray="3 2"' if one.people is None and not one.hidden else ""


def _of(place: int, cut: Classes) -> str:
    if cut.zero and place == 0:
        return "F7F9FC"
    many, place = len(cut.starts) - cut.zero, place - cut.zero
    return SHADES[-1] if many < 2 else SHADES[round(place * (len(SHADES) - 1) / (many - 1))]


def _scale(cut: Classes, areas: Sequence[Area], words: _Words, x: float, top: float) -> list[str]:
    made, y = [], top + 14.0
    for place, (start, end) in enumerate(zip(cut.starts, cut.ends, strict=True)):
        said = digits(start) if start == end else f"{digits(start)}–{digits(end)}"
        made += [bar(x, y, 16, 14, EDGE), bar(x + 1, y + 1, 14, 12, _of(place, cut)), text(x + 22, y + 12, said)]
        y += 21
    for hidden in (True, False):
        missing = next((one for one in areas if one.people is None and one.hidden == hidden), None)
        if missing is not None:
            box = f'<rect x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="15" height="13" fill="#{_shade(missing, cut)}"'
            made.append(f'{box} stroke="#{EDGE}" stroke-width="0.8"{_edge(missing)}/>')
            made.append(text(x + 22, y + 12, words.of(missing)))
            y += 21
    return made


def _squeeze(areas: Iterable[Area]) -> float:
    """How much narrower a degree of longitude is than one of latitude, there."""
    north = [y for one in areas for rings in one.polygons for ring in rings for _, y in ring]
    return math.cos(math.radians(sum(north) / len(north))) if north else 1.0


def _ring(ring: Sequence[tuple[float, float]], place: Place) -> str:
    return "M" + "L".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in ring) + "Z"


def _middle(polygons: Sequence[Rings], place: Place) -> tuple[float, float]:
    ring = max((rings[0] for rings in polygons), key=len)
    points = [place(x, y) for x, y in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
