"""How likely a name of the roll is told as a certain word: the error rates of matching, stated once.

The rates are not fitted to any data: they are what is usual where people type their own names (a slip in three words
of a hundred, as in Pollock and Zamora 1984 and in Damerau 1964, four of five within one edit), and what the interviews
of the first councils tell of short names. What makes a word rare or usual is read from the roll itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from db.residents.nicknames import SHORT_FOR
from db.residents.sounding import sound

SAME = 0.84
"""Told as it stands on the roll; case and accents do not count."""
SOUNDS = 0.03 / 5
"""Another spelling of the same sound (Giménez, Jiménez): three in a hundred, among some five spellings."""
SLIP = 0.03 / 150
"""One slip of the finger: three in a hundred, among some hundred and fifty slips that a hand makes in a name."""
SLIPS = SLIP / 60
"""Two slips; and a slip in another spelling is as likely as SLIP / 4."""
SHORT = 0.02
"""Only the beginning (`Gonz`, `Fer`): two in a hundred, one length as likely as another."""
NICKNAME = 0.06
"""A short name of those that the list has for a given name, one as likely as another."""
DIMINUTIVE = 0.01
"""`Rosita` for Rosa."""
INITIAL = 0.03
"""Only the first letter."""
UNSEEN = 1e-7
"""That somebody bears, or slips into, a word which the roll does not explain."""

_COMMON = 2e-4
"""A word borne by more than this share is hardly ever another one's slip: those are not looked for."""
_FEWEST, _LONG, _JOINED = 4, 7, 8

NICKNAMES_OF: Mapping[str, int] = Counter(written for several in SHORT_FOR.values() for written in several)

Likely = dict[int, float]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a told word may stand for as a given name, or as a surname: numbers of words, and how likely each is told
    so; and how likely anybody at all tells this word.
    """

    words: NDArray[Any]
    likely: NDArray[Any]
    anybody: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """Both senses of a told word. Of an initial nobody is looked for."""

    given: Sense
    family: Sense
    initial: bool = False


class Speller:
    """The words of a roll with the share of people who bear them, and what a told word may mean among them."""

    def __init__(
        self, words: Mapping[str, int], sounds: Iterable[str], given: NDArray[Any], family: NDArray[Any]
    ) -> None:
        """`sounds`: of each word. `given` and `family`: the share of words that each word is, by its number."""
        self._numbers, self._given, self._family = words, given, family
        self._heard = {word: heard for word, heard in zip(words, sounds, strict=True) if word.isalpha()}
        self._ordered = sorted(self._heard)
        self._sounding: defaultdict[str, list[str]] = defaultdict(list)
        for word, heard in self._heard.items():
            self._sounding[heard].append(word)
        self._meanings: dict[str, Meaning] = {}

    def get_ready(self) -> None:
        """Does at once what the first slip would wait for."""
        _ = self._words, self._sounds

    @cached_property
    def _words(self) -> _Letters:
        return _Letters(list(self._heard))

    @cached_property
    def _sounds(self) -> _Letters:
        return _Letters(list(self._sounding))

    def is_given(self, word: str) -> bool:
        """Whether the word is a given name on the roll."""
        number = self._numbers.get(word)
        return number is not None and bool(self._given[number] > 0)

    def parts(self, told: str) -> tuple[str, ...]:
        """A word, or the two names that it runs together (`martagomez`): where nobody on the roll has the whole of it,
        the likeliest given name and surname.
        """
        if len(told) < _JOINED or told in self._numbers:
            return (told,)
        best = 0.0
        parts: tuple[str, ...] = (told,)
        for at in range(3, len(told) - 2):
            first, second = self._numbers.get(told[:at]), self._numbers.get(told[at:])
            if first is not None and second is not None:
                chance = float(self._given[first] * self._family[second])
                if chance > best:
                    best, parts = chance, (told[:at], told[at:])
        return parts

    def meaning(self, told: str) -> Meaning:
        """What a told word may mean. Looked up once for each word."""
        found = self._meanings.get(told)
        if found is None:
            found = self._meanings[told] = self._initial(told) if len(told) == 1 else self._word(told)
        return found

    def _initial(self, told: str) -> Meaning:
        numbers = np.sort(np.array([self._numbers[word] for word in self._begun(told)], np.int64))
        likely = np.full(len(numbers), INITIAL)
        given, family = (
            Sense(numbers, likely, float(shares[numbers].sum()) * INITIAL + UNSEEN)
            for shares in (self._given, self._family)
        )
        return Meaning(given, family, initial=True)

    def _word(self, told: str) -> Meaning:
        both: Likely = {}
        number = self._numbers.get(told)
        share = float(self._given[number] + self._family[number]) if number is not None else 0.0
        for word, likely in self._mistyped(told) if share < _COMMON else ():
            both[self._numbers[word]] = likely
        for word in self._begun(told) if len(told) >= 3 else ():
            both[self._numbers[word]] = max(both.get(self._numbers[word], 0.0), SHORT / (len(word) - 2))
        if number is not None:
            both[number] = SAME
        given = dict(both)
        for word, likely in self._at_home(told):
            given[self._numbers[word]] = max(given.get(self._numbers[word], 0.0), likely)
        return Meaning(self._sense(given, self._given), self._sense(both, self._family))

    @staticmethod
    def _sense(likely: Likely, shares: NDArray[Any]) -> Sense:
        numbers = np.fromiter(likely, np.int64, len(likely))
        chances = np.fromiter(likely.values(), float, len(likely))
        borne = shares[numbers] > 0
        numbers, chances = numbers[borne], chances[borne]
        return Sense(numbers, chances, float(shares[numbers] @ chances) + UNSEEN)

    def _begun(self, told: str) -> Sequence[str]:
        begin, end = bisect_left(self._ordered, told), bisect_left(self._ordered, told + "\U0010ffff")
        return self._ordered[begin:end]

    def _at_home(self, told: str) -> Iterable[tuple[str, float]]:
        for written in SHORT_FOR.get(told, ()):
            if written in self._numbers:
                yield written, NICKNAME / NICKNAMES_OF[written]
        for stem in _stems(told):
            if stem in self._numbers:
                yield stem, DIMINUTIVE

    def _mistyped(self, told: str) -> Iterable[tuple[str, float]]:
        """Words of which the told one is a slip, or another spelling, or both, the likeliest last."""
        if len(told) < _FEWEST or not told.isalpha():
            return
        heard, most = sound(told), 2 if len(told) >= _LONG else 1
        near = self._words.near(told, most=most)
        yield from ((word, SLIPS) for word, apart in near if apart == 2)
        for like, apart in self._sounds.near(heard, most=1) if len(heard) >= _FEWEST else ():
            yield from ((word, SLIP / 4 if apart else SOUNDS) for word in self._sounding[like] if len(word) >= _FEWEST)
        yield from ((word, SLIP) for word, apart in near if apart == 1 and self._heard[word] != heard)


class _Letters:
    """Words by the set of their letters, and of those they have twice: a slip changes no more than two of both, and of
    forty thousand words a few hundred remain to be compared letter by letter.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """The words are kept by their length: a slip makes a word one letter longer or shorter, at most."""
        ordered = sorted(words, key=len)
        self._words = np.array(ordered, object)
        self._masks = _letters_of(ordered)
        self._begins = np.cumsum([0, *np.bincount(np.fromiter(map(len, words), np.int64, len(words)))]).tolist()

    def near(self, told: str, *, most: int) -> list[tuple[str, int]]:
        """The words that so many slips make of the told one, with how many (Damerau's optimal string alignment)."""
        longest = len(self._begins) - 1
        shorter, longer = min(max(len(told) - most, 0), longest), min(len(told) + most + 1, longest)
        some = slice(self._begins[shorter], self._begins[longer])
        near = np.flatnonzero(np.bitwise_count(self._masks[some] ^ _letters_in(told)) <= 2 * most)
        words = self._words[some].take(near).tolist()
        found = process.extract(told, words, scorer=OSA.distance, score_cutoff=most, limit=60)
        return [(word, int(apart)) for word, apart, _ in found]


