"""What a neighbour did, by all rows of the roll that are her: came, spoke, asked for something, promised something."""

from __future__ import annotations

from datetime import date

import pytest

from db.agenda.commands import add_item, next_item
from db.agenda.floor import end_turn, give_floor
from db.agenda.of_resident import spoken_by
from db.checkin.commands import check_in, leave
from db.checkin.of_resident import visits
from db.duplicates.commands import merge
from db.issues.commands import add_issue, make_commitment
from db.issues.of_resident import promised_by, raised_by
from db.residents.commands import enrol
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.record import HandClock


@pytest.fixture
def sitting(store: Store) -> str:
    return opened_sitting(store, title="La plaza")


@pytest.fixture
def rows(store: Store) -> tuple[str, str]:
    """Two rows of the roll for one Rosaura."""
    one = store.do(enrol, family_name="Ñandúbez", given_names="Rosaura").outcome
    return one, store.do(enrol, family_name="Ñandubez", given_names="Rosaura").outcome


def test_her_minutes_are_the_union_of_her_stays_by_any_way_and_row(
    store: Store, clock: HandClock, sitting: str, rows: tuple[str, str]
) -> None:
    one, other = rows
    stays = [store.do(check_in, sitting_id=sitting, resident_id=one).outcome.presence_id]
    clock.forward(minutes=10)
    stays.append(store.do(check_in, sitting_id=sitting, resident_id=other, way="phone").outcome.presence_id)
    (visit,) = store.ask(visits, resident_id=one)
    assert (visit.ways, visit.minutes, visit.left_at) == (("room",), None, None)
    store.do(merge, kept_id=one, absorbed_id=other)
    clock.forward(minutes=20)
    for stay in stays:
        store.do(leave, presence_id=stay)
    (visit,) = store.ask(visits, resident_id=other)
    assert (visit.title, visit.ways, visit.minutes) == ("La plaza", ("room", "phone"), 30)
    assert visit.left_at == clock.now()


def test_what_she_asked_for_promised_and_said_is_found_by_either_row(
    store: Store, clock: HandClock, sitting: str, rows: tuple[str, str]
) -> None:
    one, other = rows
    store.do(check_in, sitting_id=sitting, resident_id=other)
    store.do(add_item, sitting_id=sitting, title="Luminarias")
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=other)
    clock.forward(seconds=80)
    store.do(end_turn, sitting_id=sitting)
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="Falta luz", raised_by_id=other)
    store.do(
        make_commitment, sitting_id=sitting, text="Traer la lista", responsible_kind="resident", responsible_id=other,
        due_on=date(2026, 12, 15),
    )  # fmt: skip
    assert store.ask(raised_by, resident_id=one) == ()
    store.do(merge, kept_id=one, absorbed_id=other)
    (raised,) = store.ask(raised_by, resident_id=one)
    assert (raised.kind, raised.text, raised.state, raised.sitting) == ("complaint", "Falta luz", "open", "La plaza")
    (promised,) = store.ask(promised_by, resident_id=one)
    assert (promised.text, promised.due_on) == ("Traer la lista", date(2026, 12, 15))
    (spoke,) = store.ask(spoken_by, resident_id=one)
    assert (spoke.item, spoke.seconds) == ("Luminarias", 80)
