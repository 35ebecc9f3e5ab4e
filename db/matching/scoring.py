"""What matching looks at in a neighbour, and why one is proposed: the reasons, as codes and facts.

Pure. How likely somebody is comes from `ranking`; here stands what a person at the desk is told of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import JaroWinkler

from db.folding import words
from db.matching.likely.told import Told
from db.residents.namebook_pages import PARTICLES
from db.residents.nicknames import SHORT_FOR
from db.residents.sounding import sound
from db.zoom.rules import Group
from db.zoom.screen_names import NOT_NAMES, TOGETHER, folded, person_words

MOST_PROPOSALS = 5
WORTH_A_LOOK = 0.01
"""Somebody who is likelier than this is shown; the likelier ones come first."""
WORTH_PROPOSING, TOGETHER_WORTH = 0.2, 0.5
"""A group is proposed when one person is so likely, or those who are shown together; else it is unknown."""
CLEAR, CLEAR_LEAD = 0.5, 4.0
"""One key takes the first proposal if she is so likely, and so many times likelier than the second."""
SIMILAR = 0.9
"""Jaro-Winkler similarity from which two words are called one word with a slip of the finger."""

_WORD = re.compile(r"[^\W_]+")

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
    """A resident as far as matching looks at him. `came_here`: sittings of this council; `came`: of any; `registered`
    for this one on Zoom.
    """

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
    organisation_id: str | None = None
    registered: bool = False

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
        if sound(written) == sound(known):
            return _Likeness(0.75, "similar", written, known)
        alike = JaroWinkler.normalized_similarity(written, known)
        if alike >= SIMILAR:
            return _Likeness(0.8 * alike, "similar", written, known)
    return None


def name_reasons(name: str, person: Person) -> tuple[Reason, ...]:
    """How a name as told meets a resident's, in codes; empty when nothing of it does.

    The words meet in any order; each word of the resident's name is met once, the best meetings first.
    """
    return _how_met(name, person.family_name, person.given_names, person.chosen_name or "")


# While a call runs it is judged every half minute: the same names are held against the same neighbours again.
@lru_cache(maxsize=20_000)
def _how_met(name: str, family_name: str, given_names: str, chosen_name: str) -> tuple[Reason, ...]:
    told = bare_words(name)
    surname = _name_words(family_name)
    given = _name_words(f"{given_names} {chosen_name}")
    pairs = [
        (met, here, there, there < len(surname))
        for here, word in enumerate(told)
        for there, known in enumerate([*surname, *given])
        if (met := likeness(word, known))
    ]
    if len(pairs) > 1:
        pairs.sort(key=lambda pair: (-pair[0].strength, pair[1], pair[2]))
    met_surname: list[_Likeness] = []
    met_given: list[_Likeness] = []
    taken_told: set[int] = set()
    taken_known: set[int] = set()
    for met, here, there, is_surname in pairs:
        if here in taken_told or there in taken_known:
            continue
        taken_told.add(here)
        taken_known.add(there)
        (met_surname if is_surname else met_given).append(met)
    whole = len(taken_told) == len(told) == len(surname) + len(given)
    return _reasons_of(met_surname, met_given, whole=whole)


@lru_cache(maxsize=20_000)
def _as_spelled(
    name: str, names: tuple[str, ...], family_name: str, given_names: str, chosen_name: str
) -> tuple[Reason, ...]:
    """The same with the words as people spell them, for they are compared folded."""
    written, known = _spelling(names), _spelling((family_name, given_names, chosen_name))
    return tuple(
        {**why, **_respelled(why, "written", written), **_respelled(why, "known", known)}
        for why in _how_met(name, family_name, given_names, chosen_name)
    )


def meets(name: str, person: Person) -> bool:
    """Whether any word of a name as told may be one of a resident's."""
    return bool(name_reasons(name, person))


_NO_NAMES = PARTICLES | TOGETHER | NOT_NAMES


# One call has sixty names, each held against hundreds of people: the words of each are looked at once.
@lru_cache(maxsize=10_000)
def bare_words(name: str) -> tuple[str, ...]:
    """The words of a name as told that may be a person's, without the particles between."""
    return tuple(word for word in person_words(name) if word not in _NO_NAMES)


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words(name) if word not in PARTICLES))


