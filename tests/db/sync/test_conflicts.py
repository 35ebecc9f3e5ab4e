"""Two people wrote the same field without knowing of each other: the later counts, and the other is not lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import Refused
from db.registry import nouns
from db.sync.conflicts import conflict_count, conflicts, settle_conflict
from db.sync.errand import hand_over_now
from db.sync.losing import Edit, losers
from db.work import Store
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import state
from tests.record import HandClock

NewDesk = Callable[..., Store]
FIRST, SECOND = "+543410000001", "+543410000002"


@pytest.fixture
def pair(new_desk: NewDesk) -> tuple[Store, Store]:
    return new_desk(clock=HandClock()), new_desk(clock=HandClock())


def meet(*desks: Store) -> None:
    for desk in (*desks, *desks):
        hand_over_now(desk)


def both_write(pair: tuple[Store, Store]) -> str:
    """The door writes one number, the table another a minute later, and neither has seen the other's."""
    door, table = pair
    rosa: str = door.do(note_down, name="Peña").outcome
    meet(door, table)
    door.do(change_phone, resident=rosa, phone=FIRST)
    assert isinstance(table.clock, HandClock)
    table.clock.forward(minutes=1)
    table.do(change_phone, resident=rosa, phone=SECOND)
    meet(door, table)
    return rosa


def phones(pair: tuple[Store, Store], rosa: str) -> set[str]:
    return {state(desk.engine, "resident", schema="")[rosa]["phone"] for desk in pair}


def test_both_values_are_shown_on_both_laptops_with_who_and_when(pair: tuple[Store, Store]) -> None:
    rosa = both_write(pair)
    assert phones(pair, rosa) == {SECOND}
    for desk in pair:
        (card,) = desk.ask(conflicts)
        assert "Peña" in card.about
        assert card.standing.values == (("phone", SECOND),)
        assert card.lost.values == (("phone", FIRST),)
        assert card.standing.at > card.lost.at
        assert card.lost.by == "Ribera 1"


def test_one_press_puts_the_lost_value_back_everywhere_and_nobody_is_asked_again(pair: tuple[Store, Store]) -> None:
    rosa = both_write(pair)
    door, table = pair
    (card,) = table.ask(conflicts)
    table.do(settle_conflict, key=card.key, swap=True)
    assert table.ask(conflict_count) == 0
    meet(door, table)
    assert phones(pair, rosa) == {FIRST}
    assert door.ask(conflict_count) == table.ask(conflict_count) == 0
    with pytest.raises(Refused, match="conflict_unknown"):
        door.do(settle_conflict, key=card.key, swap=False)


def test_keeping_what_stands_settles_it_on_every_laptop(pair: tuple[Store, Store]) -> None:
    rosa = both_write(pair)
    door, table = pair
    (card,) = door.ask(conflicts)
    door.do(settle_conflict, key=card.key, swap=False)
    meet(door, table)
    assert phones(pair, rosa) == {SECOND}
    assert table.ask(conflict_count) == 0


def test_both_laptops_settling_the_same_one_is_no_trouble(pair: tuple[Store, Store]) -> None:
    both_write(pair)
    for desk in pair:
        (card,) = desk.ask(conflicts)
        desk.do(settle_conflict, key=card.key, swap=False)
    meet(*pair)
    assert [desk.ask(conflict_count) for desk in pair] == [0, 0]
    assert [len(state(desk.engine, "settlement", schema="")) for desk in pair] == [1, 1]


def test_who_saw_the_other_value_and_changed_it_makes_no_conflict(pair: tuple[Store, Store]) -> None:
    door, table = pair
    rosa = door.do(note_down, name="Peña").outcome
    meet(door, table)
    door.do(change_phone, resident=rosa, phone=FIRST)
    meet(door, table)
    table.do(change_phone, resident=rosa, phone=SECOND)
    meet(door, table)
    assert [desk.ask(conflict_count) for desk in pair] == [0, 0]


def edit(at: int, seen: int, desk: str, value: str) -> Edit:
    return Edit(f"{at:012x}", f"{seen:012x}", desk, at, {"phone": value})


def test_of_several_writings_of_one_desk_only_the_last_is_told() -> None:
    edits = [edit(2, 1, "a", "x"), edit(3, 2, "a", "y"), edit(5, 1, "b", "z")]
    assert [(lost.hlc, won.hlc) for lost, won in losers("resident", "phone", edits)] == [(edits[1].hlc, edits[2].hlc)]


def test_the_loser_is_still_told_when_the_winner_was_changed_on_since() -> None:
    edits = [edit(2, 1, "a", "x"), edit(5, 1, "b", "z"), edit(6, 5, "b", "w")]
    assert [lost.desk for lost, _ in losers("resident", "phone", edits)] == ["a"]


def test_the_same_value_twice_and_what_was_erased_are_no_conflict() -> None:
    same = [edit(2, 1, "a", "x"), edit(5, 1, "b", "x")]
    assert losers("resident", "phone", same) == []
    erased = [Edit("2", "1", "a", 2, {"phone": None}, erased=True), Edit("5", "1", "b", 5, {"phone": "x"})]
    assert losers("resident", "phone", erased) == []


def test_every_register_that_can_be_in_conflict_exists() -> None:
    from db.sync.losing import LOUD
    from db.sync.server import known_registers

    known = known_registers()
    assert set(LOUD) <= set(nouns())
    assert not [(noun, one) for noun, some in LOUD.items() for one in some - set(known[noun].values())]
