"""What the check-in tells of one neighbour: the sittings she was at, and who was written down at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from db.checkin.rules import WAYS, time_present
from db.checkin.tables import Presence
from db.organisations.tables import Organisation
from db.residents.persons import rows_of
from db.residents.tables import Resident
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class VisitLine:
    """One sitting a neighbour was at. `minutes` is the union of her stays, None while one of them is open.

    `representing` names the organisation she came for.
    """

    sitting_id: str
    title: str
    starts_at: datetime
    ways: tuple[str, ...]
    arrived_at: datetime
    left_at: datetime | None
    minutes: int | None
    representing: str


def visits(session: Session, *, resident_id: str) -> tuple[VisitLine, ...]:
    """The sittings a neighbour was at, the newest first, by all rows of the roll that are her."""
    found = session.execute(
        select(Sitting, Presence, Organisation.name)
        .join(Presence, and_(Presence.sitting_id == Sitting.id, Presence.removed_at.is_(None)))
        .outerjoin(Organisation, Organisation.id == Presence.representing_id)
        .where(Presence.resident_id.in_(rows_of(session, resident_id)), Sitting.removed_at.is_(None))
        .order_by(Sitting.starts_at.desc(), Sitting.id, Presence.arrived_at)
    )
    stays: dict[str, list[tuple[Sitting, Presence, str | None]]] = {}
    for sitting, stay, name in found:
        stays.setdefault(sitting.id, []).append((sitting, stay, name))
    return tuple(_visit(hers) for hers in stays.values())


def walked_in() -> ColumnElement[bool]:
    """Whether a neighbour was written down at the door: a condition for a question about residents."""
    stay = select(Presence.id).where(
        Presence.resident_id == Resident.id, Presence.source == "walk_in", Presence.removed_at.is_(None)
    )
    return stay.exists()


def _visit(hers: list[tuple[Sitting, Presence, str | None]]) -> VisitLine:
    sitting = hers[0][0]
    stays = [(stay.arrived_at, stay.left_at) for _, stay, _ in hers]
    open_still = any(left is None for _, left in stays)
    unknown = open_still and sitting.closed_at is None
    spent = time_present(stays, until=sitting.closed_at)
    return VisitLine(
        sitting_id=sitting.id,
        title=sitting.title,
        starts_at=sitting.starts_at,
        ways=tuple(way for way in WAYS if any(stay.way == way for _, stay, _ in hers)),
        arrived_at=min(arrived for arrived, _ in stays),
        left_at=sitting.closed_at if open_still else max(left for _, left in stays if left),
        minutes=None if unknown else round(spent.total_seconds() / 60),
        representing=next((name for _, _, name in hers if name), ""),
    )
