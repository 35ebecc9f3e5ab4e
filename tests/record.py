"""A real record for the tests: encrypted file, real schema, a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.clock import Clock
from db.desks import Desk
from db.engine import open_file
from db.home import Home, Opened
from db.migrations import upgrade
from db.places.city import City, read_city
from db.places.commands import found_city
from db.work import Identity, Store

CITY_FILE = Path(__file__).parent / "data" / "cities" / "villa_ejemplo" / "city.toml"
KEY = bytes(range(32))
# A Thursday evening, 19:00 in the invented city (which keeps -03:00 all year).
EVENING = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)


class HandClock(Clock):
    """A clock that stands until the test moves it."""

    def __init__(self, at: datetime = EVENING, desk: str = "") -> None:
        self.at = at
        super().__init__(desk, wall=lambda: self.at)

    def correct(self, told: datetime, *, at: float) -> int:
        """The hand of the test is right, whatever a server of today says."""
        return 0

    def forward(self, **step: float) -> datetime:
        """`clock.forward(minutes=12)`: moves on and answers the new time."""
        self.at += timedelta(**step)
        return self.at


@pytest.fixture(scope="session")
def _empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record at the newest schema, made once; every test gets a copy."""
    path = tmp_path_factory.mktemp("record") / "record.db"
    engine = open_file(path, KEY, must_exist=False)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def city() -> City:
    return read_city(CITY_FILE)


@pytest.fixture
def home(tmp_path: Path, _empty_record: Path) -> Home:
    """A data folder with an empty record in it."""
    home = Home(tmp_path / "home")
    home.path.mkdir()
    home.record.write_bytes(_empty_record.read_bytes())
    home.city_file.write_bytes(CITY_FILE.read_bytes())
    return home


@pytest.fixture
def store(home: Home, clock: HandClock, city: City) -> Iterator[Store]:
    """The record of one desk of the invented city, its places written down."""
    made = open_store(home, clock, city)
    yield made
    made.engine.dispose()


@pytest.fixture
def opened(home: Home, store: Store, city: City) -> Opened:
    return Opened(home, city, store, "Ribera 1")


def open_store(home: Home, clock: Clock, city: City, *, district: str = "ribera") -> Store:
    """Makes a desk of a district in an empty record and answers its store."""
    engine = open_file(home.record, KEY)
    mine = city.district(district)
    desk = Desk(desk_id=clock.new_id(), city_id=city.id, district_id=mine.id, name=f"{mine.name} 1")
    identity = Identity(city.id, desk.desk_id, mine.id)
    clock.desk = identity.desk_id
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO desk (desk_id, city_id, district_id, name) VALUES (?, ?, ?, ?)",
            (desk.desk_id, desk.city_id, desk.district_id, desk.name),
        )
        connection.commit()
    store = Store(engine, clock=clock, identity=identity, actor="Ribera 1")
    store.do(found_city, city=city)
    return store
