"""Backups: whole or not there, checked by opening them, thinned out with time, and brought back without loss."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import archive
from db.backup import backups, copy_to, delete_backup, forget_before, look_at, make_backup
from db.errors import Refused, Unavailable
from db.home import Home, Opened, create, open_home, unlock
from db.residents.commands import enrol
from db.restore import restore, try_out
from db.sync.chain import verify_journal
from tests.record import CITY_FILE, HandClock

PASSPHRASE = "una frase para probar"


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = Home(tmp_path_factory.mktemp("desk") / "desk")
    return home.path, create(home, city_file=CITY_FILE, district="Ribera", passphrase=PASSPHRASE, clock=HandClock())


@pytest.fixture
def code(_made: tuple[Path, str]) -> str:
    return _made[1]


@pytest.fixture
def desk(_made: tuple[Path, str], tmp_path: Path, clock: HandClock) -> Iterator[Opened]:
    """A desk with its keys, and Rosa on its roll."""
    home = Home(Path(shutil.copytree(_made[0], tmp_path / "desk")))
    opened = open_home(home, unlock(home, PASSPHRASE), clock=clock)
    opened.store.do(enrol, family_name="Peña", given_names="Rosa")
    yield opened
    opened.store.close()


def names(opened: Opened) -> list[str]:
    with opened.store.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT given_names FROM resident ORDER BY given_names")]


def bring_back(file: Path, folder: Path, secret: str = PASSPHRASE) -> list[str]:
    home = Home(folder)
    restored = restore(file, home, secret)
    opened = open_home(home, restored.key)
    try:
        assert opened.store.ask(verify_journal).ok
        return names(opened)
    finally:
        opened.store.close()


def test_a_backup_is_one_file_named_for_city_desk_and_the_time_on_the_wall(desk: Opened, tmp_path: Path) -> None:
    made = make_backup(desk, tmp_path / "usb")
    assert [path.name for path in (tmp_path / "usb").iterdir()] == [
        "cabildo-villa_ejemplo-ribera_1-20261119-190000.cabildo"
    ]
    assert (made.desk, made.city, made.residents, made.made_at) == (
        "Ribera 1",
        "Villa Ejemplo",
        1,
        desk.store.clock.now(),
    )
    assert backups(desk.home, also=[tmp_path / "usb"]) == (made,)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_nobody_else_on_the_computer_may_read_it(desk: Opened) -> None:
    made = make_backup(desk, desk.home.backups)
    assert oct(made.path.stat().st_mode & 0o777) == "0o600"
    assert oct(made.path.parent.stat().st_mode & 0o777) == "0o700"


def test_nothing_of_a_person_stands_in_it_in_clear(desk: Opened) -> None:
    raw = make_backup(desk, desk.home.backups).path.read_bytes()
    assert "Peña".encode() not in raw
    assert b"Rosa" not in raw
    assert b"SQLite format" not in raw
    assert unlock(desk.home, PASSPHRASE).hex().encode() not in raw


def test_it_comes_back_with_the_passphrase_and_with_the_recovery_code(desk: Opened, code: str, tmp_path: Path) -> None:
    made = make_backup(desk, desk.home.backups)
    assert bring_back(made.path, tmp_path / "one") == ["Rosa"]
    assert bring_back(made.path, tmp_path / "two", code.lower()) == ["Rosa"]
    with pytest.raises(Refused, match="passphrase_wrong"):
        restore(made.path, Home(tmp_path / "three"), "otra cosa")
    assert not Home(tmp_path / "three").exists


def test_what_is_written_meanwhile_does_not_wait_and_is_not_half_in_it(desk: Opened, tmp_path: Path) -> None:
    """A check-in in the middle of the copying is on the disk before the backup is done; the backup is of before."""
    written: list[str] = []

    def arrive() -> None:
        desk.store.do(enrol, family_name="Ñandú", given_names="Beatriz")
        written.append("done")

    def watch() -> None:
        if not written:
            arriving = threading.Thread(target=arrive)
            arriving.start()
            arriving.join(20)
            assert written == ["done"]

    made = make_backup(desk, tmp_path / "usb", watch=watch)
    assert names(desk) == ["Beatriz", "Rosa"]
    assert made.residents == 1
    assert bring_back(made.path, tmp_path / "back") == ["Rosa"]


def test_it_can_be_called_off_and_leaves_nothing(desk: Opened, tmp_path: Path) -> None:
    class Enough(Exception):  # noqa: N818
        pass

    def watch() -> None:
        raise Enough

    with pytest.raises(Enough):
        make_backup(desk, tmp_path / "usb", watch=watch)
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_backup_tried_out_says_what_is_in_it_and_changes_nothing(desk: Opened, tmp_path: Path) -> None:
    made = make_backup(desk, tmp_path / "usb")
    before = made.path.read_bytes()
    found = try_out(made.path, secret=PASSPHRASE)
    assert (found.desk, found.residents, found.last_entry_at) == ("Ribera 1", 1, desk.store.clock.now())
    assert try_out(made.path, key=unlock(desk.home, PASSPHRASE)) == found
    assert made.path.read_bytes() == before


def changed(file: Path, **members: bytes | None) -> Path:
    """The same backup with other members: None takes one out, a name with a slash puts one in."""
    with zipfile.ZipFile(file) as packed:
        kept = {name: packed.read(name) for name in packed.namelist()}
    kept.update({name: raw for name, raw in members.items() if raw is not None})
    with zipfile.ZipFile(file, "w") as packed:
        for name, raw in kept.items():
            if members.get(name, b"") is not None:
                packed.writestr(name, raw)
    return file


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_flipped_byte_is_found_before_anything_is_touched(desk: Opened, tmp_path: Path, part: float) -> None:
    made = make_backup(desk, tmp_path / "usb")
    raw = bytearray(made.path.read_bytes())
    raw[int(len(raw) * part)] ^= 1
    made.path.write_bytes(raw)
    with pytest.raises(Refused, match="backup_damaged"):
        restore(made.path, Home(tmp_path / "back"), PASSPHRASE)
    assert not Home(tmp_path / "back").exists


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_a_backup_cut_short_is_damaged(desk: Opened, tmp_path: Path, part: float) -> None:
    made = make_backup(desk, tmp_path / "usb")
    raw = made.path.read_bytes()
    made.path.write_bytes(raw[: int(len(raw) * part)])
    with pytest.raises(Refused, match="backup_damaged"):
        restore(made.path, Home(tmp_path / "back"), PASSPHRASE)
    assert look_at(made.path).trouble == "backup_damaged"


def test_other_files_are_no_backups(desk: Opened, tmp_path: Path) -> None:
    picture = tmp_path / "foto.cabildo"
    picture.write_bytes(b"\x89PNG" + bytes(5000))
    made = make_backup(desk, tmp_path / "usb").path
    for file in (picture, changed(made, **{"../../etc/cron": b"x"})):
        with pytest.raises(Refused, match="backup_foreign"):
            restore(file, Home(tmp_path / "back"), PASSPHRASE)
    with pytest.raises(Refused, match="backup_missing"):
        restore(tmp_path / "nowhere.cabildo", Home(tmp_path / "back"), PASSPHRASE)
    assert not (tmp_path / "back").exists()


def test_a_bomb_is_not_unfolded(desk: Opened, tmp_path: Path) -> None:
    made = make_backup(desk, tmp_path / "usb").path
    with zipfile.ZipFile(made) as packed:
        kept = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in kept.items():
            packed.writestr(name, bytes(80_000_000) if name == "record.db" else raw)
    assert made.stat().st_size < 1_000_000
    with pytest.raises(Refused, match="backup_foreign"):
        archive.unpack(made, tmp_path)


@pytest.mark.parametrize(
    ("field", "value", "code"), [("format", 2, "backup_newer"), ("schema", "9999", "record_newer")]
)
def test_a_backup_of_a_newer_program_is_left_alone(
    desk: Opened, tmp_path: Path, field: str, value: object, code: str
) -> None:
    made = make_backup(desk, tmp_path / "usb").path
    with zipfile.ZipFile(made) as packed:
        manifest = {**json.loads(packed.read("manifest.json")), field: value}
    changed(made, **{"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(Refused, match=code):
        restore(made, Home(tmp_path / "back"), PASSPHRASE)


def test_a_record_that_is_there_is_never_overwritten(desk: Opened, tmp_path: Path, clock: HandClock) -> None:
    made = make_backup(desk, desk.home.backups)
    desk.store.do(enrol, family_name="Ñandú", given_names="Beatriz")
    desk.store.close()
    with pytest.raises(Refused, match="record_exists"):
        restore(made.path, desk.home, PASSPHRASE)
    done = restore(made.path, desk.home, PASSPHRASE, replace=True, clock=clock)
    assert done.aside == desk.home.path / "record-before-restore-20261119-190000"
    opened = open_home(desk.home, done.key)
    assert names(opened) == ["Rosa"]
    opened.store.close()
    before = Home(done.aside)
    opened = open_home(before, unlock(before, PASSPHRASE))
    assert names(opened) == ["Beatriz", "Rosa"]
    opened.store.close()
    assert made.path.exists()


def test_a_disk_without_room_is_told_and_the_old_backups_stay(
    desk: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(desk, tmp_path / "usb")
    monkeypatch.setattr(archive, "free_space", lambda folder: 1000)
    for fails in (lambda: make_backup(desk, tmp_path / "usb"), lambda: copy_to(made, tmp_path)):
        with pytest.raises(Unavailable, match="backup_no_space"):
            fails()
    assert [path.name for path in (tmp_path / "usb").iterdir()] == [made.path.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to is a file of Linux")
def test_a_disk_that_fills_up_on_the_way_is_told(desk: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fills_up(target: Path, parts: object, told: object) -> None:
        with Path("/dev/full").open("wb", buffering=0) as disk:
            disk.write(b"x")

    monkeypatch.setattr(archive, "write", fills_up)
    with pytest.raises(Unavailable, match="backup_no_space"):
        make_backup(desk, tmp_path / "usb")
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_record_without_its_keys_is_not_backed_up_as_if_it_could_come_back(desk: Opened) -> None:
    desk.home.keys.unlink()
    with pytest.raises(Refused, match="keys_missing"):
        make_backup(desk, desk.home.backups)


def test_a_second_disk_gets_the_same_and_an_absent_one_is_told(desk: Opened, tmp_path: Path) -> None:
    made = make_backup(desk, desk.home.backups)
    with pytest.raises(Unavailable, match="backup_folder"):
        copy_to(made, tmp_path / "absent")
    (tmp_path / "usb").mkdir()
    there = copy_to(made, tmp_path / "usb")
    assert there.path.read_bytes() == made.path.read_bytes()
    assert [path.name for path in (tmp_path / "usb").iterdir()] == [made.path.name]


def test_old_ones_are_thinned_out_but_for_others_and_for_unreadable_ones(
    desk: Opened, tmp_path: Path, clock: HandClock
) -> None:
    shelf = tmp_path / "usb"
    shelf.mkdir()
    (shelf / "broken.cabildo").write_bytes(b"PK")
    for _ in range(10):
        make_backup(desk, shelf)
        clock.forward(days=1)
    days = sorted(one.made_at.day for one in backups(desk.home, also=[shelf]) if not one.trouble)
    # The last seven days of 19 to 28 November, and the last of the week before them, a Sunday.
    assert days == [22, 23, 24, 25, 26, 27, 28]
    assert (shelf / "broken.cabildo").exists()


def test_after_an_erasure_the_older_ones_can_be_deleted_but_never_the_last_good_one(
    desk: Opened, tmp_path: Path, clock: HandClock
) -> None:
    old = make_backup(desk, desk.home.backups)
    erased_at = clock.forward(minutes=5)
    with pytest.raises(Refused, match="backup_none_after"):
        forget_before(desk.home, erased_at)
    new = make_backup(desk, desk.home.backups)
    assert forget_before(desk.home, erased_at) == (old.path,)
    assert backups(desk.home) == (new,)
    with pytest.raises(Refused, match="backup_foreign"):
        delete_backup(desk.home.record)
    assert delete_backup(new.path) == new.path
    assert backups(desk.home) == ()


def run_until_killed(*words: str) -> None:
    """Runs a backup or a restore in a process of its own, kills it where it stands still, and leaves what it left."""
    told = [sys.executable, "-m", "tests.db.backup_killed", *words]
    with subprocess.Popen(told, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
    assert said == b"here\n"


@pytest.mark.parametrize("point", ["copying", "packing", "naming"])
def test_a_backup_killed_on_the_way_loses_nothing(desk: Opened, tmp_path: Path, point: str) -> None:
    made = make_backup(desk, desk.home.backups)
    run_until_killed("backup", point, str(desk.home.path))
    assert backups(desk.home) == (made,)
    desk.store.do(enrol, family_name="Ñandú", given_names="Beatriz")
    left = [path for path in desk.home.backups.iterdir() if path != made.path]
    assert left
    for path in left:  # swept away by a later one, once nobody can be working in it any more
        os.utime(path, (0, 0))
    assert make_backup(desk, desk.home.backups).residents == 2
    assert not [path for path in left if path.exists()]


@pytest.mark.parametrize("point", ["unpacked", "committed", "record_aside", "record_in", "keys_in", "almost"])
def test_a_restore_killed_on_the_way_leaves_the_old_record_or_the_new_one(
    desk: Opened, tmp_path: Path, point: str
) -> None:
    made = make_backup(desk, tmp_path / "usb")
    desk.store.do(enrol, family_name="Ñandú", given_names="Beatriz")
    desk.store.close()
    run_until_killed("restore", point, str(desk.home.path), str(made.path))
    opened = open_home(desk.home, unlock(desk.home, PASSPHRASE))
    expected = ["Beatriz", "Rosa"] if point == "unpacked" else ["Rosa"]
    assert names(opened) == expected
    assert opened.store.ask(verify_journal).ok
    opened.store.close()
    if point != "unpacked":
        (aside,) = desk.home.path.glob("record-before-restore-*")
        opened = open_home(Home(aside), unlock(Home(aside), PASSPHRASE))
        assert names(opened) == ["Beatriz", "Rosa"]
        opened.store.close()
    assert not list(desk.home.path.glob(".restore-ready*"))
