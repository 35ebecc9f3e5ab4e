"""A head's question to the shared database with ten years of a smaller city in it: 100,000 presences of 20,000 people.

Each page as her laptop asks for it, this period and the one before, over loopback, with her own login. The peer is one
plain grouped question over the same tables, asked by the administrator, past all views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from db.engine import open_server
from db.home import Home
from db.insights.answers import boards
from db.insights.scope import Scope
from db.insights.shared import ask_shared
from db.places.city import read_city
from db.sync.reach import as_desk, secured
from db.sync.server import DeskCard, enrol
from db.work import Store
from tests.benchmarks.bench_figures import TODAY, scopes
from tests.benchmarks.big_roll import make_home
from tests.benchmarks.big_years import ident, write_years
from tests.benchmarks.far import plain

pytestmark = pytest.mark.timeout(600)
PAGE_S, BOTH_S = 1.0, 3.0
GROUPED = """SELECT date_trunc('month', s.starts_at), count(DISTINCT p.resident_id) FROM presence p
JOIN sitting s ON s.id = p.sitting_id GROUP BY 1"""
TABLES = ("district", "neighbourhood", "council", "resident", "sitting", "presence", "issue", "commitment")


@pytest.fixture
def smaller(tmp_path: Path) -> Iterator[Store]:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    store = make_home(home)
    write_years(store, presences=100_000, people=20_000, sittings=500)
    yield store
    store.close()


@pytest.fixture
def filled(shared: str, smaller: Store) -> str:
    """The shared database with the same rows in it, past all doors."""
    with psycopg.connect(plain(shared)) as admin, smaller.engine.connect() as here:
        for name in TABLES:
            told = admin.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'app' AND table_name = %s",
                (name,),
            )
            columns = ", ".join(sorted({row[0] for row in told} - {"clocks"}))
            with admin.cursor().copy(f"COPY app.{name} ({columns}, clocks) FROM STDIN") as copy:  # type: ignore[arg-type]
                for row in here.exec_driver_sql(f"SELECT {columns}, clocks FROM {name}"):
                    copy.write_row(tuple(row))
        admin.commit()
        admin.autocommit = True
        admin.execute("ANALYZE")
    return shared


@pytest.fixture
def login(filled: str, smaller: Store) -> Iterator[Callable[[str | None], Engine]]:
    opened: list[Engine] = []

    def open_for(district_id: str | None) -> Engine:
        desk_id = f"00000000-0000-7000-8000-00000000000{len(opened)}"
        made = enrol(filled, DeskCard(smaller.identity.city_id, desk_id, district_id, "Dirección", "head"))
        opened.append(open_server(as_desk(secured(made.server), role=made.role, password=made.password)))
        return opened[-1]

    yield open_for
    for engine in opened:
        engine.dispose()


def test_each_page_that_a_head_asks_for_there(
    filled: str, login: Callable[[str | None], Engine], smaller: Store, measured: Any, tmp_path: Path
) -> None:
    city = read_city(tmp_path / "home" / "city.toml")
    of_city, of_district = login(None), login(ident("d", 2))
    when: dict[str, Any] = {"zone": city.zone, "today": TODAY}
    seen: dict[str, float] = {}
    for name, scope in scopes(city).items():
        whose = of_district if scope.district_id else of_city
        both = (scope, _a_year_before(scope)) if scope.since else (scope,)
        seen[name] = measured(
            f"there: {name}", lambda w=whose, b=both: ask_shared(w, boards, scopes=b, **when), rounds=3
        )
    year = scopes(city)["a year"]
    alone = measured("there: a year alone", lambda: ask_shared(of_city, boards, scopes=(year,), **when), rounds=3)
    admin = open_server(filled)
    with admin.connect() as connection:
        connection.execute(text("SET search_path = app"))
        measured("one grouped question there", lambda: connection.execute(text(GROUPED)).all(), rounds=3)
    admin.dispose()
    assert alone < PAGE_S
    assert max(seen.values()) < BOTH_S, seen


def _a_year_before(scope: Scope) -> Scope:
    assert scope.since
    assert scope.until
    since, until = (one.replace(year=one.year - 1) for one in (scope.since, scope.until))
    return Scope(since, until, scope.district_id, scope.council_id, scope.mode)
