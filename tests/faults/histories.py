"""Histories by chance: several laptops, wrong clocks, lost answers, merges, erasures, copies, a server given back; all
end equal.

A round is one city: three laptops and some histories that run beside each other, each on people and clubs of its own.
Everything in a round follows from its seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db import registry  # noqa: F401 - every noun
from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge, unmerge_resident
from db.errors import Refused, Unavailable
from db.organisations.tables import Organisation
from db.residents.commands import enrol, forget_alias, remember_alias
from db.residents.tables import Merge, Resident
from db.rights.commands import erase
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.work import Store, Work
from tests.faults.country import Country, Line, Time, WrongClock, calm, own_country
from tests.faults.equality import Lost, check_equal, check_erased

_ZONE = ZoneInfo("America/Argentina/Buenos_Aires")
# How far a laptop's clock may be off before it was ever put right.
_OFF = (timedelta(0), timedelta(seconds=3), timedelta(days=-1), timedelta(days=1), timedelta(minutes=-7))
_FAR = timedelta(days=365 * 73)
_FAMILY = ("Peña", "Nandú", "Ñandúbez", "Grgurich")


@dataclass
class History:
    """The people and clubs of one history, and how many acts it came to."""

    number: int
    people: list[str] = field(default_factory=list)
    clubs: list[str] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    acts: int = 0


@dataclass
class Round:
    """One city with its laptops."""

    country: Country
    seed: int
    histories: list[History]
    chance: random.Random
    time: Time = field(default_factory=Time)
    city: str = ""
    desks: list[Store] = field(default_factory=list)
    scrapped: list[Store] = field(default_factory=list)
    told: Lost = field(default_factory=Lost)
    happened: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1


def play(country: Country, seed: int, *, histories: int) -> Round:
    """Plays a round and holds everything that must hold against it. Raises AssertionError with what does not."""
    chance = random.Random(seed)
    it = Round(country, seed, [History(n) for n in range(histories)], chance)
    district = chance.choice((None, "ribera"))
    it.city = country.begin_round(seed, district=district)
    country.line = Line(random.Random(chance.random()), it.time)
    try:
        with calm(country):
            for number in range(chance.choice((2, 2, 3))):
                far = chance.random() < 0.05
                clock = WrongClock(it.time, chance, off=_FAR if far else chance.choice(_OFF))
                it.desks.append(country.new_desk(it.city, number, clock, district=district))
                _act(it, it.desks[-1], it.histories[0], _writes_down)
            _live(it)
            _come_together(it)
            check_equal(country, it.city, it.desks, it.told)
            check_erased(it.desks, {one for history in it.histories for one in history.erased})
    finally:
        country.line = None
        country.scrap([*it.desks, *it.scrapped])
    return it


def _live(it: Round) -> None:
    """Acts and contacts in any order, some strange nights between them."""
    assert it.country.line is not None
    it.country.line.bad = it.chance.choice((0.0, 0.15, 0.3))
    due = [history for history in it.histories for _ in range(it.chance.randrange(3, 11))]
    it.chance.shuffle(due)
    contacts = it.chance.randrange(3, 8)
    nights = {
        it.chance.randrange(len(due)): it.chance.choice(_NIGHTS) for _ in range(it.chance.choice((0, 0, 0, 1, 2)))
    }
    for at, history in enumerate(due):
        it.time.now += timedelta(milliseconds=it.chance.choice((0, 0, 1, 50, 4000, 60_000)))
        _act(it, it.chance.choice(it.desks), history, it.chance.choices(list(_ACTS), list(_ACTS.values()))[0])
        if it.chance.random() < contacts / len(due):
            _contact(it, it.chance.choice(it.desks))
        if at in nights:
            nights[at](it)
    it.country.line.bad = 0.0


def _contact(it: Round, desk: Store) -> None:
    it.count("contacts")
    try:
        hand_over_now(desk)
    except Unavailable:
        it.count("cut")


def _come_together(it: Round) -> None:
    """The line is good again: each meets the server until nobody has anything to say or to hear."""
    for _ in range(3):
        for desk in it.desks:
            it.time.now += timedelta(seconds=1)
            hand_over_now(desk)
    assert [desk.ask(pending) for desk in it.desks] == [0] * len(it.desks), "something was not sent"


# -- strange nights ------------------------------------------------------------------------------------------------


def _clone(it: Round) -> None:
    """A laptop's disk is copied, and both go on."""
    it.count("clones")
    clock = WrongClock(it.time, it.chance, off=it.chance.choice(_OFF))
    it.desks.append(it.country.copy(it.chance.choice(it.desks), clock))


def _give_back(it: Round) -> None:
    """A laptop breaks; what it had sent is with the server, what it had not is gone."""
    if "restored" in it.happened:
        return  # what the server lost is on that laptop alone
    it.count("given back")
    place = it.chance.randrange(len(it.desks))
    gone = it.desks[place]
    backup = it.country.copy(gone, WrongClock(it.time, it.chance, off=timedelta(0)))
    for history in it.histories[:2]:
        _act(it, gone, history, _writes_down)
    _contact(it, gone)
    it.told.forget_unconfirmed(gone)
    it.desks[place] = backup
    it.scrapped.append(gone)


def _restore_server(it: Round) -> None:
    """The server comes back from an older backup; the laptops still have everything."""
    last = it.country.commits(it.city)
    if last and not it.scrapped:
        it.count("restored")
        it.country.restore(it.city, it.chance.randrange(last))


def _set_clock(it: Round) -> None:
    """Somebody sets a laptop's clock, for better or for worse."""
    it.count("clocks set")
    clock = it.chance.choice(it.desks).clock
    assert isinstance(clock, WrongClock)
    clock.off = it.chance.choice((*_OFF, _FAR))


