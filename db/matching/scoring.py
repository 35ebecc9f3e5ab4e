"""How much a group's names look like a resident's: a score to rank proposals by, with its reasons as codes and facts.

A score never decides. It puts the likeliest neighbour first, so that a person decides with one key.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import JaroWinkler

from db.folding import fold, words
from db.residents.nicknames import SHORT_FOR
from db.zoom.rules import person_words

WORTH_PROPOSING = 0.5
"""A surname alone reaches it, a given name alone only together with the quarter and past attendance."""

MOST_PROPOSALS = 5
CLEAR_LEAD = 0.08
"""How far the first proposal must be ahead of the second for one key press to take it."""

_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "di", "von", "van"})
TOGETHER = frozenset({"familia", "flia", "fam", "matrimonio", "hermanos", "hnos", "vecinos"})
"""Words that say that more than one sits before the screen; nobody is called so."""

_SURNAME, _GIVEN, _COVERED = 0.55, 0.35, 0.10
_NAMES_ALONE = 0.9
SIMILAR = 0.9
"""Jaro-Winkler similarity from which two words are one word with a slip of the finger."""

Reason = Mapping[str, Any]


def reason(code: str, **facts: Any) -> dict[str, Any]:
    """A reason as it is stored and worded: a code and what fills its sentence."""
    return {"code": code, **facts}


@dataclass(frozen=True, slots=True)
class Known:
    """Another name somebody goes by: kind zoom_name, email, registrant or phone; `value` folded; times confirmed.

    Of somebody who is several rows of the roll also name and document: what the others of her rows say.
    """

    kind: str
    value: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """A resident as far as matching looks at him. `came_here`: sittings of this council; `came`: of any."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None = None
    document: str | None = None
    email: str | None = None
    phone: str | None = None
    lives_here: bool = False
    same_district: bool = False
    neighbourhood: str | None = None
    came_here: int = 0
    came: int = 0
    aliases: tuple[Known, ...] = ()

    @property
    def name(self) -> str:
        """As the person is called, given names first."""
        return f"{self.chosen_name or self.given_names} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal: a resident, a score from 0 to 1, and why."""

    resident_id: str
    name: str
    score: float
    reasons: tuple[Reason, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How one written word meets one word of a resident's name: strength 0 to 1, and how it came about."""

    strength: float
    how: str
    written: str
    known: str


@lru_cache(maxsize=100_000)
def likeness(written: str, known: str) -> _Likeness | None:
    """Two folded words: the same, a short name, the beginning, one slip of the finger, an initial; else None."""
    if written == known:
        return _Likeness(1.0, "same", written, known)
    if known in SHORT_FOR.get(written, ()):
        return _Likeness(0.85, "nickname", written, known)
    if len(written) == 1 and known.startswith(written):
        return _Likeness(0.45, "initial", written, known)
    if len(written) >= 3 and known.startswith(written):
        return _Likeness(0.7, "short", written, known)
    if min(len(written), len(known)) >= 4:
        alike = JaroWinkler.normalized_similarity(written, known)
        if alike >= SIMILAR:
            return _Likeness(0.8 * alike, "similar", written, known)
    return None


def score_name(name: str, person: Person) -> tuple[float, tuple[Reason, ...]]:
    """How much one name as told looks like a resident's, 0 to 0.9, and why.

    The words meet in any order; each word of the resident's name is used once, the best meetings first. A surname
    weighs more than a given name; words that meet nothing count against it.
    """
    told = bare_words(name)
    surname = _name_words(person.family_name)
    given = _name_words(f"{person.given_names} {person.chosen_name or ''}")
    pairs = [
        (met, here, there, there < len(surname))
        for here, word in enumerate(told)
        for there, known in enumerate([*surname, *given])
        if (met := likeness(word, known))
    ]
    met_surname: list[_Likeness] = []
    met_given: list[_Likeness] = []
    taken: set[tuple[str, int]] = set()
    for met, here, there, is_surname in sorted(pairs, key=lambda pair: (-pair[0].strength, pair[1], pair[2])):
        if taken & {("told", here), ("known", there)}:
            continue
        taken |= {("told", here), ("known", there)}
        (met_surname if is_surname else met_given).append(met)
    if not told or not taken:
        return 0.0, ()
    left_over = 1 - (len(met_surname) + len(met_given)) / len(told)
    best_surname = max((met.strength for met in met_surname), default=0.0)
    best_given = max((met.strength for met in met_given), default=0.0)
    total = _SURNAME * best_surname + _GIVEN * best_given + _COVERED
    total *= 1 - 0.4 * left_over
    reasons = _name_reasons(met_surname, met_given, whole=len(taken) // 2 == len(told) == len(surname) + len(given))
    return round(_NAMES_ALONE * min(total, 1.0), 4), reasons


# One call has sixty names, each held against hundreds of people: the words of each are looked at once.
@lru_cache(maxsize=10_000)
def bare_words(name: str) -> tuple[str, ...]:
    """The words of a name as told that may be a person's, without the particles between."""
    return tuple(word for word in person_words(name) if word not in _PARTICLES | TOGETHER)


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words(name) if word not in _PARTICLES))


