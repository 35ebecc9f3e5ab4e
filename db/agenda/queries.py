"""What can be asked about the agenda: items with their clocks, turns, and how evenly the floor was shared.

Clocks are differences of stored times, so that a program that was killed opens again with the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.rules import way_of_speaking
from db.agenda.tables import Item, Turn
from db.base import Row
from db.checkin.tables import Presence
from db.errors import Refused
from db.folding import fold
from db.residents.persons import persons_among, rows_of
from db.residents.tables import Resident
from db.sittings.rules import SHORTEST_PREFIX


@dataclass(frozen=True)
class ItemCard:
    """One item of the agenda; `number` counts from 1 in the order of the agenda."""

    id: str
    number: int
    title: str
    presenter: str | None
    minutes_planned: int | None
    started_at: datetime | None
    ended_at: datetime | None
    notes: str
    outcome: str
    carried: bool
    seconds_apart: int = 0

    @property
    def state(self) -> str:
        """waiting, running, ended; postponed when it was left for another day without having begun."""
        if self.started_at is None:
            return "postponed" if self.outcome == "postponed" else "waiting"
        return "ended" if self.ended_at else "running"

    def seconds(self, now: datetime) -> int:
        """How long it has been on the table, or was; 0 before it began."""
        return max(0, elapsed(self.started_at, self.ended_at, now) - self.seconds_apart)


@dataclass(frozen=True)
class TurnCard:
    """One use of the floor."""

    id: str
    item_id: str
    resident_id: str
    name: str
    gender: str | None
    way: str
    started_at: datetime
    ended_at: datetime | None

    def seconds(self, now: datetime) -> int:
        """How long she has been speaking, or spoke."""
        return elapsed(self.started_at, self.ended_at, now)


@dataclass(frozen=True)
class Attendant:
    """Somebody who is there and may speak."""

    resident_id: str
    name: str
    gender: str | None
    way: str
    neighbourhood_id: str | None = None


@dataclass(frozen=True)
class Share:
    """How one group took part: how many are there, how many of them have spoken, and for how long together."""

    code: str
    present: int
    spoke: int
    seconds: int


@dataclass(frozen=True)
class Equity:
    """Who has spoken and who has not yet; by gender (woman, man, other, unknown) and by way (room, online)."""

    present: int
    spoke: int
    by_gender: tuple[Share, ...]
    by_way: tuple[Share, ...]


def items(session: Session, *, sitting_id: str) -> tuple[ItemCard, ...]:
    """The agenda of a sitting, in order."""
    query = select(Item).where(Item.sitting_id == sitting_id, Item.removed_at.is_(None))
    rows = session.scalars(query.order_by(Item.position, Item.id))
    return tuple(
        ItemCard(
            id=row.id,
            number=number,
            title=row.title,
            presenter=row.presenter,
            minutes_planned=row.minutes_planned,
            started_at=row.started_at,
            ended_at=row.ended_at,
            notes=row.notes or "",
            outcome=row.outcome,
            carried=row.carried_from is not None,
            seconds_apart=row.seconds_apart or 0,
        )
        for number, row in enumerate(rows, 1)
    )


def item_meant(session: Session, *, sitting_id: str, text: str) -> ItemCard:
    """The item that a person means by its number on the agenda, its id, or the beginning of it.

    Raises Refused: item_unknown.
    """
    wanted = text.strip().casefold()
    told = items(session, sitting_id=sitting_id)
    found = [one for one in told if wanted in (one.id, str(one.number))] or [
        one for one in told if len(wanted) >= SHORTEST_PREFIX and one.id.startswith(wanted)
    ]
    if len(found) != 1:
        raise Refused("item_unknown")
    return found[0]


def running_item(session: Session, *, sitting_id: str) -> ItemCard | None:
    """The item on the table now."""
    return next((item for item in items(session, sitting_id=sitting_id) if item.state == "running"), None)


def turns(session: Session, *, sitting_id: str, item_id: str | None = None) -> tuple[TurnCard, ...]:
    """Who spoke, in order; on one item only when it is given."""
    query = (
        select(Turn, Resident)
        .outerjoin(Resident, Resident.id == Turn.resident_id)
        .where(Turn.sitting_id == sitting_id, Turn.removed_at.is_(None))
    )
    if item_id:
        query = query.where(Turn.item_id == item_id)
    found = sorted(session.execute(query), key=lambda row: (row[0].started_at, *written_down(row[0])))
    persons = persons_among(session, (turn.resident_id for turn, _ in found))
    return tuple(
        TurnCard(
            id=turn.id,
            item_id=turn.item_id,
            resident_id=persons.of(turn.resident_id),
            name=spoken_name(persons.row(turn.resident_id, row)),
            gender=gender_of(persons.row(turn.resident_id, row)),
            way=turn.way,
            started_at=turn.started_at,
            ended_at=turn.ended_at,
        )
        for turn, row in found
    )


def attendants(session: Session, *, sitting_id: str) -> tuple[Attendant, ...]:
    """Everybody identified at the sitting, by name: those who can be given the floor and can have asked for something.

    Who came by both ways is one person, in the room.
    """
    # Columns, not rows: this is asked anew at every arrival, of a hall full of people.
    query = (
        select(Presence.way, Presence.left_at, *_NAMES)
        .join(Resident, Resident.id == Presence.resident_id)
        .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None), Resident.removed_at.is_(None))
        .order_by(Presence.arrived_at, Presence.id)
    )
    stays: dict[str, list[tuple[str, bool]]] = {}
    people: dict[str, tuple[str, str | None, str | None]] = {}
    rows = session.execute(query).all()
    persons = persons_among(session, (row[2] for row in rows))
    for way, left_at, row_id, given, chosen, family, gender, quarter in rows:
        key = persons.of(row_id)
        stays.setdefault(key, []).append((way, left_at is not None))
        people[key] = (f"{chosen or given} {family}".strip(), gender, quarter)
    for key, whole in persons.whole.items():
        people[key] = (spoken_name(whole), whole.gender, whole.neighbourhood_id)
    found = [
        Attendant(key, name, gender, way_of_speaking(stays[key]) or "room", quarter)
        for key, (name, gender, quarter) in people.items()
    ]
    return tuple(sorted(found, key=lambda who: (fold(who.name), who.resident_id)))


def way_of(session: Session, *, sitting_id: str, resident_id: str) -> str | None:
    """By which way somebody takes part in a sitting; None for somebody who is not there."""
    stays = session.execute(
        select(Presence.way, Presence.left_at)
        .where(
            Presence.sitting_id == sitting_id,
            Presence.resident_id.in_(rows_of(session, resident_id)),
            Presence.removed_at.is_(None),
        )
        .order_by(Presence.arrived_at, Presence.id)
    )
    return way_of_speaking([(way, left_at is not None) for way, left_at in stays])


def equity(session: Session, *, sitting_id: str, now: datetime, there: tuple[Attendant, ...] | None = None) -> Equity:
    """How evenly the floor has been shared until `now`, over identified people who are there.

    `there` are the attendants, for somebody who has asked for them already.
    """
    spoken: dict[str, int] = {}
    for turn in turns(session, sitting_id=sitting_id):
        spoken[turn.resident_id] = spoken.get(turn.resident_id, 0) + turn.seconds(now)
    there = attendants(session, sitting_id=sitting_id) if there is None else there

    def shares(codes: tuple[str, ...], of: dict[str, str]) -> tuple[Share, ...]:
        return tuple(
            Share(
                code,
                present=sum(of[who.resident_id] == code for who in there),
                spoke=sum(of[who.resident_id] == code and who.resident_id in spoken for who in there),
                seconds=sum(spoken.get(who.resident_id, 0) for who in there if of[who.resident_id] == code),
            )
            for code in codes
        )

    genders = {who.resident_id: _GENDERS.get(who.gender or "", "unknown") for who in there}
    ways = {who.resident_id: "room" if who.way == "room" else "online" for who in there}
    return Equity(
        present=len(there),
        spoke=sum(who.resident_id in spoken for who in there),
        by_gender=shares(("woman", "man", "other", "unknown"), genders),
        by_way=shares(("room", "online"), ways),
    )


_NAMES = (
    Resident.id,
    Resident.given_names,
    Resident.chosen_name,
    Resident.family_name,
    Resident.gender,
    Resident.neighbourhood_id,
)
_GENDERS = {"woman": "woman", "man": "man", "non_binary": "other"}


def spoken_name(person: Resident | None) -> str:
    """How a resident is called in the room: the name she chose, or her given names, and the family name."""
    if person is None:
        return ""
    return f"{person.chosen_name or person.given_names} {person.family_name}".strip()


def written_down(row: Row) -> tuple[str, str]:
    """What sorts rows in the order in which they were written down, also within one millisecond and between desks."""
    return str(row.clocks.get("*", "")), row.id


def gender_of(person: Resident | None) -> str | None:
    """What the roll says, None for somebody whom this laptop has not been sent."""
    return None if person is None else person.gender


def elapsed(since: datetime | None, until: datetime | None, now: datetime) -> int:
    """Whole seconds from `since` to `until`, or to `now` while it lasts; never negative."""
    return max(0, int(((until or now) - since).total_seconds())) if since else 0
