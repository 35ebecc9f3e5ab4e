"""Times as Zoom writes them, and the question which of two numbers is the day.

Hardly a file names a zone: the times are those of the person who downloaded it, taken to be the city's, unless they say
otherwise themselves (`2026-11-19T22:00:00Z`, `07:00 PM GMT-3`). The language of the file does not fix the order of day
and month (Spanish reports with the month first exist), so it is decided from the whole column and from what else is
known, or not at all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from db.errors import Refused
from db.folding import fold
from db.zoom.files.report import DateOrder

NEAR = timedelta(days=1)
"""How far a date in the file may be from a date known otherwise (a sitting that runs past midnight)."""

_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d{1,6})?)?(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
    r"(?P<zone>\s*\(?(?:z|(?:gmt|utc)(?:\s?[+-]\d{1,2}(?::?[0-5]\d)?)?|[+-]\d{2}:?[0-5]\d)\)?)?"
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_NUMBERS = re.compile(r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{1,4})[,t\s]+" + _TIME)
_MONTH_DAY = re.compile(r"(?P<month>[a-z]{3,})\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4}),?\s+" + _TIME)
_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})[\s-](?:de\s)?(?P<month>[a-z]{3,})\.?[\s-](?:de\s)?(?P<year>\d{4}),?\s+" + _TIME
)
_LONGEST = 80
_FARTHEST = timedelta(hours=14)
_FILE_DATES = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan ene gen",
            "feb fev",
            "mar",
            "apr abr avr",
            "may mai mag",
            "jun juin giu",
            "jul juil lug",
            "aug ago aou",
            "sep set",
            "oct out ott",
            "nov",
            "dec dic dez",
        ),
        start=1,
    )
    for word in words.split()
}
"""Months by the first letters of their names in the five languages; four where three do not tell."""


@dataclass(frozen=True, slots=True)
class Written:
    """A time as written: either a certain date, or two numbers of which one is the day, and a year. `zone`: if said."""

    text: str
    at: time
    certain: date | None = None
    first: int = 0
    second: int = 0
    year: int = 0
    zone: tzinfo | None = None

    def on(self, order: DateOrder) -> date | None:
        """The date under one reading; None when that reading has no such day."""
        if self.certain is not None:
            return self.certain
        day, month = (self.first, self.second) if order is DateOrder.DAY_FIRST else (self.second, self.first)
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


def written(text: str) -> Written | None:
    """A time as Zoom or a spreadsheet writes it; None for what is not one (blank, `-`, `--`, other text)."""
    if len(text) > _LONGEST:
        return None
    plain = fold(text.replace("\xa0", " ").replace("\u202f", " ").replace("\u2212", "-"))
    for pattern in (_NUMBERS, _MONTH_DAY, _DAY_MONTH):
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        try:
            found = _numbers(text, match) if pattern is _NUMBERS else _words(text, match)
            return replace(found, zone=_zone(match["zone"])) if match["zone"] else found
        except (ValueError, KeyError):
            return None
    return None


def _numbers(text: str, match: re.Match[str]) -> Written:
    a, b, c = (int(match[name]) for name in "abc")
    at = _time(match)
    _must_be_of_zoom(a if len(match["a"]) == 4 else c + 2000 if len(match["c"]) == 2 else c)
    if len(match["a"]) == 4:
        return Written(text=text, at=at, certain=date(a, b, c))
    if len(match["a"]) == 3 or len(match["c"]) not in (2, 4):
        raise ValueError("not a date")
    return Written(text=text, at=at, first=a, second=b, year=c + 2000 if len(match["c"]) == 2 else c)


def _must_be_of_zoom(year: int) -> None:
    # A damaged cell may say 9999, which no clock can carry into another zone.
    if not 2000 <= year < 2100:
        raise ValueError("not a year of Zoom")


def _words(text: str, match: re.Match[str]) -> Written:
    _must_be_of_zoom(int(match["year"]))
    return Written(
        text=text, at=_time(match), certain=date(int(match["year"]), _month(match["month"]), int(match["day"]))
    )


def _month(word: str) -> int:
    return _MONTHS.get(word[:4]) or _MONTHS[word[:3]]


def _time(match: re.Match[str]) -> time:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("not an hour of a half day")
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _zone(told: str) -> tzinfo:
    offset = _OFFSET.search(told)
    if offset is None:
        return UTC
    away = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    if away > _FARTHEST:
        raise ValueError("not a zone")
    return timezone(away if offset["sign"] == "+" else -away)


def dates_in_name(file_name: str) -> tuple[date, ...]:
    """Dates in a file name: `participants_912..._2026_01_21.csv`, `meetinglistdetails_20260101_20260131.csv`."""
    found = []
    for year, month, day in _FILE_DATES.findall(file_name):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Stay:
    """A line's two times as written, and the minutes the file gives for it."""

    joined: Written | None
    left: Written | None
    minutes: int | None = None


