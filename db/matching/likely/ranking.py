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
from db.matching.likely.crowd import Crowds
from db.matching.likely.likelihood import Likelihood
from db.matching.likely.nearness import STRANGER, Near, Nearness, tonight
from db.matching.likely.told import Told

MOST_RANKED = 10
"""So many people are kept of each group while they are held against the other groups."""
LEAST = 0.002
"""Less likely than this, and somebody is not worth a look."""
TWICE = 0.1
"""How likely somebody who is one group is another one too: with her telephone beside her computer."""
_ROUNDS, _PLACE_BITS = 3, 40
_ROUNDING = 1 - 1e-9


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
    as a part of her class; of each group what all others make up. Beside them the crowds of the names, the group of
    each name, and what the crowds of a group make up in each class, and each at most.
    """

    groups: NDArray[Any]
    places: NDArray[Any]
    classes: NDArray[Any]
    parts: NDArray[Any]
    rests: NDArray[Any]
    crowds: Crowds
    owners: NDArray[Any]
    crowded: NDArray[Any]
    at_most: NDArray[Any]


def rank_call(book: Book, nearness: Nearness, asked: Sequence[Asked]) -> tuple[Ranked, ...]:
    """Whom each group may be, in the order of the groups."""
    totals = nearness.shares()
    odds = _odds(book, nearness, totals, asked)
    telling = np.array([bool(one.names) for one in asked], bool)
    shares = tonight(_by_class(odds, totals)[telling], totals)
    return _one_each(*_likeliest(book, nearness, odds, shares), [one.sure for one in asked])


def _odds(book: Book, nearness: Nearness, totals: NDArray[Any], asked: Sequence[Asked]) -> _Odds:
    signed = {at: book.rows_at(one.signs) for at, one in enumerate(asked) if one.signs}
    told = [(at, name) for at, one in enumerate(asked) for name in one.names]
    also = {number: signed[at] for number, (at, _) in enumerate(told) if at in signed}
    groups = np.array([at for at, _ in told], np.int64)
    # Whom a second name, a sign or a refusal tells of is looked at one by one.
    alone = np.array([len(one.names) == 1 and not one.signs and not one.refused for one in asked], bool)
    fits = Likelihood(book, nearness, totals).of([name for _, name in told], also, alone.take(groups))
    crowded, at_most = fits.crowds.sums(len(told))
    by_group = np.zeros((len(asked), STRANGER))
    by_group[groups] = np.where(alone.take(groups)[:, None], crowded, 0.0)
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
    return _Odds(whose, book.places.take(rows), classes, parts, rests, fits.crowds, groups, by_group, at_most)


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
    keys = groups.take(some) << _PLACE_BITS | book.places.take(rows.take(some))
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
    table[:, :STRANGER] = cells.reshape(count, STRANGER) + odds.crowded
    table[:, : Near.QUARTER] += odds.rests[:, None]
    table[:, :STRANGER][:, totals <= 0] = 0
    return table


def _likeliest(
    book: Book, nearness: Nearness, odds: _Odds, shares: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """By Bayes' rule: groups, places and chances, in the order of the groups, the likeliest of each first."""
    chances = odds.parts * shares.take(odds.classes)
    every = np.bincount(odds.groups, chances, minlength=len(odds.rests)) + odds.crowded @ shares[:STRANGER]
    every = every + shares[STRANGER] + odds.rests * shares[: Near.QUARTER].sum()
    chances /= every.take(odds.groups)
    # Of a crowd only those classes are looked through of which the likeliest may be worth it.
    near = shares[Near.QUARTER : STRANGER]
    needed = LEAST * every.take(odds.owners.take(odds.crowds.names))
    names, rows, parts = odds.crowds.worth(odds.at_most * near >= needed[:, None] * _ROUNDING)
    owners = odds.owners.take(names)
    more = parts * shares.take(nearness.classes.take(rows)) / every.take(owners)
    chances, groups = np.append(chances, more), np.append(odds.groups, owners)
    best = np.flatnonzero(chances >= LEAST)
    groups, chances = groups.take(best), chances.take(best)
    places = np.append(odds.places, book.places.take(rows)).take(best)
    order = _in_order(groups, places, chances)
    groups, places, chances = groups.take(order), places.take(order), chances.take(order)
    first = np.searchsorted(groups, np.arange(len(odds.rests)))
    some = np.arange(len(groups)) - first.take(groups) < MOST_RANKED
    return groups[some], places[some], chances[some]


def _in_order(groups: NDArray[Any], places: NDArray[Any], chances: NDArray[Any]) -> NDArray[Any]:
    """Who is as likely as another but for the last digits of a sum stands in the order of the places."""
    return np.lexsort((places, -chances.round(12), groups))


def _one_each(
    groups: NDArray[Any], places: NDArray[Any], chances: NDArray[Any], sure: Sequence[int | None]
) -> tuple[Ranked, ...]:
    """One neighbour is one group, nearly always: whoever is likely to be another group is less likely this one.

    A few rounds of mean field over the groups that share somebody; who is sure elsewhere counts as wholly there. All
    groups at once: most share nobody, and stay as they are.
    """
    if not len(groups):
        return tuple(Ranked() for _ in sure)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for at, known in enumerate(sure):
        if known is not None:
            taken[known].add(at)  # by her e-mail, and by her full name on a second connection: both are hers
    elsewhere = np.ones(len(groups))
    for one in np.flatnonzero(np.isin(places, list(taken))).tolist():
        if int(groups[one]) not in taken[int(places[one])]:
            elsewhere[one] = TWICE
    _, whose = np.unique(places, return_inverse=True)
    by_person = np.argsort(whose, kind="stable")
    begins = np.searchsorted(whose.take(by_person), np.arange(whose.max() + 1))
    before = np.bincount(groups, chances, minlength=len(sure))
    now = chances
    for _ in range(_ROUNDS):
        not_there = 1 - (1 - TWICE) * now
        nowhere = np.multiply.reduceat(not_there.take(by_person), begins)
        left = chances * elsewhere * (nowhere.take(whose) / not_there)
        now = left / (np.bincount(groups, left, minlength=len(sure)) - before + 1).take(groups)
    order = _in_order(groups, places, now)
    bounds = np.searchsorted(groups, np.arange(len(sure) + 1)).tolist()
    ordered, likely = places.take(order).tolist(), now.take(order).tolist()
    return tuple(Ranked(tuple(ordered[begin:end]), tuple(likely[begin:end])) for begin, end in pairwise(bounds))
