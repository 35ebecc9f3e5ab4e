"""How much likelier a group tells its name if it is a certain neighbour than if it is a stranger.

Pure. The likelihood ratios of Fellegi and Sunter (1969), by the frequency of each word in the roll itself (Winkler
1989): a rare surname says much, a usual one little. Nothing of it is fitted: see `spelling` for the stated error rates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.matching.likely.book import TOLD, Book
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.spelling import Meaning, by_word
from db.matching.likely.told import MOST_WORDS, Told
from db.residents.namebook_pages import GIVEN, SLOTS, club_word

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
_ALL_ARE_NEAR = 20_000
_A_FEW, _SOME_BEARERS, _MANY_BEARERS = 60, 300, 1_500
"""Of a surname that more people bear nobody is worth a look by the surname alone, unless she lives in the district; of
one that even more bear, unless she is near.
"""

Rows = NDArray[Any]


@dataclass(frozen=True)
class Fit:
    """The rows that one name may mean, with the likelihood ratio of each; `rest`: what all others far away make up."""

    rows: Rows
    ratios: NDArray[Any]
    rest: float = 0.0


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
    """The names of one sitting against one book."""

    def __init__(self, book: Book, nearness: Nearness) -> None:
        self._book, self._classes = book, nearness.classes
        near = np.flatnonzero(nearness.classes >= Near.QUARTER) if book.total > _ALL_ARE_NEAR else np.arange(book.total)
        self._near = near.astype(np.int32)
        words = book.names[near][:, GIVEN].ravel()
        filled = np.flatnonzero(words)
        self._near_given, near_at = by_word(self._near[filled // 3], words[filled], book.words - 1)
        self._near_at = near_at.tolist()
        self._by_family = book.in_order_of_family(nearness.classes)
        # By word: whether it is a given name that is looked for; how likely it is told, as a given name or a surname.
        self._wanted, self._likely = np.zeros(book.words, bool), np.zeros(2 * book.words)
        self._left_out = {together: _left_out(together=together) for together in (False, True)}
        self._clubs = max(len(np.unique(book.clubs)) - 1, 1)

    def of(self, told: Told, also: Rows) -> Fit:
        """What a name says. `also`: rows to look at in any case, because other evidence leads to them."""
        if not told.words and not told.clubs:
            return Fit(also, np.ones(len(also)))
        speller = self._book.speller
        meanings = [speller.meaning(part) for word in told.words for part in speller.parts(word)][:MOST_WORDS]
        given = _given_by_place(len(meanings))
        rows, cut = self._worth_looking_at(meanings, told, also)
        ratios, rest = np.ones(len(rows)), 1.0
        if meanings:
            heard = [
                _Heard(meaning, share, EXTRA_TOGETHER if told.several else EXTRA)
                for meaning, share in zip(meanings, given, strict=True)
            ]
            usual = _as_usual(self._book.usual, heard)
            ratios = self._ratios(rows, heard, together=told.several) / (1.0 if told.several else usual)
            rest = _alone(heard, cut=cut) / usual
        if told.clubs:
            ratios *= self._club_ratios(rows, told.clubs)
        return Fit(rows, ratios, rest)

    def _worth_looking_at(self, meanings: Sequence[Meaning], told: Told, also: Rows) -> tuple[Rows, bool]:
        """The bearers of a surname; of a usual one only those whose given name fits too, or who are near; the bearers
        of a given name who are near. Tells also whether any were left out.
        """
        found, cut = [also], False
        for at, meaning in enumerate(meanings):
            if meaning.initial:
                continue
            bearers = [self._book.family(word) for word in meaning.family.words.tolist()]
            many = sum(map(len, bearers))
            if many > _SOME_BEARERS:
                near, cut = (Near.QUARTER, True) if many > _MANY_BEARERS else (Near.DISTRICT, cut)
                others = [*meanings[:at], *meanings[at + 1 :]]
                bearers = self._fitting(meaning.family.words.tolist(), bearers, others, near)
            found += bearers
            near_at = self._near_at
            found += [self._near_given[near_at[one] : near_at[one + 1]] for one in meaning.given.words.tolist()]
        for club in told.clubs:
            number = self._book.numbers.get(club_word(club))
            if number is not None:
                found.append(self._near[self._book.clubs[self._near] == number])
        rows = np.concatenate(found)
        rows.sort()
        first = np.empty(len(rows), bool)
        first[:1] = True
        np.not_equal(rows[1:], rows[:-1], out=first[1:])
        return rows[first], cut

    def _fitting(
        self, words: Sequence[int], bearers: Sequence[Rows], others: Sequence[Meaning], near: Near
    ) -> list[Rows]:
        for other in others:
            self._wanted[other.given.words] = True
        rows = [
            self._book.family_and_given(word, self._wanted, self._by_family, near) if len(its) > _A_FEW else its
            for word, its in zip(words, bearers, strict=True)
        ]
        for other in others:
            self._wanted[other.given.words] = False
        return rows

    def _ratios(self, rows: Rows, heard: Sequence[_Heard], *, together: bool) -> NDArray[Any]:
        """Of each row: the product of what its told words say, and of what it says that the others were left out."""
        # `take` is several times as fast as brackets where rows are few.
        slots = self._book.slots.take(rows, axis=0)
        begin = np.arange(0, slots.size, SLOTS)
        met = np.zeros(len(rows), np.uint8)
        ratios, words_met = np.ones(len(rows)), np.zeros(len(rows), np.uint8)
        for one in heard:
            best = self._word_ratios(slots, one)
            slot = best.argmax(axis=1)
            strongest = best.ravel().take(begin + slot)
            says = strongest > one.extra
            met |= says.view(np.uint8) << slot.astype(np.uint8)
            words_met += says
            ratios *= np.maximum(strongest, one.extra)
        # Two told words cannot both be one word of hers: `Juan J` is not twice Juan.
        twice = words_met - np.bitwise_count(met)
        if twice.any():
            ratios *= EXTRA**twice
        ratios *= self._left_out[together].take(self._book.filled.take(rows).astype(np.int32) << SLOTS | met)
        ratios[met == 0] = 0.0
        return ratios

    def _word_ratios(self, slots: NDArray[Any], heard: _Heard) -> NDArray[Any]:
        given, family = heard.meaning.given, heard.meaning.family
        surnames = family.words + self._book.words
        self._likely[given.words] = given.likely * (heard.share / heard.anybody)
        self._likely[surnames] = family.likely * ((1 - heard.share) / heard.anybody)
        best: NDArray[Any] = self._likely.take(slots)
        self._likely[given.words] = 0
        self._likely[surnames] = 0
        return best

    def _club_ratios(self, rows: Rows, clubs: Sequence[str]) -> NDArray[Any]:
        numbers = [number for club in clubs if (number := self._book.numbers.get(club_word(club)))]
        member = np.isin(self._book.clubs[rows], numbers)
        return np.where(member, CLUB_TOLD * self._clubs / len(clubs), CLUB_ELSE) / CLUB_STRANGER


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
