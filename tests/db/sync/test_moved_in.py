"""What comes into a district comes there whole: with its past, and with what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.agenda.tables import Item
from db.checkin.commands import check_in
from db.residents.commands import enrol as enrol_neighbour
from db.residents.tables import Alias, Resident
from db.rights.commands import erase
from db.sittings.commands import close_sitting
from db.sittings.tables import Council, Sitting
from db.sync.administration import restore_check
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.server import server_init
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import change_phone
from tests.db.sync.shared import bring, one, state, ticket_for
from tests.db.sync.test_beside import across
from tests.db.sync.test_incarnations import restore
from tests.db.sync.test_sealed import ZONE
from tests.record import HandClock

NewDesk = Callable[..., Store]


@pytest.fixture
def desks(shared: str, new_desk: NewDesk) -> tuple[Store, Store, Store]:
    """A laptop of Ribera, one of Loma, and one of the whole city, which have met."""
    ribera, loma, staff = new_desk(), new_desk(district="loma"), new_desk(enrolled=False)
    bring(ticket_for(shared, staff, None, role="secretary", city_wide=True), staff)
    for store in (ribera, loma, staff):
        hand_over_now(store)
    return ribera, loma, staff


def move(work: Work, *, kind: type[Any], row: str, district: str | None) -> None:
    work.session.get_one(kind, row).district_id = district


def known_as(work: Work, *, resident: str) -> str:
    told = Alias(resident_id=resident, kind="email", value="rosa@ejemplo.ar", source="person", times_confirmed=1)
    work.session.add(told)
    work.session.flush()
    return told.id


def whole(store: Store, eyes: Engine, noun: str, row: str) -> bool:
    there, here = state(eyes, noun)[row], state(store.engine, noun, schema="").get(row)
    return bool(here == there)


def all_meet(*stores: Store) -> None:
    for store in stores:
        assert hand_over_now(store).quarantined == 0
        assert store.ask(verify_journal).ok


def test_who_moves_to_another_district_is_there_with_all_that_was_written_of_her(
    desks: tuple[Store, Store, Store], shared: str, eyes: Engine
) -> None:
    ribera, loma, staff = desks
    rosa = ribera.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa", document="30111222").outcome
    alias = ribera.do(known_as, resident=rosa).outcome
    ribera.do(change_phone, resident=rosa, phone="+543410000000")
    all_meet(ribera, staff, loma)
    assert rosa not in state(loma.engine, "resident", schema="")
    staff.do(move, kind=Resident, row=rosa, district=loma.identity.district_id)
    all_meet(staff, loma)
    assert whole(loma, eyes, "resident", rosa)
    assert whole(loma, eyes, "alias", alias)
    assert state(loma.engine, "resident", schema="")[rosa]["phone"] == "+543410000000"
    loma.do(change_phone, resident=rosa, phone="+543410000001")
    all_meet(loma, staff)
    # She comes back, by the hand of those who had her first; what Loma wrote of her comes with her.
    ribera.clock.forward(minutes=2)  # type: ignore[attr-defined]
    for place in (None, ribera.identity.district_id):
        ribera.do(move, kind=Resident, row=rosa, district=place)
    all_meet(ribera)
    assert whole(ribera, eyes, "resident", rosa)
    assert state(ribera.engine, "resident", schema="")[rosa]["phone"] == "+543410000001"
    assert restore_check(shared, restored=False).repaired == {}


def test_a_council_and_a_sitting_that_move_bring_their_evening_and_nothing_else(
    desks: tuple[Store, Store, Store], eyes: Engine
) -> None:
    ribera, loma, staff = desks
    who = ribera.do(enrol_neighbour, family_name="Timbóez", given_names="Ana").outcome
    sitting = opened_sitting(ribera)
    ribera.do(check_in, sitting_id=sitting, resident_id=who)
    ribera.do(close_sitting, sitting_id=sitting)
    other = opened_sitting(ribera, title="Otra")
    ribera.do(check_in, sitting_id=other, resident_id=who)

    def add_item(work: Work) -> None:
        work.session.add(Item(sitting_id=sitting, position="a", title="Luminarias"))

    ribera.do(add_item)
    all_meet(ribera, staff, loma)
    (council,) = state(eyes, "council")
    for kind, row in ((Council, council), (Sitting, sitting)):
        staff.do(move, kind=kind, row=row, district=loma.identity.district_id)
    all_meet(staff, loma)
    for noun, row in (("council", council), ("sitting", sitting)):
        assert whole(loma, eyes, noun, row), noun
    for noun in ("item", "presence"):
        hers = {row: told for row, told in state(eyes, noun).items() if told["sitting_id"] == sitting}
        assert state(loma.engine, noun, schema="") == hers != {}, noun
    assert set(state(loma.engine, "sitting", schema="")) == {sitting}
    assert state(loma.engine, "resident", schema="") == {}, "she stays a neighbour of Ribera"


def test_what_was_erased_before_she_moved_comes_to_nobody(desks: tuple[Store, Store, Store], eyes: Engine) -> None:
    ribera, loma, staff = desks
    rosa = ribera.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa").outcome
    all_meet(ribera, loma)
    ribera.clock.forward(minutes=1)  # type: ignore[attr-defined]
    ribera.do(erase, resident_id=rosa, zone=ZONE)
    all_meet(ribera, loma, staff)
    staff.do(move, kind=Resident, row=rosa, district=loma.identity.district_id)
    all_meet(staff, loma)
    assert whole(loma, eyes, "resident", rosa)
    with loma.engine.connect() as connection:
        assert "Ñandúbez" not in repr(connection.execute(text("SELECT fields FROM entry")).all())


def test_a_laptop_that_had_half_of_somebody_before_the_server_was_upgraded_gets_the_rest(
    desks: tuple[Store, Store, Store], shared: str, eyes: Engine
) -> None:
    ribera, loma, staff = desks
    rosa = ribera.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa").outcome
    all_meet(ribera, staff, loma)
    with eyes.begin() as connection:  # as the server of before told it
        connection.execute(text("DROP FUNCTION app.brought_in"))
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION app.moved_in(p_desk app.server_desk, p_after bigint, p_upto bigint) "
                "RETURNS TABLE (noun text, row_id text) LANGUAGE sql AS 'SELECT NULL, NULL WHERE false'"
            )
        )
    staff.do(move, kind=Resident, row=rosa, district=loma.identity.district_id)
    all_meet(staff, loma)
    assert rosa not in state(loma.engine, "resident", schema="")
    server_init(shared)
    all_meet(loma)
    assert whole(loma, eyes, "resident", rosa)


def of_row(engine: Engine, noun: str, row: str, *, schema: str = "") -> set[tuple[str, int]]:
    """Which entries of a row are there."""
    with engine.connect() as connection:
        found = connection.execute(
            text(f"SELECT desk_id, desk_seq FROM {schema}entry WHERE noun = :noun AND row_id = :row"),
            {"noun": noun, "row": row},
        )
        return {(desk, seq) for desk, seq in found}


def test_a_row_that_others_make_once_it_is_of_the_district_has_its_refused_entries_too(
    desks: tuple[Store, Store, Store], new_desk: NewDesk, eyes: Engine
) -> None:
    """A laptop of Ribera joins two cards, one of which moved to Loma in the meantime: refused. Staff joins them too."""
    ribera, loma, staff = desks
    table = new_desk()
    hand_over_now(table)
    ana = staff.do(
        enrol_neighbour, family_name="Timbóez", given_names="Ana", document="30111222",
        district_id=ribera.identity.district_id,
    ).outcome  # fmt: skip
    all_meet(staff, ribera, loma)
    staff.do(move, kind=Resident, row=ana, district=loma.identity.district_id)
    all_meet(staff, loma)
    table.do(enrol_neighbour, family_name="Timbóez", given_names="Ana", document="30111222")
    all_meet(table)
    assert hand_over_now(ribera).quarantined == 1
    assert state(eyes, "merge") == {}
    all_meet(loma, staff)
    ((row, _),) = state(eyes, "merge").items()
    all_meet(loma)
    assert whole(loma, eyes, "merge", row)
    told = of_row(loma.engine, "merge", row)
    assert told == of_row(eyes, "merge", row, schema="app.")
    assert len(told) == 2


def test_what_was_written_of_her_before_she_came_herself_comes_with_her(
    desks: tuple[Store, Store, Store], new_desk: NewDesk, tmp_path: Path, eyes: Engine
) -> None:
    """Door and table of Ribera receive Rosa, who lives in Loma; the table is at the server before the door is."""
    ribera, loma, staff = desks
    table = new_desk()
    all_meet(table)
    rosa = ribera.do(
        enrol_neighbour, family_name="Ñandúbez", given_names="Rosa", district_id=loma.identity.district_id
    ).outcome
    across(ribera, table, tmp_path)
    table.clock.forward(minutes=2)  # type: ignore[attr-defined]
    table.do(change_phone, resident=rosa, phone="+543410000000")
    alias = table.do(known_as, resident=rosa).outcome
    hand_over_now(table)
    all_meet(loma, ribera, loma, staff, table)
    assert whole(loma, eyes, "resident", rosa)
    assert whole(loma, eyes, "alias", alias)
    assert state(loma.engine, "resident", schema="")[rosa]["phone"] == "+543410000000"


def test_whom_a_restored_server_has_under_another_time_is_so_where_she_was_once_she_comes_back(
    desks: tuple[Store, Store, Store], new_desk: NewDesk, shared: str, eyes: Engine
) -> None:
    """A laptop of 2099 writes Rosa down, Ribera moves her to Loma, the server comes back from before both."""
    ribera, loma, _ = desks
    far = new_desk(enrolled=False, clock=HandClock(datetime(2099, 1, 1, tzinfo=UTC)))
    bring(ticket_for(shared, far, None, role="secretary", city_wide=True), far)
    all_meet(far)
    before = one(eyes, "SELECT commit_no FROM app.server_counter")
    rosa = far.do(
        enrol_neighbour, family_name="Ñandúbez", given_names="Rosa", district_id=ribera.identity.district_id
    ).outcome
    all_meet(far, ribera)
    ribera.do(move, kind=Resident, row=rosa, district=loma.identity.district_id)
    all_meet(ribera)
    had = state(ribera.engine, "resident", schema="")[rosa]
    restore(eyes, before)
    all_meet(ribera, far, loma, ribera)
    assert whole(loma, eyes, "resident", rosa)
    assert state(eyes, "resident")[rosa]["clocks"]["*"] != had["clocks"]["*"]
    assert state(ribera.engine, "resident", schema="")[rosa] == had, "where she was she stays as she was"
    loma.clock.forward(minutes=2)  # type: ignore[attr-defined]
    loma.do(move, kind=Resident, row=rosa, district=ribera.identity.district_id)
    all_meet(loma, ribera)
    assert whole(ribera, eyes, "resident", rosa)
