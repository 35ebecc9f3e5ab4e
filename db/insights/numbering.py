"""The numbers of people in the sets of the tallies, and what the roll says of them, kept as sets of these numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.base import canonical
from db.insights.leaves import Number
from db.insights.neighbours import Neighbour, neighbours
from db.insights.reading import sorted_by


def numbers_of(connection: Connection, people: Collection[str]) -> dict[str, int]:
    """The numbers of those of these people who have one."""
    if not people:
        return {}
    rows = connection.exec_driver_sql(
        "SELECT person_id, number FROM json_each(?) told CROSS JOIN tally_person ON person_id = told.value",
        (canonical(sorted(people)),),
    )
    return {row[0]: row[1] for row in rows}


def numbers_in(session: Session) -> Number:
    """Gives numbers to whoever has none yet, and writes down what the roll says of her."""

    def number(people: Collection[str]) -> dict[str, int]:
        connection = session.connection()
        known = numbers_of(connection, people)
        if strangers := set(people) - known.keys():
            told = neighbours(session, strangers)
            # People of one quarter stand together: their set is then a few stretches, which are quickly read.
            order = sorted(strangers, key=lambda one: (told[one].quarter_id or "", one))
            connection.exec_driver_sql("INSERT INTO tally_person (person_id) VALUES (?)", [(one,) for one in order])
            theirs = numbers_of(connection, strangers)
            known |= theirs
            _write_traits(connection, _of_strangers(connection, _traits(told, theirs)))
        return known

    return number


def note_traits(session: Session, people: Mapping[str, Neighbour], numbers: Mapping[str, int]) -> None:
    """Writes down what the roll says of these people, in the place of what it said before."""
    if not people:
        return
    connection = session.connection()
    fresh = _traits(people, numbers)
    all_of_them = BitMap(numbers[person] for person in people)
    changed = {}
    for kind, value, packed in connection.exec_driver_sql("SELECT kind, value, people FROM tally_trait"):
        was = BitMap.deserialize(packed)
        is_now = (was - all_of_them) | fresh.pop((kind, value), BitMap())
        if is_now != was:
            changed[kind, value] = is_now
    _write_traits(connection, changed | fresh)


_Traits = dict[tuple[str, str], BitMap]


def _traits(people: Mapping[str, Neighbour], numbers: Mapping[str, int]) -> _Traits:
    """By kind and value, whoever the roll says it of."""
    told = sorted_by(people, numbers)
    kinds = (("gender", told.genders), ("quarter", told.quarters), ("organisation", told.organisations))
    return {(kind, value): who for kind, traits in kinds for value, who in traits.items()}


def _of_strangers(connection: Connection, fresh: _Traits) -> _Traits:
    """What is said of people who stood in no set, together with those who do. Only these sets are read."""
    for (kind, value), who in fresh.items():
        row = connection.exec_driver_sql(
            "SELECT people FROM tally_trait WHERE kind = ? AND value = ?", (kind, value)
        ).first()
        fresh[kind, value] = who | BitMap.deserialize(row[0]) if row else who
    return fresh


def _write_traits(connection: Connection, traits: _Traits) -> None:
    rows: list[tuple[Any, ...]] = []
    for key, who in traits.items():
        who.run_optimize()
        rows.append((*key, bytes(who.serialize())))
    if rows:
        connection.exec_driver_sql("INSERT OR REPLACE INTO tally_trait (kind, value, people) VALUES (?, ?, ?)", rows)
