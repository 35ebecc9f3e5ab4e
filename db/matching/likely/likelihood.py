"""How much likelier a group tells its name if it is a certain neighbour than if it is a stranger.

Pure. The likelihood ratios of Fellegi and Sunter (1969), by the frequency of each word in the roll itself (Winkler
1989): a rare surname says much, a usual one little. Nothing of it is fitted: see `spelling` for the stated error rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import TOLD, Book
from db.matching.likely.nearness import Nearness
from db.matching.likely.spelling import Meaning
from db.matching.likely.told import MOST_WORDS, Told
from db.matching.likely.worthy import ALL_ARE_NEAR, Worthy
from db.residents.namebook_pages import SLOTS, club_word

EXTRA, EXTRA_TOGETHER = 0.05, 0.4
"""How likely a word is told which is none of the person's on the roll; and where a name tells of several people. It is
another name as often as not, and else one of some fifty thousand other words: a stranger tells those as well.
"""
_OTHER_WORD = 1 / 50_000
FIRST_IS_GIVEN = 0.88
"""How likely the first of several words is a given name, and the last a surname: the others write as on lists."""
LONELY_IS_GIVEN = 0.7
"""How likely a word that stands alone is a given name."""
CLUB_TOLD, CLUB_ELSE, CLUB_STRANGER = 0.10, 0.02, 0.03
"""How likely somebody writes an organisation: its member, as the roll has it; another neighbour; a stranger."""
_NONE, _NOTHING = np.empty(0, np.int64), np.empty(0)

Rows = NDArray[Any]


@dataclass(frozen=True)
class Fits:
    """The rows that each of several names may mean, with the likelihood ratio of each; `names` tells of which name a
    row is, by its number in the order they were asked; `rests`: what all others far away make up, a number a name.
    """

    names: Rows
    rows: Rows
    ratios: NDArray[Any]
    rests: NDArray[Any]


class _Heard:
    """One told word in its place: how likely it is a given name there (`share`), how likely anybody tells it
    (`anybody`), and what it says of somebody whose word it is not (`extra`, a likelihood ratio).
    """

    def __init__(self, meaning: Meaning, share: float, extra: float) -> None:
        self.meaning, self.share = meaning, share
        named = share * meaning.given.anybody + (1 - share) * meaning.family.anybody
        self.is_given = share * meaning.given.anybody / named
        beside = extra * (named + _OTHER_WORD) / 2
        self.anybody = named + beside
        self.extra = beside / self.anybody


class Likelihood:
    """The names of one sitting against one book.

    All names of a call are weighed together: a thousand names one by one are a hundred thousand little sums, and most
    of their time goes on beginning each of them.
    """

    def __init__(self, book: Book, nearness: Nearness) -> None:
        self._book, self._worthy = book, Worthy(book, nearness)
        self._near_is_all = book.total > ALL_ARE_NEAR
        # By word, as a given name or a surname: which row of the table of `_Said` it is; 0 for the most, who are none.
        self._entry = np.zeros(2 * book.words, np.int32)
        self._left_out = np.concatenate([_left_out(together=together).ravel() for together in (False, True)])

    def of(self, asked: Sequence[Told], also: Mapping[int, Rows]) -> Fits:
        """What each name says. `also`: by the number of a name, rows to look at in any case, because other evidence
        leads to them.
        """
        speller = self._book.speller
        meant = [[speller.meaning(part) for word in told.words for part in speller.parts(word)] for told in asked]
        meanings = [its[:MOST_WORDS] for its in meant]
        said = _Said(self._book, asked, meanings)
        # Of most rows one told word alone speaks, a given name: those are weighed where they are found.
        alone = [self._near_is_all and not one.clubs and not any(word.initial for word in its)
                 for one, its in zip(asked, meanings, strict=True)]  # fmt: skip
        found = self._worthy.of(asked, meanings, also)
        once, several = found.parted(np.array(alone, bool))
        rests = said.rests(found.cut)
        names, rows = found.names.take(several), found.rows.take(several)
        ratios = self._ratios(names, rows, said)
        begins = np.searchsorted(names, np.arange(len(asked) + 1)).tolist()
        for at, one in enumerate(asked):
            if one.clubs:
                hers = slice(begins[at], begins[at + 1])
                ratios[hers] *= self._club_ratios(rows[hers], one.clubs)
        lone_names, lone_rows = found.names.take(once), found.rows.take(once)
        lone = self._alone(lone_names, lone_rows, found.told.take(once), found.slots.take(once), said)
        return Fits(np.concatenate([names, lone_names]), np.concatenate([rows, lone_rows]),
                    np.concatenate([ratios, lone]), rests)  # fmt: skip

    def _alone(self, names: Rows, rows: Rows, told: NDArray[Any], slots: NDArray[Any], said: _Said) -> NDArray[Any]:
        """As `_ratios`, of rows of which one given name is told and nothing else. `told`: which of the given names that
        the told words may be, laid out one after the other; `slots`: the slot where hers stands, as a bit.
        """
        gains = said.given_gains.take(told)
        shape = self._book.filled.take(rows).astype(np.int32) << SLOTS | slots
        left_out = self._left_out.take(shape | said.together.take(names))
        return np.where(gains > 1, gains * said.base.take(names) * left_out, 0.0)

    def _ratios(self, names: Rows, rows: Rows, said: _Said) -> NDArray[Any]:
        """Of each row: the product of what its told words say, and of what it says that the others were left out."""
        # `take` is several times as fast as brackets where rows are few.
        slots = self._book.slots.take(rows, axis=0)
        entries = np.empty(slots.shape, np.int32)
        bounds = np.searchsorted(names, np.arange(len(said.base) + 1)).tolist()
        for at, (begin, end) in enumerate(pairwise(bounds)):
            words, numbers = said.words_of(at)
            self._entry[words] = numbers
            self._entry.take(slots[begin:end], out=entries[begin:end], mode="clip")
            self._entry[words] = 0
        flat = entries.ravel()
        hits = np.flatnonzero(flat)
        hit, hers = flat.take(hits), hits // SLOTS
        slot = np.uint8(1) << (hits - hers * SLOTS).astype(np.uint8)
        ratios, met, met_words = said.base.take(names), np.zeros(len(rows), np.uint8), np.zeros(len(rows), np.uint8)
        for gains in said.gains:
            row, which, gain = _strongest(hers, slot, gains.take(hit))
            ratios[row] *= gain
            met[row] |= which
            met_words[row] += 1
        # Two told words cannot both be one word of hers: `Juan J` is not twice Juan.
        twice = met_words - np.bitwise_count(met)
        if twice.any():
            ratios *= EXTRA**twice
        named = said.named.take(names)
        shape = self._book.filled.take(rows).astype(np.int32) << SLOTS | met
        ratios *= np.where(named, self._left_out.take(shape | said.together.take(names)), 1.0)
        ratios[(met == 0) & named] = 0.0
        return ratios

    def _club_ratios(self, rows: Rows, clubs: Sequence[str]) -> NDArray[Any]:
        numbers = [number for club in clubs if (number := self._book.numbers.get(club_word(club)))]
        member = np.isin(self._book.clubs[rows], numbers)
        return np.where(member, CLUB_TOLD * self._book.known_clubs / len(clubs), CLUB_ELSE) / CLUB_STRANGER


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


class _Said:
    """What some names say, word by word, as tables.

    base: what a name says of somebody none of whose words it tells. gains: for each place in a name, by the number of
    an entry (a word of the roll that a name may mean), how many times more it says of whoever bears that word; 0 where
    it says no more than of anybody. given_gains: the same of every given name that is looked for, one after the other.
    named: whether it has words at all; together: where to look for what was left out.
    """

    def __init__(self, book: Book, told: Sequence[Told], meanings: Sequence[Sequence[Meaning]]) -> None:
        self.named = np.array([bool(its) for its in meanings], bool)
        self.together = np.array([(1 << 2 * SLOTS) if one.several else 0 for one in told], np.int32)
        self._heard = [
            [_Heard(*pair, EXTRA_TOGETHER if one.several else EXTRA)
             for pair in zip(its, _given_by_place(len(its)), strict=True)] if its else []
            for one, its in zip(told, meanings, strict=True)
        ]  # fmt: skip
        self._usual = [_as_usual(book.usual, heard) if heard else 1.0 for heard in self._heard]
        self._without = [0.0 if heard or not one.clubs else 1.0 for heard, one in zip(self._heard, told, strict=True)]
        self.base = np.array(
            [prod(word.extra for word in heard) / (1.0 if one.several else usual)
             for heard, one, usual in zip(self._heard, told, self._usual, strict=True)], float
        )  # fmt: skip
        every = [(at, place, word) for at, heard in enumerate(self._heard) for place, word in enumerate(heard)]
        # A key for each name and word: the names follow each other, in each the given names and then the surnames.
        offsets = np.array([(2 * at + family) * book.words for at, _, _ in every for family in (0, 1)], np.int64)
        senses = [sense for _, _, one in every for sense in (one.meaning.given, one.meaning.family)]
        lengths = np.array([len(sense.words) for sense in senses], np.int64)
        places = np.array([place for _, place, _ in every for _ in (0, 1)], np.int8).repeat(lengths)
        scales = np.array(
            [part / (one.anybody * one.extra) for _, _, one in every for part in (one.share, 1 - one.share)], float
        )
        keys = np.concatenate([_NONE, *(sense.words for sense in senses)]) + offsets.repeat(lengths)
        gains = np.concatenate([_NOTHING, *(sense.likely for sense in senses)]) * scales.repeat(lengths)
        looked_for = [is_given and not one.meaning.initial for _, _, one in every for is_given in (True, False)]
        self.given_gains = gains[np.array(looked_for, bool).repeat(lengths)]
        self._tables(keys, gains, places)
        self._words = self._entries % max(2 * book.words, 1)
        self._begins = np.searchsorted(self._entries, np.arange(len(told) + 1) * 2 * book.words).tolist()

    def _tables(self, keys: NDArray[Any], gains: NDArray[Any], places: NDArray[Any]) -> None:
        worth = np.flatnonzero(gains > 1.0)
        keys, gains, places = keys.take(worth), gains.take(worth), places.take(worth)
        order = np.argsort(keys)
        ordered = keys.take(order)
        first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
        self._entries = ordered[first]
        numbers = np.empty(len(keys), np.int64)
        numbers[order] = np.cumsum(first)
        self.gains = []
        for place in range(MOST_WORDS):
            some = np.flatnonzero(places == place)
            if len(some):
                table = np.zeros(len(self._entries) + 1)
                table[numbers.take(some)] = gains.take(some)
                self.gains.append(table)

    def rests(self, cut: NDArray[Any]) -> NDArray[Any]:
        """What those who are not looked at make up, of each name; `cut`: of which some bearers of a surname were."""
        each = zip(self._heard, cut.tolist(), self._usual, self._without, strict=True)
        return np.array(
            [_alone(heard, cut=some) / usual if heard else without for heard, some, usual, without in each], float
        )

    def words_of(self, at: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The words of the roll that a name may mean, each with the number of its entry."""
        begin, end = self._begins[at], self._begins[at + 1]
        return self._words[begin:end], np.arange(begin + 1, end + 1, dtype=np.int32)


