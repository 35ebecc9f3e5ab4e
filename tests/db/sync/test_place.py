"""More laptops than the server has places for: each waits its turn for a moment, and none is shut out."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, make_url, text

from db.errors import Unavailable
from db.sync import door
from db.sync.door import Door
from db.sync.pace import for_a_place
from db.work import Store
from tests.db.sync.shared import link_of


def places(eyes: Engine, shared: str, limit: int) -> None:
    with eyes.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{make_url(shared).database}" CONNECTION LIMIT {limit}'))
        connection.commit()


def test_a_laptop_that_finds_no_place_knocks_again_and_gets_the_next_one(
    desk: Store, eyes: Engine, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places(eyes, shared, 0)
    waited: list[float] = []

    def somebody_leaves(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            places(eyes, shared, -1)

    monkeypatch.setattr(door.time, "sleep", somebody_leaves)
    here = Door(link_of(desk))
    assert here.hello().head.seq == 0
    here.close()
    assert len(waited) == 3
    assert all(0 < seconds <= 2 for seconds in waited)


def test_a_laptop_that_never_finds_a_place_says_that_the_server_is_busy_not_that_it_is_shut_out(
    desk: Store, eyes: Engine, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places(eyes, shared, 0)
    monkeypatch.setattr(door, "_FOR_A_PLACE_S", -1.0)
    here = Door(link_of(desk))
    with pytest.raises(Unavailable) as no:
        here.hello()
    here.close()
    assert no.value.code == "server_busy"


def test_knocks_come_slower_and_never_all_at_once() -> None:
    soonest, latest = ([for_a_place(tries=n, chance=chance) for n in range(8)] for chance in (0.0, 1.0))
    assert soonest == sorted(soonest)
    assert all(late >= 2 * soon for soon, late in zip(soonest, latest, strict=True))
    assert latest[-1] == 2.0
