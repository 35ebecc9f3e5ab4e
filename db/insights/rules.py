"""Rules of the figures: what a period is, which cells may be shown, what a share is of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.errors import Refused

SMALLEST_CELL = 5
"""People. A published cell smaller than this could point at somebody (the usual threshold of official statistics)."""


def moments(since: date | None, until: date | None, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """The moments a period of days covers in a city: from the first midnight up to, and without, the last.

    Both days belong to the period; None leaves that side open. Raises Refused: period_backwards.
    """
    if since and until and until < since:
        raise Refused("period_backwards", since=since.isoformat(), until=until.isoformat())
    start = datetime.combine(since, time(), tzinfo=zone).astimezone(UTC) if since else None
    end = datetime.combine(until + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC) if until else None
    return start, end


def previous_period(since: date, until: date) -> tuple[date, date]:
    """The period right before: of whole months as many whole months (September and October follow July and August,
    2026 follows 2025), of any other days as many days.
    """
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        year, month = divmod(since.year * 12 + since.month - 1 - months, 12)
        return date(year, month + 1, 1), since - timedelta(days=1)
    days = (until - since).days + 1
    return since - timedelta(days=days), since - timedelta(days=1)


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, from 0.0 to 1.0; None when there is nothing to be a part of."""
    return part / whole if whole else None


def hide_small(counts: Mapping[str, int], smallest: int = SMALLEST_CELL) -> dict[str, int | None]:
    """The counts as they may be published: a cell of 1 to `smallest` - 1 people becomes None.

    Where exactly one cell would be hidden it could be worked out from the total, so the next smallest goes with it.
    Zero stays: nobody can be recognised in it.
    """
    hidden = {name for name, count in counts.items() if 0 < count < smallest}
    if len(hidden) == 1:
        others = [name for name, count in counts.items() if count and name not in hidden]
        if others:
            hidden.add(min(others, key=lambda name: counts[name]))
    return {name: None if name in hidden else count for name, count in counts.items()}


def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month (`2026-11`)."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_ends(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments at which a month of a city (`2026-11`) and the one after it begin."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    start, end = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (first, following))
    return start, end
