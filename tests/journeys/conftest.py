"""A practice home, made once for all journeys; each gets a copy, with nothing of the others in it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from db.home import Home
from desktop.practice.writing import make_home

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