def decide(
    stays: Sequence[Stay], *, alone: Iterable[Written] = (), near: Sequence[Sequence[date]] = ()
) -> DateOrder | None:
    """Which number is the day; None when both readings stand.

    `alone` are further times of the same file (the meeting's). `near` are dates known otherwise, the most telling
    source first (the file's name, the sitting's own date): the first source that fits one reading only decides.
    Raises Refused("zoom_dates_contradict") when the column itself says both.
    """
    times = [one for stay in stays for one in (stay.joined, stay.left) if one] + list(alone)
    open_ones = [one for one in times if one.certain is None]
    if not open_ones:
        return DateOrder.PLAIN
    fits = [order for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if all(one.on(order) for one in open_ones)]
    if not fits:
        raise Refused("zoom_dates_contradict")
    if len(fits) == 1:
        if not _against(open_ones, fits[0], near):
            return fits[0]
        raise Refused("zoom_dates_contradict")
    if all(one.first == one.second for one in open_ones):
        return DateOrder.DAY_FIRST
    sound = [order for order in fits if all(_sound(stay, order) for stay in stays)]
    if len(sound) == 1:
        return sound[0]
    for source in near:
        close = [order for order in fits if _close(open_ones, order, source)]
        if len(close) == 1:
            return close[0]
    return None


def _against(times: Sequence[Written], order: DateOrder, near: Sequence[Sequence[date]]) -> bool:
    """Whether most of a column is of a day known otherwise under the other order only: then the line that speaks for
    this order is a damaged one."""
    other = DateOrder.MONTH_FIRST if order is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST
    for source in near:
        here, there = (sum(_close([one], each, source) for one in times) for each in (order, other))
        if there > here and there > len(times) // 2:
            return True
    return False


def _sound(stay: Stay, order: DateOrder) -> bool:
    """A stay that ends after it begins and lasts what the file says: past midnight only one reading does."""
    if stay.joined is None or stay.left is None:
        return True
    begin, end = _local(stay.joined, order), _local(stay.left, order)
    if begin is None or end is None or end < begin:
        return False
    told = end - begin if stay.minutes is None else timedelta(minutes=stay.minutes)
    return end - begin < timedelta(days=1) and abs(end - begin - told) <= timedelta(minutes=2)


def _close(times: Sequence[Written], order: DateOrder, known: Sequence[date]) -> bool:
    days = [day for one in times if (day := one.on(order)) is not None]
    if not known or not days:
        return False
    return min(known) - NEAR <= min(days) and max(days) <= max(known) + NEAR


def _local(moment: Written, order: DateOrder) -> datetime | None:
    day = moment.on(order)
    return None if day is None else datetime.combine(day, moment.at)


def moment_of(one: Written | None, *, order: DateOrder, zone: tzinfo) -> datetime | None:
    """The moment in UTC of a time written in the zone of whoever downloaded the report, or in the one it names."""
    local = None if one is None else _local(one, order)
    return None if one is None or local is None else local.replace(tzinfo=one.zone or zone).astimezone(UTC)
