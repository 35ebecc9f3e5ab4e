"""One command is one transaction, with its entries in the journal."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.errors import Refused
from db.home import Home
from db.journal import GENESIS, Entry, hash_of
from db.organisations.tables import Organisation
from db.places.city import City
from db.work import Store, Work
from tests.record import KEY, HandClock


def note_down(work: Work, *, name: str) -> str:
    made = Organisation(name=name, folded=name.casefold(), kind="club")
    work.session.add(made)
    work.session.flush()
    return made.id


def rename(work: Work, *, row: str, name: str) -> None:
    work.session.get_one(Organisation, row).name = name


def note_down_and_regret(work: Work, *, name: str) -> None:
    note_down(work, name=name)
    raise Refused("regretted")


def entries(store: Store, noun: str = "organisation") -> list[Entry]:
    def read(session):
        found = session.scalars(select(Entry).where(Entry.noun == noun).order_by(Entry.desk_seq)).all()
        session.expunge_all()
        return found

    return store.ask(read)


def test_a_command_writes_its_row_and_its_entry_together(store: Store) -> None:
    done = store.do(note_down, name="Club El Ancla")
    (entry,) = entries(store)
    assert done.changes.rows == {"organisation": frozenset({done.outcome})}
    assert (entry.row_id, entry.fields["name"], entry.base) == (done.outcome, "Club El Ancla", {})
    assert set(entry.salts) == set(entry.fields)


def test_a_refused_command_leaves_neither_row_nor_entry(store: Store) -> None:
    with pytest.raises(Refused):
        store.do(note_down_and_regret, name="Club El Ancla")
    assert entries(store) == []
    assert store.ask(lambda session: session.scalar(text("SELECT count(*) FROM organisation"))) == 0


def test_an_edit_is_journalled_with_what_its_author_had_seen(store: Store) -> None:
    row = store.do(note_down, name="Club El Ancla").outcome
    store.do(rename, row=row, name="Club Ancla")
    first, second = entries(store)
    assert second.fields == {"name": "Club Ancla"}
    assert second.base == {"name": first.hlc}
    assert second.hlc > first.hlc


def test_writing_the_same_value_again_changes_nothing(store: Store) -> None:
    row = store.do(note_down, name="Club El Ancla").outcome
    assert not store.do(rename, row=row, name="Club El Ancla").changes
    assert len(entries(store)) == 1


def test_the_chain_of_hashes_holds_from_the_first_entry_on(store: Store) -> None:
    for name in ("Uno", "Dos", "Tres"):
        store.do(note_down, name=name)
    previous = GENESIS
    with Session(store.engine) as session:
        entries = session.scalars(select(Entry).order_by(Entry.desk_seq)).all()
    for entry in entries:
        assert entry.hash == hash_of(entry, previous)
        previous = entry.hash


def test_a_row_written_outside_a_command_is_an_error(store: Store) -> None:
    def sneak(session):
        session.add(Organisation(name="x", folded="x", kind="club"))
        session.flush()

    with pytest.raises(RuntimeError, match=r"outside Store\.do"):
        store.ask(sneak)


def test_a_laptop_set_back_a_day_still_writes_later_than_before(
    home: Home, store: Store, clock: HandClock, city: City
) -> None:
    row = store.do(note_down, name="Club El Ancla").outcome
    clock.forward(days=-1)
    again = Store(store.engine, clock=HandClock(clock.at, store.identity.desk_id), identity=store.identity)
    again.do(rename, row=row, name="Club Ancla")
    first, second = entries(store)
    assert second.hlc > first.hlc
    assert KEY not in home.record.read_bytes()


def test_characters_that_nobody_sees_are_left_out_of_row_and_entry_alike(store: Store) -> None:
    row = store.do(note_down, name="Club\x00 El\x1b Ancla\x85\ud83d\r\n\tde Ñandú 🧉").outcome
    clean = "Club El Ancla\n\tde Ñandú 🧉"
    assert store.ask(lambda session: session.get_one(Organisation, row).name) == clean
    store.do(rename, row=row, name=clean.replace("El", "\x07El"))
    (entry,) = entries(store)
    assert entry.fields["name"] == clean
