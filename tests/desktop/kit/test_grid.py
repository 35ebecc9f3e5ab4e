"""A grid of numbers is read in light and dark, walked through by keys, and taken along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from desktop.kit import theme
from desktop.kit.chart import NOWHERE
from desktop.kit.grid import Grid, GridChart

GRID = Grid(
    ("Monday", "Thursday"), ("18 h", "19 h"), (("4", ""), ("", "9")), ((0.4, None), (None, 1.0)), ("Mon\n4", "Thu\n9")
)


@pytest.fixture
def chart(qapp, qtbot):
    theme.apply(qapp)
    made = GridChart("When")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show_grid(GRID)
    made.show()
    return made


def test_arrows_go_from_row_to_row_and_the_screen_reader_is_told(chart, qtbot):
    assert chart.accessibleDescription() == "Mon, 4. Thu, 9"
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert (chart.at(), chart.accessibleDescription()) == (1, "Thu, 9")
    with qtbot.waitSignal(chart.chosen) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [1]
    chart.show_grid(GRID)
    assert chart.at() == NOWHERE


def test_the_row_under_the_mouse_is_found_and_none_above_or_below_the_rows(chart):
    found = [chart.category_at(QPointF(200, y)) for y in range(0, 200, 4)]
    assert {NOWHERE, 0, 1} == set(found)
    assert found[0] == found[-1] == NOWHERE


def test_it_follows_the_look_and_its_picture_is_always_on_white(chart, qapp):
    light = chart.grab().toImage()
    theme.apply(qapp, dark=True)
    assert chart.grab().toImage() != light
    made = QImage.fromData(chart.picture("When", "of 13", 800, 450))
    theme.apply(qapp)
    assert made.pixelColor(2, 2).name() == "#ffffff"
    assert chart.drawing("When", "of 13").startswith(b"<?xml")
