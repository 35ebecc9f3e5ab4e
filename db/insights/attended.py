"""Who was at some sittings, and for whom it was the first: read from the rows, of either engine.

A laptop's file is asked for rows. The shared database stands at the end of a line: it is asked for one line a sitting,
of numbers, and says itself who is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from pyroaring import BitMap
from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, column, extract, func, select, table
from sqlalchemy.orm import Session

from db.base import canonical
from db.checkin.tables import Presence
from db.insights.held import IN_ORDER, Held, Where
from db.insights.neighbours import listed, portions
from db.residents.persons import speaking_for
from db.sittings.tables import Sitting

Stay = tuple[str, datetime, datetime | None]
Stays = dict[str, dict[str, list[Stay]]]
"""By sitting and person: way, from, to of each stay."""


class Firsts(Protocol):
    """Knows for whom a sitting was the first."""

    def of(self, held: Held, came: Collection[str], numbers: Mapping[str, int]) -> tuple[BitMap, BitMap]:
        """The people who came to a sitting as their numbers: those who are new, and those who are new there."""


def attended(session: Session, where: Where, held: Sequence[Held]) -> tuple[Stays, Firsts]:
    """Who came to these sittings, `held`, which are all for which the conditions hold."""
    if session.get_bind().dialect.name == "sqlite":
        stays = _stays_in_file(session, held)
        return stays, _InFile(session, _people(stays), {one.council_id for one in held})
    there = _There(session, where, held)
    return there.stays, there


def _people(stays: Stays) -> set[str]:
    return {person for came in stays.values() for person in came}


def _stays_in_file(session: Session, held: Sequence[Held]) -> Stays:
    rows = session.connection().exec_driver_sql(
        "SELECT p.sitting_id, p.resident_id, p.way, p.arrived_at, p.left_at FROM json_each(?) told "
        "CROSS JOIN presence p ON p.sitting_id = told.value AND p.removed_at IS NULL",
        (canonical([one.id for one in held]),),
    )
    speaks, moment = speaking_for(session), datetime.fromisoformat
    found: Stays = {}
    for sitting, resident, way, start, end in rows:
        stay = way, moment(start), moment(end) if end else None
        found.setdefault(sitting, {}).setdefault(speaks.get(resident, resident), []).append(stay)
    return found


class _InFile:
    """The newcomers as the record itself has them: its rows are read once, when somebody asks."""

    def __init__(self, session: Session, people: Collection[str], councils: Collection[str]) -> None:
        self._session, self._people, self._councils = session, people, councils

    @cached_property
    def _told(self) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
        return _firsts(self._session, self._people, self._councils)

    def of(self, held: Held, came: Collection[str], numbers: Mapping[str, int]) -> tuple[BitMap, BitMap]:
        """See `Firsts`."""
        first, first_here = self._told
        return (
            BitMap([numbers[person] for person in came if first[person] == held.id]),
            BitMap([numbers[person] for person in came if first_here[person, held.council_id] == held.id]),
        )


class _There:
    """The same of the shared database. Of whoever has several rows it is put together here, as from a file."""

    def __init__(self, session: Session, where: Where, held: Sequence[Held]) -> None:
        self.stays: Stays = {}
        self._new: dict[str, tuple[list[str], list[str]]] = {}
        speaks, elsewhere = speaking_for(session), _elsewhere_before(session, where)
        came = list(session.scalars(came_to(where).order_by(Presence.resident_id)))
        sittings = {one.id: one for one in held}
        persons: set[str] = set()
        for sitting_id, *stays in session.execute(_by_sitting(where)):
            one = sittings[sitting_id]
            here = self.stays[sitting_id] = {}
            new, new_here = self._new[sitting_id] = [], []
            for place, way, start, end, first in zip(*stays, strict=True):
                resident = came[place - 1]
                person = speaks.get(resident)
                if person is not None:
                    persons.add(person)
                elif resident not in here:
                    if first & _FIRST_HERE:
                        new_here.append(resident)
                    if first & _FIRST and elsewhere.get(resident, _NEVER) > (one.starts_at, one.id):
                        new.append(resident)
                begins = one.starts_at + timedelta(microseconds=start)
                ends = None if end is None else one.starts_at + timedelta(microseconds=end)
                here.setdefault(person or resident, []).append((way, begins, ends))
        self._persons, self._merged = persons, _InFile(session, persons, {one.council_id for one in held})

    def of(self, held: Held, came: Collection[str], numbers: Mapping[str, int]) -> tuple[BitMap, BitMap]:
        """See `Firsts`."""
        new, new_here = (BitMap([numbers[one] for one in some]) for some in self._new.get(held.id, ((), ())))
        if several := self._persons.intersection(came):
            also, also_here = self._merged.of(held, several, numbers)
            return new | also, new_here | also_here
        return new, new_here


_FIRST, _FIRST_HERE = 1, 2


def came_to(where: Where) -> Select[Any]:
    """The rows of the roll of which somebody came."""
    return (
        select(Presence.resident_id)
        .join(Sitting, Sitting.id == Presence.sitting_id)
        .where(Presence.removed_at.is_(None), *where)
        .distinct()
    )


def _by_sitting(where: Where) -> Select[Any]:
    """One line a sitting: of each stay the place of its resident among those who came, way, from and to (microseconds
    after the sitting's hour), and whether it is the first sitting of that row, or its first of the council."""

    def after(moment: Any) -> ColumnElement[int]:
        return cast(extract("epoch", moment - Sitting.starts_at) * 1_000_000, BigInteger)

    def first(*among: Any) -> ColumnElement[Any]:
        return func.rank().over(partition_by=(Presence.resident_id, *among), order_by=IN_ORDER) == 1

    whose = func.dense_rank().over(order_by=Presence.resident_id)
    whether = case((first(), _FIRST), else_=0) + case((first(Sitting.council_id), _FIRST_HERE), else_=0)
    came = came_to(where)
    seen = (
        select(
            Presence.sitting_id, whose.label("whose"), Presence.way, after(Presence.arrived_at).label("start"),
            after(Presence.left_at).label("end"), whether.label("whether"), and_(*where).label("asked"),
        )
        .join(Sitting, Sitting.id == Presence.sitting_id)
        .where(Presence.removed_at.is_(None), Sitting.removed_at.is_(None), listed(Presence.resident_id, came))
        .subquery()
    )  # fmt: skip
    columns = (seen.c.whose, seen.c.way, seen.c.start, seen.c.end, seen.c.whether)
    return (
        select(seen.c.sitting_id, *(func.array_agg(one) for one in columns))
        .where(seen.c.asked)
        .group_by(seen.c.sitting_id)
    )


# A view of the shared database alone (db/sync/sql/7_figures.sql).
_ELSEWHERE = table("first_elsewhere", column("resident_id"), column("starts_at"), column("sitting_id"))
# Where a sitting stands in the order of time: its hour (as the engine has it), and which it is.
_When = tuple[Any, str]
_NEVER: _When = (datetime.max.replace(tzinfo=UTC), "")


def _elsewhere_before(session: Session, where: Where) -> dict[str, _When]:
    """A district is told there when whoever comes to it first came to another one: the city says who is new."""
    rows = session.execute(select(_ELSEWHERE).where(listed(_ELSEWHERE.c.resident_id, came_to(where))))
    return {resident: (at, sitting) for resident, at, sitting in rows}


def _firsts(
    session: Session, people: Collection[str], councils: Collection[str]
) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The first sitting of each person, and her first of each of these councils, over the whole record.

    The order is that of `checkin.attendance`: by the hour, of two at the same hour by identifier.
    """
    speaks = speaking_for(session)
    rows_of: dict[str, list[str]] = {}
    for row, person in speaks.items():
        rows_of.setdefault(person, []).append(row)
    wanted = sorted({row for one in people for row in rows_of.get(one, [one])})
    first: dict[str, _When] = {}
    first_here: dict[tuple[str, str], _When] = {}
    for some in portions(wanted):
        for resident, council, when in _first_of_councils(session, some, councils):
            person = speaks.get(resident, resident)
            if person not in first or when < first[person]:
                first[person] = when
            here = person, council
            if here not in first_here or when < first_here[here]:
                first_here[here] = when
    return {who: when[1] for who, when in first.items()}, {who: when[1] for who, when in first_here.items()}


def _first_of_councils(
    session: Session, rows: Sequence[str], councils: Collection[str]
) -> Iterable[tuple[str, str, _When]]:
    """The first sitting of each of these rows at each of these councils, and at any other."""
    if session.get_bind().dialect.name == "sqlite":
        # The same question in the form that SQLite answers from its indexes, without sorting; and of the councils that
        # nobody asks about all together.
        found = session.connection().exec_driver_sql(
            "SELECT p.resident_id, CASE WHEN s.council_id IN (SELECT value FROM json_each(?)) THEN s.council_id "
            "ELSE '' END, min(s.starts_at || ' ' || s.id) FROM json_each(?) told "
            "CROSS JOIN presence p ON p.resident_id = told.value AND p.removed_at IS NULL "
            "CROSS JOIN sitting s ON s.id = p.sitting_id AND s.removed_at IS NULL GROUP BY 1, 2",
            (canonical(sorted(councils)), canonical(list(rows))),
        )
        return [(row, council, (when[:27], when[28:])) for row, council, when in found]
    nth = func.row_number().over(
        partition_by=(Presence.resident_id, Sitting.council_id), order_by=(Sitting.starts_at, Sitting.id)
    )
    ranked = (
        select(Presence.resident_id, Sitting.council_id, Sitting.starts_at, Sitting.id, nth.label("nth"))
        .join(Sitting, Sitting.id == Presence.sitting_id)
        .where(Presence.removed_at.is_(None), Sitting.removed_at.is_(None), Presence.resident_id.in_(rows))
        .subquery()
    )
    told = session.execute(select(ranked).where(ranked.c.nth == 1))
    hers = [(resident, council, (at, sitting)) for resident, council, at, sitting, _ in told]
    first = select(_ELSEWHERE).where(_ELSEWHERE.c.resident_id.in_(rows))
    return [*hers, *((resident, "", (at, sitting)) for resident, at, sitting in session.execute(first))]
