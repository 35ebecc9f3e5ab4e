"""What can be asked about presences: the one count of a sitting, who is here, and each person's stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.checkin.rules import ONLINE, WAYS, time_present
from db.checkin.tables import Presence
from db.checkin.unnamed import unnamed_in
from db.errors import Refused
from db.folding import fold, words
from db.residents.persons import persons_among, rows_of, speaking_for
from db.residents.rules import is_minor
from db.residents.search import Found, search
from db.residents.tables import Alias, Resident
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class Attendance:
    """The numbers of a sitting. Over identified residents: `in_room + online - both == people == new + returning`.

    `unnamed` (in the room) stands apart and is in none of the others.
    """

    in_room: int
    online: int
    both: int
    people: int
    unnamed: int
    new: int
    returning: int


@dataclass(frozen=True)
class Stay:
    """One stay of one person, as lists show it. `new`: she had never been at an earlier sitting of any council.

    `both`: she is here by another way as well; `companions` are with her and have told no name; `minor`: on the day of
    the sitting, and `guardian_id` answers for her.
    """

    presence_id: str
    resident_id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    way: str
    arrived_at: datetime
    left_at: datetime | None
    source: str
    new: bool
    consented: bool
    match_id: str | None
    both: bool = False
    companions: int = 0
    minor: bool = False
    guardian_id: str | None = None

    @property
    def name(self) -> str:
        return f"{self.chosen_name or self.given_names} {self.family_name}".strip()


@dataclass(frozen=True)
class Present:
    """One person of a sitting: by which ways, from, to, and the minutes of the union of her stays.

    `left_at` is None while a stay is open; `minutes` is None while nobody can know it (an open stay in an open sitting
    asked without `until`).
    """

    resident_id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    ways: tuple[str, ...]
    arrived_at: datetime
    left_at: datetime | None
    minutes: int | None
    new: bool

    @property
    def name(self) -> str:
        return f"{self.chosen_name or self.given_names} {self.family_name}".strip()


@dataclass(frozen=True)
class Visit:
    """One sitting in the history of a resident."""

    sitting_id: str
    title: str
    starts_at: datetime
    ways: tuple[str, ...]


def attendance(session: Session, *, sitting_id: str) -> Attendance:
    """The one count: every screen, the minutes and the command line take their numbers from here.

    Raises Refused: sitting_unknown.
    """
    _sitting(session, sitting_id)
    ways: dict[str, set[str]] = {"room": set(), "online": set()}
    found = session.execute(
        select(Presence.resident_id, Presence.way)
        .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
        .distinct()
    )
    speaks = speaking_for(session)
    for resident_id, way in found:
        ways["online" if way in ONLINE else "room"].add(speaks.get(resident_id, resident_id))
    people = ways["room"] | ways["online"]
    returning = len(people & regulars_before(session, sitting_id=sitting_id))
    return Attendance(
        in_room=len(ways["room"]),
        online=len(ways["online"]),
        both=len(ways["room"] & ways["online"]),
        people=len(people),
        unnamed=unnamed_in(session, sitting_id=sitting_id),
        new=len(people) - returning,
        returning=returning,
    )


def regulars_before(session: Session, *, sitting_id: str) -> frozenset[str]:
    """Of the people of a sitting, those who had been at an earlier one of any council."""
    here = select(Presence.resident_id).where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
    speaks = speaking_for(session)
    theirs: ColumnElement[bool] = Presence.resident_id.in_(here)
    if speaks:
        # Whoever is here by one row of the roll may have been there before by another.
        persons = {speaks[one] for one in session.scalars(here) if one in speaks}
        theirs = or_(theirs, Presence.resident_id.in_([one for one, person in speaks.items() if person in persons]))
    found = session.scalars(
        select(Presence.resident_id)
        .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
        .where(theirs, Presence.removed_at.is_(None), _earlier(_sitting(session, sitting_id)))
        .distinct()
    )
    return frozenset(speaks.get(one, one) for one in found)


def _earlier(sitting: Sitting) -> ColumnElement[bool]:
    """Earlier by its hour; of two at the same hour, the one planned first."""
    same_hour = and_(Sitting.starts_at == sitting.starts_at, Sitting.id < sitting.id)
    return and_(Sitting.id != sitting.id, or_(Sitting.starts_at < sitting.starts_at, same_hour))


def is_new(session: Session, *, sitting_id: str, rows: Sequence[str]) -> bool:
    """Whether a resident (all her rows on the roll) had never been at a sitting before this one."""
    before = session.scalar(
        select(func.count())
        .select_from(Presence)
        .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
        .where(
            Presence.resident_id.in_(rows),
            Presence.removed_at.is_(None),
            _earlier(_sitting(session, sitting_id)),
        )
    )
    return not before


def presences(session: Session, *, sitting_id: str) -> tuple[Stay, ...]:
    """Every stay of a sitting, the latest arrival first."""
    day = _sitting(session, sitting_id).starts_at.date()
    before = regulars_before(session, sitting_id=sitting_id)
    found = session.execute(
        select(Presence, Resident)
        .outerjoin(Resident, Resident.id == Presence.resident_id)
        .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
        .order_by(Presence.arrived_at.desc(), Presence.id.desc())
    ).all()
    persons = persons_among(session, (stay.resident_id for stay, _ in found))
    ways: dict[str, set[bool]] = {}
    named: Counter[str] = Counter()
    for stay, _ in found:
        ways.setdefault(persons.of(stay.resident_id), set()).add(stay.way in ONLINE)
        named[stay.came_with_id or ""] += 1
    lines = ((persons.of(stay.resident_id), stay, row) for stay, row in found)
    return tuple(
        replace(
            _stay(who, stay, persons.row(who, row), day=day),
            new=who not in before,
            both=len(ways[who]) == 2,
            companions=max(0, (stay.companions or 0) - named[stay.resident_id]),
        )
        for who, stay, row in lines
    )


def _stay(resident_id: str, stay: Presence, person: Resident | None, *, day: date) -> Stay:
    # The row of a person may not have reached this laptop yet, or be erased: her stay counts all the same.
    return Stay(
        presence_id=stay.id,
        resident_id=resident_id,
        family_name=person.family_name if person else "",
        given_names=person.given_names if person else "",
        chosen_name=person.chosen_name if person else None,
        way=stay.way,
        arrived_at=stay.arrived_at,
        left_at=stay.left_at,
        source=stay.source,
        new=False,
        consented=person is not None and person.consent_at is not None,
        match_id=stay.match_id,
        minor=person is not None and is_minor(person.birth_date, day),
        guardian_id=person.guardian_id if person else None,
    )


def people(session: Session, *, sitting_id: str, until: datetime | None = None) -> tuple[Present, ...]:
    """One line a person, by family name; open stays last until the sitting closed, else until `until`."""
    sitting = _sitting(session, sitting_id)
    end = sitting.closed_at or until
    before = regulars_before(session, sitting_id=sitting_id)
    stays: dict[str, list[Presence]] = {}
    rows: dict[str, Resident | None] = {}
    found = session.execute(
        select(Presence, Resident)
        .outerjoin(Resident, Resident.id == Presence.resident_id)
        .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
        .order_by(Presence.arrived_at, Presence.id)
    ).all()
    persons = persons_among(session, (stay.resident_id for stay, _ in found))
    for stay, row in found:
        who = persons.of(stay.resident_id)
        stays.setdefault(who, []).append(stay)
        rows[who] = persons.row(who, row)
    lines = [_line(one, rows[one], hers, new=one not in before, end=end) for one, hers in stays.items()]
    return tuple(sorted(lines, key=lambda one: (fold(one.family_name), fold(one.given_names), one.resident_id)))


def _line(
    resident_id: str, person: Resident | None, hers: list[Presence], *, new: bool, end: datetime | None
) -> Present:
    still_here = any(stay.left_at is None for stay in hers)
    spent = time_present([(stay.arrived_at, stay.left_at) for stay in hers], until=end)
    return Present(
        resident_id=resident_id,
        family_name=person.family_name if person else "",
        given_names=person.given_names if person else "",
        chosen_name=person.chosen_name if person else None,
        document=person.document if person else None,
        ways=tuple(way for way in ("room", "zoom", "phone") if any(stay.way == way for stay in hers)),
        arrived_at=min(stay.arrived_at for stay in hers),
        left_at=None if still_here else max(stay.left_at for stay in hers if stay.left_at),
        minutes=None if still_here and end is None else round(spent.total_seconds() / 60),
        new=new,
    )


def history(session: Session, *, resident_id: str) -> tuple[Visit, ...]:
    """The sittings a resident was at, the newest first, with her ways."""
    found = session.execute(
        select(Sitting.id, Sitting.title, Sitting.starts_at, Presence.way)
        .join(Presence, and_(Presence.sitting_id == Sitting.id, Presence.removed_at.is_(None)))
        .where(Presence.resident_id.in_(rows_of(session, resident_id)), Sitting.removed_at.is_(None))
        .order_by(Sitting.starts_at.desc(), Presence.arrived_at)
    )
    visits: dict[str, Visit] = {}
    for sitting_id, title, starts_at, way in found:
        known = visits.get(sitting_id)
        ways = known.ways if known else ()
        visits[sitting_id] = Visit(sitting_id, title, starts_at, ways if way in ways else (*ways, way))
    return tuple(visits.values())


@dataclass(frozen=True)
class AtTheDoor:
    """Somebody whom the letters typed at the door may mean, and by which ways she is here already.

    `also`: the other name by which she was found, where hers does not tell why.
    """

    person: Found
    here: tuple[str, ...]
    was_here: bool
    also: str = ""


def find_at_the_door(session: Session, *, sitting_id: str, text: str) -> tuple[AtTheDoor, ...]:
    """The roll searched from where the sitting is: its council's people first, then its quarters, then its district.

    Raises Refused: sitting_unknown.
    """
    sitting = _sitting(session, sitting_id)
    council = session.get(Council, sitting.council_id)
    found = search(
        session,
        text=text,
        council_id=sitting.council_id,
        neighbourhood_ids=tuple(council.neighbourhood_ids or ()) if council else (),
        district_id=sitting.district_id,
    )
    speaks = speaking_for(session)
    persons = {speaks.get(one.id, one.id) for one in found}
    rows = persons | {one for one, person in speaks.items() if person in persons}
    stays = [
        (speaks.get(row, row), way, left_at)
        for row, way, left_at in session.execute(
            select(Presence.resident_id, Presence.way, Presence.left_at).where(
                Presence.sitting_id == sitting_id, Presence.resident_id.in_(rows), Presence.removed_at.is_(None)
            )
        )
    ]
    here = {one: {way for who, way, left_at in stays if who == one and left_at is None} for one in persons}
    seen = {who for who, _, _ in stays}
    # Of the rows that are one person one stands in the list: the one that speaks for her, where it was found.
    first = {
        speaks.get(one.id, one.id): one for one in (*reversed(found), *(one for one in found if one.id in persons))
    }
    also = _other_names(session, found, rows, speaks, words(text))
    shown = [
        AtTheDoor(one, tuple(way for way in WAYS if way in here[who]), who in seen, also.get(who, ""))
        for who, one in ((speaks.get(one.id, one.id), one) for one in found)
        if first[who] is one
    ]
    # Enter takes the first: somebody who may still arrive, before those who are in the room already.
    return tuple(sorted(shown, key=lambda one: "room" in one.here))


def _other_names(
    session: Session, found: Sequence[Found], rows: set[str], speaks: Mapping[str, str], typed: Sequence[str]
) -> dict[str, str]:
    """By person, the name she is also known by that a typed word begins, where no word of her own name does."""
    missing: dict[str, list[str]] = {}
    for one in found:
        names = words(" ".join(filter(None, (one.family_name, one.given_names, one.chosen_name))))
        if left := [word for word in typed if not any(name.startswith(word) for name in names)]:
            missing[speaks.get(one.id, one.id)] = left
    if not missing:
        return {}
    aliases = session.execute(
        select(Alias.resident_id, Alias.value)
        .where(Alias.resident_id.in_(rows), Alias.kind == "zoom_name", Alias.removed_at.is_(None))
        .order_by(Alias.times_confirmed.desc(), Alias.value)
    )
    also: dict[str, str] = {}
    for row, value in aliases:
        who = speaks.get(row, row)
        if any(part.startswith(word) for word in missing.get(who, ()) for part in words(value)):
            also.setdefault(who, value)
    return also


def _sitting(session: Session, sitting_id: str) -> Sitting:
    sitting = session.get(Sitting, sitting_id)
    if sitting is None or sitting.removed_at is not None:
        raise Refused("sitting_unknown", text=sitting_id)
    return sitting
