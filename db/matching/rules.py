"""Which neighbour a group of participants is: what is sure by exact evidence, what is only proposed, what is unknown.

Pure. Only exact evidence matches by itself; two people of one name are never told apart here; whatever else there is
becomes a proposal with its reasons, and a person decides.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.errors import Refused
from db.folding import fold, words
from db.matching.finding import Finder
from db.matching.scoring import (
    MOST_PROPOSALS,
    TOGETHER,
    Candidate,
    Person,
    Reason,
    bare_words,
    leads_clearly,
    rank,
    reason,
    score,
    score_name,
    spelled,
)
from db.residents.nicknames import SHORT_FOR
from db.zoom.rules import Group, Kind, is_device

_DOCUMENT = re.compile(r"(?<![\d*])(\d{1,2}[. ]\d{3}[. ]\d{3}|\d{7,8})(?![\d*])")
_EXACT = 0.98
"""The score of exact evidence that other evidence speaks against: before all likeness of names, and never sure."""
_AND = re.compile(r"\w (?:y|e|&|\+) \w")


class Verdict(StrEnum):
    """What was judged of a group; the last four only a person says, save that the room's own client says itself."""

    SURE = "sure"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_A_NEIGHBOUR = "not_a_neighbour"
    UNNAMED = "unnamed"


WAITING = frozenset({Verdict.PROPOSED, Verdict.UNKNOWN, Verdict.REJECTED})
"""Verdicts that still wait for a person."""

COUNTED = frozenset({Verdict.SURE, Verdict.CONFIRMED})
"""Verdicts that make presences."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the program says of one group: `resident_ids` only when sure; `clear` when one proposal leads."""

    key: str
    verdict: Verdict
    resident_ids: tuple[str, ...] = ()
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    clear: bool = False


def judge(
    groups: Sequence[Group],
    people: Sequence[Person],
    *,
    nobodies: Iterable[str] = (),
    rejected: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Judgement, ...]:
    """One judgement a group, in the same order, whatever the order of groups and people.

    `people` must hold everybody whose name, e-mail, telephone, document or alias any group may carry, namesakes
    included, for uniqueness is judged among them. `nobodies`: keys of groups that a person said before are no
    neighbour. `rejected`: residents that a person said a group is not, by key; they are neither sure nor proposed.

    Sure, in this order: the same e-mail (a resident's, or a confirmed one); the same registrant id; a Zoom name or
    telephone confirmed by a person before; a document number typed in the name; a full name that is unique among the
    groups and on the roll. A piece of evidence that fits two residents decides nothing, and one that a document in the
    name speaks against, or a document beside somebody else's full name, is only proposed: a lent telephone, a typing
    error, or two neighbours on one connection, and nobody but a person can tell.
    """
    evidence, finder = _Evidence(groups, people), Finder(people)
    known_nobodies = frozenset(nobodies)
    refused = rejected or {}
    return tuple(
        _judge_one(group, finder, evidence, refused.get(group.key, frozenset()), nobody=group.key in known_nobodies)
        for group in groups
    )


def _judge_one(
    group: Group, finder: Finder, evidence: "_Evidence", refused: frozenset[str], *, nobody: bool
) -> Judgement:
    if group.kind is Kind.HOST:
        return Judgement(group.key, Verdict.NOT_A_NEIGHBOUR, reasons=(reason("host"),))
    if group.kind is Kind.ROOM:
        return Judgement(group.key, Verdict.NOT_A_NEIGHBOUR, reasons=(reason("room_client"),))
    if nobody and group.kind is not Kind.DEVICE:
        return Judgement(group.key, Verdict.NOT_A_NEIGHBOUR, reasons=(reason("nobody_before"),))
    for why, found in evidence.of(group):
        if len(found) == 1 and not found & refused:
            against = evidence.against(group, why, found, refused)
            if against is not None:
                ranked = _contradicting(group, evidence, refused)
                told = (why, against, *_notes(group, ranked))
                return Judgement(group.key, Verdict.PROPOSED, (), ranked[0].score, told, ranked)
            return Judgement(group.key, Verdict.SURE, tuple(found), 1.0, (why, *evidence.differing(group, found)))
    fitting = (one for one in finder.worth_scoring(group) if one.id not in refused)
    ranked = tuple(
        spelled(one, group.names, evidence.person(one.resident_id))
        for one in rank(score(group.names, group.emails, group.phones, one) for one in fitting)
    )
    notes = _notes(group, ranked)
    if not ranked:
        return Judgement(group.key, Verdict.UNKNOWN, reasons=notes)
    best = ranked[0]
    clear = leads_clearly(ranked) and not evidence.namesakes(group) and not may_be_several(group)
    return Judgement(group.key, Verdict.PROPOSED, (), best.score, (*best.reasons, *notes), ranked, clear)


