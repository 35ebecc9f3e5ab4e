"""A desk with three neighbours and an open sitting, and the program called on it as from a terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from db.clock import Clock
from db.home import Home, create, open_home, unlock
from db.matching.commands import import_report
from db.residents.commands import enrol
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store
from db.zoom.files.opening import open_told
from db.zoom.files.report import Report
from desktop.cli import run
from tests.record import CITY_FILE, EVENING

FILES = Path(__file__).parents[2] / "data" / "zoom"
PASSPHRASE = "correct horse battery"
ROLL = (("Quiroz", "Nélida"), ("Achával", "Bruno"), ("Ibáñez", "Hugo Daniel"))


class Terminal:
    """`call` answers code, output and errors; `json` the document of a command that did what it should."""

    def __init__(self, home: Home, captured: pytest.CaptureFixture[str]) -> None:
        self._home, self._captured = home, captured
        told = json.loads((home.path / "told.json").read_text(encoding="utf-8"))
        self.roll: list[str] = told["roll"]
        self.planned: str = told["planned"]
        self.sitting: str = told["sitting"]

    def call(self, *words: str) -> tuple[int, str, str]:
        code = run(["--home", str(self._home.path), *words])
        return code, *self._captured.readouterr()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The record of the desk, for what is there before the command."""
        found = open_home(self._home, unlock(self._home, PASSPHRASE), clock=Clock())
        yield found.store
        found.store.close()

    def json(self, *words: str) -> dict[str, Any]:
        code, out, err = self.call("--json", *words)
        assert (code, err) == (0, "")
        told: dict[str, Any] = json.loads(out)
        return told


def terminal_in(
    folder: Path,
    made: pytest.TempPathFactory,
    patch: pytest.MonkeyPatch,
    captured: pytest.CaptureFixture[str],
    *,
    imported: str = "",
) -> Terminal:
    """A terminal on a desk of its own: a copy of one that is made once, for keys and schema take seconds to make.

    `imported` names a report that the desk has taken in for its open sitting.
    """
    once = made.getbasetemp() / f"terminal-{imported or 'bare'}"
    if not once.exists():
        _make(Home(once), imported)
    shutil.copytree(once, folder / "desk")
    patch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    patch.setattr("desktop.cli.ROOMS", ("zoom", "matching"))
    return Terminal(Home(folder / "desk"), captured)


def _make(home: Home, imported: str) -> None:
    create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
    opened = open_home(home, unlock(home, PASSPHRASE), clock=Clock())
    store = opened.store
    roll = [store.do(enrol, family_name=family, given_names=given).outcome for family, given in ROLL]
    planned, sitting = _plan(store), _plan(store)
    store.do(open_sitting, sitting_id=sitting)
    if imported:
        read = open_told(FILES / imported, zone=opened.city.zone)
        assert isinstance(read.told, Report)
        store.do(import_report, sitting_id=sitting, report=read.told, sha256=read.sha256)
    store.close()
    told = {"roll": roll, "planned": planned, "sitting": sitting}
    (home.path / "told.json").write_text(json.dumps(told), encoding="utf-8")


def _plan(store: Store) -> str:
    return store.do(plan_sitting, title="Sesión", council="Consejo Barrial Astilleros", starts_at=EVENING).outcome
