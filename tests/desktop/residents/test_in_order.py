"""The index of the search is put in order by itself, when much has changed and nobody is waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from db.bulk import add_rows
from db.residents.search import index_residents
from db.residents.tables import Resident
from db.work import Store, Work
from desktop.bridge import Bridge
from desktop.residents.in_order import MANY, InOrder

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PART = 250


@pytest.fixture
def bridge(quiet_bridge: Bridge) -> Bridge:
    return quiet_bridge


def _some(work: Work, *, numbers: Sequence[int]) -> None:
    rows = [{"family_name": f"Muchedumbre{n}", "given_names": "Alba", "document": str(20_000_000 + n)} for n in numbers]
    index_residents(work.session, add_rows(work, Resident, rows))


def _parts(store: Store) -> int:
    with store.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM search_words_idx").scalar() or 0


async def _people_come_in(bridge: Bridge, many: int) -> None:
    for first in range(0, many, PART):
        await bridge.do(_some, numbers=range(first, first + PART))
    await bridge.settle()


def test_a_roll_that_was_taken_in_leaves_an_index_in_order(run: Run, bridge: Bridge, store: Store) -> None:
    keeper = InOrder(bridge, calm_s=0)
    run(keeper.begin())
    run(_people_come_in(bridge, MANY))

    async def calm() -> None:
        while not keeper.at_rest:
            await asyncio.sleep(0)  # one turn of the loop
            await bridge.settle()

    run(calm())
    assert _parts(store) == 1


def test_nothing_is_moved_about_for_a_few_people_nor_before_it_is_calm(run: Run, bridge: Bridge, store: Store) -> None:
    keeper = InOrder(bridge, calm_s=3600)
    run(keeper.begin())
    run(_people_come_in(bridge, MANY - PART))
    assert keeper.at_rest
    run(_people_come_in(bridge, PART))
    left = _parts(store)
    assert not keeper.at_rest
    assert left > 1
    keeper.stop()
    assert keeper.at_rest
    assert _parts(store) == left
