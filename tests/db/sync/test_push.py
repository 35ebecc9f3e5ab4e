"""The hand-over: what a laptop wrote arrives, once, and the server's state is what the laptop's is."""

from __future__ import annotations

from sqlalchemy import Engine

from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store
from tests.db.sync.shared import one


def test_everything_that_was_written_arrives_and_nothing_is_pending(desk: Store, eyes: Engine) -> None:
    waiting = desk.ask(pending)
    handed = hand_over_now(desk)
    assert waiting >= 7
    assert (handed.sent, handed.confirmed, handed.pending, handed.quarantined) == (waiting, waiting, 0, 0)
    assert one(eyes, "SELECT count(*) FROM app.entry") == waiting
    assert one(eyes, "SELECT count(*) FROM app.district") > 0
