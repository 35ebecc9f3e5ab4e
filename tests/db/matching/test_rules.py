"""What is sure, what is only proposed, and that nobody is ever guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refused
from db.matching.evidence import Evidence, document_in, full_name
from db.matching.rules import Judgement, Verdict, judge, may_confirm, names_to_remember
from db.matching.rules import Known as CallKnown
from db.matching.scoring import Known, Person
from db.zoom.files.participants import names_in
from db.zoom.rules import Group, Line, group_lines
from tests.db.matching.few_people import judge_among

SEVEN = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)
ROSA = Person("rosa", "Peña", "Rosa", document="23456789", email="rosa@example.org", phone="+59899123456")
JUAN = Person("juan", "Pérez", "Juan Carlos", chosen_name="Juan")
OTHER_JUAN = Person("other juan", "Perez", "Juan")


def group(*names: str, **facts) -> Group:
    told = [
        Line(id=f"{names[0]}{n}", name=name, joined_at=SEVEN, left_at=SEVEN + timedelta(hours=1), **facts)
        for n, name in enumerate(names)
    ]
    [one] = group_lines(told)
    return one


def codes(judgement: Judgement) -> list[str]:
    return [why["code"] for why in judgement.reasons]


def judge_one(one: Group, *people: Person, **facts) -> Judgement:
    [judgement] = judge_among([one], people, **facts)
    return judgement


def test_the_same_email_is_sure():
    found = judge_one(group("La Rosi", email="ROSA@example.org"), ROSA, JUAN)
    assert (found.verdict, found.resident_ids) == (Verdict.SURE, ("rosa",))
    assert codes(found)[0] == "same_email"


def test_an_email_confirmed_before_is_sure():
    known = replace(JUAN, aliases=(Known("email", "jc@example.org"),))
    assert judge_one(group("JC", email="jc@example.org"), ROSA, known).resident_ids == ("juan",)


def test_an_email_that_a_couple_shares_is_not_sure():
    both = (replace(ROSA, email="casa@example.org"), replace(JUAN, email="casa@example.org"))
    found = judge_one(group("Casa", email="casa@example.org"), *both)
    assert (found.verdict, found.resident_ids) == (Verdict.PROPOSED, ())
    assert {one.resident_id for one in found.candidates} == {"rosa", "juan"}
    assert not found.clear


def test_the_email_counts_before_the_name_and_the_other_name_is_said():
    found = judge_one(group("Juan Pérez", email="rosa@example.org"), ROSA, JUAN)
    assert found.resident_ids == ("rosa",)
    assert codes(found) == ["same_email", "name_differs"]


def test_a_registrant_confirmed_before_is_sure():
    known = replace(JUAN, aliases=(Known("registrant", "q-1"),))
    assert codes(judge_one(group("Alguien", registrant_id="q-1"), known)) == ["same_registrant", "name_differs"]


def test_a_name_that_a_person_confirmed_before_is_sure():
    known = replace(ROSA, aliases=(Known("zoom_name", "ipad de la rosi"),))
    assert judge_one(group("iPad de la Rosi"), known, JUAN).resident_ids == ("rosa",)


@pytest.mark.parametrize("name", ["Rosa", "Galaxy A12", "Pepe"])
def test_a_bare_given_name_or_apparatus_is_never_sure_however_often_confirmed(name):
    known = replace(ROSA, aliases=(Known("zoom_name", name.casefold(), 5),))
    assert judge_one(group(name), known).verdict is Verdict.PROPOSED


def test_a_confirmed_name_that_is_also_a_namesakes_own_is_not_sure():
    known = replace(ROSA, aliases=(Known("zoom_name", "juan perez"),))
    assert judge_one(group("Juan Pérez"), known, JUAN).verdict is Verdict.PROPOSED


def test_a_document_typed_in_the_name_is_sure():
    assert judge_one(group("Rosita 23.456.789"), ROSA, JUAN).resident_ids == ("rosa",)


PABLO = Person("pablo", "Etcheverry", "Pablo", document="27333444")


@pytest.mark.parametrize(
    ("facts", "person", "code"),
    [
        ({"email": "rosa@example.org"}, ROSA, "same_email"),
        ({"registrant_id": "q1"}, replace(ROSA, aliases=(Known("registrant", "q1"),)), "same_registrant"),
        ({}, replace(ROSA, aliases=(Known("zoom_name", "27333444 la rosi"),)), "confirmed_name"),
    ],
)
def test_a_sign_of_one_with_the_document_of_another_is_proposed_with_both_reasons(facts, person, code):
    found = judge_one(group("27333444 La Rosi", **facts), person, PABLO)
    assert (found.verdict, found.resident_ids, found.clear) == (Verdict.PROPOSED, (), False)
    assert codes(found)[:2] == [code, "document_of_another"]
    assert [(one.resident_id, one.reasons[0]["code"]) for one in found.candidates] == [
        ("rosa", code),
        ("pablo", "document_in_name"),
    ]


def test_a_document_that_nobody_has_speaks_against_whoever_has_another():
    found = judge_one(group("Rosa 40111222", email="rosa@example.org"), ROSA, PABLO)
    assert (found.verdict, codes(found)[:2]) == (Verdict.PROPOSED, ["same_email", "document_of_another"])
    without = replace(ROSA, document=None)
    assert judge_one(group("Rosa 40111222", email="rosa@example.org"), without, PABLO).verdict is Verdict.SURE


def test_a_document_beside_the_full_name_of_somebody_else_is_only_proposed():
    found = judge_one(group("27333444 Zulema Quiroga"), ROSA, PABLO)
    assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)
    assert codes(found) == ["document_in_name", "name_differs"]
    assert [one.resident_id for one in found.candidates] == ["pablo"]


@pytest.mark.parametrize("name", ["27333444", "27333444 Pablito", "27333444 la abuela", "Echeverry Pablo 27333444"])
def test_a_document_beside_less_than_somebody_elses_full_name_is_sure(name):
    assert judge_one(group(name), ROSA, PABLO).resident_ids == ("pablo",)


def test_once_a_person_rules_the_documents_holder_out_the_email_is_sure_again():
    told = group("27333444 Rosi", email="rosa@example.org")
    found = judge_one(told, ROSA, PABLO, rejected={told.key: frozenset({"pablo"})})
    assert (found.verdict, found.resident_ids) == (Verdict.SURE, ("rosa",))


def test_a_whole_telephone_confirmed_before_is_sure_and_a_masked_one_is_proposed():
    known = replace(ROSA, aliases=(Known("phone", "59899123456"),))
    assert judge_one(group("59899123456", phone="59899123456"), known).verdict is Verdict.SURE
    found = judge_one(group("5989*****56", phone="5989*****56"), known)
    assert (found.verdict, codes(found)[0]) == (Verdict.PROPOSED, "phone_fits")


@pytest.mark.parametrize("name", ["Rosa Peña", "ROSA PENA", "  rosa   peña", "Peña, Rosa", "Rosa-Peña"])
def test_a_full_name_that_is_unique_on_both_sides_is_sure(name):
    found = judge_one(group(name), ROSA, JUAN)
    assert (found.verdict, codes(found)) == (Verdict.SURE, ["unique_full_name"])


@pytest.mark.parametrize("name", ["Peña Rosa", "Rosa P", "Rosa", "Rosa Peña Muelle", "Rosa Pena e hija"])
def test_anything_less_than_the_full_name_is_only_proposed(name):
    found = judge_one(group(name), ROSA, replace(ROSA, id="near", family_name="Paz", document=None, email=None))
    assert found.verdict in (Verdict.PROPOSED, Verdict.UNKNOWN)
    assert found.resident_ids == ()


def test_the_chosen_name_is_a_full_name_too():
    assert judge_one(group("Juan Pérez"), JUAN).resident_ids == ("juan",)
    assert judge_one(group("Juan Carlos Pérez"), JUAN).resident_ids == ("juan",)


def test_two_of_one_name_on_the_roll_are_never_told_apart():
    found = judge_one(group("Juan Pérez"), JUAN, OTHER_JUAN)
    assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)
    assert {one.resident_id for one in found.candidates} == {"juan", "other juan"}


def test_a_surname_that_is_somebody_elses_given_name_makes_nobody_sure():
    one, other = Person("one", "Martín", "Rosa"), Person("other", "Rosa", "Martín")
    assert judge_one(group("Rosa Martín"), one, other).verdict is Verdict.PROPOSED


def test_two_of_one_name_on_zoom_are_never_told_apart():
    twice = [replace(group("Rosa Peña"), key="a"), replace(group("rosa pena"), key="b")]
    for found in judge_among(twice, [ROSA]):
        assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)


def test_one_name_connected_twice_at_once_is_not_sure():
    found = judge_one(group("Rosa Peña", "Rosa Peña"), ROSA)
    assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)
    assert "twice_at_once" in codes(found)


def test_the_host_and_the_rooms_own_client_are_not_neighbours():
    assert codes(judge_one(group("Rosa Peña", host=True), ROSA)) == ["host"]
    assert codes(judge_one(group("Sala de reuniones"), ROSA)) == ["room_client"]


def test_who_was_said_to_be_no_neighbour_is_not_asked_about_again():
    one = group("Mesa de ayuda")
    assert judge_one(one, ROSA, nobodies={one.key}).verdict is Verdict.NOT_A_NEIGHBOUR


def test_an_apparatus_said_to_be_no_neighbour_may_be_somebody_the_next_time():
    one = group("iPhone")
    assert judge_one(one, ROSA, nobodies={one.key}).verdict is Verdict.UNKNOWN


def test_a_resident_whom_a_person_ruled_out_is_not_proposed_again():
    one = group("Rosa Peña")
    found = judge_one(one, ROSA, rejected={one.key: frozenset({"rosa"})})
    assert (found.verdict, found.candidates) == (Verdict.UNKNOWN, ())


@pytest.mark.parametrize(
    "name",
    [
        "Familia Peña",
        "Rosa Peña y Juan",
        "Flia. Peña",
        "Rosa & Juan Peña",
        "Rosa&Juan Peña",
        "Rosa/Juan Peña",
        "José / Rosa Peña",
    ],
)
def test_a_family_round_one_screen_is_not_one_key_away_from_being_one_person(name):
    found = judge_one(group(name), ROSA)
    assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)
    assert "perhaps_several" in codes(found)


@pytest.mark.parametrize(
    "name", ["Rosa Peña / ella", "Rosa Peña/Echesortu", "Rosa/CMD", "Vecinal/Rosa Peña", "Rosa +549341"]
)
def test_what_stands_behind_a_stroke_is_not_always_somebody(name):
    assert "perhaps_several" not in codes(judge_one(group(name), JUAN))


def test_an_initial_is_not_taken_for_company():
    assert "perhaps_several" not in codes(judge_one(group("E. Peña"), replace(ROSA, given_names="Elena")))


def test_somebody_nobody_knows_is_unknown():
    assert judge_one(group("Zulma Ferreyra"), ROSA, JUAN).verdict is Verdict.UNKNOWN


def test_confirming_needs_somebody():
    with pytest.raises(Refused) as no:
        may_confirm(())
    assert no.value.code == "match_needs_a_resident"
    assert may_confirm(("a", "b", "a")) == ("a", "b")


def test_a_bare_apparatus_is_not_remembered():
    assert names_to_remember(group("Galaxy A12")) == ()
    assert names_to_remember(group("iPad de la Rosi")) == ("ipad de la rosi",)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Rosa 23456789", "23456789"),
        ("Rosa Peña (23.456.789)", "23456789"),
        ("DNI 4567890 Rosa", "4567890"),
        ("Rosa 1234567890", None),
        ("Rosa 23456789 y Juan 34567890", None),
        ("Galaxy A12", None),
        ("54911*****37", None),
    ],
)
def test_a_document_number_is_found_in_a_name(name, number):
    assert document_in(name) == number


@pytest.mark.parametrize(
    ("name", "full"), [("Peña, Rosa", "rosa pena"), ("Rosa", ""), ("Ñandú  Díaz", "nandu diaz"), (", Rosa", "")]
)
def test_full_names_are_compared_given_names_first(name, full):
    assert full_name(name) == full


given_names = st.sampled_from(["Rosa", "Juan", "Ana María", "Luz"])
families = st.sampled_from(["Peña", "Pérez", "Paz", "Rosa"])
people = st.lists(
    st.builds(lambda g, f, e: Person("", f, g, email=e), given_names, families, st.none() | st.just("x@example.org")),
    max_size=6,
).map(lambda made: [replace(one, id=str(n)) for n, one in enumerate(made)])
lines = st.lists(
    st.builds(
        lambda g, f, e: Line("", f"{g} {f}".strip(), email=e, joined_at=SEVEN, left_at=SEVEN + timedelta(hours=1)),
        given_names,
        families | st.just(""),
        st.none() | st.just("x@example.org"),
    ),
    max_size=6,
).map(lambda made: [replace(one, id=str(n)) for n, one in enumerate(made)])


@given(lines, people, st.randoms(use_true_random=False))
def test_the_judgement_does_not_depend_on_the_order_of_roll_and_file(given_lines, given_people, chance):
    mixed = list(given_people)
    chance.shuffle(mixed)
    groups = group_lines(given_lines)
    assert judge_among(groups, mixed) == judge_among(groups, given_people)
    backwards = judge_among(groups[::-1], given_people)
    assert backwards[::-1] == judge_among(groups, given_people)


def test_whoever_is_sure_on_two_connections_is_so_whichever_was_read_first():
    groups = [group("Rosa", email="x@example.org"), group("Rosa Peña"), group("Rosa")]
    rosa = Person("1", "Peña", "Rosa", email="x@example.org")
    assert judge_among(groups[::-1], [rosa])[::-1] == judge_among(groups, [rosa])


@given(lines, people)
def test_a_name_makes_nobody_sure_once_the_roll_has_a_namesake(given_lines, given_people):
    twins = [*given_people, *(replace(one, id=f"twin {one.id}", email=None) for one in given_people)]
    for found in judge_among(group_lines(given_lines), twins):
        assert "unique_full_name" not in codes(found)


@pytest.mark.parametrize("crowded", [True, False])
def test_a_name_alone_makes_nobody_sure_unless_all_speaks_for_her(crowded):
    one = group("Rosa Peña")
    evidence = Evidence([one], [ROSA])
    for chance, verdict in ((0.9995, Verdict.SURE), (0.9, Verdict.PROPOSED)):
        known = CallKnown(evidence, {one.key: [(ROSA, chance)]}, {}, crowded=crowded)
        assert judge([one], known)[0].verdict is verdict
        assert ("others_so_called" in codes(judge([one], known)[0])) is (verdict is Verdict.PROPOSED)


def test_a_name_that_somebody_with_one_more_given_name_may_bear_too_makes_nobody_sure():
    luis, norberto = Person("1", "Gómez", "Luis"), Person("2", "Gómez", "Luis Norberto")
    [found] = judge_among([group("Luis Gómez")], [luis, norberto])
    assert (found.verdict, {one.resident_id for one in found.candidates}) == (Verdict.PROPOSED, {"1", "2"})
    [alone] = judge_among([group("Luis Gómez")], [luis])
    assert (alone.verdict, alone.resident_ids) == (Verdict.SURE, ("1",))


@pytest.mark.parametrize("cell", ["Rosa Peña (h)", "Rosa Peña hija", "Rosa Peña (La hija)"])
def test_a_daughter_is_not_her_mother_of_the_same_name(cell):
    screen, before, _ = names_in(cell)
    mother = replace(ROSA, aliases=(Known("zoom_name", "rosa peña"),))
    for roll in (ROSA, mother):
        found = judge_one(group(screen, original_name=before), roll)
        assert (found.verdict, found.candidates[0].resident_id) == (Verdict.PROPOSED, "rosa")
