"""Days and hours of sittings: the dates of a series, the rhythm of a council, and evenings that fall on each other.

Pure: values in, values out. Days are those of the city's wall calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from db.errors import Refused
from db.folding import fold

RHYTHMS = ("weekly", "fortnightly", "monthly")
MOST_TIMES = 60
USUAL_MINUTES = 120
LONGEST_MINUTES = 720
# So many days with a holiday on each is no calendar of this world.
_TOO_FAR = 400


@dataclass(frozen=True)
class SeriesDay:
    """One day of a series; `holiday` names why it is passed over, empty for a day on which the council meets."""

    day: date
    holiday: str = ""


@dataclass(frozen=True)
class Slot:
    """An evening as far as others may fall on it: when, where, and whose laptop runs it."""

    id: str
    starts_at: datetime
    minutes: int
    place: str
    district_id: str
    mode: str

    @property
    def ends_at(self) -> datetime:
        """When it is meant to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Clash:
    """Another evening at the same hour: in the same `place`, or for the same `laptop` of the district."""

    other_id: str
    why: str


def series_days(
    first: date, *, rhythm: str, times: int, holidays: Mapping[date, str], kept: Collection[date] = ()
) -> tuple[SeriesDay, ...]:
    """The days of a series from `first` on, with the holidays it passes over between them.

    rhythm: weekly, fortnightly, or monthly (the same weekday of the month: the second Tuesday; the fifth is the last
    where a month has four). `times` counts the days on which the council meets; a holiday in `kept` is one of them.
    Raises Refused: rhythm_unknown, times_out_of_range (1 to 60).
    """
    if rhythm not in RHYTHMS:
        raise Refused("rhythm_unknown", rhythm=rhythm, known=", ".join(RHYTHMS))
    if not 1 <= times <= MOST_TIMES:
        raise Refused("times_out_of_range", times=times, most=MOST_TIMES)
    found: list[SeriesDay] = []
    left = times
    for step in range(_TOO_FAR):
        day = _monthly(first, step) if rhythm == "monthly" else first + timedelta(weeks=step * _WEEKS[rhythm])
        name = "" if day in kept else holidays.get(day, "")
        found.append(SeriesDay(day, name))
        left -= not name
        if not left:
            break
    return tuple(found)


def rhythm_of(days: Sequence[date]) -> str:
    """How often a council meets, from the days of its sittings: weekly, fortnightly, monthly; empty when it cannot be
    told (fewer than two, or no such rhythm between the last two).
    """
    last = sorted(days)[-2:]
    if len(last) < 2:
        return ""
    gap = (last[1] - last[0]).days
    if 26 <= gap <= 37:
        return "monthly"
    return {7: "weekly", 14: "fortnightly"}.get(gap, "")


def next_day(days: Sequence[date], *, today: date) -> date:
    """The day that is proposed for the next sitting: in the council's own rhythm, a month on where it has none.

    Never before today; `today` for a council that has not met.
    """
    if not days:
        return today
    last, rhythm = max(days), rhythm_of(days) or "monthly"
    steps = (_monthly(last, n) if rhythm == "monthly" else last + timedelta(weeks=n * _WEEKS[rhythm])
             for n in range(1, _TOO_FAR))  # fmt: skip
    return next((day for day in steps if day >= today), today)


def moved(day: date, *, before: date, after: date) -> date:
    """Another day of a series, moved by as many days as the one that was moved from `before` to `after`."""
    return day + (after - before)


def clashes(slots: Iterable[Slot]) -> dict[str, tuple[Clash, ...]]:
    """Which evenings fall on each other, by id, in the order of the hour.

    Two in one place at one time: nobody can be in both. Two of one district at one time: its one laptop runs one.
    What is only virtual is in no place.
    """
    found: dict[str, list[Clash]] = {}
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.id))
    for place, one in enumerate(ordered):
        for other in islice(ordered, place + 1, None):
            if other.starts_at >= one.ends_at:
                break
            why = _why(one, other)
            if why:
                found.setdefault(one.id, []).append(Clash(other.id, why))
                found.setdefault(other.id, []).append(Clash(one.id, why))
    return {key: tuple(several) for key, several in found.items()}


def length_of(minutes: int | None) -> int | None:
    """How long a sitting is meant to last; None and 0 are not said. Raises Refused: length_out_of_range (1 to 720)."""
    if not minutes:
        return None
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Refused("length_out_of_range", minutes=minutes, most=LONGEST_MINUTES)
    return minutes


_WEEKS = {"weekly": 1, "fortnightly": 2}


def _why(one: Slot, other: Slot) -> str:
    somewhere = "virtual" not in (one.mode, other.mode) and bool(fold(one.place))
    if somewhere and fold(one.place) == fold(other.place):
        return "place"
    return "laptop" if one.district_id == other.district_id else ""


def _monthly(first: date, step: int) -> date:
    """The same weekday of the month, `step` months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    nth, start = (first.day - 1) // 7, date(year, month + 1, 1)
    day = start + timedelta(days=(first.weekday() - start.weekday()) % 7 + 7 * nth)
    return day if day.month == start.month else day - timedelta(weeks=1)
