"""What can be asked about calls and their participants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.zoom.rules import Group, Line, group_lines
from db.zoom.tables import LIVE, Call, Participant

_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class CallCard:
    """A call as screens show it; `rows` are its lines, people or not. `live`: told while it ran, and not since."""

    id: str
    sitting_id: str
    topic: str | None
    zoom_number: str | None
    started_at: datetime | None
    ended_at: datetime | None
    file_name: str | None
    rows: int
    live: bool = False


def calls(session: Session, *, sitting_id: str) -> tuple[CallCard, ...]:
    """The calls of a sitting, in the order they began."""
    found = session.execute(
        select(Call, func.count(Participant.id))
        .outerjoin(Participant, Participant.call_id == Call.id)
        .where(Call.sitting_id == sitting_id, Call.removed_at.is_(None))
        .group_by(Call.id)
        .order_by(Call.started_at, Call.id)
    )
    return tuple(
        CallCard(
            id=call.id,
            sitting_id=call.sitting_id,
            topic=call.topic,
            zoom_number=call.zoom_number,
            started_at=call.started_at,
            ended_at=call.ended_at,
            file_name=call.file_name,
            rows=rows,
            live=call.source == LIVE,
        )
        for call, rows in found
    )


def lines(session: Session, *, sitting_id: str) -> tuple[Line, ...]:
    """Every line of a sitting's calls, as `rules.group_lines` takes them. Who is still in a call that runs was in it
    until it was last looked at.
    """
    # Columns and not rows of the record: a call of a thousand is read thrice in an evening.
    found = session.execute(
        select(
            Participant.id, Participant.name, Participant.original_name, Participant.email, Participant.registrant_id,
            Participant.joined_at, Participant.left_at, Participant.minutes, Participant.in_waiting_room,
            Participant.is_guest, Participant.is_host, Participant.phone, Participant.call_id, Call.zoom_number,
            Participant.breakout, Call.ended_at, Call.source,
        )
        .outerjoin(Call, Call.id == Participant.call_id)
        .where(Participant.sitting_id == sitting_id, Participant.removed_at.is_(None))
        .order_by(Participant.joined_at, Participant.id)
    )  # fmt: skip
    told = [(Line(*facts), seen_at, source) for *facts, seen_at, source in found]
    return tuple(
        replace(line, left_at=_until(line, seen_at)) if source == LIVE else line for line, seen_at, source in told
    )


@lru_cache(maxsize=2)
def grouped(told: tuple[Line, ...], room_names: tuple[str, ...]) -> tuple[Group, ...]:
    """As `group_lines`, which takes most of the time between a key and the next group: the lines of an evening stay the
    same while one decides whose they are.
    """
    return group_lines(told, room_names=room_names)


def still_in_call(session: Session, *, sitting_id: str) -> frozenset[str]:
    """The lines of whoever is in a call that runs."""
    found = session.scalars(
        select(Participant.id)
        .join(Call, Call.id == Participant.call_id)
        .where(
            Participant.sitting_id == sitting_id,
            Participant.removed_at.is_(None),
            Participant.left_at.is_(None),
            Call.source == LIVE,
        )
    )
    return frozenset(found)


def _until(line: Line, seen_at: datetime | None) -> datetime | None:
    if line.left_at or line.joined_at is None:
        return line.left_at
    # Whoever came this very moment was there for one, or her coming back would be no stay at all.
    return max(line.joined_at + _A_MOMENT, seen_at or line.joined_at)
