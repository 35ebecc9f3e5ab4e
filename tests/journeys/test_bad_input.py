"""What people hand in at the end of a long day: each wrong thing is told in a Spanish sentence, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.commands import ROLL, Commands

DATA = Path(__file__).parent.parent / "data" / "zoom"


@pytest.fixture
def evening(commands: Commands, tmp_path: Path) -> str:
    """An open sitting with one person in it; answers its id."""
    commands.json("init", "--city", "rosario", "--district", "oeste")
    file = tmp_path / "padron.csv"
    file.write_text(ROLL, encoding="utf-8")
    commands.json("residents", "import", str(file))
    sitting: str = commands.json(
        "sitting", "plan", "--council", "Consejo Barrial Echesortu", "--title", "Baches", "--at", "2026-11-19T19:00"
    )["id"]
    commands.json("sitting", "open", sitting)
    commands.json("checkin", sitting, "--document", "99111222")
    return sitting


def held(commands: Commands, sitting: str) -> dict[str, Any]:
    """All that must be the same after a refusal."""
    return {"sitting": commands.json("sitting", "show", sitting), "journal": commands.json("journal", "verify")}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("not_zoom.csv", "Zoom"),
        ("no_participants.csv", "participante"),
        ("empty.csv", "vacío"),
        ("missing.csv", "archivo"),
        ("folder", "archivo"),
        ("book.xlsx", "dañado"),
    ],
)
def test_a_file_that_is_no_report(commands: Commands, evening: str, tmp_path: Path, file: str, words: str) -> None:
    path = tmp_path / file
    if (DATA / file).exists():
        shutil.copyfile(DATA / file, path)
    elif file == "folder":
        path.mkdir()
    elif file == "empty.csv":
        path.touch()
    elif file == "book.xlsx":
        path.write_bytes(b"PK\x03\x04" + bytes(200))
    before = held(commands, evening)
    assert words in commands.refused("zoom", "import", evening, str(path))
    assert held(commands, evening) == before


@pytest.mark.parametrize(
    "words",
    [
        ("--document", "12"),
        ("--document", "doce millones"),
        ("--document", "99999999"),
        ("--scan", "7790001234567"),
        ("--scan", "00123456789@SIN@FECHA@F@99111222@A"),
        ("--resident", "nobody"),
        ("--walk-in", ""),
    ],
)
def test_somebody_who_cannot_be_read_at_the_door(commands: Commands, evening: str, words: tuple[str, str]) -> None:
    before = held(commands, evening)
    assert commands.refused("checkin", evening, *words)
    assert held(commands, evening) == before


def test_a_sitting_that_nobody_knows(commands: Commands, evening: str) -> None:
    assert "sesión" in commands.refused("sitting", "show", "000000")


def test_a_wrong_passphrase(commands: Commands, evening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(commands, evening)
    monkeypatch.setenv("CABILDO_PASSPHRASE", "no es esta")
    assert "contraseña" in commands.refused("sitting", "show", evening)
    monkeypatch.undo()
    monkeypatch.setenv("CABILDO_PASSPHRASE", "mate amargo a las siete")
    assert held(commands, evening) == before


def test_no_passphrase_and_no_keyring(commands: Commands, evening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CABILDO_PASSPHRASE")
    assert "contraseña" in commands.refused("sitting", "show", evening)


def test_a_record_whose_file_is_damaged(commands: Commands, evening: str) -> None:
    record = commands.home / "record.db"
    whole = record.read_bytes()
    record.write_bytes(b"\x00" * 4096 + whole[4096:])
    assert "dañado" in commands.refused("sitting", "show", evening)
    record.write_bytes(whole)
    assert commands.json("sitting", "show", evening)["people"] == 1


def test_keys_that_are_damaged(commands: Commands, evening: str) -> None:
    (commands.home / "keys.json").write_text("{", encoding="utf-8")
    assert "clave" in commands.refused("sitting", "show", evening)


def test_a_home_in_which_there_is_nothing(commands: Commands) -> None:
    assert "No hay" in commands.refused("figures")


@pytest.mark.parametrize("words", [("server", "init"), ("server", "enrol")])
def test_a_server_that_does_not_answer(commands: Commands, evening: str, words: tuple[str, str]) -> None:
    before = held(commands, evening)
    url = "postgresql://somebody:secret@127.0.0.1:9/cabildo"
    sentence = commands.refused(*words, "--url", url)
    assert "no contesta nadie" in sentence
    assert "secret" not in sentence
    assert held(commands, evening) == before


def test_sending_before_the_desk_was_enrolled(commands: Commands, evening: str) -> None:
    before = held(commands, evening)
    assert commands.refused("sync")
    assert held(commands, evening) == before


def test_words_that_are_no_command(commands: Commands) -> None:
    code, out, err = commands("volar")
    assert (code, out) == (2, "")
    assert "--help" in err
