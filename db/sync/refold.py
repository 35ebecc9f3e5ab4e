"""Makes rows of the laptop anew from its journal, and whatever is derived from rows: the search, the conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection
from sqlalchemy.orm import Session

from db.base import Row, canonical
from db.engine import read, write_many
from db.registry import nouns
from db.sync.derived import Behind, derive
from db.sync.fold import CREATION
from db.sync.losing import Edit, losers
from db.sync.server import known_registers
from db.sync.told import AtHand, folded, how_many, only_creation, read_json, told_at_hand
from db.sync.withdrawing import withdraw

_AT_ONCE = 500
_Made = dict[str, Any]


def refold(
    session: Session,
    rows: Mapping[str, Collection[str]],
    *,
    fresh: Iterable[Mapping[str, Any]] = (),
    behind: Behind | None = None,
) -> dict[str, set[str]]:
    """Makes these rows (identifiers per noun) what the journal says, and answers which were not that before. `fresh`
    are entries that were written into the journal just now, as they are, so that they need not be read again.

    Unknown nouns, and rows that nobody created yet, are left to wait; a row that the laptop beside told of and the
    server refused goes. The search and whatever else is read from rows follows in the same transaction: here, or when
    `behind` catches up.
    """
    session.flush()
    connection = session.connection()
    known, registers = _known(), known_registers()
    at_hand: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for entry in fresh:
        at_hand.setdefault(entry["noun"], {}).setdefault(entry["row_id"], []).append(entry)
    changed: dict[str, set[str]] = {}
    unmade: dict[str, set[str]] = {}
    for noun in sorted(set(rows) & set(known)):
        for some in _chunks(sorted(rows[noun])):
            made, left = _refold_some(connection, known[noun], some, registers[noun], at_hand.get(noun, {}))
            if made:
                changed.setdefault(noun, set()).update(made)
            if left:
                unmade.setdefault(noun, set()).update(left)
    session.expire_all()
    for noun, ids in withdraw(session, unmade).items():
        changed.setdefault(noun, set()).update(ids)
    if behind is None:
        derive(session, changed)
    else:
        behind.add(changed)
    return changed


@cache
def _known() -> dict[str, type[Row]]:
    return nouns()


def _refold_some(
    connection: Connection, kind: type[Row], ids: Sequence[str], registers: Mapping[str, str], at_hand: AtHand
) -> tuple[set[str], set[str]]:
    """Which rows were not what the journal says; and which are here although nothing that counts made them."""
    stored = _stored(connection, kind, ids)
    unmade = {row_id for row_id, _ in stored}
    counted = how_many(connection, kind, ids) if at_hand else {}
    alone = {one: entry for one in ids if one not in unmade and (entry := only_creation(at_hand, counted, one))}
    fresh = list(_as_created(kind, alone, registers))
    needed, due = _needed(kind), list[_Made]()
    lost: list[tuple[Any, ...]] = []
    others = [one for one in ids if one not in alone]
    for (row_id, city_id), entries in told_at_hand(connection, kind, others, at_hand, counted):
        lost += _lost(kind.__tablename__, row_id, entries, registers)
        found = folded(entries, kind.__tablename__, registers)
        if found is None:
            continue
        unmade.discard(row_id)
        made = {**found.fields, "id": row_id, "city_id": city_id, "clocks": found.clocks}
        if None not in map(made.get, needed) and stored.get((row_id, city_id)) != made:
            due.append(made)
    _write(connection, kind, [*fresh, *due], stored)
    _note_lost(connection, kind.__tablename__, ids, lost)
    return {made["id"] for made in (*fresh, *due)}, unmade


def _as_created(
    kind: type[Row], alone: Mapping[str, Mapping[str, Any]], registers: Mapping[str, str]
) -> Iterator[_Made]:
    """The rows of which nothing is told but that they were made: most of what a new laptop takes in."""
    needed = _needed(kind)
    for row_id, entry in alone.items():
        made = {name: value for name, value in entry["fields"].items() if name in registers}
        made.update(id=row_id, city_id=entry["city_id"], clocks={CREATION: entry["hlc"]})
        if None not in map(made.get, needed):
            yield made


def _stored(connection: Connection, kind: type[Row], ids: Sequence[str]) -> dict[tuple[str, str], _Made]:
    names, whole = _columns(kind)
    told = ", ".join(f'"{name}"' for name in names)
    rows = read(
        connection,
        f'SELECT {told} FROM "{kind.__tablename__}" WHERE id IN (SELECT value FROM json_each(?))',  # noqa: S608 - our names
        (canonical(list(ids)),),
    )
    found: dict[tuple[str, str], _Made] = {}
    for values in rows:
        row = dict(zip(names, values, strict=True))
        row.update({name: read_json(row[name]) for name in whole})
        found[row["id"], row["city_id"]] = row
    return found


@cache
def _needed(kind: type[Row]) -> tuple[str, ...]:
    return tuple(column.name for column in kind.__table__.columns if not column.nullable)


@cache
def _columns(kind: type[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a table's columns, and of those that hold JSON."""
    columns = kind.__table__.columns
    return tuple(one.name for one in columns), tuple(one.name for one in columns if isinstance(one.type, JSON))


