"""The many of whom a name tells one given name and nothing else: added up, and looked at where that is worth it. Pure.

Four hundred thousand times in a call of a thousand somebody near bears a told given name, and her surname is another.
Hardly one of them is worth a look; what they make up together is, for each word, one sum a class of nearness.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book, stretches
from db.matching.likely.nearness import STRANGER, Near, Nearness
from db.matching.likely.said import LEFT_OUT
from db.matching.likely.spelling import by_word
from db.residents.namebook_pages import GIVEN, SLOTS

_PARTS = STRANGER - Near.QUARTER + 1
"""The bearers of a word are kept by their class, the near ones only, and behind these whoever stands in the book twice:
she is looked at by each of her names, and never added up."""
_TWICE = _PARTS - 1
ALL_ARE_NEAR = 20_000
_SLOT_BITS = 2

Rows = NDArray[Any]


class Neighbours:
    """Who came before or lives in the quarter (on a small roll: everybody), by each of her given names."""

    def __init__(self, book: Book, nearness: Nearness, totals: NDArray[Any]) -> None:
        some = nearness.classes >= Near.QUARTER
        near = self.rows = np.flatnonzero(some) if book.total > ALL_ARE_NEAR else np.arange(book.total)
        words = book.names[near][:, GIVEN].ravel()
        filled = np.flatnonzero(words)
        rows = near.take(filled // 3)
        kinds = np.where(book.twice.take(rows), _TWICE, nearness.classes.take(rows).astype(np.int64) - Near.QUARTER)
        # On a small roll nobody is added up, and the kind says nothing.
        keys = words.take(filled).astype(np.int64) * _PARTS + np.maximum(kinds, 0)
        entries = rows.astype(np.int64) << _SLOT_BITS | filled % 3
        entries, self._begins = by_word(entries, keys, book.words * _PARTS)
        self._rows = rows = entries >> _SLOT_BITS
        self._parts = nearness.weights.take(rows) / totals.take(nearness.classes.take(rows))
        self._shape = book.filled.take(rows).astype(np.int32) << SLOTS | 1 << (entries & 3)
        self.near = np.zeros(book.total, bool)
        """Who may be added up, by row."""
        self.near[rows] = ~book.twice.take(rows)

    def borne(self, words: NDArray[Any]) -> NDArray[Any]:
        """How many bear each of these words."""
        counts: NDArray[Any] = self._begins.take((words + 1) * _PARTS) - self._begins.take(words * _PARTS)
        return counts

    def bearing(self, words: NDArray[Any], *, crowds: NDArray[Any]) -> tuple[Rows, NDArray[Any]]:
        """The rows of all who bear each of these words, and of which of the words; where a flag in `crowds` says so,
        only those who are never added up.
        """
        begins = self._begins.take(words * _PARTS + np.where(crowds, _TWICE, 0))
        ends = self._begins.take((words + 1) * _PARTS)
        rows = self._rows.take(stretches(begins, ends))
        return rows, np.arange(len(words)).repeat(ends - begins)

    def of_kind(self, words: NDArray[Any], kinds: NDArray[Any]) -> tuple[Rows, NDArray[Any]]:
        """The entries of one class of each of these words, and of which of the words each is."""
        keys = words * _PARTS + kinds
        begins, ends = self._begins.take(keys), self._begins.take(keys + 1)
        return stretches(begins, ends), np.arange(len(words)).repeat(ends - begins)

    def rows_of(self, entries: Rows) -> Rows:
        """Whose entries these are."""
        return self._rows.take(entries)

    def weights(self, entries: Rows, together: Any) -> NDArray[Any]:
        """What each entry counts in its class: how often she came, and how likely just this given name is told."""
        parts: NDArray[Any] = LEFT_OUT.take(self._shape.take(entries) | together) * self._parts.take(entries)
        return parts

    def by_kind(self, words: NDArray[Any], together: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Of each of these words, a row a word and a column a near class: what all count together, and the most that
        one does.
        """
        cells = (words[:, None] * _PARTS + np.arange(_TWICE)).ravel()
        begins, ends = self._begins.take(cells), self._begins.take(cells + 1)
        lengths = ends - begins
        every = self.weights(stretches(begins, ends), together.repeat(_TWICE).repeat(lengths))
        sums, most = np.zeros(len(cells)), np.zeros(len(cells))
        some = np.flatnonzero(lengths)
        if len(some):
            starts = (np.cumsum(lengths) - lengths).take(some)
            sums[some], most[some] = np.add.reduceat(every, starts), np.maximum.reduceat(every, starts)
        return sums.reshape(-1, _TWICE), most.reshape(-1, _TWICE)


@dataclass(frozen=True)
class Crowds:
    """One word of each of some names with the near people who bear it as a given name.

    names, words, together: of which name it is, which word, and how what was left out counts. gains: what the name says
    of each of them before that. seen: keys (`key_of`) of those who were looked at already, for the name says more of
    them; less: what these had counted, by name and class.
    """

    neighbours: Neighbours
    names: NDArray[Any]
    words: NDArray[Any]
    together: NDArray[Any]
    gains: NDArray[Any]
    seen: NDArray[Any] = field(default_factory=lambda: np.empty(0, np.int64))
    less: NDArray[Any] = field(default_factory=lambda: np.zeros((1, STRANGER)))

    def sums(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Of so many names, a row a name and a column a class: what its crowd makes up; and of each crowd the most that
        one of it does, by near class.
        """
        # Namesakes ask for the same word: each is added up once.
        asked, which = np.unique(self.words << 1 | (self.together > 0), return_inverse=True)
        sums, most = self.neighbours.by_kind(asked >> 1, (asked & 1).astype(np.int32) << 2 * SLOTS)
        table = np.zeros((count, STRANGER))
        table[self.names, Near.QUARTER :] = sums.take(which, axis=0) * self.gains[:, None]
        return np.maximum(table - self.less, 0.0), most.take(which, axis=0) * self.gains[:, None]

    def worth(self, flags: NDArray[Any]) -> tuple[NDArray[Any], Rows, NDArray[Any]]:
        """Those who may be worth a look, by the flags of each crowd and near class: names, rows, and what each makes up
        in her class.
        """
        crowd, kind = np.nonzero(flags)
        entries, which = self.neighbours.of_kind(self.words.take(crowd), kind)
        which = crowd.take(which)
        rows, names = self.neighbours.rows_of(entries), self.names.take(which)
        fresh = np.flatnonzero(~np.isin(key_of(names, rows), self.seen))
        which = which.take(fresh)
        parts = self.neighbours.weights(entries.take(fresh), self.together.take(which)) * self.gains.take(which)
        return names.take(fresh), rows.take(fresh), parts


def key_of(names: NDArray[Any], rows: Rows) -> NDArray[Any]:
    """A name and a row as one number, which sorts by name and row."""
    return rows.astype(np.int64) | names.astype(np.int64) << 32
