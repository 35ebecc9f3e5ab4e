"""The fold: the order in which entries arrive does not matter, and what comes out is what the laptop shows."""

from __future__ import annotations

import itertools
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.journal import Entry
from db.organisations.tables import Organisation
from db.residents.tables import Resident
from db.sync.fold import Folded, Written, fold
from db.sync.server import known_registers
from db.work import Store, Work
from tests.db.sync.entries import REGISTERS, histories
from tests.db.sync.shared import state
from tests.record import HandClock


def told(noun: str, row: str, hlc: str, base: dict[str, Any], fields: dict[str, Any]) -> Written:
    return Written(noun, row, hlc, base, fields)


def rosa(*edits: Written) -> Folded:
    made = told("resident", "r", "1", {}, {"family_name": "Pena", "given_names": "Rosa", "phone": "1"})
    return fold([made, *edits], REGISTERS)["resident", "r"]


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_the_same_entries_folds_to_the_same_state(history: list[Written], chance: random.Random) -> None:
    shuffled = history[:]
    chance.shuffle(shuffled)
    assert fold(shuffled, REGISTERS) == fold(history, REGISTERS)


@given(histories(), st.randoms(use_true_random=False))
def test_entries_that_arrive_twice_change_nothing(history: list[Written], chance: random.Random) -> None:
    again = [*history, *chance.sample(history, len(history) // 2)]
    assert fold(again, REGISTERS) == fold(history, REGISTERS)


def test_the_later_clock_wins_field_by_field() -> None:
    folded = rosa(
        told("resident", "r", "3", {"phone": "1"}, {"phone": "third"}),
        told("resident", "r", "2", {"phone": "1"}, {"phone": "second"}),
        told("resident", "r", "2", {"note": "1"}, {"note": "kept"}),
    )
    assert (folded.fields["phone"], folded.fields["note"]) == ("third", "kept")
    assert folded.clocks == {"*": "1", "phone": "3", "note": "2"}


def test_a_tie_of_time_and_counter_is_broken_by_the_desk_in_whatever_order() -> None:
    edits = [told("resident", "r", f"000000000002-00000000-{d}", {"phone": "1"}, {"phone": d}) for d in "abc"]
    assert {rosa(*order).fields["phone"] for order in itertools.permutations(edits)} == {"c"}


def test_street_and_number_never_come_from_two_hands() -> None:
    folded = rosa(
        told("resident", "r", "2", {"address": "1"}, {"street": "San Juan", "street_number": "1200"}),
        told("resident", "r", "3", {"address": "1"}, {"street": "Mendoza", "street_number": None}),
    )
    assert (folded.fields["street"], folded.fields["street_number"]) == ("Mendoza", None)


def test_an_edit_waits_until_somebody_created_its_row() -> None:
    edit = told("resident", "r", "5", {"phone": "1"}, {"phone": "early"})
    assert fold([edit], REGISTERS) == {}
    assert rosa(edit).fields["phone"] == "early"


def test_a_second_laptop_that_founds_the_same_row_does_not_undo_what_was_meant() -> None:
    folded = rosa(
        told("resident", "r", "2", {"phone": "1"}, {"phone": "meant"}),
        told("resident", "r", "9", {}, {"family_name": "Peña", "given_names": "Rosa", "phone": "1"}),
    )
    assert folded.fields["phone"] == "meant"
    assert folded.fields["family_name"] == "Peña"
    assert folded.clocks == {"*": "9", "phone": "2"}


def test_removal_is_a_field_like_any_other() -> None:
    gone = told("resident", "r", "2", {"removed_at": "1"}, {"removed_at": "2026-11-19T22:00:00.000000Z"})
    back = told("resident", "r", "3", {"removed_at": "2"}, {"removed_at": None})
    assert rosa(gone).fields["removed_at"] is not None
    assert rosa(back, gone).fields["removed_at"] is None


def test_what_is_not_known_here_is_left_out() -> None:
    later = told("resident", "r", "2", {"shoe_size": "1"}, {"shoe_size": 42, "note": "known"})
    assert "shoe_size" not in rosa(later).fields
    assert rosa(later).fields["note"] == "known"
    assert fold([told("pet", "p", "1", {}, {"name": "Tom"})], REGISTERS) == {}


def busy_evening(work: Work, *, chance: random.Random) -> None:
    """Creates, edits and removes rows as commands do."""
    for number in range(12):
        work.session.add(Organisation(name=f"Club {number}", folded=f"club {number}", kind="club"))
        work.session.add(Resident(family_name=f"Quiroga{number}", given_names="Rosa", phone=f"+54341{number:07}"))
    work.session.flush()
    for row in chance.sample(list(work.session.scalars(select(Resident))), 8):
        row.street, row.street_number = chance.choice([("Mendoza", "1200"), ("San Juan", None)])
        row.note = chance.choice(["", "con «comillas» y ñ", None])
    work.session.flush()
    for club in chance.sample(list(work.session.scalars(select(Organisation))), 5):
        club.removed_at = work.clock.now()


def journal(session: Session) -> list[Written]:
    entries = session.scalars(select(Entry))
    return [Written(e.noun, e.row_id, e.hlc, e.base, e.fields) for e in entries]


def test_the_fold_of_the_journal_is_the_laptops_own_state(store: Store, clock: HandClock) -> None:
    chance = random.Random(7)
    for _ in range(3):
        store.do(busy_evening, chance=chance)
        clock.forward(seconds=30)
    folded = fold(store.ask(journal), known_registers())
    for noun in ("resident", "organisation", "district", "neighbourhood"):
        expected = {row: {**one.fields, "clocks": one.clocks} for (kind, row), one in folded.items() if kind == noun}
        assert state(store.engine, noun, schema="") == expected
        assert expected or noun != "resident"
