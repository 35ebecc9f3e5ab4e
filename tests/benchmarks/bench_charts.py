"""The charts of the page drawn anew: each in time for one frame, and all of them, data aside, within 100 ms."""

import random

from desktop.kit import theme
from desktop.kit.bars import Marks, Part
from desktop.kit.charts import BarChart
from desktop.kit.grid import Grid, GridChart
from desktop.kit.palette import LIGHT, Tone

FRAME, CLICK, SIZE = 0.016, 0.1, (1100, 320)
MONTHS = [f"{month} 20{year}" for year in (25, 26) for month in range(1, 13)]


def columns(hand: random.Random) -> tuple[list[Part], Marks]:
    """Twenty-four months of four noisy parts, one of them hatched, with a mark over each."""
    tones = (Tone.GOOD, Tone.ACCENT, Tone.ONLINE, Tone.MUTED)
    parts = [
        Part(f"part {place}", [hand.randrange(4, 900) for _ in MONTHS], tone, hollow=tone == Tone.MUTED)
        for place, tone in enumerate(tones)
    ]
    return parts, Marks("before", [hand.randrange(4, 2000) for _ in MONTHS])


def grid(hand: random.Random) -> Grid:
    """Twenty-four cohorts by six."""
    depths = tuple(tuple(hand.random() for _ in range(6)) for _ in MONTHS)
    words = tuple(tuple(f"{round(depth * 100)} %" for depth in row) for row in depths)
    return Grid(tuple(MONTHS), tuple("123456"), words, depths, tuple(MONTHS))


def test_every_chart_is_drawn_anew_within_a_frame_and_eight_of_them_within_a_click(qapp, measured) -> None:
    theme.apply(qapp)
    hand = random.Random(7)
    upright, lying, cells = BarChart("upright"), BarChart("lying", horizontal=True), GridChart("cells")

    def bars(chart: BarChart) -> None:
        parts, marks = columns(hand)
        chart.show_bars(MONTHS, parts, marks=marks)
        chart.grab()

    def rows() -> None:
        cells.show_grid(grid(hand))
        cells.grab()

    for chart in (upright, lying, cells):
        chart.resize(*SIZE)
        if isinstance(chart, BarChart):
            bars(chart)
        chart.show()
    for chart in (upright, lying):
        drawn = chart.grab().toImage()
        inks = {drawn.pixelColor(x, y).name() for x in range(60, SIZE[0], 3) for y in range(60, SIZE[1], 3)}
        assert LIGHT.good.lower() in inks, "what is timed is drawn"
    each = [
        measured("24 months by 4 parts, upright", lambda: bars(upright), rounds=15),
        measured("24 months by 4 parts, lying", lambda: bars(lying), rounds=15),
        measured("24 cohorts by 6", rows, rounds=15),
    ]
    assert max(each) < FRAME
    assert 3 * each[0] + 4 * each[1] + 2 * each[2] < CLICK
