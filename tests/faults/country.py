"""A PostgreSQL that stays, and laptops without number: every round of a harness is a city of its own on it."""

from __future__ import annotations

import random
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from db.clock import Clock
from db.engine import open_doors, open_file
from db.errors import Unavailable
from db.migrations import upgrade
from db.registry import nouns
from db.sync import errand
from db.sync.commands import keep_credentials
from db.sync.door import Door, Greeting, Link, Run
from db.sync.reach import Credentials, as_desk
from db.sync.server import DeskCard, enrol, server_init
from db.work import Identity, Store
from tests.postgres import Cluster, programs, unprivileged
from tests.record import KEY

# When all rounds begin. The server's own clock is later, and so is never ahead of any laptop but those of 2099.
BEGINNING = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)
# Where files that are written a hundred thousand times live, if there is such a place.
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
# How many rounds may pile up before all cities are emptied again; what the server knows by itself stays.
_ROUNDS_BEFORE_EMPTYING = 40
_NOT_OF_CITIES = frozenset(
    {"alembic_version", "server", "server_belonging", "server_centre", "server_hop", "server_register"}
)


# Compiling a statement pays where it runs for seconds; here thousands of short calls were mostly that.
_QUICK = "jit = off\n"


class Time:
    """The true time of a round, which only the round moves."""

    def __init__(self) -> None:
        self.now = BEGINNING


class WrongClock(Clock):
    """A laptop's clock that is off by so much, and can be put right by a server; nothing in it is left to chance."""

    def __init__(self, time: Time, chance: random.Random, *, off: timedelta) -> None:
        self.time, self.off, self._chance = time, off, random.Random(chance.random())
        super().__init__(wall=lambda: self.time.now + self.off)

    def correct(self, told: datetime, *, at: float) -> int:
        self.offset = told - self._wall()
        return round(self.offset.total_seconds() * 1000)

    def new_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128)))


@dataclass
class Line:
    """What becomes of a call to the server: nothing, the call is lost, or its answer is."""

    chance: random.Random
    time: Time
    bad: float = 0.0
    lost: int = 0

    def lose(self) -> None:
        if self.bad and self.chance.random() < self.bad:
            self.lost += 1
            raise Unavailable("server_unreachable")


