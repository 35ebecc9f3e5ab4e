"""An erasure reaches whatever a desk of the erasing district wrote, on every laptop as on the server: also of who lives
in another district."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from db.residents.commands import enrol
from db.rights.commands import erase
from db.sync.administration import reassign
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sync.evening import change_phone
from tests.db.sync.shared import rows, state

NewDesk = Callable[..., Store]
ZONE = ZoneInfo("America/Montevideo")
NAME, PHONE = "Ñandúbez", "+543415550098"


def writes_down(desk: Store, lives: Store) -> str:
    """She lives elsewhere, and came to this desk's door."""
    place = lives.identity.district_id
    return desk.do(enrol, family_name=NAME, given_names="Rosa", district_id=place).outcome


def told_of(engine: Engine, row: str, schema: str = "") -> dict[tuple[str, int], tuple[str, str]]:
    """What the journal still tells of her, by entry, and what of it is sealed."""
    names = "desk_id, desk_seq, CAST(fields AS text), CAST(sealed AS text)"
    found = rows(engine, f"SELECT {names} FROM {schema}entry WHERE noun = 'resident' AND row_id = :row", row=row)
    return {(desk, seq): (fields, sealed) for desk, seq, fields, sealed in found}


def test_whom_another_laptop_of_the_district_wrote_down_is_erased_everywhere_wherever_she_lives(
    new_desk: NewDesk, eyes: Engine
) -> None:
    door, table, loma = new_desk(), new_desk(), new_desk(district="loma")
    everybody = (door, table, loma)
    hand_over_now(loma)
    rosa = writes_down(door, loma)
    for store in everybody:
        hand_over_now(store)
    assert all(NAME in repr(told_of(store.engine, rosa)) for store in everybody)
    door.do(change_phone, resident=rosa, phone=PHONE)  # not sent yet when it hears of the erasure
    table.do(erase, resident_id=rosa, zone=ZONE)
    for store in (table, *everybody, *everybody):
        hand_over_now(store)
    there = told_of(eyes, rosa, "app.")
    assert NAME not in repr(there)
    assert PHONE not in repr(there)
    for store in everybody:
        assert told_of(store.engine, rosa).keys() == there.keys()
        assert NAME not in repr(told_of(store.engine, rosa))
        assert PHONE not in repr(told_of(store.engine, rosa))
        assert state(store.engine, "resident", [rosa], schema="") == state(eyes, "resident", [rosa])
        assert store.ask(verify_journal).ok


def test_what_a_laptop_wrote_before_it_became_the_whole_citys_is_erased_from_the_district_where_it_was(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    moving, near, loma = new_desk(), new_desk(), new_desk(district="loma")
    everybody = (moving, near, loma)
    hand_over_now(loma)
    rosa = writes_down(moving, loma)
    for store in everybody:
        hand_over_now(store)
    reassign(shared, moving.identity.desk_id, district_id=None, capacity="secretary")
    moving.do(change_phone, resident=rosa, phone=PHONE)  # of no desk of Ribera any more
    for store in everybody:
        hand_over_now(store)
    near.do(erase, resident_id=rosa, zone=ZONE)
    for store in (near, *everybody, *everybody):
        hand_over_now(store)
    there = told_of(eyes, rosa, "app.")
    assert NAME not in repr(there)
    assert PHONE in repr(there)
    for store in (moving, loma):
        here = told_of(store.engine, rosa)
        assert here.keys() == there.keys()
        assert NAME not in repr(here)
        assert PHONE in repr(here)
        assert state(store.engine, "resident", [rosa], schema="") == state(eyes, "resident", [rosa])
        assert store.ask(verify_journal).ok
