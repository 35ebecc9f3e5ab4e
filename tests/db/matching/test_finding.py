"""Of thousands on the roll the few worth scoring, and nobody forgotten among them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.matching.finding import Finder, Vocabulary
from db.matching.scoring import WORTH_PROPOSING, Known, Person, score
from db.zoom.rules import Group, Line, group_lines

SEVEN = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)


def group(name: str, **facts) -> Group:
    [one] = group_lines([Line("1", name, joined_at=SEVEN, left_at=SEVEN + timedelta(hours=1), **facts)])
    return one


def found(one: Group, *people: Person) -> set[str]:
    return {person.id for person in Finder(people).worth_scoring(one)}


def test_a_surname_is_found_whole_begun_and_with_a_slip():
    people = Person("a", "Gómez", "Marta"), Person("b", "Gómez Palacios", "Luz"), Person("c", "Paz", "Ana")
    for name in ("marta gomez", "GÓMEZ", "Gom", "Gomes"):
        assert found(group(name), *people) == {"a", "b"}


def test_a_given_name_alone_finds_only_who_is_near():
    far, near, came = (
        Person("far", "Gómez", "Marta"),
        Person("near", "Paz", "Marta", lives_here=True),
        Person("came", "Sosa", "Marta", came_here=2),
    )
    assert found(group("Marta"), far, near, came) == {"near", "came"}


def test_other_names_emails_and_telephones_find_their_owner():
    known = Person(
        "a", "Gómez", "Marta", email="m@example.org", phone="+543415550134", aliases=(Known("x", "la tota"),)
    )
    assert found(group("La Tota"), known) == {"a"}
    assert found(group("X", email="M@example.org"), known) == {"a"}
    assert found(group("54341*****34", phone="54341*****34"), known) == {"a"}
    assert found(group("Zulma"), known) == set()


def test_one_more_name_is_known_at_once():
    words = Vocabulary()
    words.add("Gómez", "a")
    assert words.bearers_of("gomez") == {"a"}
    words.add("Gomes", "b")
    assert words.bearers_of("gomez") == {"a", "b"}


names = st.sampled_from(["Marta", "Ana", "José", "Pepe", "Gómez", "Gomes", "Paz", "Sosa", "Martín", "iPhone de"])
people = st.lists(st.tuples(names, names, st.booleans()), max_size=6).map(
    lambda made: [
        Person(str(number), family, given_names, lives_here=near, came_here=int(near))
        for number, (family, given_names, near) in enumerate(made)
    ]
)


@given(st.lists(names, min_size=1, max_size=3).map(" ".join), people)
def test_nobody_worth_proposing_is_forgotten(name, given_people):
    one = group(name)
    worth = {p.id for p in given_people if score(one.names, (), (), p).score >= WORTH_PROPOSING}
    assert worth <= found(one, *given_people)
