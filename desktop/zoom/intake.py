"""What stands between files and the record, for the window and the terminal alike: what would come in; plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from db.errors import Refused, Unavailable
from db.matching.commands import import_registrations, import_report
from db.matching.outcomes import Imported
from db.places.city import City
from db.sittings.queries import SittingCard
from db.surveys.polls import take_in_answers
from db.zoom.files.opening import OpenedFile, Told, ToldKind
from db.zoom.files.report import DatesUndecided, Report
from db.zoom.files.told import Chat, Polls, Registrations
from db.zoom.handouts import (
    HandedOut,
    take_in_chat,
    take_in_transcript,
)
from desktop.questionnaires import shipped

# As Zoom calls its downloads: `participants_91234567890.csv`, `attendee_91234567890_2026_01_22.csv`.
_NUMBER_IN_NAME = re.compile(r"[a-z]+_(\d{9,11})(?!\d)", re.IGNORECASE)
NEAR = timedelta(days=1)
_ENDINGS = frozenset({".csv", ".txt", ".tsv", ".vtt", ".xlsx", ".xls", ".ods"})
# A folder with more than this is no evening's; the first ones show what it is.
_MOST_FILES = 40
# Who registered helps to recognise who came, so it is taken in first.
_ORDER = (
    ToldKind.REGISTRATIONS,
    ToldKind.PARTICIPANTS,
    ToldKind.POLLS,
    ToldKind.CHAT,
    ToldKind.QUESTIONS,
    ToldKind.TRANSCRIPT,
)
_COMMANDS: dict[ToldKind, Callable[..., HandedOut]] = {
    ToldKind.REGISTRATIONS: import_registrations,
    ToldKind.POLLS: take_in_answers,
    ToldKind.CHAT: take_in_chat,
    ToldKind.QUESTIONS: take_in_chat,
    ToldKind.TRANSCRIPT: take_in_transcript,
}


@dataclass(frozen=True)
class Preview:
    """What a file would bring. `rows` are people, answers or messages; `other_day` the day it is of and `other_meeting`
    the number of its meeting, where those are not the sitting's; `repeated` when it was taken in before. The numbers
    are those of lines, as a spreadsheet shows them.
    """

    file: OpenedFile
    rows: int
    other_day: date | None = None
    repeated: bool = False
    private: int = 0
    absent: int = 0
    unreadable: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    other_meeting: str | None = None

    @property
    def strange(self) -> bool:
        """Whether it seems to be another evening's."""
        return self.other_day is not None or self.other_meeting is not None

    @property
    def kind(self) -> ToldKind:
        return self.file.kind

    @property
    def doubtful(self) -> tuple[int, ...]:
        """Lines that are taken in and should be looked at."""
        return tuple(number for number in self.unreadable if number not in self.left_out)


@dataclass(frozen=True)
class NotRead:
    """A file that cannot come in, and why."""

    file_name: str
    why: Refused | Unavailable


@dataclass(frozen=True)
class CameIn:
    """A file that was taken in, and what came of it."""

    preview: Preview
    outcome: Imported | HandedOut

    @property
    def row_id(self) -> str:
        """The call's or the handout's identifier, by which it is taken out again."""
        return self.outcome.call_id if isinstance(self.outcome, Imported) else self.outcome.handout_id


def preview_of(file: OpenedFile, sitting: SittingCard, city: City, known: Collection[str]) -> Preview:
    """What a file that was read would bring to a sitting; `known` are the files it has already."""
    told = file.told
    assert not isinstance(told, DatesUndecided)
    facts: dict[str, Any] = {
        "other_day": other_day(told, sitting, city),
        "repeated": file.sha256 in known,
        "left_out": told.left_out,
        "other_meeting": other_meeting(file, sitting),
    }
    if isinstance(told, Report):
        return Preview(file, len(told.rows), absent=len(told.absent), unreadable=told.unreadable, **facts)
    if isinstance(told, Registrations):
        return Preview(file, len(told.rows), **facts)
    if isinstance(told, Polls):
        return Preview(file, len(told.answers), **facts)
    return Preview(file, len(told.lines), private=told.private if isinstance(told, Chat) else 0, **facts)


def other_meeting(file: OpenedFile, sitting: SittingCard) -> str | None:
    """The number of the meeting that a file says it is of, in itself or in the name Zoom gave it, when the sitting's is
    another.
    """
    meeting = getattr(file.told, "meeting", None)
    named = _NUMBER_IN_NAME.match(file.file_name)
    number = (meeting.zoom_number if meeting else None) or (named.group(1) if named else None)
    its_own = re.sub(r"\D", "", sitting.zoom_number or "")
    return number if number and its_own and number != its_own else None


def in_order(previews: Sequence[Preview]) -> tuple[Preview, ...]:
    """The order in which files dropped together are taken in."""
    return tuple(sorted(previews, key=lambda one: _ORDER.index(one.kind)))


def command_for(preview: Preview, sitting_id: str, city: City) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The command that takes a file in, and what it is to be told."""
    file = preview.file
    facts: dict[str, Any] = {"sitting_id": sitting_id, "sha256": file.sha256, "file_name": file.file_name}
    if preview.kind is ToldKind.PARTICIPANTS:
        return import_report, {**facts, "report": file.told}
    if preview.kind is ToldKind.POLLS:
        facts |= {"zone": city.zone, "definitions": tuple(shipped().values())}
    return _COMMANDS[preview.kind], {**facts, "told": file.told}


def day_of(sitting: SittingCard, city: City) -> date:
    """The sitting's date where the city is."""
    return sitting.starts_at.astimezone(city.zone).date()


def other_day(told: Told, sitting: SittingCard, city: City) -> date | None:
    """The day that a file is of, when that is not the sitting's: somebody may have dropped last month's file."""
    begun = _moments(told)
    if not begun:
        return None
    day = min(begun).astimezone(city.zone).date()
    return day if abs(day - day_of(sitting, city)) > NEAR else None


def when_it_was(file: OpenedFile) -> datetime | None:
    """When the evening of a file began, as far as it tells without a question."""
    return None if isinstance(file.told, DatesUndecided) else min(_moments(file.told), default=None)


def _moments(told: Told) -> list[datetime]:
    """The moments that a file tells of its evening; who registers does so on any day before."""
    if isinstance(told, Report):
        found = [row.joined_at for row in told.rows]
        found.append(told.meeting.started_at if told.meeting else None)
    elif isinstance(told, Polls):
        found = [one.answered_at for one in told.answers]
    elif isinstance(told, Chat):
        found = [one.said_at for one in told.lines]
    elif isinstance(told, Registrations):
        found = [told.meeting.started_at if told.meeting else None]
    else:
        found = []
    return [one for one in found if one is not None]


def looks_like_zooms(path: Path) -> bool:
    """By its ending: what Zoom hands out, and what people make of it by opening it in a spreadsheet."""
    return path.suffix.casefold() in _ENDINGS


def unpacked(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Files, and of folders what lies in them and may be Zoom's: it saves chat and words of an evening in one. A folder
    in which there is nothing stays itself. For a worker.
    """
    found: list[Path] = []
    for path in paths:
        try:
            inside = sorted(one for one in path.iterdir() if looks_like_zooms(one)) if path.is_dir() else []
        except OSError:
            inside = []
        found += inside[:_MOST_FILES] or [path]
    return tuple(found)
