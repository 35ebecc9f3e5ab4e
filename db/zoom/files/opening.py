"""The one door for files: read whole, known by its SHA-256, recognised by what it says. For a worker thread."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from db.errors import Refused, Unavailable
from db.zoom.files import chats, participants, polls, questions, registrations, transcripts, webinars
from db.zoom.files.cells import LARGEST, Cut, cuts_of, is_packed, text_of
from db.zoom.files.headers import find_header
from db.zoom.files.report import DateOrder, DatesUndecided, Report
from db.zoom.files.told import Chat, Polls, Registrations, Transcript

Told = Report | Registrations | Polls | Chat | Transcript


class ToldKind(StrEnum):
    """What a file of Zoom is; a webinar's attendees are participants, and what they asked in writing is as a chat."""

    PARTICIPANTS = "participants"
    REGISTRATIONS = "registrations"
    POLLS = "polls"
    CHAT = "chat"
    QUESTIONS = "questions"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was read: its name, its SHA-256 as hex, what it is, and what it says or asks."""

    file_name: str
    sha256: str
    kind: ToldKind
    told: Told | DatesUndecided


def open_told(
    path: Path, *, zone: tzinfo, sitting_at: datetime | None = None, order: DateOrder | None = None
) -> OpenedFile:
    """Reads whatever Zoom hands out, by what it says and not by its name.

    `zone` is the city's, `sitting_at` when the sitting begins, `order` a person's answer to an earlier question.
    Raises Refused as `read_told`, zoom_file_missing; Unavailable: zoom_file_unreadable.
    """
    try:
        if path.is_dir() or not path.exists():
            raise Refused("zoom_file_missing", file=path.name)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Unavailable("zoom_file_unreadable", file=path.name) from error
    kind, told = read_told(data, zone=zone, file_name=path.name, sitting_at=sitting_at, order=order)
    return OpenedFile(path.name, hashlib.sha256(data).hexdigest(), kind, told)


def read_told(
    data: bytes,
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_at: datetime | None = None,
    order: DateOrder | None = None,
) -> tuple[ToldKind, Told | DatesUndecided]:
    """What the bytes of a file are and say. Raises Refused: zoom_file_empty, zoom_file_too_large, zoom_file_locked,
    zoom_file_damaged, zoom_file_not_zoom, and as the reader of its kind.
    """
    text = None if is_packed(data) else text_of(data)
    if text is not None and transcripts.is_transcript(text):
        return ToldKind.TRANSCRIPT, transcripts.read(text)
    if text is not None and chats.is_chat(text):
        return ToldKind.CHAT, chats.read(text, zone=zone, sitting_at=sitting_at)
    door = _Door(zone, file_name, sitting_at, order)
    for cut in cuts_of(data, text):
        found = door.table(cut)
        if found is not None:
            return found
    raise Refused("zoom_file_not_zoom")


class _Door:
    """Recognises a table by its header, and has it read."""

    def __init__(self, zone: tzinfo, file_name: str, sitting_at: datetime | None, order: DateOrder | None) -> None:
        self._zone, self._file_name, self._order = zone, file_name, order
        self._day = None if sitting_at is None else sitting_at.astimezone(zone).date()

    def table(self, cut: Cut) -> tuple[ToldKind, Told | DatesUndecided] | None:
        """What a table says; None where nothing in it is known."""
        zone, name, day, order = self._zone, self._file_name, self._day, self._order
        header = find_header(cut.head)
        if header is not None and header.attended:
            told = webinars.read(cut.rows(), zone=zone, file_name=name, sitting_on=day, order=order)
            return ToldKind.PARTICIPANTS, told
        if header is not None:
            report = participants.read(cut.rows(), header, zone=zone, file_name=name, sitting_on=day, order=order)
            return ToldKind.PARTICIPANTS, report
        if any(polls.columns_in(row) for row in cut.head):
            answers = polls.read(cut.rows(), zone=zone, file_name=name, sitting_on=day, order=order)
            return ToldKind.POLLS, answers
        if any(questions.columns_in(row) for row in cut.head):
            return ToldKind.QUESTIONS, questions.read(cut.rows())
        columns = registrations.find_columns(cut.head)
        if columns is not None:
            at, places = columns
            people = registrations.read(cut.rows(), at, places, zone=zone, file_name=name, sitting_on=day, order=order)
            return ToldKind.REGISTRATIONS, people
        return None
