"""Laptops and a server of different versions: whoever is behind keeps what it does not know, and folds it later."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from db.organisations.tables import Organisation
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store, Work
from tests.db.sync.shared import one, rows, state

ROOT = Path(__file__).resolve().parents[3]
NewDesk = Callable[..., Store]


def newer(what: str, *told: str) -> dict[str, Any]:
    """Has the program of a later version do something, and answers what it tells."""
    # Its schema is a later one before anybody asks for it.
    program = (
        "import sys; from db import schema; schema.HEAD = '0099'\n"
        "from tests.db.sync.newer import main; main(*sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, what, *told], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def record_of(store: Store) -> str:
    with store.engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])


def calls(work: Work, *, whom: str) -> None:
    """Somebody at the laptop that is behind writes on the row of which it knows a part."""
    work.session.scalars(select(Organisation)).one().contact = whom


def test_what_a_laptop_two_versions_ahead_writes_is_kept_by_all_and_folded_when_each_is_upgraded(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    ahead, behind = new_desk(), new_desk()
    assert newer("write", record_of(ahead)) == {"pending": 0}
    # The server is behind: it keeps all of it, says so, and has the rest of the row in its state.
    assert rows(eyes, "SELECT DISTINCT reason FROM app.server_aside ORDER BY 1") == [
        ("field_unknown",), ("noun_unknown",),
    ]  # fmt: skip
    # So does a laptop that is behind; what it writes on the same row takes nothing away.
    assert hand_over_now(behind).received > 0
    assert behind.ask(verify_journal).ok
    (club,) = state(behind.engine, "organisation", schema="").values()
    assert club["name"] == "Club"
    behind.do(calls, whom="Ana")
    hand_over_now(behind)
    # The server is upgraded first, and folds what had waited.
    assert newer("server", shared) == {"fresh": False}
    assert one(eyes, "SELECT name FROM app.pet") == "Tom"
    assert rows(eyes, "SELECT mascot, contact FROM app.organisation") == [("perro", "Ana")]
    assert one(eyes, "SELECT count(*) FROM app.server_aside") == 0
    # A laptop that is behind goes on with it as before.
    behind.do(calls, whom="Luz")
    assert hand_over_now(behind).pending == 0
    assert behind.ask(pending) == 0
    behind.close()
    ahead.close()
    for record in (record_of(ahead), record_of(behind)):
        told = newer("meet", record, shared)
        assert (told["pets"], told["mascots"], told["contacts"]) == (["Tom"], ["perro"], ["Luz"])
        assert told["same"] is True
        assert told["ok"] is True
