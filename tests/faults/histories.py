"""Histories by chance: several laptops, wrong clocks, lost answers, sticks, merges, erasures, copies, a server given
back, one district or several; all end equal in what each may see.

A round is one city: two to four laptops and some histories that run beside each other, each on people and clubs of its
own. Everything in a round follows from its seed.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from db import registry  # noqa: F401 - every noun
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from tests.faults.acts import acts_of, writes_down
from tests.faults.country import Country, Line, WrongClock, calm, own_country
from tests.faults.equality import check_equal, check_erased, held_by_server
from tests.faults.nights import FAR, NIGHTS, OFF
from tests.faults.rounds import MOVING, ONE_DISTRICT, TWO_DISTRICTS, WHOLE_CITY, Division, History, Round
from tests.faults.sticks import arrives, centre_of, trip, writes_for_the_centre, writes_for_the_table

AS_THEY_ARE: Mapping[Division, int] = {ONE_DISTRICT: 4, WHOLE_CITY: 3, TWO_DISTRICTS: 4}
PEOPLE_MOVE: Mapping[Division, int] = {MOVING: 1}
_NAMES = {ONE_DISTRICT: "one district", WHOLE_CITY: "whole city", TWO_DISTRICTS: "two districts", MOVING: "moving"}
AT_ONCE = 48


def play(country: Country, seed: int, *, histories: int, divisions: Mapping[Division, int]) -> Round:
    """Plays a round and holds everything that must hold against it. Raises AssertionError with what does not."""
    chance = random.Random(seed)
    (division,) = chance.choices(list(divisions), list(divisions.values()))
    it = Round(country, seed, [History(n) for n in range(histories)], chance, division)
    it.city = country.begin_round(seed, districts=division.seats)
    country.line = Line(random.Random(chance.random()), it.time)
    try:
        with calm(country), centre_of(country):
            _settle(it)
            _live(it)
            _come_together(it)
            held = held_by_server(country, it.city)
            check_equal(country, it.city, it.desks, it.told, moving=division.moving, held=held)
            erased = {who: seat for history in it.histories for who, seat in history.erased.items()}
            check_erased(held, it.desks, it.city, erased)
    finally:
        country.line = None
        country.scrap([*it.desks, *it.scrapped])
    return it


def _settle(it: Round) -> None:
    """Some laptops, each with something written down; one of them may be far from any network."""
    for number in range(it.chance.choice(it.division.laptops)):
        far = it.chance.random() < 0.05
        clock = WrongClock(it.time, it.chance, off=FAR if far else it.chance.choice(OFF))
        it.desks.append(it.country.new_desk(it.city, number, clock, district=it.division.seats[number]))
        it.act(it.desks[-1], (it.histories[0], writes_down))
    if it.chance.random() < 0.15:
        it.count("rounds with a laptop without a network")
        it.afar = it.desks[-1]
        it.contact(it.afar)  # at the centre, on the day it was given out


def _live(it: Round) -> None:
    """Acts, contacts and sticks in any order, some strange nights between them."""
    assert it.country.line is not None
    it.country.line.bad = it.chance.choice((0.0, 0.15, 0.3))
    acts, weights = acts_of(it.division)
    due = [history for history in it.histories for _ in range(it.chance.randrange(3, 11))]
    it.chance.shuffle(due)
    contacts, sticks = it.chance.randrange(4, 11), it.chance.choice((0, 0, 3, 5))
    nights = {it.chance.randrange(len(due)): it.chance.choice(NIGHTS) for _ in range(it.chance.choice((0, 1, 1, 2, 3)))}
    whole = len(due)
    while due:
        it.time.now += timedelta(milliseconds=it.chance.choice((0, 0, 1, 50, 4000, 60_000)))
        some = [due.pop() for _ in range(min(len(due), it.chance.choice((1, 1, 2, 4))))]
        it.act(it.chance.choice(it.desks), *((one, it.chance.choices(acts, weights)[0]) for one in some))
        if it.chance.random() < len(some) * contacts / whole:
            _meets(it)
        if it.chance.random() < len(some) * sticks / whole:
            _by_hand(it)
        for at in [at for at in nights if at >= len(due)]:
            it.before_others(*it.desks)
            nights.pop(at)(it)
    it.country.line.bad = 0.0


def _meets(it: Round) -> None:
    """One of them meets the server, in the way it can."""
    desk = it.chance.choice(it.desks)
    if desk is it.afar:
        trip(it, desk)
    else:
        it.contact(desk)


def _by_hand(it: Round) -> None:
    """Somebody writes a stick, or gives one to whom it is for; it may stay in a pocket, and be given once more."""
    writes = it.chance.choice((writes_for_the_centre, writes_for_the_table, None))
    if writes is not None and (stick := writes(it, it.chance.choice(it.desks))) is not None:
        it.sticks.append(stick)
    if it.sticks and it.chance.random() < 0.8:
        stick = it.chance.choice(it.sticks)
        if it.chance.random() < 0.7:
            it.sticks.remove(stick)
        arrives(it, stick)


def _come_together(it: Round) -> None:
    """What is under way arrives, or never does. The line is good again: each meets the server until nobody has anything
    to say or to hear."""
    while it.sticks and it.chance.random() < 0.8:
        arrives(it, it.sticks.pop(it.chance.randrange(len(it.sticks))))
    it.before_others(*it.desks)
    # By stick it takes longer: a file that comes too early at a server that was given back has to be written anew.
    for _ in range(3 if it.afar is None else 5):
        for desk in it.desks:
            it.time.now += timedelta(seconds=1)
            if desk is not it.afar or not trip(it, desk):
                hand_over_now(desk)
    it.before_others(*it.desks)
    assert [desk.ask(pending) for desk in it.desks] == [0] * len(it.desks), "something was not sent"


@contextmanager
def many_histories() -> Iterator[Callable[[int], dict[str, int]]]:
    """Plays round after round, and answers what happened in each."""
    with _quick_country() as country:
        yield lambda seed: one_round(country, seed)


@contextmanager
def many_moves() -> Iterator[Callable[[int], dict[str, int]]]:
    """The same in a city whose people move from one district to another."""
    with _quick_country() as country:
        yield lambda seed: one_round(country, seed, divisions=PEOPLE_MOVE)


@contextmanager
def _quick_country() -> Iterator[Country]:
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)  # what a round leaves is let go of by counting; looking for rings was a tenth
    with own_country() as country:
        yield country


def one_round(
    country: Country, seed: int, *, histories: int = AT_ONCE, divisions: Mapping[Division, int] = AS_THEY_ARE
) -> dict[str, int]:
    """What a round came to."""
    it = play(country, seed, histories=histories, divisions=divisions)
    return {
        "histories": histories, "rounds": 1, f"rounds of {_NAMES[it.division]}": 1,
        "acts": sum(one.acts for one in it.histories), **it.happened,
    }  # fmt: skip
