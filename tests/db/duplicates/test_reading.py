"""Wherever people are counted, listed or named, a person of several rows is one; undone, everything is as it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.agenda.commands import add_item, next_item
from db.agenda.floor import give_floor
from db.agenda.queries import attendants, equity, turns, way_of
from db.checkin.by_row import seen_by_row
from db.checkin.commands import check_in, check_in_document, enrol_scan, leave, take_back, walk_in
from db.checkin.queries import (
    attendance,
    find_at_the_door,
    history,
    is_new,
    people,
    presences,
    regulars_before,
)
from db.duplicates.commands import merge, unmerge
from db.duplicates.effective import effective
from db.errors import Refused
from db.insights.queries import Scope, people_by_age_and_gender, sittings, totals
from db.issues.commands import add_issue, make_commitment
from db.issues.queries import commitments, issues
from db.minutes.queries import acta
from db.places.city import City
from db.registry import nouns
from db.residents.persons import rows_of
from db.residents.queries import card
from db.residents.search import search
from db.sittings.commands import close_sitting
from db.work import Store
from tests.db.checkin.evening import a_sitting
from tests.db.duplicates.neighbours import BORN, somebody
from tests.record import EVENING, HandClock

SCAN = "00327345190@ÑANDUBEZ@ROSAURA@F@23680640@A@25/08/1979@06/01/2015@274"


@dataclass
class Evening:
    """Rosaura is on the roll twice: by one row she came to the room, by the other on Zoom, and a month ago."""

    before: str
    tonight: str
    room: str
    zoom: str
    other: str


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    room = somebody(store, phone="099111222")
    zoom = somebody(store, "Nandubez", document="23680640", birth_date=BORN, gender="woman", email="ro@x.uy")
    other = somebody(store, "Zuvirrieta", "Eulogia", gender="woman")
    before = a_sitting(store, title="La primera", at=EVENING - timedelta(days=30))
    store.do(check_in, sitting_id=before, resident_id=zoom)
    store.do(close_sitting, sitting_id=before)
    tonight = a_sitting(store)
    store.do(add_item, sitting_id=tonight, title="Faroles")
    store.do(check_in, sitting_id=tonight, resident_id=room)
    clock.forward(minutes=5)
    store.do(check_in, sitting_id=tonight, resident_id=zoom, way="zoom")
    store.do(check_in, sitting_id=tonight, resident_id=other)
    store.do(next_item, sitting_id=tonight)
    store.do(give_floor, sitting_id=tonight, resident_id=room)
    clock.forward(minutes=2)
    store.do(give_floor, sitting_id=tonight, resident_id=zoom)
    store.do(add_issue, sitting_id=tonight, kind="proposal", text="Un farol", raised_by_id=zoom)
    store.do(make_commitment, sitting_id=tonight, text="Traer la lista", responsible_kind="resident",
             responsible_id=zoom)  # fmt: skip
    return Evening(before, tonight, room, zoom, other)


def is_new_here(session: Session, *, resident_id: str, sitting_id: str) -> bool:
    return is_new(session, sitting_id=sitting_id, rows=rows_of(session, resident_id))


def told(store: Store, city: City, evening: Evening) -> dict[str, Any]:
    """Everything that anybody reads of these people."""
    scope, now = Scope(), store.clock.now()

    def both(query: Any, **facts: Any) -> list[Any]:
        return [store.ask(query, resident_id=one, **facts) for one in (evening.room, evening.zoom, evening.other)]

    return {
        "counts": [store.ask(attendance, sitting_id=one) for one in (evening.before, evening.tonight)],
        "stays": store.ask(presences, sitting_id=evening.tonight),
        "people": store.ask(people, sitting_id=evening.tonight, until=now),
        "regulars": store.ask(regulars_before, sitting_id=evening.tonight),
        "history": both(history),
        "new": both(is_new_here, sitting_id=evening.tonight),
        "ways": both(way_of, sitting_id=evening.tonight),
        "cards": both(card),
        "together": both(effective),
        "door": store.ask(find_at_the_door, sitting_id=evening.tonight, text="ro"),
        "search": store.ask(search, text="nandu"),
        "floor": store.ask(attendants, sitting_id=evening.tonight),
        "turns": store.ask(turns, sitting_id=evening.tonight),
        "equity": store.ask(equity, sitting_id=evening.tonight, now=now),
        "issues": store.ask(issues, sitting_id=evening.tonight),
        "commitments": store.ask(commitments, sitting_id=evening.tonight),
        "figures": store.ask(sittings, scope=scope),
        "totals": store.ask(totals, scope=scope),
        "cells": store.ask(people_by_age_and_gender, scope=scope, zone=city.zone),
        "acta": asdict(store.ask(acta, sitting_id=evening.tonight, city=city)),
        "by row": store.ask(seen_by_row, resident_ids=[evening.room, evening.zoom]),
    }


def written(store: Store) -> dict[str, list[Any]]:
    """Every row of every noun as the file holds it, but for the merges themselves."""

    def rows(session: Session) -> dict[str, list[Any]]:
        tables = sorted(set(nouns()) - {"merge"})
        read = session.connection().exec_driver_sql
        return {one: sorted(map(repr, read(f'SELECT * FROM "{one}"'))) for one in tables}

    return store.ask(rows)


def test_one_count_everywhere(store: Store, city: City, evening: Evening) -> None:
    before = store.ask(attendance, sitting_id=evening.tonight)
    assert (before.people, before.both, before.new) == (3, 0, 2)
    store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom)
    after = store.ask(attendance, sitting_id=evening.tonight)
    assert (after.people, after.both, after.in_room, after.online) == (2, 1, 2, 1)
    assert after.in_room + after.online - after.both == after.people
    assert (after.new, after.returning) == (1, 1), "by her other row she was here a month ago"
    lines = store.ask(people, sitting_id=evening.tonight, until=store.clock.now())
    (hers,) = [line for line in lines if line.resident_id == evening.room]
    assert (hers.ways, hers.document, hers.new) == (("room", "zoom"), "23680640", False)
    assert {stay.resident_id for stay in store.ask(presences, sitting_id=evening.tonight)} == {
        evening.room, evening.other,
    }  # fmt: skip
    assert len(store.ask(attendants, sitting_id=evening.tonight)) == 2
    share = store.ask(equity, sitting_id=evening.tonight, now=store.clock.now())
    assert (share.present, share.spoke) == (2, 1)
    assert {turn.resident_id for turn in store.ask(turns, sitting_id=evening.tonight)} == {evening.room}
    assert store.ask(totals, scope=Scope()).people == 2
    assert [(one.people, one.new) for one in store.ask(sittings, scope=Scope())] == [(1, 1), (2, 1)]
    cells = store.ask(people_by_age_and_gender, scope=Scope(), zone=city.zone)
    assert sorted((cell.age, cell.gender, cell.people) for cell in cells) == [
        ("45_59", "woman", 1), ("no_data", "woman", 1),
    ]  # fmt: skip
    assert [one.sitting_id for one in store.ask(history, resident_id=evening.zoom)] == [evening.tonight, evening.before]
    (issue,) = store.ask(issues, sitting_id=evening.tonight)
    (promise,) = store.ask(commitments, sitting_id=evening.tonight)
    assert (issue.raised_by_id, issue.raised_by) == (evening.room, "Rosaura Ñandúbez")
    assert (promise.responsible_id, promise.responsible) == (evening.room, "Rosaura Ñandúbez")


def test_the_minutes_name_her_once(store: Store, city: City, evening: Evening) -> None:
    store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom)
    facts = store.ask(acta, sitting_id=evening.tonight, city=city)
    assert [(one.family_name, [stay.way for stay in one.stays]) for one in facts.people] == [
        ("Ñandúbez", ["room", "zoom"]), ("Zuvirrieta", ["room"]),
    ]  # fmt: skip
    assert facts.people[0].gender == "woman", "her other row says so"
    figures = facts.figures
    assert (figures.people, figures.both) == (2, 1)
    assert {band.code: band.people for band in figures.by_age if band.people} == {"45_59": 1, "unknown": 1}
    assert {turn.speaker.name for item in facts.items for turn in item.turns} == {"Rosaura Ñandúbez"}


def test_undone_everything_is_exactly_what_it_was(store: Store, city: City, evening: Evening) -> None:
    rows, before = written(store), told(store, city, evening)
    one = store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom).outcome
    assert written(store) == rows, "no row is ever rewritten"
    assert told(store, city, evening) != before
    store.do(unmerge, merge_id=one)
    assert written(store) == rows
    assert told(store, city, evening) == before


# Two of the three rows that are joined, and whether one of the merges that stand is undone after it, and which.
ACTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans(), st.integers(0, 1)), max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, last_first=st.booleans())
def test_whatever_is_joined_and_parted_in_between_nothing_is_lost(
    store: Store, city: City, evening: Evening, acts: list[tuple[int, int, bool, int]], last_first: bool
) -> None:
    rows, before = written(store), told(store, city, evening)
    standing: list[str] = []
    three = (evening.room, evening.zoom, evening.other)
    for kept, absorbed, undo, which in acts:
        try:
            standing.append(store.do(merge, kept_id=three[kept], absorbed_id=three[absorbed]).outcome)
        except Refused:
            continue
        count = store.ask(attendance, sitting_id=evening.tonight)
        assert count.in_room + count.online - count.both == count.people == 3 - len(standing)
        assert store.ask(totals, scope=Scope()).people == 3 - len(standing)
        assert len(store.ask(people, sitting_id=evening.tonight)) == 3 - len(standing)
        if undo:
            store.do(unmerge, merge_id=standing.pop(which % len(standing)))
    for one in reversed(standing) if last_first else standing:
        store.do(unmerge, merge_id=one)
    assert written(store) == rows
    assert told(store, city, evening) == before


def test_whoever_is_here_by_one_row_is_here_already_by_the_other(store: Store, evening: Evening) -> None:
    store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom)
    again = store.do(check_in, sitting_id=evening.tonight, resident_id=evening.zoom).outcome
    assert (again.already, again.resident_id, again.new) == (True, evening.room, False)
    (found,) = [one for one in store.ask(find_at_the_door, sitting_id=evening.tonight, text="rosaura") if one.here]
    assert found.here == ("room", "zoom")


@pytest.mark.parametrize("how", ["typed", "scanned", "walked in"])
def test_the_document_of_the_row_that_joined_marks_the_person_and_undone_the_stay_is_its_own(
    store: Store, evening: Evening, how: str
) -> None:
    for stay in store.ask(presences, sitting_id=evening.tonight):
        store.do(take_back, presence_id=stay.presence_id)
    made = store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom).outcome
    if how == "typed":
        done = store.do(check_in_document, sitting_id=evening.tonight, document="23680640").outcome
    elif how == "scanned":
        done = store.do(enrol_scan, sitting_id=evening.tonight, payload=SCAN).outcome
    else:
        done = store.do(walk_in, sitting_id=evening.tonight, name="Rosaura Ñandúbez", document="23680640").outcome
    assert done.resident_id == evening.room
    assert [one.resident_id for one in store.ask(people, sitting_id=evening.tonight)] == [evening.room]
    store.do(unmerge, merge_id=made)
    assert [one.resident_id for one in store.ask(people, sitting_id=evening.tonight)] == [evening.zoom]


def test_two_rows_with_one_document_that_were_joined_are_one_holder(store: Store, evening: Evening) -> None:
    third = somebody(store, "Nandubez", document="23680640")
    with pytest.raises(Refused) as no:
        store.do(check_in_document, sitting_id=evening.tonight, document="23680640")
    assert no.value.code == "document_of_several"
    store.do(merge, kept_id=third, absorbed_id=evening.zoom)
    assert store.do(check_in_document, sitting_id=evening.tonight, document="23680640").outcome.resident_id == third


def test_whoever_was_enrolled_and_joined_stays_on_the_roll_when_her_arrival_is_taken_back(
    store: Store, evening: Evening
) -> None:
    done = store.do(walk_in, sitting_id=evening.tonight, name="Rosaura Nandubes").outcome
    store.do(merge, kept_id=evening.room, absorbed_id=done.resident_id)
    store.do(take_back, presence_id=done.presence_id, enrolled=True)
    assert store.ask(card, resident_id=done.resident_id).family_name == "Nandubes"


def test_who_left_by_one_row_is_still_here_by_the_other(store: Store, evening: Evening) -> None:
    store.do(merge, kept_id=evening.room, absorbed_id=evening.zoom)
    in_room = next(s for s in store.ask(presences, sitting_id=evening.tonight) if s.way == "room" and not s.new)
    store.do(leave, presence_id=in_room.presence_id)
    (hers,) = [one for one in store.ask(attendants, sitting_id=evening.tonight) if one.resident_id == evening.room]
    assert hers.way == "zoom"
