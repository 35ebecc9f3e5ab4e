"""Time present is the union of stays; a sitting takes arrivals while it is open."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.checkin.rules import Interval, may_arrive, stay_in_order, time_present, union, unnamed_after, way_known
from db.errors import Refused
from tests.record import EVENING

moments = st.integers(0, 180).map(lambda minute: EVENING + timedelta(minutes=minute))
stays = st.lists(st.tuples(moments, st.none() | moments), max_size=12)
END = EVENING + timedelta(minutes=120)


def at(minute: int):
    return EVENING + timedelta(minutes=minute)


def test_room_and_zoom_at_once_count_once() -> None:
    hers = [(at(0), at(60)), (at(30), at(90)), (at(100), None)]
    assert union(hers, until=END) == (Interval(at(0), at(90)), Interval(at(100), at(120)))
    assert time_present(hers, until=END) == timedelta(minutes=110)


def test_a_stay_without_an_end_has_no_length_while_nobody_knows_the_end() -> None:
    assert union([(at(0), None)]) == ()


@given(stays)
def test_no_minute_is_counted_twice_and_none_is_lost(hers) -> None:
    told = {
        minute
        for start, end in hers
        for minute in range(181)
        if start <= at(minute) < (end if end is not None else END)
    }
    assert time_present(hers, until=END) == timedelta(minutes=len(told))


@given(stays)
def test_the_stretches_are_in_order_and_apart(hers) -> None:
    whole = union(hers, until=END)
    assert all(one.start < one.end for one in whole)
    assert all(one.end < next_one.start for one, next_one in pairwise(whole))


@given(stays, st.randoms())
def test_the_order_of_telling_does_not_matter(hers, chance) -> None:
    mixed = list(hers)
    chance.shuffle(mixed)
    assert union(mixed, until=END) == union(hers, until=END)
    assert union([(one.start, one.end) for one in union(hers, until=END)]) == union(hers, until=END)


@pytest.mark.parametrize(("state", "source"), [("open", "scan"), ("closed", "zoom"), ("closed", "correction")])
def test_an_arrival_is_taken(state: str, source: str) -> None:
    may_arrive(state, source=source)


@pytest.mark.parametrize(
    ("state", "source", "code"),
    [("planned", "scan", "sitting_not_open"), ("planned", "zoom", "sitting_not_open"),
     ("closed", "search", "sitting_already_closed"), ("signed", "correction", "sitting_signed")],
)  # fmt: skip
def test_an_arrival_is_refused(state: str, source: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        may_arrive(state, source=source)
    assert no.value.code == code


def test_small_rules() -> None:
    assert unnamed_after(2, -1) == 1
    with pytest.raises(Refused, match="nobody_unnamed"):
        unnamed_after(0, -1)
    with pytest.raises(Refused, match="way_unknown"):
        way_known("bus")
    with pytest.raises(Refused, match="stay_backwards"):
        stay_in_order(at(10), at(9))
