"""What can be asked about the roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from db.errors import Refused
from db.journal import Entry
from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.residents.tables import Alias, Resident


@dataclass(frozen=True)
class AliasLine:
    """Another name a resident is known by."""

    id: str
    kind: str
    value: str
    source: str
    times_confirmed: int


@dataclass(frozen=True)
class ResidentCard:
    """All that the roll says of a neighbour."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    birth_date: date | None
    age_band: str | None
    gender: str | None
    phone: str | None
    email: str | None
    street: str | None
    street_number: str | None
    neighbourhood_id: str | None
    neighbourhood: str | None
    district_id: str | None
    district: str | None
    organisation_id: str | None
    organisation: str | None
    organisation_role: str | None
    consent_at: datetime | None
    consent_text: str | None
    guardian_id: str | None
    guardian: str | None
    erased_at: datetime | None
    note: str | None
    aliases: tuple[AliasLine, ...]

    @property
    def name(self) -> str:
        return f"{self.chosen_name or self.given_names} {self.family_name}"


def card(session: Session, *, resident_id: str) -> ResidentCard:
    """One neighbour, as this row of the roll has her. Raises Refused: resident_unknown."""
    other: type[Resident] = aliased(Resident)
    found = session.execute(
        select(Resident, Neighbourhood.name, District.name, Organisation.name, other)
        .outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id)
        .outerjoin(District, District.id == Resident.district_id)
        .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
        .outerjoin(other, other.id == Resident.guardian_id)
        .where(Resident.id == resident_id, Resident.removed_at.is_(None))
    ).first()
    if found is None:
        raise Refused("resident_unknown")
    person, neighbourhood, district, organisation, guardian = found
    same = {name: getattr(person, name) for name in ResidentCard.__dataclass_fields__ if hasattr(Resident, name)}
    return ResidentCard(
        **same,
        neighbourhood=neighbourhood,
        district=district,
        organisation=organisation,
        guardian=_name_of(guardian),
        aliases=aliases(session, resident_id=resident_id),
    )


def _name_of(row: Resident | None) -> str | None:
    return None if row is None else f"{row.chosen_name or row.given_names} {row.family_name}".strip()


def aliases(session: Session, *, resident_id: str) -> tuple[AliasLine, ...]:
    """The other names of a neighbour, the most confirmed first."""
    found = session.scalars(
        select(Alias)
        .where(Alias.resident_id == resident_id, Alias.removed_at.is_(None))
        .order_by(Alias.times_confirmed.desc(), Alias.value)
    )
    return tuple(AliasLine(a.id, a.kind, a.value, a.source, a.times_confirmed) for a in found)


def count(session: Session) -> int:
    """How many neighbours are on the roll."""
    return session.scalar(select(func.count()).select_from(Resident).where(Resident.removed_at.is_(None))) or 0


def by_document(session: Session, *, document: str) -> tuple[str, ...]:
    """The residents with this document number (digits): usually one, several when laptops wrote one down apart."""
    return tuple(
        session.scalars(
            select(Resident.id)
            .where(Resident.document == document, Resident.removed_at.is_(None))
            .order_by(Resident.id)
        )
    )


def spoke_up(session: Session, *, resident_id: str) -> bool:
    """Whether somebody was written down as asking for something, answering for it or taking the floor: what she said
    stays, and so does she. Asked of the journal, for the roll knows nothing of the evening.
    """
    told = type_coerce(Entry.__table__.c.fields, Text).contains(resident_id)
    named = select(Entry.row_id).where(Entry.noun.in_(("issue", "commitment", "turn")), told)
    return session.execute(named.limit(1)).first() is not None
