"""The power goes while the record is written: in an evening, in a contact, in an erasure, in an upgrade. A recording is
made once and replayed many times, cut somewhere else each time; what was promised must be there."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from db import registry  # noqa: F401 - every noun
from db.clock import Clock
from db.desks import Desk
from db.engine import open_file
from db.migrations import upgrade
from db.residents.commands import correct, enrol
from db.residents.tables import Resident
from db.rights.commands import erase
from db.rights.compacting import compact
from db.schema import HEAD
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Identity, Store
from tests.db.sync.evening import note_down_many
from tests.faults.country import (
    MEMORY,
    Country,
    Line,
    Time,
    WrongClock,
    calm,
    empty_record,
    own_country,
)  # fmt: skip
from tests.faults.disk import Recording, power_cut, recorded
from tests.record import KEY

_ZONE = ZoneInfo("America/Argentina/Buenos_Aires")
_OLD = "0009"


@dataclass(frozen=True)
class Scene:
    """A recording, and what must hold of what is left of it."""

    name: str
    taken: Recording
    holds: Callable[[Path, list[Any]], None]

    def cut(self, after: int, chance: random.Random) -> str:
        """Cuts the power there, looks at what is left, and answers in which manner the disk lost what it lost."""
        folder = Path(tempfile.mkdtemp(prefix="cabildo-cut-", dir=MEMORY))
        try:
            said, manner = power_cut(self.taken, after, chance, folder)
            self.holds(folder / "record.db", said)
            return manner
        finally:
            shutil.rmtree(folder)


def opened(path: Path) -> Store:
    engine = open_file(path, KEY)
    with Session(engine) as session:
        desk = session.scalars(select(Desk)).one()
        identity = Identity(desk.city_id, desk.desk_id, desk.district_id)
    return Store(engine, clock=Clock(identity.desk_id), identity=identity, actor="Ribera 1")


def _log_of(pages: int) -> str:
    """The log is folded into the file every few pages, so that a short evening has many such moments."""
    return f"wal_autocheckpoint = {pages}"


def _set(engine: Engine, *settings: str) -> None:
    engine.dispose()
    event.listen(engine, "connect", lambda raw, _: [raw.execute(f"PRAGMA {one}") for one in settings])


def _last(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(text("SELECT coalesce(max(desk_seq), 0) FROM entry")).scalar() or 0)


def _sound(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert cursor.execute("PRAGMA cipher_integrity_check").fetchall() == []
        cursor.close()
    finally:
        raw.close()


def _promises_kept(path: Path, said: list[Any], whole: set[int]) -> None:
    """Everything that was told as done is there, at most one act more, and no act by half."""
    store = opened(path)
    try:
        last = _last(store)
        assert last >= max(said, default=0), f"told as done up to entry {max(said)}, there up to {last}"
        assert last in whole, f"an act by half: entry {last}"
        checked = store.ask(verify_journal)
        assert checked.ok, checked
        _sound(store.engine)
    finally:
        store.engine.dispose()


def evening(folder: Path, empty: bytes, chance: random.Random, *settings: str) -> Scene:
    """People written down, changed and erased, the log folded in now and then, the file compacted; `settings` are made
    on each connection, in the place of some by chance."""
    path = folder / "record.db"
    store = _city_desk(path, empty, chance)
    whole = {_last(store)}
    store.engine.dispose()
    with recorded(folder) as taken:
        _set(store.engine, *(settings or (_log_of(chance.choice((4, 30, 1000))),)))
        people: list[str] = []
        for _ in range(chance.randrange(6, 14)):
            kind = chance.randrange(10)
            if kind < 4 or not people:
                people.append(
                    store.do(enrol, family_name="Peña", given_names="Rosa", note="x" * chance.randrange(2000)).outcome
                )
            elif kind < 8:
                store.do(correct, resident_id=chance.choice(people), note="y" * chance.randrange(3000))
            elif kind < 9:
                store.do(erase, resident_id=people.pop(), zone=_ZONE)
            else:
                store.ask(compact)
            whole.add(_last(store))
            taken.say(_last(store))
        store.engine.dispose()
    return Scene("evening", taken, lambda cut, said: _promises_kept(cut, said, whole))


def _city_desk(path: Path, empty: bytes, chance: random.Random) -> Store:
    path.write_bytes(empty)
    clock = WrongClock(Time(), chance, off=timedelta(0))
    clock.desk = clock.new_id()
    engine = open_file(path, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO desk (desk_id, city_id, name) VALUES (?, 'villa', 'Ribera')", (clock.desk,)
        )
    store = Store(engine, clock=clock, identity=Identity("villa", clock.desk, None), actor="Ribera 1")
    store.do(enrol, family_name="Peña", given_names="Ana")
    return store


def migration(folder: Path, chance: random.Random) -> Scene:
    """A record of an earlier program is brought up to date: afterwards it is of the one or of the other."""
    path = folder / "record.db"
    engine = open_file(path, KEY, must_exist=False)
    upgrade(engine, _OLD)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO resident (id, city_id, clocks, family_name, given_names) VALUES (?, 'villa', '{}', 'Peña', ?)",
            [(f"r{n}", "x" * chance.randrange(400)) for n in range(200)],
        )
    engine.dispose()
    with recorded(folder) as taken:
        _set(engine, _log_of(chance.choice((4, 1000))))
        upgrade(engine)
        taken.say(HEAD)
        engine.dispose()

    def holds(cut: Path, said: list[Any]) -> None:
        left = open_file(cut, KEY)
        try:
            with left.connect() as connection:
                found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            assert found in ({HEAD} if said else {_OLD, HEAD}), found
            upgrade(left)
            with left.connect() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM resident").scalar() == 200
            _sound(left)
        finally:
            left.dispose()

    return Scene("migration", taken, holds)


def contact(country: Country, seed: int, chance: random.Random) -> Scene:
    """A desk that meets the server; whatever of it the disk lost, the next contact makes whole, and nothing twice."""
    city = country.begin_round(seed)
    time = Time()
    country.line = Line(chance, time)
    other = country.new_desk(city, 1, WrongClock(time, chance, off=timedelta(0)))
    store = country.new_desk(city, 0, WrongClock(time, chance, off=timedelta(0)))
    with calm(country):
        rosa = other.do(enrol, family_name="Peña", given_names="Rosa").outcome
        hand_over_now(other)
        store.do(note_down_many, count=chance.randrange(1, 300))
        path = country.path(store)
        store.engine.dispose()
        folder = Path(tempfile.mkdtemp(prefix="cabildo-contact-", dir=MEMORY))
        shutil.move(path, folder / "record.db")
        with recorded(folder) as taken:
            again = opened(folder / "record.db")
            _set(again.engine, _log_of(chance.choice((4, 1000))))
            hand_over_now(again)
            whole = _last(again)
            again.engine.dispose()
        shutil.rmtree(folder)
    country.scrap([other])

    def holds(cut: Path, said: list[Any]) -> None:
        left = opened(cut)
        try:
            with calm(country):
                before = _sent(country, city)
                handed = hand_over_now(left)
            assert (handed.pending, handed.anew, handed.quarantined) == (0, False, 0)
            assert _sent(country, city) == before, "something was sent twice"
            assert left.ask(verify_journal).ok
            assert left.ask(lambda session: session.get(Resident, rosa)) is not None
            assert _last(left) == whole
            _sound(left.engine)
        finally:
            left.engine.dispose()

    return Scene("contact", taken, holds)


def _sent(country: Country, city: str) -> list[Any]:
    with country.eyes.connect() as connection:
        told = text("SELECT desk_id, desk_seq, hash FROM app.entry WHERE city_id = :city ORDER BY 1, 2")
        return [tuple(row) for row in connection.execute(told, {"city": city})]


CUTS = 60


@contextmanager
def many_cuts() -> Iterator[Callable[[int], dict[str, int]]]:
    """A seed is one recording, of an evening, of an upgrade or of a contact, and the cuts of it."""
    with own_country() as country:
        yield lambda seed: cuts(country, seed, many=CUTS)


def cuts(country: Country | None, seed: int, *, many: int, what: str | None = None) -> dict[str, int]:
    """Plays a seed; without a country no contact is among them."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="cabildo-power-", dir=MEMORY))
    told: dict[str, int] = {"cuts": 0}
    try:
        what = what or ("evening", "evening", "migration", "contact" if country else "evening")[seed % 4]
        if what == "contact" and country:
            scene = contact(country, seed, chance)
        elif what == "migration":
            scene = migration(folder, chance)
        else:
            scene = evening(folder, country.empty if country else empty_record(folder), chance)
        for _ in range(many):
            after = chance.randrange(len(scene.taken.ops) + 1)
            try:
                manner = scene.cut(after, chance)
            except Exception as error:
                raise AssertionError(
                    f"{scene.name}, seed {seed}, cut after {after} of {len(scene.taken.ops)}"
                ) from error
            for name in ("cuts", scene.name, manner):
                told[name] = told.get(name, 0) + 1
        return told
    finally:
        shutil.rmtree(folder)
