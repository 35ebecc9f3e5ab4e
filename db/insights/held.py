"""The sittings that took place, as the record has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from db.checkin.unnamed import unnamed
from db.minutes.tables import Minutes
from db.sittings.tables import Sitting

Where = Sequence[ColumnElement[bool]]
"""Conditions over Sitting."""
IN_ORDER = (Sitting.starts_at, Sitting.id)
"""The order of `checkin.attendance`: by the hour, of two at the same hour by identifier."""


@dataclass(frozen=True)
class Held:
    """A sitting that took place, as the record has it."""

    id: str
    council_id: str
    district_id: str
    starts_at: datetime
    mode: str
    state: str
    views: int | None
    unnamed: int
    written: bool


def held(session: Session, where: Where) -> list[Held]:
    """The sittings for which these conditions hold, in the order of time."""
    written = exists().where(
        Minutes.sitting_id == Sitting.id, Minutes.removed_at.is_(None), Minutes.document_sha256.is_not(None)
    )
    rows = session.execute(
        select(
            Sitting.id, Sitting.council_id, Sitting.district_id, Sitting.starts_at, Sitting.mode, Sitting.state,
            Sitting.stream_views, unnamed(), written,
        )
        .where(*where)
        .order_by(*IN_ORDER)
    )  # fmt: skip
    return [Held(*row) for row in rows]
