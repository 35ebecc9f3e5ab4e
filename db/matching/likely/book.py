"""The roll as matching reads it: who bears which word, how usual each is, and who bears a whole name.

Pure. A row is a name; whoever has two names is two rows at one place (see `residents.namebook`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.spelling import Speller, by_word
from db.residents.namebook_pages import FAMILY, GIVEN, SLOTS, Pages, full_number

Rows = NDArray[Any]

TOLD = (0.90, 0.40, 0.30, 0.80, 0.25, 0.20)
"""How likely each word of a name on the roll is told on Zoom: given names first, second, third; then surnames. Most
people tell their first given name and their first surname; what is left out costs as much as this says.
"""
_LARGE_BLOCK = 31 << 20
_TAIL = (1 << 20) - 1
"""So much of the number of a full name tells it from all but one in a million."""
_USUAL_GIVEN, _USUAL_FAMILY, _UNTIL_KNOWN = 0.005, 0.001, 1000.0
"""Until a roll has some thousand names, its own shares say little: so many people are added who bear every word as
often as a usual one is borne in a city."""


class Book:
    """The pages with everything that is looked up in them."""

    def __init__(self, pages: Pages) -> None:
        for _ in self._open(pages):
            pass

    @classmethod
    def in_portions(cls, pages: Pages) -> Generator[None, Any, Book]:
        """The same book, opened a little at a time: of a million people each portion takes some hundredths of a
        second.
        """
        book = cls.__new__(cls)
        yield from book._open(pages)
        return book

    def _open(self, pages: Pages) -> Iterator[None]:
        self.places, self.names, self.clubs = pages.places, pages.names, pages.clubs
        # Who has several rows: they follow each other.
        again = self.places[1:] == self.places[:-1]
        self.twice = np.append(again, False)[: len(self.places)]
        self.twice[1:] |= again
        self.numbers = pages.words
        self.total = len(self.places)
        # Counted: `unique` of a million numbers takes ten times as long, and here the first call of an evening waits.
        members = self.clubs[self.clubs != 0]
        self.known_clubs: int = max(int(np.count_nonzero(np.bincount(members))), 1)
        self.words = max(pages.words.values(), default=0) + 1
        yield
        # Each slot in one piece: several times as fast to look through as what lies apart.
        slots = np.ascontiguousarray(self.names.T)
        yield
        # Which slots of a name hold a word, a bit a slot.
        self.filled = as_bits(slots != 0)
        self.usual = self._usually_told()
        self._fulls, self._tails = pages.fulls, (pages.fulls & _TAIL).astype(np.int32)
        yield
        # The rows by the words of their surnames, in order, and where each word's begin.
        self.by_family, self.family_begins = self._bearers(slots[FAMILY])
        self._family_begins = self.family_begins.tolist()
        yield
        self._given_beside = np.stack([given.take(self.by_family) for given in slots[GIVEN]])
        yield
        given = np.sum([np.bincount(words, minlength=self.words) for words in slots[GIVEN]], axis=0).astype(float)
        given[0] = 0
        family = np.diff(self.family_begins).astype(float)
        self.speller = Speller(
            pages.words, pages.sounds, _shares(given, usual=_USUAL_GIVEN), _shares(family, usual=_USUAL_FAMILY)
        )
        yield
        self.speller.get_ready()
        _keep_freed_memory()

    def _bearers(self, slots: Rows) -> tuple[Rows, Rows]:
        rows = [np.flatnonzero(words) for words in slots]
        words = np.concatenate([words.take(some) for words, some in zip(slots, rows, strict=True)])
        return by_word(np.concatenate(rows).astype(np.int32), words, self.words - 1)

    def in_order_of_family(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Something of each row, as `family_and_given` takes it."""
        return rows.take(self.by_family)

    def family_and_given(
        self, word: int, given: NDArray[Any], classes: NDArray[Any], *, least: int, every: int
    ) -> tuple[Rows, NDArray[Any]]:
        """Of the bearers of a surname those with given names that are asked for, and for whom: `given` has of each word
        a bit for whoever asks for it. Those whose class (by `in_order_of_family`) is the least or more are for `every`.
        """
        some = slice(self._family_begins[word], self._family_begins[word + 1])
        first, second, third = given.take(self._given_beside[:, some])
        first |= second
        first |= third
        first[classes[some] >= least] = every
        fits = np.flatnonzero(first)
        return self.by_family[some].take(fits), first.take(fits)

    def bearing(self, names: Sequence[Sequence[str]], *, most: int) -> set[int]:
        """Where those stand whose whole name is one of these (folded words, given names first; or in the other order,
        as on lists), so many of each name.
        """
        turned = [{full_number((*told[at:], *told[:at])) for at in range(len(told))} for told in names]
        numbers = np.unique(np.array([number for several in turned for number in several], np.int64))
        if not len(numbers):
            return set()
        # Looked for by their last digits first: a million numbers put in order took as long as fifty looks like this.
        asked = np.zeros(_TAIL + 1, bool)
        asked[numbers & _TAIL] = True
        rows = np.flatnonzero(asked.take(self._tails))
        which = np.searchsorted(numbers, self._fulls.take(rows))
        right = numbers.take(which, mode="clip") == self._fulls.take(rows)
        borne: dict[int, set[int]] = {}
        for number, place in zip(
            numbers.take(which[right]).tolist(), self.places.take(rows[right]).tolist(), strict=True
        ):
            borne.setdefault(number, set()).add(place)
        found: set[int] = set()
        for several in turned:
            found.update(sorted(set().union(*(borne.get(number, ()) for number in several)))[:most])
        return found

    def rows_at(self, places: Iterable[int]) -> Rows:
        """The rows of the people who stand at these places."""
        wanted = np.array(sorted(set(places)), np.int64)
        begin, end = np.searchsorted(self.places, wanted, "left"), np.searchsorted(self.places, wanted, "right")
        return stretches(begin, end)

    def _usually_told(self) -> list[list[float]]:
        """How likely somebody of the roll, whoever it is, tells so many given names (row) and surnames (column): by how
        many of each the names here have.
        """
        counts = np.bincount(self.filled, minlength=1 << SLOTS)
        chances = np.zeros((4, 4))
        for shape in np.flatnonzero(counts).tolist():
            count = int(counts[shape])
            slots = [at for at in range(SLOTS) if shape >> at & 1]
            for which in product((False, True), repeat=len(slots)):
                chance = prod(TOLD[at] if yes else 1 - TOLD[at] for at, yes in zip(slots, which, strict=True))
                met = [at for at, yes in zip(slots, which, strict=True) if yes]
                chances[sum(at < 3 for at in met), sum(at >= 3 for at in met)] += chance * count
        told: list[list[float]] = (chances / max(self.total, 1)).tolist()
        return told