def _contradicting(group: Group, evidence: "_Evidence", refused: frozenset[str]) -> tuple[Candidate, ...]:
    """Everybody for whom something exact speaks, each with what does; what proves more comes first."""
    reasons: defaultdict[str, list[Reason]] = defaultdict(list)
    for why, found in evidence.of(group):
        for one in sorted(found - refused):
            reasons[one].append(why)
    people = [evidence.person(one) for one in reasons]
    return tuple(
        Candidate(one.id, one.name, round(_EXACT - 0.01 * place, 4), tuple(reasons[one.id]))
        for place, one in enumerate(people[:MOST_PROPOSALS])
    )


def _notes(group: Group, ranked: Sequence[Candidate]) -> tuple[Reason, ...]:
    """What a person should know of a group that waits, beside why somebody is proposed."""
    notes = []
    if group.overlapping:
        notes.append(reason("twice_at_once"))
    if may_be_several(group):
        notes.append(reason("perhaps_several"))
    if len(ranked) > 1 and not leads_clearly(ranked):
        notes.append(reason("several_alike", count=len(ranked)))
    if group.kind is Kind.DEVICE:
        notes.append(reason("device_name"))
    if group.kind is Kind.PHONE:
        notes.append(reason("by_phone"))
    if group.internal:
        notes.append(reason("organisers_account"))
    return tuple(notes)


def may_be_several(group: Group) -> bool:
    """Whether a name says that more than one sits before the screen: `Familia Paz`, `Rosa y Juan`, `Ana & Luz`."""
    return any(TOGETHER & set(words(name)) or _AND.search(fold(name)) for name in group.names)


def full_name(name: str) -> str:
    """A name as full names are compared: folded words, given names first; `Peña, Rosa` is `rosa pena`.

    Empty for less than two words: a given name alone is nobody's full name.
    """
    family, comma, given = name.partition(",")
    told = [*words(given), *words(family)] if comma and given.strip() else list(words(name))
    return " ".join(told) if len(told) >= 2 else ""


def full_names(person: Person) -> frozenset[str]:
    """The full names of a resident: with the given names, and with the chosen one."""
    given = {person.given_names, person.chosen_name or person.given_names}
    told = {*(f"{one} {person.family_name}" for one in given), *_aliases(person, "name")}
    return frozenset(found for one in told if (found := full_name(one)))


def other_order(person: Person) -> frozenset[str]:
    """The same full names with the surname first, as lists are written: never sure, but a namesake all the same."""
    given = {person.given_names, person.chosen_name or person.given_names}
    return frozenset(found for one in given if (found := full_name(f"{person.family_name} {one}")))


def document_in(name: str) -> str | None:
    """A document number typed in a name (`Rosa Peña 23.456.789`), digits only; None without or with several."""
    found = {re.sub(r"\D", "", match) for match in _DOCUMENT.findall(name)}
    return found.pop() if len(found) == 1 else None


def _documents_in(group: Group) -> list[str]:
    """The documents typed in the names of a group; the digits of who dialled in are a telephone."""
    return [] if group.kind is Kind.PHONE else [found for one in group.names if (found := document_in(one))]


