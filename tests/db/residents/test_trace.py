"""What the journal tells of a neighbour: who changed what and when, and to what she consented."""

from __future__ import annotations

from db.duplicates.commands import merge
from db.residents.alias_commands import drop_alias
from db.residents.commands import correct, enrol, give_consent, remember_alias, take_back_consent
from db.residents.queries import aliases
from db.residents.trace import consents, corrections
from db.work import Store
from tests.record import HandClock


def rosa(store: Store) -> str:
    return store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", phone="+59899123456").outcome


def test_a_correction_tells_what_was_there_before_who_wrote_and_when(store: Store, clock: HandClock) -> None:
    one = rosa(store)
    written = clock.now()
    clock.forward(days=3)
    store.do(correct, resident_id=one, given_names="Rosaura Inés", phone="")
    told = store.ask(corrections, resident_id=one)
    assert {(line.field, line.before, line.after) for line in told} == {
        ("given_names", "Rosaura", "Rosaura Inés"), ("phone", "+59899123456", ""), ("", "", ""),
    }  # fmt: skip
    assert {line.at for line in told if line.field} == {clock.now()}
    assert [(line.at, line.actor) for line in told if not line.field] == [(written, store.actor)]


def test_what_stays_as_it_was_is_no_correction(store: Store) -> None:
    one = rosa(store)
    store.do(correct, resident_id=one, family_name="Ñandúbez", given_names="Rosaura")
    assert [line.field for line in store.ask(corrections, resident_id=one)] == [""]


def test_an_organisation_is_told_by_its_name(store: Store) -> None:
    one = rosa(store)
    store.do(correct, resident_id=one, organisation="Club El Ancla")
    assert ("organisation_id", "", "Club El Ancla") in {
        (line.field, line.before, line.after) for line in store.ask(corrections, resident_id=one)
    }


def test_what_was_written_of_any_of_her_rows_is_told(store: Store) -> None:
    one = rosa(store)
    other = store.do(enrol, family_name="Ñandubez", given_names="Rosaura").outcome
    store.do(correct, resident_id=other, phone="+59899000111")
    store.do(merge, kept_id=one, absorbed_id=other)
    assert {line.row_id for line in store.ask(corrections, resident_id=other)} == {one, other}


def test_consent_given_taken_back_and_given_again_is_told_in_full(store: Store, clock: HandClock) -> None:
    one = rosa(store)
    store.do(give_consent, resident_id=one, text="2026-1")
    clock.forward(days=1)
    store.do(take_back_consent, resident_id=one)
    clock.forward(days=1)
    store.do(give_consent, resident_id=one, text="2026-2")
    told = store.ask(consents, resident_id=one)
    assert [(line.given, line.text) for line in told] == [(True, "2026-2"), (False, ""), (True, "2026-1")]
    assert told[0].at == clock.now()


def test_a_forgotten_name_is_forgotten_wholly_and_once(store: Store) -> None:
    one = rosa(store)
    for _ in range(2):
        store.do(remember_alias, resident_id=one, kind="zoom_name", value="La Ñata", source="decided")
    (known,) = store.ask(aliases, resident_id=one)
    assert known.times_confirmed == 2
    assert store.do(drop_alias, alias_id=known.id).outcome
    assert store.ask(aliases, resident_id=one) == ()
    assert not store.do(drop_alias, alias_id=known.id).outcome
