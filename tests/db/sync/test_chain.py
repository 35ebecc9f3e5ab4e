"""Verifying the journal finds every silent edit, and names the first entry that does not hold."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db.journal import commitment
from db.sync.chain import Checked, verify_journal
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sync.evening import note_down, note_down_many


def alter(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement))


def test_an_untouched_journal_holds(store: Store) -> None:
    store.do(note_down_many, count=30)
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.bad_number) == (True, None)
    assert checked.entries >= 37


def test_an_empty_journal_holds(store: Store) -> None:
    alter(store, "DELETE FROM entry")
    assert store.ask(verify_journal) == Checked(0)


@pytest.mark.parametrize(
    "edit",
    [
        "fields = replace(fields, 'Club', 'Klub')",
        "fields = '{}'",
        "fields = 'no json'",
        "actor = 'Somebody'",
        "verb = 'other.verb'",
        "hlc = hlc || '0'",
        'base = \'{"name":"x"}\'',
        "district_id = NULL",
        "noun = 'resident'",
        "row_id = 'other'",
        "salts = '{}'",
        'sealed = \'{"x":"y"}\'',
        "hash = upper(hash)",
        "desk_seq = 1000",
    ],
)
def test_any_edit_of_an_entry_is_found(store: Store, edit: str) -> None:
    store.do(note_down_many, count=5)
    alter(store, f"UPDATE entry SET {edit} WHERE desk_seq = 9")
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.bad_number) == (False, 9)


def test_a_missing_entry_is_found(store: Store) -> None:
    alter(store, "DELETE FROM entry WHERE desk_seq = 4")
    assert store.ask(verify_journal).bad_number == 4


def test_an_entry_rewritten_with_its_own_hash_breaks_at_the_next(store: Store) -> None:
    store.do(note_down, name="Peña")
    store.do(note_down, name="Paz")
    alter(store, "UPDATE entry SET hash = (SELECT hash FROM entry WHERE desk_seq = 2) WHERE desk_seq = 3")
    assert store.ask(verify_journal).bad_number == 3


def test_a_journal_whose_end_was_cut_off_is_found_once_the_server_had_it(desk: Store) -> None:
    desk.do(note_down, name="Peña")
    last = hand_over_now(desk).sent
    alter(desk, f"DELETE FROM entry WHERE desk_seq = {last}")
    assert desk.ask(verify_journal).bad_number == last


def test_a_value_erased_by_law_leaves_the_chain_whole(store: Store) -> None:
    store.do(note_down, name="Peña")
    with store.engine.begin() as connection:
        seq, fields, salts = connection.execute(
            text("SELECT desk_seq, fields ->> 'phone', salts ->> 'phone' FROM entry ORDER BY desk_seq DESC LIMIT 1")
        ).one()
        seal = commitment(salts, "phone", fields)
        connection.execute(
            text(
                "UPDATE entry SET fields = json_remove(fields, '$.phone'), salts = json_remove(salts, '$.phone'), "
                "sealed = json_object('phone', :seal) WHERE desk_seq = :seq"
            ),
            {"seal": seal, "seq": seq},
        )
    assert store.ask(verify_journal).ok
