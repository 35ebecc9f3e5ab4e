"""Verifying the journal finds every silent edit, and names the first entry that does not hold."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from db.journal import Entry, commitment, hash_of
from db.sync.chain import Checked, verify_journal
from db.sync.errand import hand_over_now
from db.sync.tally import Differing
from db.work import Store
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.test_whole_record import change_one_of_each, write_one_of_each


def alter(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement))


def test_an_untouched_journal_holds(store: Store) -> None:
    store.do(note_down_many, count=30)
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.bad_number) == (True, None)
    assert checked.entries >= 37


def test_a_journal_that_was_emptied_is_told(store: Store) -> None:
    alter(store, "DELETE FROM entry")
    assert store.ask(verify_journal) == Checked(0, store.identity.desk_id, 1, ends_early=True)


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
    checked = desk.ask(verify_journal)
    assert (checked.ok, checked.bad_number, checked.ends_early) == (False, last, True)


def test_an_end_rewritten_with_hashes_that_fit_is_found_once_the_server_had_it(desk: Store) -> None:
    last = hand_over_now(desk).sent
    with desk.engine.connect() as connection:
        kept = dict(connection.execute(text(f"SELECT * FROM entry WHERE desk_seq = {last}")).mappings().one())
        before = connection.scalar(text(f"SELECT hash FROM entry WHERE desk_seq = {last - 1}"))
    whole = {**kept, **{name: json.loads(kept[name]) for name in ("base", "fields", "salts", "sealed")}}
    forged = Entry(**{**whole, "actor": "Somebody"})
    alter(desk, f"UPDATE entry SET actor = 'Somebody', hash = '{hash_of(forged, before)}' WHERE desk_seq = {last}")
    checked = desk.ask(verify_journal)
    assert (checked.ok, checked.bad_number) == (False, last)


def test_an_end_cut_off_before_anything_was_sent_is_seen_in_the_rows_it_wrote(store: Store) -> None:
    rosa = store.do(note_down, name="Peña").outcome
    store.do(change_phone, resident=rosa, phone="+543415550002")
    store.do(note_down_many, count=3)
    alter(store, "DELETE FROM entry WHERE desk_seq > (SELECT max(desk_seq) - 4 FROM entry)")
    checked = store.ask(verify_journal)
    assert not checked.ok
    assert checked.differing == (Differing("organisation", unfounded=3), Differing("resident", unfounded=1))


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ("UPDATE resident SET family_name = 'Pena' WHERE family_name = 'Peña'", Differing("resident", altered=1)),
        ("UPDATE resident SET removed_at = '2026-11-19T22:00:00.000000Z'", Differing("resident", altered=2)),
        ("UPDATE resident SET clocks = 'no json' WHERE family_name = 'Paz'", Differing("resident", altered=1)),
        ("UPDATE resident SET city_id = 'elsewhere'", Differing("resident", missing=2, unfounded=2)),
        ("UPDATE organisation SET kind = 'school' WHERE name = 'Club 1'", Differing("organisation", altered=1)),
        ("DELETE FROM organisation WHERE name IN ('Club 0', 'Club 2')", Differing("organisation", missing=2)),
        ("DELETE FROM organisation", Differing("organisation", missing=3)),
        (
            """INSERT INTO organisation (id, city_id, clocks, name, folded, kind)
            VALUES ('x', 'villa_ejemplo', '{}', 'Club', 'club', 'club')""",
            Differing("organisation", unfounded=1),
        ),
    ],
)
def test_a_row_changed_behind_the_journal_is_found(store: Store, edit: str, found: Differing) -> None:
    for name in ("Peña", "Paz"):
        store.do(note_down, name=name)
    store.do(note_down_many, count=3)
    assert store.ask(verify_journal).ok
    alter(store, edit)
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.bad_number, checked.differing) == (False, None, (found,))


def test_rows_of_every_noun_with_values_of_every_kind_are_what_the_journal_says(store: Store) -> None:
    store.do(write_one_of_each)
    store.do(change_one_of_each)
    assert store.ask(verify_journal).ok


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
    assert store.ask(verify_journal).differing == (Differing("resident", altered=1),), "erased in one place only"
    alter(store, "UPDATE resident SET phone = NULL")
    assert store.ask(verify_journal).ok
