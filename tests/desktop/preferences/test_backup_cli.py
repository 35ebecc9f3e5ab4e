"""`cabildo backup`, `restore`, `passphrase`: a desk that comes back after the laptop is gone, without a window."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.home import Home, unlock
from db.places.city import read_city
from desktop import alone, cli
from desktop.settings import Settings
from desktop.when import day_and_hour
from tests.record import CITY_FILE

PASSPHRASE = "mate amargo a las siete"


@pytest.fixture(scope="session")
def _desk(tmp_path_factory, qapp):
    folder = tmp_path_factory.mktemp("desk") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
        assert cli.run(["--home", str(folder), "init", "--city", str(CITY_FILE), "--district", "Ribera"]) == 0
    return folder


@pytest.fixture
def home(_desk, tmp_path, monkeypatch):
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    return Home(Path(shutil.copytree(_desk, tmp_path / "home")))


@pytest.fixture
def ask(capsys):
    def run(home, *words):
        code = cli.run(["--home", str(home.path), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def told(ask):
    def run(home, *words):
        code, out, err = ask(home, *words, "--json")
        assert code == 0, err
        return json.loads(out)

    return run


def test_a_backup_is_made_tried_out_and_listed(home, told, ask):
    assert "Todavía no hay ningún respaldo" in ask(home, "backup", "--list")[1]
    made = told(home, "backup")
    assert Path(made["file"]).parent == home.backups
    assert made["size"] > 100_000
    assert told(home, "backup", "--check", made["file"])["good"] is True
    assert [one["file"] for one in told(home, "backup", "--list")["backups"]] == [made["file"]]


def test_a_person_reads_that_it_can_be_used(home, ask, told):
    made = told(home, "backup")
    assert "Sirve: Ribera 1. En el padrón: 0." in ask(home, "backup", "--check", made["file"])[1]


def test_a_backup_goes_where_one_says_and_to_the_second_folder_otherwise(home, told, tmp_path):
    (tmp_path / "usb").mkdir()
    Settings(home.path / "settings.json").change(second_folder=str(tmp_path / "usb"))
    made = told(home, "backup")
    assert (tmp_path / "usb" / Path(made["file"]).name).exists()
    told(home, "backup", "--out", str(tmp_path / "elsewhere"))
    assert len(list((tmp_path / "elsewhere").glob("*.cabildo"))) == 1
    assert len(list((tmp_path / "usb").iterdir())) == 1


def test_a_stick_that_is_not_there_is_a_note_and_no_failure(home, told, tmp_path):
    Settings(home.path / "settings.json").change(second_folder=str(tmp_path / "usb"))
    made = told(home, "backup")
    assert Path(made["file"]).exists()
    assert "usb" in made["notes"][0]


def test_a_backup_is_made_while_the_window_is_open(home, told):
    lock = alone.lock_of(home.path)
    assert alone.takes(lock)
    assert Path(told(home, "backup")["file"]).exists()
    lock.unlock()


def test_a_desk_comes_back_on_another_laptop(home, told, tmp_path):
    made = told(home, "backup")
    fresh = Home(tmp_path / "fresh")
    assert told(fresh, "restore", made["file"])["desk"] == "Ribera 1"
    assert unlock(fresh, PASSPHRASE) == unlock(home, PASSPHRASE)
    assert told(fresh, "figures") == told(home, "figures")


def test_a_record_that_is_there_is_only_moved_aside_when_told_to(home, ask, told):
    made = told(home, "backup")
    code, _, err = ask(home, "restore", made["file"])
    assert (code, "--replace" in err) == (2, True)
    assert Path(told(home, "restore", made["file"], "--replace")["aside"], "record.db").exists()


def test_nothing_is_restored_under_an_open_window(home, ask, told):
    made = told(home, "backup")
    lock = alone.lock_of(home.path)
    assert alone.takes(lock)
    code, _, err = ask(home, "restore", made["file"], "--replace")
    lock.unlock()
    assert (code, "Cerralo primero" in err) == (2, True)


def test_a_wrong_passphrase_restores_nothing(home, ask, told, tmp_path, monkeypatch):
    made = told(home, "backup")
    monkeypatch.setenv("CABILDO_PASSPHRASE", "otra cosa")
    assert ask(Home(tmp_path / "fresh"), "restore", made["file"])[0] == 2
    monkeypatch.delenv("CABILDO_PASSPHRASE")
    assert ask(Home(tmp_path / "fresh"), "restore", made["file"])[0] == 2
    assert not Home(tmp_path / "fresh").exists


def test_the_passphrase_changes_and_the_backup_keeps_its_own(home, ask, told, tmp_path, monkeypatch):
    made = told(home, "backup")
    assert ask(home, "passphrase", "change")[0] == 2
    monkeypatch.setenv("CABILDO_NEW_PASSPHRASE", "una nueva y larga")
    assert told(home, "passphrase", "change") == {"changed": True}
    assert ask(home, "figures")[0] == 2
    assert told(Home(tmp_path / "fresh"), "restore", made["file"])["desk"] == "Ribera 1"
    monkeypatch.setenv("CABILDO_PASSPHRASE", "una nueva y larga")
    assert ask(home, "figures")[0] == 0


def test_a_new_recovery_code_opens_the_record(home, told, monkeypatch):
    code = told(home, "passphrase", "recovery-code")["recovery_code"]
    assert unlock(home, code) == unlock(home, PASSPHRASE)


def test_old_backups_are_deleted_on_purpose(home, ask, told):
    told(home, "backup")
    assert ask(home, "backup", "--forget-before", "2199-01-01T00:00")[0] == 2
    assert told(home, "backup", "--forget-before", "2001-01-01T00:00")["deleted"] == []
    assert len(told(home, "backup", "--list")["backups"]) == 1


@pytest.fixture
def tokyo(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_when_a_backup_was_made_is_told_by_the_clock_of_its_city_not_of_the_computer(home, ask, told, tokyo):
    made = told(home, "backup")
    there = datetime.fromisoformat(made["made_at"]).astimezone(read_city(CITY_FILE).zone)
    assert f"{there:%d/%m/%Y %H:%M}" in ask(home, "backup", "--list")[1]
    last = datetime.fromisoformat(made["last_entry_at"]).astimezone(read_city(CITY_FILE).zone)
    assert f"{last:%d/%m/%Y %H:%M}" in ask(home, "restore", made["file"], "--replace")[1]


def test_where_the_city_is_not_known_the_time_says_that_it_is_universal():
    assert day_and_hour(datetime(2026, 11, 19, 22, 0, tzinfo=UTC), None) == "19/11/2026 22:00 UTC"
