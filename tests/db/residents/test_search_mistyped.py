"""A name that is mistyped, or written as it sounds, still finds its person; a right one is not led astray."""

from __future__ import annotations

import pytest

from db.residents.commands import correct, enrol
from db.residents.search import search, wake
from db.residents.sounding import sound
from db.work import Store

PEOPLE = (
    ("Gonzálvez", "Hortensia"), ("Etcheverry", "Walter"), ("Giménez", "Yolanda"), ("Hernández", "Cecilia"),
    ("Ñandúbez", "Rosaura"), ("Quintela", "Anselmo"), ("Villafañe", "Zulma"), ("Paz", "Ana"),
)  # fmt: skip


@pytest.fixture
def roll(store: Store) -> Store:
    for family_name, given_names in PEOPLE:
        store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+54")
    return store


def look(store: Store, typed: str) -> list[str]:
    return [one.name for one in store.ask(search, text=typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gonsalves", "Hortensia Gonzálvez"), ("ortensia", "Hortensia Gonzálvez"),
        ("gonz ortencia", "Hortensia Gonzálvez"),
        ("echeverri", "Walter Etcheverry"), ("valter etch", "Walter Etcheverry"),
        ("jimenes", "Yolanda Giménez"), ("iolanda", "Yolanda Giménez"),
        ("ernandes", "Cecilia Hernández"), ("sesilia hern", "Cecilia Hernández"),
        ("quinetla", "Anselmo Quintela"), ("qintela", "Anselmo Quintela"), ("quinntela", "Anselmo Quintela"),
        ("uqintela", "Anselmo Quintela"), ("anselmo quimte", "Anselmo Quintela"),
        ("biyafañe", "Zulma Villafañe"),
        ("rosara nandubez", "Rosaura Ñandúbez"), ("rosaura nadnubez", "Rosaura Ñandúbez"),
    ],
)  # fmt: skip
def test_a_slip_or_a_spelling_still_finds_its_person(roll: Store, typed: str, meant: str) -> None:
    assert look(roll, typed)[:1] == [meant]


def test_two_wrong_words_are_mended_at_once(roll: Store) -> None:
    assert look(roll, "ernandez sesylia") == ["Cecilia Hernández"]


@pytest.mark.parametrize("typed", ["xyzzyx", "paco", "an paz zz", "12345"])
def test_what_is_like_nobody_finds_nobody(roll: Store, typed: str) -> None:
    assert look(roll, typed) == []


def test_the_name_as_it_was_typed_comes_before_one_that_sounds_so(roll: Store) -> None:
    roll.do(enrol, family_name="Jiménez", given_names="Zoe", phone_prefix="+54")
    assert look(roll, "jimenez") == ["Zoe Jiménez", "Yolanda Giménez"]
    assert look(roll, "gimenez") == ["Yolanda Giménez", "Zoe Jiménez"]


def test_a_name_that_came_after_the_first_slip_is_known_too(roll: Store) -> None:
    assert look(roll, "quinetla") == ["Anselmo Quintela"]
    [one] = roll.ask(search, text="etcheverry")
    roll.do(correct, resident_id=one.id, family_name="Brzezinski")
    assert look(roll, "brzezinki") == ["Walter Brzezinski"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gonzalez", "gonsales"), ("hernandez", "ernandes"), ("gimenez", "jimenez"), ("vaca", "baca"),
        ("villalba", "biyalba"), ("cecilia", "sesilia"), ("quiroga", "kiroga"), ("walter", "balter"),
        ("yrigoyen", "irigoyen"), ("canpos", "campos"), ("rossi", "rosi"), ("sofia", "sophia"), ("thomas", "tomas"),
        ("echenique", "echenike"),
    ],
)  # fmt: skip
def test_spellings_that_sound_the_same_are_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rosa", "rocha"),
        ("perez", "peres".replace("s", "") + "a"),
        ("gallo", "galo"),
        ("guerra", "gera"),
        ("mora", "mota"),
    ],
)
def test_names_that_sound_different_stay_apart(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_search_that_was_woken_answers_as_any_other(roll: Store) -> None:
    before = [look(roll, typed) for typed in ("q", "quinetla", "ernandes")]
    roll.ask(wake)
    assert [look(roll, typed) for typed in ("q", "quinetla", "ernandes")] == before