def _left_out(*, together: bool) -> NDArray[Any]:
    """How likely of a name just these slots are told and the others left out: by the bits of those that hold a word
    (row), and of those that were told (column). Round one screen it is the surname that is told, and some of the given
    names or none.
    """
    table = np.ones((1 << SLOTS, 1 << SLOTS))
    bits = np.arange(1 << SLOTS)
    for at, likely in enumerate(TOLD):
        told, left = (1.0, 1.0) if together and at < 3 else (likely, 1 - likely)
        has = (bits >> at & 1).astype(bool)
        table *= np.where(has[:, None], np.where(has[None, :], told, left), 1.0)
    return table


def _given_by_place(count: int) -> list[float]:
    """How likely each of so many told words is a given name, by where it stands."""
    if count == 1:
        return [LONELY_IS_GIVEN]
    between = {3: [0.5], 4: [0.7, 0.3]}.get(count, [0.5] * max(count - 2, 0))
    return [FIRST_IS_GIVEN, *between, 1 - FIRST_IS_GIVEN]


def _as_usual(usual: Sequence[Sequence[float]], heard: Sequence[_Heard]) -> float:
    """How likely a stranger tells so many given names and so many surnames: each told word counts as either by how
    often it is one, and one of them may be no name of his.
    """
    given = [1.0]  # how likely so many of them are given names
    for one in heard:
        others = 1 - one.is_given
        given = [
            others * chance + one.is_given * before for chance, before in zip((*given, 0.0), (0.0, *given), strict=True)
        ]
    total = 0.0
    for count, chance in enumerate(given):
        as_given, as_family = min(count, 3), min(len(heard) - count, 3)
        fewer = usual[max(as_given - 1, 0)][as_family] + usual[as_given][max(as_family - 1, 0)]
        total += chance * (usual[as_given][as_family] + EXTRA * fewer / 2)
    return max(total, 1e-4)


def _alone(heard: Sequence[_Heard], *, cut: bool) -> float:
    """What those who were left out make up together, against a stranger: people who bear one told word only. An initial
    fits them as often as it fits anybody.
    """
    initials = any(one.meaning.initial for one in heard)
    rest = 0.0
    for one in heard:
        if one.meaning.initial:
            continue
        others = prod(1.0 if other.meaning.initial else other.extra for other in heard if other is not one)
        rest += others * one.is_given * TOLD[0] * (TOLD[3] if initials else 1 - TOLD[3])
        if cut:
            rest += others * (1 - one.is_given) * TOLD[3] * (TOLD[0] if initials else 1 - TOLD[0])
    return rest
