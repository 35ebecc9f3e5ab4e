"""A map of areas is walked through by keys and mouse, told in words, and stays readable in grey."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, qGray
from PySide6.QtTest import QTest

from desktop.kit import theme
from desktop.kit.area_ground import Ground, Patch
from desktop.kit.area_paint import brush
from desktop.kit.areas import AreaMap
from desktop.kit.palette import DARK, LIGHT
from desktop.kit.shades import CHANGE, Scale, shades

SCALE = Scale(("0", "5 – 9", "10 – 20"), zero=True, held="few", no_data="no data")


def square(west, south, size=1.0):
    return ((west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south))


PATCHES = (
    Patch("nw", "Norte", ((square(0, 1),),), 0, label="", tip="Norte\nPersonas: 0"),
    Patch("ne", "Nácar", ((square(1, 1),),), 1, label="7", tip="Nácar\nPersonas: 7"),
    Patch("sw", "Sur", ((square(0, 0),),), 2, label="15", tip="Sur\nPersonas: 15"),
    Patch("se", "Este", ((square(1, 0), square(1.4, 0.4, 0.2)),), None, held=True, tip="Este\nPersonas: <5"),
    Patch("park", "Parque", ((square(2, 0),),), None, at_home=False),
    Patch("isle", "Isla", ((square(0.4, 0.4, 0.2),),), 1, tip="Isla\nPersonas: 6"),
)


@pytest.fixture
def shown(qtbot, qapp):
    theme.apply(qapp)
    made = AreaMap("De dónde vienen")
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show_areas(PATCHES, SCALE, geographic=False)
    made.show()
    qtbot.waitExposed(made)
    made.grab()
    return made


def middle(shown, key):
    place = next(at for at, one in enumerate(PATCHES) if one.key == key)
    return shown._laid.map(shown._ground.middles[place]).toPoint()


def test_north_is_up_and_what_lies_on_top_is_met_first(shown):
    assert middle(shown, "nw").y() < middle(shown, "sw").y()
    assert middle(shown, "nw").x() < middle(shown, "ne").x()
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=middle(shown, "isle"))
    assert shown.at() == "isle"


def test_a_click_opens_an_area_but_not_a_hole_nor_what_is_only_drawn(shown, qtbot):
    opened: list[str] = []
    shown.chosen.connect(opened.append)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=middle(shown, "ne"))
    hole = shown._laid.map(1.5, -0.5)
    for spot in (QPoint(round(hole[0]), round(hole[1])), middle(shown, "park"), QPoint(2, 2)):
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=spot)
    assert opened == ["ne"]


def test_the_place_clicked_on_is_told_in_the_coordinates_of_the_map(qtbot, qapp):
    theme.apply(qapp)
    made = AreaMap("De dónde vienen")
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show_areas([Patch("a", "A", ((square(-60.7, -33.0, 0.1),),), 0)], Scale(("x",)), geographic=True)
    made.grab()
    with qtbot.waitSignal(made.pointed) as pointed:
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=made._laid.map(made._ground.middles[0]).toPoint())
    assert pointed.args == pytest.approx([-60.65, -32.95], abs=0.001)


def test_arrows_go_to_the_neighbour_and_letters_to_a_name(shown):
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert shown.at() == "se"  # Este is the first by name
    for key, at in ((Qt.Key.Key_Up, "ne"), (Qt.Key.Key_Left, "nw"), (Qt.Key.Key_Up, "nw"), (Qt.Key.Key_End, "sw")):
        QTest.keyClick(shown, key)
        assert shown.at() == at
    QTest.keyClicks(shown, "n")
    first = shown.at()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    QTest.keyClicks(shown, "nor")
    assert (first in ("nw", "ne"), shown.at()) == (True, "nw")


def test_enter_opens_the_area_one_is_at(shown, qtbot):
    shown.go_to("sw")
    with qtbot.waitSignal(shown.chosen) as chosen:
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert chosen.args == ["sw"]


def test_a_screen_reader_is_told_the_area_or_all_of_them(shown):
    assert "Nácar, Personas: 7. Sur, Personas: 15" in shown.accessibleDescription()
    assert "Parque" not in shown.accessibleDescription()
    shown.go_to("sw")
    assert shown.accessibleDescription() == "Sur, Personas: 15"


def test_other_colours_leave_one_where_one_was(shown):
    shown.go_to("sw")
    shown.show_areas(PATCHES[1:], SCALE, geographic=False)
    assert shown.at() == "sw"
    shown.show_areas(PATCHES[:1], SCALE, geographic=False)
    assert shown.at() == ""


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_more_is_always_deeper_even_in_grey(palette, count):
    for scale in (Scale(("c",) * count), Scale(("c",) * (count + 1), zero=True)):
        greys = [qGray(QColor(one).rgb()) for one in shades(scale, palette)]
        assert len(greys) == len(scale.words)
        assert greys == sorted(greys, reverse=palette is LIGHT)
        assert all(abs(one - other) >= 14 for one, other in pairwise(greys))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_less_has_lines_and_what_is_not_told_a_pattern_so_that_no_colour_is_the_only_sign(palette):
    scale = Scale(("a",) * 5, CHANGE)
    assert [len(brush(scale, palette, at, held=False)) for at in range(5)] == [2, 2, 1, 1, 1]
    held, missing = (brush(scale, palette, None, held=told)[1].style() for told in (True, False))
    assert held != missing
    greys = [qGray(QColor(one).rgb()) for one in shades(scale, palette)]
    assert abs(greys[0] - greys[2]) > 40
    assert abs(greys[4] - greys[2]) > 40


def test_the_picture_and_the_drawing_hold_the_map_its_key_and_its_words(shown):
    picture = QImage.fromData(shown.picture("Personas", "De 30 personas"))
    assert (picture.width(), picture.height()) == (1600, 1200)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1600, 20) for y in range(0, 1200, 20)}
    assert set(shades(SCALE, LIGHT)) <= {one.upper() for one in colours}
    drawing = shown.drawing("Personas", "De 30 personas").decode()
    assert "<svg" in drawing
    for words in ("Personas", "De 30 personas", "10 – 20", "Nácar", "no data"):
        assert words in drawing


def test_nothing_to_draw_is_drawn_too(qtbot, qapp):
    theme.apply(qapp)
    made = AreaMap("De dónde vienen")
    qtbot.addWidget(made)
    made.show_areas([], Scale(()), geographic=True)
    assert not made.grab().isNull()
    QTest.keyClick(made, Qt.Key.Key_Down)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert made.at() == ""


def test_what_lies_on_top_hides_the_border_below_it(qtbot, qapp):
    theme.apply(qapp)
    made = AreaMap("De dónde vienen")
    qtbot.addWidget(made)
    made.resize(640, 480)
    across = Patch("across", "", ((square(0.8, 0.3, 0.4),),), 2)
    made.show_areas([across, *PATCHES[1:3], Patch("east", "", ((square(1, 0),),), 1)], SCALE, geographic=False)
    drawn = made.grab().toImage()
    left, right = (made._laid.map(QPointF(x, -0.5)).toPoint() for x in (0.85, 1.15))
    inks = {drawn.pixelColor(x, left.y()).name() for x in range(left.x(), right.x())}
    assert inks == {shades(SCALE, LIGHT)[2].lower()}


def test_words_stand_in_the_widest_part_of_a_hook():
    hook = ((0, 0), (10, 0), (10, 3), (2, 3), (2, 10), (0, 10), (0, 0))
    (inside,) = Ground([Patch("hook", "", ((hook,),))], geographic=False).insides
    assert (inside.x, inside.y) == (5, -1.5)
    assert (inside.wide, inside.high) == (10, 3)


def test_a_word_has_the_room_of_its_top_and_its_foot_where_an_area_slants():
    """«Centro» reached over the river."""
    slanting = ((0, 0), (10, 0), (16, 10), (6, 10), (0, 0))
    ground = Ground([Patch("slanting", "", ((slanting,),))], geographic=False)
    assert ground.insides[0].wide == pytest.approx(10)
    assert ground.room(0, 2.4) == ground.room(0, 2.5) == pytest.approx(10 - 2 * 0.75)
    assert ground.room(0, 5) == pytest.approx(10 - 2 * 1.5)


def test_a_city_far_south_is_as_wide_as_it_is_there():
    ground = Ground([Patch("a", "A", ((square(-60, -60.5),),))], geographic=True)
    assert ground.bounds.width() / ground.bounds.height() == pytest.approx(0.5, abs=0.01)
