"""How much a name on Zoom looks like a name on the roll, and why."""

import pytest

from db.matching.scoring import Known, Person, likeness, rank, same_phone, score, score_name, spelled

MARTA = Person("marta", "Gómez", "Marta Inés")
JOSE = Person("jose", "Álvarez de la Fuente", "José Luis")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Marta Gómez", "M Gómez"),
        ("M Gómez", "Gómez"),
        ("Gómez", "Marta"),
        ("Gómez Marta", "Gómes Martha"),
        ("Marta Gómez", "Marta Gómez Palacios Ortiz"),
        ("iPhone de Marta Gómez", "iPhone de Marta"),
    ],
)
def test_the_more_of_a_name_is_there_the_higher_it_scores(better, worse):
    assert score_name(better, MARTA)[0] > score_name(worse, MARTA)[0]


@pytest.mark.parametrize("name", ["Zulma Ferreyra", "iPhone", "", "123"])
def test_a_name_with_nothing_in_common_scores_nothing(name):
    assert score_name(name, MARTA) == (0.0, ())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Marta Inés Gómez", "same_full_name"),
        ("Gómez", "same_surname"),
        ("M. Gómez", "initial_given"),
        ("Marta Gomes", "similar_surname"),
    ],
)
def test_a_score_says_why(name, code):
    assert code in [why["code"] for why in score_name(name, MARTA)[1]]


def test_a_short_name_is_known():
    reasons = score_name("Pepe Álvarez", JOSE)[1]
    assert {"code": "nickname_given", "written": "pepe", "known": "jose"} in reasons


def test_the_small_words_of_a_surname_do_not_count():
    assert score_name("José de la Peña", JOSE)[0] < 0.5


def test_a_given_name_alone_is_proposed_only_with_the_quarter_and_past_attendance():
    near = Person("marta", "Gómez", "Marta", lives_here=True, neighbourhood="El Muelle", came_here=3)
    assert rank([score(["Marta"], [], [], MARTA)]) == ()
    [found] = rank([score(["Marta"], [], [], near)])
    assert [why["code"] for why in found.reasons] == ["same_given", "same_neighbourhood", "came_here_before"]


def test_a_name_seen_before_is_a_strong_reason():
    known = Person("marta", "Gómez", "Marta", aliases=(Known("zoom_name", "marta", 3),))
    [found] = rank([score(["Marta"], [], [], known)])
    assert {"code": "zoom_name_before", "times": 3, "written": "Marta"} in found.reasons


def test_proposals_stand_in_order_and_are_few():
    crowd = [Person(f"p{n}", "Gómez", f"Marta {n}") for n in range(9)]
    ranked = rank(
        score(["Marta Gómez"], [], [], one) for one in [*crowd, Person("best", "Gómez", "Marta", email="a@b.c")]
    )
    assert len(ranked) == 5
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


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
    [found] = rank([score(["PEPE Alvares"], [], [], JOSE)])
    words = {(why.get("written"), why.get("known")) for why in spelled(found, ["PEPE Alvares"], JOSE).reasons}
    assert words == {("PEPE", "José"), ("Alvares", "Álvarez")}
