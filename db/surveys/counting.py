"""Which sheets count: where the poll of a call is in the record, what was typed of the same call is in it already.

Somebody reads the poll off the screen and types it in as answered by Zoom; later its report is taken in. Both stay in
the record, for the report may be taken out again; counted is the report. A sheet of a poll is known by its identifier,
which every desk makes alike (`polls`): a UUID of version 5, and no other sheet has one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.surveys.tables import Reply

POLL = "zoom"
_VERSION_AT, _NAMED = 15, "5"


def counted() -> ColumnElement[bool]:
    """The condition of a query over Reply that leaves out what the poll of the same sitting counts."""
    poll = aliased(Reply)
    of_poll = exists().where(
        poll.sitting_id == Reply.sitting_id,
        poll.questionnaire_id == Reply.questionnaire_id,
        poll.way == POLL,
        poll.removed_at.is_(None),
        func.substr(poll.id, _VERSION_AT, 1) == _NAMED,
    )
    return or_(Reply.way != POLL, func.substr(Reply.id, _VERSION_AT, 1) == _NAMED, ~of_poll)


def poll_counted(session: Session, questionnaire_id: str, sitting_id: str) -> bool:
    """Whether sheets of a poll of that sitting answer the questionnaire."""
    of_poll = and_(
        Reply.sitting_id == sitting_id,
        Reply.questionnaire_id == questionnaire_id,
        Reply.way == POLL,
        Reply.removed_at.is_(None),
        func.substr(Reply.id, _VERSION_AT, 1) == _NAMED,
    )
    return session.scalar(select(Reply.id).where(of_poll).limit(1)) is not None
