"""What a push and a pull cost, through the real doors on loopback, beside what others take for the same rows.

PUSH=20000: fewer than a hundred thousand. POUCH names a folder in which `npm install express express-pouchdb
pouchdb-node pouchdb-adapter-memory` was run; without it PouchDB counts with what was measured once, 3,100 documents a
second.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session

from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.sync.server import server_init
from db.work import Store
from tests.benchmarks.big_journal import COLUMNS, write_journal
from tests.benchmarks.far import NewDesk, do, one, plain

COUNT = int(os.environ.get("PUSH", "100000"))
AT_ONCE = 2000
POUCH_KNOWN = 3100.0
_JSON = ("base", "fields", "salts", "sealed")
_NAMES = ", ".join(COLUMNS)


def rows_of(store: Store) -> Iterator[list[tuple[Any, ...]]]:
    """The journal of a laptop as it lies in the encrypted file, two thousand rows at a time."""
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT {_NAMES} FROM entry ORDER BY desk_seq").yield_per(AT_ONCE)
        for some in found.partitions(AT_ONCE):
            yield [tuple(row) for row in some]


def seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def copied(url: str, table: str, rows: Iterator[list[tuple[Any, ...]]]) -> None:
    """Raw COPY, one transaction: the limit of what PostgreSQL takes."""
    with psycopg.connect(plain(url)) as connection:
        with connection.cursor().copy(f"COPY {table} ({_NAMES}) FROM STDIN") as copy:
            for some in rows:
                for row in some:
                    copy.write_row(row)
        connection.commit()


def bare(url: str, rows: Callable[[], Iterator[list[tuple[Any, ...]]]], count: int) -> float:
    """How many seconds raw COPY takes for them, into an empty table that is a journal in all but its name."""
    do(url, "TRUNCATE app.bare")
    took = seconds(lambda: copied(url, "app.bare", rows()))
    assert one(url, "SELECT count(*) FROM app.bare") == count
    return took


def beside_copy(desk: Store, url: str, rows: list[list[tuple[Any, ...]]]) -> tuple[float, float]:
    """How many seconds a laptop takes to hand all of its journal over, and raw COPY for the same rows."""
    count, handed = sum(map(len, rows)), list[Any]()
    copies = [bare(url, lambda: iter(rows), count) for _ in range(2)]
    ours = seconds(lambda: handed.append(hand_over_now(desk)))
    # The same machine is quicker at some moments than at others: before, and after.
    copies.append(bare(url, lambda: iter(rows), count))
    assert (handed[0].confirmed, desk.ask(pending)) == (count, 0)
    return ours, statistics.median(copies)


def share_of_copy(shared: str, new_desk: NewDesk, url: str) -> float:
    """The same once more, by another laptop and with nothing in the shared database: so that a slow moment of the
    machine is not taken for ours."""
    do(shared, "DROP SCHEMA app CASCADE")
    server_init(shared)
    desk = new_desk()
    write_journal(desk, COUNT)
    ours, copy = beside_copy(desk, url, list(rows_of(desk)))
    return copy / ours


def copied_and_folded(url: str, desk: str, rows: list[list[tuple[Any, ...]]]) -> None:
    """The same with the fold and nothing else, neither chain nor answers: as many at a time as a push has."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        for some in rows:
            with connection.transaction():
                with connection.cursor().copy(f"COPY app.entry ({_NAMES}) FROM STDIN") as copy:
                    for row in some:
                        copy.write_row(row)
                connection.execute(
                    "SELECT app.fold_push((SELECT d FROM app.server_desk d WHERE desk_id = %(desk)s), ("
                    "SELECT array_agg(e ORDER BY desk_seq) FROM app.entry e WHERE e.desk_id = %(desk)s AND "
                    "e.city_id = %(city)s AND e.desk_seq BETWEEN %(first)s AND %(last)s), NULL, false)",
                    {"desk": desk, "city": some[0][0], "first": some[0][2], "last": some[-1][2]},
                )


