"""Holds the rows against the journal: folds the entries of each noun and compares, one row at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, text

from db.base import Row
from db.registry import nouns
from db.sync.fold import Folded
from db.sync.server import known_registers
from db.sync.told import Place, folded, read_json, told

_AT_ONCE = {"yield_per": 2000}


@dataclass(frozen=True)
class Differing:
    """How many rows of a noun are not what the journal says.

    `altered`: other values than were journalled; `missing`: journalled, and gone; `unfounded`: rows, or later changes
    of rows, whose entries the journal does not have, so that its end was cut off.
    """

    noun: str
    altered: int = 0
    missing: int = 0
    unfounded: int = 0


def differing(connection: Connection) -> tuple[Differing, ...]:
    """The nouns whose rows are not the fold of the journal. Neither side is ever in memory as a whole."""
    registers = known_registers()
    found = []
    for noun, kind in nouns().items():
        counts = {"altered": 0, "missing": 0, "unfounded": 0}
        for fault in _faults(told(connection, kind), _kept(connection, kind), noun, registers[noun]):
            counts[fault] += 1
        if any(counts.values()):
            found.append(Differing(noun, **counts))
    return tuple(found)


def _kept(connection: Connection, kind: type[Row]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rows of a noun as they lie in the file, without the types of the program: somebody may have put anything."""
    columns = list(kind.__table__.columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    whole = {column.name for column in columns if isinstance(column.type, JSON)}
    rows = connection.execute(
        text(f'SELECT {names} FROM "{kind.__tablename__}" ORDER BY id, city_id'),  # noqa: S608 - our own names
        execution_options=_AT_ONCE,
    )
    for row in rows.mappings():
        yield (row["id"], row["city_id"]), {name: read_json(row[name]) if name in whole else row[name] for name in row}


def _faults(
    told: Iterator[tuple[Place, list[dict[str, Any]]]],
    kept: Iterator[tuple[Place, dict[str, Any]]],
    noun: str,
    registers: Mapping[str, str],
) -> Iterator[str]:
    """What is wrong with the rows of one noun, walking along both sides at once."""
    entries, row = next(told, None), next(kept, None)
    while entries is not None or row is not None:
        if entries is not None and (row is None or entries[0] < row[0]):
            if folded(entries[1], noun, registers) is not None:
                yield "missing"
            entries = next(told, None)
        elif row is not None and (entries is None or row[0] < entries[0]):
            yield "unfounded"
            row = next(kept, None)
        elif row is not None and entries is not None:
            if (fault := _compared(row[1], folded(entries[1], noun, registers))) is not None:
                yield fault
            entries, row = next(told, None), next(kept, None)


def _compared(row: Mapping[str, Any], folded: Folded | None) -> str | None:
    if folded is None:
        return "unfounded"
    clocks = row["clocks"]
    if isinstance(clocks, dict) and any(str(at) > folded.clocks.get(name, "") for name, at in clocks.items()):
        return "unfounded"
    same = clocks == folded.clocks and all(row[name] == value for name, value in folded.fields.items())
    return None if same else "altered"
