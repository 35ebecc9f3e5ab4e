"""Charts carry their numbers, stay apart in grey, and come out as pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QTransform, qGray

from desktop.kit import theme
from desktop.kit.bars import Bars, Marks, Part, fill, layout
from desktop.kit.charts import BarChart
from desktop.kit.palette import DARK, LIGHT, Tone

PARTS = (
    Part("In the room", (10, 20), Tone.GOOD),
    Part("Both", (2, 0), Tone.ACCENT),
    Part("On Zoom", (5, 7), Tone.ONLINE),
    Part("Unnamed", (3, 0), Tone.MUTED, hollow=True),
)


def test_the_number_over_a_bar_counts_people_and_not_the_unnamed():
    _, totals, longest = layout(PARTS, 2, stacked=True, horizontal=False)
    assert [total.words for total in totals] == ["17", "27"]
    assert longest == 27


def test_large_numbers_are_grouped_as_on_the_rest_of_the_page():
    before = QLocale()
    QLocale.setDefault(QLocale("es_AR"))
    try:
        _, totals, _ = layout([Part("People", (1068,), Tone.ACCENT)], 1, stacked=True, horizontal=True)
        assert [total.words for total in totals] == ["1.068"]
    finally:
        QLocale.setDefault(before)


def test_the_mark_of_a_year_before_does_not_strike_the_number_through(qapp):
    metrics = QFontMetricsF(QFont())
    upright = QTransform(10, 0, 0, -1, 0, 400)  # a person is a pixel, and up is up
    for before in (12, 20, 200):
        marks = Marks("A year before", (before,))
        pieces, totals, _ = layout([Part("People", (10,), Tone.ACCENT)], 1, stacked=True, horizontal=False)
        bars = Bars([Part("People", (10,), Tone.ACCENT)], pieces, totals, stacked=True, horizontal=False, marks=marks)
        at = bars._clear_of_mark(totals[0], upright, metrics)
        top, bottom = at.y() - metrics.height() - 2, at.y() - 2
        assert not top <= 400 - before <= bottom


def test_a_tip_names_the_whole_and_tells_the_sum_of_what_is_counted(qtbot):
    chart = BarChart("People per sitting")
    qtbot.addWidget(chart)
    chart.show_bars(["Servicio Públ…"], PARTS, names=["Servicio Público de la Vivienda"], whole="People")
    assert chart.tip(0).splitlines()[:2] == ["Servicio Público de la Vivienda", "People: 17"]


def test_pieces_stand_on_each_other():
    bars, _, _ = layout(PARTS, 1, stacked=True, horizontal=False)
    assert [(bar.rect.top(), bar.rect.height()) for bar in bars] == [(0, 10), (10, 2), (12, 5), (17, 3)]


def test_grouped_bars_stand_beside_each_other_each_with_its_number():
    bars, totals, _ = layout(PARTS[:2], 1, stacked=False, horizontal=False)
    assert bars[0].rect.right() <= bars[1].rect.left() + 1e-9
    assert [total.words for total in totals] == ["10", "2"]


def test_too_few_people_are_marked_and_never_counted_out():
    bars, totals, _ = layout([Part("Women", (None, 9), Tone.ONLINE)], 2, stacked=False, horizontal=True)
    assert [bar.withheld for bar in bars] == [True, False]
    assert [total.words for total in totals] == ["9"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ways_stay_apart_in_a_grey_print(palette):
    greys = [qGray(fill(palette, PARTS, place).rgb()) for place in range(3)]
    assert min(abs(one - other) for place, one in enumerate(greys) for other in greys[:place]) >= 15


@pytest.mark.parametrize("horizontal", [False, True])
def test_a_chart_is_drawn_and_follows_the_look(qapp, qtbot, horizontal):
    chart = BarChart("People per sitting", horizontal=horizontal)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show_bars(["12/03", "26/03"], PARTS)
    chart.show()
    light = chart.grab().toImage()
    theme.apply(qapp, dark=True)
    dark = chart.grab().toImage()
    theme.apply(qapp)
    assert light != dark
    assert "12/03, In the room: 10, Both: 2" in chart.accessibleDescription()


def test_the_picture_is_on_white_whatever_the_screen_shows(qapp, qtbot):
    theme.apply(qapp, dark=True)
    chart = BarChart("People per sitting")
    qtbot.addWidget(chart)
    chart.show_bars(["12/03", "26/03"], PARTS)
    made = QImage.fromData(chart.picture("People per sitting", "2 sittings", 800, 450))
    theme.apply(qapp)
    assert (made.width(), made.height()) == (800, 450)
    assert made.pixelColor(2, 2).name() == "#ffffff"
    inks = {made.pixelColor(x, y).name() for x in range(0, 800, 3) for y in range(120, 400, 3)}
    assert LIGHT.good.lower() in inks


def places(drawing):
    """Where each word of a drawing begins, in its own pixels."""
    found = {}
    for group in ET.fromstring(drawing).findall(".//{*}g"):
        told = group.get("transform", "").removeprefix("matrix(").removesuffix(")")
        a, b, c, d, e, f = map(float, told.split(",")) if told else (1, 0, 0, 1, 0, 0)
        for word in group.findall("{*}text"):
            x, y = float(word.attrib["x"]), float(word.attrib["y"])
            found["".join(word.itertext()).strip()] = (a * x + c * y + e, b * x + d * y + f)
    return found


def test_in_a_drawing_the_words_of_the_axes_stand_at_their_bars(qapp, qtbot):
    chart = BarChart("People per sitting")
    qtbot.addWidget(chart)
    people = (20, 100, 170, 50)
    chart.show_bars(["Norte", "Oeste", "Centro", "Sur"], [Part("People", people, Tone.ACCENT)])
    at = places(chart.drawing("People", "4 sittings", 1200, 675))

    for name, number in zip(("Norte", "Oeste", "Centro", "Sur"), people, strict=True):
        if number != 50:  # that is a word of the axis as well
            assert abs(at[name][0] - at[str(number)][0]) < 40
    assert at["100"][1] < at["50"][1] < at["Norte"][1]
    assert {"50", "100", "150", "200"} <= set(at)
