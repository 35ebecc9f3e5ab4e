"""Which lines are one person as Zoom knows him, and how long he was present."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.zoom.rules import Group, Kind, Line, group_lines, present_for, union
from db.zoom.screen_names import is_device, is_room, person_words

SEVEN = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return SEVEN + timedelta(minutes=minutes)


def line(number: str, name: str, begin: float | None = 0, end: float | None = 60, **facts) -> Line:
    joined, left = (None if one is None else at(one) for one in (begin, end))
    return Line(id=number, name=name, joined_at=joined, left_at=left, **facts)


def members(groups: tuple[Group, ...]) -> set[frozenset[str]]:
    return {frozenset(group.line_ids) for group in groups}


def test_somebody_who_came_back_is_one_person_present_for_the_union_of_her_stays():
    [rosa] = group_lines([line("1", "Rosa Peña", 0, 30), line("2", "rosa PENA", 29, 70)])
    assert rosa.stays == ((at(0), at(70)),)
    assert rosa.minutes == 70
    assert not rosa.overlapping


def test_the_waiting_room_is_not_presence():
    [rosa] = group_lines([line("1", "Rosa Peña", 0, 30, in_waiting_room=True), line("2", "Rosa Peña", 30, 50)])
    assert rosa.stays == ((at(30), at(50)),)
    assert rosa.inside


def test_who_only_waited_outside_was_never_inside():
    [rosa] = group_lines([line("1", "Rosa Peña", in_waiting_room=True)])
    assert (rosa.inside, rosa.stays, rosa.minutes) == (False, (), 0)


def test_the_same_email_is_one_person_whatever_the_name():
    [one] = group_lines([line("1", "Rosa", email="r@example.org"), line("2", "Rosa P", email="R@example.org")])
    assert one.emails == ("r@example.org",)
    assert set(one.names) == {"Rosa", "Rosa P"}


def test_the_same_registrant_is_one_person():
    assert len(group_lines([line("1", "Rosa", registrant_id="q"), line("2", "R. Peña", registrant_id="q")])) == 1


def test_two_emails_are_two_people_even_of_one_name_and_the_line_without_one_stays_apart():
    groups = group_lines(
        [
            line("1", "Juan Pérez", email="a@example.org"),
            line("2", "Juan Perez", email="b@example.org"),
            line("3", "juan pérez"),
        ]
    )
    assert members(groups) == {frozenset("1"), frozenset("2"), frozenset("3")}


def test_a_line_without_email_joins_the_only_person_of_that_name():
    assert len(group_lines([line("1", "Juan Pérez", email="a@example.org"), line("2", "Juan Perez", 70, 80)])) == 1


@pytest.mark.parametrize("name", ["Juan", "L", "Flaco", "iPhone de Marta", "Juan P.", "Familia Paz"])
def test_a_name_that_many_bear_lends_nobody_the_email_of_another_who_is_there_at_the_same_time(name):
    groups = group_lines([line("1", name, 0, 60, email="a@example.org"), line("2", name.upper(), 5, 60)])
    assert members(groups) == {frozenset("1"), frozenset("2")}
    assert [group.emails for group in groups if "2" in group.line_ids] == [()]


def test_a_name_that_many_bear_lends_nobody_the_registration_of_another():
    groups = group_lines([line("1", "Juan", 0, 60, registrant_id="q"), line("2", "Juan", 5, 60)])
    assert members(groups) == {frozenset("1"), frozenset("2")}


def test_a_full_name_at_the_same_time_is_her_computer_and_her_telephone():
    assert (
        len(group_lines([line("1", "Juan Pérez", 0, 60, email="a@example.org"), line("2", "Juan Perez", 5, 60)])) == 1
    )


def test_who_comes_back_at_once_by_a_name_that_many_bear_is_the_same():
    told = [line("1", "Juan", 0, 30, email="a@example.org"), line("2", "juan", 32, 60)]
    assert len(group_lines(told)) == 1
    assert len(group_lines([*told, line("3", "Juan", 62, 90)])) == 1


def test_who_comes_back_at_once_while_another_of_the_name_is_there_may_be_either():
    told = [line("1", "Juan", 0, 30, email="a@example.org"), line("2", "Juan", 32, 60), line("3", "Juan", 40, 60)]
    assert members(group_lines(told)) == {frozenset("1"), frozenset("23")}


@pytest.mark.parametrize("times", [(70, 90), (None, None)])
def test_who_comes_much_later_or_nobody_knows_when_by_a_name_that_many_bear_is_another(times):
    begin, end = (0, 30) if times[0] else (None, None)
    told = [line("1", "Juan", begin, end, email="a@example.org"), line("2", "Juan", *times)]
    assert len(group_lines(told)) == 2


def test_a_second_report_of_the_call_that_tells_no_emails_tells_nobody_new():
    told = [line("1", "Juan", 0, 60, email="a@example.org", call_id="a"), line("2", "Juan", 0, 60, call_id="b")]
    assert len(group_lines(told)) == 1


def test_a_name_that_two_bear_at_once_unites_nobody_through_the_name_it_was_before():
    groups = group_lines(
        [
            line("1", "Juan", 0, 60, email="a@example.org"),
            line("2", "iPad de Ana", 0, 5),
            line("3", "Juan", 5, 60, original_name="iPad de Ana"),
        ]
    )
    assert members(groups) == {frozenset("1"), frozenset("23")}


def test_a_renamed_person_is_known_by_both_names():
    [ana] = group_lines([line("1", "iPad de Ana", 0, 10), line("2", "Ana Paz", 11, 30, original_name="iPad de Ana")])
    assert ana.names[0] == "Ana Paz"
    assert "iPad de Ana" in ana.names


def test_one_apparatus_that_became_two_people_unites_nobody():
    groups = group_lines(
        [
            line("1", "Ana Paz", 0, 10, original_name="Tablet de la familia"),
            line("2", "Juan Paz", 11, 20, original_name="Tablet de la familia"),
            line("3", "Tablet de la familia", 21, 30),
        ]
    )
    assert len(groups) == 3


def test_a_bare_apparatus_that_came_back_is_one_and_two_at_once_are_two():
    assert len(group_lines([line("1", "iPhone", 0, 10), line("2", "iPhone", 12, 30)])) == 1
    twice = group_lines([line("1", "iPhone", 0, 30), line("2", "iPhone", 12, 40)])
    assert len(twice) == 2
    assert len({group.key for group in twice}) == 2


def test_a_name_that_was_there_twice_at_once_is_marked():
    [juan] = group_lines([line("1", "Juan Pérez", 0, 60), line("2", "Juan Pérez", 20, 60)])
    assert juan.overlapping
    assert juan.minutes == 60


def test_lines_without_a_name_are_each_their_own():
    assert len(group_lines([line("1", ""), line("2", "")])) == 2


def test_a_line_without_a_name_that_a_second_report_of_the_call_tells_again_is_the_same():
    first = [line("1", "", 0, 30, call_id="a"), line("2", "", 0, 30, call_id="a"), line("3", "", 5, 30, call_id="a")]
    again = [line("4", "", 0, 30, call_id="b"), line("5", "", 0, 30, call_id="b"), line("6", "", 9, 30, call_id="b")]
    groups = group_lines([*first, *again])
    assert sorted(len(group.line_ids) for group in groups) == [1, 1, 2, 2]
    kept = {group.key for group in group_lines(first)}
    assert kept < {group.key for group in groups}


def test_lines_without_a_name_are_apart_when_the_meeting_or_the_waiting_room_is_another():
    told = [
        line("1", "", call_id="a", zoom_number="911"),
        line("2", "", call_id="b", zoom_number="922"),
        line("3", "", call_id="c", zoom_number="911", in_waiting_room=True),
    ]
    assert len(group_lines(told)) == 3


def test_minutes_stand_alone_where_the_file_tells_no_times():
    [rosa] = group_lines([line("1", "Rosa Peña", None, None, minutes=42)])
    assert (rosa.stays, rosa.minutes) == ((), 42)


def test_a_time_that_is_missing_is_made_from_the_minutes():
    [rosa] = group_lines([line("1", "Rosa Peña", 5, None, minutes=10)])
    assert rosa.stays == ((at(5), at(15)),)


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (line("1", "Rosa Peña"), Kind.PERSON),
        (line("1", "iPhone de Marta"), Kind.PERSON),
        (line("1", "Galaxy A12"), Kind.DEVICE),
        (line("1", "54911*****12", phone="54911*****12"), Kind.PHONE),
        (line("1", "Mesa Ribera", host=True), Kind.HOST),
        (line("1", "Sala Ribera"), Kind.ROOM),
        (line("1", "Sala Laura"), Kind.PERSON),
    ],
)
def test_a_group_shows_what_it_looks_like(one, kind):
    [group] = group_lines([one], room_names=("Casa de la Ribera",))
    assert group.kind is kind


@pytest.mark.parametrize("name", ["iPhone", "Galaxy A12", "moto g(8) power", "Redmi Note 9", "SM-A125M", "Zoom user"])
def test_an_apparatus_is_known_by_its_name(name):
    assert is_device(name)


@pytest.mark.parametrize("name", ["iPhone de Marta", "Marta", "María del Carmen", "Laura Sala", "🙂"])
def test_a_person_is_not_taken_for_an_apparatus(name):
    assert not is_device(name)


def test_the_person_in_the_name_of_her_apparatus_is_found():
    assert person_words("iPhone de Marta Gómez") == ("marta", "gomez")
    assert person_words("Rosa Peña 23456789") == ("rosa", "pena")


@pytest.mark.parametrize("name", ["Zoom Room", "Sala de reuniones 2", "Sala Ribera", "Auditorio Casa de la Ribera"])
def test_a_meeting_room_is_known(name):
    assert is_room(name, room_names=("Casa de la Ribera",))


@pytest.mark.parametrize("name", ["Laura Sala", "Sala Laura", "Sala", "Ribera Ana"])
def test_a_person_is_not_taken_for_a_room(name):
    assert not is_room(name, room_names=("Casa de la Ribera",))


minutes = st.integers(0, 120)
stays = st.lists(st.tuples(minutes, minutes).map(lambda pair: (at(pair[0]), at(pair[1]))), max_size=12)


@given(stays)
def test_the_union_holds_every_minute_once(given_stays):
    inside = {m for m in range(121) if any(begin <= at(m) < end for begin, end in given_stays)}
    found = union(given_stays)
    assert {m for m in range(121) if any(begin <= at(m) < end for begin, end in found)} == inside
    assert present_for(given_stays) == timedelta(minutes=len(inside))
    assert all(first[1] < second[0] for first, second in pairwise(found))


@given(stays, st.randoms(use_true_random=False))
def test_the_union_does_not_depend_on_the_order(given_stays, chance):
    mixed = list(given_stays)
    chance.shuffle(mixed)
    assert union(mixed) == union(given_stays)


names = st.sampled_from(["Ana Paz", "ana paz", "Juan", "iPhone", "iPad de Ana", "", "Sala Ribera", "Luz"])
lines = st.lists(
    st.builds(
        lambda name, original, email, registrant, begin, lasts, waiting: Line(
            id="",
            name=name,
            original_name=original,
            email=email,
            registrant_id=registrant,
            joined_at=at(begin),
            left_at=at(begin + lasts),
            in_waiting_room=waiting,
        ),
        names,
        st.none() | names.filter(bool),
        st.none() | st.sampled_from(["a@example.org", "b@example.org"]),
        st.none() | st.sampled_from(["r1", "r2"]),
        minutes,
        minutes,
        st.booleans(),
    ),
    max_size=12,
).map(lambda made: [Line(**{**{f: getattr(x, f) for f in Line.__slots__}, "id": str(n)}) for n, x in enumerate(made)])


@given(lines, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_the_file(given_lines, chance):
    mixed = list(given_lines)
    chance.shuffle(mixed)
    assert group_lines(mixed) == group_lines(given_lines)


@given(lines)
def test_every_line_is_in_one_group_and_no_group_has_two_emails(given_lines):
    groups = group_lines(given_lines)
    assert sorted(one for group in groups for one in group.line_ids) == sorted(one.id for one in given_lines)
    assert all(len(group.emails) <= 1 for group in groups)
    assert len({group.key for group in groups}) == len(groups)


@pytest.mark.parametrize("said", ["ella", "Él", "she/her", "(elle)"])
def test_a_pronoun_beside_a_name_is_no_other_name(said):
    [group] = group_lines([line("1", "Rosa Peña", 0, 60, original_name=said)])
    assert group.names == ("Rosa Peña",)


@pytest.mark.parametrize("name", ["Sala CMD", "Sala CMD Oeste", "sala cmd 2", "Sala del CMD", "SALA CMDO"])
def test_a_room_is_known_by_the_first_letters_of_the_centre_it_is_in(name):
    centre = "Centro Municipal de Distrito Oeste"
    assert is_room(name, room_names=(centre,))
    assert not is_room(name, room_names=("Casa de la Ribera",))


@pytest.mark.parametrize("name", ["Sala CD", "Sala Cortés", "Sala CMD Laura", "CMD"])
def test_a_neighbour_called_sala_is_no_room(name):
    assert not is_room(name, room_names=("Centro Municipal de Distrito Oeste",))
