"""Whom a group may be at all: of thousands on the roll, the few who are worth scoring. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from db.folding import fold, words
from db.matching.scoring import SIMILAR, Person, same_phone
from db.residents.nicknames import SHORT_FOR
from db.zoom.rules import Group, person_words

MOST_ALIKE = 20
"""How many similar words of the roll one written word is tried with."""


class Vocabulary:
    """The words of many names with whoever bears them, found also by their beginning and with one slip."""

    def __init__(self) -> None:
        self._bearers: defaultdict[str, set[str]] = defaultdict(set)
        self._words: list[str] = []
        self._known: dict[str, frozenset[str]] = {}

    def add(self, name: str, bearer: str) -> None:
        """One more name."""
        for word in words(name):
            if word not in self._bearers:
                self._words.append(word)
            self._bearers[word].add(bearer)
        self._known.clear()

    def bearers_of(self, written: str) -> frozenset[str]:
        """Everybody with a word that the written one may mean, as `scoring.likeness` sees it, but for bare initials."""
        found = self._known.get(written)
        if found is None:
            found = self._known[written] = frozenset().union(*(self._bearers[word] for word in self._like(written)))
        return found

    def _like(self, written: str) -> set[str]:
        found = {word for word in (written, *SHORT_FOR.get(written, ())) if word in self._bearers}
        if len(written) >= 3:
            found.update(word for word in self._words if word.startswith(written))
        if len(written) >= 4:
            scorer = JaroWinkler.normalized_similarity
            alike = process.extract(written, self._words, scorer=scorer, score_cutoff=SIMILAR, limit=MOST_ALIKE)
            found.update(word for word, _, _ in alike)
        return found


class Finder:
    """People, found by what a group carries: a surname; a given name where it is somebody near; another name or sign.

    A given name alone fits hundreds and proposes nobody who does not live here or came before, so only those count.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = {one.id: one for one in people}
        self._surnames, self._given = Vocabulary(), Vocabulary()
        self._signs: defaultdict[str, set[str]] = defaultdict(set)
        self._phones = [(one.phone, one.id) for one in people if one.phone]
        for one in people:
            self._surnames.add(one.family_name, one.id)
            if one.lives_here or one.came_here:
                self._given.add(f"{one.given_names} {one.chosen_name or ''}", one.id)
            for value in (one.email, *(known.value for known in one.aliases)):
                if value:
                    self._signs[fold(value)].add(one.id)

    def worth_scoring(self, group: Group) -> list[Person]:
        """The people a group may be, in no order: all who reach a score worth proposing, but for those whom only the
        initial of the surname speaks for (`Rosa P` is every Rosa of the roll) and who neither live here nor came.
        """
        found: set[str] = set()
        for written in told_words(group):
            found |= self._surnames.bearers_of(written) | self._given.bearers_of(written)
        for sign in (*group.names, *group.emails, *group.registrant_ids, *group.phones):
            found |= self._signs.get(fold(sign), set())
        found |= {one for phone in group.phones for known, one in self._phones if same_phone(phone, known)}
        return [self._people[one] for one in found]


def told_words(group: Group) -> Iterable[str]:
    """The words of a group that may be of a name: of its names, and before the @ of its e-mails."""
    told = {word for name in group.names for word in person_words(name) if len(word) > 1}
    return told | {word for email in group.emails for word in words(email.partition("@")[0])}