def mapped(url: str, rows: list[list[tuple[Any, ...]]], *, folds: bool) -> None:
    """The same by SQLAlchemy's object mapper: the entries as objects, and the rows that they make or change."""
    engine = create_engine(url)
    base = automap_base()
    base.prepare(engine, schema="app", reflection_options={"only": ["entry", "resident", "presence"]})
    kinds = base.classes
    for some in rows:
        with Session(engine) as session:
            entries = [
                {name: json.loads(value) if name in _JSON else value for name, value in zip(COLUMNS, row, strict=True)}
                for row in some
            ]
            session.add_all(kinds.entry(**entry) for entry in entries)
            for entry in entries if folds else ():
                if entry["noun"] not in ("resident", "presence"):
                    continue
                key, clock = (entry["row_id"], entry["city_id"]), entry["hlc"]
                if not entry["base"]:
                    made = kinds[entry["noun"]](id=key[0], city_id=key[1], clocks={"*": clock}, **entry["fields"])
                    session.add(made)
                elif (found := session.get(kinds[entry["noun"]], key)) is not None:
                    for name, value in entry["fields"].items():
                        setattr(found, name, value)
                    found.clocks = {**found.clocks, **dict.fromkeys(entry["fields"], clock)}
            session.commit()
    engine.dispose()


def documents_a_second(count: int, *, where: str = "disk") -> float | None:
    """PouchDB to a CouchDB-compatible server on loopback, the middle one of three times; None where it is not
    installed. On disk as ours is, or both in memory."""
    folder, node = os.environ.get("POUCH"), shutil.which("node")
    if not folder or not node:
        return None
    script = Path(__file__).with_name("pouch.js").read_text(encoding="utf-8")
    rates: list[float] = []
    for _ in range(3):
        said = subprocess.run(
            [node, "-e", script, str(count), where], cwd=folder, capture_output=True, text=True, timeout=300, check=True
        )
        told = json.loads(said.stdout.splitlines()[-1])
        assert told["written"] == count
        rates.append(count / told["seconds"])
    return statistics.median(rates)


def _three(shares: list[float]) -> str:
    return ", ".join(f"{share:.3f}" for share in shares)


@pytest.mark.timeout(900)
def test_a_push_of_a_long_evening(
    new_desk: NewDesk,
    shared: str,
    another_server: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = new_desk()
    write_journal(desk, COUNT)
    me = desk.identity
    with psycopg.connect(plain(another_server), autocommit=True) as admin:
        admin.execute("CREATE TABLE app.bare (LIKE app.entry INCLUDING ALL)")
        admin.execute(
            "INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label) VALUES (%s, %s, %s, %s, '')",
            (me.city_id, me.desk_id, f"cabildo_{me.desk_id}", me.district_id),
        )
    rows = list(rows_of(desk))
    count, some = sum(map(len, rows)), rows[: max(len(rows) // 5, 1)]
    few = sum(map(len, some))
    from_file = bare(another_server, lambda: rows_of(desk), count)
    ours, copy = beside_copy(desk, another_server, rows)
    folded = seconds(lambda: copied_and_folded(another_server, me.desk_id, rows))
    for noun in ("resident", "presence"):
        rows_there = f"SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY id COLLATE \"C\")) FROM app.{noun} t"
        assert one(shared, rows_there) == one(another_server, rows_there)
    do(another_server, "TRUNCATE app.entry, app.resident, app.presence")
    mapper = seconds(lambda: mapped(another_server, some, folds=True))
    shares = sorted([copy / ours, *(share_of_copy(shared, new_desk, another_server) for _ in range(2))])
    pouch, in_memory = documents_a_second(few // 2), documents_a_second(few // 2, where="memory")
    rate = count / ours
    other = pouch or POUCH_KNOWN
    told = (
        f"push of {count} entries, from the encrypted file, chained, checked, folded, confirmed: {rate:,.0f}/s",
        f"raw COPY without fold, rows in memory {count / copy:,.0f}/s: ours {_three(shares)} of it",
        f"raw COPY without fold, from the same file {count / from_file:,.0f}/s: ours {from_file / ours:.3f} of it",
        f"raw COPY with the same fold {count / folded:,.0f}/s: ours {folded / ours:.2f} of it",
        f"SQLAlchemy's objects, entries and rows, {few / mapper:,.0f}/s: ours {rate / (few / mapper):.1f} times",
        f"PouchDB to express-pouchdb {other:,.0f}/s{'' if pouch else ' (measured once)'}: ours {rate / other:.1f}x",
        *([f"the same, both in memory, {in_memory:,.0f}/s: ours {rate / in_memory:.1f}x"] if in_memory else []),
    )
    with capsys.disabled():
        print("", *told, sep="\n  ")  # noqa: T201
    assert statistics.median(shares) >= 0.20
    assert folded / ours >= 0.6
    assert rate / (few / mapper) >= 3
    assert rate / other >= 6
