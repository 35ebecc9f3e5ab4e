"""What a participant report says, as frozen values, whatever language or generation the file was written in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DateOrder(StrEnum):
    """How the numbers of a date were meant; PLAIN when the text left no doubt (ISO, a month in words)."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the file tells about the meeting itself; every field may be absent."""

    zoom_number: str | None = None
    uuid: str | None = None
    topic: str | None = None
    host_name: str | None = None
    host_email: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    minutes: int | None = None
    participants: int | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the report as told: moments in UTC, `minutes` in minutes, `number` the line in the file (from 1)."""

    number: int
    name: str
    original_name: str | None = None
    email: str | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    minutes: int | None = None
    guest: bool | None = None
    in_waiting_room: bool = False
    phone: str | None = None
    host: bool = False
    registrant_id: str | None = None
    zoom_user_id: str | None = None
    breakout: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole participant report; `unreadable` are the numbers of the lines that have to be looked at: times that
    nobody can read or that do not agree with the minutes, more cells than columns.

    Some of them are not among `rows`, `left_out`: they were cut off, or left before they joined, and tell no presence.
    Whoever a webinar's report names without having come is in `absent` alone: every line is in one of the three.
    `source` is csv for a file, api for what Zoom answered itself.
    """

    meeting: MeetingFacts | None
    rows: tuple[ReportRow, ...]
    dates: DateOrder
    unique_users: bool = False
    unreadable: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    source: str = "csv"
    absent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DatesUndecided:
    """The file can be read both ways and nothing tells which: a person has to say. Holds the two readings."""

    written: str
    day_first: date
    month_first: date
