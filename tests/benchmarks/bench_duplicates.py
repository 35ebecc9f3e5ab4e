"""Who is on the roll twice, and reading through merges: on the roll of a city, with as many merges as a year brings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.checkin.queries import attendance, people
from db.checkin.tables import Presence
from db.duplicates.queries import proposals
from db.home import Home
from db.residents.tables import Merge, Resident
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store, Work
from tests.benchmarks.big_roll import make_home, write_roll

NEIGHBOURS, MERGES = 6_500, 300
AT_MOST = 1.0
"""Seconds to find everybody who may be on the roll twice."""
DEARER = 4.0
"""How many times as long a sitting of 200 may take to be counted when three hundred people are several rows."""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    store = make_home(home)
    write_roll(store, NEIGHBOURS, regulars=0)
    yield store
    store.close()


def come(work: Work, *, sitting_id: str) -> None:
    ids = list(work.session.scalars(select(Resident.id)))
    for who in random.Random(3).sample(ids, 200):
        work.session.add(
            Presence(sitting_id=sitting_id, resident_id=who, way="room", arrived_at=work.clock.now(), source="search")
        )


def join(work: Work) -> None:
    ids = iter(random.Random(4).sample(list(work.session.scalars(select(Resident.id))), 2 * MERGES))
    for kept, absorbed in zip(ids, ids, strict=True):
        work.session.add(Merge(kept_id=kept, absorbed_id=absorbed, why="decided", evidence=[], decided_by="Ribera 1"))


def test_everybody_who_may_be_there_twice_is_found_in_a_second(city: Store, measured: Any) -> None:
    found = measured(f"proposals among {NEIGHBOURS}", lambda: city.ask(proposals), rounds=3)
    one = city.ask(lambda session: session.scalars(select(Resident.id).limit(1)).one())
    about = measured("proposals about one of them", lambda: city.ask(proposals, about=[one]))
    assert found < AT_MOST
    assert about < found


def test_a_sitting_is_counted_as_quickly_with_merges_as_without(city: Store, measured: Any) -> None:
    sitting = city.do(plan_sitting, title="Faroles", council="Consejo El Muelle", starts_at=city.clock.now()).outcome
    city.do(open_sitting, sitting_id=sitting)
    city.do(come, sitting_id=sitting)

    def counted() -> None:
        city.ask(attendance, sitting_id=sitting)
        city.ask(people, sitting_id=sitting)

    without = measured("a sitting of 200, no merges", counted)
    city.do(join)
    through = measured(f"a sitting of 200, {MERGES} merges", counted)
    assert through < DEARER * without