def _reasons_of(surname: Sequence[_Likeness], given: Sequence[_Likeness], *, whole: bool) -> tuple[Reason, ...]:
    if whole and all(met.how == "same" for met in (*surname, *given)) and surname and given:
        return (reason("same_full_name"),)
    found = []
    for part, mets in (("surname", surname), ("given", given)):
        if mets:
            best = mets[0]  # the best meetings come first
            found.append(reason(f"{best.how}_{part}", written=best.written, known=best.known))
    return tuple(found)


def candidate(
    group: Group,
    person: Person,
    chance: float,
    *,
    names: Sequence[str] = (),
    told: Sequence[Told] = (),
    also: Sequence[Reason] = (),
) -> Candidate:
    """A resident as a proposal for a group, with every reason: of the name that meets hers best, her telephone and
    e-mail, what else speaks for her (`also`), then the organisation, the quarter and past attendance.

    `names`: further names of the group, which say how a word is spelled. Facts in the reasons are words for the screen,
    as people spell them: `written` and `known` words, `times`, a quarter's name.
    """
    whose = (person.family_name, person.given_names, person.chosen_name or "")
    spelling = (*group.names, *names)
    found = [_as_spelled(name, spelling, *whose) for name in group.names]
    best = max(found, key=_weight, default=()) if len(found) != 1 else found[0]
    reasons = [*best, *_known_before(group, person), *_other_evidence(group, person), *also]
    if person.organisation_id and any(person.organisation_id in one.clubs for one in told):
        reasons.append(reason("same_organisation"))
    return Candidate(person.id, person.name, round(min(chance, 0.9999), 4), (*reasons, *_context(person)))


_STRENGTH = {"same": 8, "nickname": 6, "similar": 5, "short": 4, "initial": 2}


def _weight(reasons: Sequence[Reason]) -> int:
    return sum(_STRENGTH.get(str(why["code"]).partition("_")[0], 0) for why in reasons)


def _known_before(group: Group, person: Person) -> Iterable[Reason]:
    for name in group.names:
        for alias in person.aliases:
            if alias.kind == "zoom_name" and alias.value == folded(name):
                yield reason("zoom_name_before", times=alias.times, written=name)


def _other_evidence(group: Group, person: Person) -> Iterable[Reason]:
    if not group.emails and not group.phones:
        return
    known = (person.email, *(a.value for a in person.aliases if a.kind == "email")) if group.emails else ()
    own = {folded(one) for one in known if one}
    for email in group.emails:
        if folded(email) in own:
            yield reason("same_email")
        elif any(
            why["code"] in ("same_surname", "same_full_name")
            for why in name_reasons(re.sub(r"[._\d]+", " ", email.partition("@")[0]), person)
        ):
            yield reason("email_like_name")
    if person.phone and any(same_phone(phone, person.phone) for phone in group.phones):
        yield reason("phone_fits" if all("*" in phone for phone in group.phones) else "same_phone")


def _context(person: Person) -> Iterable[Reason]:
    if person.registered:
        yield reason("registered_tonight")
    if person.lives_here:
        yield reason("same_neighbourhood", neighbourhood=person.neighbourhood or "")
    elif person.same_district:
        yield reason("same_district")
    if person.came_here:
        yield reason("came_here_before", times=person.came_here)
    elif person.came:
        yield reason("came_before", times=person.came)


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


@lru_cache(maxsize=10_000)
def _spelling(names: tuple[str, ...]) -> Mapping[str, str]:
    return {folded(word): word for name in names for word in _WORD.findall(name)}


def _respelled(why: Reason, fact: str, spelling: Mapping[str, str]) -> dict[str, str]:
    return {fact: spelling[why[fact]]} if why.get(fact) in spelling else {}


def worth_proposing(ranked: Sequence[Candidate]) -> bool:
    """Whether somebody is likely enough, or those who are shown together, for the group to be called proposed."""
    return bool(ranked) and (ranked[0].score >= WORTH_PROPOSING or sum(one.score for one in ranked) >= TOGETHER_WORTH)


def leads_clearly(ranked: Sequence[Candidate]) -> bool:
    """Whether the first proposal is so likely, and so far ahead, that one key may take it; two namesakes never are."""
    if not ranked or ranked[0].score < CLEAR:
        return False
    return len(ranked) == 1 or ranked[0].score >= CLEAR_LEAD * ranked[1].score
