"""The roll as a list: narrowed to some, in an order, a hundred at a time, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood
from db.residents.persons import VIEW
from db.residents.tables import Resident

LIMIT = 100
# What of a neighbour may be wanting, or mark her.
LACKS = ("consent", "document", "minor", "incomplete", "erased")
FULL_AGE = 18
# So many rows are counted at once: a moment of the record's one thread, so that the door never waits for a sum.
SLICE = 10_000
_AS_WRITTEN = ("id", "family_name", "given_names", "chosen_name", "document", "birth_date", "erased_at")


@dataclass(frozen=True)
class Wanted:
    """To whom the list is narrowed; empty for everybody. `lacks` is one of LACKS."""

    neighbourhood_id: str = ""
    organisation_id: str = ""
    lacks: str = ""

    def __bool__(self) -> bool:
        return bool(self.neighbourhood_id or self.organisation_id or self.lacks)


@dataclass(frozen=True)
class Listed:
    """A neighbour on the list."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    birth_date: date | None
    neighbourhood: str | None
    organisation: str | None
    consented: bool
    erased_at: datetime | None


@dataclass(frozen=True)
class Stretch:
    """What one stretch of the roll holds: how many are wanted, the first of them, and where the next one begins.

    `before` is None at the end of the roll.
    """

    found: int
    people: tuple[Listed, ...]
    before: str | None


def stretch(
    session: Session,
    *,
    wanted: Wanted,
    today: date,
    before: str = "",
    limit: int = LIMIT,
    size: int = SLICE,
    also: ColumnElement[bool] | None = None,
) -> Stretch:
    """The next `size` rows of the roll, whoever was written down last first: how many are wanted, and `limit` of them.

    Rows that a merge absorbs are not listed, nor is whoever was erased unless she is asked for. `also` is a condition
    that a later noun adds.
    """
    hit = and_(*_conditions(wanted, today), *([] if also is None else [also]))
    rows = select(Resident.id, case((hit, 1), else_=0).label("hit")).order_by(Resident.id.desc()).limit(size)
    part = (rows.where(Resident.id < before) if before else rows).subquery()
    seen, found, last = session.execute(select(func.count(), func.sum(part.c.hit), func.min(part.c.id))).one()
    people: tuple[Listed, ...] = ()
    if found and limit > 0:
        query = _people().where(hit, Resident.id >= last).order_by(Resident.id.desc()).limit(limit)
        people = _listed(session, query.where(Resident.id < before) if before else query)
    return Stretch(found or 0, people, last if seen == size else None)


def listed(session: Session, *, wanted: Wanted, today: date, among: Sequence[str]) -> tuple[Listed, ...]:
    """Of these neighbours the ones wanted, in the order given."""
    query = _people().where(*_conditions(wanted, today), Resident.id.in_(among))
    place = {one: at for at, one in enumerate(among)}
    return tuple(sorted(_listed(session, query), key=lambda one: place[one.id]))


def _listed(session: Session, query: Select[Any]) -> tuple[Listed, ...]:
    people = []
    for row, quarter, organisation in session.execute(query):
        same = {name: getattr(row, name) for name in _AS_WRITTEN}
        consented = row.consent_at is not None
        people.append(Listed(**same, neighbourhood=quarter, organisation=organisation, consented=consented))
    return tuple(people)


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    absorbed = select(VIEW.c.resident_id).where(VIEW.c.person_id != VIEW.c.resident_id)
    erased = Resident.erased_at.is_not(None) if wanted.lacks == "erased" else Resident.erased_at.is_(None)
    conditions: list[ColumnElement[bool]] = [Resident.removed_at.is_(None), erased, Resident.id.not_in(absorbed)]
    if wanted.neighbourhood_id:
        conditions.append(Resident.neighbourhood_id == wanted.neighbourhood_id)
    if wanted.organisation_id:
        conditions.append(Resident.organisation_id == wanted.organisation_id)
    if wanted.lacks == "consent":
        conditions.append(Resident.consent_at.is_(None))
    elif wanted.lacks == "document":
        conditions.append(_nothing(Resident.document))
    elif wanted.lacks == "minor":
        conditions.append(Resident.birth_date > _years_before(today, FULL_AGE))
    elif wanted.lacks == "incomplete":
        conditions.append(unfinished())
    return conditions


def unfinished() -> ColumnElement[bool]:
    """Whoever has not told what tells her from another and says where she lives: document, birth date, quarter."""
    return or_(_nothing(Resident.document), Resident.birth_date.is_(None), Resident.neighbourhood_id.is_(None))


def _nothing(column: Any) -> ColumnElement[bool]:
    # Said so that SQLite does not take the column's index: fifty thousand without a document, sorted to show a hundred.
    return func.coalesce(column, "") == ""


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; the 28th for a 29th of February that was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _people() -> Select[Any]:
    made: Select[Any] = select(Resident, Neighbourhood.name, Organisation.name)  # type: ignore[assignment]
    return made.outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id).outerjoin(
        Organisation, Organisation.id == Resident.organisation_id
    )


def organisation_names(session: Session) -> tuple[tuple[str, str], ...]:
    """Identifier and name of every organisation, by name: to narrow the list to one of them."""
    query = select(Organisation.id, Organisation.name).where(Organisation.removed_at.is_(None))
    return tuple((one, name) for one, name in session.execute(query.order_by(Organisation.folded)))
