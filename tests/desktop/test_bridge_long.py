"""Long writings over the bridge: the screens look once, and the door goes first."""

from __future__ import annotations

import pytest

from db.changes import Changes
from desktop.bridge import CARD, IGNORE, QUEUE
from tests.desktop.slow_record import Door, SlowStore, check_in


@pytest.fixture
def record() -> SlowStore:
    return SlowStore()


@pytest.fixture
def desk(run, shown, record):
    made = shown.bridge(record)
    yield made
    record.go.set()
    assert run(made.close())


def test_screens_hear_of_a_long_writing_once_and_of_all_of_it(run, desk):
    heard: list[Changes] = []

    async def evening() -> None:
        desk.follow(["presence"], heard.append)
        for card in ("Rosa", "Juan", "Marta"):
            await desk.do_and_more(check_in, card=card)
            await desk.settle()
        assert not heard
        desk.tell_of_more()
        await desk.settle()

    run(evening())
    assert [changes.rows for changes in heard] == [{"presence": frozenset({"1"})}]


def test_whoever_has_much_to_write_waits_until_a_card_is_stored_but_not_for_ever(run, desk, record):
    door, order = Door(), []

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)
        order.append(card)

    async def evening() -> None:
        desk.on(door.scanned, arrive, QUEUE)
        door.scanned.emit("Rosa")
        await desk.give_way()
        order.append("more")
        record.go.clear()
        door.scanned.emit("Juan")
        await desk.give_way(2)
        order.append("more")
        record.go.set()
        await desk.settle()

    run(evening())
    assert order == ["Rosa", "more", "more", "Juan"]


def test_whoever_writes_much_lets_go_for_a_card_at_once_and_for_a_screen_soon(run, desk, record):
    door, told = Door(), []

    async def arrive(card: str) -> None:
        told.append(desk.is_waited_for(0.0))
        await desk.do(check_in, card=card)
        told.append(desk.is_waited_for(0.0))

    async def evening() -> None:
        desk.on(door.scanned, arrive, QUEUE)
        told.append(desk.is_waited_for(0.0))
        door.scanned.emit("Rosa")
        await desk.settle()
        record.go.clear()
        record.began.clear()
        writing = desk.start(_do(desk))
        await desk.off(record.began.wait, 10)
        asking = desk.start(_ask(desk))
        await desk.off(str)
        told.extend((desk.is_waited_for(0.0), desk.is_waited_for(0.1)))
        record.go.set()
        await desk.settle()
        assert writing.done()
        assert asking.done()

    run(evening())
    assert told == [False, True, False, False, True]
    assert desk.is_waited_for(1.0), "another program on the file"


def test_while_much_is_written_only_the_list_at_the_door_looks_after_each_card(run, desk):
    door, heard = Door(), []

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)

    async def evening() -> None:
        desk.on(door.scanned, arrive, CARD)
        desk.follow(["presence"], lambda _: heard.append("door"), at_once=True)
        desk.follow(["presence"], lambda _: heard.append("agenda"))
        door.scanned.emit("Rosa")
        await desk.settle()
        await desk.do_and_more(check_in, card="much")
        assert desk.has_more_to_tell
        for card in ("Juan", "Marta"):
            door.scanned.emit(card)
            await desk.settle()
        assert heard == ["door", "agenda", "door", "door"]
        desk.tell_of_more()
        assert not desk.has_more_to_tell
        await desk.settle()

    run(evening())
    assert heard == ["door", "agenda", "door", "door", "door", "agenda"]


def test_what_changes_nothing_puts_no_pane_off(run, desk, record):
    """The book of names is written while the evening begins: no screen has anything to see of it, nor waits for it."""
    door, heard = Door(), []

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)

    async def evening() -> None:
        desk.on(door.scanned, arrive, CARD)
        desk.follow(["presence"], lambda _: heard.append("agenda"))
        changes, record.changes = record.changes, Changes()
        await desk.do_and_more(check_in, card="a page of the book")
        record.changes = changes
        door.scanned.emit("Rosa")
        await desk.settle()

    run(evening())
    assert heard == ["agenda"]


@pytest.mark.parametrize("busy", [QUEUE, IGNORE])
def test_an_act_that_is_no_card_is_seen_at_once_though_much_is_written(run, desk, busy):
    """After F4 one types the notes of the next item: into those of the item before, while the screen still shows it."""
    button = Door()
    heard: list[Changes] = []

    async def act(what: str) -> None:
        await desk.do(check_in, card=what)

    async def evening() -> None:
        desk.on(button.scanned, act, busy)
        desk.follow(["presence"], heard.append)
        await desk.do_and_more(check_in, card="much")
        button.scanned.emit("F4")
        await desk.settle()

    run(evening())
    assert len(heard) == 1


def test_whoever_writes_much_stops_at_the_first_letters_of_a_card(run, desk):
    door, order = Door(), []

    async def arrive(card: str) -> None:
        await desk.do(check_in, card=card)
        order.append(card)

    async def pulled() -> None:
        await desk.let_the_door_go_first()
        order.append("more")

    async def evening() -> None:
        desk.on(door.scanned, arrive, QUEUE)
        desk.door.expect()
        assert desk.is_waited_for(0.0)
        pulling = desk.start(pulled())
        await desk.give_way(1)
        door.scanned.emit("Rosa")
        await desk.settle()
        assert pulling.done()
        assert not desk.is_waited_for(0.0)

    run(evening())
    assert order == ["Rosa", "more"]


def test_what_is_asked_for_a_card_goes_before_what_the_screens_ask(run, desk, record):
    door, order = Door(), []

    async def tell(name: str) -> None:
        order.append(await desk.ask(lambda _: name))

    async def evening() -> None:
        desk.on(door.scanned, tell, QUEUE)
        record.go.clear()
        record.began.clear()
        desk.start(_do(desk))
        await desk.off(record.began.wait, 10)
        desk.start(tell("agenda"))
        await desk.give_way(1)
        await desk.off(str)
        door.scanned.emit("Rosa")
        await desk.give_way(1)
        record.go.set()
        await desk.settle()

    run(evening())
    assert order == ["Rosa", "agenda"]


async def _do(desk) -> None:
    await desk.do_and_more(check_in, card="much")


async def _ask(desk) -> None:
    await desk.ask(lambda record: len(record.cards))
