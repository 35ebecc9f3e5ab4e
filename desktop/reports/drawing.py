"""The charts of reports and of the public page as SVG: plain text in, the same drawing for paper and browser out.

Each has a title and a description inside, which a screen reader says; the numbers stand beside the bars, so that
colour alone tells nothing. Widths and heights are in pixels of 96 to an inch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from desktop.paper.look import INK, MUTED

WIDTH = 720
COLOURS = ("1F5EAB", "E08A1E", "C4CBD6", "22354F")
LACKING, EDGE = "F4F6F9", "8FA1B8"
SHADES = ("DCE8F6", "A9C8EA", "6FA3DA", "3A78C2", "12406F")
WITHHELD = "EDEDED"
LETTERS = "Inter, 'Segoe UI', Arial, sans-serif"
_LEFT, _ROW, _BAR, _CHART = 210, 24, 15, 190


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name and a value for each bar; None is a number that is not told.

    `lacking`: those of whom it is not known, which is drawn hollow.
    """

    name: str
    values: tuple[float | None, ...]
    lacking: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart: what it is called, what it shows in a sentence, and the SVG; `narrow` is the one for a telephone."""

    title: str
    alt: str
    svg: str
    narrow: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: how wide it is, and how wide the names of the bars; 0: they stand above the bars."""

    width: int
    left: int


WIDE, NARROW = Sheet(WIDTH, _LEFT), Sheet(350, 0)


def across(title: str, alt: str, labels: Sequence[str], series: Sequence[Series], hidden: str) -> Drawing:
    """Bars from left to right, one a label, its parts one after the other, the sum beside it."""
    return both(title, alt, lambda sheet: _across(sheet, labels, series, hidden))


def upwards(title: str, alt: str, labels: Sequence[str], series: Sequence[Series], hidden: str) -> Drawing:
    """Bars from the ground up, one a label, for steps of time; the sum above each while there is room for it."""
    return both(title, alt, lambda sheet: _upwards(sheet, labels, series, hidden))


def both(title: str, alt: str, draw: Callable[[Sheet], tuple[float, Sequence[str]]]) -> Drawing:
    """A drawing on the wide sheet and on the narrow one; `draw` answers height and parts."""
    return Drawing(title, alt, *(_whole(title, alt, sheet, *draw(sheet)) for sheet in (WIDE, NARROW)))


def _across(
    sheet: Sheet, labels: Sequence[str], series: Sequence[Series], hidden: str
) -> tuple[float, Sequence[str]]:  # fmt: skip
    most = max((_sum(series, place) for place in range(len(labels))), default=0) or 1
    body, top = _legend(series, sheet.width)
    high, left, under = (_ROW, sheet.left, 0) if sheet.left else (_ROW + 16, 0, 16)
    for place, label in enumerate(labels):
        y = top + place * high
        body.append(text(left - 8, y + 12, _short(label), anchor="end") if left else text(0, y + 12, label))
        x = float(left)
        for number, one in enumerate(series):
            wide = (one.values[place] or 0) / most * (sheet.width - left - 70)
            if wide:
                body.append(_piece(x, y + under, wide, _BAR, one, number))
            x += wide
        untold = any(one.values[place] is None for one in series)
        said = hidden if untold else digits(_sum(series, place))
        body.append(text(x + 6, y + under + 12, said, strong=True))
    return top + len(labels) * high + 6, body


def _upwards(
    sheet: Sheet, labels: Sequence[str], series: Sequence[Series], hidden: str
) -> tuple[float, Sequence[str]]:  # fmt: skip
    body, top = _legend(series, sheet.width)
    top += 16
    most = max((_sum(series, place) for place in range(len(labels))), default=0) or 1
    step = (sheet.width - 20) / max(1, len(labels))
    wide, every = min(46.0, step * 0.7), math.ceil(44 / step)
    body.append(bar(10, top + _CHART, sheet.width - 20, 1, MUTED))
    for place, label in enumerate(labels):
        x, y = 10 + step * place + (step - wide) / 2, float(top + _CHART)
        for number, one in enumerate(series):
            high = (one.values[place] or 0) / most * _CHART
            y -= high
            if high:
                body.append(_piece(x, y, wide, high, one, number))
        untold = any(one.values[place] is None for one in series)
        if step > 26:
            said = hidden if untold else digits(_sum(series, place))
            body.append(text(x + wide / 2, y - 4, said, anchor="middle", strong=True))
        if place % every == 0:
            body.append(text(x + wide / 2, top + _CHART + 16, label, anchor="middle"))
    return top + _CHART + 24, body


def digits(value: float | None) -> str:
    """A number as it is written in Spanish: 12.345 and 0,5."""
    if value is None:
        return "–"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{int(value):,}".replace(",", ".")


def _sum(series: Sequence[Series], place: int) -> float:
    return sum(one.values[place] or 0 for one in series)


def _legend(series: Sequence[Series], width: int) -> tuple[list[str], int]:
    """The colours with their names, in as many lines as it takes, and where the chart begins below them."""
    made: list[str] = []
    x, y = 10.0, 5
    for number, one in enumerate(series if len(series) > 1 else ()):
        wide = 44 + 7.2 * len(one.name)
        if x + wide > width + 20 and x > 10:
            x, y = 10.0, y + 20
        made += [_piece(x, y, 12, 12, one, number), text(x + 18, y + 11, one.name)]
        x += wide
    return made, y + 25 if len(series) > 1 else 6


def _short(label: str) -> str:
    return label if len(label) <= 32 else f"{label[:31].rstrip()}…"


def _piece(x: float, y: float, wide: float, high: float, one: Series, number: int) -> str:
    """A piece of a bar; what is light or hollow has an edge, without which it is lost on white paper."""
    colour = LACKING if one.lacking else COLOURS[number % len(COLOURS)]
    if colour not in (LACKING, COLOURS[2]):
        return bar(x, y, wide, high, colour)
    edge = min(0.5, wide / 4, high / 4)
    return bar(x, y, wide, high, EDGE) + bar(x + edge, y + edge, wide - 2 * edge, high - 2 * edge, colour)


def bar(x: float, y: float, wide: float, high: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="#{colour}"/>'


def text(x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False, size: int = 12) -> str:
    """Letters whose line ends, begins or is centred at x."""
    weight = ' font-weight="600"' if strong else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{LETTERS}" font-size="{size}"{weight} fill="#{INK}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _whole(title: str, alt: str, sheet: Sheet, height: float, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {height:.0f}" width="{sheet.width}" '
        f'height="{height:.0f}" role="img"><title>{escape(title)}</title><desc>{escape(alt)}</desc>'
        f'<rect width="{sheet.width}" height="{height:.0f}" fill="#FFFFFF"/>{"".join(body)}</svg>'
    )
