"""What the check-in tells of single rows of the roll: what each of them brings to a merge."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.sittings.tables import Sitting


def seen_by_row(session: Session, *, resident_ids: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """At how many sittings each row was written down, and when the last of them began: by row, not by person."""
    found = session.execute(
        select(Presence.resident_id, func.count(Sitting.id.distinct()), func.max(Sitting.starts_at))
        .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
        .where(Presence.resident_id.in_(resident_ids), Presence.removed_at.is_(None))
        .group_by(Presence.resident_id)
    )
    return {one: (times, last) for one, times, last in found}
