"""The hand-over that nobody asks for: it begins by itself, is patient, and stands in nobody's way."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from db.errors import Unavailable
from db.organisations.tables import Organisation
from db.sync.commands import keep_credentials
from db.sync.door import Door
from db.sync.queries import pending, receipts, sync_status
from db.sync.reach import Credentials
from db.sync.server import DeskCard, enrol, server_init
from db.work import Store, Work
from desktop.bridge import Bridge
from desktop.sync.courier import Courier, courier_of


def note_down(work: Work) -> None:
    work.session.add(Organisation(name="Club El Ancla", folded="club el ancla", kind="club"))


@pytest.fixture
def enrolled(store: Store, server: str) -> Store:
    server_init(server)
    identity = store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(server, card))
    return store


def nowhere(store: Store) -> None:
    kept = Credentials(store.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y")
    store.do(keep_credentials, credentials=kept)


def courier(bridge: Bridge) -> Courier:
    return Courier(bridge, chance=lambda: 0.5)


def test_what_is_written_is_sent_a_few_seconds_later(run: Any, bridged: Bridge, enrolled: Store) -> None:
    async def evening() -> tuple[float | None, float | None]:
        made = courier(bridged)
        made.begin()
        at_start = made.due_in
        await made.call()
        await bridged.do(note_down)
        await bridged.settle()
        soon = made.due_in
        made.stop()
        return at_start, soon

    at_start, soon = run(evening())
    assert at_start is not None
    assert at_start > 5  # whoever opens the laptop comes first
    assert soon is not None
    assert soon < 5
    assert enrolled.ask(pending) == 1


def test_a_call_that_finds_nothing_to_do_leaves_no_receipt(run: Any, bridged: Bridge, enrolled: Store) -> None:
    async def evening() -> None:
        made = courier(bridged)
        await made.call()
        await made.call()
        await made.hand_over()
        made.stop()

    run(evening())
    assert [one.sent > 0 for one in enrolled.ask(receipts)] == [False, True]


def test_one_cut_of_the_line_is_not_yet_called_being_offline(
    run: Any, bridged: Bridge, store: Store, shown: Any
) -> None:
    nowhere(store)

    async def evening() -> list[bool]:
        made = courier(bridged)
        offline = []
        for _ in range(2):
            await made.call()
            offline.append((await bridged.ask(sync_status)).offline_since is not None)
        made.stop()
        return offline

    # The first failure waits to be confirmed by the next one; nobody is shown a banner for either.
    assert run(evening()) == [False, True]
    assert shown.unavailable == []


def test_a_person_who_presses_the_button_is_told_at_once(run: Any, bridged: Bridge, store: Store) -> None:
    nowhere(store)

    async def evening() -> bool:
        made = courier(bridged)
        with pytest.raises(Unavailable, match="server_unreachable"):
            await made.hand_over()
        made.stop()
        return (await bridged.ask(sync_status)).offline_since is not None

    assert run(evening())


def test_a_laptop_on_its_own_never_calls_anybody(
    run: Any, bridged: Bridge, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(Door, "hello", lambda door: called.append("hello"))

    async def evening() -> None:
        made = courier(bridged)
        await made.call()
        made.stop()

    run(evening())
    assert called == []
    assert store.ask(pending) > 0


def test_two_that_are_wanted_at_once_are_one_after_the_other(
    run: Any, bridged: Bridge, enrolled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []
    most: list[int] = []
    real = Door.hello
    lock = threading.Lock()

    def counted(door: Door) -> Any:
        with lock:
            inside.append(1)
            most.append(len(inside))
        try:
            return real(door)
        finally:
            with lock:
                inside.pop()

    monkeypatch.setattr(Door, "hello", counted)

    async def evening() -> None:
        import asyncio

        made = courier(bridged)
        await asyncio.gather(made.call(), made.hand_over())
        made.stop()

    run(evening())
    assert most == [1, 1]


def test_whoever_follows_hears_how_far_it_is_and_when_it_is_over(run: Any, bridged: Bridge, enrolled: Store) -> None:
    heard: list[Any] = []

    async def evening() -> None:
        made = courier(bridged)
        made.follow(heard.append)
        await made.hand_over()
        made.stop()

    run(evening())
    assert heard[-1] is None
    assert heard[0].confirmed > 0


def test_a_record_has_one_courier(bridged: Bridge) -> None:
    assert courier_of(bridged) is courier_of(bridged)
