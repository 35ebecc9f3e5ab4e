"""Strange nights between the acts: a disk is copied, a laptop breaks, the server comes back from before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.faults.acts import writes_down
from tests.faults.country import WrongClock
from tests.faults.rounds import Round

# How far a laptop's clock may be off before it was ever put right.
OFF = (timedelta(0), timedelta(seconds=3), timedelta(days=-1), timedelta(days=1), timedelta(minutes=-7))
FAR = timedelta(days=365 * 73)


def _clone(it: Round) -> None:
    """A laptop's disk is copied, and both go on."""
    it.count("clones")
    clock = WrongClock(it.time, it.chance, off=it.chance.choice(OFF))
    it.desks.append(it.country.copy(it.chance.choice(it.desks), clock))


def _give_back(it: Round) -> None:
    """A laptop breaks; what it had sent is with the server, what it had not is gone."""
    if "restored" in it.happened or "sticks beside" in it.happened:
        return  # what the server lost is on that laptop alone; what the laptop beside took the server may never get
    place = it.chance.randrange(len(it.desks))
    gone = it.desks[place]
    if gone is it.afar:
        return
    it.count("given back")
    backup = it.country.copy(gone, WrongClock(it.time, it.chance, off=timedelta(0)))
    it.act(gone, *((history, writes_down) for history in it.histories[:2]))
    it.contact(gone)
    it.told.note(gone)
    it.told.forget_unconfirmed(gone)
    it.desks[place] = backup
    it.scrapped.append(gone)
    for stick in it.sticks:
        stick.of = backup if stick.of is gone else stick.of


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
    clock.off = it.chance.choice((*OFF, FAR))


NIGHTS: tuple[Callable[[Round], None], ...] = (_clone, _give_back, _restore_server, _set_clock)
