"""Who asked to speak waits in order, and the next one is called by one key."""

from __future__ import annotations

import pytest

from db.agenda.commands import add_item, next_item
from db.agenda.floor import ask_for_floor, give_floor, give_floor_to_next, take_hand_down
from db.agenda.hands import waiting_to_speak
from db.agenda.merging import undo_agenda
from db.agenda.queries import attendants, turns
from db.duplicates.commands import merge
from db.errors import Refused
from db.work import Store
from tests.db.sittings.council import arrives, neighbour, opened_sitting
from tests.record import HandClock


@pytest.fixture
def sitting(store: Store) -> str:
    made = opened_sitting(store)
    store.do(add_item, sitting_id=made, title="Plaza")
    store.do(next_item, sitting_id=made)
    return made


@pytest.fixture
def three(store: Store, sitting: str) -> list[str]:
    names = (("Rosaura", "Ñandúbez"), ("Juanelo", "Ceibal"), ("Ulpiana", "Timbó"))
    made = [neighbour(store, *name) for name in names]
    for one, way in zip(made, ("room", "zoom", "room"), strict=True):
        arrives(store, sitting, one, way)
    return made


def queue(store: Store, sitting: str) -> list[str]:
    there = store.ask(attendants, sitting_id=sitting)
    return [who.resident_id for who in store.ask(waiting_to_speak, sitting_id=sitting, there=there)]


def speaking(store: Store, sitting: str) -> list[str]:
    return [turn.resident_id for turn in store.ask(turns, sitting_id=sitting) if turn.ended_at is None]


def test_they_are_called_in_the_order_in_which_they_asked(
    store: Store, sitting: str, three: list[str], clock: HandClock
) -> None:
    rosa, juan, ulpiana = three
    assert [store.do(ask_for_floor, sitting_id=sitting, resident_id=one).outcome for one in (juan, rosa, juan)] == [
        1, 2, 1,
    ]  # fmt: skip
    assert queue(store, sitting) == [juan, rosa]
    store.do(give_floor_to_next, sitting_id=sitting)
    assert (speaking(store, sitting), queue(store, sitting)) == ([juan], [rosa])
    store.do(ask_for_floor, sitting_id=sitting, resident_id=ulpiana)
    clock.forward(minutes=1)
    store.do(give_floor_to_next, sitting_id=sitting)
    assert (speaking(store, sitting), queue(store, sitting)) == ([rosa], [ulpiana])


def test_whoever_is_called_out_of_order_waits_no_more(store: Store, sitting: str, three: list[str]) -> None:
    rosa, juan, _ = three
    for one in (juan, rosa):
        store.do(ask_for_floor, sitting_id=sitting, resident_id=one)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    assert queue(store, sitting) == [juan]
    store.do(take_hand_down, sitting_id=sitting, resident_id=juan)
    assert queue(store, sitting) == []
    with pytest.raises(Refused) as no:
        store.do(give_floor_to_next, sitting_id=sitting)
    assert no.value.code == "nobody_asked"


def test_a_turn_taken_back_leaves_her_waiting_where_she_was(store: Store, sitting: str, three: list[str]) -> None:
    rosa, juan, _ = three
    for one in (juan, rosa):
        store.do(ask_for_floor, sitting_id=sitting, resident_id=one)
    store.do(give_floor_to_next, sitting_id=sitting)
    store.do(undo_agenda, sitting_id=sitting)
    assert (speaking(store, sitting), queue(store, sitting)) == ([], [juan, rosa])


def test_who_is_not_there_cannot_ask(store: Store, sitting: str) -> None:
    with pytest.raises(Refused) as no:
        store.do(ask_for_floor, sitting_id=sitting, resident_id=neighbour(store, "Nadie", "Lejos"))
    assert no.value.code == "not_present"


def test_two_rows_that_are_one_person_wait_once(store: Store, sitting: str, three: list[str]) -> None:
    rosa, juan, _ = three
    for one in (rosa, juan):
        store.do(ask_for_floor, sitting_id=sitting, resident_id=one)
    store.do(merge, kept_id=rosa, absorbed_id=juan)
    assert queue(store, sitting) == [rosa]
