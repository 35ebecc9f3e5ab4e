"""What Zoom tells beside the participants, as frozen values: registrations, polls, chat, transcript; file or API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.zoom.files.report import MeetingFacts


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registration, `number` its line (from 1). `answers` are the questions of the form that are no field here.

    `neighbourhood` is the quarter as the person wrote it, `status` approved, pending, denied or cancelled as told.
    """

    number: int
    email: str | None = None
    family_name: str = ""
    given_names: str = ""
    phone: str | None = None
    document: str | None = None
    neighbourhood: str | None = None
    organisation: str | None = None
    registrant_id: str | None = None
    registered_at: datetime | None = None
    status: str | None = None
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Registrations:
    """Who registered for a meeting. `left_out`: the numbers of the lines that tell of nobody (cut off, damaged)."""

    meeting: MeetingFacts | None
    rows: tuple[Registrant, ...]
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """What one person answered to one question. `name` is None where the poll was anonymous; then `email` is too.

    `answers` holds one text, or several where several choices were allowed.
    """

    poll: str
    question: str
    answers: tuple[str, ...]
    name: str | None = None
    email: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Polls:
    """The answers to a meeting's polls. `left_out`: the numbers of the lines that could not be read; `lines` is how
    many could, for a line may hold several answers."""

    meeting: MeetingFacts | None
    answers: tuple[PollAnswer, ...]
    left_out: tuple[int, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message to everyone. Saved on the laptop it has a moment (`said_at`); from the cloud its `offset` from the
    beginning of the recording."""

    number: int
    author: str
    text: str
    said_at: datetime | None = None
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A meeting's public chat. `private` is how many private messages the reader dropped; they are kept nowhere."""

    lines: tuple[ChatLine, ...]
    private: int = 0
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said between two offsets from the beginning of the recording; `speaker` where Zoom knew."""

    number: int
    begins: timedelta
    ends: timedelta
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A recording in words. `left_out`: the numbers of the lines whose times could not be read."""

    lines: tuple[Spoken, ...]
    left_out: tuple[int, ...] = ()
