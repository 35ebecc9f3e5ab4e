"""Whose an entry is that staff of the whole city writes of a neighbour who never said where she lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.residents.commands import enrol as enrol_neighbour
from db.residents.commands import remember_alias
from db.rights.commands import erase
from db.sync.bringing import carry_now, take_stick_now
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sync.evening import change_phone
from tests.db.sync.shared import bring, rows, ticket_for
from tests.db.sync.test_sealed import ZONE

NewDesk = Callable[..., Store]
PHONE, CALLED = "+543419998887", "chiquita"
TOLD = "SELECT CAST(fields AS text), CAST(salts AS text) FROM {}entry"


@pytest.fixture
def staff(shared: str, new_desk: NewDesk) -> Store:
    """A laptop of the whole city; as a laptop it was set up in Ribera, like any other there."""
    store = new_desk(enrolled=False)
    bring(ticket_for(shared, store, None, role="secretary", city_wide=True), store)
    return store


def of_loma(loma: Store, staff: Store) -> str:
    """Somebody of whom the door of Loma noted no quarter; staff puts her telephone right, and how she is called."""
    rosa: str = loma.do(enrol_neighbour, family_name="Ñandúbez", given_names="Rosa").outcome
    for one in (loma, staff):
        hand_over_now(one)
    staff.do(change_phone, resident=rosa, phone=PHONE)
    staff.do(remember_alias, resident_id=rosa, kind="zoom_name", value=CALLED, source="matching")
    return rosa


def test_the_file_of_the_table_tells_no_other_district_of_her(staff: Store, new_desk: NewDesk, tmp_path: Path) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    hand_over_now(ribera)
    of_loma(loma, staff)
    made = carry_now(staff, tmp_path / "mesa.cabildo-usb", beside=True)
    for one, hears in ((ribera, False), (loma, True)):
        take_stick_now(one, made.path, code=made.code)
        told = repr(rows(one.engine, TOLD.format("")))
        assert (PHONE in told, CALLED in told) == (hears, hears)


def test_when_her_district_erases_her_it_goes_from_staffs_laptop_too(
    staff: Store, new_desk: NewDesk, eyes: Engine
) -> None:
    loma = new_desk(district="loma")
    rosa = of_loma(loma, staff)
    for one in (staff, loma):
        hand_over_now(one)
    loma.do(erase, resident_id=rosa, zone=ZONE)
    for one in (loma, staff):
        hand_over_now(one)
    for engine, schema in ((eyes, "app."), (loma.engine, ""), (staff.engine, "")):
        told = repr(rows(engine, TOLD.format(schema)))
        assert not [one for one in (PHONE, CALLED, "Ñandúbez") if one in told], schema or engine
