"""What the issues tell of one neighbour: what she asked for, and what she promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.issues.tables import Commitment, Issue
from db.residents.persons import rows_of
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class Raised:
    """What a neighbour asked for at a sitting."""

    issue_id: str
    kind: str
    text: str
    state: str
    sitting: str
    starts_at: datetime | None


@dataclass(frozen=True)
class Promised:
    """What a neighbour said she would do."""

    commitment_id: str
    text: str
    state: str
    due_on: date | None
    sitting: str
    starts_at: datetime | None


def raised_by(session: Session, *, resident_id: str) -> tuple[Raised, ...]:
    """What a neighbour asked for, the newest first, by all rows of the roll that are her."""
    found = session.execute(
        select(Issue, Sitting.title, Sitting.starts_at)
        .outerjoin(Sitting, Sitting.id == Issue.sitting_id)
        .where(Issue.raised_by_id.in_(rows_of(session, resident_id)), Issue.removed_at.is_(None))
        .order_by(Sitting.starts_at.desc(), Issue.id.desc())
    )
    return tuple(Raised(row.id, row.kind, row.text, row.state, sitting or "", at) for row, sitting, at in found)


def promised_by(session: Session, *, resident_id: str) -> tuple[Promised, ...]:
    """What a neighbour promised, the newest first, by all rows of the roll that are her."""
    found = session.execute(
        select(Commitment, Sitting.title, Sitting.starts_at)
        .outerjoin(Sitting, Sitting.id == Commitment.sitting_id)
        .where(Commitment.responsible_id.in_(rows_of(session, resident_id)), Commitment.removed_at.is_(None))
        .order_by(Sitting.starts_at.desc(), Commitment.id.desc())
    )
    return tuple(Promised(row.id, row.text, row.state, row.due_on, sitting or "", at) for row, sitting, at in found)
