"""What tells a neighbour from her namesake at the matching desk: document, quarter, age, address, and when she came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.checkin.rules import ONLINE
from db.checkin.tables import Presence
from db.places.tables import Neighbourhood
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting

# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500


@dataclass(frozen=True)
class Acquaintance:
    """A neighbour as one recognises her. Counts are of earlier sittings: `here` of this council, `online` those of them
    by Zoom or telephone, `elsewhere` of other councils; `last_at` when the latest of them all began, and `last_council`
    its name. Tonight: `in_room`, and `connected` when another connection is she already.
    """

    id: str
    name: str
    roll_name: str
    document: str | None
    neighbourhood: str | None
    street: str
    birth_date: date | None
    age_band: str | None
    here: int
    online: int
    elsewhere: int
    last_at: datetime | None
    last_council: str
    in_room: bool
    connected: bool


@dataclass(frozen=True)
class _Visit:
    person: str
    sitting_id: str
    way: str
    match_id: str | None
    council_id: str | None
    council: str
    starts_at: datetime


def acquaintances(session: Session, *, sitting_id: str, resident_ids: Collection[str]) -> dict[str, Acquaintance]:
    """Each of these neighbours by the identifier asked for; whoever is several rows of the roll is one person."""
    merged = persons_among(session, resident_ids)
    persons = {one: merged.of(one) for one in resident_ids}
    people = {*persons.values()}
    rows_of = defaultdict(set, {person: {person} for person in people})
    for row_id, person in merged.speaks.items():
        if person in people:
            rows_of[person].add(row_id)
    owner = {row_id: person for person, rows in rows_of.items() for row_id in rows}
    sitting = session.get_one(Sitting, sitting_id)
    visits: defaultdict[str, list[_Visit]] = defaultdict(list)
    for visit in _visits(session, owner):
        visits[visit.person].append(visit)
    quarters = dict(session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())
    told = {}
    for part in _parts(sorted(people)):
        for row in session.scalars(select(Resident).where(Resident.id.in_(part), Resident.removed_at.is_(None))):
            one = merged.row(row.id, row) or row
            told[row.id] = _acquaintance(row.id, one, quarters, visits[row.id], sitting)
    return {asked: told[person] for asked, person in persons.items() if person in told}


def _visits(session: Session, owner: dict[str, str]) -> Iterator[_Visit]:
    for part in _parts(sorted(owner)):
        found = session.execute(
            select(
                Presence.resident_id, Presence.sitting_id, Presence.way, Presence.match_id,
                Sitting.council_id, Council.name, Sitting.starts_at,
            )
            .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
            .outerjoin(Council, Council.id == Sitting.council_id)
            .where(Presence.resident_id.in_(part), Presence.removed_at.is_(None))
        )  # fmt: skip
        for row, sitting_id, way, match_id, council_id, council, starts_at in found:
            yield _Visit(owner[row], sitting_id, way, match_id, council_id, council or "", starts_at)


def _acquaintance(
    person_id: str, row: Resident, quarters: dict[str, str], visits: Sequence[_Visit], sitting: Sitting
) -> Acquaintance:
    tonight = [one for one in visits if one.sitting_id == sitting.id]
    before = [one for one in visits if one.starts_at < sitting.starts_at and one.sitting_id != sitting.id]
    here = [one for one in before if one.council_id == sitting.council_id]
    last = max(before, key=lambda one: one.starts_at, default=None)
    return Acquaintance(
        id=person_id,
        name=f"{row.chosen_name or row.given_names} {row.family_name}".strip(),
        roll_name=f"{row.given_names} {row.family_name}".strip(),
        document=row.document,
        neighbourhood=quarters.get(row.neighbourhood_id or ""),
        street=" ".join(filter(None, (row.street, row.street_number))),
        birth_date=row.birth_date,
        age_band=row.age_band,
        here=len({one.sitting_id for one in here}),
        online=len({one.sitting_id for one in here if one.way in ONLINE}),
        elsewhere=len({one.sitting_id for one in before} - {one.sitting_id for one in here}),
        last_at=last.starts_at if last else None,
        last_council=last.council if last else "",
        in_room=any(one.way == "room" for one in tonight),
        connected=any(one.match_id for one in tonight),
    )


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(ids), _AT_ONCE):
        yield ids[begin : begin + _AT_ONCE]
