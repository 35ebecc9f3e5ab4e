"""What a name on the screen says of a person, and what of it is none of hers."""

import pytest

from db.matching.likely.several import may_be_several
from db.matching.likely.told import Told, told_by, told_in
from db.zoom.rules import Line, group_lines

CLUBS = {"belgrano": ("vecinal", "belgrano"), "puerto": ("club", "el", "puerto")}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Rosa Peña", ("rosa", "pena")),
        ("Peña, Rosa", ("rosa", "pena")),
        ("Rosa Peña (ella)", ("rosa", "pena")),
        ("Rosa Peña [she/her]", ("rosa", "pena")),
        ("Juan Él", ("juan", "el")),
        ("iPhone de Rosa", ("rosa",)),
        ("Galaxy A12", ()),
        ("Dra. Rosa Peña 23.456.789", ("rosa", "pena")),
        ("RosaPeña", ("rosa", "pena")),
        ("rosa1978", ("rosa",)),
        ("Rosa de la Peña 🌻", ("rosa", "pena")),
        ("Familia Peña", ("pena",)),
        ("Escuela 6012 - Rosa Peña", ("rosa", "pena")),
    ],
)
def test_the_words_of_a_person_are_found_among_the_others(name, words):
    assert told_in(name, CLUBS).words == words


def test_an_organisation_in_a_name_is_read_and_is_no_name():
    assert told_in("Vecinal Belgrano: Rosa Peña", CLUBS) == Told(("rosa", "pena"), clubs=("belgrano",))
    assert told_in("Rosa Belgrano", CLUBS) == Told(("rosa", "belgrano"))


@pytest.mark.parametrize(
    ("name", "several"),
    [("Familia Peña", True), ("Rosa y Juan Peña", True), ("Ana & Luz", True), ("Rosa Peña", False), ("Y. Paz", False)],
)
def test_a_name_may_say_that_there_are_several(name, several):
    [group] = group_lines([Line("1", name)])
    assert may_be_several(group) is several


def test_two_given_names_before_one_surname_are_two_people():
    assert [told.words for told in told_by(("Rosa y Juan Peña",), (), {})] == [("rosa", "pena"), ("juan", "pena")]


def test_an_address_is_one_more_name():
    assert [told.words for told in told_by(("Rosa",), ("rosa.pena78@example.org",), {})] == [
        ("rosa",),
        ("rosa", "pena"),
    ]
