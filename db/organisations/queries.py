"""What can be asked about organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select, table
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood

# The roll is a later noun: its table is asked by name. Who was merged counts once, in the row that speaks for her.
_MEMBERS: Select[*tuple[Any, ...]] = (
    select(
        literal_column("organisation_id").label("organisation_id"),
        func.count(literal_column("id")).label("people"),
    )
    .select_from(table("resident"))
    .where(
        literal_column("organisation_id").is_not(None),
        literal_column("removed_at").is_(None),
        literal_column("id").not_in(
            select(literal_column("resident_id"))
            .select_from(table("person"))
            .where(literal_column("resident_id") != literal_column("person_id"))
        ),
    )
    .group_by(literal_column("organisation_id"))
)


_FEWEST = 6


@dataclass(frozen=True)
class OrganisationCard:
    """An organisation as screens show it; `people` of the roll belong to it."""

    id: str
    name: str
    kind: str
    neighbourhood_id: str | None
    neighbourhood: str | None
    contact: str | None
    phone: str | None
    email: str | None
    people: int


def organisations(session: Session, *, kind: str | None = None, text: str = "") -> tuple[OrganisationCard, ...]:
    """All organisations, or those of one kind, or in whose names the words stand, by name."""
    query = _cards().order_by(Organisation.folded)
    if kind:
        query = query.where(Organisation.kind == kind)
    for word in fold(text).split():
        query = query.where(Organisation.folded.contains(word, autoescape=True))
    return tuple(OrganisationCard(*row) for row in session.execute(query))


def organisation(session: Session, *, organisation_id: str) -> OrganisationCard:
    """One organisation. Raises Refused: organisation_unknown."""
    found = session.execute(_cards().where(Organisation.id == organisation_id)).first()
    if found is None:
        raise Refused("organisation_unknown")
    return OrganisationCard(*found)


def resolve_organisation(session: Session, *, text: str) -> str:
    """The id of the organisation that a person means by its id or the beginning of it (six characters or more).

    Raises Refused: organisation_unknown; organisation_ambiguous, when several begin so.
    """
    told = text.strip().lower()
    if len(told) < _FEWEST:
        raise Refused("organisation_unknown")
    live = select(Organisation.id).where(Organisation.removed_at.is_(None))
    found = session.scalars(live.where(Organisation.id.startswith(told, autoescape=True)).limit(2)).all()
    if not found:
        raise Refused("organisation_unknown")
    if len(found) > 1:
        raise Refused("organisation_ambiguous", text=told)
    return found[0]


def belonging(session: Session, *, organisation_id: str) -> int:
    """How many people of the roll belong to an organisation."""
    return organisation(session, organisation_id=organisation_id).people


def _cards() -> Select[*tuple[Any, ...]]:
    members = _MEMBERS.subquery("members")
    return (
        select(
            Organisation.id, Organisation.name, Organisation.kind, Organisation.neighbourhood_id, Neighbourhood.name,
            Organisation.contact, Organisation.phone, Organisation.email, func.coalesce(members.c.people, 0),
        )
        .outerjoin(Neighbourhood, Neighbourhood.id == Organisation.neighbourhood_id)
        .outerjoin(members, members.c.organisation_id == Organisation.id)
        .where(Organisation.removed_at.is_(None))
    )  # fmt: skip
