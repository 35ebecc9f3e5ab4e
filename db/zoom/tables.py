"""Tables of Zoom: calls, participants, and what else Zoom hands out of a sitting, as told and never edited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row

LIVE = "live"
"""The source of a call that is told while it runs, twice a minute; whatever Zoom tells afterwards takes its place."""


class Call(Row):
    """One Zoom meeting as Zoom told it; source csv, api or live. The same file twice is known by `sha256`.

    A call that a later report told more fully was taken out for it: `replaced_by_id`.
    """

    __tablename__ = "call"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    zoom_number: Mapped[str | None] = mapped_column(String(20))
    uuid: Mapped[str | None]
    topic: Mapped[str | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    replaced_by_id: Mapped[str | None] = mapped_column(String(36))


class Participant(Row):
    """One line of a call; not yet a person we know. `minutes` stands alone where the file tells no times.

    In a call that still runs whoever is in it has no `left_at`.
    """

    __tablename__ = "participant"

    call_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str]
    original_name: Mapped[str | None]
    email: Mapped[str | None]
    registrant_id: Mapped[str | None]
    zoom_user_id: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    in_waiting_room: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool | None]
    is_host: Mapped[bool] = mapped_column(default=False)
    breakout: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(String(30))


class Handout(Row):
    """What Zoom handed out beside the participants: one registration report, poll report, chat or transcript.

    kind: registrations, polls, chat, transcript; source csv (any file) or api. The same bytes twice are known by
    `sha256`; `replaced_by_id` as in a call. `private` is how many private messages of a chat were dropped unread.
    """

    __tablename__ = "handout"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    zoom_number: Mapped[str | None] = mapped_column(String(20))
    uuid: Mapped[str | None]
    topic: Mapped[str | None]
    source: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    private: Mapped[int] = mapped_column(default=0)
    replaced_by_id: Mapped[str | None] = mapped_column(String(36))


class Registrant(Row):
    """Somebody who registered for the call. `quarter` is the neighbourhood as she wrote it; `answers` one question of
    the form a line, its title and what was answered set apart by a tabulator."""

    __tablename__ = "registrant"

    handout_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    email: Mapped[str | None]
    family_name: Mapped[str]
    given_names: Mapped[str]
    phone: Mapped[str | None]
    document: Mapped[str | None]
    quarter: Mapped[str | None]
    organisation: Mapped[str | None]
    registrant_id: Mapped[str | None]
    registered_at: Mapped[datetime | None]
    status: Mapped[str | None]
    answers: Mapped[str | None]


class PollAnswer(Row):
    """What one person answered to one question of a poll; `answers` one choice a line.

    Of an anonymous poll there is no name, no e-mail and no time, which would stand beside her words in the chat.
    """

    __tablename__ = "poll_answer"

    handout_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    poll: Mapped[str]
    question: Mapped[str]
    answers: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class ChatLine(Row):
    """One message that was written to everyone; private ones are never here. `offset_ms` from the recording's begin."""

    __tablename__ = "chat_line"

    handout_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    author: Mapped[str]
    text: Mapped[str]
    said_at: Mapped[datetime | None]
    offset_ms: Mapped[int | None]


class TranscriptLine(Row):
    """What was said between two offsets from the recording's beginning, in milliseconds."""

    __tablename__ = "transcript_line"

    handout_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    begins_ms: Mapped[int]
    ends_ms: Mapped[int]
    speaker: Mapped[str | None]
    text: Mapped[str]
