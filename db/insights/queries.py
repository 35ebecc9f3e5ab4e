"""What can be asked about a period: figures of each sitting, totals of distinct people, people by age and gender.

Everywhere: a person is counted once however often she came in and by whichever way; "online" is Zoom and telephone;
"new" is somebody without a presence at any earlier sitting of any council of the record. The unnamed in the room are
heads, not persons: they stand apart and are in no other figure. Planned sittings are not counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, exists, func, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.checkin.unnamed import unnamed
from db.insights.rules import share
from db.insights.scope import Scope, within
from db.insights.tally import NO_DATA
from db.minutes.tables import Minutes
from db.residents.persons import persons, persons_among, speaking_for
from db.residents.rules import age_band
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class SittingFigures:
    """One sitting: people who were only in the room, only online, or both; of them new; beside them the unnamed."""

    sitting_id: str
    title: str
    council_id: str
    council: str
    district_id: str
    starts_at: datetime
    mode: str
    state: str
    only_room: int
    only_online: int
    both: int
    new: int
    unnamed: int

    @property
    def in_room(self) -> int:
        return self.only_room + self.both

    @property
    def online(self) -> int:
        return self.only_online + self.both

    @property
    def people(self) -> int:
        return self.only_room + self.only_online + self.both

    @property
    def returning(self) -> int:
        return self.people - self.new


@dataclass(frozen=True)
class Totals:
    """A period: `people` are distinct; an attendance is one person at one sitting, and what the online share is of."""

    sittings: int
    people: int
    new: int
    attendances: int
    online_attendances: int
    unnamed: int
    minutes_pending: int

    @property
    def returning(self) -> int:
        return self.people - self.new

    @property
    def online_share(self) -> float | None:
        """Attendances that were online at least in part, of all attendances: 0.0 to 1.0, None without attendances."""
        return share(self.online_attendances, self.attendances)


@dataclass(frozen=True)
class Cell:
    """How many distinct people of a period have this age band and gender; `no_data` where the roll says nothing."""

    age: str
    gender: str
    people: int


def sittings(session: Session, *, scope: Scope) -> tuple[SittingFigures, ...]:
    """The figures of every sitting in the scope, oldest first. Units: people; `unnamed` in heads."""
    counts = _counts(session)
    query = (
        select(
            Sitting.id,
            Sitting.title,
            Sitting.council_id,
            Council.name,
            Sitting.district_id,
            Sitting.starts_at,
            Sitting.mode,
            Sitting.state,
            *(func.coalesce(counts.c[name], 0) for name in ("only_room", "only_online", "both", "new")),
            unnamed(),
        )
        .outerjoin(Council, Council.id == Sitting.council_id)
        .outerjoin(counts, counts.c.sitting_id == Sitting.id)
        .where(*within(scope))
        .order_by(Sitting.starts_at, Sitting.id)
    )
    return tuple(SittingFigures(*row) for row in session.execute(query))


def totals(session: Session, *, scope: Scope) -> Totals:
    """The figures of the whole scope. Units: sittings, distinct people, attendances, heads, sittings without minutes.

    `minutes_pending` are closed sittings of which no version of the minutes has become a document.
    """
    stays = _stays(session)
    people = session.execute(
        select(
            func.count(distinct(stays.c.person_id)),
            _how_many(stays.c.nth == 1),
            func.count(stays.c.person_id),
            func.coalesce(func.sum(stays.c.online), 0),
        )
        .select_from(Sitting)
        .join(stays, stays.c.sitting_id == Sitting.id)
        .where(*within(scope))
    ).one()
    written = exists().where(
        Minutes.sitting_id == Sitting.id, Minutes.removed_at.is_(None), Minutes.document_sha256.is_not(None)
    )
    pending = and_(Sitting.state == "closed", ~written)
    held = session.execute(
        select(func.count(Sitting.id), func.coalesce(func.sum(unnamed()), 0), _how_many(pending)).where(*within(scope))
    ).one()
    return Totals(
        sittings=held[0],
        people=people[0],
        new=people[1],
        attendances=people[2],
        online_attendances=people[3],
        unnamed=held[1],
        minutes_pending=held[2],
    )


def people_by_age_and_gender(session: Session, *, scope: Scope, zone: ZoneInfo) -> tuple[Cell, ...]:
    """The distinct people of the scope by age band and gender, empty cells left out; the cells sum to `totals.people`.

    The age is that of the day, in the city, of the first sitting of the scope at which the person was present.
    """
    query = (
        select(
            Presence.resident_id, Resident.birth_date, Resident.age_band, Resident.gender, func.min(Sitting.starts_at)
        )
        .select_from(Presence)
        .join(Sitting, Sitting.id == Presence.sitting_id)
        .outerjoin(Resident, Resident.id == Presence.resident_id)
        .where(Presence.removed_at.is_(None), *within(scope))
        .group_by(Presence.resident_id, Resident.birth_date, Resident.age_band, Resident.gender)
    )
    rows = session.execute(query).all()
    merged = persons_among(session, (row[0] for row in rows))
    people: dict[str, tuple[date | None, str | None, str | None, datetime]] = {}
    for resident_id, born, told, gender, came_at in rows:
        who = merged.of(resident_id)
        known = people.get(who)
        people[who] = (born, told, gender, min(came_at, known[3]) if known else came_at)
    for who, whole in merged.whole.items():
        people[who] = (whole.birth_date, whole.age_band, whole.gender, people[who][3])
    counted: Counter[tuple[str, str]] = Counter()
    for born, told, gender, came_at in people.values():
        age = age_band(born, came_at.astimezone(zone).date()) if born else told
        counted[age or NO_DATA, gender or NO_DATA] += 1
    return tuple(Cell(age, gender, people) for (age, gender), people in sorted(counted.items()))


def first_and_last(session: Session) -> tuple[datetime, datetime] | None:
    """When the first and the last sitting that was held began: what a period can be chosen from. None without any."""
    # One after the other along the index: both at once would be a look at every sitting.
    held = select(Sitting.starts_at).where(*within(Scope())).limit(1)
    first, last = (session.scalar(held.order_by(at)) for at in (Sitting.starts_at, Sitting.starts_at.desc()))
    return None if first is None or last is None else (first, last)


def _stays(session: Session) -> Subquery:
    """One line a person and sitting: was she in the room, online, for the first time at any sitting (1 or 0).

    The order of sittings is that of `checkin.attendance`: by their hour, of two at the same hour by identifier. It is
    taken over the whole record, for somebody who came years before the scope is not new in it.
    """
    in_room = case((Presence.way == "room", 1), else_=0)
    stays = select(Presence).join(Sitting, Sitting.id == Presence.sitting_id)
    person: Any = Presence.resident_id
    if speaking_for(session):
        merged = persons()
        stays = stays.outerjoin(merged, merged.c.resident_id == Presence.resident_id)
        person = func.coalesce(merged.c.person_id, Presence.resident_id)
    nth = func.row_number().over(partition_by=person, order_by=(Sitting.starts_at, Sitting.id))
    return (
        stays.with_only_columns(
            Presence.sitting_id,
            person.label("person_id"),
            func.max(in_room).label("room"),
            func.max(1 - in_room).label("online"),
            nth.label("nth"),
        )
        .where(Presence.removed_at.is_(None), Sitting.removed_at.is_(None))
        .group_by(Presence.sitting_id, person, Sitting.starts_at, Sitting.id)
        .subquery("stays")
    )


def _counts(session: Session) -> Subquery:
    """One line a sitting at which somebody was: its people by way, and the new ones among them."""
    stays = _stays(session)
    room, online = stays.c.room == 1, stays.c.online == 1
    return (
        select(
            stays.c.sitting_id,
            _how_many(and_(room, ~online)).label("only_room"),
            _how_many(and_(~room, online)).label("only_online"),
            _how_many(and_(room, online)).label("both"),
            _how_many(stays.c.nth == 1).label("new"),
        )
        .group_by(stays.c.sitting_id)
        .subquery("counts")
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
