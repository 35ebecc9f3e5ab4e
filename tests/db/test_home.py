"""A desk's folder: made whole or not at all, opened by what its owner knows, and clear about what is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from db.errors import Refused, Unavailable
from db.home import Home, create, open_home, unlock
from db.keys import change_passphrase, new_recovery_code
from db.places.commands import found_city
from db.places.queries import districts, neighbourhoods
from db.residents.commands import enrol
from tests.record import CITY_FILE, HandClock

PASSPHRASE = "una frase para probar"


def make(path: Path, passphrase: str = PASSPHRASE) -> tuple[Home, str]:
    home = Home(path / "desk")
    return home, create(home, city_file=CITY_FILE, district="Ribera", passphrase=passphrase, clock=HandClock())


def test_a_new_desk_opens_with_its_passphrase_and_knows_the_places_of_its_city(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    opened = open_home(home, unlock(home, PASSPHRASE))
    assert [d.name for d in opened.store.ask(districts)] == ["Ribera", "Loma"]
    assert [n.name for n in opened.store.ask(neighbourhoods, district_id=opened.store.identity.district_id)] == [
        "Astilleros",
        "El Muelle",
        "La Ñandubaysal",
    ]
    assert opened.desk == "Ribera 1"
    opened.store.close()


def test_the_recovery_code_opens_it_however_it_is_copied_from_paper(tmp_path: Path) -> None:
    home, code = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    assert unlock(home, code) == key
    assert unlock(home, " " + code.replace("-", " ").lower().replace("0", "o").replace("1", "l")) == key


def test_the_key_is_nowhere_in_clear_and_the_file_is_encrypted(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    everything = b"".join(path.read_bytes() for path in home.path.iterdir())
    assert key not in everything
    assert key.hex().encode() not in everything
    assert b"SQLite format" not in home.record.read_bytes()
    assert "Ñandubaysal".encode() not in home.record.read_bytes()


def rights(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_nobody_else_on_the_computer_may_look_into_the_folder(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    assert rights(home.path) == "0o700"
    assert {path.name: rights(path) for path in home.path.iterdir()} == dict.fromkeys(
        ("record.db", "keys.json", "city.toml"), "0o600"
    )
    home.log.write_text("", encoding="utf-8")
    for path in home.path.iterdir():
        path.chmod(0o644)
    opened = open_home(home, unlock(home, PASSPHRASE))
    opened.store.do(found_city, city=opened.city)
    assert {path.name: rights(path) for path in home.path.iterdir() if rights(path) != "0o600"} == {}
    opened.store.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk").chmod(0o755)
    (tmp_path / "desk" / "photo.jpg").touch()
    home, _ = make(tmp_path)
    assert rights(home.path) == "0o755"
    assert rights(home.record) == "0o600"


@pytest.mark.timeout(10)
def test_closing_does_not_wait_for_another_program_that_is_reading(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    mine, other = open_home(home, key), open_home(home, key)
    with other.store.engine.connect() as reading:
        before = reading.scalar(text("SELECT count(*) FROM entry"))
        mine.store.do(enrol, family_name="Peña", given_names="Rosa")
        mine.store.close()
        assert reading.scalar(text("SELECT count(*) FROM entry")) == before
    other.store.close()
    assert {path.name for path in home.path.iterdir()} == {"record.db", "keys.json", "city.toml"}
    again = open_home(home, key)
    assert again.store.ask(lambda session: session.scalar(text("SELECT count(*) FROM resident"))) == 1
    again.store.close()


def test_a_second_program_waits_half_a_minute_for_its_turn(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    opened = open_home(home, unlock(home, PASSPHRASE))
    with opened.store.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 30_000
    opened.store.close()


def test_a_city_file_that_was_lost_is_told_with_its_place(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    home.city_file.unlink()
    with pytest.raises(Refused) as refused:
        open_home(home, unlock(home, PASSPHRASE))
    assert (refused.value.code, refused.value.facts) == ("city_missing", {"path": str(home.city_file)})


def test_a_wrong_passphrase_is_told_and_changes_nothing(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    with pytest.raises(Refused, match="passphrase_wrong"):
        unlock(home, "otra cosa")
    assert unlock(home, PASSPHRASE)


def test_a_desk_is_not_made_over_another(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(Refused, match="record_exists"):
        make(tmp_path)


@pytest.mark.parametrize(
    ("district", "passphrase", "code"),
    [("Atlántida", PASSPHRASE, "district_unknown"), ("Ribera", "corta", "passphrase_too_short")],
)
def test_a_desk_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, district: str, passphrase: str, code: str
) -> None:
    home = Home(tmp_path / "desk")
    with pytest.raises(Refused, match=code):
        create(home, city_file=CITY_FILE, district=district, passphrase=passphrase)
    assert not home.exists


@pytest.mark.parametrize("first", [2000, 6000])
def test_damage_to_the_record_is_noticed_when_it_is_opened(tmp_path: Path, first: int) -> None:
    home, _ = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    raw = bytearray(home.record.read_bytes())
    for place in range(first, len(raw), 4096):
        raw[place] ^= 0x40
    home.record.write_bytes(raw)
    with pytest.raises(Refused, match="record_damaged"):
        open_home(home, key)


@pytest.mark.parametrize("left", [0, 4096, 8192])
def test_a_record_cut_short_is_damaged_and_stays_as_it_was_found(tmp_path: Path, left: int) -> None:
    home, _ = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    home.record.write_bytes(home.record.read_bytes()[:left])
    with pytest.raises(Refused, match="record_damaged"):
        open_home(home, key)
    assert home.record.stat().st_size == left


_TOO_SHORT = '{"doors": {"passphrase": {"salt": "AA==", "nonce": "AA==", "sealed": "AA=="}}}'


@pytest.mark.parametrize("kept", ["", "[]", '{"doors": {"passphrase": 7}}', _TOO_SHORT])
def test_damaged_keys_are_told_apart_from_a_wrong_passphrase(tmp_path: Path, kept: str) -> None:
    home, _ = make(tmp_path)
    home.keys.write_text(kept, encoding="utf-8")
    with pytest.raises(Refused, match="keys_damaged"):
        unlock(home, PASSPHRASE)


def test_a_record_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    opened = open_home(home, key)
    with opened.store.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    opened.store.close()
    with pytest.raises(Refused, match="record_newer"):
        open_home(home, key)


def test_another_passphrase_opens_it_from_now_on_and_the_recovery_code_stays(tmp_path: Path) -> None:
    home, code = make(tmp_path)
    key = unlock(home, PASSPHRASE)
    change_passphrase(home.keys, secret=PASSPHRASE, passphrase="otra frase más larga")
    assert unlock(home, "otra frase más larga") == unlock(home, code) == key
    with pytest.raises(Refused, match="passphrase_wrong"):
        unlock(home, PASSPHRASE)
    change_passphrase(home.keys, secret=code.lower(), passphrase=PASSPHRASE)
    assert unlock(home, PASSPHRASE) == key


def test_another_recovery_code_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    home, code = make(tmp_path)
    fresh = new_recovery_code(home.keys, secret=PASSPHRASE)
    assert unlock(home, fresh) == unlock(home, PASSPHRASE)
    with pytest.raises(Refused, match="passphrase_wrong"):
        unlock(home, code)


@pytest.mark.parametrize(
    ("secret", "passphrase", "code"),
    [("otra cosa", "otra frase más larga", "passphrase_wrong"), (PASSPHRASE, "corta", "passphrase_too_short")],
)
def test_a_change_that_is_refused_leaves_the_keys_as_they_were(
    tmp_path: Path, secret: str, passphrase: str, code: str
) -> None:
    home, _ = make(tmp_path)
    before = home.keys.read_bytes()
    with pytest.raises(Refused, match=code):
        change_passphrase(home.keys, secret=secret, passphrase=passphrase)
    assert home.keys.read_bytes() == before
    assert rights(home.keys) == "0o600"


def test_a_folder_that_takes_nothing_leaves_the_keys_as_they_were(tmp_path: Path) -> None:
    home, _ = make(tmp_path)
    (home.path / "keys.new").mkdir()
    with pytest.raises(Unavailable, match="home_unwritable"):
        change_passphrase(home.keys, secret=PASSPHRASE, passphrase="otra frase más larga")
    assert unlock(home, PASSPHRASE)
