"""Nobody finds a few people by adding and subtracting what was published on different days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.insights.differencing import Region, Told, tells_of_few
from db.insights.rules import SMALLEST_CELL

YEAR = date(2026, 1, 1)
CAME, PEOPLE = ("attendances", ()), ("people", ())


def of(first: int, last: int, district: str = "", council: str = "") -> Region:
    """The days of a stretch of months, each of them thirty days here."""
    return Region(YEAR + timedelta(30 * first), YEAR + timedelta(30 * last - 1), district, council)


def told(*numbers: tuple[Region, int], series: Any = CAME) -> Told:
    return {series: dict(numbers)}


def test_the_month_that_was_hidden_is_the_year_less_the_others() -> None:
    months = told(*((of(month, month + 1), 20) for month in range(11)))
    assert tells_of_few(months, told((of(0, 12), 223))) == {CAME}
    assert tells_of_few(months, told((of(0, 12), 226))) == frozenset()
    assert tells_of_few(months, told((of(0, 12), 220))) == frozenset()


def test_the_district_that_was_hidden_is_the_city_less_the_others() -> None:
    districts = told((of(0, 2, "oeste"), 40), (of(0, 2, "norte"), 30))
    assert tells_of_few(districts, told((of(0, 2), 72))) == {CAME}
    assert tells_of_few(told((of(0, 2), 72)), districts) == {CAME}


def test_whoever_is_told_of_every_district_knows_that_nobody_is_elsewhere() -> None:
    """December of the city is its year less the eleven months of each of its districts, whatever else was told of one
    of them."""
    before = told((of(0, 11, "a"), 6), (of(0, 11, "b"), 11), (of(0, 11, "c"), 11), (of(2, 12, "c"), 10))
    assert tells_of_few(before, told((of(0, 12), 32)), districts="abc") == {CAME}
    assert tells_of_few(before, told((of(0, 12), 32)), districts="abcd") == frozenset()
    # April of a district: its months up to April and from April on, and the city's year without the two others.
    before = told((of(0, 12, "a"), 12), (of(0, 12, "c"), 12), (of(0, 6, "b"), 8), (of(3, 12, "b"), 12))
    assert tells_of_few(before, told((of(0, 12), 40)), districts="abc") == {CAME}


def test_periods_that_overlap_tell_of_their_edges() -> None:
    assert tells_of_few(told((of(0, 3), 60)), told((of(1, 4), 60))) == frozenset()
    # January to March and February to April, and January to April: April less what February and March share.
    assert tells_of_few(told((of(0, 3), 60), (of(0, 4), 63)), told((of(1, 4), 40))) == frozenset()
    assert tells_of_few(told((of(0, 3), 60)), told((of(0, 4), 63))) == {CAME}
    assert tells_of_few(told((of(0, 3), 60), (of(1, 4), 43)), told((of(0, 4), 100))) == {CAME}


def test_a_council_is_its_district_less_the_others() -> None:
    councils = told((of(0, 2, "oeste", "a"), 12), (of(0, 2, "oeste", "b"), 15))
    assert tells_of_few(councils, told((of(0, 2, "oeste"), 31))) == {CAME}


def test_how_many_more_people_there_are_around_a_region_is_told_of_two_numbers_alone() -> None:
    small = told((of(0, 2), 40), series=PEOPLE)
    distinct = ["people"]
    assert tells_of_few(small, told((of(0, 3), 43), series=PEOPLE), distinct=distinct) == {PEOPLE}
    assert tells_of_few(told((of(0, 3), 43), series=PEOPLE), small, distinct=distinct) == {PEOPLE}
    halves = told((of(0, 2), 40), (of(2, 4), 40), series=PEOPLE)
    assert tells_of_few(halves, told((of(0, 4), 83), series=PEOPLE), distinct=distinct) == frozenset()


def test_what_was_published_before_as_it_is_now_tells_nothing() -> None:
    again = told((of(0, 2), 40), (of(0, 12), 43))
    assert tells_of_few(again, told((of(0, 2), 40))) == frozenset()
    assert tells_of_few({}, again) == frozenset()


counts = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=4, max_size=4)
windows = st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(("", "a", "b", "c"))).filter(
    lambda one: one[0] < one[1]
)


@settings(max_examples=150, deadline=None)
@given(counts, st.lists(windows, min_size=2, max_size=6, unique=True))
def test_whoever_adds_and_subtracts_all_numbers_told_finds_no_few(cells: list[list[int]], asked: list[Any]) -> None:
    """A city that publishes one number after another, and leaves out what is refused; a reader who tries every sum
    of them with plus, minus and not at all."""
    published: dict[Region, int] = {}
    for first, last, place in asked:
        region = of(first, last, place)
        value = sum(cells[m][d] for m in range(first, last) for d in range(3) if place in ("", "abc"[d]))
        small = 0 < value < SMALLEST_CELL
        if not small and (not published or not tells_of_few({CAME: published}, told((region, value)), districts="abc")):
            published[region] = value
    holds = {
        region: [
            region.since <= YEAR + timedelta(30 * m) <= region.until and region.district in ("", "abc"[d])
            for m in range(4) for d in range(3)
        ]
        for region in published
    }  # fmt: skip
    regions = list(published)
    for signs in product((-1, 0, 1), repeat=len(regions)):
        union = [sum(sign * holds[one][at] for sign, one in zip(signs, regions, strict=True)) for at in range(12)]
        if set(union) == {0, 1} and _is_a_place(union):
            value = sum(sign * published[one] for sign, one in zip(signs, regions, strict=True))
            assert not 0 < value < SMALLEST_CELL, (signs, published)


def _is_a_place(union: list[int]) -> bool:
    """A stretch of months by any of the districts: what somebody would call a number of."""
    months = [tuple(union[3 * m : 3 * m + 3]) for m in range(4)]
    some = [at for at, one in enumerate(months) if any(one)]
    whole = some == list(range(some[0], some[-1] + 1))
    return whole and len({months[at] for at in some}) == 1