_NIGHTS: tuple[Callable[[Round], None], ...] = (_clone, _give_back, _restore_server, _set_clock)

# -- acts ----------------------------------------------------------------------------------------------------------

Act = Callable[[Round, Store, History], None]


def _act(it: Round, desk: Store, history: History, act: Act) -> None:
    """What a person does; what the record refuses was not done. Everything it took is noted as promised."""
    history.acts += 1
    try:
        act(it, desk, history)
    except Refused:
        it.count("refused")
        return
    it.told.note(desk)


def _known(desk: Store, ids: list[str]) -> list[str]:
    """Those of these people that this laptop has heard of."""
    return desk.ask(lambda session: sorted(session.scalars(select(Resident.id).where(Resident.id.in_(ids)))))


def _somebody(it: Round, desk: Store, history: History) -> str:
    return it.chance.choice(_some(it, desk, history, 1))


def _two(it: Round, desk: Store, history: History) -> tuple[str, str]:
    one, other = it.chance.sample(_some(it, desk, history, 2), 2)
    return one, other


def _some(it: Round, desk: Store, history: History, least: int) -> list[str]:
    """So many people at least that this laptop has heard of: strangers are written down first."""
    while len(known := _known(desk, history.people)) < least:
        _writes_down(it, desk, history)
    return known


def _writes_down(it: Round, desk: Store, history: History) -> None:
    # One of two documents a history, so that the same one is on several laptops; and some without.
    document = it.chance.choice([None, f"{20_000_000 + 2 * history.number}", f"{20_000_001 + 2 * history.number}"])
    facts = {"document": document} if document else {}
    if it.chance.random() < 0.5:
        facts["birth_date"] = it.chance.choice(["1950-02-28", "2001-12-31"])
    made = desk.do(enrol, family_name=it.chance.choice(_FAMILY), given_names="Rosa", **facts)
    history.people.append(made.outcome)


def _changes(it: Round, desk: Store, history: History) -> None:
    one, kind = _somebody(it, desk, history), it.chance.randrange(4)
    value = it.chance.randrange(9)

    def change(work: Work) -> None:
        her = work.session.get_one(Resident, one)
        if her.erased_at is not None:
            raise Refused("resident_erased")
        if kind == 0:
            her.phone = None if value == 0 else f"+54341555000{value}"
        elif kind == 1:
            her.street, her.street_number = ("San Luis", str(value)) if value else (None, None)
        elif kind == 2:
            her.removed_at = None if her.removed_at else work.clock.now()
        else:
            her.family_name = _FAMILY[value % len(_FAMILY)]

    desk.do(change)


def _about_a_club(it: Round, desk: Store, history: History) -> None:
    which, value = it.chance.randrange(3), it.chance.choice(["Ana", "Luz", None])

    def change(work: Work) -> str | None:
        known = list(
            work.session.scalars(
                select(Organisation).where(Organisation.id.in_(history.clubs)).order_by(Organisation.id)
            )
        )
        if which == 0 or not known:
            made = Organisation(name=f"Club {history.number}", folded="club", kind="club")
            work.session.add(made)
            work.session.flush()
            return made.id
        known[which % len(known)].contact = value
        return None

    if made := desk.do(change).outcome:
        history.clubs.append(made)


def _joins(it: Round, desk: Store, history: History) -> None:
    one, other = _two(it, desk, history)
    desk.do(merge, kept_id=one, absorbed_id=other)


def _takes_back(it: Round, desk: Store, history: History) -> None:
    if it.chance.random() < 0.5:
        desk.do(unmerge_resident, resident_id=_somebody(it, desk, history))
        return
    merges = desk.ask(
        lambda session: sorted(session.scalars(select(Merge.id).where(Merge.kept_id.in_(history.people))))
    )
    if not merges:
        raise Refused("merge_unknown")
    desk.do(unmerge, merge_id=it.chance.choice(merges))


def _keeps_apart(it: Round, desk: Store, history: History) -> None:
    one, other = _two(it, desk, history)
    desk.do(it.chance.choice([keep_apart, keep_apart, put_back_apart]), first_id=one, second_id=other)


def _calls_her(it: Round, desk: Store, history: History) -> None:
    one, value = _somebody(it, desk, history), it.chance.choice(["Doña Rosa", "Rosita"])
    if it.chance.random() < 0.7:
        desk.do(remember_alias, resident_id=one, kind="zoom_name", value=value, source="matching")
    else:
        desk.do(forget_alias, resident_id=one, kind="zoom_name", value=value)


def _erases(it: Round, desk: Store, history: History) -> None:
    one = _somebody(it, desk, history)
    desk.do(erase, resident_id=one, zone=_ZONE)
    history.erased.add(one)
    it.count("erased")


_ACTS: dict[Act, int] = {
    _writes_down: 60, _changes: 100, _about_a_club: 40, _joins: 30, _takes_back: 20, _keeps_apart: 10, _calls_her: 20,
    _erases: 3,
}  # fmt: skip


AT_ONCE = 12


@contextmanager
def many_histories() -> Iterator[Callable[[int], dict[str, int]]]:
    """Plays round after round, and answers what happened in each."""
    with own_country() as country:
        yield lambda seed: one_round(country, seed)


def one_round(country: Country, seed: int, *, histories: int = AT_ONCE) -> dict[str, int]:
    """What a round came to."""
    it = play(country, seed, histories=histories)
    return {"histories": histories, "acts": sum(one.acts for one in it.histories), **it.happened}
