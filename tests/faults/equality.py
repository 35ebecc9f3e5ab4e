"""What must hold after any history: everybody equal, the rows what the journal says, nothing promised and lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Engine, MetaData, Table, select, text

from db.base import canonical, plain
from db.journal import Entry
from db.registry import nouns
from db.rights.where import HERS
from db.sync.chain import verify_journal
from db.work import Store
from tests.faults.country import Country


@dataclass
class Lost:
    """Every entry that a laptop said it has, known by row and time: its desk may become another one."""

    promised: dict[tuple[str, str, str], str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)

    def note(self, store: Store) -> None:
        """Called after every act."""
        with store.engine.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT rowid, noun, row_id, substr(hlc, 1, 22) FROM entry WHERE rowid > :last AND desk_id = :desk"
                ),
                {"last": self.seen.get(id(store), 0), "desk": store.identity.desk_id},
            ).all()
        for rowid, noun, row_id, time in found:
            self.seen[id(store)] = max(rowid, self.seen.get(id(store), 0))
            self.promised[noun, row_id, time] = store.identity.desk_id

    def forget_unconfirmed(self, store: Store) -> None:
        """The laptop is at the bottom of the river: what nobody else had went with it."""
        with store.engine.connect() as connection:
            gone = connection.execute(
                text(
                    "SELECT noun, row_id, substr(hlc, 1, 22) FROM entry WHERE desk_id = :desk AND desk_seq > "
                    "coalesce((SELECT confirmed_seq FROM sync_standing WHERE desk_id = :desk), 0)"
                ),
                {"desk": store.identity.desk_id},
            ).all()
        for noun, row_id, time in gone:
            self.promised.pop((noun, row_id, time), None)


@cache
def _tables(schema: str | None) -> dict[str, Table]:
    return {noun: kind.__table__.to_metadata(MetaData(), schema=schema) for noun, kind in nouns().items()}  # type: ignore[attr-defined]


def rows_of(engine: Engine, city: str, *, schema: str | None) -> dict[str, dict[str, Any]]:
    """Every row of every noun of a city as plain values."""
    told: dict[str, dict[str, Any]] = {}
    with engine.connect() as connection:
        for noun, table in _tables(schema).items():
            found = connection.execute(select(table).where(table.c.city_id == city)).mappings()
            told[noun] = {row["id"]: {name: plain(value) for name, value in row.items()} for row in found}
    return told


def digest(rows: dict[str, Any]) -> str:
    """The content hash of a noun's rows."""
    return hashlib.sha256(canonical(rows).encode()).hexdigest()


def entries_of(engine: Engine, city: str, *, schema: str | None) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The whole journal of a city: of each entry its seal, what it still tells, and what of it was sealed."""
    table: Any = Entry.__table__
    table = table.to_metadata(MetaData(), schema=schema)
    with engine.connect() as connection:
        found = connection.execute(select(table).where(table.c.city_id == city)).all()
    return {(e.desk_id, e.desk_seq): (e.noun, e.row_id, e.hlc, e.hash, e.fields, e.sealed) for e in found}


def check_equal(country: Country, city: str, desks: Iterable[Store], told: Lost) -> None:
    """All laptops and the server have the same journal and the same rows, and the rows are what the journal says."""
    there = rows_of(country.eyes, city, schema="app")
    journal = entries_of(country.eyes, city, schema="app")
    for place, desk in enumerate(desks):
        own = entries_of(desk.engine, city, schema=None)
        assert own.keys() == journal.keys(), f"desk {place}: other entries {sorted(own.keys() ^ journal.keys())[:5]}"
        other = [key for key, entry in own.items() if entry != journal[key]]
        assert not other, f"desk {place}: entries differ {[(own[key], journal[key]) for key in other[:2]]}"
        here = rows_of(desk.engine, city, schema=None)
        for noun, rows in here.items():
            if digest(rows) != digest(there[noun]):
                keys = [key for key in rows.keys() | there[noun].keys() if rows.get(key) != there[noun].get(key)]
                raise AssertionError(f"desk {place}: {noun} {[(rows.get(k), there[noun].get(k)) for k in keys[:1]]}")
        checked = desk.ask(verify_journal)
        assert checked.ok, f"desk {place}: the journal does not hold: {checked}"
    kept = {(noun, row_id, hlc[:22]) for noun, row_id, hlc, *_ in journal.values()}
    gone = [one for one in told.promised if one not in kept]
    assert not gone, f"promised and lost: {gone[:3]}"
    with country.eyes.connect() as connection:
        aside = connection.execute(
            text("SELECT noun, verdict, reason FROM app.server_aside WHERE city_id = :city"), {"city": city}
        ).all()
    assert not aside, f"put aside: {aside[:3]}"


def check_erased(desks: Iterable[Store], people: set[str]) -> None:
    """Of whom was erased no laptop's row says anything, nor does any entry about her."""
    for place, desk in enumerate(desks):
        with desk.engine.connect() as connection:
            for one in people:
                told = connection.execute(
                    text("SELECT fields FROM entry WHERE noun = 'resident' AND row_id = :row"), {"row": one}
                ).scalars()
                left = {name for text_ in told for name, value in json.loads(text_).items() if value} & set(
                    HERS["resident"]
                )
                assert not left, f"desk {place}: {one} is erased and still has {left}"
