"""Which rows of a million are worth weighing for the names of a call. Pure.

The bearers of a told surname; of a usual one only those whose given name fits too, or who are near; and the bearers of
a told given name who are near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book, stretches
from db.matching.likely.crowd import Neighbours, key_of
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.spelling import Meaning
from db.matching.likely.told import Told
from db.residents.namebook_pages import club_word

_A_FEW, _SOME_BEARERS, _MANY_BEARERS = 60, 300, 1_500
"""Of a surname that more people bear nobody is worth a look by the surname alone, unless she lives in the district; of
one that even more bear, unless she is near.
"""
_AT_ONCE = 8
"""So many names share one look at the bearers of a surname: a bit each."""

Rows = NDArray[Any]


@dataclass(frozen=True)
class Found:
    """Rows, and of which name each is, in order, each once. cut: of which names some bearers were left out, a flag a
    name. crowds: names of which one word's bearers are not among the rows, with where it stands and which word it is.
    """

    names: Rows
    rows: Rows
    cut: NDArray[Any]
    crowds: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


class Worthy:
    """The rows of one book as seen from one sitting."""

    def __init__(self, book: Book, nearness: Nearness, neighbours: Neighbours) -> None:
        self._book, self._neighbours, self._classes = book, neighbours, nearness.classes
        self._by_family = book.in_order_of_family(nearness.classes)
        # By word: for whom it is a given name that is looked for, a bit each.
        self._wanted = np.zeros(book.words, np.uint8)

    def of(
        self,
        told: Sequence[Told],
        meanings: Sequence[Sequence[Meaning]],
        also: Mapping[int, Rows],
        alone: NDArray[Any],
    ) -> Found:
        """What is worth weighing of each name. `also`: by the number of a name, rows to weigh in any case. `alone`: of
        which names the many who bear one given name may be left to a crowd.
        """
        asked = [(at, its, one) for at, its in enumerate(meanings) for one in range(len(its)) if not its[one].initial]
        cut = np.zeros(len(told), bool)
        keys = [_keys(at, rows) for at, rows in also.items()]
        crowds = (np.empty(0, np.int64),) * 3
        if asked:
            names = np.array([at for at, _, _ in asked])
            given, whose = _laid_out([its[one].given.words for _, its, one in asked])
            of_names = names.take(whose)
            largest = _largest(of_names, self._neighbours.borne(given)) & alone.take(of_names)
            rows, which = self._neighbours.bearing(given, crowds=largest)
            keys.append(key_of(of_names.take(which), rows))
            keys += self._by_surname(asked, names, cut)
            some = np.flatnonzero(largest)
            places = np.array([one for _, _, one in asked]).take(whose.take(some))
            crowds = (of_names.take(some), places, given.take(some))
        for at, one in enumerate(told):
            for club in one.clubs:
                number = self._book.numbers.get(club_word(club))
                if number is not None:
                    near = self._neighbours.rows
                    keys.append(_keys(at, near[self._book.clubs[near] == number]))
        found = np.sort(np.concatenate([np.empty(0, np.int64), *keys]))
        # Sorted, and of two alike that follow each other the first: ten times as fast as `unique`, which hashes them.
        found = found[np.append(True, found[1:] != found[:-1])[: len(found)]]
        return Found(found >> 32, found & 0xFFFFFFFF, cut, crowds)

    def _by_surname(
        self, asked: Sequence[tuple[int, Sequence[Meaning], int]], names: Rows, cut: NDArray[Any]
    ) -> list[NDArray[Any]]:
        """The bearers of the surnames that each told word may be; notes in `cut` where any were left out."""
        family, whose = _laid_out([its[one].family.words for _, its, one in asked])
        begins = self._book.family_begins
        borne = begins.take(family + 1) - begins.take(family)
        many = np.bincount(whose, borne, minlength=len(asked))
        cut[names[many > _MANY_BEARERS]] = True
        usual = (many > _SOME_BEARERS).take(whose) & (borne > _A_FEW)
        rare = np.flatnonzero(~usual)
        rows, which = _stretches(self._book.by_family, begins, family.take(rare))
        keys = [key_of(names.take(whose.take(rare)).take(which), rows)]
        usual_at = np.flatnonzero(usual)
        # Many of a call share the usual surnames: the bearers of each are looked through once for several names.
        askers: defaultdict[tuple[int, Near], list[int]] = defaultdict(list)
        for at, word in zip(whose.take(usual_at).tolist(), family.take(usual_at).tolist(), strict=True):
            askers[word, Near.QUARTER if many[at] > _MANY_BEARERS else Near.DISTRICT].append(at)
        for (word, near), its in askers.items():
            parts = (its[begin : begin + _AT_ONCE] for begin in range(0, len(its), _AT_ONCE))
            keys += [self._fitting(word, near, some, asked) for some in parts]
        return keys

    def _fitting(
        self, word: int, near: Near, askers: Sequence[int], asked: Sequence[tuple[int, Sequence[Meaning], int]]
    ) -> NDArray[Any]:
        """The bearers of a usual surname that are worth weighing, for each of the names which ask for it."""
        wanted = self._wanted
        for bit, at in enumerate(askers):
            _, its, one = asked[at]
            for other in (*its[:one], *its[one + 1 :]):
                wanted[other.given.words] |= 1 << bit
        rows, bits = self._book.family_and_given(
            word, wanted, self._by_family, least=near, every=(1 << len(askers)) - 1
        )
        for at in askers:
            for other in asked[at][1]:
                wanted[other.given.words] = 0
        if len(askers) == 1:
            return _keys(asked[askers[0]][0], rows)
        flags = np.unpackbits(bits[:, None], axis=1, count=len(askers), bitorder="little")
        which, whose = np.divmod(np.flatnonzero(flags), len(askers))
        return key_of(np.array([asked[at][0] for at in askers]).take(whose), rows.take(which))


def _largest(names: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """Which of some numbers is the largest of its name, the first of two alike; the names are in order."""
    flags = np.zeros(len(names), bool)
    if len(names):
        begins = np.flatnonzero(np.append(True, names[1:] != names[:-1]))
        most = np.maximum.reduceat(counts, begins)
        best = np.flatnonzero(counts == most.repeat(np.diff(np.append(begins, len(names)))))
        _, first = np.unique(names.take(best), return_index=True)
        flags[best.take(first)] = True
    return flags & (counts > 0)


def _keys(name: int, rows: Rows) -> NDArray[Any]:
    """Rows of one name as `key_of`."""
    return rows.astype(np.int64) | name << 32


def _laid_out(several: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Some lists of words one after the other, and of which list each word is."""
    lengths = np.array([len(some) for some in several], np.int64)
    return np.concatenate(several), np.arange(len(several)).repeat(lengths)


def _stretches(entries: Rows, begins: NDArray[Any], words: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The entries of each of these words, which begin where `begins` says, and of which of the words each is."""
    starts, ends = begins.take(words), begins.take(words + 1)
    return entries.take(stretches(starts, ends)), np.arange(len(words)).repeat(ends - starts)
