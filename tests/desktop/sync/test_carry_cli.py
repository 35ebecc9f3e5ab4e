"""Sticks and codes from the command line: a laptop without a network, the centre, and the way back."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.home import Home, create
from desktop.cli import run
from tests.record import CITY_FILE

PASSPHRASE = "correct horse battery"
Cabildo = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def laptop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Cabildo]:
    """Makes a desk, and answers what runs a command on it."""
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)

    def made(name: str) -> Cabildo:
        home = Home(tmp_path / name)
        create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)

        def called(*words: str, typed: str = "") -> tuple[int, Any, str]:
            monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
            code = run(["--home", str(home.path), "--json", *words])
            out, err = capsys.readouterr()
            return code, json.loads(out) if out else None, err

        return called

    return made


def test_a_laptop_enrolled_by_a_code_sends_by_stick_and_gets_its_receipt(
    laptop: Callable[..., Cabildo], server: str, tmp_path: Path
) -> None:
    door, stick = laptop("door"), tmp_path / "stick"
    stick.mkdir()
    assert door("server", "init", "--url", server)[0] == 0
    picture = tmp_path / "alta.png"
    wanted = ("--qr", str(picture), "--days", "3", "--city", str(CITY_FILE), "--district", "ribera")
    code, said, _ = door("server", "enrol", "--url", server, *wanted)
    assert (code, said["qr"], said["file"]) == (0, str(picture), None)
    assert door("enrol", str(picture))[0] == 0
    assert "ya se usó" in door("enrol", str(picture))[2]
    assert door("sync")[0] == 0
    assert door("residents", "enrol", "Rosa Peña")[0] in (0, 2)
    code, said, _ = door("sync", "carry", "--out", str(stick))
    assert (code, said["code"]) == (0, None)
    carried = Path(said["file"])
    assert carried.parent == stick
    code, told, _ = door("server", "take-in", str(carried), "--url", server)
    assert (code, told["trouble"], told["carried"]) == (0, None, said["entries"])
    code, brought, _ = door("sync", "take-in", told["receipt"])
    assert (code, brought["confirmed"], brought["pending"]) == (0, said["entries"], 0)
    assert door("sync", "take-in", told["receipt"])[1]["known"]
    code, _, sentence = door("sync", "take-in", str(carried))
    assert code == 2
    assert "está cerrado para otra persona" in sentence


def test_two_laptops_hand_each_other_a_file_with_a_code(laptop: Callable[..., Cabildo], tmp_path: Path) -> None:
    door, table = laptop("door"), laptop("table")
    code, said, _ = door("sync", "carry", "--beside", "--out", str(tmp_path / "mesa.cabildo-usb"))
    assert (code, len(said["code"])) == (0, 14)
    assert "código" in table("sync", "take-in", said["file"])[2]
    code, brought, _ = table("sync", "take-in", said["file"], typed=said["code"].lower() + "\n")
    assert (code, brought["kind"], brought["carried"]) == (0, "beside", said["entries"])


def test_who_mistakes_a_name_or_a_file_is_not_sent_back_to_the_laptop_for_nothing(
    laptop: Callable[..., Cabildo], server: str, tmp_path: Path
) -> None:
    door = laptop("door")
    door("server", "init", "--url", server)
    for words in (("sync", "take-in"), ("server", "take-in", "--url", server)):
        for path in (tmp_path / "nada.cabildo-usb", tmp_path):
            code, _, sentence = door(*words, str(path))
            assert code == 2
            assert sentence.startswith(f"No hay ningún archivo {path}."), sentence
    beside = door("sync", "carry", "--beside", "--out", str(tmp_path / "mesa.cabildo-usb"))[1]["file"]
    code, _, sentence = door("server", "take-in", beside, "--url", server)
    assert code == 2
    assert "es para la notebook de al lado, no para el centro" in sentence


def test_what_cannot_be_is_said_in_a_sentence(laptop: Callable[..., Cabildo], server: str, tmp_path: Path) -> None:
    door = laptop("door")
    assert "todavía no está inscripto" in door("sync", "carry", "--out", str(tmp_path))[2]
    (tmp_path / "foto.cabildo-usb").write_bytes(b"\x89PNG")
    assert "dañado" in door("sync", "take-in", str(tmp_path / "foto.cabildo-usb"))[2]
    door("server", "init", "--url", server)
    assert "dañado" in door("server", "take-in", str(tmp_path / "foto.cabildo-usb"), "--url", server)[2]
    wanted = ("--qr", str(tmp_path / "alta.png"), "--city", str(CITY_FILE))
    assert "entre 1 y 365 días" in door("server", "enrol", "--url", server, *wanted, "--days", "0")[2]


def test_the_text_of_the_code_is_taken_from_the_keyboard_and_never_from_the_command_line(
    laptop: Callable[..., Cabildo], server: str, tmp_path: Path
) -> None:
    from db.sync.ticket import code_of, read_ticket

    door = laptop("door")
    door("server", "init", "--url", server)
    path = tmp_path / "alta.cabildo"
    door("server", "enrol", "--url", server, "--out", str(path), "--city", str(CITY_FILE))
    assert door("enrol", "-", typed=code_of(read_ticket(path)) + "\n")[0] == 0
    assert door("sync")[0] == 0
    (tmp_path / "vacía.png").write_bytes(b"")
    assert door("enrol", str(tmp_path / "vacía.png"))[0] == 2
