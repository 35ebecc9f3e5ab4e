"""Reads the roll for a list that is handed out, in portions: between two of them the door has its turn.

What the list is when the roll goes on changing meanwhile: everybody stands on it once, as she was when her portion was
read. Who is written down after the beginning is not on it, unless her portion was still to come; rows that are joined
or parted meanwhile are one line or two as they were at the beginning. Who is taken off the roll or erased before the
file is written is not on it: the last portions look once more, for what the law has erased must not leave the house.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.residents.persons import speaking_for
from db.residents.search import search
from db.residents.tables import Resident

# The columns by the names under which they are read back (roll_columns), in the order of a list on paper.
COLUMNS = {
    "Apellido": Resident.family_name, "Nombres": Resident.given_names, "Nombre elegido": Resident.chosen_name,
    "Documento": Resident.document, "Fecha de nacimiento": Resident.birth_date, "Franja de edad": Resident.age_band,
    "Género": Resident.gender, "Teléfono": Resident.phone, "Correo": Resident.email, "Calle": Resident.street,
    "Altura": Resident.street_number, "Barrio": Neighbourhood.name, "Distrito": District.name,
    "Organización": Organisation.name, "Rol": Resident.organisation_role, "Notas": Resident.note,
}  # fmt: skip
_MOST_FOUND = 100_000
# A portion is read in a few hundredths of a second; whether somebody is gone is told faster.
_AT_ONCE, _GONE_AT_ONCE = 500, 5_000
Line = tuple[Any, ...]


@dataclass(frozen=True)
class Place:
    """How far the reading is: after which row, and whether only those who are gone are looked for by now."""

    after: str = ""
    seen: int = 0
    verifying: bool = False


@dataclass(frozen=True)
class Plan:
    """Whom a list is of: all `rows` of the roll, or the `ids` that letters found; of a district or quarter alone.

    `speaks`: every row that was joined with another one, with the row that speaks for her.
    """

    rows: int
    ids: tuple[str, ...] | None = None
    district_id: str | None = None
    neighbourhood_id: str | None = None
    speaks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Portion:
    """Some lines by the row they are of, or rows that are not to be on the list; where the next portion begins."""

    lines: tuple[tuple[str, Line], ...]
    gone: frozenset[str]
    next: Place | None


def plan_export(
    session: Session, *, text: str = "", district_id: str | None = None, neighbourhood_id: str | None = None
) -> Plan:
    """What is to be read: the roll, or those whom a few letters mean, or those of a quarter or district."""
    ids = tuple(one.id for one in search(session, text=text, limit=_MOST_FOUND)) if text.strip() else None
    rows = session.scalar(select(func.count()).select_from(Resident)) or 0
    return Plan(rows if ids is None else len(ids), ids, district_id, neighbourhood_id, dict(speaking_for(session)))


def export_portion(session: Session, *, plan: Plan, place: Place) -> Portion:
    """The next lines of a list, in the order of their rows; last of all those who are gone meanwhile."""
    if place.verifying:
        return _gone(session, plan, place)
    if plan.ids is not None:
        some = plan.ids[place.seen : place.seen + _AT_ONCE]
        found = session.execute(_asked(plan).where(Resident.id.in_(some))).all()
        seen = place.seen + len(some)
        more = Place("", seen) if seen < len(plan.ids) else Place(verifying=True)
    else:
        # By stretches of rows, whoever is wanted among them: of a small quarter as well the record is given free.
        ahead = select(Resident.id).where(Resident.id > place.after).order_by(Resident.id).limit(_AT_ONCE).subquery()
        last, many = session.execute(select(func.max(ahead.c.id), func.count()).select_from(ahead)).one()
        part = _asked(plan).where(Resident.id > place.after, Resident.id <= (last or ""))
        found = session.execute(part).all()
        more = Place(last, place.seen + many) if many == _AT_ONCE else Place(verifying=True)
    return Portion(tuple((row[0], tuple(row[1:])) for row in found), frozenset(), more)


def _gone(session: Session, plan: Plan, place: Place) -> Portion:
    asked = select(Resident.id, or_(Resident.removed_at.is_not(None), Resident.erased_at.is_not(None)).label("gone"))
    if plan.ids is not None:
        some = plan.ids[place.seen : place.seen + _AT_ONCE]
        part = session.execute(asked.where(Resident.id.in_(some))).all()
        seen = place.seen + len(some)
        more = Place("", seen, verifying=True) if seen < len(plan.ids) else None
    else:
        ahead = asked.where(Resident.id > place.after).order_by(Resident.id).limit(_GONE_AT_ONCE)
        part = session.execute(ahead).all()
        more = Place(part[-1][0], 0, verifying=True) if len(part) == _GONE_AT_ONCE else None
    return Portion((), frozenset(one for one, gone in part if gone), more)


def _asked(plan: Plan) -> Select[Any]:
    asked: Select[Any] = select(Resident.id, *COLUMNS.values())  # type: ignore[assignment]
    asked = (
        asked.outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id)
        .outerjoin(District, District.id == Resident.district_id)
        .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
        .where(Resident.removed_at.is_(None), Resident.erased_at.is_(None))
    )
    if plan.district_id:
        asked = asked.where(Resident.district_id == plan.district_id)
    if plan.neighbourhood_id:
        asked = asked.where(Resident.neighbourhood_id == plan.neighbourhood_id)
    return asked
