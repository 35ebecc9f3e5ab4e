"""Rules of the check-in: who may still arrive, how stays unite, how a sum closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from db.errors import Refused
from db.folding import words

# Two letters of eight may have slipped: "Gimenez" and "Jimenez" are one name, "Perez" and "Gomez" two.
_ALIKE = 0.75
WAYS = ("room", "zoom", "phone")
ONLINE = frozenset({"zoom", "phone"})
SOURCES = ("scan", "search", "walk_in", "zoom", "correction")
# What may still be written after the evening: the file that Zoom hands out later, and what somebody puts right.
_AFTERWARDS = frozenset({"zoom", "correction"})


def may_arrive(state: str, *, source: str) -> None:
    """Whether a sitting in this state takes an arrival from this source.

    Raises Refused: sitting_signed (nothing is added to signed minutes), sitting_already_closed, sitting_not_open.
    """
    if state == "signed":
        raise Refused("sitting_signed")
    if state == "open" or (state == "closed" and source in _AFTERWARDS):
        return
    if state == "closed":
        raise Refused("sitting_already_closed")
    raise Refused("sitting_not_open")


def way_known(way: str) -> str:
    """One of WAYS. Raises Refused: way_unknown."""
    if way not in WAYS:
        raise Refused("way_unknown")
    return way


def stay_in_order(arrived_at: datetime, left_at: datetime | None) -> None:
    """Nobody leaves before she came. Raises Refused: stay_backwards."""
    if left_at is not None and left_at < arrived_at:
        raise Refused("stay_backwards")


def unnamed_after(count: int, step: int) -> int:
    """The unnamed people in the room after counting `step` more (or fewer). Raises Refused: nobody_unnamed."""
    if count + step < 0:
        raise Refused("nobody_unnamed")
    return count + step


def companions_after(count: int, step: int) -> int:
    """The companions without a name after counting `step` more (or fewer). Raises Refused: companions_fewer."""
    if count + step < 0:
        raise Refused("companions_fewer")
    return count + step


def same_name(roll: tuple[str, str], told: tuple[str, str]) -> bool:
    """Whether two names, each (family, given), may well be one person's: a word of each part is alike in both.

    Cards print every given name and the roll often one; letters slip. So one word of a part that is alike is enough,
    and the parts may have been written down the other way round.
    """
    return _alike(roll, told) or _alike((roll[1], roll[0]), told)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(
        any(SequenceMatcher(None, a, b).ratio() >= _ALIKE for a in words(mine) for b in words(hers))
        for mine, hers in zip(one, other, strict=True)
    )


@dataclass(frozen=True)
class Interval:
    """A stretch of time, from and to."""

    start: datetime
    end: datetime


def union(stays: Iterable[tuple[datetime, datetime | None]], *, until: datetime | None = None) -> tuple[Interval, ...]:
    """The stretches in which at least one of the stays lasted, in order, disjoint and not touching.

    A stay without an end lasts until `until`; without either it has no length and is left out, as is one that ends
    before it begins.
    """
    whole: list[Interval] = []
    closed = ((start, end if end is not None else until) for start, end in stays)
    for start, end in sorted((start, end) for start, end in closed if end is not None and end > start):
        if whole and start <= whole[-1].end:
            whole[-1] = Interval(whole[-1].start, max(whole[-1].end, end))
        else:
            whole.append(Interval(start, end))
    return tuple(whole)


def one_stay(ends: Iterable[datetime | None]) -> datetime | None:
    """When somebody left whom two desks wrote down for one and the same stay: as any of them saw her leave, the last
    of those; None while none has."""
    return max((end for end in ends if end is not None), default=None)


def time_present(stays: Iterable[tuple[datetime, datetime | None]], *, until: datetime | None = None) -> timedelta:
    """How long somebody was present: the union of her stays, never their sum (room and Zoom at once count once)."""
    return sum((one.end - one.start for one in union(stays, until=until)), timedelta(0))
