"""A long page is written in portions as long as the laptop takes some hundredths of a second for."""

from __future__ import annotations

from typing import Any

from db.sync.portions import AIM_S, LEAST, MOST, Portions, next_size
from db.sync.taking import Page, Told


def page_of(count: int) -> Page:
    entries: list[dict[str, Any]] = [{"desk_seq": number} for number in range(count)]
    return Page(rewind=False, entries=tuple(map(Told, entries)))


def test_a_quick_laptop_takes_more_at_a_time_and_a_slow_one_no_less_than_a_few() -> None:
    assert next_size(200, AIM_S / 2) == 400
    assert next_size(200, AIM_S / 100) == 400, "never more than twice as many"
    assert next_size(400, AIM_S / 100) == MOST
    assert next_size(400, AIM_S * 2) == 200
    assert next_size(400, 10.0) == LEAST


def test_portions_are_the_whole_page_in_its_order_and_only_the_last_moves_the_cursor() -> None:
    for fixed in (None, 1, 7, 250, 251):
        parts = list(Portions(fixed).of(page_of(250)))
        assert [one.entry["desk_seq"] for part in parts for one in part.entries] == list(range(250))
        assert [part.whole for part in parts] == [*[False] * (len(parts) - 1), True]


def test_whoever_reckons_beside_the_record_stands_still_while_a_card_is_written_but_not_for_ever() -> None:
    paused: list[float] = []
    waits = iter([True, True, False])
    Portions(waits=lambda seconds: next(waits), pause=paused.append).give_way_beside()
    assert len(paused) == 2
    Portions(waits=lambda seconds: True, pause=paused.append).give_way_beside()
    assert 0.05 < sum(paused) < 0.2


def test_a_page_without_entries_is_one_portion_for_its_erasures_and_its_cursor() -> None:
    (only,) = Portions().of(page_of(0))
    assert only.whole
