"""Whoever came by her own registration is known by what she filled in, unless the screen or the form says otherwise."""

from __future__ import annotations

import pytest

from db.checkin.queries import attendance
from db.matching.commands import import_registrations, take_handout_out
from db.zoom.files.told import Registrant, Registrations
from tests.db.matching.scene import Scene, row

ROSA = {"family_name": "Peña", "given_names": "Rosa"}


@pytest.fixture
def scene(store):
    return Scene(store)


def register(scene, **facts):
    told = Registrations(None, (Registrant(number=1, **facts),))
    return scene.store.do(import_registrations, sitting_id=scene.sitting, told=told, sha256="1" * 64).outcome


def codes(card):
    return [one["code"] for one in card.reasons]


def the_only(scene):
    [card] = scene.groups()
    return card


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"email": "Rosa@Example.org"}, "registered_email"),
        ({"document": "23.456.789"}, "registered_document"),
        ({"email": "otra@example.org", "document": "23456789"}, "registered_document"),
    ],
)
def test_an_iphone_that_came_by_rosas_registration_is_surely_rosa(scene, told, why):
    register(scene, registrant_id="q-1", **ROSA, **told)
    scene.take_in(row("iPhone", registrant_id="q-1"))
    card = the_only(scene)
    assert (str(card.verdict), [one.id for one in card.residents]) == ("sure", [scene.roll["rosa"]])
    assert codes(card) == [why]


def test_an_unknown_e_mail_in_the_call_finds_the_document_of_its_registration(scene):
    register(scene, registrant_id="q-1", **ROSA, document="23456789", email="rp@example.org")
    scene.take_in(row("R", email="rp@example.org"))
    assert [one.id for one in the_only(scene).residents] == [scene.roll["rosa"]]


@pytest.mark.parametrize(
    "told",
    [
        {"family_name": "Sosa", "given_names": "Nadia", "document": "23456789"},  # a digit mistaken
        {**ROSA, "email": "rosa@example.org", "document": "20111222"},  # the document is Juan's
        {**ROSA, "email": "rosa@example.org", "document": "29999999"},  # nobody's, and Rosa's is another
    ],
)
def test_a_registration_that_contradicts_itself_only_proposes(scene, told):
    register(scene, registrant_id="q-1", **told)
    scene.take_in(row("iPhone", registrant_id="q-1"))
    card = the_only(scene)
    assert (str(card.verdict), card.residents) == ("proposed", ())
    assert scene.roll["rosa"] in {one.resident.id for one in card.candidates}


def test_a_link_that_was_handed_on_makes_nobody_sure(scene):
    register(scene, registrant_id="q-1", **ROSA, email="rosa@example.org")
    scene.take_in(row("Tomás Ruiz", registrant_id="q-1"))
    assert str(the_only(scene).verdict) == "proposed"
    assert "name_differs" in codes(the_only(scene))


def test_one_link_twice_at_once_makes_nobody_sure(scene):
    register(scene, registrant_id="q-1", **ROSA, email="rosa@example.org")
    scene.take_in(row("iPhone", registrant_id="q-1"), row("Rosa", begin=5, registrant_id="q-1"))
    assert {str(one.verdict) for one in scene.groups()} == {"proposed"}


def test_a_registration_without_e_mail_or_document_proposes_by_its_name(scene):
    register(scene, registrant_id="q-1", family_name="Gómez", given_names="Marta")
    scene.take_in(row("iPhone", registrant_id="q-1"))
    card = the_only(scene)
    assert (str(card.verdict), card.candidates[0].resident.id) == ("proposed", scene.roll["marta"])
    assert {"code": "registered_name", "written": "Marta Gómez"} in [dict(one) for one in card.candidates[0].reasons]


def test_registrations_that_come_after_the_call_say_who_came_and_take_it_with_them_again(scene):
    scene.take_in(row("iPhone", registrant_id="q-1"))
    assert str(the_only(scene).verdict) == "unknown"
    handout = register(scene, registrant_id="q-1", **ROSA, document="23456789")
    assert str(the_only(scene).verdict) == "sure"
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 1
    scene.store.do(take_handout_out, handout_id=handout.handout_id)
    assert str(the_only(scene).verdict) == "unknown"
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 0


def test_two_at_once_on_one_e_mail_are_not_surely_one_where_the_second_bears_a_neighbours_name(scene):
    scene.take_in(row("Rosa", email="rosa@example.org"), row("Juan Carlos Pérez", begin=5, email="rosa@example.org"))
    card = the_only(scene)
    assert (str(card.verdict), codes(card)[:2]) == ("proposed", ["same_email", "name_differs"])
    assert {one.resident.id for one in card.candidates} >= {scene.roll["rosa"], scene.roll["juan"]}


def test_a_document_of_another_than_the_registrations_name_offers_both(scene):
    register(scene, registrant_id="q-1", family_name="Gómez", given_names="Marta", document="23456789")
    scene.take_in(row("iPhone", registrant_id="q-1"))
    card = the_only(scene)
    assert codes(card)[:2] == ["registered_document", "registered_name"]
    assert {one.resident.id for one in card.candidates} >= {scene.roll["rosa"], scene.roll["marta"]}


def test_a_telephone_beside_her_computer_on_one_e_mail_is_surely_hers(scene):
    scene.take_in(row("Rosa Peña", email="rosa@example.org"), row("iPhone", begin=5, email="rosa@example.org"))
    assert [one.id for one in the_only(scene).residents] == [scene.roll["rosa"]]
