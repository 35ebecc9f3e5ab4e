"""Every page of the figures over ten years of a city: against the plain grouped SQL on the same encrypted file, and
against DuckDB with the same rows; and what it costs an evening that they are kept.

DuckDB cannot read the encrypted file, and its reader of SQLite files is not in its package: it is given the same rows
in its own format, unencrypted, which is quicker for it than the file would be. PRESENCES=100000: a smaller city.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy.orm import Session

from db.bulk import add_rows
from db.checkin.tables import Presence
from db.engine import open_file
from db.home import Home
from db.insights.answers import Board, board
from db.insights.commands import count_on, rebuild
from db.insights.keeping import bring_figures_up_to_date
from db.insights.scope import Scope
from db.places.city import City
from db.sittings.tables import Sitting
from db.work import Store, Work
from tests.benchmarks.big_years import COUNCILS, PRESENCES, Years, ident
from tests.record import KEY

pytestmark = pytest.mark.timeout(1800)
COLD_MS, TIMES_SQL, TIMES_DUCKDB, DEARER = 20, 200, 20, 2.0
# Counted anew at one go; and in portions, beside which the door goes on: all of them, and the longest one.
ANEW_S, PORTIONS_S, PORTION_MS = 60, 120, 250
TODAY = date(2026, 12, 1)
# What a page shows, asked the plain way: distinct and new people, people by month and way, age bands, topics.
PLAIN = (
    """
    SELECT count(DISTINCT p.resident_id), sum(CASE WHEN nth = 1 THEN 1 ELSE 0 END) FROM (
        SELECT resident_id, row_number() OVER (PARTITION BY resident_id ORDER BY starts_at, sitting_id) AS nth FROM (
            SELECT DISTINCT p.resident_id, p.sitting_id, s.starts_at
            FROM presence p JOIN sitting s ON s.id = p.sitting_id
            WHERE p.removed_at IS NULL AND s.removed_at IS NULL) attended) p
    """,
    """
    SELECT substr(s.starts_at, 1, 7), p.way, count(DISTINCT p.resident_id) FROM presence p
    JOIN sitting s ON s.id = p.sitting_id WHERE p.removed_at IS NULL GROUP BY 1, 2
    """,
    """
    SELECT gender, born, count(*) FROM (
        SELECT r.id, r.gender, CAST(substr(CAST(r.birth_date AS TEXT), 1, 4) AS INTEGER) AS born, min(s.starts_at)
        FROM presence p JOIN sitting s ON s.id = p.sitting_id JOIN resident r ON r.id = p.resident_id
        WHERE p.removed_at IS NULL GROUP BY r.id, r.gender, r.birth_date) people GROUP BY 1, 2
    """,
    """
    SELECT i.topic, i.kind, count(*) FROM issue i JOIN sitting s ON s.id = i.sitting_id
    WHERE i.removed_at IS NULL GROUP BY 1, 2
    """,
)


def scopes(city: City) -> dict[str, Scope]:
    def day(year: int, month: int, on: int = 1) -> datetime:
        return datetime(year, month, on, tzinfo=city.zone)

    last = (day(2025, 10), day(2026, 10))
    return {
        "all years": Scope(),
        "a year": Scope(day(2025, 1), day(2026, 1)),
        "twelve months": Scope(*last),
        "a month": Scope(day(2026, 10), day(2026, 11)),
        "a district, all years": Scope(district_id=ident("d", 2)),
        "a district, twelve months": Scope(*last, district_id=ident("d", 2)),
        "a council, all years": Scope(council_id=ident("c", 7)),
        "hybrid ones, twelve months": Scope(*last, mode="hybrid"),
        "any days of four years": Scope(day(2020, 3, 11), day(2024, 7, 19)),
    }


def cold(home: Home, city: City, scope: Scope) -> Callable[[], Board]:
    """The page as the first thing that is asked of an opened file."""

    def ask() -> Board:
        engine = open_file(home.record, KEY)
        try:
            with engine.connect() as connection, Session(connection) as session:
                return board(session, scope=scope, zone=city.zone, today=TODAY)
        finally:
            engine.dispose()

    return ask


def only_opened(home: Home) -> None:
    open_file(home.record, KEY).dispose()


def test_every_page_cold_against_plain_sql_and_duckdb(years: Years, measured: Any, tmp_path: Path) -> None:
    home, store, city = years.home, years.store, years.city
    opening = measured("opening the file", lambda: only_opened(home))
    pages = {name: measured(f"page: {name}", cold(home, city, scope)) - opening for name, scope in scopes(city).items()}
    with store.engine.connect() as connection:
        plain = measured("plain grouped SQL, encrypted", lambda: [_all(connection, one) for one in PLAIN], rounds=3)
        (people, new), *_ = _all(connection, PLAIN[0])
        copy = _duckdb(connection, tmp_path / "copy.duckdb")
    duck = measured("DuckDB, its own copy", lambda: [copy.execute(one).fetchall() for one in PLAIN], rounds=3)
    told = cold(home, city, Scope())().answers
    assert (told["people"].value, told["new"].value) == (people, new) == copy.execute(PLAIN[0]).fetchone()
    copy.close()
    slowest = max(pages.values())
    assert slowest * 1000 <= COLD_MS, pages
    assert plain / slowest >= TIMES_SQL
    assert duck / slowest >= TIMES_DUCKDB


def _all(connection: Any, statement: str) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(statement)]


def _duckdb(connection: Any, path: Path) -> Any:
    copy = duckdb.connect(str(path))
    for table, columns in (
        ("sitting", "id, starts_at, removed_at"), ("presence", "sitting_id, resident_id, way, removed_at"),
        ("resident", "id, gender, birth_date"), ("issue", "sitting_id, topic, kind, removed_at"),
    ):  # fmt: skip
        rows = connection.exec_driver_sql(f"SELECT {columns} FROM {table}").all()
        names = columns.split(", ")
        told = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        import pandas as pd

        frame = pd.DataFrame(told).astype("string")
        copy.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
        del frame
    return copy


def evening(work: Work, *, at: datetime, people: list[int], at_once: bool) -> None:
    """A sitting of a thousand, each written as the door writes her, or all at once as a list from Zoom could be."""
    held = Sitting(
        council_id=ident("c", 7),
        district_id=ident("d", 1),
        title="Faroles",
        starts_at=at,
        mode="hybrid",
        state="closed",
    )
    work.session.add(held)
    work.session.flush()
    rows: list[dict[str, Any]] = [
        {
            "sitting_id": held.id, "resident_id": ident("r", one), "way": "room", "arrived_at": at,
            "left_at": at + timedelta(minutes=90), "source": "search",
        }
        for one in people
    ]  # fmt: skip
    if at_once:
        add_rows(work, Presence, rows)
    else:
        work.session.add_all(Presence(**row) for row in rows)


def test_an_evening_of_a_thousand_is_no_more_than_twice_as_dear_for_being_kept(years: Years, measured: Any) -> None:
    store = years.store
    people = [7 + COUNCILS * number for number in range(min(1000, PRESENCES // 5 // COUNCILS))]
    people += [number for number in range(2000) if number % COUNCILS != 7][: 1000 - len(people)]
    evenings = iter(range(10_000))

    def hold(*, at_once: bool) -> None:
        at = datetime(2027, 1, 1, 22, tzinfo=UTC) + timedelta(days=next(evenings))
        store.do(evening, at=at, people=people, at_once=at_once)

    kept = measured("an evening of 1,000 as the door writes, kept", lambda: hold(at_once=False), rounds=5)
    kept_whole = measured("all at once, kept", lambda: hold(at_once=True), rounds=5)
    _switch(store, kept=False)
    try:
        plain = measured("an evening of 1,000 as the door writes, not kept", lambda: hold(at_once=False), rounds=5)
        plain_whole = measured("all at once, not kept", lambda: hold(at_once=True), rounds=5)
    finally:
        _switch(store, kept=True)
    assert kept / plain <= DEARER
    assert kept_whole / plain_whole <= DEARER


def _switch(store: Store, *, kept: bool) -> None:
    """Tallies of a form that this program does not know are not kept up."""
    with store.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql(f"UPDATE tally_kept SET form = form {'-' if kept else '+'} 100")
        connection.commit()


def test_a_record_is_counted_anew_within_a_minute_and_in_portions_that_nobody_feels(
    years: Years, measured: Any
) -> None:
    store, city = years.store, years.city
    counted_s = years.counted_s or _seconds(lambda: store.do(rebuild, zone=city.zone))
    measured.lines.append(f"{PRESENCES:,} presences counted anew at one go: {counted_s:.1f} s")
    _forget(store)
    began = time.perf_counter()
    bring_figures_up_to_date(store.engine, city.zone)
    portions = [time.perf_counter() - began]
    more = True
    while more:
        at = time.perf_counter()
        more = store.do(count_on).outcome
        portions.append(time.perf_counter() - at)
    whole, opening, worst = sum(portions), portions[0] * 1000, max(portions[1:]) * 1000
    usual = sorted(portions)[len(portions) * 99 // 100] * 1000
    measured.lines.append(
        f"in {len(portions):,} portions: {whole:.1f} s, at the opening {opening:.0f} ms, then p99 {usual:.0f} ms, "
        f"worst {worst:.0f}"
    )
    assert counted_s <= ANEW_S
    assert whole <= PORTIONS_S
    assert worst <= PORTION_MS


def _seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def _forget(store: Store) -> None:
    """As a file has it that an older program wrote."""
    with store.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("UPDATE tally_kept SET form = 0")
        connection.commit()
