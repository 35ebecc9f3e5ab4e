"""What another program writes into the file of an open window is seen there, and what nobody writes costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from db.changes import Changes
from db.clock import Clock
from db.engine import open_file
from db.home import Home
from db.matching.commands import confirm
from db.matching.queries import unresolved
from db.work import Store
from desktop.bridge import Bridge
from desktop.elsewhere import FollowElsewhere
from tests.db.matching.scene import Scene, row
from tests.record import KEY

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def bridge(quiet_bridge: Bridge) -> Bridge:
    return quiet_bridge


@pytest.fixture
def other(store: Store, home: Home) -> Iterator[Store]:
    """The command line on the same record."""
    clock = Clock()
    clock.desk = store.identity.desk_id
    made = Store(open_file(home.record, KEY), clock=clock, identity=store.identity, actor="consola")
    yield made
    made.close()


def test_the_badge_follows_what_the_command_line_decides(run: Run, bridge: Bridge, store: Store, other: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("La Gringa"), row("El Beto"))
    told: list[Changes] = []

    async def play() -> list[int]:
        bridge.follow_everything(told.append)
        follow = FollowElsewhere(bridge, every_s=3600)
        follow.begin()
        await bridge.settle()
        seen = [await bridge.ask(unresolved, sitting_id=scene.sitting)]
        other.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
        follow.look()
        await bridge.settle()
        seen.append(await bridge.ask(unresolved, sitting_id=scene.sitting))
        follow.look()
        await bridge.settle()
        follow.stop()
        return seen

    assert run(play()) == [2, 1]
    [changes] = told
    assert {"match", "presence", "alias"} <= changes.nouns
    assert changes.rows["match"] == {scene.group("La Gringa").id}


def test_own_writing_is_nobody_elses(run: Run, bridge: Bridge, store: Store) -> None:
    scene = Scene(store)
    told: list[Changes] = []

    async def play() -> None:
        follow = FollowElsewhere(bridge, every_s=3600)
        follow.begin()
        await bridge.settle()
        scene.take_in(row("La Gringa"))
        bridge.follow_everything(told.append)
        for _ in range(3):
            follow.look()
            await bridge.settle()
        follow.stop()

    run(play())
    assert told == []
