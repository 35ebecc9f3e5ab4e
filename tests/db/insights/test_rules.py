"""Periods, shares, and cells too small to be published."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refused
from db.insights.rules import SMALLEST_CELL, hide_small, moments, previous_period, share

ZONE = ZoneInfo("America/Montevideo")


def test_a_period_begins_at_midnight_of_the_city_and_holds_its_last_day() -> None:
    since, until = moments(date(2026, 11, 1), date(2026, 11, 30), ZONE)
    assert since == datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
    assert until == datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


def test_a_period_may_be_open_on_either_side() -> None:
    assert moments(None, None, ZONE) == (None, None)


def test_a_period_of_one_day_is_one() -> None:
    since, until = moments(date(2026, 11, 1), date(2026, 11, 1), ZONE)
    assert since is not None
    assert until is not None
    assert (until - since).total_seconds() == 24 * 3600


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="period_backwards"):
        moments(date(2026, 11, 2), date(2026, 11, 1), ZONE)


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (("2026-11-05", "2026-11-14"), ("2026-10-26", "2026-11-04")),
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-09-01", "2026-10-31"), ("2026-07-01", "2026-08-31")),
        (("2026-01-01", "2026-02-28"), ("2025-11-01", "2025-12-31")),
        (("2029-01-01", "2029-12-31"), ("2028-01-01", "2028-12-31")),
    ],
)
def test_the_period_before_is_as_many_days_or_as_many_whole_months(days, before) -> None:
    since, until = map(date.fromisoformat, days)
    assert previous_period(since, until) == tuple(map(date.fromisoformat, before))


def test_a_share_of_nothing_is_no_share() -> None:
    assert share(0, 0) is None
    assert share(1, 4) == 0.25


def test_a_small_cell_is_hidden_together_with_the_one_that_would_give_it_away() -> None:
    assert hide_small({"woman": 40, "man": 31, "non_binary": 2}) == {"woman": 40, "man": None, "non_binary": None}


def test_two_small_cells_hide_each_other_and_zero_stays() -> None:
    assert hide_small({"a": 3, "b": 4, "c": 9, "d": 0}) == {"a": None, "b": None, "c": 9, "d": 0}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=6))
def test_nothing_small_can_be_read_or_worked_out_from_the_total(counts: dict[str, int]) -> None:
    shown = hide_small(counts)
    assert shown.keys() == counts.keys()
    assert all(count is None or count == 0 or count >= SMALLEST_CELL for count in shown.values())
    hidden = [name for name, count in shown.items() if count is None]
    others = [name for name, count in counts.items() if count and name not in hidden]
    assert len(hidden) != 1 or not others
