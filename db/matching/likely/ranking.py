"""Of a whole call: whom each group may be, and how likely, as one calculation.

Pure. For each group the likelihoods of its names (`likelihood`), the share that each kind of neighbour has in tonight's
call (`nearness`), then Bayes' rule; and since one neighbour is one group, whoever is surely one is hardly another.
A score is a probability: of ten proposals with 0.8, eight are right (the benchmark holds it against that).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book
from db.matching.likely.likelihood import Likelihood
from db.matching.likely.nearness import STRANGER, Near, Nearness, tonight
from db.matching.likely.told import Told

MOST_RANKED = 10
"""So many people are kept of each group while they are held against the other groups."""
LEAST = 0.002
"""Less likely than this, and somebody is not worth a look."""
TWICE = 0.1
"""How likely somebody who is one group is another one too: with her telephone beside her computer."""
_ROUNDS = 3


@dataclass(frozen=True)
class Asked:
    """One group as it is ranked: its names, and by place how many times likelier other evidence makes somebody.

    sure: the place of the person whom exact evidence has already named. refused: whom a person has ruled out.
    """

    names: tuple[Told, ...]
    signs: Mapping[int, float] = field(default_factory=dict)
    sure: int | None = None
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Ranked:
    """Who a group may be: places in the search with a probability each, the likeliest first; the rest is somebody who
    is not among them, or not on the roll.
    """

    places: tuple[int, ...] = ()
    chances: tuple[float, ...] = ()


@dataclass
class _Odds:
    """All groups while they are calculated: of each possible person the group, the place, the class, and the likelihood
    as a part of her class; of each group what all others make up.
    """

    groups: NDArray[Any]
    places: NDArray[Any]
    classes: NDArray[Any]
    parts: NDArray[Any]
    rests: NDArray[Any]


def rank_call(book: Book, nearness: Nearness, asked: Sequence[Asked]) -> tuple[Ranked, ...]:
    """Whom each group may be, in the order of the groups."""
    totals = nearness.shares()
    odds = _odds(book, nearness, totals, asked)
    telling = np.array([bool(one.names) for one in asked], bool)
    shares = tonight(_by_class(odds, totals)[telling], totals)
    return _one_each(_ranked(odds, shares), [one.sure for one in asked])


def _odds(book: Book, nearness: Nearness, totals: NDArray[Any], asked: Sequence[Asked]) -> _Odds:
    signed = {at: book.rows_at(one.signs) for at, one in enumerate(asked) if one.signs}
    told = [(at, name) for at, one in enumerate(asked) for name in one.names]
    also = {number: signed[at] for number, (at, _) in enumerate(told) if at in signed}
    fits = Likelihood(book, nearness).of([name for _, name in told], also)
    groups = np.array([at for at, _ in told], np.int64)
    rests = np.full(len(asked), np.inf)
    np.minimum.at(rests, groups, fits.rests)
    rests[np.isinf(rests)] = 1.0
    # Whom no name tells, and a sign does.
    silent = [at for at in signed if not asked[at].names]
    whose = np.concatenate([groups.take(fits.names), *(np.full(len(signed[at]), at) for at in silent)])
    rows = np.concatenate([fits.rows, *(signed[at] for at in silent)])
    ratios = np.concatenate([fits.ratios, *(np.ones(len(signed[at])) for at in silent)])
    _weigh_signs(book, asked, whose, rows, ratios)
    worth = np.flatnonzero(ratios > 0)
    several = np.array([len(one.names) > 1 for one in asked], bool)
    whose, rows, ratios = _once(book, whose.take(worth), rows.take(worth), ratios.take(worth), several)
    classes = nearness.classes.take(rows)
    parts = ratios * nearness.weights.take(rows) / totals.take(classes)
    return _Odds(whose, book.places.take(rows), classes, parts, rests)


def _weigh_signs(
    book: Book, asked: Sequence[Asked], groups: NDArray[Any], rows: NDArray[Any], ratios: NDArray[Any]
) -> None:
    """What other evidence makes of the ratios: more, or nothing at all of whom a person has ruled out."""
    marked = np.array([bool(one.signs or one.refused) for one in asked], bool)
    some = np.flatnonzero(marked.take(groups))
    for at, group, place in zip(
        some.tolist(), groups.take(some).tolist(), book.places.take(rows.take(some)).tolist(), strict=True
    ):
        lifted = asked[group].signs.get(place, 1.0)
        if place in asked[group].refused:
            ratios[at] = 0.0
        elif lifted > 1:
            # Who is found by a sign alone bears a name that says nothing of her: that speaks against her, not wholly.
            ratios[at] = max(ratios[at], 0.05) * lifted
        elif lifted < 1:
            ratios[at] *= lifted


def _once(
    book: Book, groups: NDArray[Any], rows: NDArray[Any], ratios: NDArray[Any], several: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """One person by several names of hers, or of the group's (flagged in `several`), is there once: by the one that
    fits best.
    """
    perhaps = several.take(groups) | book.twice.take(rows)
    some, others = np.flatnonzero(perhaps), np.flatnonzero(~perhaps)
    if not len(some):
        return groups, rows, ratios
    keys = groups.take(some) << 32 | book.persons.take(rows.take(some))
    order = np.argsort(keys)
    keys, some = keys.take(order), some.take(order)
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    best = np.maximum.reduceat(ratios.take(some), first)
    kept = np.append(others, some.take(first))
    return groups.take(kept), rows.take(kept), np.append(ratios.take(others), best)


def _by_class(odds: _Odds, totals: NDArray[Any]) -> NDArray[Any]:
    """How many times likelier each group is somebody of each class than a stranger: the table of `tonight`."""
    count = len(odds.rests)
    table = np.ones((count, STRANGER + 1))
    cells = np.bincount(odds.groups * STRANGER + odds.classes, odds.parts, minlength=count * STRANGER)
    table[:, :STRANGER] = cells.reshape(count, STRANGER)
    table[:, : Near.QUARTER] += odds.rests[:, None]
    table[:, :STRANGER][:, totals <= 0] = 0
    return table


def _ranked(odds: _Odds, shares: NDArray[Any]) -> list[Ranked]:
    chances = odds.parts * shares.take(odds.classes)
    every = np.bincount(odds.groups, chances, minlength=len(odds.rests))
    every = every + shares[STRANGER] + odds.rests * shares[: Near.QUARTER].sum()
    chances /= every.take(odds.groups)
    best = np.flatnonzero(chances >= LEAST)
    groups, places, chances = odds.groups.take(best), odds.places.take(best), chances.take(best)
    # Who is as likely as another but for the last digits of a sum stands in the order of the places.
    order = np.lexsort((places, -chances.round(12), groups))
    bounds = np.searchsorted(groups.take(order), np.arange(len(odds.rests) + 1)).tolist()
    ordered, likely = places.take(order).tolist(), chances.take(order).tolist()
    stretches = [slice(begin, min(end, begin + MOST_RANKED)) for begin, end in pairwise(bounds)]
    return [Ranked(tuple(ordered[one]), tuple(likely[one])) for one in stretches]


def _one_each(ranked: Sequence[Ranked], sure: Sequence[int | None]) -> tuple[Ranked, ...]:
    """One neighbour is one group, nearly always: whoever is likely to be another group is less likely this one.

    A few rounds of mean field over the groups that share somebody; who is sure elsewhere counts as wholly there.
    """
    now = list(ranked)
    claimed: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(ranked):
        for place in one.places:
            claimed[place].append(at)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for at, known in enumerate(sure):
        if known is not None:
            taken[known].add(at)  # by her e-mail, and by her full name on a second connection: both are hers
    shared = {place: set(groups) for place, groups in claimed.items() if len(groups) > 1 or place in taken}
    touched = sorted({at for groups in shared.values() for at in groups})
    for _ in range(_ROUNDS):
        chances = {at: dict(zip(now[at].places, now[at].chances, strict=True)) for at in touched}
        held = {place: [(at, chances[at].get(place, 0.0)) for at in groups] for place, groups in shared.items()}
        for at in touched:
            now[at] = _lessened(ranked[at], at, held, taken)
    return tuple(now)


def _lessened(
    one: Ranked, at: int, held: Mapping[int, Sequence[tuple[int, float]]], taken: Mapping[int, set[int]]
) -> Ranked:
    fresh = []
    for place, chance in zip(one.places, one.chances, strict=True):
        left = TWICE if place in taken and at not in taken[place] else 1.0
        for other, theirs in held.get(place, ()):
            if other != at:
                left *= 1 - (1 - TWICE) * theirs
        fresh.append(chance * left)
    total = sum(fresh) - sum(one.chances) + 1
    pairs = sorted([(-chance / total, place) for place, chance in zip(one.places, fresh, strict=True)])
    return Ranked(tuple([place for _, place in pairs]), tuple([-chance for chance, _ in pairs]))
