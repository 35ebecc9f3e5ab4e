"""A signed sheet, keyed in the morning after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.checkin.commands import check_in, count_unnamed
from db.checkin.keying import sign_in, sign_in_new
from db.checkin.queries import attendance, presences
from db.checkin.undo import undo
from db.errors import Refused
from db.residents.commands import give_consent
from db.residents.queries import card, count
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.record import EVENING, HandClock


def test_everybody_of_the_line_was_there_from_the_hour_of_the_evening(store: Store, clock: HandClock) -> None:
    sitting, rosa, ana = a_sitting(store), a_neighbour(store), a_neighbour(store, "Álamos", "Ana")
    clock.forward(hours=14)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, False), (ana, True)), arrived_at=EVENING)
    assert {one.arrived_at for one in store.ask(presences, sitting_id=sitting)} == {EVENING}
    assert store.ask(card, resident_id=rosa).consent_at is None
    assert store.ask(card, resident_id=ana).consent_at == clock.now()


def test_somebody_on_an_empty_line_is_written_on_the_roll_at_that_hour(store: Store, clock: HandClock) -> None:
    sitting = a_sitting(store)
    clock.forward(hours=14)
    done = store.do(
        sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté", document="31222333", consents=True
    ).outcome
    (stay,) = store.ask(presences, sitting_id=sitting)
    assert (stay.name, stay.arrived_at, stay.consented) == ("Juana Yaguareté", EVENING, True)
    assert done.arrival.enrolled


def test_what_a_line_came_to_is_taken_back_whole(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    (signed,) = store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING).outcome
    new = store.do(
        sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté", consents=True, companions=1
    ).outcome
    on_the_roll = store.ask(count)
    assert (signed.acts, new.acts) == (1, 1)
    assert [store.do(undo, sitting_id=sitting).outcome.name for _ in range(2)] == [
        "Juana Yaguareté",
        "Rosaura Ñandúbez",
    ]
    assert store.ask(attendance, sitting_id=sitting).people == 0
    assert store.ask(card, resident_id=rosa).consent_at is None
    assert store.ask(count) == on_the_roll - 1


def test_taking_back_a_second_signature_leaves_the_first_one(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING)
    (again,) = store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING).outcome
    assert again.acts == 0
    store.do(undo, sitting_id=sitting)
    with pytest.raises(Refused, match="nothing_to_take_back"):
        store.do(undo, sitting_id=sitting)
    assert store.ask(attendance, sitting_id=sitting).people == 0


def test_a_tick_that_came_with_a_second_signature_is_an_act_of_its_own(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, False),), arrived_at=EVENING)
    store.do(count_unnamed, sitting_id=sitting)
    (again,) = store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING).outcome
    assert again.acts == 1
    assert store.do(undo, sitting_id=sitting).outcome.kind == "consented"
    assert (store.ask(attendance, sitting_id=sitting).people, store.ask(card, resident_id=rosa).consent_at) == (1, None)
    assert [store.do(undo, sitting_id=sitting).outcome.kind for _ in range(2)] == ["unnamed", "arrived"]


def test_a_tick_keyed_in_right_after_her_signature_is_taken_back_with_it(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, False),), arrived_at=EVENING)
    (again,) = store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING).outcome
    assert again.acts == 0
    store.do(undo, sitting_id=sitting)
    assert (store.ask(attendance, sitting_id=sitting).people, store.ask(card, resident_id=rosa).consent_at) == (0, None)


def test_of_a_line_of_several_everybody_is_taken_back_and_whoever_came_by_the_door_stays(store: Store) -> None:
    sitting, rosa, ana = a_sitting(store), a_neighbour(store), a_neighbour(store, "Álamos", "Ana")
    berta = a_neighbour(store, "Beta", "Berta")
    store.do(check_in, sitting_id=sitting, resident_id=berta)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, True), (ana, True)), arrived_at=EVENING)
    assert store.do(undo, sitting_id=sitting, acts=3, about=(rosa, ana)).outcome.name == "Ana Álamos"
    assert [one.name for one in store.ask(presences, sitting_id=sitting)] == ["Berta Beta"]
    assert store.do(undo, sitting_id=sitting).outcome.name == "Berta Beta"


def test_consent_of_another_day_outlives_a_signature_that_is_taken_back(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    store.do(give_consent, resident_id=rosa)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, True),), arrived_at=EVENING)
    store.do(undo, sitting_id=sitting)
    assert store.ask(card, resident_id=rosa).consent_at is not None


def test_a_minors_own_tick_binds_nobody_and_stops_nobody(store: Store) -> None:
    sitting, ana = a_sitting(store), a_neighbour(store, "Álamos", "Ana")
    child = a_neighbour(store, "Chica", "Lola", birth_date=date(2014, 5, 1))
    first, second = store.do(
        sign_in, sitting_id=sitting, signatures=((child, True), (ana, True)), arrived_at=EVENING
    ).outcome
    assert (first.consented, first.needs_guardian, second.consented) == (False, True, True)
    assert store.ask(attendance, sitting_id=sitting).people == 2


def test_of_two_of_one_name_nobody_agrees_for_the_other(store: Store) -> None:
    sitting = a_sitting(store)
    store.do(sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté")
    again = store.do(sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté", consents=True).outcome
    assert (again.arrival.namesake, again.consented) == (True, False)
    assert store.ask(card, resident_id=again.arrival.resident_id).consent_at is None
    store.do(sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté", document="31222333")
    assert store.ask(attendance, sitting_id=sitting).people == 2


def test_who_came_with_her_and_gave_no_name_stands_beside_her(store: Store) -> None:
    sitting = a_sitting(store)
    store.do(sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté", companions=2)
    (stay,) = store.ask(presences, sitting_id=sitting)
    assert (stay.companions, stay.arrived_at) == (2, EVENING)


def test_of_a_line_with_a_mistake_nobody_is_marked(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    with pytest.raises(Refused, match="resident_unknown"):
        store.do(sign_in, sitting_id=sitting, signatures=((rosa, False), ("nobody", False)), arrived_at=EVENING)
    assert store.ask(attendance, sitting_id=sitting).people == 0


def test_a_signature_found_after_the_closing_is_a_correction_and_can_be_taken_back(store: Store) -> None:
    sitting, rosa = a_sitting(store), a_neighbour(store)
    store.do(close_sitting, sitting_id=sitting)
    store.do(sign_in, sitting_id=sitting, signatures=((rosa, False),), arrived_at=EVENING + timedelta(minutes=1))
    store.do(sign_in_new, sitting_id=sitting, arrived_at=EVENING, name="Juana Yaguareté")
    assert [stay.source for stay in store.ask(presences, sitting_id=sitting)] == ["correction", "correction"]
    store.do(undo, sitting_id=sitting)
    assert [stay.resident_id for stay in store.ask(presences, sitting_id=sitting)] == [rosa]
    store.do(undo, sitting_id=sitting)
    with pytest.raises(Refused, match="sitting_already_closed"):
        store.do(undo, sitting_id=sitting)