def _write(connection: Connection, kind: type[Row], rows: list[_Made], known: Collection[tuple[str, str]]) -> None:
    """Inserts the rows that are not known here, and updates the others.

    Never both in one statement: SQLite gives an `ON CONFLICT` of the writing on to the triggers that it fires, and the
    words of an issue would be added to the index beside the old ones.
    """
    table = kind.__tablename__
    names = _columns(kind)[0]
    fields = [name for name in names if name not in ("id", "city_id")]
    fresh = [row for row in rows if (row["id"], row["city_id"]) not in known]
    there = [row for row in rows if (row["id"], row["city_id"]) in known]
    if fresh:
        told = ", ".join(f'"{name}"' for name in names)
        write_many(
            connection,
            f'INSERT INTO "{table}" ({told}) VALUES ({", ".join("?" * len(names))})',  # noqa: S608 - our own names
            _in_order(kind, fresh, names),
        )
    if there:
        told = ", ".join(f'"{name}" = ?' for name in fields)
        write_many(
            connection,
            f'UPDATE "{table}" SET {told} WHERE id = ? AND city_id = ?',  # noqa: S608 - our own names
            _in_order(kind, there, [*fields, "id", "city_id"]),
        )


def _in_order(kind: type[Row], rows: Sequence[_Made], names: Sequence[str]) -> list[tuple[Any, ...]]:
    whole = _columns(kind)[1]
    for row in rows:
        row.update((name, canonical(row[name])) for name in whole if row.get(name) is not None)
    return [tuple(map(row.get, names)) for row in rows]


def _lost(
    noun: str, row_id: str, entries: Sequence[Mapping[str, Any]], registers: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    edits = [entry for entry in entries if entry["base"]]
    if len({entry["desk_id"] for entry in edits}) < 2:
        return
    stamps = {entry["raw"]: entry["hlc"] for entry in entries if entry["raw"] != entry["hlc"]}
    by_register: dict[str, list[Edit]] = {}
    for entry in edits:
        values: dict[str, dict[str, Any]] = {}
        for name, value in entry["fields"].items():
            if name in registers:
                values.setdefault(registers[name], {})[name] = value
        for register, value in values.items():
            seen = entry["base"].get(register, "")
            by_register.setdefault(register, []).append(
                Edit(
                    entry["hlc"],
                    stamps.get(seen, seen),
                    entry["desk_id"],
                    entry["desk_seq"],
                    value,
                    erased=any(name in entry["sealed"] for name in value),
                )
            )
    for register, some in by_register.items():
        for gone, won in losers(noun, register, some):
            yield noun, row_id, register, gone.desk, gone.seq, won.desk, won.seq


def _note_lost(connection: Connection, noun: str, ids: Sequence[str], lost: list[tuple[Any, ...]]) -> None:
    gone = "DELETE FROM sync_conflict WHERE noun = ? AND row_id IN (SELECT value FROM json_each(?))"
    write_many(connection, gone, [(noun, canonical(list(ids)))])
    if lost:
        write_many(connection, "INSERT INTO sync_conflict VALUES (?, ?, ?, ?, ?, ?, ?)", lost)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
