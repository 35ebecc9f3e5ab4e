"""The data folder of one desk: the encrypted file, its wrapped keys, the city's file."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from db import keys, swap
from db.clock import Clock
from db.desks import Desk
from db.engine import file_trouble, open_file
from db.errors import Refused, Unavailable
from db.places.city import City, read_city
from db.work import Identity, Store


@dataclass(frozen=True)
class Home:
    """Where a desk keeps its things."""

    path: Path

    @property
    def record(self) -> Path:
        return self.path / "record.db"

    @property
    def keys(self) -> Path:
        return self.path / "keys.json"

    @property
    def city_file(self) -> Path:
        return self.path / "city.toml"

    @property
    def log(self) -> Path:
        return self.path / "cabildo.log"

    @property
    def backups(self) -> Path:
        return self.path / "Respaldos"

    @property
    def exists(self) -> bool:
        return self.record.exists() or self.keys.exists() or (self.path / swap.READY).is_dir()


@dataclass(frozen=True)
class Opened:
    """A home with its record open."""

    home: Home
    city: City
    store: Store
    desk: str


def create(home: Home, *, city_file: Path, district: str, passphrase: str, clock: Clock | None = None) -> str:
    """Makes a desk: keys, encrypted file, schema, the places of the city. Answers the recovery code to print.

    Either all of it is there afterwards or none of it. Raises Refused: record_exists, city_unknown, city_unreadable,
    city_damaged, district_unknown, passphrase_too_short; Unavailable: home_unwritable.
    """
    from db.migrations import upgrade
    from db.places.commands import found_city

    if home.exists:
        raise Refused("record_exists", path=str(home.path))
    city = read_city(city_file)
    mine = city.district(district)
    clock = clock or Clock()
    try:
        _make_private(home)
        made = keys.make_keys(home.keys, passphrase=passphrase)
        shutil.copyfile(city_file, home.city_file)
        # Before the first byte is in it; the files of the write-ahead log take their rights from this one.
        home.record.touch(mode=0o600)
        _keep_private(home)
        engine = open_file(home.record, made.key, must_exist=False)
    except OSError as error:
        raise Unavailable("home_unwritable", path=str(home.path)) from error
    try:
        upgrade(engine)
        desk = Desk(desk_id=clock.new_id(), city_id=city.id, district_id=mine.id, name=f"{mine.name} 1")
        with Session(engine) as session:
            session.add(desk)
            session.commit()
            identity = Identity(city.id, desk.desk_id, mine.id)
        clock.desk = identity.desk_id
        Store(engine, clock=clock, identity=identity, actor="setup").do(found_city, city=city)
    except BaseException:
        engine.dispose()
        for leftover in (home.record, home.keys, home.city_file):
            leftover.unlink(missing_ok=True)
        raise
    engine.dispose()
    return made.recovery_code


def _make_private(home: Home) -> None:
    """A folder for this person alone. One that was there and holds other things keeps the rights it has."""
    home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not any(home.path.iterdir()):
        home.path.chmod(0o700)


def _keep_private(home: Home) -> None:
    """Nobody else on this computer needs the files of a desk, its log and its settings included."""
    files = (home.record, home.keys, home.city_file, *home.path.glob("cabildo.log*"), *home.path.glob("settings.json"))
    for file in files:
        try:
            if file.stat().st_mode & 0o077 and os.name == "posix":
                file.chmod(0o600)
        except OSError:
            continue  # a disk that cannot be written, or a file that is not ours: it can still be read


def unlock(home: Home, secret: str) -> bytes:
    """The data key of the home, opened with its passphrase or recovery code. Takes about 0.2 s, on purpose."""
    swap.finish(home.path)
    return keys.unwrap_key(home.keys, secret)


def open_home(home: Home, key: bytes, *, actor: str = "", clock: Clock | None = None) -> Opened:
    """Opens the record with its data key and brings its schema up to date.

    Raises Refused: record_missing, record_damaged, record_newer, city_missing, city_unreadable, city_damaged;
    Unavailable as `open_file`.
    """
    # Closing a sitting binds the rows of every noun that belong to it, so all tables are known before anybody works.
    from db import registry  # noqa: F401
    from db.checkin.regulars import bring_search_up_to_date
    from db.insights.keeping import bring_figures_up_to_date
    from db.rights.compacting import pay
    from db.schema import bring_up_to_date

    swap.finish(home.path)
    if not home.city_file.exists():
        raise Refused("city_missing", path=str(home.city_file))
    city = read_city(home.city_file)
    _keep_private(home)
    engine = open_file(home.record, key)
    try:
        bring_up_to_date(engine)
        bring_search_up_to_date(engine)
        bring_figures_up_to_date(engine, city.zone)
        pay(engine)
        with Session(engine) as session:
            desk = session.scalars(select(Desk)).one()
            identity, name = Identity(desk.city_id, desk.desk_id, desk.district_id), desk.name
        clock = clock or Clock()
        clock.desk = identity.desk_id
        return Opened(home, city, Store(engine, clock=clock, identity=identity, actor=actor or name), name)
    except (DBAPIError, NoResultFound) as error:
        # The first page was whole, and one further on is not; or the file is a record that was never finished.
        engine.dispose()
        trouble = Refused("record_damaged") if isinstance(error, NoResultFound) else file_trouble(error, home.record)
        raise trouble or error from error
    except BaseException:
        engine.dispose()
        raise