def _name_reasons(surname: Sequence[_Likeness], given: Sequence[_Likeness], *, whole: bool) -> tuple[Reason, ...]:
    if whole and all(met.how == "same" for met in (*surname, *given)) and surname and given:
        return (reason("same_full_name"),)
    found = []
    for part, mets in (("surname", surname), ("given", given)):
        if mets:
            best = max(mets, key=lambda met: met.strength)
            found.append(reason(f"{best.how}_{part}", written=best.written, known=best.known))
    return tuple(found)


def score(names: Iterable[str], emails: Sequence[str], phones: Sequence[str], person: Person) -> Candidate:
    """A resident's score for a group: its best name, its telephone, its e-mail, then the quarter and past attendance.

    Facts in the reasons are words for the screen: `written` and `known` words, `times`, a quarter's name.
    """
    best, reasons = 0.0, tuple[Reason, ...]()
    for name in names:
        found, why = score_name(name, person)
        remembered = _remembered(name, person)
        if remembered is not None:
            found, why = max(found, 0.6) + 0.1, (*why, remembered)
        if found > best:
            best, reasons = found, why
    for value, why_else in _other_evidence(emails, phones, person):
        best, reasons = max(best, value), (*reasons, why_else)
    if best > 0:
        for plus, why_near in _context(person):
            best, reasons = best + plus, (*reasons, why_near)
    return Candidate(person.id, person.name, round(min(best, 0.99), 4), reasons)


def _remembered(name: str, person: Person) -> Reason | None:
    told = fold(name)
    for alias in person.aliases:
        if alias.kind == "zoom_name" and alias.value == told:
            return reason("zoom_name_before", times=alias.times, written=name)
    return None


def _other_evidence(emails: Sequence[str], phones: Sequence[str], person: Person) -> Iterable[tuple[float, Reason]]:
    own = {fold(one) for one in (person.email, *(a.value for a in person.aliases if a.kind == "email")) if one}
    for email in emails:
        if fold(email) in own:
            yield 0.95, reason("same_email")
        else:
            inside, _ = score_name(email.partition("@")[0].replace(".", " ").replace("_", " "), person)
            if inside >= 0.75:
                yield 0.6, reason("email_like_name")
    if person.phone and any(same_phone(phone, person.phone) for phone in phones):
        masked = all("*" in phone for phone in phones)
        yield (0.55, reason("phone_fits")) if masked else (0.9, reason("same_phone"))


def _context(person: Person) -> Iterable[tuple[float, Reason]]:
    if person.lives_here:
        yield 0.04, reason("same_neighbourhood", neighbourhood=person.neighbourhood or "")
    elif person.same_district:
        yield 0.02, reason("same_district")
    if person.came_here:
        yield min(0.03 + 0.01 * person.came_here, 0.06), reason("came_here_before", times=person.came_here)
    elif person.came:
        yield 0.02, reason("came_before", times=person.came)


def same_phone(told: str, known: str) -> bool:
    """Whether a number as Zoom tells it, whole or masked (`54911*****37`), can be a known one.

    Compared are the last eight digits, for the country's and the mobile prefix are written in several ways; of a
    masked number what can be seen at both ends.
    """
    digits = "".join(letter for letter in known if letter.isdigit())
    if "*" not in told:
        shown = "".join(letter for letter in told if letter.isdigit())
        return len(shown) >= 8 and shown[-8:] == digits[-8:]
    start, _, end = told.partition("*")
    head, tail = ("".join(letter for letter in part if letter.isdigit()) for part in (start, end.strip("*")))
    return len(tail) >= 2 and len(head) >= 2 and digits.startswith(head) and digits.endswith(tail)


def spelled(candidate: Candidate, names: Iterable[str], person: Person) -> Candidate:
    """The same proposal with the words of its reasons as people spell them, for scores are made of folded ones."""
    written = _spelling(names)
    known = _spelling((person.family_name, person.given_names, person.chosen_name or ""))
    found = tuple(
        {**why, **_respelled(why, "written", written), **_respelled(why, "known", known)} for why in candidate.reasons
    )
    return replace(candidate, reasons=found)


def _spelling(names: Iterable[str]) -> dict[str, str]:
    return {fold(word): word for name in names for word in re.findall(r"[^\W_]+", name)}


def _respelled(why: Reason, fact: str, spelling: Mapping[str, str]) -> dict[str, str]:
    return {fact: spelling[why[fact]]} if why.get(fact) in spelling else {}


def rank(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The proposals worth showing, best first; equal ones by name, so that the order never jumps."""
    worth = [one for one in candidates if one.score >= WORTH_PROPOSING]
    return tuple(sorted(worth, key=lambda one: (-one.score, fold(one.name), one.resident_id))[:MOST_PROPOSALS])


def leads_clearly(ranked: Sequence[Candidate]) -> bool:
    """Whether the first proposal is so far ahead that one key may take it; two namesakes never are."""
    return bool(ranked) and (len(ranked) == 1 or ranked[0].score - ranked[1].score >= CLEAR_LEAD)
