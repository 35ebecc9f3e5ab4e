"""A merge whose row that speaks is another district's: here she is one of her other rows, and a person all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from db.checkin.commands import check_in
from db.duplicates.commands import keep_apart, merge
from db.errors import Refused
from db.issues.commands import add_issue
from db.residents.commands import correct
from db.residents.commands import enrol as enrol_neighbour
from db.residents.persons import the_person
from db.residents.search import search
from db.rights.commands import erase
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.db.sync.shared import bring, state, ticket_for
from tests.db.sync.test_sealed import ZONE

NewDesk = Callable[..., Store]


@pytest.fixture
def door_and_hers(new_desk: NewDesk, shared: str) -> tuple[Store, str]:
    """A laptop of Ribera that has one row of a neighbour; the row that speaks for her is Loma's, and is not there."""
    door, loma, city = new_desk(), new_desk(district="loma"), new_desk(enrolled=False)
    bring(ticket_for(shared, city, None, role="secretary", city_wide=True), city)
    city.identity = replace(city.identity, district_id=None)
    hers = door.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    theirs = loma.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    for store in (door, loma, city):
        hand_over_now(store)
    city.do(merge, kept_id=theirs, absorbed_id=hers)
    for store in (city, door):
        hand_over_now(store)
    assert set(state(door.engine, "resident", schema="")) == {hers}
    assert door.ask(the_person, hers) == theirs
    return door, hers


def test_she_is_joined_with_a_third_row_by_the_name_under_which_she_is_found(
    door_and_hers: tuple[Store, str], eyes: Engine
) -> None:
    door, hers = door_and_hers
    third = door.do(enrol_neighbour, family_name="Peña", given_names="Rosita").outcome
    found = {one.id for one in door.ask(search, text="peña")} - {third}
    door.do(merge, kept_id=found.pop(), absorbed_id=third)
    assert door.ask(the_person, third) == door.ask(the_person, hers)
    assert hand_over_now(door).quarantined == 0
    assert len(state(eyes, "merge")) == 2
    assert door.ask(verify_journal).ok


def test_she_is_said_to_be_somebody_else_than_a_third(door_and_hers: tuple[Store, str]) -> None:
    door, hers = door_and_hers
    third = door.do(enrol_neighbour, family_name="Peña", given_names="Rosita").outcome
    door.do(keep_apart, first_id=door.ask(the_person, hers), second_id=third)
    with pytest.raises(Refused, match="merge_apart"):
        door.do(merge, kept_id=hers, absorbed_id=third)


def test_she_comes_through_the_door_as_she_is_found(door_and_hers: tuple[Store, str]) -> None:
    door, hers = door_and_hers
    sitting = opened_sitting(door)
    (found,) = door.ask(search, text="peña")
    came = door.do(check_in, sitting_id=sitting, resident_id=found.id).outcome
    assert not came.already
    assert door.do(check_in, sitting_id=sitting, resident_id=hers).outcome.already


def test_what_is_written_of_her_is_of_the_row_that_is_here_and_the_server_takes_it(
    door_and_hers: tuple[Store, str], eyes: Engine
) -> None:
    door, hers = door_and_hers
    (found,) = door.ask(search, text="peña")
    assert found.id != hers
    sitting = opened_sitting(door)
    door.do(correct, resident_id=found.id, phone="+543416667788")
    door.do(add_issue, sitting_id=sitting, kind="complaint", text="Falta luz en la plaza", raised_by_id=found.id)
    door.do(check_in, sitting_id=sitting, resident_id=found.id)
    assert hand_over_now(door).quarantined == 0
    door.do(erase, resident_id=found.id, zone=ZONE)
    assert hand_over_now(door).quarantined == 0
    assert state(eyes, "resident")[hers]["erased_at"] is not None
    assert "Peña" in {her["family_name"] for her in state(eyes, "resident").values()}, "Loma's row is Loma's to erase"
