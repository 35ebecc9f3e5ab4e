"""A file of the laptop beside that comes late: the server has spoken since, or somebody was erased by law."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from db.checkin.commands import check_in
from db.residents.commands import enrol as enrol_neighbour
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.sync.administration import restore_check
from db.sync.bringing import carry_now, take_stick_now
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import change_phone
from tests.db.sync.shared import bring, state, ticket_for
from tests.db.sync.test_beside import across, pair
from tests.db.sync.test_sealed import ZONE

__all__ = ["pair"]
NewDesk = Callable[..., Store]
PHONE = "+543416667788"


def told(store: Store) -> str:
    with store.engine.connect() as connection:
        return repr(connection.execute(text("SELECT fields, salts FROM entry")).all())


def test_what_the_laptop_beside_wrote_of_somebody_before_it_heard_of_her_erasure_is_not_taken_in(
    new_desk: NewDesk, pair: tuple[Store, Store], tmp_path: Path
) -> None:
    door, table = pair
    third = new_desk()
    rosa = door.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa").outcome
    for one in (door, table, third):
        hand_over_now(one)
    table.clock.forward(minutes=5)  # type: ignore[attr-defined]
    table.do(change_phone, resident=rosa, phone=PHONE)  # its network is down from here on
    door.clock.forward(minutes=5)  # type: ignore[attr-defined]
    door.do(erase, resident_id=rosa, zone=ZONE)
    for one in (door, third):  # one erased her, the other heard of it
        hand_over_now(one)
        across(table, one, tmp_path)
        assert PHONE not in told(one)
        assert state(one.engine, "resident", schema="")[rosa]["phone"] is None
        assert one.ask(verify_journal).ok
    for one in (table, door, third):
        hand_over_now(one)
        assert PHONE not in told(one)
    assert state(door.engine, "resident", schema="") == state(third.engine, "resident", schema="")


def test_what_the_server_refused_stays_refused_when_the_laptop_beside_tells_it_again(
    new_desk: NewDesk, pair: tuple[Store, Store], shared: str, tmp_path: Path
) -> None:
    door, _ = pair
    loma, city = new_desk(district="loma"), new_desk(enrolled=False)
    bring(ticket_for(shared, city, None, role="secretary", city_wide=True), city)
    rosa = loma.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    for one in (loma, city):
        hand_over_now(one)

    def claim(work: Work) -> None:
        work.session.add(Resident(id=rosa, family_name="X", given_names="Y"))

    def name() -> str:
        return str(state(city.engine, "resident", schema="")[rosa]["family_name"])

    door.clock.forward(minutes=4)  # type: ignore[attr-defined]
    door.do(claim)
    made = carry_now(door, tmp_path / "mesa.cabildo-usb", beside=True)
    assert take_stick_now(city, made.path, code=made.code).received
    assert name() == "X"
    for one in (door, city):
        hand_over_now(one)
    assert name() == "Peña"
    take_stick_now(city, made.path, code=made.code)
    assert name() == "Peña"
    assert restore_check(shared, restored=False).repaired == {}


def test_whom_the_server_knows_from_another_district_goes_again_where_the_laptop_beside_had_told_of_her(
    new_desk: NewDesk, pair: tuple[Store, Store], shared: str, tmp_path: Path
) -> None:
    door, table = pair
    loma = new_desk(district="loma")
    rosa = loma.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa").outcome
    hand_over_now(loma)

    def claim(work: Work) -> None:
        work.session.add(Resident(id=rosa, family_name="Quebrachál", given_names="Yanina"))

    door.clock.forward(minutes=4)  # type: ignore[attr-defined]
    door.do(claim)
    sitting = opened_sitting(door)
    door.do(check_in, sitting_id=sitting, resident_id=rosa)
    other = door.do(enrol_neighbour, family_name="Timbóez", given_names="Ana").outcome
    made = carry_now(door, tmp_path / "mesa.cabildo-usb", beside=True)
    take_stick_now(table, made.path, code=made.code)
    assert [one.id for one in table.ask(search, text="quebrachál")] == [rosa]
    assert hand_over_now(door).quarantined
    hand_over_now(table)
    assert set(state(table.engine, "resident", schema="")) == {other}
    assert table.ask(search, text="quebrachál") == ()
    assert table.ask(verify_journal).ok
    assert take_stick_now(table, made.path, code=made.code).known
    hand_over_now(table)
    assert set(state(table.engine, "resident", schema="")) == {other}
    assert restore_check(shared, restored=False).repaired == {}
