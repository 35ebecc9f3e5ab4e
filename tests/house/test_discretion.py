"""The listener that keeps neighbours out of the logs hears what it should, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.discretion import Roll, practice_people, told_in
from tests.house.tree import ROOT


@pytest.fixture
def roll() -> Roll:
    roll = Roll()
    roll.remember(surname="Peñalva Ríos", document="12.345.678", phone="+54 9 341 555-0199")
    roll.remember(surname="Paz", document="", phone=None)
    return roll


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("checkin Rosa Peñalva Ríos arrived", {"penalva rios"}),
        ("PENALVA RIOS, Rosa", {"penalva rios"}),
        ("scan payload @12345678@", {"12345678"}),
        ("document 12.345.678", {"12345678"}),
        ("phone +54 9 341 555 0199", {"5493415550199"}),
        ("phone 5493415550199", {"5493415550199"}),
    ],
)
def test_a_neighbour_in_a_log_is_heard(roll: Roll, line: str, told: set[str]) -> None:
    assert roll.found_in(line) == told


@pytest.mark.parametrize("line", ["record opened in 12 ms", "penalva", "rows 12345", "paz", "12345679"])
def test_what_tells_of_nobody_is_left_in_peace(roll: Roll, line: str) -> None:
    assert roll.found_in(line) == set()


TELLTALE = """
import logging
from tests.discretion import roll

def test_that_tells(tmp_path):
    roll.remember(surname="Peñalva", document=None, phone=None)
    {line}
"""


@pytest.mark.parametrize(
    "line",
    ["logging.getLogger('db.checkin').debug('%s arrived', 'PEÑALVA')", "(tmp_path / 'desk.log').write_text('penalva')"],
    ids=["spoken", "written"],
)
def test_a_test_whose_log_tells_fails(tmp_path: Path, line: str) -> None:
    (tmp_path / "test_telltale.py").write_text(TELLTALE.format(line=line), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path)]
    command += ["-p", "tests.discretion", "-p", "no:cacheprovider", "-p", "no:randomly", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    seen = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=100)
    assert "1 passed, 1 error" in seen.stdout, seen.stdout + seen.stderr
    assert "a log tells of neighbours: ['penalva']" in seen.stdout


def test_the_people_of_the_practice_evening_are_listened_for() -> None:
    surname, _document, phone = next(person for person in practice_people() if person[2])
    assert told_in(f"somebody called {surname} rang from {phone}")
