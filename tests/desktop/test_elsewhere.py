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
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.server import DeskCard, enrol, server_init
from db.work import Store
from desktop.bridge import Bridge
from desktop.elsewhere import FollowElsewhere
from desktop.focus import Focus
from desktop.shell.presenter import FramePresenter
from tests.db.matching.scene import Scene, row
from tests.db.sync.evening import note_down
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


class Strip:
    """What the status strip says."""

    def __init__(self) -> None:
        self.desk, self.pending = "", (0, False)

    def show_sitting(self, title: str | None) -> None: ...

    def show_waiting(self, waiting: int) -> None: ...

    def show_desk(self, name: str) -> None:
        self.desk = name

    def show_pending(self, pending: int, *, enrolled: bool, online: bool) -> None:
        self.pending = (pending, enrolled)


def test_the_strip_follows_an_enrolment_and_a_contact_at_the_terminal(
    run: Run, bridge: Bridge, other: Store, server: str
) -> None:
    strip, focus = Strip(), Focus()
    server_init(server)
    card = DeskCard(other.identity.city_id, other.identity.desk_id, other.identity.district_id, "Ribera 7")
    said = []

    async def play() -> None:
        presenter = FramePresenter(strip, bridge, focus)
        bridge.follow_everything(presenter.look_at_pending)
        follow = FollowElsewhere(bridge, every_s=3600)
        follow.begin()
        await presenter.look()
        await bridge.settle()
        for write in (
            lambda: other.do(keep_credentials, credentials=enrol(server, card), name="Ribera 7"),
            lambda: hand_over_now(other),
            lambda: other.do(note_down, name="Peña"),
        ):
            write()
            follow.look()
            await bridge.settle()
            said.append((strip.desk, *strip.pending))
        follow.stop()

    run(play())
    (enrolled, sent, written) = said
    assert enrolled[0] == "Ribera 7"
    assert enrolled[1] > 0
    assert enrolled[2]
    assert sent == ("Ribera 7", 0, True)
    assert written == ("Ribera 7", 1, True)


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
