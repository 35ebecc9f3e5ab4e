"""Figures that were put off are counted by themselves, once whoever writes has done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from db.changes import Changes
from db.insights.answers import source
from db.insights.kept import FromTallies
from db.insights.making import begin_anew
from db.places.city import City
from db.work import Store, Work
from desktop.bridge import Bridge
from desktop.insights.counting import Counting

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def bridge(quiet_bridge: Bridge) -> Bridge:
    return quiet_bridge


def _forget(work: Work, city: City) -> None:
    begin_anew(work.session, city.zone)


def test_what_is_due_is_counted_and_whoever_shows_figures_hears_of_it(
    run: Run, bridge: Bridge, store: Store, city: City
) -> None:
    store.do(_forget, city)
    heard: list[Changes] = []

    async def calm() -> None:
        bridge.follow(("figure",), heard.append)
        counting = Counting(bridge, calm_s=0)
        counting.begin()
        while not counting.at_rest:
            await asyncio.sleep(0)  # one turn of the loop
            await bridge.settle()

    run(calm())
    assert heard
    assert isinstance(store.ask(source, city.zone), FromTallies)


def test_nothing_is_counted_any_more_once_the_window_closes(run: Run, bridge: Bridge, store: Store, city: City) -> None:
    store.do(_forget, city)

    async def closed() -> None:
        counting = Counting(bridge, calm_s=3600)
        counting.begin()
        counting.stop()
        counting.look()
        assert counting.at_rest

    run(closed())
    assert not isinstance(store.ask(source, city.zone), FromTallies)
