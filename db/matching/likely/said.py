"""What the names of a call say, word by word, as tables: those of a thousand at once. Pure.

The likelihood ratios of Fellegi and Sunter (1969), by the frequency of each word in the roll itself (Winkler 1989).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import TOLD, Book
from db.matching.likely.spelling import Meaning, Sense
from db.matching.likely.told import MOST_WORDS, Told
from db.residents.namebook_pages import SLOTS

EXTRA, EXTRA_TOGETHER = 0.05, 0.4
"""How likely a word is told which is none of the person's on the roll; and where a name tells of several people. It is
another name as often as not, and else one of some fifty thousand other words: a stranger tells those as well.
"""
_OTHER_WORD = 1 / 50_000
FIRST_IS_GIVEN = 0.88
"""How likely the first of several words is a given name, and the last a surname: the others write as on lists."""
LONELY_IS_GIVEN = 0.7
"""How likely a word that stands alone is a given name."""
_NONE, _NOTHING = np.empty(0, np.int64), np.empty(0)


class Heard:
    """The told words of all names, one after the other: of which name each is, and where it stands in it; how likely it
    is a given name there; how likely anybody tells it (`anybody`); and what it says of somebody whose word it is not
    (`extra`, a likelihood ratio).
    """

    def __init__(self, told: Sequence[Told], meanings: Sequence[Sequence[Meaning]]) -> None:
        self.words = [word for its in meanings for word in its]
        self.counts = np.array([len(its) for its in meanings], np.int64)
        self.names = np.arange(len(meanings)).repeat(self.counts)
        self.places = np.array([place for its in meanings for place in range(len(its))], np.int64)
        self.share = np.array([share for its in meanings for share in _given_by_place(len(its))], float)
        self.initial = np.array([word.initial for word in self.words], bool)
        given, family = (
            np.array([sense.anybody for sense in some], float)
            for some in ([word.given for word in self.words], [word.family for word in self.words])
        )
        named = self.share * given + (1 - self.share) * family
        self.is_given = self.share * given / named
        several = np.array([one.several for one in told], bool).repeat(self.counts)
        beside = np.where(several, EXTRA_TOGETHER, EXTRA) * (named + _OTHER_WORD) / 2
        self.anybody = named + beside
        self.extra = beside / self.anybody

    def by_name(self, each: NDArray[Any], *, nothing: float) -> NDArray[Any]:
        """Something of each word as a table: a row a name, a column a place in it."""
        table = np.full((len(self.counts), MOST_WORDS), nothing)
        table[self.names, self.places] = each
        return table

    def as_usual(self, usual: Sequence[Sequence[float]]) -> NDArray[Any]:
        """How likely a stranger tells so many given names and so many surnames, of each name: each told word counts as
        either by how often it is one, and one of them may be no name of his.
        """
        found = np.ones(len(self.counts))
        given = self.by_name(self.is_given, nothing=0.0)
        for count in range(1, MOST_WORDS + 1):
            some = np.flatnonzero(self.counts == count)
            chances = np.zeros((len(some), count + 1))  # how likely so many of them are given names
            chances[:, 0] = 1.0
            for place in range(count):
                is_given = given[some, place, None]
                before = np.pad(chances[:, :-1], ((0, 0), (1, 0)))
                chances = (1 - is_given) * chances + is_given * before
            told = [_told_so(usual, min(many, 3), min(count - many, 3)) for many in range(count + 1)]
            found[some] = np.maximum(chances @ np.array(told), 1e-4)
        return found


class Said:
    """What some names say, word by word, as tables.

    base: what a name says of somebody none of whose words it tells. gains: for each place in a name, by the number of
    an entry (a word of the roll that a name may mean), how many times more it says of whoever bears that word; 0 where
    it says no more than of anybody. named: whether it has words at all; together: where to look for what was left out.

    An initial means thousands of words, and says the same of each: they are one entry, a letter, numbered behind the
    words of the roll.
    """

    def __init__(self, book: Book, told: Sequence[Told], meanings: Sequence[Sequence[Meaning]]) -> None:
        self._words = book.words
        self._heard = heard = Heard(told, meanings)
        self.named = heard.counts > 0
        self.together = np.array([(1 << 2 * SLOTS) if one.several else 0 for one in told], np.int32)
        self._usual = heard.as_usual(book.usual)
        self._without = np.array([1.0 if one.clubs else 0.0 for one in told])
        extras = heard.by_name(heard.extra, nothing=1.0).prod(axis=1)
        self.base = extras / np.where(self.together > 0, 1.0, self._usual)
        self._letters: list[Meaning] = []
        senses = [sense for word in heard.words for sense in self._senses(word)]
        self._width = book.words + len(self._letters)
        self._tables(senses)
        self._in_names(len(told))

    def _senses(self, word: Meaning) -> Sequence[Sense]:
        """What a told word means, as a given name and as a surname; of an initial only its letter."""
        if not word.initial:
            return word.given, word.family
        if not any(word is one for one in self._letters):
            self._letters.append(word)
        number = self._words + next(at for at, one in enumerate(self._letters) if one is word)
        some = min(len(word.given.words), 1)
        letter = Sense(np.full(some, number), word.given.likely[:some], 0.0)
        return letter, letter

    def _tables(self, senses: Sequence[Sense]) -> None:
        heard = self._heard
        # A key for each name and word: the names follow each other, in each the given names and then the surnames.
        offsets = (np.repeat(2 * heard.names, 2) + np.tile((0, 1), len(heard.names))) * self._width
        scales = np.column_stack((heard.share, 1 - heard.share)) / (heard.anybody * heard.extra)[:, None]
        lengths = np.array([len(sense.words) for sense in senses], np.int64)
        keys = np.concatenate([_NONE, *(sense.words for sense in senses)]) + offsets.repeat(lengths)
        gains = np.concatenate([_NOTHING, *(sense.likely for sense in senses)]) * scales.ravel().repeat(lengths)
        worth = np.flatnonzero(gains > 1.0)
        places = heard.places.repeat(2).repeat(lengths).take(worth)
        self._entries, numbers = np.unique(keys.take(worth), return_inverse=True)
        table = np.zeros((MOST_WORDS, len(self._entries) + 1))
        table[places, numbers + 1] = gains.take(worth)
        self._table = table

    def _in_names(self, count: int) -> None:
        """Parts the entries of words from those of letters, and tells the words what a letter of their name says."""
        words = self._entries % self._width
        is_family = self._entries // self._width % 2
        plain = np.flatnonzero(words < self._words)
        self._plain, self._numbers = (words + is_family * self._words).take(plain), plain + 1
        begins = np.searchsorted(self._entries.take(plain), np.arange(2 * count + 1) * self._width).tolist()
        self._begins = begins[::2]
        self._begun: dict[int, list[tuple[NDArray[Any], int]]] = {}
        for at in np.flatnonzero(words >= self._words).tolist():
            letter, part = self._letters[words[at] - self._words], int(self._entries[at] // self._width)
            meant = letter.given.words
            self._begun.setdefault(part // 2, []).append((meant + part % 2 * self._words, at + 1))
            some = slice(begins[part], begins[part + 1])
            told = words.take(plain[some])
            near = np.minimum(np.searchsorted(meant, told), len(meant) - 1)
            both = self._numbers[some][meant.take(near) == told]
            self._table[:, both] = np.maximum(self._table[:, both], self._table[:, at + 1, None])
        self.gains = [each for each in self._table if each.any()]

    def rests(self, cut: NDArray[Any]) -> NDArray[Any]:
        """What those who are not looked at make up together, of each name, against a stranger: people who bear one told
        word only. An initial fits them as often as it fits anybody. `cut`: of which names some bearers of a surname
        were left out.
        """
        heard = self._heard
        extra = np.where(heard.initial, 1.0, heard.extra)
        others = heard.by_name(extra, nothing=1.0).prod(axis=1).take(heard.names) / extra
        initials = heard.by_name(heard.initial, nothing=0.0).any(axis=1).take(heard.names)
        alone = heard.is_given * TOLD[0] * np.where(initials, TOLD[3], 1 - TOLD[3])
        alone += cut.take(heard.names) * (1 - heard.is_given) * TOLD[3] * np.where(initials, TOLD[0], 1 - TOLD[0])
        rest = np.bincount(heard.names, np.where(heard.initial, 0.0, others * alone), minlength=len(self.named))
        return np.where(self.named, rest / self._usual, self._without)

    def words_of(self, at: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The words of the roll that a name may mean, each with the number of its entry; surnames stand behind the
        given names, as in the table of `Likelihood`.
        """
        some = slice(self._begins[at], self._begins[at + 1])
        return self._plain[some], self._numbers[some]

    def begun_by(self, at: int) -> Sequence[tuple[NDArray[Any], int]]:
        """The same of the initials of a name: the words that begin so, and the number of the entry of them all."""
        return self._begun.get(at, ())

    def as_given(self, names: NDArray[Any], places: NDArray[Any], words: NDArray[Any]) -> tuple[Any, Any]:
        """Of some words of the roll, each meant by one told word as a given name: the number of its entry, and what it
        says; 0 and 0 where it says no more than of anybody.
        """
        keys = 2 * names * self._width + words
        at = np.searchsorted(self._entries, keys)
        there = np.append(self._entries, -1).take(at) == keys
        numbers = np.where(there, at + 1, 0)
        return numbers, self._table[places, numbers]


def _given_by_place(count: int) -> list[float]:
    """How likely each of so many told words is a given name, by where it stands."""
    if count < 2:
        return [LONELY_IS_GIVEN] * count
    between = {3: [0.5], 4: [0.7, 0.3]}.get(count, [0.5] * max(count - 2, 0))
    return [FIRST_IS_GIVEN, *between, 1 - FIRST_IS_GIVEN]


def _told_so(usual: Sequence[Sequence[float]], given: int, family: int) -> float:
    fewer = usual[max(given - 1, 0)][family] + usual[given][max(family - 1, 0)]
    return usual[given][family] + EXTRA * fewer / 2


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


LEFT_OUT = np.concatenate([_left_out(together=together).ravel() for together in (False, True)])
"""The same as one list: twice the bits of a name, those that hold a word first, and behind these `Said.together`."""
