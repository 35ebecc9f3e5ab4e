"""Turns to speak, and how evenly they were shared."""

from __future__ import annotations

import pytest

from db.agenda.commands import add_item, next_item
from db.agenda.floor import end_turn, give_floor
from db.agenda.queries import Equity, Share, attendants, equity, turns
from db.agenda.rules import way_of_speaking
from db.errors import Refused
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.sittings.council import arrives, neighbour, opened_sitting
from tests.record import HandClock


@pytest.fixture
def sitting(store: Store) -> str:
    """An open sitting whose first item is on the table."""
    made = opened_sitting(store)
    store.do(add_item, sitting_id=made, title="Plaza")
    store.do(add_item, sitting_id=made, title="Baches")
    store.do(next_item, sitting_id=made)
    return made


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def speaks(store: Store, sitting: str, who: str) -> str:
    return store.do(give_floor, sitting_id=sitting, resident_id=who).outcome


def test_the_next_speaker_ends_the_turn_of_the_last(store: Store, clock: HandClock, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho")
    juan = neighbour(store, "Juanelo", "Ceibal")
    arrives(store, sitting, rosa)
    arrives(store, sitting, juan, "zoom")
    speaks(store, sitting, rosa)
    clock.forward(seconds=80)
    speaks(store, sitting, juan)
    clock.forward(seconds=40)
    store.do(end_turn, sitting_id=sitting)
    clock.forward(minutes=9)
    told = [(turn.name, turn.way, turn.seconds(clock.now())) for turn in store.ask(turns, sitting_id=sitting)]
    assert told == [("Rosaura Pirincho", "room", 80), ("Juanelo Ceibal", "zoom", 40)]


def test_pressing_enter_twice_gives_one_turn(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    first = speaks(store, sitting, rosa)
    assert speaks(store, sitting, rosa) == first
    assert len(store.ask(turns, sitting_id=sitting)) == 1


def test_the_next_item_ends_the_turn_and_she_may_speak_again_on_it(
    store: Store, clock: HandClock, sitting: str
) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    speaks(store, sitting, rosa)
    clock.forward(seconds=30)
    store.do(next_item, sitting_id=sitting)
    clock.forward(seconds=30)
    speaks(store, sitting, rosa)
    first, second = store.ask(turns, sitting_id=sitting)
    assert (first.seconds(clock.now()), second.ended_at) == (30, None)
    assert store.ask(turns, sitting_id=sitting, item_id=second.item_id) == (second,)


def test_only_somebody_who_is_there_is_given_the_floor(store: Store, sitting: str) -> None:
    absent = neighbour(store, "Ausencia", "Ceibal")
    assert refused(store, give_floor, sitting_id=sitting, resident_id=absent) == "not_present"


def test_nobody_is_given_the_floor_before_the_first_item_nor_after_the_end(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    store.do(next_item, sitting_id=sitting)
    store.do(next_item, sitting_id=sitting)
    assert refused(store, give_floor, sitting_id=sitting, resident_id=rosa) == "no_item_running"
    store.do(close_sitting, sitting_id=sitting)
    assert refused(store, give_floor, sitting_id=sitting, resident_id=rosa) == "sitting_already_closed"


@pytest.mark.parametrize(
    ("stays", "way"),
    [
        ([], None),
        ([("room", False)], "room"),
        ([("zoom", True), ("room", False)], "room"),
        ([("room", False), ("zoom", False)], "room"),
        ([("room", True), ("zoom", False)], "zoom"),
        ([("zoom", True), ("phone", True)], "phone"),
    ],
)
def test_who_is_in_the_room_speaks_in_the_room(stays: list[tuple[str, bool]], way: str | None) -> None:
    assert way_of_speaking(stays) == way


def test_somebody_by_both_ways_may_be_chosen_once(store: Store, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho", chosen_name="Rosi")
    arrives(store, sitting, rosa, "zoom")
    arrives(store, sitting, rosa)
    assert [(who.name, who.way) for who in store.ask(attendants, sitting_id=sitting)] == [("Rosi Pirincho", "room")]


def test_the_equity_line_tells_who_has_spoken_and_for_how_long(store: Store, clock: HandClock, sitting: str) -> None:
    rosa = neighbour(store, "Rosaura", "Pirincho", gender="woman")
    alma = neighbour(store, "Alma", "Ceibal", gender="woman")
    juan = neighbour(store, "Juanelo", "Timbó", gender="man")
    sol = neighbour(store, "Solano", "Aromo")
    arrives(store, sitting, rosa)
    arrives(store, sitting, alma)
    arrives(store, sitting, juan, "zoom")
    arrives(store, sitting, sol, "phone")
    speaks(store, sitting, rosa)
    clock.forward(seconds=60)
    speaks(store, sitting, juan)
    clock.forward(seconds=20)
    speaks(store, sitting, rosa)
    clock.forward(seconds=5)
    assert store.ask(equity, sitting_id=sitting, now=clock.now()) == Equity(
        present=4,
        spoke=2,
        by_gender=(
            Share("woman", 2, 1, 65),
            Share("man", 1, 1, 20),
            Share("other", 0, 0, 0),
            Share("unknown", 1, 0, 0),
        ),
        by_way=(Share("room", 2, 1, 65), Share("online", 2, 1, 20)),
    )
