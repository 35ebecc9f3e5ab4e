"""The record's one thread: whoever waits at the door is written down before the screens look again."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest

from desktop.record_thread import RecordThread


@pytest.fixture
def held():
    """A record thread that is busy until the test lets go of it."""
    thread, let_go = RecordThread(), threading.Event()
    busy = thread.submit(let_go.wait, writes=False)
    yield thread, let_go
    let_go.set()
    busy.result(10)
    thread.shutdown(wait=True)


def test_what_is_written_goes_before_what_is_asked_and_each_in_its_order(held):
    thread, let_go = held
    order: list[str] = []

    def job(name: str, *, writes: bool) -> Future[None]:
        answer: Future[None] = thread.submit(lambda: order.append(name), writes=writes)
        return answer

    waiting = [
        job("look at the door", writes=False),
        job("first card", writes=True),
        job("look at the agenda", writes=False),
        job("second card", writes=True),
    ]
    let_go.set()
    for one in waiting:
        one.result(10)
    assert order == ["first card", "second card", "look at the door", "look at the agenda"]


def test_no_question_begins_while_a_card_is_read_but_the_card_is_written():
    thread, order = RecordThread(), []
    thread.hold_questions(60.0)
    asked = thread.submit(lambda: order.append("look at the door"), writes=False)
    thread.submit(lambda: order.append("card"), writes=True).result(10)
    assert order == ["card"]
    thread.hold_questions(0.0)
    asked.result(10)
    thread.hold_questions(60.0)
    last = thread.submit(lambda: order.append("closing"), writes=False)
    thread.shutdown(wait=True)
    last.result(0)
    assert order == ["card", "look at the door", "closing"]


def test_a_job_that_fails_is_told_to_whoever_asked_and_the_next_one_runs(held):
    thread, let_go = held
    broken = thread.submit(lambda: 1 // 0, writes=True)
    after = thread.submit(lambda: "still here", writes=True)
    let_go.set()
    with pytest.raises(ZeroDivisionError):
        broken.result(10)
    assert after.result(10) == "still here"


def test_what_waits_is_finished_before_it_ends_or_called_off_when_nobody_can_wait():
    patient, hasty, let_go = RecordThread(), RecordThread(), threading.Event()
    last = patient.submit(lambda: "written", writes=True)
    patient.shutdown(wait=True)
    assert last.result(0) == "written"
    hasty.submit(let_go.wait, writes=True)
    waiting = hasty.submit(lambda: "never", writes=False)
    hasty.shutdown(wait=False)
    assert waiting.cancelled()
    let_go.set()
    with pytest.raises(RuntimeError):
        hasty.submit(lambda: None, writes=True)
