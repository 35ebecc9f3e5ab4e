"""A practice home, made once for all journeys; each gets a copy, with nothing of the others in it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.home import Home
from desktop.practice.writing import make_home
from tests.journeys.commands import PASSPHRASE, Commands

# A Thursday, so that neither a report nor a person can mistake the day for the month.
EVENING = date(2026, 11, 19)


@pytest.fixture(scope="session")
def _made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice") / "home"
    make_home(Home(folder), tonight=EVENING, tell=lambda done, whole: None)
    return folder


@pytest.fixture
def practice_home(_made_home: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(_made_home, tmp_path / "practica")))


@pytest.fixture
def commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> Commands:
    """The command line on a fresh home that is still to be made."""
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    return Commands(tmp_path / "home", capsys)
