"""The logical clock goes only forwards, and never follows a laptop that is far off."""

from __future__ import annotations

import uuid
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.clock import Hlc, named_id
from tests.record import EVENING, HandClock

readings = st.builds(
    Hlc,
    st.integers(0, 2**47),
    st.integers(0, 2**32 - 1),
    st.sampled_from(["018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-00000000000a"]),
)


@given(readings, readings)
def test_the_text_of_two_readings_sorts_as_the_readings_do(one: Hlc, other: Hlc) -> None:
    assert (str(one) < str(other)) == (one < other)
    assert Hlc.parse(str(one)) == one


@given(st.lists(st.integers(-3_600_000, 3_600_000), max_size=30))
def test_every_reading_is_later_than_the_one_before_however_the_wall_clock_jumps(jumps: list[int]) -> None:
    clock = HandClock(desk="a")
    last = clock.tick()
    for millis in jumps:
        clock.forward(milliseconds=millis)
        now = clock.tick()
        assert now > last
        last = now


def test_a_reading_from_elsewhere_is_followed_so_that_the_answer_sorts_after_it() -> None:
    clock = HandClock(desk="a")
    ahead = Hlc(int((EVENING + timedelta(minutes=4)).timestamp() * 1000), 7, "b")
    assert clock.receive(ahead)
    assert clock.tick() > ahead


def test_a_laptop_in_the_year_2099_is_not_followed() -> None:
    clock = HandClock(desk="a")
    far = Hlc(int(EVENING.replace(year=2099).timestamp() * 1000), 0, "b")
    assert not clock.receive(far)
    assert clock.tick() < far


def test_identifiers_are_version_7_and_sort_by_time() -> None:
    clock = HandClock()
    first = clock.new_id()
    clock.forward(milliseconds=1)
    second = clock.new_id()
    assert first < second
    assert uuid.UUID(first).version == 7
    assert uuid.UUID(first).variant == uuid.RFC_4122


def test_identifiers_of_one_millisecond_sort_as_they_were_given() -> None:
    clock = HandClock()
    given = [clock.new_id() for _ in range(1000)]
    assert given == sorted(set(given))
    assert {uuid.UUID(one).version for one in given} == {7}
    assert {uuid.UUID(one).variant for one in given} == {uuid.RFC_4122}


def test_two_desks_give_the_same_place_the_same_identifier() -> None:
    assert named_id("x", "district", "oeste") == named_id("x", "district", "oeste")
    assert named_id("x", "district", "oeste") != named_id("y", "district", "oeste")
