"""A long queue goes on two lines at once: in order, once, and on one where there is no place for a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.errors import Unavailable
from db.sync import errand, lines, queries
from db.sync.door import Answer, Batch, Door
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store
from tests.db.sync.evening import note_down_many
from tests.db.sync.shared import link_of, one, rows, state

Push = Callable[[Door, Batch], Answer]
FEW = 5


@pytest.fixture
def queue(desk: Store, monkeypatch: pytest.MonkeyPatch) -> int:
    """Something to send that is a long queue here: batches of five. Answers how many entries."""
    monkeypatch.setattr(errand, "next_batch", partial(queries.next_batch, limit=FEW))
    monkeypatch.setattr(lines, "LONG", 2 * FEW)
    desk.do(note_down_many, count=8 * FEW)
    return desk.ask(pending)


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Door, int, bool]]:
    """Every push: on which line, from which number, and whether it came too early."""
    seen: list[tuple[Door, int, bool]] = []
    push = Door.push

    def watched(door: Door, batch: Batch) -> Answer:
        answer = push(door, batch)
        seen.append((door, batch.first_seq, answer.expected))
        return answer

    monkeypatch.setattr(Door, "push", watched)
    return seen


def everything_is_there(desk: Store, eyes: Engine, count: int) -> None:
    assert rows(eyes, "SELECT count(*), max(desk_seq), count(DISTINCT desk_seq) FROM app.entry") == [(count,) * 3]
    assert state(eyes, "organisation") == state(desk.engine, "organisation", schema="")
    assert desk.ask(pending) == 0


def test_a_long_queue_takes_two_lines_and_arrives_in_order(
    desk: Store, eyes: Engine, queue: int, pushed: list[tuple[Door, int, bool]]
) -> None:
    handed = hand_over_now(desk)
    assert (handed.sent, handed.confirmed, handed.pending, handed.rewound) == (queue, queue, 0, False)
    assert len({id(door) for door, _, _ in pushed}) == 2
    everything_is_there(desk, eyes, queue)
    first = [number for (number,) in rows(eyes, "SELECT first_seq FROM app.server_push ORDER BY commit_no")]
    assert first == list(range(1, queue + 1, FEW))
    # Whoever came to the end hangs up on both.
    assert one(eyes, f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{link_of(desk).role}'") == 0


def test_where_there_is_no_place_for_a_second_line_the_first_does_it_alone(
    desk: Store, eyes: Engine, queue: int, pushed: list[tuple[Door, int, bool]]
) -> None:
    with eyes.begin() as connection:
        connection.execute(text(f'ALTER ROLE "{link_of(desk).role}" CONNECTION LIMIT 1'))
    handed = hand_over_now(desk)
    assert (handed.confirmed, handed.pending, handed.rewound) == (queue, 0, False)
    assert len({id(door) for door, _, _ in pushed}) == 1
    everything_is_there(desk, eyes, queue)


def test_a_second_line_that_is_cut_costs_nothing(
    desk: Store, eyes: Engine, queue: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    push, on = Door.push, list[int]()

    def cut(door: Door, batch: Batch) -> Answer:
        on.append(id(door))
        if len(set(on)) == 2 and id(door) != on[0] and on.count(id(door)) == 2:
            push(door, batch)  # it is there, only the answer was lost
            raise Unavailable("server_unreachable")
        return push(door, batch)

    monkeypatch.setattr(Door, "push", cut)
    handed = hand_over_now(desk)
    assert (handed.confirmed, handed.pending, handed.rewound) == (queue, 0, False)
    everything_is_there(desk, eyes, queue)


class Telling(ThreadPoolExecutor):
    """Tells once it can be read that a batch came too early. Inside the push would be a moment before."""

    def __init__(self) -> None:
        super().__init__(4)
        self.overtook = threading.Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        going = super().submit(fn, *args, **kwargs)
        going.add_done_callback(lambda heard: self.overtook.set() if heard.result().expected else None)
        return going


def test_a_batch_that_overtakes_the_one_before_is_sent_again_and_nothing_counts_as_lost(
    desk: Store, eyes: Engine, queue: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    push, early = Door.push, list[int]()

    def overtaken(door: Door, batch: Batch) -> Answer:
        if batch.first_seq == 1:
            assert sending.overtook.wait(20)
        answer = push(door, batch)
        if answer.expected:
            early.append(batch.first_seq)
        return answer

    monkeypatch.setattr(Door, "push", overtaken)
    with Telling() as sending:
        monkeypatch.setattr(errand, "_LINES", sending)
        handed = hand_over_now(desk)
    # The next one leaves before this answer is written down, so a later one may overtake by itself: none does twice.
    assert early[0] == FEW + 1
    assert len(early) == len(set(early))
    assert (handed.sent, handed.confirmed, handed.pending, handed.rewound) == (queue, queue, 0, False)
    everything_is_there(desk, eyes, queue)