@dataclass
class Country:
    """The server, its administrator, and some logins that every round gives to desks of its own."""

    cluster: Cluster
    url: str
    eyes: Engine
    folder: Path
    empty: bytes
    logins: list[Credentials]
    engines: dict[str, Engine] = field(default_factory=dict)
    # The files of laptops, and those that are no laptop's at this moment.
    places: WeakKeyDictionary[Engine, Path] = field(default_factory=WeakKeyDictionary)
    spare: list[Engine] = field(default_factory=list)
    files: int = 0
    rounds: int = 0
    line: Line | None = None

    def begin_round(self, seed: int, *, districts: Sequence[str | None] = (None,)) -> str:
        """Answers the name of a new city, whose logins are of those districts in turn; None is the whole city."""
        self.rounds += 1
        if self.rounds % _ROUNDS_BEFORE_EMPTYING == 0:
            self.clear()
        city = f"r{self.rounds}-{seed}"
        with self.eyes.begin() as connection:
            # A login speaks for few desks, and the one that it was made for is of the city of today.
            connection.execute(text("DELETE FROM app.server_desk"))
            for login, district in zip(self.logins, cycle(districts), strict=False):
                self._card(connection, city, login.desk_id, login.role, district)
        return city

    @staticmethod
    def _card(connection: Connection, city: str, desk: str, role: str, district: str | None = None) -> None:
        connection.execute(
            text(
                "INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label) "
                "VALUES (:city, :desk, :login, :district, 'Ribera')"
            ),
            {"city": city, "desk": desk, "login": role, "district": district},
        )

    def clear(self) -> None:
        """Empties every table of cities."""
        with self.eyes.begin() as connection:
            found = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'app'")).scalars()
            names = ", ".join(f"app.{name}" for name in found if name not in _NOT_OF_CITIES)
            connection.execute(text(f"TRUNCATE {names}"))

    def new_desk(self, city: str, number: int, clock: WrongClock, *, district: str | None = None) -> Store:
        """A laptop with an empty record, under one of the logins."""
        clock.desk = clock.new_id()
        engine = self._opened(self.empty)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO desk (desk_id, city_id, district_id, name) VALUES (?, ?, ?, 'Ribera')",
                (clock.desk, city, district),
            )
        store = Store(engine, clock=clock, identity=Identity(city, clock.desk, district), actor=f"Ribera {number}")
        login = self.logins[number % len(self.logins)]
        with self.eyes.begin() as connection:
            self._card(connection, city, clock.desk, login.role, district)
        store.do(keep_credentials, credentials=replace(login, desk_id=clock.desk))
        return store

    def copy(self, store: Store, clock: WrongClock) -> Store:
        """A laptop whose disk was cloned, or that was given back from a backup."""
        source = self.path(store)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        clock.desk = store.identity.desk_id
        engine = self._opened(source.read_bytes())
        return Store(engine, clock=clock, identity=store.identity, actor=f"{store.actor} (copia)")

    def _opened(self, content: bytes) -> Engine:
        """A laptop's file. It may be where another one's was: what SQLAlchemy has once made of our statements it keeps
        with the engine, and making it anew for every laptop was half of the work."""
        if self.spare:
            engine = self.spare.pop()
            self.places[engine].write_bytes(content)
            return engine
        self.files += 1
        path = self.folder / f"desk{self.files}.db"
        path.write_bytes(content)
        engine = open_file(path, KEY)
        self.places[engine] = path
        return engine

    def path(self, store: Store) -> Path:
        if (known := self.places.get(store.engine)) is not None:
            return known
        with store.engine.connect() as connection:
            return Path(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])

    def scrap(self, stores: list[Store]) -> None:
        for store in stores:
            path = self.path(store)
            store.engine.dispose()
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                (self.folder / name).unlink(missing_ok=True)
            if store.engine in self.places:
                self.spare.append(store.engine)

    def engine_for(self, link: Link) -> Engine:
        """Shaking hands anew for every contact would be most of the work; the tests of cuts do it."""
        if link.role not in self.engines:
            url = as_desk(link.server, role=link.role, password=link.password)
            self.engines[link.role] = open_doors(url)
        return self.engines[link.role]

    def restore(self, city: str, commit: int) -> None:
        """The server as its backup of that commit had it, for one city; nobody is told."""
        with self.eyes.begin() as connection:
            for statement in _RESTORED:
                connection.execute(text(statement), {"city": city, "commit": commit})
            for noun in nouns():
                found = connection.execute(text(f"SELECT id FROM app.{noun} WHERE city_id = :city"), {"city": city})
                if ids := list(found.scalars()):
                    connection.execute(
                        text("SELECT app.refold(:city, :noun, :ids)"), {"city": city, "noun": noun, "ids": ids}
                    )

    def commits(self, city: str) -> int:
        with self.eyes.connect() as connection:
            told = text("SELECT commit_no FROM app.server_counter WHERE city_id = :city")
            return connection.execute(told, {"city": city}).scalar() or 0


