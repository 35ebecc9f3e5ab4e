"""Which days a period means, and which it is compared with."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.insights.periods import (
    LAST_YEAR,
    MONTHS_2,
    THIS_MONTH,
    THIS_YEAR,
    days_before,
    days_of,
    reaches_back,
    tells_new_from_old,
)
from desktop.insights.series import PERIOD, YEAR

FIRST, TODAY = date(2024, 3, 7), date(2026, 11, 19)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (THIS_MONTH, (date(2026, 11, 1), TODAY)),
        (MONTHS_2, (date(2026, 9, 20), TODAY)),
        (THIS_YEAR, (date(2026, 1, 1), TODAY)),
        (LAST_YEAR, (date(2025, 1, 1), date(2025, 12, 31))),
        ("all", (FIRST, TODAY)),
    ],
)
def test_the_days_of_a_period(period, days):
    assert days_of(period, None, first=FIRST, today=TODAY) == days


def test_a_year_before_are_the_same_days_also_of_a_leap_day():
    assert days_before((date(2026, 1, 1), TODAY), YEAR) == (date(2025, 1, 1), date(2025, 11, 19))
    assert days_before((date(2028, 2, 29), date(2028, 3, 31)), YEAR) == (date(2027, 2, 28), date(2027, 3, 31))
    assert days_before((date(2026, 3, 11), date(2026, 3, 20)), PERIOD) == (date(2026, 3, 1), date(2026, 3, 10))


def test_two_months_back_from_the_last_of_april_begin_with_march():
    assert days_of(MONTHS_2, None, first=FIRST, today=date(2026, 4, 30)) == (date(2026, 3, 1), date(2026, 4, 30))


def test_who_was_new_is_known_of_a_period_that_had_one_of_its_length_before_it():
    autumn = (date(2025, 5, 1), date(2025, 6, 30))
    assert tells_new_from_old(date(2025, 3, 5), autumn)
    assert not tells_new_from_old(date(2025, 4, 20), autumn)
    assert not tells_new_from_old(date(2025, 2, 3), (date(2025, 1, 1), date(2025, 11, 27)))


def test_a_record_that_begins_a_month_into_a_year_can_be_compared_with_and_one_of_autumn_cannot():
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert reaches_back(date(2025, 2, 1), year)
    assert reaches_back(date(2025, 2, 24), year), "the first council after the summer"
    assert not reaches_back(date(2025, 3, 20), year)
    assert not reaches_back(date(2025, 2, 1), (date(2025, 1, 1), date(2025, 1, 31)))
