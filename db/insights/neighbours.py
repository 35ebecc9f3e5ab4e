"""What the figures may know of a person: which rows are she, her age on a day, gender, quarter, whether she belongs.

Columns are chosen one by one, never a name among them: the login of a district head may read these and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.base import canonical
from db.insights.tally import NO_DATA
from db.residents.persons import speaking_for
from db.residents.rules import age_band
from db.residents.tables import Resident

AT_ONCE = 500


class Neighbour(NamedTuple):
    """What the roll says of a person. Whoever this laptop was not sent, or who was taken off, says nothing."""

    born: date | None = None
    told_age: str | None = None
    gender: str | None = None
    quarter_id: str | None = None
    organisation_id: str | None = None

    def age(self, on: date) -> str:
        """Her band of age on a day in the city."""
        return (age_band(self.born, on) if self.born else self.told_age) or NO_DATA


UNKNOWN = Neighbour()
_COLUMNS = (
    Resident.id, Resident.removed_at, Resident.erased_at, Resident.birth_date, Resident.age_band, Resident.gender,
    Resident.neighbourhood_id, Resident.organisation_id,
)  # fmt: skip


def neighbours(session: Session, person_ids: Iterable[str], *, some: Select[Any] | None = None) -> dict[str, Neighbour]:
    """What all the rows of each of these people say together: each thing from the first row that says it.

    `some`: a question that finds most of the rows, for a shared database to which nobody tells twenty thousand names.
    """
    speaks = speaking_for(session)
    rows_by_person = {one: [one] for one in person_ids}
    for row, person in speaks.items():
        if row != person and person in rows_by_person:
            rows_by_person[person].append(row)
    wanted = sorted({row for rows in rows_by_person.values() for row in rows})
    told = _told(session, wanted, some)
    found = {}
    for person, hers_ids in rows_by_person.items():
        if len(hers_ids) > 1:
            hers_ids.sort(key=lambda one: (one != person, one))
        hers = [told[one] for one in hers_ids if one in told]
        found[person] = _whole(hers) if hers else UNKNOWN
    return found


def _told(session: Session, rows: Sequence[str], some: Select[Any] | None) -> dict[str, tuple[Any, ...]]:
    """The columns of these rows of the roll, by identifier."""
    if session.get_bind().dialect.name == "sqlite":
        # An evening asks for a thousand at once: nothing in between that could be spared.
        names = ", ".join(f"r.{column.key}" for column in _COLUMNS)
        found = session.connection().exec_driver_sql(
            f"SELECT {names} FROM json_each(?) told CROSS JOIN resident r ON r.id = told.value",  # noqa: S608
            (canonical(rows),),
        )
        return {row[0]: (*row[:3], date.fromisoformat(row[3]) if row[3] else None, *row[4:]) for row in found}
    told: dict[str, tuple[Any, ...]] = {}
    if some is not None:
        told = {row[0]: tuple(row) for row in session.execute(select(*_COLUMNS).where(listed(Resident.id, some)))}
    for few in portions([one for one in rows if one not in told]):
        told.update((row[0], tuple(row)) for row in session.execute(select(*_COLUMNS).where(Resident.id.in_(few))))
    return told


def listed(one: Any, some: Select[Any]) -> ColumnElement[bool]:
    """That a column is among what a question finds, on a shared database.

    As a list that is made beforehand: the views there let nothing else through to their indexes, and would be walked
    through whole.
    """
    found: ColumnElement[bool] = one == func.any(func.array(some.scalar_subquery()))
    return found


def portions(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """The identifiers in lists that a statement can carry."""
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _whole(rows: Sequence[tuple[Any, ...]]) -> Neighbour:
    """As `db.residents.persons.together`: a row that was taken off or emptied speaks only where no other does."""
    if len(rows) == 1:
        return Neighbour(*[told or None for told in rows[0][3:8]])
    standing = [row for row in rows if row[1] is None and row[2] is None] or rows
    return Neighbour(*(next((row[place] for row in standing if row[place]), None) for place in range(3, 8)))
