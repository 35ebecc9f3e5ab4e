"""Which stretches of time a scope is made of: whole years and months, and the days at its edges. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

ALL = "all"


@dataclass(frozen=True)
class Stretch:
    """A kept span, or, where `span` is empty, the sittings from `since` up to and without `until`."""

    span: str = ""
    since: datetime | None = None
    until: datetime | None = None


def stretches(
    since: datetime | None,
    until: datetime | None,
    months: Collection[str],
    zone: ZoneInfo,
    *,
    finely: Collection[str] = (),
) -> Iterator[Stretch]:
    """What a period is made of, in the order of time. `months` are those in which anything was held (`2026-11`).

    A month that lies wholly in the period is taken as one, twelve of a year as the year, and all of them as `all`. Of
    the months `finely`, halves of a year and weeks of a month are kept as well.
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
        yield from _years(whole, known, finely)
        whole = []
        edge = max(start, since or start), min(end, until or end)
        yield from _weeks(month, *edge, zone) if month in finely else [Stretch("", *edge)]
    yield from _years(whole, known, finely)


def fine_spans(day: date) -> tuple[str, str]:
    """The week of its month (of four: from the 1st, 8th, 15th, 22nd on) and the half of its year that a day is in."""
    month = f"{day:%Y-%m}"
    return f"{month}-{min((day.day - 1) // 7, 3) + 1}", half_of(month)


def half_of(month: str) -> str:
    """The half of the year that a month is in: of `2026-11` it is `2026h2`."""
    return f"{month[:4]}h{1 if month[5:] <= '06' else 2}"


def weeks_of(month: str) -> list[str]:
    """The weeks of a month: `2026-11-1` to `2026-11-4`."""
    return [f"{month}-{week}" for week in range(1, 5)]


def following(month: str) -> str:
    """The month after: `2026-12` gives `2027-01`."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def within_span(span: str) -> tuple[str, str]:
    """The first and the last month that a span may hold."""
    if span == ALL:
        return "", "9999-12"
    if "h" in span:
        return (f"{span[:4]}-01", f"{span[:4]}-06") if span.endswith("1") else (f"{span[:4]}-07", f"{span[:4]}-12")
    return (span[:7], span[:7]) if len(span) >= 7 else (f"{span}-01", f"{span}-12")


def _years(months: list[str], known: list[str], finely: Collection[str]) -> Iterator[Stretch]:
    for year, some in _grouped(months, lambda month: month[:4]):
        if some == [month for month in known if month[:4] == year]:
            yield Stretch(year)
            continue
        for half, part in _grouped(some, half_of):
            kept = len(part) > 1 and part == [month for month in known if half_of(month) == half]
            if kept and all(month in finely for month in part):
                yield Stretch(half)
            else:
                yield from (Stretch(month) for month in part)


def _grouped(months: list[str], by: Callable[[str], str]) -> list[tuple[str, list[str]]]:
    return [(key, list(some)) for key, some in groupby(months, by)]


def _weeks(month: str, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Stretch]:
    """Part of a month: the weeks that lie in it, and the days beside them."""
    first, end = _begins(month, zone), _begins(following(month), zone)
    edges = [*(first.replace(day=day) for day in (1, 8, 15, 22)), end]
    for week, (begins, ends) in zip(weeks_of(month), pairwise(edges), strict=True):
        if since <= begins and ends <= until:
            yield Stretch(week)
        elif begins < until and ends > since:
            yield Stretch("", max(begins, since), min(ends, until))


@lru_cache(4096)  # a page asks some hundreds of times for the same ten years
def _begins(month: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date(int(month[:4]), int(month[5:]), 1), time(), tzinfo=zone)
