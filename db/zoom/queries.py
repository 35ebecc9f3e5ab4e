"""What can be asked about calls and their participants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.zoom.rules import Line
from db.zoom.tables import Call, Participant


@dataclass(frozen=True)
class CallCard:
    """A call as screens show it; `rows` are its lines, people or not."""

    id: str
    sitting_id: str
    topic: str | None
    zoom_number: str | None
    started_at: datetime | None
    ended_at: datetime | None
    file_name: str | None
    rows: int


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
        )
        for call, rows in found
    )


def lines(session: Session, *, sitting_id: str) -> tuple[Line, ...]:
    """Every line of a sitting's calls, as `rules.group_lines` takes them."""
    found = session.execute(
        select(Participant, Call.zoom_number)
        .outerjoin(Call, Call.id == Participant.call_id)
        .where(Participant.sitting_id == sitting_id, Participant.removed_at.is_(None))
        .order_by(Participant.joined_at, Participant.id)
    )
    return tuple(
        Line(
            id=one.id,
            name=one.name,
            original_name=one.original_name,
            email=one.email,
            registrant_id=one.registrant_id,
            joined_at=one.joined_at,
            left_at=one.left_at,
            minutes=one.minutes,
            in_waiting_room=one.in_waiting_room,
            guest=one.is_guest,
            host=one.is_host,
            phone=one.phone,
            call_id=one.call_id,
            zoom_number=zoom_number,
            breakout=one.breakout,
        )
        for one, zoom_number in found
    )
