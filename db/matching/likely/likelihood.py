"""How much likelier a group tells its name if it is a certain neighbour than if it is a stranger.

Pure. A rare surname says much, a usual one little (`said`). Nothing of it is fitted: see `spelling` for the stated
error rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import Book
from db.matching.likely.crowd import ALL_ARE_NEAR, Crowds, Neighbours, key_of
from db.matching.likely.nearness import STRANGER, Nearness
from db.matching.likely.said import EXTRA, LEFT_OUT, Said
from db.matching.likely.told import MOST_WORDS, Told
from db.matching.likely.worthy import Found, Worthy
from db.residents.namebook_pages import FAMILY, SLOTS, club_word

CLUB_TOLD, CLUB_ELSE, CLUB_STRANGER = 0.10, 0.02, 0.03
"""How likely somebody writes an organisation: its member, as the roll has it; another neighbour; a stranger."""

_PORTION = 30_000

Rows = NDArray[Any]
_NO_HITS = np.empty(0, np.int64), np.empty(0, np.uint8)


@dataclass(frozen=True)
class Fits:
    """The rows that each of several names may mean, with the likelihood ratio of each; `names` tells of which name a
    row is, by its number in the order they were asked; `rests`: what all others far away make up, a number a name;
    `crowds`: whom nothing but one given name leads to.
    """

    names: Rows
    rows: Rows
    ratios: NDArray[Any]
    rests: NDArray[Any]
    crowds: Crowds


@dataclass(frozen=True)
class _Hits:
    """Words of rows that their names may mean: the number of the row among those found, in order, the slot as a bit,
    and the entry in the tables of `Said`.
    """

    rows: NDArray[Any]
    slots: NDArray[Any]
    entries: NDArray[Any]


class Likelihood:
    """The names of one sitting against one book.

    All names of a call are weighed together: a thousand names one by one are a hundred thousand little sums, and most
    of their time goes on beginning each of them.
    """

    def __init__(self, book: Book, nearness: Nearness, totals: NDArray[Any]) -> None:
        """`totals`: of `Nearness.shares`."""
        self._book, self._nearness, self._totals = book, nearness, totals
        self._neighbours = Neighbours(book, nearness, totals)
        self._worthy = Worthy(book, nearness, self._neighbours)
        # By word, as a given name or a surname: which row of the table of `Said` it is; 0 for the most, who are none.
        self._entry = np.zeros(2 * book.words, np.int32)

    def of(self, asked: Sequence[Told], also: Mapping[int, Rows], alone: NDArray[Any]) -> Fits:
        """What each name says. `also`: by the number of a name, rows to look at in any case, because other evidence
        leads to them. `alone`: a flag a name, where nothing but the name tells whom it means.
        """
        speller = self._book.speller
        meant = [[speller.meaning(part) for word in told.words for part in speller.parts(word)] for told in asked]
        meanings = [its[:MOST_WORDS] for its in meant]
        said = Said(self._book, asked, meanings)
        # Of most rows one told word alone speaks, a given name: those are added up.
        plain = [self._book.total > ALL_ARE_NEAR and not one.clubs and not any(word.initial for word in its)
                 for one, its in zip(asked, meanings, strict=True)]  # fmt: skip
        found = self._worthy.of(asked, meanings, also, np.array(plain, bool) & alone)
        crowds, its_entry = self._words_of_crowds(found, said)
        ratios, both = np.empty(len(found.rows)), [_NO_HITS]
        for some in _portions(found.names):
            hits = self._hits(found.names[some], found.rows[some], said)
            ratios[some] = self._ratios(found.names[some], found.rows[some], hits, said)
            both.append(self._of_crowds(found, some, hits, its_entry))
        begins = np.searchsorted(found.names, np.arange(len(asked) + 1)).tolist()
        for at, one in enumerate(asked):
            if one.clubs:
                hers = slice(begins[at], begins[at + 1])
                ratios[hers] *= self._club_ratios(found.rows[hers], one.clubs)
        return Fits(found.names, found.rows, ratios, said.rests(found.cut), self._crowds(crowds, found, both, said))

    def _hits(self, names: Rows, rows: Rows, said: Said) -> _Hits:
        """Where a row bears a word that its name may mean."""
        # `take` is several times as fast as brackets where rows are few. Looked up is in one table of given names and,
        # behind them, surnames.
        slots = self._book.names.take(rows, axis=0).astype(np.int32)
        slots[:, FAMILY] += self._book.words
        entries = np.empty(slots.shape, np.int32)
        some = range(int(names[0]), int(names[-1]) + 1)
        bounds = np.searchsorted(names, np.arange(some.start, some.stop + 1)).tolist()
        entry = self._entry
        for at, (begin, end) in zip(some, pairwise(bounds), strict=True):
            if begin == end:
                continue
            words, numbers = said.words_of(at)
            letters = said.begun_by(at)
            for begun, number in letters:
                entry[begun] = number
            entry[words] = numbers
            entry.take(slots[begin:end], out=entries[begin:end], mode="clip")
            entry[words] = 0
            for begun, _ in letters:
                entry[begun] = 0
        flat = entries.ravel()
        # Flags are looked through several times as fast as numbers.
        hits = np.flatnonzero(flat != 0)
        which = hits // SLOTS
        return _Hits(which, np.uint8(1) << (hits - which * SLOTS).astype(np.uint8), flat.take(hits))

    def _ratios(self, names: Rows, rows: Rows, hits: _Hits, said: Said) -> NDArray[Any]:
        """Of each row: the product of what its told words say, and of what it says that the others were left out."""
        ratios: NDArray[Any] = said.base.take(names)
        met, met_words = np.zeros(len(rows), np.uint8), np.zeros(len(rows), np.uint8)
        for gains in said.gains:
            row, which, gain = _strongest(hits.rows, hits.slots, gains.take(hits.entries))
            ratios[row] *= gain
            met[row] |= which
            met_words[row] += 1
        # Two told words cannot both be one word of hers: `Juan J` is not twice Juan.
        twice = met_words - np.bitwise_count(met)
        if twice.any():
            ratios *= EXTRA**twice
        named = said.named.take(names)
        shape = self._book.filled.take(rows).astype(np.int32) << SLOTS | met
        ratios *= np.where(named, LEFT_OUT.take(shape | said.together.take(names)), 1.0)
        ratios[(met == 0) & named] = 0.0
        return ratios

    def _words_of_crowds(self, found: Found, said: Said) -> tuple[Crowds, NDArray[Any]]:
        """The crowds, nobody looked at yet, and of each name the number of the entry of its word."""
        names, places, words = found.crowds
        entries, gains = said.as_given(names, places, words)
        its_entry = np.zeros(len(said.base), np.int64)
        its_entry[names] = entries
        together = said.together.take(names)
        return Crowds(self._neighbours, names, words, together, gains * said.base.take(names)), its_entry

    def _of_crowds(self, found: Found, some: slice, hits: _Hits, its_entry: NDArray[Any]) -> tuple[Rows, Rows]:
        """Which of some rows a crowd has as well, for another word led to them; and the slots of its word."""
        both = np.flatnonzero(hits.entries == its_entry.take(found.names[some].take(hits.rows)))
        at = hits.rows.take(both) + some.start
        near = np.flatnonzero(self._neighbours.near.take(found.rows.take(at)))
        return at.take(near), hits.slots.take(both).take(near)

    def _crowds(self, crowds: Crowds, found: Found, both: Sequence[tuple[Rows, Rows]], said: Said) -> Crowds:
        """Whom one word of a name leads to, less those of them whom another word led to as well."""
        at, slots = (np.concatenate(some) for some in zip(*both, strict=True))
        its_names, rows = found.names.take(at), found.rows.take(at)
        classes = self._nearness.classes.take(rows)
        shape = self._book.filled.take(rows).astype(np.int32) << SLOTS | slots
        its_gain = np.zeros(len(said.base))
        its_gain[crowds.names] = crowds.gains
        parts = its_gain.take(its_names) * LEFT_OUT.take(shape | said.together.take(its_names))
        parts *= self._nearness.weights.take(rows) / self._totals.take(classes)
        less = np.bincount(its_names * STRANGER + classes, parts, minlength=len(said.base) * STRANGER)
        return replace(crowds, seen=key_of(its_names, rows), less=less.reshape(-1, STRANGER))

    def _club_ratios(self, rows: Rows, clubs: Sequence[str]) -> NDArray[Any]:
        numbers = [number for club in clubs if (number := self._book.numbers.get(club_word(club)))]
        member = np.isin(self._book.clubs[rows], numbers)
        return np.where(member, CLUB_TOLD * self._book.known_clubs / len(clubs), CLUB_ELSE) / CLUB_STRANGER


def _portions(names: Rows) -> Iterator[slice]:
    """Rows some tens of thousands at a time, those of one name together: what is worked out of them stays near."""
    begin = 0
    while begin < len(names):
        last = names[min(begin + _PORTION, len(names)) - 1]
        end = int(np.searchsorted(names, last, side="right"))
        yield slice(begin, end)
        begin = end


def _strongest(rows: Rows, slots: Rows, gains: NDArray[Any]) -> tuple[Rows, Rows, NDArray[Any]]:
    """Of what one told word says of the slots of each row the strongest, the first of two that say the same."""
    some = np.flatnonzero(gains)
    rows, slots, gains = rows.take(some), slots.take(some), gains.take(some)
    for _ in range(SLOTS - 1):
        # Of two that follow each other one goes, until nobody is there twice.
        twice = np.flatnonzero(rows[1:] == rows[:-1])
        if not len(twice):
            break
        kept = np.ones(len(rows), bool)
        less = gains.take(twice) < gains.take(twice + 1)
        kept[np.where(less, twice, twice + 1)] = False
        rows, slots, gains = rows[kept], slots[kept], gains[kept]
    return rows, slots, gains
