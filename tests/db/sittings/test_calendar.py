"""Days of a series, the rhythm of a council, and evenings that fall on each other: the rules, with values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refused
from db.places.holidays import holidays_of
from db.sittings.calendar import RHYTHMS, Clash, Slot, clashes, length_of, next_day, rhythm_of, series_days


def days(first: date, rhythm: str, times: int, holidays: dict[date, str] | None = None) -> list[date]:
    found = series_days(first, rhythm=rhythm, times=times, holidays=holidays or {})
    return [one.day for one in found if not one.holiday]


def test_every_second_tuesday_of_the_month_stays_the_second_tuesday() -> None:
    found = days(date(2026, 12, 8), "monthly", 4)
    assert found == [date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]


def test_the_fifth_weekday_is_the_last_one_where_a_month_has_four() -> None:
    assert days(date(2026, 12, 29), "monthly", 3) == [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]


def test_a_holiday_is_passed_over_by_its_name_and_made_up_for_at_the_end() -> None:
    carnival = {date(2027, 2, 9): "Carnaval"}
    told = series_days(date(2027, 1, 26), rhythm="fortnightly", times=2, holidays=carnival)
    assert [(one.day.day, one.holiday) for one in told] == [(26, ""), (9, "Carnaval"), (23, "")]
    kept = series_days(date(2027, 1, 26), rhythm="fortnightly", times=2, holidays=carnival, kept=[date(2027, 2, 9)])
    assert [one.day for one in kept] == [date(2027, 1, 26), date(2027, 2, 9)]


@given(
    st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    st.sampled_from(RHYTHMS),
    st.integers(1, 60),
    st.sets(st.integers(0, 400), max_size=40),
)
def test_a_series_has_as_many_evenings_as_were_asked_for_on_one_weekday(
    first: date, rhythm: str, times: int, off: set[int]
) -> None:
    told = series_days(first, rhythm=rhythm, times=times, holidays={first + timedelta(d): "x" for d in off})
    held = [one.day for one in told if not one.holiday]
    assert len(held) == times
    assert {day.weekday() for day in held} == {first.weekday()}
    assert all(a < b for a, b in pairwise(one.day for one in told))


def test_a_series_of_nothing_and_of_unheard_rhythms_is_refused() -> None:
    for rhythm, times, code in (("daily", 3, "rhythm_unknown"), ("weekly", 0, "times_out_of_range")):
        with pytest.raises(Refused) as no:
            series_days(date(2026, 1, 1), rhythm=rhythm, times=times, holidays={})
        assert no.value.code == code


def test_the_next_day_is_proposed_in_the_rhythm_of_the_council() -> None:
    today = date(2026, 11, 26)
    assert next_day([], today=today) == today
    assert next_day([date(2026, 11, 10)], today=today) == date(2026, 12, 8)
    assert next_day([date(2026, 11, 5), date(2026, 11, 19)], today=today) == date(2026, 12, 3)
    assert next_day([date(2026, 3, 3), date(2026, 3, 10)], today=today) == date(2026, 12, 1)
    assert rhythm_of([date(2026, 10, 13), date(2026, 11, 10)]) == "monthly"


def test_the_moving_holidays_of_argentina_are_known_in_spanish() -> None:
    told = holidays_of("AR", [2026])
    assert "Güemes" in told[date(2026, 6, 15)]
    assert told[date(2026, 5, 1)] == "Día del Trabajo"
    assert holidays_of("XX", [2026]) == {}


AT = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)


def slot(key: str, *, hours: float = 0, place: str = "CMD", district: str = "a", mode: str = "hybrid") -> Slot:
    return Slot(key, AT + timedelta(hours=hours), 120, place, district, mode)


def test_two_evenings_in_one_place_or_of_one_laptop_fall_on_each_other() -> None:
    one, same_place, same_laptop = slot("1"), slot("2", hours=1, district="b", place="cmd "), slot("3", place="Club")
    assert clashes([one, same_place]) == {"1": (Clash("2", "place"),), "2": (Clash("1", "place"),)}
    assert clashes([one, same_laptop]) == {"1": (Clash("3", "laptop"),), "3": (Clash("1", "laptop"),)}


def test_evenings_after_each_other_or_apart_do_not() -> None:
    assert clashes([slot("1"), slot("2", hours=2)]) == {}
    assert clashes([slot("1"), slot("2", district="b", place="Club")]) == {}
    assert clashes([slot("1", mode="virtual"), slot("2", district="b", mode="virtual")]) == {}


def test_how_long_an_evening_lasts_is_between_nothing_and_half_a_day() -> None:
    assert (length_of(0), length_of(None), length_of(90)) == (None, None, 90)
    for minutes in (-5, 721):
        with pytest.raises(Refused) as no:
            length_of(minutes)
        assert no.value.code == "length_out_of_range"
