"""How many were in the room without a name: one number, for every screen, sheet and figure."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from db.checkin.tables import Presence
from db.sittings.tables import Sitting


def unnamed() -> ColumnElement[int]:
    """The people without a name of a sitting, as a column of a query over Sitting.

    Those counted one by one, and the companions of whoever came with some, less those of them who told a name since.
    """
    host, named = aliased(Presence), aliased(Presence)
    told = (
        select(func.count(named.id))
        .where(named.sitting_id == host.sitting_id, named.came_with_id == host.resident_id, named.removed_at.is_(None))
        .scalar_subquery()
    )
    left = case((host.companions > told, host.companions - told), else_=0)
    brought = (
        select(cast(func.sum(left), Integer))  # a server sums to a number of another kind, which no document takes
        .where(
            host.sitting_id == Sitting.id, host.way == "room", host.companions.is_not(None), host.removed_at.is_(None)
        )
        .correlate(Sitting)
        .scalar_subquery()
    )
    return func.coalesce(Sitting.unnamed_in_room, 0) + func.coalesce(brought, 0)


def unnamed_in(session: Session, *, sitting_id: str) -> int:
    """The people without a name of one sitting."""
    return session.scalar(select(unnamed()).where(Sitting.id == sitting_id)) or 0