class _Evidence:
    """Exact evidence, looked up once for all groups."""

    def __init__(self, groups: Sequence[Group], people: Sequence[Person]) -> None:
        self._people = {one.id: one for one in people}
        self._given_names = {word for one in people for word in words(one.given_names)} | SHORT_FOR.keys()
        self._emails = _index(people, lambda one: [one.email, *_aliases(one, "email")])
        self._registrants = _index(people, lambda one: _aliases(one, "registrant"))
        self._zoom_names = _index(people, lambda one: _aliases(one, "zoom_name"))
        self._phones = _index(people, lambda one: _aliases(one, "phone"))
        self._documents = _index(people, lambda one: [one.document, *_aliases(one, "document")])
        self._full = _index(people, full_names)
        self._either_order = _index(people, lambda one: full_names(one) | other_order(one))
        self._borne = Counter(name for group in groups for name in {fold(one) for one in group.names})
        self._borne_full = Counter(name for group in groups for name in {full_name(one) for one in group.names})

    def of(self, group: Group) -> Iterable[tuple[Reason, set[str]]]:
        """Each kind of evidence a group has, in the order of how much it proves, with the residents it fits."""
        yield reason("same_email"), self._fitting(self._emails, group.emails)
        yield reason("same_registrant"), self._fitting(self._registrants, group.registrant_ids)
        yield reason("confirmed_name"), self._by_confirmed_name(group)
        whole = [phone for phone in group.phones if "*" not in phone]
        yield reason("confirmed_phone"), self._fitting(self._phones, whole)
        yield reason("document_in_name"), self._fitting(self._documents, _documents_in(group))
        yield reason("unique_full_name"), self._by_full_name(group)

    def person(self, resident_id: str) -> Person:
        """One of the people."""
        return self._people[resident_id]

    def namesakes(self, group: Group) -> bool:
        """Whether another group bears the same name, or this one was there twice at once."""
        return group.overlapping or any(self._borne[fold(name)] > 1 for name in group.names)

    def against(self, group: Group, why: Reason, found: set[str], refused: frozenset[str]) -> Reason | None:
        """What speaks against the one resident that a piece of evidence fits: another's document, another's full name.

        A document's holder whom a person has ruled out speaks no more.
        """
        (one,) = found
        typed = _documents_in(group)
        holders = self._fitting(self._documents, typed)
        if holders and one not in holders and holders - refused:
            return reason("document_of_another")
        if typed and not holders and self._people[one].document:
            return reason("document_of_another")
        if why["code"] == "document_in_name":
            for name in group.names:
                whole = sum(len(word) > 1 for word in bare_words(name)) >= 2 and not is_device(name)
                if whole and not score_name(name, self._people[one])[0]:
                    return reason("name_differs", written=name)
        return None

    def differing(self, group: Group, found: set[str]) -> tuple[Reason, ...]:
        """A word of warning where the connection is surely somebody's and the name on it is not: a lent telephone."""
        names = [name for name in group.names if not is_device(name)]
        if names and not any(score_name(name, self._people[one])[0] for name in names for one in found):
            return (reason("name_differs", written=names[0]),)
        return ()

    def _by_confirmed_name(self, group: Group) -> set[str]:
        """Remembered names, unless one is borne twice tonight, is a bare given name, or is a namesake's own."""
        if group.overlapping:
            return set()
        found: set[str] = set()
        for name in group.names:
            told = fold(name)
            owners = self._zoom_names.get(told, set())
            if owners and (is_device(name) or told in self._given_names or self._borne[told] > 1):
                return set()
            found |= owners | (self._either_order.get(full_name(name), set()) if owners else set())
        return found

    def _by_full_name(self, group: Group) -> set[str]:
        if group.overlapping:
            return set()
        told = {name for one in group.names if (name := full_name(one))}
        found: set[str] = set()
        for name in told:
            if self._full.get(name) and self._borne_full[name] > 1:
                return set()
            if self._full.get(name):
                found |= self._either_order[name] | self._zoom_names.get(name, set())
        return found

    @staticmethod
    def _fitting(index: Mapping[str, set[str]], values: Iterable[str]) -> set[str]:
        return set().union(*(index.get(fold(value), set()) for value in values))


def _aliases(person: Person, kind: str) -> list[str]:
    return [one.value for one in person.aliases if one.kind == kind]


def _index(people: Iterable[Person], values: Callable[[Person], Iterable[str | None]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        for value in values(person):
            if value and fold(value):
                found[fold(value)].add(person.id)
    return dict(found)


def may_confirm(resident_ids: Sequence[str]) -> tuple[str, ...]:
    """The residents that a person says a group is, each once. Raises Refused("match_needs_a_resident")."""
    chosen = tuple(dict.fromkeys(resident_ids))
    if not chosen:
        raise Refused("match_needs_a_resident")
    return chosen


def names_to_remember(group: Group) -> tuple[str, ...]:
    """The folded names worth remembering once a person has confirmed a group: any but a bare apparatus's."""
    return tuple(dict.fromkeys(fold(name) for name in group.names if not is_device(name) and len(fold(name)) >= 3))
