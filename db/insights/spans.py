"""Which stretches of time a scope is made of: whole years and months, and the days at its edges. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ALL = "all"


@dataclass(frozen=True)
class Stretch:
    """A kept span, or, where `span` is empty, the sittings from `since` up to and without `until`."""

    span: str = ""
    since: datetime | None = None
    until: datetime | None = None


def stretches(
    since: datetime | None, until: datetime | None, months: Collection[str], zone: ZoneInfo
) -> Iterator[Stretch]:
    """What a period is made of, in the order of time. `months` are those in which anything was held (`2026-11`).

    A month that lies wholly in the period is taken as one, twelve of a year as the year, and all of them as `all`.
    """
    known = sorted(months)
    if not known:
        return
    first = since is None or since <= _begins(known[0], zone)
    last = until is None or until >= _begins(following(known[-1]), zone)
    if first and last:
        yield Stretch(ALL)
        return
    whole: list[str] = []
    for month in known:
        start, end = _begins(month, zone), _begins(following(month), zone)
        if (since is not None and end <= since) or (until is not None and start >= until):
            continue
        if (since is None or since <= start) and (until is None or until >= end):
            whole.append(month)
            continue
        yield from _years(whole, known)
        whole = []
        yield Stretch("", max(start, since or start), min(end, until or end))
    yield from _years(whole, known)


def following(month: str) -> str:
    """The month after: `2026-12` gives `2027-01`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def within_span(span: str) -> tuple[str, str]:
    """The first and the last month that a span may hold."""
    if span == ALL:
        return "", "9999-12"
    return (span, span) if len(span) == 7 else (f"{span}-01", f"{span}-12")


def _years(months: list[str], known: list[str]) -> Iterator[Stretch]:
    at = 0
    while at < len(months):
        year = months[at][:4]
        some = [month for month in months[at:] if month[:4] == year]
        if some == [month for month in known if month[:4] == year]:
            yield Stretch(year)
        else:
            yield from (Stretch(month) for month in some)
        at += len(some)


def _begins(month: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date(int(month[:4]), int(month[5:]), 1), time(), tzinfo=zone)
