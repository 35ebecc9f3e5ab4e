"""Nobody misses what was written first and became final last; and nobody else's long work holds a contact up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from db.engine import open_server
from db.sync.door import Batch
from db.sync.errand import hand_over_now
from db.sync.queries import next_batch
from db.sync.reach import as_desk, secured
from db.work import Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import link_of, rows, state
from tests.faults.kills import wait_for

NewDesk = Callable[..., Store]


@pytest.fixture
def slow(new_desk: NewDesk) -> Iterator[tuple[Store, Connection]]:
    """A laptop whose push the server has taken in, and which is not final yet."""
    desk = new_desk()
    desk.do(note_down, name="Lenta")
    link, batch = link_of(desk), desk.ask(next_batch)
    assert isinstance(batch, Batch)
    engine = open_server(secured(as_desk(link.server, role=link.role, password=link.password)))
    with engine.connect() as connection:
        connection.execute(
            text("SELECT app.push(:desk, :first, :before, CAST(:entries AS json))"),
            {"desk": link.desk_id, "first": batch.first_seq, "before": batch.prev_hash, "entries": batch.text},
        )
        yield desk, connection
    engine.dispose()


def test_a_push_that_became_final_after_a_later_one_is_missed_by_no_reader(
    new_desk: NewDesk, eyes: Engine, request: pytest.FixtureRequest
) -> None:
    reader, quick = new_desk(), new_desk()
    for desk in (reader, quick):
        hand_over_now(desk)
    quick.do(note_down, name="Rápida")
    _, unfinished = request.getfixturevalue("slow")
    pushing = threading.Thread(target=hand_over_now, args=(quick,))
    pushing.start()
    waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    wait_for(lambda: not pushing.is_alive() or bool(rows(eyes, waiting)))
    hand_over_now(reader)
    unfinished.commit()
    pushing.join(60)
    hand_over_now(reader)
    assert state(reader.engine, "resident", schema="") == state(eyes, "resident")
    assert {row["family_name"] for row in state(eyes, "resident").values()} == {"Lenta", "Rápida"}


def test_somebody_who_writes_all_evening_on_the_same_server_delays_no_hand_over(
    new_desk: NewDesk, eyes: Engine
) -> None:
    near, far = new_desk(), new_desk()
    with eyes.begin() as administrator:
        administrator.execute(text("CREATE TABLE app.something_long AS SELECT pg_current_xact_id()"))
        near.do(note_down, name="Peña")
        hand_over_now(near)
        assert hand_over_now(far).received > 0
        assert state(far.engine, "resident", schema="") == state(near.engine, "resident", schema="")
        administrator.rollback()
