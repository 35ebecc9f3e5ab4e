"""The laptop is stolen on the way home: the stick in the drawer brings the evening back on another one."""

from __future__ import annotations

import shutil
from pathlib import Path

from db.home import Home
from desktop.practice.writing import PASSPHRASE as PRACTISED
from tests.journeys.commands import Commands


def test_the_evening_comes_back_on_another_laptop_and_goes_on(
    commands: Commands, practice_home: Home, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("CABILDO_PASSPHRASE", PRACTISED)
    commands.home = practice_home.path
    before, chain = commands.json("figures"), commands.json("journal", "verify")
    made = commands.json("backup", "--out", str(tmp_path / "usb"))
    assert commands.json("backup", "--check", made["file"])["good"] is True
    shutil.rmtree(practice_home.path)

    commands.home = tmp_path / "another"
    assert "No hay ningún registro" in commands.refused("figures")
    told = commands.json("restore", made["file"])
    assert told["residents"] == made["residents"] > 100
    assert commands.json("figures") == before
    assert commands.json("journal", "verify")["entries"] == chain["entries"]

    monkeypatch.setenv("CABILDO_NEW_PASSPHRASE", "otra frase, por las dudas")
    commands.json("passphrase", "change")
    assert "contraseña" in commands.refused("figures")
    monkeypatch.setenv("CABILDO_PASSPHRASE", "otra frase, por las dudas")
    commands.json("backup")
    again = commands.json("backup", "--list")["backups"]
    assert [Path(one["file"]).parent for one in again] == [commands.home / "Respaldos"]