def _stems(told: str) -> tuple[str, ...]:
    for ending in ("cita", "cito", "ita", "ito"):
        if told.endswith(ending) and len(told) - len(ending) >= 3:
            stem = told[: -len(ending)]
            return (stem, stem + "a", stem + "o", stem + "e")
    return ()


def _letters_in(word: str) -> np.uint64:
    """The letters of one word, as `_letters_of` of many."""
    once = twice = 0
    for letter in word:
        bit = 1 << ord(letter) % 32
        once, twice = once | bit, twice | once & bit
    return np.uint64(once | twice << 32)


def _letters_of(words: Sequence[str]) -> NDArray[Any]:
    """The letters of each word, a bit a letter, and above them a bit for each that it has twice."""
    once, twice = np.zeros(len(words), np.uint64), np.zeros(len(words), np.uint64)
    letters = np.array(words, f"<U{max(map(len, words), default=1) or 1}")
    for codes in letters.view(np.uint32).reshape(len(letters), -1).T if len(letters) else ():
        bits = np.where(codes > 0, np.uint64(1) << (codes % np.uint32(32)).astype(np.uint64), np.uint64(0))
        twice |= once & bits
        once |= bits
    return once | twice << np.uint64(32)


def by_word(rows: NDArray[Any], words: NDArray[Any], most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Rows sorted by their word, and where each word's begin: two passes of a radix sort, which numpy has for sixteen
    bits only and is ten times as fast as the other.
    """
    order = np.argsort(words.astype(np.uint16, copy=False), kind="stable")
    if most > np.iinfo(np.uint16).max:
        order = order[np.argsort((words[order] >> 16).astype(np.uint16), kind="stable")]
    starts = np.zeros(most + 2, np.int64)
    np.cumsum(np.bincount(words, minlength=most + 1), out=starts[1:])
    return rows.take(order), starts
