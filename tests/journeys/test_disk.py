"""A disk that is full or read-only, and two who take a list in at once: a clear sentence, and nothing by half."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.home import Home
from tests.journeys.commands import Commands
from tests.record import CITY_FILE

PASSPHRASE = "mate amargo a las siete"
PEOPLE = 6_000


class Disk:
    """A disk of a few megabytes with a desk on it."""

    def __init__(self, folder: Path, call: Callable[..., Commands]) -> None:
        self.folder, self.home = folder, folder / "home"
        self.commands = call(self.home)

    def fill(self) -> Path:
        """Until not one byte more goes on it."""
        path = self.folder / "films"
        with path.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 10, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        return path

    def lock(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)

    @property
    def people(self) -> int:
        out = self.folder.parent / "everybody.csv"
        return int(self.commands.json("residents", "export", "--out", str(out), "--force")["people"])


@pytest.fixture
def disk(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Disk]:
    folder = tmp_path / "stick"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may make a small disk")
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    try:
        one = Disk(folder, lambda home: Commands(home, capsys))
        one.commands.json("init", "--city", str(CITY_FILE), "--district", "Ribera")
        yield one
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return a_roll(tmp_path / "roll.csv", PEOPLE)


def a_roll(path: Path, many: int) -> Path:
    rows = (f"Yrurtia{chr(97 + n % 26)};Cora {chr(65 + n % 7)}ida;{20_000_000 + n}" for n in range(many))
    path.write_text("Apellido;Nombres;DNI\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_disk_that_fills_while_a_list_is_taken_in_keeps_what_is_in_and_says_how_to_go_on(
    disk: Disk, roll: Path
) -> None:
    told = disk.commands.refused("residents", "import", str(roll))
    assert told.startswith("El disco está lleno")
    assert "el mismo archivo" in told
    kept = disk.people
    assert 0 < kept < PEOPLE
    assert str(kept) in told
    assert disk.commands.json("journal", "verify")["ok"]
    disk.lock("size=100m")
    assert disk.commands.json("residents", "import", str(roll))["same"] == kept
    assert disk.people == PEOPLE


@pytest.mark.parametrize(
    ("trouble", "sentence"), [("full", "El disco está lleno"), ("ro", "El disco no deja escribir")]
)
def test_merge_erasure_and_backup_on_such_a_disk_change_nothing(
    disk: Disk, tmp_path: Path, trouble: str, sentence: str
) -> None:
    disk.commands.json("residents", "import", str(a_roll(tmp_path / "few.csv", 300)))
    first, second, third = [one["id"] for one in disk.commands.json("residents", "search", "cora")["residents"][:3]]
    films = disk.fill() if trouble == "full" else None
    if trouble == "ro":
        disk.lock("ro")
    assert disk.commands.refused("residents", "merge", first, second).startswith(sentence)
    assert disk.commands.refused("residents", "erase", third, "--yes").startswith(sentence)
    assert disk.commands.refused("backup", "--out", str(disk.folder / "backups"))
    assert disk.commands.refused("residents", "export", "--out", str(disk.folder / "roll.csv"))
    assert disk.commands.refused("residents", "import", str(a_roll(tmp_path / "more.csv", 900))).startswith(sentence)
    if trouble == "ro":
        disk.lock("rw")
    elif films:
        films.unlink()
    assert disk.commands.json("journal", "verify")["ok"]
    assert not [path for path in disk.folder.rglob("*") if path.name.endswith((".part", ".cabildo", ".csv"))]
    assert disk.people == 300
    assert disk.commands.json("residents", "show", third)["document"]
    disk.commands.json("residents", "merge", first, second)
    assert disk.people == 299


def test_two_programs_that_take_the_same_list_in_at_once_write_nobody_twice(
    qapp: object, tmp_path: Path, roll: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    home = Home(tmp_path / "home")
    commands = Commands(home.path, capsys)
    commands.json("init", "--city", str(CITY_FILE), "--district", "Ribera")
    taking = [sys.executable, "-m", "desktop", "--home", str(home.path), "residents", "import", str(roll), "--json"]
    both = [
        subprocess.Popen(taking, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    answers = [one.communicate(timeout=100) for one in both]
    assert [one.returncode for one in both] == [0, 0], answers
    assert commands.json("residents", "export", "--out", str(tmp_path / "all.csv"))["people"] == PEOPLE
    assert commands.json("journal", "verify")["ok"]
