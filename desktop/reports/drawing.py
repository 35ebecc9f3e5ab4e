"""The charts of reports and of the public page as SVG: plain text in, the same drawing for paper and browser out.

Each has a title and a description inside, which a screen reader says; the numbers stand beside the bars, so that
colour alone tells nothing. Widths and heights are in pixels of 96 to an inch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from desktop.paper.look import INK, MUTED

WIDTH = 720
COLOURS = ("1F5EAB", "E08A1E", "5B6780", "2E8B74")
SHADES = ("DCE8F6", "A9C8EA", "6FA3DA", "3A78C2", "12406F")
WITHHELD = "EDEDED"
LETTERS = "Inter, 'Segoe UI', Arial, sans-serif"
_LEFT, _ROW, _BAR, _CHART = 210, 24, 15, 190


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name and a value for each bar; None is a number that is not told."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Drawing:
    """A chart: what it is called, what it shows in a sentence, and the SVG."""

    title: str
    alt: str
    svg: str


def across(title: str, alt: str, labels: Sequence[str], series: Sequence[Series], hidden: str) -> Drawing:
    """Bars from left to right, one a label, its parts one after the other, the sum beside it."""
    most = max((_sum(series, place) for place in range(len(labels))), default=0) or 1
    top = _legend_height(series)
    body = [*_legend(series)]
    for place, label in enumerate(labels):
        y = top + place * _ROW
        body.append(_text(_LEFT - 8, y + 12, _short(label), anchor="end"))
        x = float(_LEFT)
        for number, one in enumerate(series):
            wide = (one.values[place] or 0) / most * (WIDTH - _LEFT - 70)
            if wide:
                body.append(_bar(x, y, wide, _BAR, COLOURS[number % len(COLOURS)]))
            x += wide
        untold = any(one.values[place] is None for one in series)
        body.append(_text(x + 6, y + 12, hidden if untold else digits(_sum(series, place)), strong=True))
    return _drawing(title, alt, top + len(labels) * _ROW + 6, body)


def upwards(title: str, alt: str, labels: Sequence[str], series: Sequence[Series], hidden: str) -> Drawing:
    """Bars from the ground up, one a label, for steps of time; the sum above each while there is room for it."""
    top = _legend_height(series) + 16
    most = max((_sum(series, place) for place in range(len(labels))), default=0) or 1
    step = (WIDTH - 20) / max(1, len(labels))
    wide, every = min(46.0, step * 0.7), math.ceil(44 / step)
    body = [*_legend(series), _bar(10, top + _CHART, WIDTH - 20, 1, MUTED)]
    for place, label in enumerate(labels):
        x, y = 10 + step * place + (step - wide) / 2, float(top + _CHART)
        for number, one in enumerate(series):
            high = (one.values[place] or 0) / most * _CHART
            y -= high
            if high:
                body.append(_bar(x, y, wide, high, COLOURS[number % len(COLOURS)]))
        untold = any(one.values[place] is None for one in series)
        if step > 26:
            said = hidden if untold else digits(_sum(series, place))
            body.append(_text(x + wide / 2, y - 4, said, anchor="middle", strong=True))
        if place % every == 0:
            body.append(_text(x + wide / 2, top + _CHART + 16, label, anchor="middle"))
    return _drawing(title, alt, top + _CHART + 24, body)


def digits(value: float | None) -> str:
    """A number as it is written in Spanish: 12.345 and 0,5."""
    if value is None:
        return "–"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{int(value):,}".replace(",", ".")


def _sum(series: Sequence[Series], place: int) -> float:
    return sum(one.values[place] or 0 for one in series)


def _legend_height(series: Sequence[Series]) -> int:
    return 30 if len(series) > 1 else 6


def _legend(series: Sequence[Series]) -> list[str]:
    made, x = [], 10.0
    for number, one in enumerate(series if len(series) > 1 else ()):
        made += [_bar(x, 5, 12, 12, COLOURS[number % len(COLOURS)]), _text(x + 18, 16, one.name)]
        x += 44 + 7.2 * len(one.name)
    return made


def _short(label: str) -> str:
    return label if len(label) <= 32 else f"{label[:31].rstrip()}…"


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


def drawing(title: str, alt: str, height: float, body: Sequence[str]) -> Drawing:
    """The whole of a chart."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img"><title>{escape(title)}</title><desc>{escape(alt)}</desc>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#FFFFFF"/>{"".join(body)}</svg>'
    )
    return Drawing(title, alt, svg)


_bar, _text, _drawing = bar, text, drawing
