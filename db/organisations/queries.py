"""What can be asked about organisations."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.organisations.tables import Organisation


@dataclass(frozen=True)
class OrganisationCard:
    """An organisation as screens show it."""

    id: str
    name: str
    kind: str
    neighbourhood_id: str | None


def organisations(session: Session, *, kind: str | None = None) -> tuple[OrganisationCard, ...]:
    """All organisations, or those of one kind, by name."""
    query = select(Organisation).where(Organisation.removed_at.is_(None)).order_by(Organisation.folded)
    if kind:
        query = query.where(Organisation.kind == kind)
    return tuple(OrganisationCard(o.id, o.name, o.kind, o.neighbourhood_id) for o in session.scalars(query))