def stretches(begins: NDArray[Any], ends: NDArray[Any]) -> NDArray[Any]:
    """The numbers from each begin until its end, one stretch after the other."""
    lengths = ends - begins
    upto = np.cumsum(lengths)
    numbers: NDArray[Any] = np.arange(upto[-1] if len(upto) else 0) + (ends - upto).repeat(lengths)
    return numbers


def as_bits(flags: NDArray[Any]) -> NDArray[Any]:
    """Flags of the slots of names, a row a slot, as one number a name: the first slot is the lowest bit."""
    found = np.zeros(flags.shape[1], np.uint8)
    for at, some in enumerate(flags):
        found |= some.view(np.uint8) << np.uint8(at)
    return found


def _shares(borne: NDArray[Any], *, usual: float) -> Any:
    """Of all words in the names of the roll, which share each word is."""
    return np.where(borne > 0, borne + _UNTIL_KNOWN * usual, 0) / (borne.sum() + _UNTIL_KNOWN)


def _keep_freed_memory() -> None:
    """glibc hands large blocks back to the system at once, and each judging would get its thirty megabytes anew, a page
    at a time: a tenth of its time. It keeps blocks as large as any that was let go of; this one is never touched.
    """
    np.empty(_LARGE_BLOCK, np.uint8)


_BOOKS: WeakKeyDictionary[Pages, Book] = WeakKeyDictionary()


def book_of(pages: Pages) -> Book:
    """The book of these pages, opened once."""
    book = _BOOKS.get(pages)
    if book is None:
        book = _BOOKS[pages] = Book(pages)
    return book


def opening(pages: Pages) -> Generator[None, Any, Book]:
    """The same, a little at a time."""
    book = _BOOKS.get(pages)
    if book is None:
        book = _BOOKS[pages] = yield from Book.in_portions(pages)
    return book
