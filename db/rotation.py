"""Which backups stay: of each day of a week, each week of a month, each month of a year; and when the next is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

DAYS, WEEKS, MONTHS = 7, 4, 12
DUE_AFTER = timedelta(days=1)

T = TypeVar("T")


def kept(made: Iterable[T], at: Callable[[T], datetime]) -> list[T]:
    """Those that stay, newest first: everything of the newest day, and the newest of each of the last 7 days, 4 weeks
    and 12 months in which there is one.

    Counted are days with a backup, not days of the calendar: after a summer without sittings the last seven are still
    there. The moments are of one time zone. The newest always stays.
    """
    newest_first = sorted(made, key=at, reverse=True)
    if not newest_first:
        return []
    last_day = at(newest_first[0]).date()
    stay = {place for place, one in enumerate(newest_first) if at(one).date() == last_day}
    for span, many in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        seen: dict[object, int] = {}
        for place, one in enumerate(newest_first):
            seen.setdefault(span(at(one).date()), place)
        stay.update(list(seen.values())[:many])
    return [newest_first[place] for place in sorted(stay)]


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether the newest backup is older than a day, or there is none. One from the future (a clock set wrong) does
    not stop the next for years."""
    return last is None or abs(now - last) >= DUE_AFTER


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
