"""What the matching desk knows of people: namesakes told apart, families together, newcomers half written down."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db.checkin.commands import check_in
from db.matching.acquaintance import acquaintances
from db.matching.commands import several
from db.matching.newcomer import Source, newcomer
from db.matching.together import together
from db.places.tables import Neighbourhood
from db.residents.commands import correct, enrol
from db.zoom.files.told import Registrant, Registrations
from db.zoom.handouts import take_in_registrations
from tests.db.matching.scene import Scene, row
from tests.record import EVENING


@pytest.fixture
def scene(store):
    return Scene(store)


def quarter_id(session, *, name):
    return session.scalars(select(Neighbourhood.id).where(Neighbourhood.name == name)).one()


def registered(scene, **facts):
    told = Registrations(None, (Registrant(number=1, **facts),))
    scene.store.do(take_in_registrations, sitting_id=scene.sitting, told=told, sha256="1" * 64)


def test_two_namesakes_are_told_apart_by_document_age_and_by_who_came(scene):
    twin, other = scene.roll["twin"], scene.roll["other twin"]
    scene.store.do(correct, resident_id=twin, birth_date=date(1950, 3, 1), street="Mitre", street_number="120")
    scene.store.do(check_in, sitting_id=scene.sitting, resident_id=twin)
    later = scene.plan_later()
    known = scene.store.ask(acquaintances, sitting_id=later, resident_ids=[twin, other])
    assert (known[twin].document, known[twin].birth_date) == ("30111222", date(1950, 3, 1))
    assert (known[twin].here, known[twin].online, known[twin].last_at) == (1, 0, EVENING)
    assert known[twin].street == "Mitre 120"
    assert (known[other].here, known[other].elsewhere, known[other].last_at) == (0, 0, None)


def test_a_visit_by_zoom_counts_as_one_and_tonight_is_no_earlier_visit(scene):
    scene.take_in(row("Rosa Peña"))
    rosa = scene.roll["rosa"]
    tonight = scene.store.ask(acquaintances, sitting_id=scene.sitting, resident_ids=[rosa])[rosa]
    assert (tonight.here, tonight.connected, tonight.in_room) == (0, True, False)
    later = scene.plan_later()
    known = scene.store.ask(acquaintances, sitting_id=later, resident_ids=[rosa])[rosa]
    assert (known.here, known.online, known.connected) == (1, 1, False)


def test_who_lives_at_the_same_door_comes_first_where_a_connection_is_several(scene):
    home = {"street": "Mitre", "street_number": "120"}
    scene.store.do(correct, resident_id=scene.roll["twin"], **home)
    tomas = scene.store.do(enrol, family_name="Ruiz", given_names="Tomás", **home).outcome
    luz = scene.store.do(enrol, family_name="Paz", given_names="Luz", **home).outcome
    scene.take_in(row("Familia Paz"))
    match = scene.group("Familia Paz").id
    found = scene.store.ask(together, match_id=match, candidate_ids=[scene.roll["twin"]])
    assert found.at_home == (luz, tomas)


def test_a_family_that_came_before_is_proposed_whole(scene):
    pair = [scene.roll["twin"], scene.roll["marta"]]
    scene.take_in(row("Familia Paz"))
    scene.store.do(several, match_id=scene.group("Familia Paz").id, resident_ids=pair)
    later = scene.plan_later()
    scene.take_in(row("Familia Paz"), sitting=later)
    found = scene.store.ask(together, match_id=scene.group("Familia Paz", later).id)
    assert found.before == tuple(pair)


def test_a_newcomer_is_written_down_from_her_registration_before_her_name_on_the_screen(scene):
    quarter = "El Muelle"
    registered(
        scene, email="zulma@example.org", family_name="Ferreyra", given_names="Zulma Inés", document="28.111.222",
        neighbourhood=quarter, phone="341 555 0101", registered_at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    scene.take_in(row("Zulmita", email="zulma@example.org"))
    facts = scene.store.ask(newcomer, match_id=scene.group("Zulmita").id)
    assert {name: fact.value for name, fact in facts.items()} == {
        "given_names": "Zulma Inés", "family_name": "Ferreyra", "document": "28111222",
        "neighbourhood_id": scene.store.ask(quarter_id, name=quarter),
        "email": "zulma@example.org", "phone": "341 555 0101",
    }  # fmt: skip
    assert {fact.source for fact in facts.values()} == {Source.REGISTRATION}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Zulma Ferreyra 28.111.222", {"given_names": "Zulma", "family_name": "Ferreyra", "document": "28111222"}),
        ("FERREYRA, ZULMA", {"given_names": "Zulma", "family_name": "Ferreyra"}),
        ("iPhone de Zulma", {"given_names": "Zulma"}),
        ("Familia Ferreyra 28.111.222", {"document": "28111222"}),
        ("Zulma y Hugo Ferreyra 28.111.222", {"document": "28111222"}),
    ],
)
def test_a_name_on_zoom_is_parted_for_the_form(scene, name, told):
    scene.take_in(row(name))
    facts = scene.store.ask(newcomer, match_id=scene.groups()[0].id)
    assert {one: fact.value for one, fact in facts.items()} == told
    assert {fact.source for fact in facts.values()} == {Source.NAME}


def test_whoever_dialled_in_has_a_telephone_and_no_name(scene):
    scene.take_in(row("543415550101", phone="543415550101"))
    facts = scene.store.ask(newcomer, match_id=scene.groups()[0].id)
    assert {one: (fact.value, fact.source) for one, fact in facts.items()} == {"phone": ("543415550101", Source.CALL)}
