"""A file of the laptop beside that comes late: the server has spoken since, or somebody was erased by law."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, text

from db.checkin.commands import check_in
from db.residents.commands import enrol as enrol_neighbour
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.sync.administration import restore_check
from db.sync.bringing import carry_now, take_stick_now
from db.sync.chain import verify_journal
from db.sync.errand import Progress, hand_over_now
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import bring, rows, state, ticket_for
from tests.db.sync.test_beside import across, pair
from tests.db.sync.test_incarnations import NewCopy, copy, equal_everywhere
from tests.db.sync.test_sealed import ZONE

__all__ = ["copy", "pair"]
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


def test_a_copy_that_nobody_has_found_out_writes_in_no_name_but_its_own_on_the_laptop_beside(
    new_desk: NewDesk, copy: NewCopy, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    door, table = new_desk(), new_desk(enrolled=False)
    bring(ticket_for(shared, table, None, role="secretary", city_wide=True), table)
    hand_over_now(door)
    older = copy(door)
    door.do(note_down, name="Peña")
    for one in (door, table):  # the table has heard from the server what the door wrote after the copy was made
        hand_over_now(one)
    older.do(note_down, name="Ñandúbez")
    older.do(note_down, name="Quebrachál")
    across(older, table, tmp_path)
    assert {"Peña", "Ñandúbez", "Quebrachál"} <= {
        str(her["family_name"]) for her in state(table.engine, "resident", schema="").values()
    }
    for one in (table, older):
        hand_over_now(one)
    equal_everywhere((door, table, older), eyes)
    known = {tuple(one) for one in rows(eyes, "SELECT desk_id, desk_seq, hash FROM app.entry")}
    for one in (door, table, older):
        assert {tuple(told) for told in rows(one.engine, "SELECT desk_id, desk_seq, hash FROM entry")} == known


def test_an_erasure_that_comes_by_stick_reaches_what_this_laptop_wrote_of_whoever_lives_elsewhere(
    new_desk: NewDesk, pair: tuple[Store, Store], eyes: Engine, tmp_path: Path
) -> None:
    door, table = pair
    hand_over_now(new_desk(district="loma"))
    rosa = door.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa", district_id="loma").outcome
    across(door, table, tmp_path)
    table.clock.forward(minutes=5)  # type: ignore[attr-defined]
    table.do(erase, resident_id=rosa, zone=ZONE)
    door.clock.forward(minutes=6)  # type: ignore[attr-defined]
    door.do(change_phone, resident=rosa, phone=PHONE)  # it does not know yet
    made = carry_now(door, tmp_path / "puerta.cabildo-usb", beside=True)
    across(table, door, tmp_path)
    assert "Ñandúbez" not in told(door)
    assert PHONE not in told(door)
    take_stick_now(table, made.path, code=made.code)
    assert PHONE not in told(table), "what the door wrote unknowing is not taken in"
    for one in (door, table, door, table):
        hand_over_now(one)
    assert PHONE not in repr(rows(eyes, "SELECT fields FROM app.entry"))
    for one in pair:
        assert "Ñandúbez" not in told(one)
        assert one.ask(verify_journal).ok
        assert state(one.engine, "resident", schema="") == state(eyes, "resident")


def test_the_stick_of_a_copy_that_comes_again_and_again_is_written_on_once(
    new_desk: NewDesk, copy: NewCopy, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    door, table = new_desk(), new_desk(enrolled=False)
    bring(ticket_for(shared, table, None, role="secretary", city_wide=True), table)
    hand_over_now(door)
    older = copy(door)
    door.do(note_down, name="Peña")
    for one in (door, table):
        hand_over_now(one)
    older.do(note_down, name="Ñandúbez")
    made = carry_now(older, tmp_path / "mesa.cabildo-usb", beside=True)
    lengths = []
    for _ in range(3):
        take_stick_now(table, made.path, code=made.code)
        hand_over_now(table)
        lengths.append(len(rows(table.engine, "SELECT 1 FROM entry WHERE desk_id = (SELECT desk_id FROM desk)")))
    assert lengths[1] == lengths[2], "from the second time on nothing is written of it"
    equal_everywhere((door, table, older), eyes)


def test_a_stick_between_two_pages_has_everything_asked_for_again_all_the_same(
    new_desk: NewDesk, copy: NewCopy, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    door, other, table = new_desk(), new_desk(), new_desk(enrolled=False)
    bring(ticket_for(shared, table, None, role="secretary", city_wide=True), table)
    hand_over_now(door)
    older = copy(door)
    door.do(note_down, name="Peña")
    for one in (door, table):
        hand_over_now(one)
    older.do(note_down, name="Ñandúbez")
    made = carry_now(older, tmp_path / "mesa.cabildo-usb", beside=True)
    for _ in range(2):  # a page is whole pushes, of two thousand entries at most
        other.do(note_down_many, count=1500)
        hand_over_now(other)
    came: list[int] = []

    def somebody_brings_it(progress: Progress) -> None:
        if progress.received and not came:
            came.append(take_stick_now(table, made.path, code=made.code).received)

    hand_over_now(table, tell=somebody_brings_it)
    assert came == [1]
    mine = {str(her["family_name"]) for her in state(table.engine, "resident", schema="").values()}
    assert mine == {"Peña", "Ñandúbez"}
    equal_everywhere((door, other, table, older), eyes)
    known = {tuple(one) for one in rows(eyes, "SELECT desk_id, desk_seq, hash FROM app.entry")}
    for one in (door, table, older):
        assert {tuple(told) for told in rows(one.engine, "SELECT desk_id, desk_seq, hash FROM entry")} == known
