"""The numbers of the map: classes that mean something, and nobody to be pointed at."""

from __future__ import annotations

import pytest

from db.insights.by_quarter import FromQuarter
from db.places.drawing import Shape
from desktop.insights.quarters import (
    CHANGE,
    DISTRICTS,
    ELSEWHERE,
    NOWHERE,
    PEOPLE,
    QUARTERS,
    RATE,
    Place,
    change_classes,
    classes,
    origins,
    places_of_quarters,
)

SQUARE = ((((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)),),)
PLACES = (
    Place("a", "A", ("a",), SQUARE, 4000),
    Place("b", "B + C", ("b", "c"), SQUARE, None),
    Place("d", "D", ("d",), ()),
    Place("area:x", "Nowhere", (), SQUARE),
)


def people(**told: int) -> list[FromQuarter]:
    return [
        FromQuarter(None, None, count) if home == "none" else FromQuarter(home, "k", count)
        for home, count in told.items()
    ]


def lines(now, before=None, level=QUARTERS, places=PLACES):
    found = origins(level, places, now, before, lambda code: code)
    return {line.place.key: line for line in found.lines}, found


def test_quarters_drawn_as_one_count_together_and_nobody_is_left_out():
    told, found = lines(people(a=8, b=6, c=7, d=9, none=5, gone=11))
    assert {key: line.people for key, line in told.items()} == {
        "a": 8, "b": 13, "d": 9, "area:x": 0, ELSEWHERE: 11, NOWHERE: 5,
    }  # fmt: skip
    assert found.total == sum(line.people for line in found.lines) == 46
    assert [line.place.key for line in found.drawn] == ["a", "b", "area:x"]


def test_small_numbers_are_held_back_and_cannot_be_worked_out_from_the_total():
    told, _ = lines(people(a=3, b=6, d=9, none=20))
    assert (told["a"].people, told["b"].people) == (None, None)  # the next smallest goes with the only small one
    assert (told["d"].people, told[NOWHERE].people) == (9, 20)
    assert all(told["a"].value(code) is None for code in (PEOPLE, RATE, CHANGE))
    assert told["a"].held(RATE)


def test_the_number_of_a_district_gives_no_quarter_of_it_away_on_either_map():
    now = [FromQuarter("a", "k", 3), FromQuarter("b", "k", 9), FromQuarter("d", "m", 8), FromQuarter("e", "m", 9)]
    told, _ = lines(now)
    assert (told["a"].people, told["b"].people, told["d"].people) == (None, None, 8)
    districts = (Place("k", "K", ("k",), SQUARE), Place("m", "M", ("m",), SQUARE))
    told, _ = lines(now, level=DISTRICTS, places=districts)
    assert {key: line.people for key, line in told.items()} == {"k": 12, "m": 17}


def test_a_rate_is_of_a_thousand_inhabitants_and_needs_to_know_them():
    told, _ = lines(people(a=8, b=8))
    assert (told["a"].rate, told["b"].rate) == (2.0, None)
    assert not told["b"].held(RATE)


def test_change_needs_both_periods_told():
    told, found = lines(people(a=12, b=9, d=8), people(a=7, b=3, d=4, none=9))
    assert (told["a"].change, told["b"].change, found.compared) == (5, None, True)
    assert told["b"].held(CHANGE)
    assert not told["b"].held(PEOPLE)
    assert lines(people(a=12))[0]["a"].change is None


def test_districts_are_counted_by_district_and_an_empty_place_that_is_not_drawn_is_no_line():
    told, _ = lines(people(a=8), level=DISTRICTS, places=(Place("k", "K", ("k",), SQUARE), Place("m", "M", ("m",), ())))
    assert {key: line.people for key, line in told.items()} == {"k": 8}


def test_every_quarter_is_a_place_whether_or_not_it_is_drawn():
    shapes = [Shape("a", "A · B", ("a", "b"), SQUARE, 10), Shape("area:x", "X", (), SQUARE, None)]
    made = places_of_quarters(shapes, {"a": "A", "b": "B", "c": "C"})
    assert [(one.key, one.homes, bool(one.polygons)) for one in made] == [
        ("a", ("a", "b"), True), ("area:x", (), True), ("c", ("c",), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "ends", "zero"),
    [
        ([], (), False),
        ([0, 0], (0,), True),
        ([7, 7, 9], (7, 9), False),
        ([0, 5, 6, 7, 8, 9], (0, 5, 6, 7, 8, 9), True),
        (range(1, 101), (20, 40, 60, 80, 100), False),
        ([5] * 50 + [6, 7, 8, 9, 400], (5, 6, 8, 9, 400), False),
    ],
)
def test_classes_are_few_and_each_has_somebody_in_it(values, ends, zero):
    cut = classes(values)
    assert (cut.ends, cut.zero) == (ends, zero)
    counts = [sum(cut.of(value) == at for value in values) for at in range(len(cut.starts))]
    assert all(counts)
    assert all(
        start <= value <= end
        for value in values
        for start, end in [(cut.starts[cut.of(value)], cut.ends[cut.of(value)])]
    )


def test_less_and_more_are_cut_alike_around_nothing():
    cut = change_classes([-12, -3, 0, 2, 5, 9])
    assert [cut.of(value) for value in (-12, -5, -4, -1, 0, 1, 4, 5, 30)] == [0, 0, 1, 1, 2, 3, 3, 4, 4]
    assert change_classes([]).of(0) == 2
