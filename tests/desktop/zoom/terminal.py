"""A desk with three neighbours and an open sitting, and the program called on it as from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.clock import Clock
from db.home import Home, create, open_home, unlock
from db.residents.commands import enrol
from db.sittings.commands import open_sitting, plan_sitting
from desktop.cli import run
from tests.record import CITY_FILE, EVENING

FILES = Path(__file__).parents[2] / "data" / "zoom"
PASSPHRASE = "correct horse battery"
ROLL = (("Quiroz", "Nélida"), ("Achával", "Bruno"), ("Ibáñez", "Hugo Daniel"))


class Terminal:
    """`call` answers code, output and errors; `json` the document of a command that did what it should."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._home, self._captured = Home(folder / "desk"), captured
        create(self._home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
        opened = open_home(self._home, unlock(self._home, PASSPHRASE), clock=Clock())
        store = opened.store
        self.roll = [store.do(enrol, family_name=family, given_names=given).outcome for family, given in ROLL]
        facts = {"title": "Sesión", "council": "Consejo Barrial Astilleros"}
        self.planned = store.do(plan_sitting, starts_at=EVENING, **facts).outcome  # type: ignore[arg-type]
        self.sitting = store.do(plan_sitting, starts_at=EVENING, **facts).outcome  # type: ignore[arg-type]
        store.do(open_sitting, sitting_id=self.sitting)
        store.close()
        patch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
        patch.setattr("desktop.cli.ROOMS", ("zoom", "matching"))

    def call(self, *words: str) -> tuple[int, str, str]:
        code = run(["--home", str(self._home.path), *words])
        return code, *self._captured.readouterr()

    def json(self, *words: str) -> dict[str, Any]:
        code, out, err = self.call("--json", *words)
        assert (code, err) == (0, "")
        told: dict[str, Any] = json.loads(out)
        return told