_RESTORED = (
    """DELETE FROM app.entry e USING app.server_push p WHERE p.city_id = :city AND p.commit_no > :commit
       AND p.city_id = e.city_id AND p.desk_id = e.desk_id AND e.desk_seq BETWEEN p.first_seq AND p.last_seq""",
    """DELETE FROM app.server_aside a WHERE a.city_id = :city AND NOT EXISTS (SELECT FROM app.entry e WHERE
       e.city_id = a.city_id AND e.desk_id = a.desk_id AND e.desk_seq = a.desk_seq)""",
    """DELETE FROM app.server_stamp a WHERE a.city_id = :city AND NOT EXISTS (SELECT FROM app.entry e WHERE
       e.city_id = a.city_id AND e.desk_id = a.desk_id AND e.desk_seq = a.desk_seq)""",
    "DELETE FROM app.server_redaction WHERE city_id = :city AND commit_no > :commit",
    "DELETE FROM app.server_push WHERE city_id = :city AND commit_no > :commit",
    "UPDATE app.server_counter SET commit_no = :commit WHERE city_id = :city",
    """UPDATE app.server_desk d SET head_seq = h.seq, head_hash = coalesce((SELECT hash FROM app.entry e WHERE
       e.city_id = d.city_id AND e.desk_id = d.desk_id AND e.desk_seq = h.seq), repeat('0', 64)) FROM (SELECT x.desk_id,
       coalesce(max(p.last_seq), 0) AS seq FROM app.server_desk x LEFT JOIN app.server_push p USING (city_id, desk_id)
       WHERE x.city_id = :city GROUP BY x.desk_id) h WHERE h.desk_id = d.desk_id AND d.city_id = :city""",
)


def calm_door(country: Country) -> type[Door]:
    """The laptop's end of the line, over connections that stay, at the time of the round, as bad as the round wants."""

    class CalmDoor(Door):
        def __init__(self, link: Link, *, timeout_s: int = 10) -> None:
            self._link, self._certificate, self._connection, self._patience_s = link, None, None, 60.0
            self._engine = country.engine_for(link)

        def hello(self, holds: Sequence[Run] = ()) -> Greeting:
            told = super().hello(holds)
            if country.line is None:
                return told
            country.line.time.now += timedelta(milliseconds=1)  # no two words of the server are of one moment
            return replace(told, time=country.line.time.now)

        def _call(self, statement: str, **values: Any) -> dict[str, Any]:
            if country.line:
                country.line.lose()
            said = super()._call(statement, **values)
            if country.line:
                country.line.lose()
            return said

        def close(self) -> None:
            if self._connection is not None:
                try:
                    self._connection.close()
                except DBAPIError:
                    self._engine.dispose()
                self._connection = None

    return CalmDoor


@contextmanager
def calm(country: Country) -> Iterator[None]:
    """As long as this lasts, contacts go through doors of the country."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errand, "Door", calm_door(country))
        yield


def found_country(cluster: Cluster, database: str, *, empty: bytes | None = None, logins: int = 4) -> Country:
    """Sets the server up in a database of a running cluster."""
    url = cluster.url(database).render_as_string(hide_password=False)
    server_init(url)
    cards = [DeskCard("none", str(uuid.uuid4()), None, f"Ribera {n}") for n in range(logins)]
    folder = Path(tempfile.mkdtemp(prefix="cabildo-faults-", dir=MEMORY))
    return Country(
        cluster, url, create_engine(url), folder, empty or empty_record(folder), [enrol(url, card) for card in cards]
    )


def leave_country(country: Country) -> None:
    for engine in (*country.engines.values(), country.eyes):
        engine.dispose()
    shutil.rmtree(country.folder, ignore_errors=True)


def empty_record(folder: Path) -> bytes:
    path = folder / "empty.db"
    engine = open_file(path, KEY, must_exist=False)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path.read_bytes()


@contextmanager
def own_country() -> Iterator[Country]:
    """A server of one's own with a country on it: for the long runs, which are not pytest's."""
    with own_cluster() as cluster:
        with cluster.connect() as admin:
            admin.execute("CREATE DATABASE faults TEMPLATE template0")
        country = found_country(cluster, "faults")
        try:
            yield country
        finally:
            leave_country(country)


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A server of one's own, outside of pytest as well."""
    made = Cluster(
        folder=Path(tempfile.mkdtemp(prefix="cabildo-pg-", dir=MEMORY)), binaries=programs(), user=unprivileged()
    )
    try:
        made.create()
        with (made.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(_QUICK)
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)
