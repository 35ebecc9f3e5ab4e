"""An erasure reaches whatever a desk of the erasing district wrote, on every laptop as on the server: also of who lives
in another district."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from db.residents.commands import enrol
from db.residents.tables import Resident
from db.rights.commands import erase
from db.sync.administration import reassign
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import set_aside
from db.work import Store, Work
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


def test_whom_ribera_erases_once_she_is_lomas_goes_from_the_laptop_that_erased_her_and_from_no_other(
    new_desk: NewDesk, eyes: Engine
) -> None:
    """Loma's door wrote Rosa down, who lived in Ribera; Ribera put her telephone right, and said that she moved."""
    ribera, table, loma = new_desk(), new_desk(), new_desk(district="loma")
    everybody = (ribera, table, loma)
    hand_over_now(ribera)
    rosa = writes_down(loma, ribera)
    for store in (loma, ribera):
        hand_over_now(store)
    ribera.do(change_phone, resident=rosa, phone=PHONE)

    def moves(work: Work) -> None:
        work.session.get_one(Resident, rosa).district_id = loma.identity.district_id

    for store in (ribera, table):
        hand_over_now(store)
    ribera.do(moves)
    hand_over_now(ribera)
    ribera.do(erase, resident_id=rosa, zone=ZONE)
    assert hand_over_now(ribera).quarantined == 2
    for store in (*everybody, *everybody):
        hand_over_now(store)
    there = told_of(eyes, rosa, "app.")
    assert NAME in repr(there)
    assert PHONE in repr(there), "an erasure that is refused takes nothing, what its own desk wrote among it"
    assert told_of(loma.engine, rosa) == there
    assert NAME in repr(told_of(table.engine, rosa)), "and the table keeps what it had"
    (her,) = state(loma.engine, "resident", [rosa], schema="").values()
    assert her == state(eyes, "resident", [rosa])[rosa]
    assert (her["family_name"], her["erased_at"]) == (NAME, None)
    here = told_of(ribera.engine, rosa)
    assert NAME not in repr(here)
    assert PHONE not in repr(here)
    assert {(one.noun, one.reason) for one in ribera.ask(set_aside)} == {
        (noun, "other_district") for noun in ("resident", "erasure")
    }
    assert all(store.ask(verify_journal).ok for store in everybody)
