"""Two laptops in one sitting, the door and the table; and the same neighbour written down on both."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from db.checkin.commands import check_in, leave
from db.checkin.queries import people, presences
from db.duplicates.commands import keep_apart, unmerge
from db.duplicates.queries import merges
from db.registry import nouns
from db.residents.commands import enrol
from db.residents.persons import speaking_for
from db.sync.conflicts import conflicts
from db.sync.errand import hand_over_now
from db.sync.joining import join_same_documents, join_same_stays
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.db.sync.shared import state
from tests.record import HandClock

NewDesk = Callable[..., Store]


@pytest.fixture
def pair(new_desk: NewDesk) -> tuple[Store, Store]:
    return new_desk(clock=HandClock()), new_desk(clock=HandClock())


def meet(*desks: Store) -> None:
    for desk in (*desks, *desks, *desks):
        hand_over_now(desk)


def same(pair: tuple[Store, ...], eyes: Engine) -> None:
    for noun in nouns():
        there = state(eyes, noun)
        for desk in pair:
            assert state(desk.engine, noun, schema="") == there, noun


def written_on_both(pair: tuple[Store, Store], **other: str) -> tuple[str, str]:
    """Rosa on both laptops, before either has heard of the other."""
    facts = {"family_name": "Peña", "given_names": "Rosa", "document": "30111222"}
    first, second = (
        desk.do(enrol, **told).outcome for desk, told in zip(pair, (facts, {**facts, **other}), strict=True)
    )
    return first, second


def test_whoever_is_checked_in_at_the_door_and_at_the_table_is_one_person(
    pair: tuple[Store, Store], eyes: Engine
) -> None:
    door, table = pair
    sitting = opened_sitting(door)
    rosa = door.do(enrol, family_name="Peña", given_names="Rosa").outcome
    meet(door, table)
    for desk in pair:
        desk.do(check_in, sitting_id=sitting, resident_id=rosa)
    meet(door, table)
    assert [len(desk.ask(people, sitting_id=sitting)) for desk in pair] == [1, 1]
    # Another scan of her card, on either, is no second person either.
    for desk in pair:
        desk.do(check_in, sitting_id=sitting, resident_id=rosa)
    meet(door, table)
    assert [len(desk.ask(people, sitting_id=sitting)) for desk in pair] == [1, 1]
    same(pair, eyes)


def test_the_same_document_on_two_laptops_becomes_one_person_by_itself(pair: tuple[Store, Store], eyes: Engine) -> None:
    first, second = written_on_both(pair)
    meet(*pair)
    for desk in pair:
        (line,) = desk.ask(merges)
        assert (line.why, line.decided_by) == ("document", "Cabildo")
        speaks = desk.ask(speaking_for)
        assert {speaks.get(one, one) for one in (first, second)} == {min(first, second)}
    same(pair, eyes)


def test_what_a_person_takes_back_is_not_joined_again(pair: tuple[Store, Store], eyes: Engine) -> None:
    first, second = written_on_both(pair)
    meet(*pair)
    door, table = pair
    (line,) = table.ask(merges)
    table.do(unmerge, merge_id=line.id)
    meet(*pair)
    door.do(join_same_documents, resident_ids=[first, second])
    for desk in pair:
        assert desk.ask(speaking_for).get(second, second) == second
    same(pair, eyes)


def test_another_birth_date_or_another_name_is_only_proposed(pair: tuple[Store, Store]) -> None:
    written_on_both(pair, family_name="Quiroga", given_names="Elvira")
    meet(*pair)
    assert [desk.ask(merges) for desk in pair] == [(), ()]


def test_two_people_somebody_kept_apart_are_not_joined(pair: tuple[Store, Store]) -> None:
    door, _ = pair
    first = door.do(enrol, family_name="Peña", given_names="Rosa", document="30111222").outcome
    second = door.do(enrol, family_name="Peña", given_names="Rosa").outcome
    door.do(keep_apart, first_id=first, second_id=second)
    assert door.do(join_same_documents, resident_ids=[first, second]).outcome == 0


def both_at_the_door(pair: tuple[Store, Store]) -> str:
    """Rosa is marked on each of the two, at an open sitting, before either has heard of the other."""
    door, table = pair
    sitting = opened_sitting(door)
    rosa = door.do(enrol, family_name="Peña", given_names="Rosa").outcome
    meet(door, table)
    door.do(check_in, sitting_id=sitting, resident_id=rosa)
    forward(table, minutes=2)
    table.do(check_in, sitting_id=sitting, resident_id=rosa, companions=2)
    return sitting


def forward(desk: Store, **step: float) -> None:
    assert isinstance(desk.clock, HandClock)
    desk.clock.forward(**step)


def test_whoever_was_marked_by_both_stands_once_in_the_list_at_the_door_with_all_that_was_told_of_her(
    pair: tuple[Store, Store], eyes: Engine
) -> None:
    sitting = both_at_the_door(pair)
    meet(*pair)
    for desk in pair:
        (stay,) = desk.ask(presences, sitting_id=sitting)
        assert stay.companions == 2
        assert desk.do(join_same_stays, presence_ids=[stay.presence_id]).outcome == 0
        assert desk.ask(conflicts) == ()
    same(pair, eyes)


def test_she_has_left_when_either_of_the_two_saw_her_leave(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    sitting = both_at_the_door(pair)
    (stay,) = table.ask(presences, sitting_id=sitting)
    meet(door)  # the door has joined nothing yet, and the table knows of its own stay alone
    forward(table, minutes=30)
    table.do(leave, presence_id=stay.presence_id)
    meet(*pair)
    for desk in pair:
        (line,) = desk.ask(presences, sitting_id=sitting)
        assert line.left_at is not None
        assert desk.ask(conflicts) == ()
    same(pair, eyes)


def test_who_left_and_came_back_by_the_other_door_has_two_stays(pair: tuple[Store, Store], eyes: Engine) -> None:
    door, table = pair
    sitting = opened_sitting(door)
    rosa = door.do(enrol, family_name="Peña", given_names="Rosa").outcome
    first = door.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    meet(door, table)
    forward(door, minutes=5)
    door.do(leave, presence_id=first.presence_id)
    meet(door, table)
    forward(table, minutes=20)
    table.do(check_in, sitting_id=sitting, resident_id=rosa)
    meet(door, table)
    assert [len(desk.ask(presences, sitting_id=sitting)) for desk in pair] == [2, 2]
    same(pair, eyes)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_document_on_three_laptops_is_one_person_whoever_comes_first(
    new_desk: NewDesk, eyes: Engine, order: tuple[int, ...]
) -> None:
    desks = [new_desk(clock=HandClock()) for _ in range(3)]
    for minutes, desk in enumerate(desks):
        assert isinstance(desk.clock, HandClock)
        desk.clock.forward(minutes=minutes)
        desk.do(enrol, family_name="Peña", given_names="Rosa", document="30111222")
    meet(*(desks[place] for place in order))
    for desk in desks:
        speaks = desk.ask(speaking_for)
        people = sorted(state(desk.engine, "resident", schema=""))
        assert {speaks.get(one, one) for one in people} == {people[0]}
    same(tuple(desks), eyes)
