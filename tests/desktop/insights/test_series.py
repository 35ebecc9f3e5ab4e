"""Figures become charts and tables without losing anybody, and without pointing at anybody."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from db.insights.queries import NO_DATA, Cell, SittingFigures
from desktop.insights.series import AGES, OTHERS, by_age, by_newness, by_way, csv_text


def sitting(only_room: int, only_online: int, both: int, new: int, unnamed: int = 0) -> SittingFigures:
    at = datetime(2026, 11, 19, 22, tzinfo=UTC)
    return SittingFigures(
        "s", "Faroles", "c", "Consejo", "d", at, "hybrid", "closed", only_room, only_online, both, new, unnamed
    )


def values(parts, code):
    return next(part.values for part in parts if part.code == code)


def test_the_stack_by_way_is_everybody_once_and_the_unnamed_apart():
    rows = [sitting(10, 5, 2, 4, unnamed=3), sitting(0, 7, 0, 1)]
    parts = by_way(rows)
    people = zip(*(part.values for part in parts if part.code != "unnamed"), strict=True)
    assert [sum(column) for column in people] == [row.people for row in rows] == [17, 7]
    assert values(parts, "unnamed") == (3, 0)


def test_new_and_returning_are_everybody():
    (row,) = rows = [sitting(10, 5, 2, 4)]
    parts = by_newness(rows)
    assert (values(parts, "new"), values(parts, "returning")) == ((4,), (row.people - 4,))


def test_every_age_has_its_place_also_who_told_none():
    parts = by_age([Cell("16_29", "woman", 8), Cell("16_29", "woman", 2), Cell(NO_DATA, NO_DATA, 6)])
    assert values(parts, "woman")[AGES.index("16_29")] == 10
    assert values(parts, NO_DATA)[AGES.index(NO_DATA)] == 6
    assert all(len(part.values) == len(AGES) for part in parts)


def test_few_people_are_not_told_how_many():
    parts = by_age([Cell("16_29", "woman", 30), Cell("45_59", "man", 20), Cell("75_plus", "non_binary", 1)])
    assert values(parts, OTHERS)[AGES.index("75_plus")] is None
    assert values(parts, "man")[AGES.index("45_59")] is None, "the total would give the one away"
    assert values(parts, "woman")[AGES.index("16_29")] == 30


def test_a_part_in_which_nobody_is_says_so():
    parts = by_way([sitting(3, 0, 0, 0)])
    assert [part.code for part in parts if part.is_empty] == ["both", "only_online", "unnamed"]


def test_the_table_opens_in_a_spreadsheet_of_the_country_and_runs_no_formula():
    text = csv_text(["DÍA", "SESIÓN", "PERSONAS"], [["2026-11-19", '=HYPERLINK("x")', 7], ["2026-11-20", "a;b", None]])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows == [["DÍA", "SESIÓN", "PERSONAS"], ["2026-11-19", '\'=HYPERLINK("x")', "7"], ["2026-11-20", "a;b", ""]]
