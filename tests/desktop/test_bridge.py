"""The bridge loses nothing, shows every error to the right place, and closes with everything done."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from db.changes import Changes
from db.errors import Refused, Unavailable
from desktop.bridge import AGAIN, IGNORE, QUEUE, Bridge
from tests.desktop.slow_record import Door, SlowStore, check_in


async def until(true: Callable[[], bool]) -> None:
    """Lets Qt and asyncio go on until something has happened; the test's own time limit bounds it."""
    while not true():
        await asyncio.sleep(0)


@pytest.fixture
def record() -> SlowStore:
    return SlowStore()


@pytest.fixture
def desk(run, shown, record):
    made = shown.bridge(record)
    yield made
    record.go.set()
    assert run(made.close())


def test_a_card_scanned_while_another_is_being_stored_is_stored_too(run, desk, record, shown):
    door = Door()

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)

    async def evening() -> None:
        desk.on(door.scanned, arrive, QUEUE)
        record.go.clear()
        door.scanned.emit("Rosa")
        await until(record.began.is_set)
        for card in ("Juan", "refuse", "Marta"):
            door.scanned.emit(card)
        record.go.set()
        await desk.settle()

    run(evening())
    assert record.cards == ["Rosa", "Juan", "Marta"]
    assert shown.refused == ["already_there"]
    assert len(record.threads) == 1


def test_the_second_press_of_a_double_click_does_nothing(run, bridge):
    door, pressed, go = Door(), [], asyncio.Event

    async def evening() -> None:
        gate = go()

        async def close_sitting() -> None:
            pressed.append("closed")
            await gate.wait()

        bridge.on(door.pressed, close_sitting, IGNORE)
        door.pressed.emit(True)
        await until(lambda: bool(pressed))
        door.pressed.emit(True)
        gate.set()
        await bridge.settle()
        door.pressed.emit(True)
        await bridge.settle()

    run(evening())
    assert pressed == ["closed", "closed"]


def test_looking_again_skips_what_is_old_and_never_the_newest(run, bridge):
    door, looked = Door(), []

    async def evening() -> None:
        gate = asyncio.Event()

        async def look(text: str) -> None:
            looked.append(text)
            await gate.wait()

        bridge.on(door.scanned, look, AGAIN)
        door.scanned.emit("r")
        await until(lambda: bool(looked))
        for text in ("ro", "ros", "rosa"):
            door.scanned.emit(text)
        gate.set()
        await bridge.settle()

    run(evening())
    assert looked == ["r", "rosa"]


def test_followers_hear_of_their_nouns_alone_and_after_the_commit(run, desk, record):
    heard: list[tuple[str, int]] = []

    async def evening() -> None:
        desk.follow(("presence",), lambda changes: heard.append(("presence", len(record.cards))))
        desk.follow(("issue",), lambda changes: heard.append(("issue", 0)))
        done = await desk.do(check_in, card="Rosa")
        assert done.outcome == 1
        await desk.settle()

    run(evening())
    assert heard == [("presence", 1)]


def test_a_commit_is_told_even_when_nobody_waits_for_it_any_more(run, desk, record):
    heard: list[Changes] = []

    async def evening() -> None:
        desk.follow(("presence",), heard.append)
        record.go.clear()
        waiting = asyncio.ensure_future(desk.do(check_in, card="Rosa"))
        await until(record.began.is_set)
        waiting.cancel()
        record.go.set()
        await desk.settle()

    run(evening())
    assert record.cards == ["Rosa"]
    assert len(heard) == 1


def test_a_burst_of_cards_is_stored_before_the_screens_look_and_they_look_once(run, desk, record):
    door, heard = Door(), list[list[str]]()

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)

    async def evening() -> None:
        desk.on(door.scanned, arrive, QUEUE)
        desk.follow(("presence",), lambda: heard.append(list(record.cards)))
        for card in ("Rosa", "Juan", "Marta"):
            door.scanned.emit(card)
        await desk.settle()

    run(evening())
    assert heard == [["Rosa", "Juan", "Marta"]]


def test_changes_that_come_while_one_looks_are_told_together_afterwards(run, desk):
    heard: list[Changes] = []

    async def evening() -> None:
        gate = asyncio.Event()

        async def look(changes: Changes) -> None:
            heard.append(changes)
            await gate.wait()

        desk.follow(("presence", "issue"), look)
        desk.tell(Changes({"presence": frozenset({"1"})}))
        await until(lambda: bool(heard))
        desk.tell(Changes({"presence": frozenset({"2"})}))
        desk.tell(Changes({"issue": frozenset({"3"})}))
        gate.set()
        await desk.settle()

    run(evening())
    assert [dict(changes.rows) for changes in heard[1:]] == [{"presence": frozenset("2"), "issue": frozenset("3")}]


