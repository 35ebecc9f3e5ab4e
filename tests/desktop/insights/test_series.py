"""Figures become charts and tables without losing anybody, and without pointing at anybody."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.insights import answers
from db.insights.answers import Answer
from db.insights.figures import BY_NAME
from db.insights.held import Held
from db.insights.labels import Labels
from db.insights.measures import Part as Told
from db.insights.reading import Line, Step
from desktop.insights import words
from desktop.insights.in_short import sentences
from desktop.insights.series import (
    BY_AGE,
    BY_NEWNESS,
    BY_WAY,
    CHANNELS,
    COMMITMENTS,
    DEPARTMENTS,
    NAMED_AT_MOST,
    REST,
    SITTINGS_AT_MOST,
    TOPICS,
    WHEN,
    WOULD_COME,
    YEAR,
    Board,
    chart_of,
    csv_text,
    is_empty,
)

AT = datetime(2026, 11, 19, 22, tzinfo=UTC)


def line(only_room: int, only_online: int, both: int, new: int, unnamed: int = 0, place: int = 0) -> Line:
    at = AT - timedelta(days=place)
    held = Held(f"s{place}", "c", "d", at, "hybrid", "closed", None, unnamed, False)
    return Line(held, only_room, only_online, both, new)


def board(lines=(), steps=(), before=None, **figures) -> Board:
    """Figures by name: the cells of each, or its value."""
    found = {}
    for name, figure in BY_NAME.items():
        told = figures.get(name, {})
        parts = tuple(Told(at, number) for at, number in told.items()) if isinstance(told, dict) else ()
        value = sum(part.value for part in parts) if isinstance(told, dict) else told
        lacking = sum(int(part.value) for part in parts if "no_data" in part.at)
        found[name] = Answer(figure, value, int(value), lacking, parts)
    now = answers.Board(found, tuple(lines), tuple(steps))
    days = (date(2026, 1, 1), date(2026, 12, 31))
    return Board(now, before, YEAR, days, days, Labels({}, {}, {"q": "El Muelle"}, {}), {"t": "Luces"}, ZoneInfo("UTC"))


def values(chart, code):
    return next(part.values for part in chart.parts if part.code == code)


def test_the_stack_by_way_is_everybody_once_and_the_unnamed_apart():
    chart = chart_of(BY_WAY, board([line(10, 5, 2, 4, unnamed=3), line(0, 7, 0, 1, place=1)]))
    assert chart.totals == (17, 7)
    assert values(chart, "unnamed") == (3, 0)


def test_new_and_returning_are_everybody():
    chart = chart_of(BY_NEWNESS, board([line(10, 5, 2, 4)]))
    assert (values(chart, "new"), values(chart, "returning")) == ((4,), (13,))


def test_more_sittings_than_anybody_reads_are_told_by_month_with_the_year_before_over_each():
    many = [line(1, 0, 0, 0, place=place) for place in range(SITTINGS_AT_MOST + 1)]
    steps = [Step("2026-10", 20, 30, 12, 6, 4, 2, 3, 0), Step("2026-11", 21, 30, 14, 6, 4, 4, 3, 0)]
    before = board(steps=[Step("2025-11", 20, 30, 9, 9, 0, 0, 3, 0)]).now
    chart = chart_of(BY_WAY, board(many, steps, before))
    assert (chart.axis, chart.keys, chart.totals) == ("month", ("2026-10", "2026-11"), (12, 14))
    assert chart.marks == (None, 9)


def test_a_month_in_which_nobody_met_keeps_its_place_also_where_only_the_year_before_met_in_it():
    many = [line(1, 0, 0, 0, place=place) for place in range(SITTINGS_AT_MOST + 1)]
    steps = [Step("2025-11", 20, 30, 12, 6, 4, 2, 3, 0), Step("2026-02", 21, 30, 14, 6, 4, 4, 3, 0)]
    before = board(steps=[Step("2025-03", 20, 30, 9, 9, 0, 0, 3, 0)]).now
    chart = chart_of(BY_WAY, board(many, steps, before))
    assert chart.keys == ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
    assert chart.totals == (12, 0, 0, 14, 0)
    assert chart.marks == (None, None, None, None, 9)


def test_the_pyramid_is_everybody_also_who_is_neither_woman_nor_man_and_of_whom_nothing_is_known():
    told = {
        ("16_29", "woman"): 10, ("16_29", "man"): 8, ("75_plus", "non_binary"): 6, ("no_data", "woman"): 5,
        ("30_44", "no_data"): 7,
    }  # fmt: skip
    chart = chart_of(BY_AGE, board(age_gender=told))
    assert sum(number or 0 for number in chart.totals) == 36
    assert values(chart, "woman")[chart.keys.index("16_29")] == 10
    assert values(chart, "others")[chart.keys.index("others")] == 6
    assert values(chart, "no_data")[chart.keys.index("no_data")] == 12
    assert frozenset().union(*chart.cells) == set(told), "every cell can be opened from one bar"


def test_few_people_are_not_told_how_many():
    told = {("16_29", "woman"): 30, ("45_59", "man"): 20, ("75_plus", "non_binary"): 1}
    chart = chart_of(BY_AGE, board(age_gender=told))
    assert values(chart, "others")[chart.keys.index("others")] is None
    assert values(chart, "man")[chart.keys.index("45_59")] is None, "the total would give the one away"
    assert chart.totals[chart.keys.index("45_59")] is None
    assert values(chart, "woman")[chart.keys.index("16_29")] == 30


def test_of_many_topics_the_largest_are_named_the_rest_is_one_bar_and_so_are_those_without():
    told = {(f"t{place:02d}", "complaint"): 30 - place for place in range(NAMED_AT_MOST + 4)}
    chart = chart_of(TOPICS, board(topics={**told, ("no_data", "question"): 2}))
    assert chart.keys[0] == "t00"
    assert chart.keys[-2:] == (REST, "no_data")
    assert sum(number or 0 for number in chart.totals) == sum(told.values()) + 2
    assert len(chart.cells[chart.keys.index(REST)]) == 4


def test_departments_are_told_by_what_became_of_it_and_there_is_always_a_bar_of_those_without():
    chart = chart_of(DEPARTMENTS, board(departments={("o", "open"): 3, ("o", "settled"): 1}))
    assert (chart.keys, chart.totals) == (("o", "no_data"), (4, 0))


def test_each_state_of_a_promise_has_its_own_bar():
    chart = chart_of(COMMITMENTS, board(commitments={("kept",): 4, ("overdue",): 2}))
    assert dict(zip(chart.keys, chart.totals, strict=True)) == {
        "kept": 4, "open": 0, "overdue": 2, "broken": 0, "released": 0,
    }  # fmt: skip


def test_the_hours_between_the_first_and_the_last_have_their_column_also_where_nobody_met():
    chart = chart_of(WHEN, board(when={("0", "18"): 4, ("3", "20"): 9}))
    assert ([part.code for part in chart.parts], chart.keys) == (["18", "19", "20"], ("0", "3"))


@pytest.mark.parametrize(
    ("now", "before", "answer"), [(12, 10, "Yes, 20 % more: 12"), (9, 10, "No, 10 % fewer: 9"), (10, 10, "As many: 10")]
)
def test_whether_more_people_came_is_answered_with_yes_or_no(now, before, answer):
    earlier = board(people=before, sittings=2).now
    (_, told), *_ = sentences(board(people=now, sittings=3, before=earlier))
    assert told.startswith(answer)
    assert f"{before} at 2." in told


def test_no_quarter_is_named_from_which_very_few_came():
    told = sentences(board(people=9, quarters={("q",): 4, ("no_data",): 5}))[1][1]
    assert "El Muelle" not in told
    assert "5 of 9" in told
    assert "El Muelle (5)" in sentences(board(people=9, quarters={("q",): 5}))[1][1]


def test_who_is_new_is_not_compared_with_a_year_in_which_the_record_had_only_begun():
    earlier = board(people=10, new=10).now
    told = replace(board(people=20, new=8, before=earlier), compares_new=False)
    assert sentences(told)[2][1].startswith("8 of 20 (40 %) came for the first time. Not compared:")
    assert sentences(replace(told, compares_new=True))[2][1].endswith("100 %.")
    begun = replace(told, begins=date(2026, 2, 3))
    assert "The record begins on" in sentences(begun)[2][1]


def test_what_is_said_of_the_promises_adds_up():
    promised = {("kept",): 4, ("broken",): 1, ("released",): 2}
    told = sentences(board(commitments=promised, kept=4, broken=1, open=0, overdue=0))[4][1]
    assert told == (
        "Of 7 commitments 4 were kept and 1 were not; 0 are open, 0 of them past their day. Let go by agreement: 2."
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(56, 50, "▲ 12 %"), (5, 10, "▼ 50 %"), (7, 7, "="), (7, 0, ""), (346, 4, "▲"), (40, 4, "▲ 900 %")],
)
def test_a_change_is_told_in_per_cent_while_that_says_anything(now, before, said):
    assert words.change(now, before) == said


def test_the_table_opens_in_a_spreadsheet_of_the_country_and_runs_no_formula():
    text = csv_text(["DÍA", "SESIÓN", "PERSONAS"], [["2026-11-19", '=HYPERLINK("x")', 7], ["2026-11-20", "a;b", None]])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows == [["DÍA", "SESIÓN", "PERSONAS"], ["2026-11-19", '\'=HYPERLINK("x")', "7"], ["2026-11-20", "a;b", ""]]


def test_a_quarter_of_few_households_stands_with_all_the_others() -> None:
    told = {("a", "online"): 6, ("b", "in_person"): 3, ("c", "online"): 1, ("c", "own"): 2, ("no_data", "online"): 1}
    found = chart_of(WOULD_COME, board(would_come=told))
    assert found.keys == ("a", REST, "no_data")
    assert found.totals == (6, 6, 1)
    assert found.cells[1] == frozenset({("b", "in_person"), ("c", "online"), ("c", "own")})
    assert is_empty(WOULD_COME, board(would_come={}))


def test_few_others_take_a_quarter_along_that_they_would_be_told_beside() -> None:
    told = {("a", "online"): 9, ("b", "online"): 7, ("c", "online"): 2}
    assert chart_of(WOULD_COME, board(would_come=told)).keys == ("a", REST)


def test_the_channel_that_brought_most_new_people_comes_first() -> None:
    told = {("mail", "absent"): 40, ("visit", "new"): 3, ("visit", "absent"): 2, ("call", "returning"): 9}
    found = chart_of(CHANNELS, board(invited=told))
    assert found.keys == ("visit", "mail", "call")
    assert [part.code for part in found.parts] == ["new", "returning", "absent"]
