"""Which rows of a million are worth weighing for the names of a call. Pure.

The bearers of a told surname; of a usual one only those whose given name fits too, or who are near; and the bearers of
a told given name who are near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book, stretches
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.spelling import Meaning, by_word
from db.matching.likely.told import Told
from db.residents.namebook_pages import GIVEN, club_word

ALL_ARE_NEAR = 20_000
_A_FEW, _SOME_BEARERS, _MANY_BEARERS = 60, 300, 1_500
"""Of a surname that more people bear nobody is worth a look by the surname alone, unless she lives in the district; of
one that even more bear, unless she is near.
"""
_ROW_BITS, _SLOT_BITS = 32, 2

Rows = NDArray[Any]


@dataclass(frozen=True)
class Found:
    """Rows, and of which name each is, in order; a row that several words lead to is there several times.

    told, slots: of whom a given name led to, which of all given names that were looked for (by their order), and the
    slot where she has it, as a bit; else -1 and 0. cut: of which names some bearers were left out, a flag a name.
    """

    names: Rows
    rows: Rows
    told: NDArray[Any]
    slots: NDArray[Any]
    cut: NDArray[Any]

    def parted(self, alone: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Which rows only one given name led to, of the names that are flagged in `alone`; and which are all the
        others, each once.
        """
        other = np.append(True, (self.rows[1:] != self.rows[:-1]) | (self.names[1:] != self.names[:-1]))
        other = other[: len(self.rows)]
        single = other & np.append(other[1:], True)[: len(self.rows)]
        lone = single & (self.told >= 0) & alone.take(self.names)
        return np.flatnonzero(lone), np.flatnonzero(other & ~lone)


class Worthy:
    """The rows of one book as seen from one sitting."""

    def __init__(self, book: Book, nearness: Nearness) -> None:
        self._book = book
        near = np.flatnonzero(nearness.classes >= Near.QUARTER) if book.total > ALL_ARE_NEAR else np.arange(book.total)
        self._near = near.astype(np.int32)
        words = book.names[near][:, GIVEN].ravel()
        filled = np.flatnonzero(words)
        # Who is near by her given names: the row and, as the last bits, the slot; and where each word's begin.
        entries = self._near[filled // 3].astype(np.int64) << _SLOT_BITS | filled % 3
        self._near_given, self._near_at = by_word(entries, words[filled], book.words - 1)
        self._by_family = book.in_order_of_family(nearness.classes)
        # By word: whether it is a given name that is looked for.
        self._wanted = np.zeros(book.words, bool)

    def of(self, told: Sequence[Told], meanings: Sequence[Sequence[Meaning]], also: Mapping[int, Rows]) -> Found:
        """What is worth weighing of each name. `also`: by the number of a name, rows to weigh in any case."""
        asked = [(at, its, one) for at, its in enumerate(meanings) for one in range(len(its)) if not its[one].initial]
        cut = np.zeros(len(told), bool)
        keys = [_keys(at, rows) for at, rows in also.items()]
        told_keys, told_slots, which = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
        if asked:
            names = np.array([at for at, _, _ in asked])
            given, whose = _laid_out([its[one].given.words for _, its, one in asked])
            entries, which = _stretches(self._near_given, self._near_at, given)
            told_keys = entries >> _SLOT_BITS | (names.take(whose) << _ROW_BITS).take(which)
            told_slots = 1 << (entries & 3)
            keys += self._by_surname(asked, names, cut)
        for at, one in enumerate(told):
            for club in one.clubs:
                number = self._book.numbers.get(club_word(club))
                if number is not None:
                    keys.append(_keys(at, self._near[self._book.clubs[self._near] == number]))
        others = sum(map(len, keys))
        found = np.concatenate([told_keys, *keys])
        order = _in_order(found)
        found = found.take(order)
        return Found(
            found >> _ROW_BITS,
            found & ((1 << _ROW_BITS) - 1),
            np.append(which, np.full(others, -1)).take(order),
            np.append(told_slots, np.zeros(others, np.int64)).take(order),
            cut,
        )

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
        keys = [rows | (names.take(whose.take(rare)) << _ROW_BITS).take(which)]
        usual_at = np.flatnonzero(usual)
        usual_words: dict[int, list[int]] = {}
        for at, word in zip(whose.take(usual_at).tolist(), family.take(usual_at).tolist(), strict=True):
            usual_words.setdefault(at, []).append(word)
        for at, words in usual_words.items():
            name, its, one = asked[at]
            near = Near.QUARTER if many[at] > _MANY_BEARERS else Near.DISTRICT
            fitting = self._fitting(words, [*its[:one], *its[one + 1 :]], near)
            keys += [_keys(name, some) for some in fitting]
        return keys

    def _fitting(self, words: Sequence[int], others: Sequence[Meaning], near: Near) -> list[Rows]:
        for other in others:
            self._wanted[other.given.words] = True
        rows = [self._book.family_and_given(word, self._wanted, self._by_family, near) for word in words]
        for other in others:
            self._wanted[other.given.words] = False
        return rows


def _in_order(keys: NDArray[Any]) -> NDArray[Any]:
    """As numpy's `argsort` of keys, twice as fast: where a key leaves bits enough, its number is sorted with it."""
    bits = len(keys).bit_length()
    names, rows = keys >> _ROW_BITS, keys & ((1 << _ROW_BITS) - 1)
    row_bits, name_bits = (int(some.max(initial=0)).bit_length() for some in (rows, names))
    if name_bits + row_bits + bits > 63:
        return np.argsort(keys)
    numbered = (names << row_bits | rows) << bits | np.arange(len(keys))
    numbered.sort()
    order: NDArray[Any] = numbered & ((1 << bits) - 1)
    return order


def _keys(name: int, rows: Rows) -> NDArray[Any]:
    """Rows of a name as one number each, which sorts by name and row."""
    return rows.astype(np.int64) | name << _ROW_BITS


def _laid_out(several: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Some lists of words one after the other, and of which list each word is."""
    lengths = np.array([len(some) for some in several], np.int64)
    return np.concatenate(several), np.arange(len(several)).repeat(lengths)


def _stretches(entries: Rows, begins: NDArray[Any], words: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The entries of each of these words, which begin where `begins` says, and of which of the words each is."""
    starts, ends = begins.take(words), begins.take(words + 1)
    return entries.take(stretches(starts, ends)), np.arange(len(words)).repeat(ends - starts)