@pytest.mark.parametrize(
    ("error", "where"),
    [
        (Refused("closed"), "refused"),
        (Unavailable("no_network"), "unavailable"),
        (ValueError("a bug"), "crashed"),
    ],
)
def test_every_error_of_a_handler_is_shown_where_its_kind_belongs(run, shown, error, where):
    bridge: Bridge = shown.bridge()
    door = Door()

    def plain(card: str) -> None:
        raise error

    async def later(card: str) -> None:
        raise error

    async def evening() -> None:
        bridge.on(door.scanned, plain, QUEUE)
        bridge.on(door.scanned, later, QUEUE)
        door.scanned.emit("Rosa")
        await bridge.settle()
        assert await bridge.close()

    run(evening())
    counts = {name: len(getattr(shown, name)) for name in ("refused", "unavailable", "crashed")}
    assert counts == {"refused": 0, "unavailable": 0, "crashed": 0} | {where: 2}


def test_connecting_keeps_the_presenter_alive(run, bridge):
    door = Door()
    seen: list[str] = []

    class Presenter:
        def arrive(self, card: str) -> None:
            seen.append(card)

    async def evening() -> None:
        bridge.on(door.scanned, Presenter().arrive, QUEUE)
        gc.collect()
        door.scanned.emit("Rosa")
        await bridge.settle()

    run(evening())
    assert seen == ["Rosa"]


def test_a_quiet_retry_is_told_apart_from_what_a_person_asked_for(run, bridge, shown):
    async def unreachable() -> None:
        raise Unavailable("no_network")

    async def evening() -> None:
        bridge.start(unreachable())
        bridge.start(unreachable(), asked=True)
        await bridge.settle()

    run(evening())
    assert shown.unavailable == [("no_network", False), ("no_network", True)]


def test_closing_finishes_what_was_begun_and_then_lets_go_of_the_record(run, shown, record):
    door = Door()

    async def evening() -> None:
        bridge = shown.bridge(record)

        async def arrive(card: str) -> None:
            await bridge.do(check_in, card=card)

        bridge.on(door.scanned, arrive, QUEUE)
        record.go.clear()
        for card in ("Rosa", "Juan"):
            door.scanned.emit(card)
        await until(record.began.is_set)
        closing = asyncio.ensure_future(bridge.close())
        await asyncio.sleep(0)
        record.go.set()
        assert await closing
        door.scanned.emit("too late")

    run(evening())
    assert record.cards == ["Rosa", "Juan"]
    assert record.closed


def test_closing_does_not_wait_for_ever_for_a_job_that_hangs(run, shown):
    go = threading.Event()

    async def evening() -> None:
        bridge = shown.bridge()

        async def push() -> None:
            await bridge.off(go.wait, 15)

        bridge.start(push())
        await asyncio.sleep(0)
        assert not await bridge.close(0.05)

    run(evening())
    go.set()


def test_a_worker_that_tries_to_end_the_program_is_a_bug_like_any_other(run, shown):
    async def evening() -> None:
        bridge = shown.bridge()

        async def push() -> None:
            await bridge.off(sys.exit, 3)

        bridge.start(push())
        await bridge.settle()
        assert await bridge.close()

    run(evening())
    assert [type(error) for error in shown.crashed] == [RuntimeError]


def test_the_window_lives_on_while_a_worker_is_slow(run, bridge):
    go, ticks = threading.Event(), []

    async def tick() -> None:
        while not go.is_set():
            ticks.append(1)
            if len(ticks) > 50:
                go.set()
            await asyncio.sleep(0)

    async def evening() -> None:
        bridge.start(tick())
        assert await bridge.off(go.wait, 15)

    run(evening())
    assert len(ticks) > 50


def test_the_record_opens_on_the_thread_on_which_it_is_used(run, shown, record):
    names: list[str] = []

    def opener() -> Any:
        names.append(threading.current_thread().name)
        return SimpleNamespace(store=record)

    async def evening() -> None:
        bridge = shown.bridge()
        assert not bridge.is_open
        await bridge.open(opener)
        await bridge.do(check_in, card="Rosa")
        assert await bridge.ask(lambda session: len(session.cards)) == 1
        assert await bridge.close()

    run(evening())
    assert record.threads == set(names)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None count no references from 3.12 on")
def test_signals_do_not_use_up_true_and_none(qapp):
    """PySide6 6.12.0 loses a reference to them at every emission and ends the interpreter after some hundred."""
    door = Door()
    seen: list[bool] = []
    door.pressed.connect(seen.append)
    door.pressed.emit(True)
    before = sys.getrefcount(True)
    for _ in range(200):
        door.pressed.emit(True)
    seen.clear()
    assert sys.getrefcount(True) > before - 100
