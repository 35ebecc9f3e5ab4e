"""What the journal of this laptop tells of each row: by the clocks that count, without what was erased or refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from db.base import Row
from db.engine import read
from db.journal import emptied_value
from db.sync.fold import Folded, Written, fold

Place = tuple[str, str]
Story = tuple[Place, list[dict[str, Any]]]
# New entries that stand in the journal as they are, per row.
AtHand = Mapping[str, Sequence[Mapping[str, Any]]]
_NAMES = ("id", "city_id", "desk_id", "desk_seq", "hlc", "raw", "base", "fields", "sealed", "verb")
_WRITTEN = ("base", "fields", "sealed")
# The server's own time stands for a clock that was far ahead. What the server refused of others is kept and not folded,
# as it is there; what it refused of ours stays on our own screens until a person has looked at it.
_ENTRIES = """
    SELECT e.row_id AS id, e.city_id, e.desk_id, e.desk_seq, coalesce(s.hlc, e.hlc) AS hlc, e.hlc AS raw, e.base,
           e.fields, e.sealed, e.verb
    FROM entry e
    LEFT JOIN sync_stamp s ON s.desk_id = e.desk_id AND s.desk_seq = e.desk_seq
    LEFT JOIN sync_aside a ON a.desk_id = e.desk_id AND a.desk_seq = e.desk_seq AND a.verdict = 'quarantined'
    WHERE e.noun = :noun AND (a.desk_id IS NULL OR e.desk_id = (SELECT desk_id FROM desk)) {some}
    ORDER BY e.row_id, e.city_id
"""
_WHOLE = _ENTRIES.format(some="")
_SOME = _ENTRIES.format(some="AND e.row_id IN (SELECT value FROM json_each(:rows))")


# By the index of the rows alone: no entry is opened for it.
_HOW_MANY = (
    "SELECT row_id, count(*) FROM entry WHERE noun = ? AND row_id IN (SELECT value FROM json_each(?)) GROUP BY row_id"
)


def how_many(connection: Connection, kind: type[Row], rows: Sequence[str]) -> dict[str, int]:
    """How many entries the journal has of each of these rows."""
    return dict(read(connection, _HOW_MANY, (kind.__tablename__, json.dumps(rows))))


def only_creation(at_hand: AtHand, counted: Mapping[str, int], row_id: str) -> Mapping[str, Any] | None:
    """The entry that made a row, where it is at hand and the only one of this row, and nothing of it was erased."""
    some = at_hand.get(row_id, ())
    if len(some) != 1 or counted.get(row_id) != 1 or some[0]["base"] or some[0]["sealed"]:
        return None
    return some[0]


def told_at_hand(
    connection: Connection, kind: type[Row], rows: Sequence[str], fresh: AtHand, counted: Mapping[str, int]
) -> Iterator[Story]:
    """As `told`, of these rows, of which the journal has so many entries. Whatever of a row is not older than those
    `fresh` ones is not read again, and most of what a new laptop takes in is not."""
    older = []
    for row_id in rows:
        some = fresh.get(row_id, ())
        if not some or counted.get(row_id) != len(some) or len({one["city_id"] for one in some}) > 1:
            older.append(row_id)
            continue
        yield (
            (row_id, some[0]["city_id"]),
            [_without_erased({**one, "id": row_id, "raw": one["hlc"]}, kind) for one in some],
        )
    if older:
        yield from told(connection, kind, older)


def told(connection: Connection, kind: type[Row], rows: Sequence[str] | None = None) -> Iterator[Story]:
    """The entries of a noun, row by row, in the order of the rows' names: of all rows, or of those named."""
    values = {"noun": kind.__tablename__} if rows is None else {"noun": kind.__tablename__, "rows": json.dumps(rows)}
    entries = read(connection, _WHOLE if rows is None else _SOME, values)
    for place, group in groupby(entries, key=itemgetter(0, 1)):
        yield place, [_with_sealed(entry, kind) for entry in group]


def folded(entries: Iterable[Mapping[str, Any]], noun: str, registers: Mapping[str, str]) -> Folded | None:
    """One row as its entries make it; None when none of them created it."""
    written = [Written(noun, one["id"], one["hlc"], one["base"], one["fields"], one["desk_seq"]) for one in entries]
    return next(iter(fold(written, {noun: registers}).values()), None)


def read_json(value: Any) -> Any:
    """What stands in a JSON column, read; equal to nothing that was ever journalled when it is none."""
    try:
        return None if value is None else json.loads(value)
    except (ValueError, TypeError):
        return ...


def _with_sealed(values: Sequence[Any], kind: type[Row]) -> dict[str, Any]:
    """An entry as it stands in the file, with what was erased by law empty."""
    entry = dict(zip(_NAMES, values, strict=True))
    for name in _WRITTEN:
        entry[name] = {} if entry[name] == "{}" else json.loads(entry[name])
    return _without_erased(entry, kind)


def _without_erased(entry: dict[str, Any], kind: type[Row]) -> dict[str, Any]:
    if not entry["sealed"]:
        return entry
    known = kind.__table__.columns.keys()
    erased = {name: emptied_value(kind, name) for name in entry["sealed"] if name in known}
    return {**entry, "fields": {**entry["fields"], **erased}}
