"""How likely each neighbour is a group, by how usual the names are and who came before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.matching.scoring import Person
from db.zoom.rules import Group, Line, group_lines
from tests.db.matching.few_people import known_among

SEVEN = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)
# Gómez is usual, Etchebarne is rare; so are the given names.
CROWD = [Person(f"c{n}", "Gómez" if n % 2 else f"Surname{chr(97 + n % 20)}", f"Ana {n}") for n in range(400)]


def call(*names: str, **facts) -> list[Group]:
    return list(
        group_lines(
            [
                Line(str(n), name, joined_at=SEVEN, left_at=SEVEN + timedelta(hours=1), **facts)
                for n, name in enumerate(names)
            ]
        )
    )


def likely(groups: list[Group], *people: Person, refused=None) -> dict[str, dict[str, float]]:
    found = known_among(groups, people, refused or {}).likely
    return {key: {person.id: chance for person, chance in some} for key, some in found.items()}


def chances(name: str, *people: Person, **facts) -> dict[str, float]:
    [found] = likely(call(name, **facts), *people).values()
    return found


def test_a_rare_surname_says_more_than_a_usual_one():
    rare, usual = Person("rare", "Etchebarne", "Marta"), Person("usual", "Gómez", "Marta")
    assert chances("Etchebarne", *CROWD, rare)["rare"] > chances("Gómez", *CROWD, usual).get("usual", 0)
    assert chances("M Etchebarne", *CROWD, rare)["rare"] > chances("Marta Gómez Ríos", *CROWD, usual)["usual"]


@pytest.mark.parametrize(
    "name",
    [
        "Marta Etchebarne", "marta ETCHEBARNE", "Etchebarne Marta", "M. Etchebarne", "Marta E.", "Marta Etchevarne",
        "Marta Echebarne", "Marta Etchebanre", "Martita Etchebarne", "martaetchebarne", "Etche Marta",
        "iPhone de Marta", "Familia Etchebarne", "Juan y Marta Etchebarne", "Tota Etchebarne",
    ],
)  # fmt: skip
def test_a_messy_name_finds_its_person_first(name):
    found = chances(name, *CROWD, Person("marta", "Etchebarne", "Marta Inés"))
    assert next(iter(found)) == "marta"


def test_who_came_to_this_council_is_likelier_than_a_namesake():
    came, lives, district, far = (
        Person("came", "Paz", "Marta", came_here=3),
        Person("lives", "Paz", "Marta", lives_here=True),
        Person("district", "Paz", "Marta", same_district=True),
        Person("far", "Paz", "Marta"),
    )
    crowd = [
        Person(f"{near}{n}", f"Otra{chr(97 + n)}", "Ana", lives_here=near == "q", same_district=near == "d")
        for near, count in (("q", 8), ("d", 16), ("e", 24))
        for n in range(count)
    ]
    found = chances("Marta Paz", far, district, lives, came, *crowd)
    assert list(found)[:3] == ["came", "lives", "district"]
    assert found["came"] > 2 * found["lives"] > 4 * found.get("far", 0)


def test_two_namesakes_share_what_one_would_have():
    one, other = Person("one", "Etchebarne", "Marta"), Person("other", "Etchebarne", "Marta")
    alone = chances("Marta Etchebarne", *CROWD, one)["one"]
    both = chances("Marta Etchebarne", *CROWD, one, other)
    assert both["one"] == pytest.approx(both["other"])
    assert both["one"] < alone


def test_one_neighbour_is_hardly_two_groups():
    marta, luz = Person("marta", "Etchebarne", "Marta"), Person("luz", "Etchebarne", "Luz")
    alone = likely(call("Etchebarne"), *CROWD, marta, luz)["name:etchebarne"]
    beside = likely(call("Etchebarne", "Marta Inés Etchebarne"), *CROWD, marta, luz)["name:etchebarne"]
    assert alone["marta"] == pytest.approx(alone["luz"])
    assert beside["luz"] > 2 * beside["marta"]


def test_whom_a_person_ruled_out_is_not_likely_at_all():
    marta = Person("marta", "Etchebarne", "Marta")
    groups = call("Marta Etchebarne")
    found = likely(groups, *CROWD, marta, refused={groups[0].key: frozenset({"marta"})})
    assert "marta" not in found[groups[0].key]


def test_a_telephone_on_the_roll_is_a_strong_sign():
    marta = Person("marta", "Etchebarne", "Marta", phone="+543415550134")
    assert chances("543415550134", *CROWD, marta, phone="543415550134")["marta"] > 0.5
    assert chances("Alguien 54341*****34", *CROWD, marta, phone="54341*****34")["marta"] > 0


names = st.sampled_from(["Marta", "Ana", "José", "Pepe", "Gómez", "Gomes", "Paz", "Sosa", "iPhone de", "M.", ""])
people = st.lists(st.tuples(names, names, st.integers(0, 2)), max_size=8).map(
    lambda made: [
        Person(str(n), family or "X", given or "Y", came_here=times) for n, (family, given, times) in enumerate(made)
    ]
)


@given(st.lists(st.lists(names, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4), people)
def test_chances_are_chances_and_do_not_depend_on_the_order(told, given_people):
    groups = call(*told)
    found = likely(groups, *given_people)
    turned = likely(groups[::-1], *given_people[::-1])
    assert turned.keys() == found.keys()
    for key, some in found.items():
        assert turned[key] == pytest.approx(some)
    for some in found.values():
        assert all(0 <= chance <= 1 for chance in some.values())
        assert sum(some.values()) <= 1 + 1e-9
