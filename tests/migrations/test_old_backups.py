"""A backup made by an earlier program is brought back by today's, and everybody in it is found."""

from __future__ import annotations

import contextlib
from datetime import UTC
from pathlib import Path

import pytest

from db import archive
from db.backup import look_into
from db.engine import open_file, same_key
from db.home import Home, create, open_home, unlock
from db.migrations import upgrade
from db.residents.search import search
from db.restore import restore, try_out
from db.schema import HEAD
from tests.record import CITY_FILE, EVENING, HandClock

PASSPHRASE = "una frase para probar"
OLD = ("0001", "0002")


def old_backup(folder: Path, revision: str) -> Path:
    """A backup as the program of that schema made it: the desk, and two people written down by its hand."""
    home = Home(folder / "old")
    create(home, city_file=CITY_FILE, district="Ribera", passphrase=PASSPHRASE, clock=HandClock())
    key = unlock(home, PASSPHRASE)
    opened = open_home(home, key, clock=HandClock())
    identity = opened.store.identity
    opened.store.close()
    record = folder / "record.db"
    engine = open_file(record, key, must_exist=False)
    upgrade(engine, revision)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "INSERT INTO desk (desk_id, city_id, district_id, name) VALUES (?, ?, ?, 'Ribera 1')",
            (identity.desk_id, identity.city_id, identity.district_id),
        )
        connection.exec_driver_sql(
            "INSERT INTO resident (id, city_id, clocks, family_name, given_names, document)"
            " VALUES (?, ?, '{}', ?, ?, ?)",
            [
                ("0193", identity.city_id, "Ñandúbez", "Rosaura Inés", "12345678"),
                ("0194", identity.city_id, "Quintela", "Anselmo", None),
            ],
        )
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with contextlib.closing(same_key(engine, record)) as connection:
        seen = look_into(connection)
    engine.dispose()
    told = {**seen.__dict__, "program": "0.1.0", "city_id": identity.city_id, "city": "Villa Ejemplo",
            "desk": "Ribera 1", "made_at": EVENING.astimezone(UTC)}  # fmt: skip
    file = folder / f"old-{revision}.cabildo"
    archive.write(file, {"record.db": record, "keys.json": home.keys, "city.toml": home.city_file}, told)
    return file


@pytest.mark.parametrize("revision", OLD)
def test_a_backup_of_an_older_schema_is_brought_back_whole(tmp_path: Path, revision: str) -> None:
    file = old_backup(tmp_path, revision)
    assert archive.read_manifest(file).schema == revision < HEAD
    assert try_out(file, secret=PASSPHRASE).residents == 2
    home = Home(tmp_path / "new")
    done = restore(file, home, PASSPHRASE)
    assert (done.checked.residents, done.aside) == (2, None)
    opened = open_home(home, done.key, clock=HandClock())
    try:
        for typed, name in (("nandub ros", "Rosaura Inés Ñandúbez"), ("678", "Rosaura Inés Ñandúbez"),
                            ("anzelmo", "Anselmo Quintela")):  # fmt: skip
            assert [one.name for one in opened.store.ask(search, text=typed)] == [name]
    finally:
        opened.store.close()


def test_a_backup_of_an_older_schema_can_be_written_on_and_backed_up_again(tmp_path: Path) -> None:
    from db.backup import make_backup
    from db.residents.commands import correct

    home = Home(tmp_path / "new")
    opened = open_home(home, restore(old_backup(tmp_path, "0001"), home, PASSPHRASE).key, clock=HandClock())
    try:
        opened.store.do(correct, resident_id="0194", phone="099123456", phone_prefix="+598")
        made = make_backup(opened, home.backups)
    finally:
        opened.store.close()
    assert archive.read_manifest(made.path).schema == HEAD
    assert try_out(made.path, secret=PASSPHRASE).residents == 2
