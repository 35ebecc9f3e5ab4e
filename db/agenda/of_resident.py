"""What the agenda tells of one neighbour: when she took the floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.tables import Item, Turn
from db.residents.persons import rows_of
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class Spoke:
    """Once that a neighbour spoke; `seconds` is None while she does."""

    turn_id: str
    sitting: str
    item: str
    way: str
    started_at: datetime
    seconds: int | None


def spoken_by(session: Session, *, resident_id: str) -> tuple[Spoke, ...]:
    """Every time a neighbour took the floor, the newest first, by all rows of the roll that are her."""
    found = session.execute(
        select(Turn, Sitting.title, Item.title)
        .outerjoin(Sitting, Sitting.id == Turn.sitting_id)
        .outerjoin(Item, Item.id == Turn.item_id)
        .where(Turn.resident_id.in_(rows_of(session, resident_id)), Turn.removed_at.is_(None))
        .order_by(Turn.started_at.desc(), Turn.id)
    )
    return tuple(
        Spoke(
            turn_id=turn.id,
            sitting=sitting or "",
            item=item or "",
            way=turn.way,
            started_at=turn.started_at,
            seconds=round((turn.ended_at - turn.started_at).total_seconds()) if turn.ended_at else None,
        )
        for turn, sitting, item in found
    )
