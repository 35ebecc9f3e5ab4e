"""Door and table in one evening without a server: the file of one is taken in by the other, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.duplicates.commands import merge
from db.errors import Refused
from db.home import Home
from db.organisations.tables import Organisation
from db.places.city import City
from db.registry import nouns
from db.residents.commands import enrol as enrol_neighbour
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.rights.queries import mentions
from db.sync.administration import restore_check
from db.sync.bringing import carry_now, take_stick_now
from db.sync.carrying import Brought
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.sync.tables import CarryKeys
from db.work import Store, Work
from tests.db.rights.life import SECRETS, live
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import bring, state, ticket_for
from tests.db.sync.test_sealed import ZONE
from tests.record import HandClock, open_store

NewDesk = Callable[..., Store]


@pytest.fixture
def pair(new_desk: NewDesk) -> tuple[Store, Store]:
    """Two laptops of one district that were at the server, and have no network tonight."""
    door, table = new_desk(), new_desk()
    for one in (door, table, door):
        hand_over_now(one)
    return door, table


@pytest.fixture
def strangers(tmp_path: Path, _empty_record: Path, city: City) -> Iterator[tuple[Store, Store]]:
    """Two laptops that never met a server."""
    made = []
    for name in ("door", "table"):
        home = Home(tmp_path / name)
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        made.append(open_store(home, HandClock(), city))
    yield made[0], made[1]
    for store in made:
        store.engine.dispose()


def across(giver: Store, taker: Store, folder: Path) -> Brought:
    """A stick goes over the table, and its code is said aloud."""
    made = carry_now(giver, folder / "mesa.cabildo-usb", beside=True)
    assert made.code is not None
    return take_stick_now(taker, made.path, code=made.code)


def why(work: Callable[..., object], *arguments: object, **facts: object) -> str:
    with pytest.raises(Refused) as refused:
        work(*arguments, **facts)
    return refused.value.code


def equal(*desks: Store) -> None:
    for noun in nouns():
        first, *others = (state(one.engine, noun, schema="") for one in desks)
        assert all(one == first for one in others), noun
    for one in desks:
        assert one.ask(verify_journal).ok


def test_both_laptops_have_the_same_evening_and_later_the_server_too(
    pair: tuple[Store, Store], eyes: Engine, tmp_path: Path
) -> None:
    door, table = pair
    rosa = door.do(note_down, name="Ñandúbez").outcome
    across(door, table, tmp_path)
    table.clock.forward(minutes=5)  # type: ignore[attr-defined]
    table.do(change_phone, resident=rosa, phone="+543416667788")
    assert across(table, door, tmp_path).received > 0
    assert [one.id for one in door.ask(search, text="416667788")] == [rosa]
    equal(door, table)
    for one in (table, door, table):
        handed = hand_over_now(one)
        assert (handed.quarantined, handed.rewound, handed.repaired, handed.anew) == (0, False, 0, False)
    equal(door, table)
    for noun in nouns():
        assert state(eyes, noun) == state(door.engine, noun, schema=""), noun
    assert door.ask(pending) == table.ask(pending) == 0


def test_the_second_time_there_is_nothing_new(strangers: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = strangers
    door.do(note_down, name="Peña")
    first = across(door, table, tmp_path)
    again = across(door, table, tmp_path)
    assert (first.known, again.known, again.received) == (False, True, 0)
    assert first.name != ""


def test_two_laptops_that_never_met_a_server_do_it_too(strangers: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = strangers
    door.do(note_down_many, count=20)
    table.do(note_down, name="Peña")
    across(door, table, tmp_path)
    across(table, door, tmp_path)
    equal(door, table)


def test_the_same_neighbour_written_down_at_both_ends_is_one(pair: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = pair
    for store in pair:
        store.do(enrol_neighbour, family_name="Peña", given_names="Rosa", document="30111222")
    across(door, table, tmp_path)
    across(table, door, tmp_path)
    across(door, table, tmp_path)
    equal(door, table)
    assert len(state(door.engine, "merge", schema="")) == 1
    for one in (door, table, door):
        hand_over_now(one)
    equal(door, table)


def test_files_in_the_wrong_order_come_right(strangers: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = strangers
    rosa = door.do(note_down, name="Peña").outcome
    early = carry_now(door, tmp_path / "uno.cabildo-usb", beside=True)
    door.clock.forward(minutes=5)  # type: ignore[attr-defined]
    door.do(change_phone, resident=rosa, phone="+543410000009")
    across(door, table, tmp_path)
    assert take_stick_now(table, early.path, code=early.code).known
    across(table, door, tmp_path)
    equal(door, table)


def test_without_its_code_it_stays_closed(strangers: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = strangers
    door.do(note_down, name="Peña")
    made = carry_now(door, tmp_path / "mesa.cabildo-usb", beside=True)
    assert why(take_stick_now, table, made.path) == "carry_needs_code"
    assert why(take_stick_now, table, made.path, code="AAAA-BBBB-CCCC") == "carry_code_wrong"
    assert why(take_stick_now, door, made.path, code=made.code) == "carry_own"
    assert str(made.code) not in repr(made)


def test_a_laptop_of_another_district_gets_what_it_may_see(
    new_desk: NewDesk, pair: tuple[Store, Store], tmp_path: Path
) -> None:
    door, _ = pair
    loma = new_desk(district="loma")
    hand_over_now(loma)
    secret = door.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    door.do(note_down_many, count=3)  # clubs are everybody's
    came = across(door, loma, tmp_path)
    assert (came.received, came.known) == (3, False)
    again = across(door, loma, tmp_path)
    assert (again.received, again.known) == (0, False)  # it does not say that all of it is here already
    assert secret not in state(loma.engine, "resident", schema="")
    assert loma.ask(verify_journal).ok
    hand_over_now(door)
    assert hand_over_now(loma).repaired == 0
    assert loma.ask(verify_journal).ok


def test_people_of_no_district_and_of_another_stay_with_the_laptop_of_the_whole_city(
    new_desk: NewDesk, shared: str, pair: tuple[Store, Store], tmp_path: Path
) -> None:
    door, _ = pair
    staff, loma = new_desk(enrolled=False), new_desk(district="loma")
    bring(ticket_for(shared, staff, None, role="secretary", city_wide=True), staff)
    staff.identity = replace(staff.identity, district_id=None)
    for store in (loma, staff):
        hand_over_now(store)

    def write_down(name: str, district: str | None) -> str:
        return staff.do(enrol_neighbour, family_name=name, given_names="Ana", district_id=district).outcome

    def join(work: Work, *, kept: str, absorbed: str) -> str:
        return merge(work, kept_id=kept, absorbed_id=absorbed)

    nobodys, lomas = write_down("Timbóez", None), write_down("Peña", loma.identity.district_id)
    hers = write_down("Ñandúbez", door.identity.district_id)
    moved = write_down("Grgurich", door.identity.district_id)
    staff.do(change_phone, resident=nobodys, phone="+543410000000")
    both = staff.do(join, kept=hers, absorbed=lomas).outcome
    staff.do(lambda work: setattr(work.session.get_one(Resident, moved), "district_id", loma.identity.district_id))
    club = staff.do(found_club).outcome
    across(staff, door, tmp_path)

    def heard(store: Store) -> dict[str, set[str]]:
        with store.engine.connect() as connection:
            told = connection.execute(text("SELECT noun, row_id FROM entry")).all()
        return {noun: {row for one, row in told if one == noun} for noun in ("resident", "merge", "organisation")}

    by_hand = heard(door)
    assert by_hand == {"resident": {hers}, "merge": {both}, "organisation": {club}}
    for store in (staff, door):
        hand_over_now(store)
    assert heard(door) == by_hand, "the server tells the same"
    assert door.ask(verify_journal).ok
    # The other way nothing is kept back: the whole city reads all.
    rosa = loma.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    across(loma, staff, tmp_path)
    assert rosa in heard(staff)["resident"]


def found_club(work: Work) -> str:
    made = Organisation(name="Club Ejemplo", folded="club ejemplo", kind="club")
    work.session.add(made)
    work.session.flush()
    return made.id


def test_who_lives_in_another_district_and_came_to_this_door_is_known_at_the_table(
    pair: tuple[Store, Store], eyes: Engine, tmp_path: Path
) -> None:
    door, table = pair
    rosa = door.do(enrol_neighbour, family_name="Peña", given_names="Rosa", district_id="loma").outcome
    across(door, table, tmp_path)
    assert [one.id for one in table.ask(search, text="peña")] == [rosa]
    for one in (door, table):
        hand_over_now(one)
    assert state(table.engine, "resident", schema="")[rosa] == state(eyes, "resident")[rosa]


def test_the_laptop_of_a_head_takes_no_names_from_a_table(
    shared: str, new_desk: NewDesk, pair: tuple[Store, Store], tmp_path: Path
) -> None:
    head = new_desk(enrolled=False)
    bring(ticket_for(shared, head, None, role="head"), head)
    hand_over_now(head)
    pair[0].do(note_down, name="Peña")
    made = carry_now(pair[0], tmp_path / "mesa.cabildo-usb", beside=True)
    assert why(take_stick_now, head, made.path, code=made.code) == "carry_not_for_heads"


def test_an_altered_journal_is_not_handed_on(strangers: tuple[Store, Store], tmp_path: Path) -> None:
    door, table = strangers
    door.do(note_down, name="Peña")
    with door.engine.begin() as connection:
        connection.execute(text("UPDATE entry SET fields = replace(fields, 'Peña', 'Pena') WHERE noun = 'resident'"))
    made = carry_now(door, tmp_path / "mesa.cabildo-usb", beside=True)
    assert why(take_stick_now, table, made.path, code=made.code) == "carry_altered"
    assert not [one for one in state(table.engine, "resident", schema="").values() if one["family_name"] == "Pena"]


def test_somebody_else_who_says_to_be_the_desk_of_yesterday_is_refused(
    strangers: tuple[Store, Store], tmp_path: Path
) -> None:
    door, table = strangers
    door.do(note_down, name="Peña")
    across(door, table, tmp_path)

    def other_keys(work: Work) -> None:
        work.session.query(CarryKeys).one().signing = "07" * 32

    door.do(other_keys)
    made = carry_now(door, tmp_path / "mesa.cabildo-usb", beside=True)
    assert why(take_stick_now, table, made.path, code=made.code) == "carry_key_changed"


def test_another_city_is_refused(
    strangers: tuple[Store, Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.sync import beside

    closed = beside.closed_with
    monkeypatch.setattr(
        beside, "closed_with", lambda code, keys, who, content: closed(code, keys, {**who, "city": "otra"}, content)
    )
    made = carry_now(strangers[0], tmp_path / "mesa.cabildo-usb", beside=True)
    assert why(take_stick_now, strangers[1], made.path, code=made.code) == "carry_other_city"


def test_an_erasure_reaches_the_laptop_beside(pair: tuple[Store, Store], eyes: Engine, tmp_path: Path) -> None:
    door, table = pair
    life = live(door)
    across(door, table, tmp_path)
    seen = door.ask(mentions, resident_id=life.her)
    door.do(erase, resident_id=life.her, zone=ZONE, blot_out=[one.key for one in seen])
    across(door, table, tmp_path)
    with table.engine.connect() as connection:
        kept = repr(connection.execute(text("SELECT fields FROM entry")).all())
    assert not [secret for secret in SECRETS if secret in kept]
    assert table.ask(verify_journal).ok
    for one in (door, table, door):
        hand_over_now(one)
    for noun in nouns():
        assert state(eyes, noun) == state(table.engine, noun, schema=""), noun


def test_what_the_server_refuses_afterwards_is_refused_here_as_well(
    new_desk: NewDesk, pair: tuple[Store, Store], shared: str, tmp_path: Path
) -> None:
    door, _ = pair
    loma = new_desk(district="loma")
    hand_over_now(loma)
    rosa = door.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    hand_over_now(door)

    def claim(work: Work) -> None:
        # A changed program: it says that she is of the other laptop's district.
        work.session.add(Resident(id=rosa, family_name="X", given_names="Y", district_id=door.identity.district_id))

    loma.clock.forward(minutes=4)  # type: ignore[attr-defined]
    loma.do(claim)
    assert across(loma, door, tmp_path).received == 1
    assert state(door.engine, "resident", schema="")[rosa]["family_name"] == "X"
    assert hand_over_now(loma).quarantined == 1
    hand_over_now(door)
    assert state(door.engine, "resident", schema="")[rosa]["family_name"] == "Peña"
    assert [one.id for one in door.ask(search, text="peña")] == [rosa]
    assert restore_check(shared, restored=False).repaired == {}


def test_a_clock_far_ahead_is_followed_by_nobody_and_set_right_by_the_server(
    new_desk: NewDesk, pair: tuple[Store, Store], eyes: Engine, tmp_path: Path
) -> None:
    _, table = pair
    ahead = new_desk()
    hand_over_now(ahead)
    ahead.clock.forward(days=30_000)  # type: ignore[attr-defined]
    rosa = ahead.do(note_down, name="Peña").outcome
    across(ahead, table, tmp_path)
    assert str(table.clock.tick()) < f"{0x1A1F5D2FFFFF:012x}"
    for one in (ahead, table):
        hand_over_now(one)
    assert state(table.engine, "resident", schema="")[rosa] == state(eyes, "resident")[rosa]
