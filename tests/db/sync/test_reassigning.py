"""A laptop that gets another role or district: whatever it was before gets it too, and it sees what it may see now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from db.errors import Refused
from db.residents.commands import enrol as enrol_neighbour
from db.rights.commands import erase
from db.sync.administration import reassign, server_status
from db.sync.adopting import begin_anew
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.queries import own
from db.sync.server import DeskCard, enrol
from db.work import Store
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import bring, hand_of, one, rows, state, ticket_for
from tests.record import CITY_FILE

NewDesk = Callable[..., Store]
CITY = "villa_ejemplo"
LINES = "SELECT DISTINCT district_id, capacity FROM app.server_desk WHERE login = :login"


def becomes_another(desk: Store) -> None:
    """It came back from a backup: from here on it is another desk of the same login."""
    desk.do(begin_anew, after=desk.ask(own).confirmed)
    desk.do(note_down_many, count=1)
    hand_over_now(desk)


def test_another_district_is_that_of_all_its_chains(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    desk, loma = new_desk(), new_desk(district="loma")
    login = desk.ask(own).link.role
    hand_over_now(desk)
    becomes_another(desk)
    theirs = loma.do(note_down, name="Peña").outcome
    hand_over_now(loma)
    hand_over_now(desk)
    assert state(desk.engine, "resident", schema="") == {}
    line = reassign(shared, login.removeprefix("cabildo_"), district_id=loma.identity.district_id, capacity="secretary")
    assert line.chains == 2
    assert rows(eyes, LINES, login=login) == [(loma.identity.district_id, "secretary")]
    # What had been passed over is asked for again by the laptop itself.
    hand_over_now(desk)
    assert set(state(desk.engine, "resident", schema="")) == {theirs}
    with pytest.raises(Refused, match="capacity_unknown"):
        reassign(shared, login.removeprefix("cabildo_"), district_id=None, capacity="king")


def test_what_it_wrote_where_it_was_is_not_its_new_districts(shared: str, new_desk: NewDesk, eyes: Engine) -> None:
    desk, near, far = new_desk(), new_desk(), new_desk(district="loma")
    rosa = desk.do(enrol_neighbour, family_name="Peña", given_names="Rosa").outcome
    for store in (desk, near):
        hand_over_now(store)
    reassign(shared, desk.identity.desk_id, district_id=far.identity.district_id, capacity="facilitator")
    hand_over_now(far)
    assert state(far.engine, "resident", schema="") == {}
    chain = hand_of(desk)
    chain.write("resident", rosa, {"phone": "1"}, hlc=chain.clock(0x1A1F5D2FFFFF), base={"phone": "x"})
    assert [v.reason for v in chain.send().aside] == ["other_district"]
    chain.door.close()
    near.do(change_phone, resident=rosa, phone="+543410000000")
    hand_over_now(near)
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000000"


def test_enrolled_again_under_its_later_name_a_laptop_has_one_login_and_the_old_one_opens_nothing(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    desk = new_desk()
    former = desk.ask(own).link.role
    hand_over_now(desk)
    becomes_another(desk)
    card = DeskCard(CITY, desk.identity.desk_id, None, "Ribera 1", "secretary")
    desk.do(keep_credentials, credentials=enrol(shared, card))
    assert hand_over_now(desk).pending == 0
    assert rows(eyes, LINES, login=f"cabildo_{desk.identity.desk_id}") == [(None, "secretary")]
    assert rows(eyes, LINES, login=former) == []
    assert one(eyes, "SELECT rolcanlogin FROM pg_roles WHERE rolname = :former", former=former) is False
    assert [line.chains for line in server_status(shared).desks] == [2]


def test_an_erasure_takes_what_the_same_laptop_wrote_under_its_former_name(
    shared: str, new_desk: NewDesk, eyes: Engine
) -> None:
    desk, loma, staff = new_desk(), new_desk(district="loma"), new_desk(enrolled=False)
    bring(ticket_for(shared, staff, None, role="secretary", city_wide=True), staff)
    hand_over_now(loma)
    place = loma.identity.district_id
    # She lives in Loma, and came to the door of Ribera.
    rosa = desk.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa", district_id=place).outcome
    for store in (desk, loma, staff):
        hand_over_now(store)
    assert "Ñandúbez" in repr(state(loma.engine, "resident", schema=""))
    becomes_another(desk)
    from db.places.city import read_city

    desk.do(erase, resident_id=rosa, zone=read_city(CITY_FILE).zone)
    for store in (desk, loma, staff):
        hand_over_now(store)
    for engine, schema in ((eyes, "app."), (loma.engine, ""), (staff.engine, ""), (desk.engine, "")):
        kept = rows(engine, f"SELECT CAST(fields AS text) FROM {schema}entry WHERE noun = 'resident'")
        assert kept
        assert "Ñandúbez" not in repr(kept), schema or engine
