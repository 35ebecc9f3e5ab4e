"""What is published of a reading: each figure guarded, and nothing in one that gives another away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.insights.answers import Answer, Row, Table
from db.insights.figures import BY_NAME
from db.insights.measures import Part
from db.insights.publishing import published, published_table
from db.insights.rules import SMALLEST_CELL


def answer(name: str, value: int, *, of: int | None = None, parts: Mapping[Any, int] | None = None) -> Answer:
    cells = tuple(Part(at, number) for at, number in (parts or {}).items())
    return Answer(BY_NAME[name], value, value if of is None else of, 0, cells)


def test_ages_and_genders_are_the_sums_of_the_one_guarded_table() -> None:
    both = {("0_15", "woman"): 2, ("0_15", "man"): 30, ("16_29", "woman"): 40, ("16_29", "man"): 50}
    ages = {("0_15",): 32, ("16_29",): 90}
    genders = {("man",): 80, ("woman",): 42}
    shown = published(
        {
            "age_gender": answer("age_gender", 122, parts=both),
            "ages": answer("ages", 122, parts=ages),
            "genders": answer("genders", 122, parts=genders),
        }
    )
    assert None in dict(shown["age_gender"].parts).values()
    assert dict(shown["ages"].parts) == ages
    assert dict(shown["genders"].parts) == genders
    assert shown["ages"].value == 122


def test_a_part_is_not_told_where_the_rest_would_be_four_people() -> None:
    shown = published({"people": answer("people", 40), "new": answer("new", 36, of=40)})
    assert shown["people"].value == 40
    assert (shown["new"].value, shown["new"].hidden) == (None, True)


def test_fewer_than_five_people_are_not_told_at_all() -> None:
    shown = published({"people": answer("people", 4, parts={("only_room",): 3, ("both",): 1})})
    assert (shown["people"].value, shown["people"].of) == (None, None)
    assert {value for _, value in shown["people"].parts} == {None}


def test_what_may_not_be_published_is_not_there() -> None:
    assert published({"organisations": answer("organisations", 400), "retention": answer("retention", 40)}) == {}


def test_sittings_and_issues_are_told_however_few() -> None:
    shown = published({"sittings": answer("sittings", 2), "issues": answer("issues", 1, parts={("complaint",): 1})})
    assert shown["sittings"].value == 2
    assert shown["issues"].parts == ((("complaint",), 1),)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_no_row_of_a_cut_can_be_worked_out_from_the_others_and_the_whole(rows: list[tuple[int, int]]) -> None:
    def row(key: str, new: int, returning: int) -> Row:
        people = new + returning
        return Row(
            key,
            {
                "people": answer("people", people), "new": answer("new", new, of=people),
                "returning": answer("returning", returning, of=people),
            },
        )  # fmt: skip

    some = [row(f"d{number}", *told) for number, told in enumerate(rows)]
    whole = row("", sum(new for new, _ in rows), sum(old for _, old in rows))
    shown = dict(published_table(Table("district", tuple(some), whole)).rows)
    for name in ("people", "new", "returning"):
        for one in (*some, whole):
            value = shown[one.key][name]
            assert value in (None, one.answers[name].value)
            assert value is None or value == 0 or value >= SMALLEST_CELL
        hidden = [one for one in some if shown[one.key][name] is None]
        small = [one for one in hidden if 0 < (one.answers[name].value or 0) < SMALLEST_CELL]
        if shown[""][name] is not None and small:
            assert len(hidden) > 1, (name, shown)
    for one in some:
        told = shown[one.key]
        known = [told[name] for name in ("new", "returning")]
        if told["people"] is not None and 0 < min(one.answers["new"].value or 0, SMALLEST_CELL) < SMALLEST_CELL:
            assert known == [None, None], (one.key, shown)


def test_a_share_of_sheets_is_told_where_the_sheets_behind_it_are() -> None:
    def shown(yes: int, no: int) -> Any:
        parts = {("yes",): yes, ("no",): no}
        told = Answer(BY_NAME["listened_share"], yes / (yes + no), yes + no, 0, ())
        return published({"listened": answer("listened", yes + no, parts=parts), "listened_share": told})

    assert shown(30, 10)["listened_share"].value == 0.75
    assert (shown(3, 37)["listened_share"].value, shown(3, 37)["listened_share"].hidden) == (None, True)


def test_of_several_answers_each_stands_beside_all_who_were_asked() -> None:
    parts = {("mail",): 20, ("poster",): 3, ("visit",): 38}
    told = Answer(BY_NAME["heard_by"], 39, 40, 1, tuple(Part(at, number) for at, number in parts.items()))
    shown = published({"heard_by": told})["heard_by"]
    assert dict(shown.parts) == {("mail",): 20, ("poster",): None, ("visit",): None}
    assert (shown.value, shown.of, shown.no_data) == (None, 40, None)


def test_whom_an_invitation_brought_does_not_tell_who_came_without_one() -> None:
    parts = {("mail", "new"): 20, ("mail", "returning"): 30, ("mail", "absent"): 50}
    invited = Answer(BY_NAME["invited"], 100, 102, 2, tuple(Part(at, number) for at, number in parts.items()))
    shown = published({"invited": invited, "new": answer("new", 22, of=52), "attendances": answer("attendances", 52)})
    told = dict(shown["invited"].parts)
    # Of 22 new people 20 came by mail: two came by themselves.
    assert told["mail", "new"] is None
    assert shown["invited"].no_data is None


def test_a_mean_of_a_cut_is_told_where_the_count_is_that_it_is_of() -> None:
    def row(key: str, attended: int, sittings: int) -> Row:
        mean = Answer(BY_NAME["people_per_sitting"], attended / sittings, sittings, 0, ())
        told = {"attendances": answer("attendances", attended), "sittings": answer("sittings", sittings)}
        return Row(key, {**told, "people_per_sitting": mean})

    rows = (row("a", 3, 1), row("b", 12, 2), row("c", 40, 4))
    shown = dict(published_table(Table("district", rows, row("", 55, 7))).rows)
    assert [shown[key]["attendances"] for key in "abc"] == [None, None, 40]
    assert [shown[key]["people_per_sitting"] for key in "abc"] == [None, None, 10]


def test_fewer_than_five_people_are_no_denominator_either() -> None:
    few = {"attendances": answer("attendances", 3), "unnamed": answer("unnamed", 2, of=5)}
    assert published(few)["unnamed"].of is None
