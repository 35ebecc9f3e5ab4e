"""A laptop that dies in the middle of its work (kill -9, of a real process): nothing is lost, nothing is half there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.home import Home
from db.residents.queries import count
from db.residents.roll_file import read_roll
from db.residents.roll_import import import_rows
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store
from tests.db.sync.evening import note_down, note_down_many
from tests.db.sync.shared import one
from tests.db.sync.test_cuts import everything_is_there

ROOT = Path(__file__).resolve().parents[3]
LINES = 1500


def killed(what: str, record: Path, told: str) -> dict[str, int]:
    """Runs a process until it tells that it is in the middle, kills it there, and answers what it told."""
    # Imported, not run as a script: the journal names a command by its module.
    program = "import sys; from tests.db.sync.killed import main; main(*sys.argv[1:])"
    command = [sys.executable, "-c", program, what, str(record), told]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        line = running.stdout.readline()
        assert line, running.stderr.read()[-2000:]
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    assert running.returncode == -signal.SIGKILL
    seen: dict[str, int] = json.loads(line)
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_roll_whose_import_was_killed_is_not_half_there_and_can_be_taken_in_again(
    home: Home, store: Store, tmp_path: Path
) -> None:
    roll = tmp_path / "padron.csv"
    letters = str.maketrans("0123456789", "abcdefghij")
    names = [f"Ñandúbez{number}".translate(letters) for number in range(LINES)]
    people = [f"{name},Rosaura,{20_000_000 + number}" for number, name in enumerate(names)]
    roll.write_text("\n".join(["apellido,nombres,documento", *people]), encoding="utf-8")
    store.do(note_down, name="Peña")
    before = store.ask(verify_journal).entries
    store.close()
    assert killed("import", home.record, str(roll))["written"] == LINES + 1
    half = home.record.with_name("record.db-wal").stat().st_size
    assert half > 100_000, "half of it was on the disk"
    assert store.ask(count) == 1
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.entries) == (True, before)
    assert store.do(import_rows, lines=read_roll(roll.read_bytes()).lines).outcome.new == LINES
    assert store.ask(count) == LINES + 1
    assert store.ask(verify_journal).ok


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize(("moment", "there"), [("before", 2000), ("after", 4000), ("noting", 4000)])
def test_a_hand_over_that_was_killed_goes_on_where_it_was_and_sends_nothing_twice(
    desk: Store, eyes: Engine, tmp_path: Path, moment: str, there: int
) -> None:
    desk.do(note_down_many, count=4500)
    whole = desk.ask(pending)
    desk.close()
    assert killed("sync", tmp_path / "desk0" / "record.db", moment)["sent"] == there
    assert one(eyes, "SELECT count(*) FROM app.entry") == there
    assert desk.ask(verify_journal).ok
    assert desk.ask(pending) == whole - 2000
    handed = hand_over_now(desk)
    assert (handed.pending, handed.quarantined) == (0, 0)
    everything_is_there(desk, eyes)
    assert desk.ask(verify_journal).ok
