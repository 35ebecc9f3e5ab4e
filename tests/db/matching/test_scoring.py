"""Why a neighbour is proposed, in codes and facts; and when a proposal is worth showing, or one key."""

from datetime import UTC, datetime, timedelta

import pytest

from db.matching.scoring import (
    Candidate,
    Known,
    Person,
    candidate,
    leads_clearly,
    likeness,
    meets,
    name_reasons,
    same_phone,
    worth_proposing,
)
from db.zoom.rules import Group, Line, group_lines

SEVEN = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)
MARTA = Person("marta", "Gómez", "Marta Inés")
JOSE = Person("jose", "Álvarez de la Fuente", "José Luis")


def group(name: str, **facts) -> Group:
    [one] = group_lines([Line("1", name, joined_at=SEVEN, left_at=SEVEN + timedelta(hours=1), **facts)])
    return one


def codes(found: Candidate) -> list[str]:
    return [why["code"] for why in found.reasons]


@pytest.mark.parametrize("name", ["Zulma Ferreyra", "iPhone", "", "123"])
def test_a_name_with_nothing_in_common_meets_nobody(name):
    assert not meets(name, MARTA)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Marta Inés Gómez", "same_full_name"),
        ("Gómez", "same_surname"),
        ("M. Gómez", "initial_given"),
        ("Marta Gomes", "similar_surname"),
        ("Marta Gomezz", "similar_surname"),
    ],
)
def test_a_proposal_says_why(name, code):
    assert code in [why["code"] for why in name_reasons(name, MARTA)]


def test_a_short_name_is_known():
    assert {"code": "nickname_given", "written": "pepe", "known": "jose"} in name_reasons("Pepe Álvarez", JOSE)


def test_the_small_words_of_a_surname_do_not_count():
    assert [why["code"] for why in name_reasons("José de la Peña", JOSE)] == ["same_given"]


def test_the_quarter_and_past_attendance_are_told_after_the_name():
    near = Person("marta", "Gómez", "Marta", lives_here=True, neighbourhood="El Muelle", came_here=3)
    assert codes(candidate(group("Marta"), near, 0.4)) == ["same_given", "same_neighbourhood", "came_here_before"]


def test_a_name_seen_before_is_told():
    known = Person("marta", "Gómez", "Marta", aliases=(Known("zoom_name", "marta", 3),))
    found = candidate(group("Marta"), known, 0.4)
    assert {"code": "zoom_name_before", "times": 3, "written": "Marta"} in found.reasons


def test_an_email_that_spells_the_surname_is_told():
    assert "email_like_name" in codes(candidate(group("Marta", email="m.gomez77@example.org"), MARTA, 0.4))
    assert "email_like_name" not in codes(candidate(group("Marta", email="info@example.org"), MARTA, 0.4))


def test_a_proposal_never_says_that_it_is_certain():
    assert candidate(group("Marta Gómez"), MARTA, 1.0).score < 1


def shown(*scores: float) -> list[Candidate]:
    return [Candidate(str(at), "", score) for at, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("scores", "worth", "clear"),
    [
        ((), False, False),
        ((0.9,), True, True),
        ((0.9, 0.05), True, True),
        ((0.5, 0.4), True, False),
        ((0.45,), True, False),
        ((0.15, 0.15, 0.15, 0.15), True, False),
        ((0.15, 0.1), False, False),
    ],
)
def test_one_likely_person_or_several_together_make_a_proposal_and_only_a_clear_lead_one_key(scores, worth, clear):
    assert worth_proposing(shown(*scores)) is worth
    assert leads_clearly(shown(*scores)) is clear


@pytest.mark.parametrize(
    ("told", "known", "same"),
    [
        ("+54 341 555-0134", "+543415550134", True),
        ("5550134", "+543415550134", False),
        ("15 5555 0134", "+5493415555 0134", True),
        ("54341*****34", "+543415550134", True),
        ("54341*****35", "+543415550134", False),
        ("*****4", "+543415550134", False),
    ],
)
def test_telephones_are_compared_by_what_can_be_seen(told, known, same):
    assert same_phone(told, known) is same


@pytest.mark.parametrize(
    ("written", "known", "how"),
    [
        ("gomez", "gomez", "same"),
        ("g", "gomez", "initial"),
        ("fer", "fernanda", "nickname"),
        ("gomes", "gomez", "similar"),
    ],
)
def test_two_words_meet_in_several_ways(written, known, how):
    met = likeness(written, known)
    assert met is not None
    assert met.how == how


def test_short_words_are_not_called_similar():
    assert likeness("paz", "pan") is None


def test_the_reasons_are_spelled_as_people_spell_them():
    found = candidate(group("PEPE Alvares"), JOSE, 0.5)
    words = {(why.get("written"), why.get("known")) for why in found.reasons}
    assert words == {("PEPE", "José"), ("Alvares", "Álvarez")}
