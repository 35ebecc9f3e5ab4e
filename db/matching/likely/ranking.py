"""Of a whole call: whom each group may be, and how likely, as one calculation.

Pure. For each group the likelihoods of its names (`likelihood`), the share that each kind of neighbour has in tonight's
call (`nearness`), then Bayes' rule; and since one neighbour is one group, whoever is surely one is hardly another.
A score is a probability: of ten proposals with 0.8, eight are right (the benchmark holds it against that).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book
from db.matching.likely.likelihood import Fit, Likelihood
from db.matching.likely.nearness import STRANGER, Near, Nearness, tonight
from db.matching.likely.told import Told

MOST_RANKED = 10
"""So many people are kept of each group while they are held against the other groups."""
LEAST = 0.002
"""Less likely than this, and somebody is not worth a look."""
TWICE = 0.1
"""How likely somebody who is one group is another one too: with her telephone beside her computer."""
_ROUNDS = 3
_NOBODY = np.empty(0, np.int32)


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
    """One group while it is calculated: places, classes, and the likelihood of each as a part of its class."""

    places: NDArray[Any]
    classes: NDArray[Any]
    parts: NDArray[Any]
    rest: float


def rank_call(book: Book, nearness: Nearness, asked: Sequence[Asked]) -> tuple[Ranked, ...]:
    """Whom each group may be, in the order of the groups."""
    likelihood, totals = Likelihood(book, nearness), nearness.shares()
    odds = [_odds(book, nearness, likelihood, totals, one) for one in asked]
    telling = [one for one, its in zip(odds, asked, strict=True) if its.names]
    shares = tonight(_by_class(telling, totals), totals)
    ranked = [_ranked(one, shares) for one in odds]
    return _one_each(ranked, [one.sure for one in asked])


def _odds(book: Book, nearness: Nearness, likelihood: Likelihood, totals: NDArray[Any], asked: Asked) -> _Odds:
    signed = book.rows_at(asked.signs) if asked.signs else _NOBODY
    fits = [likelihood.of(told, signed) for told in asked.names] or [Fit(signed, np.ones(len(signed)), 1.0)]
    if len(fits) == 1:
        rows, ratios = fits[0].rows, fits[0].ratios
    else:
        rows, ratios = np.concatenate([fit.rows for fit in fits]), np.concatenate([fit.ratios for fit in fits])
    if asked.signs:
        lifted = np.array([asked.signs.get(place, 1.0) for place in book.places[rows].tolist()])
        # Who is found by a sign alone bears a name that says nothing of her: that speaks against her, but not wholly.
        ratios = np.where(lifted > 1, np.maximum(ratios, 0.05), ratios) * lifted
    worth = ratios > 0
    if asked.refused:
        worth &= ~np.isin(book.places[rows], sorted(asked.refused))
    worthy = np.flatnonzero(worth)
    rows, ratios = rows.take(worthy), ratios.take(worthy)
    places = book.places.take(rows)
    if (places[1:] <= places[:-1]).any():
        # One person by several names: the one that fits best.
        order = np.lexsort((-ratios, places))
        rows, ratios, places = rows[order], ratios[order], places[order]
        first = np.append(True, places[1:] != places[:-1])
        rows, ratios, places = rows[first], ratios[first], places[first]
    classes = nearness.classes.take(rows)
    parts = ratios * nearness.weights.take(rows) / totals.take(classes)
    return _Odds(places, classes, parts, min(fit.rest for fit in fits))


def _by_class(odds: Sequence[_Odds], totals: NDArray[Any]) -> NDArray[Any]:
    """How many times likelier each group is somebody of each class than a stranger: the table of `tonight`."""
    table = np.ones((len(odds), STRANGER + 1))
    for at, one in enumerate(odds):
        table[at, :STRANGER] = np.bincount(one.classes, one.parts, minlength=STRANGER)
        table[at, : Near.QUARTER] += one.rest
    table[:, :STRANGER][:, totals <= 0] = 0
    return table


def _ranked(odds: _Odds, shares: NDArray[Any]) -> Ranked:
    chances = odds.parts * shares.take(odds.classes)
    chances /= chances.sum() + shares[STRANGER] + odds.rest * shares[: Near.QUARTER].sum()
    best = np.flatnonzero(chances >= LEAST)
    pairs = sorted(zip((-chances[best]).tolist(), odds.places[best].tolist(), strict=True))[:MOST_RANKED]
    return Ranked(tuple(place for _, place in pairs), tuple(-chance for chance, _ in pairs))


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
        held = {place: {at: _chance(now[at], place) for at in groups} for place, groups in shared.items()}
        for at in touched:
            now[at] = _lessened(ranked[at], at, held, taken)
    return tuple(now)


def _chance(one: Ranked, place: int) -> float:
    return one.chances[one.places.index(place)] if place in one.places else 0.0


def _lessened(one: Ranked, at: int, held: Mapping[int, Mapping[int, float]], taken: Mapping[int, set[int]]) -> Ranked:
    fresh = []
    for place, chance in zip(one.places, one.chances, strict=True):
        left = TWICE if place in taken and at not in taken[place] else 1.0
        for other, theirs in held[place].items() if place in held else ():
            if other != at:
                left *= 1 - (1 - TWICE) * theirs
        fresh.append(chance * left)
    total = sum(fresh) - sum(one.chances) + 1
    pairs = sorted([(-chance / total, place) for place, chance in zip(one.places, fresh, strict=True)])
    return Ranked(tuple([place for _, place in pairs]), tuple([-chance for chance, _ in pairs]))
