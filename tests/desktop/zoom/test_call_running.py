"""The list of the call that runs is kept, twice a minute, and the report takes its place."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from db.checkin.queries import attendance, presences
from db.journal import Entry
from db.residents.commands import enrol
from db.sittings.commands import open_sitting
from db.zoom.handout_queries import registrants
from db.zoom.queries import calls
from tests.desktop.zoom.call_room import Room
from tests.desktop.zoom.stub_evening import Join, Meeting, an_evening


def entries(session: Session) -> int:
    return session.query(Entry).count()


def online(room: Room) -> int:
    return room.store.ask(attendance, sitting_id=room.id).online


def test_who_is_sure_is_counted_while_the_call_runs_and_once_when_the_report_comes(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [Meeting([Join("Nélida Quiroz", 2), Join("Curioso", 4, waiting=True)], ended=None)]
    room.tick(seconds=30)
    assert online(room) == 1
    room.again()
    room.zoom.meetings = [an_evening()]
    over = room.tick(minutes=80)
    assert (over.live, over.next_try) == ((), room.clock.now() + timedelta(minutes=1))
    assert room.tick(minutes=1).brought
    assert online(room) == 1
    assert [one.live for one in room.store.ask(calls, sitting_id=room.id)] == [False]


def test_a_list_that_stays_the_same_is_written_down_once_in_five_minutes(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [Meeting([Join("Nélida Quiroz", 2)], ended=None)]
    room.tick(seconds=30)
    before = room.store.ask(entries)
    for _ in range(9):
        room.tick(seconds=30)
    assert room.store.ask(entries) == before
    room.tick(seconds=30)
    assert room.store.ask(entries) == before + 1


def test_who_registered_comes_in_with_the_first_look(room: Room) -> None:
    room.begin(number=None, opened=False)
    room.run(room.presenter.create())
    room.store.do(open_sitting, sitting_id=room.id)
    number = int(room.strip.created[0].number)
    eva = room.store.do(enrol, family_name="Ruiz", given_names="Eva", document="30111222").outcome
    room.zoom.registrants[number] = [
        {"id": "reg-1", "first_name": "Eva", "last_name": "Ruiz", "email": "eva@example.org", "status": "approved"}
    ]
    room.zoom.meetings = [Meeting([Join("Eva Ruiz", 2, registrant_id="reg-1")], number=number, ended=None)]
    room.tick(seconds=30)
    assert [one.resident_id for one in room.store.ask(presences, sitting_id=room.id)] == [eva]
    assert [one.registrant_id for one in room.store.ask(registrants, sitting_id=room.id)] == ["reg-1"]


def test_the_button_brings_who_is_in_the_call_into_the_same_list(room: Room) -> None:
    room.begin()
    room.zoom.meetings = [Meeting([Join("Nélida Quiroz", 2)], ended=None)]
    room.tick(seconds=30)
    room.run(room.presenter.bring())
    assert (room.strip.brought[0].live, room.strip.brought[0].repeated) == (True, True)
    assert len(room.store.ask(calls, sitting_id=room.id)) == 1
