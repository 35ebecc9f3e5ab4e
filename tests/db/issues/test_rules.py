"""Points, and when something is due."""

from __future__ import annotations

from datetime import date

import pytest

from db.errors import Refused
from db.issues.rules import place_and_point, point_of, term

PLAZA = {"lat": -32.9468, "lon": -60.6393}


@pytest.mark.parametrize(
    "text",
    [
        "-32.9468, -60.6393",
        "-32.9468,-60.6393",
        " (-32.9468 -60.6393) ",
        "geo:-32.9468,-60.6393",
        "-32,9468; -60,6393",
        "-32,9468, -60,6393",
        "\u221232.9468, \u221260.6393",
    ],
)
def test_a_point_is_read_as_maps_hand_it_out(text: str) -> None:
    assert point_of(text) == PLAZA


def test_no_point_is_none() -> None:
    assert point_of("  ") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Plaza López", "point_unreadable"),
        ("-32.9468", "point_unreadable"),
        ("91.0, 10.0", "point_nowhere"),
        ("-32.9, 181.0", "point_nowhere"),
    ],
)
def test_what_is_no_point_is_told(text: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        point_of(text)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("text", "place", "point"),
    [
        ("Plaza López -32.9468, -60.6393", "Plaza López", PLAZA),
        ("Plaza López (-32.9468, -60.6393)", "Plaza López", PLAZA),
        ("-32.9468, -60.6393", "", PLAZA),
        ("San Juan 1200, 15", "San Juan 1200, 15", None),
        ("Mitre 900 -32.95, -60.64", "Mitre 900", {"lat": -32.95, "lon": -60.64}),
        (" Muelle y Ancla ", "Muelle y Ancla", None),
    ],
)
def test_a_point_pasted_behind_a_place_is_told_from_an_address(text: str, place: str, point: object) -> None:
    assert place_and_point(text) == (place, point)


THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("due", "when"),
    [
        (date(2026, 11, 25), "overdue"),
        (THURSDAY, "week"),
        (date(2026, 11, 29), "week"),
        (date(2026, 11, 30), "month"),
        (date(2026, 12, 1), "later"),
        (date(2027, 11, 27), "later"),
        (None, "undated"),
    ],
)
def test_the_week_ends_on_sunday_and_today_is_not_overdue(due: date | None, when: str) -> None:
    assert term(due, today=THURSDAY) == when
