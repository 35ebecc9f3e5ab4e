"""The book of names is open before the first call comes in, and nobody at the door has waited for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from db.residents.commands import correct, enrol
from db.work import Store
from desktop.bridge import Bridge
from desktop.matching.open_book import OpenBook
from tests.db.matching.scene import Scene, row
from tests.db.matching.test_opening import pages_read

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


@pytest.fixture
def saved() -> list[str]:
    return []


@pytest.fixture
def bridge(run: Run, store: Store, saved: list[str]) -> Iterator[Bridge]:
    troubles: list[BaseException] = []
    made = Bridge(
        store, refused=troubles.append, unavailable=lambda no, _: troubles.append(no), crashed=troubles.append,
        saved=lambda: saved.append("saved"),
    )  # fmt: skip
    yield made
    assert run(made.close())
    assert not troubles


async def _calm(book: OpenBook, bridge: Bridge) -> None:
    while not book.at_rest:
        await asyncio.sleep(0)  # one turn of the loop
        await bridge.settle()


async def _open(bridge: Bridge) -> OpenBook:
    book = OpenBook(bridge, calm_s=0)
    book.begin()
    await _calm(book, bridge)
    return book


def test_the_first_call_of_an_evening_finds_the_book_open(
    run: Run, bridge: Bridge, scene: Scene, saved: list[str]
) -> None:
    run(_open(bridge))
    with pages_read(scene.store) as read:
        scene.take_in(row("Rosa Peña"))
    assert scene.group("Rosa Peña").residents
    assert not read
    assert not saved, "the window says that something was stored, and nobody has written anything"


def test_a_neighbour_who_is_written_on_the_roll_meanwhile_is_in_the_book(
    run: Run, bridge: Bridge, scene: Scene
) -> None:
    async def evening() -> None:
        book = await _open(bridge)
        await bridge.do(enrol, family_name="Etchebarne", given_names="Luz")
        await bridge.settle()
        await _calm(book, bridge)

    run(evening())
    with pages_read(scene.store) as read:
        scene.take_in(row("Luz Etchebarne"))
    assert scene.group("Luz Etchebarne").residents
    assert not read


def test_a_card_goes_in_between_two_portions(run: Run, bridge: Bridge, scene: Scene) -> None:
    """Whoever writes while the book is being opened is not made to wait for the rest of it."""
    order: list[str] = []

    async def evening() -> None:
        book = OpenBook(bridge, calm_s=0)
        ask = bridge.ask

        async def portion(query: Any, *args: Any, **facts: Any) -> Any:
            found = await ask(query, *args, **facts)
            order.append("portion")
            if len(order) == 3:
                bridge.start(card())
            return found

        async def card() -> None:
            await bridge.do(correct, resident_id=scene.roll["marta"], given_names="Marta Inés")
            order.append("card")

        bridge.ask = portion  # type: ignore[method-assign]
        book.begin()
        await _calm(book, bridge)

    run(evening())
    assert order.index("card") < 6
    assert order[-3:] == ["portion"] * 3, "the book is opened again after what was written"


def test_a_window_that_closes_while_the_book_opens_does_not_wait_for_it(run: Run, bridge: Bridge, scene: Scene) -> None:
    async def evening() -> bool:
        book = OpenBook(bridge, calm_s=0)
        book.begin()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        book.stop()
        assert await bridge.close()
        return book.at_rest

    assert run(evening())
    with pages_read(scene.store) as read:
        scene.take_in(row("Rosa Peña"))
    assert read, "the book was not opened to its end"
