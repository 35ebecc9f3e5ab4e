"""Which days a choice of the charts page means, and which days they are compared with. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from db.insights.rules import previous_period
from desktop.insights.series import YEAR

THIS_MONTH, MONTHS_2, THIS_YEAR, LAST_YEAR, ALL, OWN = "this_month", "months_2", "this_year", "last_year", "all", "own"
PERIODS = (THIS_MONTH, MONTHS_2, THIS_YEAR, LAST_YEAR, ALL)
_LACKING_AT_MOST = 60


def days_of(period: str, own: tuple[date, date] | None, *, first: date, today: date) -> tuple[date, date]:
    """First and last day of a period; `own` are the days of OWN, `first` is that of the first sitting of the record."""
    if period == OWN and own:
        return own
    if period == THIS_MONTH:
        return today.replace(day=1), today
    if period == MONTHS_2:
        return _months_before(today, 2) + timedelta(days=1), today
    if period == THIS_YEAR:
        return date(today.year, 1, 1), today
    if period == LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return first, today


def days_before(days: tuple[date, date], compared: str) -> tuple[date, date]:
    """The same days a year before, or as many days right before."""
    since, until = days
    if compared == YEAR:
        return _months_before(since, 12), _months_before(until, 12)
    return previous_period(since, until)


def reaches_back(first: date, before: tuple[date, date]) -> bool:
    """Whether a record that begins on a day can be compared with a period: it lacks a sixth of it at most, and never
    more than two months. Councils are held from February or March on: one that began then was not idle in summer."""
    since, until = before
    lacking = min(_LACKING_AT_MOST, ((until - since).days + 1) // 6)
    return first <= since + timedelta(days=lacking)


def tells_new_from_old(first: date, days: tuple[date, date]) -> bool:
    """Whether a record that begins on a day knows who was new in a period: it was kept for as long before. Where it has
    only begun, everybody is new, and the next year fewer are, whatever the neighbours do.
    """
    return reaches_back(first, previous_period(*days))


def _months_before(day: date, months: int) -> date:
    """The same day so many months before; where that month has no such day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
