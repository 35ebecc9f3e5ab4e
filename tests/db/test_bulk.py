"""Many rows at once are journalled as if each had been written alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.bulk import add_rows, change_rows
from db.clock import Hlc
from db.journal import Entry
from db.organisations.tables import Organisation
from db.residents.tables import Merge, Resident
from db.sync.chain import verify_journal
from db.work import Store, Work
from tests.record import HandClock

PEOPLE: list[dict[str, Any]] = [
    {"family_name": "Ñandúbez", "given_names": 'Rosaura "Ro"', "document": "12345678", "birth_date": date(1979, 8, 25)},
    {"family_name": "Quintela\x00", "given_names": "Anselmo", "phone": None, "street": "Puerto", "street_number": "12"},
    {"family_name": "Yrurtia", "given_names": "Telma", "consent_at": datetime(2026, 1, 2, tzinfo=UTC), "note": "\n\\"},
    {"family_name": "Aguirre", "given_names": "Cora", "district_id": "a-district"},
]  # fmt: skip


def write_one_by_one(work: Work) -> list[str]:
    rows = [Resident(**one) for one in PEOPLE]
    work.session.add_all(rows)
    work.session.flush()
    return [row.id for row in rows]


def write_at_once(work: Work) -> list[str]:
    return add_rows(work, Resident, PEOPLE)


def entries(session: Session, ids: list[str]) -> list[dict[str, Any]]:
    rows = session.scalars(select(Entry).where(Entry.row_id.in_(ids)).order_by(Entry.desk_seq))
    return [
        {
            "noun": one.noun, "fields": one.fields, "base": one.base, "sealed": one.sealed, "actor": one.actor,
            "district": one.district_id, "salted": sorted(one.salts), "lengths": {len(s) for s in one.salts.values()},
            "registers": sorted(one.base),
        }
        for one in rows
    ]  # fmt: skip


def raw(session: Session, ids: list[str]) -> list[Any]:
    """The rows and the JSON of their entries, byte by byte, but for what is never twice the same."""
    marks = ", ".join(f"'{one}'" for one in ids)
    rows = session.execute(text(f"SELECT * FROM resident WHERE id IN ({marks}) ORDER BY family_name")).mappings()
    texts = session.execute(text(f"SELECT fields, base, sealed FROM entry WHERE row_id IN ({marks}) ORDER BY fields"))
    return [{**row, "id": 0, "clocks": list(json.loads(row["clocks"]))} for row in rows] + [tuple(one) for one in texts]


def test_rows_and_entries_are_the_same_as_one_by_one(store: Store) -> None:
    alone = store.do(write_one_by_one)
    together = store.do(write_at_once)
    assert store.ask(raw, ids=together.outcome) == store.ask(raw, ids=alone.outcome)
    assert sorted(map(str, store.ask(entries, ids=together.outcome))) == sorted(
        map(str, store.ask(entries, ids=alone.outcome))
    )
    assert together.changes.rows == {"resident": frozenset(together.outcome)}


def test_the_journal_holds_over_both_ways_of_writing(store: Store) -> None:
    def mixed(work: Work) -> None:
        work.session.add(Resident(family_name="Ñandúbez", given_names="Inés"))
        add_rows(work, Resident, PEOPLE)
        work.session.add(Organisation(name="El Ancla", folded="el ancla", kind="club"))
        add_rows(work, Merge, [{"kept_id": "a", "absorbed_id": "b", "why": "decided", "decided_by": "x"}])

    store.do(mixed)
    store.do(write_at_once)
    checked = store.ask(verify_journal)
    assert (checked.ok, checked.differing) == (True, ())


def test_a_salt_is_never_used_twice(store: Store) -> None:
    done = store.do(write_at_once)
    with Session(store.engine) as session:
        salts = [s for one in session.scalars(select(Entry).where(Entry.row_id.in_(done.outcome))) for s in
                 one.salts.values()]  # fmt: skip
    assert len(set(salts)) == len(salts) > 10


def test_identifiers_keep_the_order_of_the_file_and_clocks_go_on(store: Store, clock: HandClock) -> None:
    many = [{"family_name": "Ñandúbez", "given_names": f"Ro {at}"} for at in range(5000)]
    ids = store.do(add_many, many=many).outcome
    assert ids == sorted(ids)
    with Session(store.engine) as session:
        readings = session.scalars(select(Entry.hlc).where(Entry.noun == "resident").order_by(Entry.desk_seq)).all()
    assert list(readings) == sorted(set(readings))
    assert str(clock.tick()) > readings[-1]


def add_many(work: Work, *, many: list[dict[str, Any]]) -> list[str]:
    return add_rows(work, Resident, many)


def change_at_once(work: Work, *, changes: dict[str, dict[str, Any]]) -> list[str]:
    return change_rows(work, Resident, changes)


def change_one_by_one(work: Work, *, changes: dict[str, dict[str, Any]]) -> list[str]:
    for one, told in changes.items():
        row = work.session.get_one(Resident, one)
        for name, value in told.items():
            setattr(row, name, value)
    return list(changes)


CHANGES: tuple[dict[str, Any], ...] = (
    {"phone": "+5493415551234", "birth_date": date(1979, 8, 26)},
    {"street": "Puerto", "street_number": "14"},
    {"note": None, "document": "22333444"},
    {"family_name": "Aguirre", "given_names": "Cora"},
)


@pytest.mark.parametrize("ahead", [0, 3600_000])
def test_a_change_is_journalled_as_one_by_one(store: Store, clock: HandClock, ahead: int) -> None:
    seen = []
    for change in (change_one_by_one, change_at_once):
        clock.resume(Hlc(clock.tick().millis + ahead, 0, clock.desk))
        ids = store.do(write_at_once).outcome
        clock.forward(minutes=1)
        done = store.do(change, changes=dict(zip(ids, CHANGES, strict=True)))
        told = [one for one in store.ask(entries, ids=ids) if one["base"]]
        bases = [sorted(one.pop("base")) for one in told]
        seen.append(
            (sorted(map(str, told)), sorted(bases), store.ask(raw, ids=ids)[: len(PEOPLE)], len(done.changes.rows))
        )
    assert seen[0] == seen[1]
    assert store.ask(verify_journal).ok


def test_what_stands_already_is_no_change(store: Store) -> None:
    ids = store.do(write_at_once).outcome
    done = store.do(change_at_once, changes={ids[0]: {"document": "12345678"}, "nobody": {"note": "x"}})
    assert (done.outcome, bool(done.changes)) == ([], False)


def test_nothing_of_it_stays_when_the_command_fails(store: Store) -> None:
    def breaks(work: Work) -> None:
        add_rows(work, Resident, PEOPLE)
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        store.do(breaks)
    with Session(store.engine) as session:
        assert session.scalar(select(Resident.id)) is None
    assert store.ask(verify_journal).ok
