"""An evening at the door: arrivals by every way, second arrivals, leaving, taking back, counting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from db.checkin.commands import (
    check_in,
    check_in_document,
    come_back,
    count_unnamed,
    enrol_scan,
    leave,
    record_stays,
    take_back,
    take_back_stays,
    walk_in,
)
from db.checkin.queries import Attendance, attendance, find_at_the_door, history, people, presences
from db.checkin.undo import undo
from db.errors import Refused
from db.issues.commands import add_issue
from db.residents.commands import remember_alias
from db.residents.queries import card, count
from db.residents.search import search
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.record import EVENING, HandClock

SCAN = "00327345190@QUINTELA@TELMA ZOE@F@23680640@A@25/08/1979@06/01/2015@274"


@pytest.fixture
def sitting(store: Store) -> str:
    return a_sitting(store)


def numbers(store: Store, sitting: str) -> Attendance:
    return store.ask(attendance, sitting_id=sitting)


def test_a_neighbour_who_arrives_is_in_the_room(store: Store, sitting: str, clock: HandClock) -> None:
    rosa = a_neighbour(store)
    clock.forward(minutes=7)
    done = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    assert (done.already, done.new, done.way) == (False, True, "room")
    (stay,) = store.ask(presences, sitting_id=sitting)
    assert (stay.name, stay.arrived_at, stay.new) == ("Rosaura Ñandúbez", EVENING + timedelta(minutes=7), True)
    assert numbers(store, sitting) == Attendance(1, 0, 0, 1, 0, 1, 0)


def test_a_second_arrival_is_no_error_and_changes_nothing(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    first = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    again = store.do(check_in, sitting_id=sitting, resident_id=rosa)
    assert again.outcome.already
    assert again.outcome.presence_id == first.presence_id
    assert not again.changes


@pytest.mark.parametrize(("state", "code"), [("planned", "sitting_not_open"), ("closed", "sitting_already_closed")])
def test_the_door_is_shut_before_and_after(store: Store, state: str, code: str) -> None:
    sitting = a_sitting(store, opened=state == "closed")
    rosa = a_neighbour(store, document="12345678")
    if state == "closed":
        store.do(close_sitting, sitting_id=sitting)
    for command, facts in (
        (check_in, {"resident_id": rosa}),
        (check_in_document, {"document": "12345678"}),
        (walk_in, {"name": "Cora Yrurtia"}),
        (enrol_scan, {"payload": SCAN}),
    ):
        with pytest.raises(Refused, match=code):
            store.do(command, sitting_id=sitting, **facts)  # type: ignore[arg-type]
    assert numbers(store, sitting).people == 0
    assert store.ask(count) == 1


def test_rosa_is_counted_once_when_she_comes_by_both_doors(store: Store, sitting: str, clock: HandClock) -> None:
    rosa, anselmo = a_neighbour(store), a_neighbour(store, "Quintela", "Anselmo")
    store.do(check_in, sitting_id=sitting, resident_id=rosa)
    store.do(
        record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1",
        stays=((EVENING - timedelta(minutes=10), EVENING + timedelta(minutes=20)),),
    )  # fmt: skip
    store.do(check_in, sitting_id=sitting, resident_id=anselmo, way="phone")
    told = numbers(store, sitting)
    assert (told.in_room, told.online, told.both, told.people) == (1, 2, 1, 2)
    clock.forward(minutes=60)
    store.do(close_sitting, sitting_id=sitting)
    first, second = store.ask(people, sitting_id=sitting)
    assert (second.name, second.ways, second.minutes) == ("Anselmo Quintela", ("phone",), 60)
    assert (first.name, first.ways, first.minutes) == ("Rosaura Ñandúbez", ("room", "zoom"), 70)


def test_minutes_are_not_told_before_anybody_can_know_them(store: Store, sitting: str) -> None:
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store))
    (line,) = store.ask(people, sitting_id=sitting)
    assert (line.left_at, line.minutes) == (None, None)
    (line,) = store.ask(people, sitting_id=sitting, until=EVENING + timedelta(minutes=12))
    assert line.minutes == 12


def test_new_is_who_was_at_no_earlier_sitting_of_any_council(store: Store) -> None:
    earlier = a_sitting(store, title="Antes", at=EVENING - timedelta(days=20), council="Consejo Mirador")
    rosa, anselmo = a_neighbour(store), a_neighbour(store, "Quintela", "Anselmo")
    store.do(check_in, sitting_id=earlier, resident_id=rosa)
    store.do(close_sitting, sitting_id=earlier)
    now = a_sitting(store)
    assert not store.do(check_in, sitting_id=now, resident_id=rosa).outcome.new
    assert store.do(check_in, sitting_id=now, resident_id=anselmo).outcome.new
    told = numbers(store, now)
    assert (told.people, told.new, told.returning) == (2, 1, 1)
    assert numbers(store, earlier).new == 1
    assert [visit.title for visit in store.ask(history, resident_id=rosa)] == ["Faroles del muelle", "Antes"]


def test_a_document_finds_the_one_who_has_it(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store, document="12345678")
    assert store.do(check_in_document, sitting_id=sitting, document="M 12.345.678").outcome.resident_id == rosa
    with pytest.raises(Refused, match="document_unknown"):
        store.do(check_in_document, sitting_id=sitting, document="22345678")
    with pytest.raises(Refused, match="document_missing"):
        store.do(check_in_document, sitting_id=sitting, document=" ")


def test_nobody_is_chosen_where_two_have_the_same_document(store: Store, sitting: str) -> None:
    a_neighbour(store, document="23680640")
    a_neighbour(store, "Aguirrezabal", "Cora", document="23680640")
    with pytest.raises(Refused, match="document_of_several"):
        store.do(check_in_document, sitting_id=sitting, document="23680640")
    with pytest.raises(Refused, match="document_of_several"):
        store.do(enrol_scan, sitting_id=sitting, payload=SCAN)
    telma = a_neighbour(store, "Quintela", "Telma", document="23680640")
    assert store.do(enrol_scan, sitting_id=sitting, payload=SCAN).outcome.resident_id == telma


def test_a_scanned_card_of_somebody_known_is_she(store: Store, sitting: str) -> None:
    telma = a_neighbour(store, "Quintela", "Telma", document="23680640", gender="X")
    done = store.do(enrol_scan, sitting_id=sitting, payload=SCAN).outcome
    assert (done.resident_id, done.enrolled) == (telma, False)
    told = store.ask(card, resident_id=telma)
    assert (told.given_names, told.gender, told.birth_date) == ("Telma", "non_binary", date(1979, 8, 25))
    assert store.do(enrol_scan, sitting_id=sitting, payload=SCAN).outcome.already


def test_a_scanned_card_of_somebody_new_writes_her_down_whole(store: Store, sitting: str) -> None:
    done = store.do(enrol_scan, sitting_id=sitting, payload=SCAN).outcome
    told = store.ask(card, resident_id=done.resident_id)
    assert (told.name, told.document, told.gender, told.birth_date) == (
        "Telma Zoe Quintela", "23680640", "woman", date(1979, 8, 25),
    )  # fmt: skip
    assert (done.enrolled, done.already) == (True, False)


def test_a_code_that_is_no_card_writes_nothing(store: Store, sitting: str) -> None:
    with pytest.raises(Refused, match="not_a_dni"):
        store.do(enrol_scan, sitting_id=sitting, payload="7790001112223")
    assert store.ask(count) == 0


def test_a_walk_in_is_written_in_one_line(store: Store, sitting: str) -> None:
    done = store.do(
        walk_in, sitting_id=sitting, name="Cora de la Puebla", document="22.333.444", phone="099 123 456",
        phone_prefix="+598",
    ).outcome  # fmt: skip
    told = store.ask(card, resident_id=done.resident_id)
    assert (told.family_name, told.given_names, told.document) == ("de la Puebla", "Cora", "22333444")
    assert (told.phone, done.enrolled) == ("+59899123456", True)


def test_a_walk_in_with_a_known_document_is_the_one_who_has_it(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store, document="12345678")
    done = store.do(walk_in, sitting_id=sitting, name="Rosa Ñandubez", document="12345678").outcome
    assert (done.resident_id, done.enrolled) == (rosa, False)
    assert store.ask(count) == 1


def test_of_two_who_share_a_name_the_second_is_written_only_when_somebody_says_that_she_is_another(
    store: Store, sitting: str
) -> None:
    store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia")
    same = store.do(walk_in, sitting_id=sitting, name="CORA YRURTIA").outcome
    assert (same.already, same.namesake) == (True, True)
    assert numbers(store, sitting).people == 1
    with_document = store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia", document="22333444").outcome
    assert (with_document.already, with_document.namesake) == (False, False)
    store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia", another=True)
    assert numbers(store, sitting).people == 3


def test_half_a_name_is_refused_and_nobody_is_written(store: Store, sitting: str) -> None:
    with pytest.raises(Refused, match="name_incomplete"):
        store.do(walk_in, sitting_id=sitting, name="Cora")
    assert store.ask(count) == 0


def test_taking_back_an_arrival_leaves_its_trace_and_no_presence(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    done = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    store.do(take_back, presence_id=done.presence_id)
    assert numbers(store, sitting).people == 0
    assert store.ask(count) == 1
    with pytest.raises(Refused, match="presence_unknown"):
        store.do(take_back, presence_id=done.presence_id)
    assert not store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome.already


def test_a_walk_in_who_asked_for_something_stays_on_the_roll_when_she_is_taken_back(store: Store, sitting: str) -> None:
    done = store.do(walk_in, sitting_id=sitting, given_names="Telma", family_name="Quintela").outcome
    asked: dict[str, Any] = {
        "sitting_id": sitting,
        "kind": "complaint",
        "text": "Luz",
        "raised_by_id": done.resident_id,
    }
    store.do(add_issue, **asked)
    store.do(undo, sitting_id=sitting)
    assert numbers(store, sitting).people == 0
    assert [one.id for one in store.ask(search, text="Quintela")] == [done.resident_id]


def test_taking_back_a_walk_in_takes_her_off_the_roll_again(store: Store, sitting: str) -> None:
    done = store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia").outcome
    store.do(take_back, presence_id=done.presence_id, enrolled=True)
    assert store.ask(count) == 0
    assert store.ask(search, text="yrurtia") == ()


def test_whoever_is_online_as_well_stays_on_the_roll(store: Store, sitting: str) -> None:
    done = store.do(walk_in, sitting_id=sitting, name="Cora Yrurtia").outcome
    store.do(check_in, sitting_id=sitting, resident_id=done.resident_id, way="zoom")
    store.do(take_back, presence_id=done.presence_id, enrolled=True)
    assert store.ask(count) == 1


def test_leaving_and_coming_back_makes_two_stays(store: Store, sitting: str, clock: HandClock) -> None:
    rosa = a_neighbour(store)
    stay = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome.presence_id
    clock.forward(minutes=20)
    store.do(leave, presence_id=stay)
    with pytest.raises(Refused, match="left_already"):
        store.do(leave, presence_id=stay)
    clock.forward(minutes=30)
    assert not store.do(come_back, presence_id=stay).outcome.already
    clock.forward(minutes=10)
    store.do(close_sitting, sitting_id=sitting)
    (line,) = store.ask(people, sitting_id=sitting)
    assert line.minutes == 30
    assert numbers(store, sitting).in_room == 1


def test_who_did_not_leave_after_all_was_there_all_the_time(store: Store, sitting: str, clock: HandClock) -> None:
    stay = store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store)).outcome.presence_id
    clock.forward(minutes=20)
    store.do(leave, presence_id=stay)
    assert store.do(undo, sitting_id=sitting).outcome.kind == "left"
    clock.forward(minutes=20)
    store.do(close_sitting, sitting_id=sitting)
    assert store.ask(people, sitting_id=sitting)[0].minutes == 40


def test_the_unnamed_stand_apart_from_the_sum(store: Store, sitting: str) -> None:
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store))
    assert store.do(count_unnamed, sitting_id=sitting).outcome == 1
    assert store.do(count_unnamed, sitting_id=sitting, step=2).outcome == 3
    assert store.do(count_unnamed, sitting_id=sitting, step=-1).outcome == 2
    assert (numbers(store, sitting).unnamed, numbers(store, sitting).people) == (2, 1)
    with pytest.raises(Refused, match="nobody_unnamed"):
        store.do(count_unnamed, sitting_id=sitting, step=-3)


def test_reading_the_same_zoom_stays_again_writes_nothing(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    stays = ((EVENING, EVENING + timedelta(minutes=5)), (EVENING + timedelta(minutes=9), None))
    first = store.do(record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1", stays=stays).outcome
    again = store.do(record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1", stays=stays)
    assert (set(again.outcome), bool(again.changes)) == (set(first), False)
    store.do(record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1", stays=stays[:1])
    assert len(store.ask(presences, sitting_id=sitting)) == 1


def test_undoing_a_judgement_takes_its_stays_and_leaves_the_room(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    store.do(check_in, sitting_id=sitting, resident_id=rosa)
    stays = ((EVENING, EVENING + timedelta(minutes=5)),)
    store.do(record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1", stays=stays)
    assert store.do(take_back_stays, match_id="m1").outcome == 1
    assert numbers(store, sitting) == Attendance(1, 0, 0, 1, 0, 1, 0)


def test_a_zoom_file_may_come_after_closing(store: Store, sitting: str) -> None:
    rosa = a_neighbour(store)
    store.do(close_sitting, sitting_id=sitting)
    stays = ((EVENING, EVENING + timedelta(minutes=5)),)
    store.do(record_stays, sitting_id=sitting, resident_id=rosa, match_id="m1", stays=stays)
    assert numbers(store, sitting).online == 1


def test_a_sitting_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="sitting_unknown"):
        store.do(check_in, sitting_id="none", resident_id="nobody")
    with pytest.raises(Refused, match="sitting_unknown"):
        store.ask(attendance, sitting_id="none")


def test_a_pasted_name_with_characters_that_nobody_sees_is_kept_without_them(store: Store, sitting: str) -> None:
    done = store.do(walk_in, sitting_id=sitting, family_name="Ñandúbez\x00", given_names="Ro\x1bsaura\u200d\udc80")
    (here,) = store.ask(people, sitting_id=sitting)
    told = store.ask(card, resident_id=done.outcome.resident_id)
    assert here.resident_id == done.outcome.resident_id
    assert (told.family_name, told.given_names) == ("Ñandúbez", "Rosaura\u200d")
    assert store.ask(search, text="Ñandúbez")[0].id == done.outcome.resident_id


def test_whoever_is_found_by_another_name_is_told_with_it_and_nobody_else_is(store: Store) -> None:
    sitting = a_sitting(store)
    rosa = a_neighbour(store)
    a_neighbour(store, "Giménez", "Zoe")
    store.do(remember_alias, resident_id=rosa, kind="zoom_name", value="Tata Chola", source="matching")
    found = store.ask(find_at_the_door, sitting_id=sitting, text="chola")
    assert [(one.person.id, one.also) for one in found] == [(rosa, "tata chola")]
    for typed in ("rosaura", "jimenez"):
        assert [one.also for one in store.ask(find_at_the_door, sitting_id=sitting, text=typed)] == [""]
