"""Laptops and a shared database for the benchmarks of sync, on a server of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from db.home import Home
from db.places.city import read_city
from db.sync.server import server_init
from db.work import Store
from tests.db.sync.shared import enrol_desk
from tests.postgres import Cluster
from tests.record import CITY_FILE, HandClock, open_store

NewDesk = Callable[[], Store]


def plain(url: str) -> str:
    """The address as the driver alone reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def shared(server: str) -> str:
    server_init(server)
    return server


@pytest.fixture
def another_server(cluster: Cluster) -> Iterator[str]:
    """A second shared database beside the first, empty."""
    with cluster.connect() as admin:
        admin.execute("DROP DATABASE IF EXISTS another WITH (FORCE)")
        admin.execute("CREATE DATABASE another TEMPLATE template0")
    url = cluster.url("another").render_as_string(hide_password=False)
    server_init(url)
    yield url
    with cluster.connect() as admin:
        admin.execute("DROP DATABASE another WITH (FORCE)")


@pytest.fixture
def new_desk(tmp_path: Path, _empty_record: Path, shared: str) -> Iterator[NewDesk]:
    """Makes another enrolled laptop of one district."""
    made: list[Store] = []

    def make() -> Store:
        home = Home(tmp_path / f"desk{len(made)}")
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        made.append(open_store(home, HandClock(), read_city(CITY_FILE)))
        enrol_desk(shared, made[-1])
        return made[-1]

    yield make
    for store in made:
        store.engine.dispose()


def do(url: str, statement: str) -> None:
    """As the administrator."""
    with psycopg.connect(plain(url), autocommit=True) as admin:
        admin.execute(statement)


def one(url: str, statement: str) -> object:
    """The one value that a question of the administrator has for an answer."""
    with psycopg.connect(plain(url), autocommit=True) as admin:
        row = admin.execute(statement).fetchone()
    return row[0] if row else None
