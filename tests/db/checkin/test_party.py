"""Companions, minors and their consent, names that a card does not bear out, and taking back what was done last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.checkin.commands import (
    bring,
    check_in,
    come_back,
    count_unnamed,
    enrol_scan,
    leave,
    note_consent,
    put_right,
    walk_in,
)
from db.checkin.queries import attendance, presences
from db.checkin.rules import companions_after, same_name
from db.checkin.undo import last_act, undo
from db.checkin.unnamed import unnamed_in
from db.errors import Refused
from db.insights.queries import Scope, sittings, totals
from db.residents.commands import CONSENT_TEXT, name_guardian, take_back_consent
from db.residents.queries import card, count
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.record import EVENING, HandClock

SCAN = "00327345190@QUINTELA@TELMA ZOE@F@23680640@A@25/08/1979@06/01/2015@274"


@pytest.fixture
def sitting(store: Store) -> str:
    return a_sitting(store)


def taken_back(store: Store, sitting: str) -> str:
    return store.do(undo, sitting_id=sitting).outcome.kind


def test_companions_are_counted_without_a_name_until_they_tell_it(store: Store, sitting: str) -> None:
    rosa = store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store), companions=2).outcome
    store.do(count_unnamed, sitting_id=sitting)
    assert store.ask(attendance, sitting_id=sitting).unnamed == 3
    store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia", came_with=rosa.presence_id)
    told = store.ask(attendance, sitting_id=sitting)
    assert (told.people, told.unnamed) == (2, 2)
    assert {stay.name: stay.companions for stay in store.ask(presences, sitting_id=sitting)} == {
        "Rosaura Ñandúbez": 1, "Cora Yrurtia": 0,
    }  # fmt: skip
    store.do(enrol_scan, sitting_id=sitting, payload=SCAN, came_with=rosa.presence_id)
    store.do(walk_in, sitting_id=sitting, name="Zoe Arizmendi", came_with=rosa.presence_id)
    assert store.ask(unnamed_in, sitting_id=sitting) == 1


def test_the_unnamed_are_one_number_everywhere(store: Store, sitting: str) -> None:
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store), companions=3)
    store.do(count_unnamed, sitting_id=sitting, step=2)
    scope = Scope(since=EVENING - timedelta(days=1), until=EVENING + timedelta(days=1))
    (figures,) = store.ask(sittings, scope=scope)
    assert figures.unnamed == store.ask(totals, scope=scope).unnamed == 5
    assert store.ask(attendance, sitting_id=sitting).unnamed == 5


def test_companions_may_be_put_right_and_never_fall_below_none(store: Store, sitting: str) -> None:
    stay = store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store)).outcome.presence_id
    assert store.do(bring, presence_id=stay, step=2).outcome == 2
    assert store.do(bring, presence_id=stay, step=-2).outcome == 0
    with pytest.raises(Refused, match="companions_fewer"):
        store.do(bring, presence_id=stay, step=-1)
    with pytest.raises(Refused, match="companions_fewer"):
        companions_after(1, -2)


def test_a_second_arrival_with_companions_adds_them(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    store.do(check_in, sitting_id=sitting, resident_id=rosa, companions=1)
    assert store.do(check_in, sitting_id=sitting, resident_id=rosa, companions=1).outcome.already
    assert store.ask(unnamed_in, sitting_id=sitting) == 2


def test_every_act_is_taken_back_in_turn_and_the_last_one_is_refused(
    store: Store, sitting: str, clock: HandClock
) -> None:
    rosa = a_neighbour(store)
    stay = store.do(check_in, sitting_id=sitting, resident_id=rosa, companions=1).outcome.presence_id
    store.do(count_unnamed, sitting_id=sitting, step=2)
    store.do(bring, presence_id=stay, step=2)
    store.do(note_consent, sitting_id=sitting, resident_id=rosa)
    store.do(put_right, sitting_id=sitting, resident_id=rosa, given_names="Rosa", birth_date="25/08/1979")
    clock.forward(minutes=5)
    store.do(leave, presence_id=stay)
    store.do(come_back, presence_id=stay)
    store.do(enrol_scan, sitting_id=sitting, payload=SCAN, came_with=stay)
    assert taken_back(store, sitting) == "arrived"
    assert (store.ask(count), store.ask(unnamed_in, sitting_id=sitting)) == (1, 5)
    assert taken_back(store, sitting) == "arrived"
    assert taken_back(store, sitting) == "left"
    assert [one.left_at for one in store.ask(presences, sitting_id=sitting)] == [None]
    assert taken_back(store, sitting) == "put_right"
    told = store.ask(card, resident_id=rosa)
    assert (told.given_names, told.birth_date, told.consent_text) == ("Rosaura", None, CONSENT_TEXT)
    assert taken_back(store, sitting) == "consented"
    assert store.ask(card, resident_id=rosa).consent_at is None
    assert taken_back(store, sitting) == "companions"
    assert store.ask(unnamed_in, sitting_id=sitting) == 3
    assert taken_back(store, sitting) == "unnamed"
    assert taken_back(store, sitting) == "arrived"
    assert (store.ask(count), store.ask(presences, sitting_id=sitting)) == (1, ())
    with pytest.raises(Refused, match="nothing_to_take_back"):
        store.do(undo, sitting_id=sitting)


def test_what_is_done_again_after_an_undo_is_taken_back_again(store: Store, sitting: str) -> None:
    for step in (1, -1):
        store.do(count_unnamed, sitting_id=sitting, step=step)
    assert taken_back(store, sitting) == "unnamed"
    assert store.ask(unnamed_in, sitting_id=sitting) == 1
    store.do(count_unnamed, sitting_id=sitting, step=2)
    assert (taken_back(store, sitting), taken_back(store, sitting)) == ("unnamed", "unnamed")
    assert store.ask(unnamed_in, sitting_id=sitting) == 0
    assert store.ask(last_act, identity=store.identity, sitting_id=sitting) is None


def test_what_was_done_at_another_sitting_is_not_taken_back_here(store: Store, sitting: str) -> None:
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store))
    store.do(close_sitting, sitting_id=sitting)
    other = a_sitting(store, title="Otra")
    with pytest.raises(Refused, match="nothing_to_take_back"):
        store.do(undo, sitting_id=other)


def test_what_somebody_else_took_back_is_passed_over(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    store.do(check_in, sitting_id=sitting, resident_id=rosa)
    store.do(note_consent, sitting_id=sitting, resident_id=rosa)
    store.do(take_back_consent, resident_id=rosa)
    assert taken_back(store, sitting) == "arrived"


@pytest.mark.parametrize(
    ("roll", "card_says", "same"),
    [
        (("Quintela", "Telma"), ("Quintela", "Telma Zoe"), True),
        (("Giménez", "Rosa"), ("Jimenez", "Rosa Maria"), True),
        (("Telma", "Quintela"), ("Quintela", "Telma Zoe"), True),
        (("Perez", "Telma"), ("Gomez", "Telma"), False),
        (("Quintela", "Anselmo"), ("Quintela", "Telma Zoe"), False),
    ],
)
def test_a_name_is_borne_out_by_a_card_or_not(roll: tuple[str, str], card_says: tuple[str, str], same: bool) -> None:
    assert same_name(roll, card_says) is same


def test_a_card_that_says_another_name_is_present_and_says_so(store: Store, sitting: str) -> None:
    anselmo = a_neighbour(store, "Aguirrezabal", "Anselmo", document="23680640")
    done = store.do(enrol_scan, sitting_id=sitting, payload=SCAN).outcome
    assert (done.resident_id, done.already, done.card_names) == (anselmo, False, ("Quintela", "Telma Zoe"))
    assert store.ask(card, resident_id=anselmo).family_name == "Aguirrezabal"


def test_for_a_minor_the_guardian_agrees(store: Store, sitting: str) -> None:
    child = a_neighbour(store, given_names="Zoe", birth_date=date(2010, 1, 1))
    mother = a_neighbour(store, birth_date=date(1980, 1, 1))
    store.do(check_in, sitting_id=sitting, resident_id=child)
    assert store.ask(presences, sitting_id=sitting)[0].minor
    with pytest.raises(Refused, match="consent_needs_guardian"):
        store.do(note_consent, sitting_id=sitting, resident_id=child)
    for wrong, code in ((child, "guardian_herself"), (a_neighbour(store, birth_date=date(2009, 1, 1)), "guardian_of")):
        with pytest.raises(Refused, match=code):
            store.do(name_guardian, resident_id=child, guardian_id=wrong)
    store.do(name_guardian, resident_id=child, guardian_id=mother)
    assert store.do(note_consent, sitting_id=sitting, resident_id=child).outcome
    assert not store.do(note_consent, sitting_id=sitting, resident_id=child).outcome
    stay = store.ask(presences, sitting_id=sitting)[0]
    assert (stay.guardian_id, stay.consented) == (mother, True)


def test_whoever_is_of_age_agrees_herself(store: Store, sitting: str) -> None:
    grown = a_neighbour(store, birth_date=EVENING.date().replace(year=EVENING.year - 18))
    assert store.do(note_consent, sitting_id=sitting, resident_id=grown).outcome


def test_what_was_done_at_the_door_is_not_taken_back_once_the_evening_is_counted(store: Store) -> None:
    sitting = a_sitting(store)
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store))
    store.do(close_sitting, sitting_id=sitting)
    with pytest.raises(Refused) as no:
        store.do(undo, sitting_id=sitting)
    assert no.value.code == "sitting_already_closed"
    assert store.ask(attendance, sitting_id=sitting).people == 1
