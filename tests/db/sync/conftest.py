"""Desks that are enrolled at a real server, and eyes on what that server holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from db.home import Home
from db.places.city import City
from db.sync.server import server_init
from db.work import Store
from tests.db.sync.shared import enrol_desk
from tests.record import CITY_FILE, HandClock, open_store


@pytest.fixture
def shared(server: str) -> str:
    """The administrator's address of a server that is set up."""
    server_init(server)
    return server


@pytest.fixture
def eyes(server: str) -> Iterator[Engine]:
    """An administrator's look at the server."""
    engine = create_engine(server)
    yield engine
    engine.dispose()


@pytest.fixture
def new_desk(tmp_path: Path, _empty_record: Path, city: City, shared: str) -> Iterator[Callable[..., Store]]:
    """Makes another laptop of the same city; enrolled, unless told otherwise."""
    made: list[Store] = []

    def make(*, district: str = "ribera", enrolled: bool = True, clock: HandClock | None = None) -> Store:
        home = Home(tmp_path / f"desk{len(made)}")
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        store = open_store(home, clock or HandClock(), city, district=district)
        made.append(store)
        if enrolled:
            enrol_desk(shared, store)
        return store

    yield make
    for store in made:
        store.engine.dispose()


@pytest.fixture
def desk(new_desk: Callable[..., Store]) -> Store:
    """A laptop of Ribera, enrolled, which has not met the server yet."""
    return new_desk()
