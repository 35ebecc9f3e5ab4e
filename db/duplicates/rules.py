"""Which rows of the roll may be one person, why, and how sure that is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from db.errors import Refused
from db.folding import words
from db.residents.nicknames import SHORT_FOR
from db.residents.sounding import sound

Reason = Mapping[str, Any]

SIMILAR = 0.9
"""Jaro-Winkler similarity from which two words are one word with a slip of the finger."""

ALIKE = 0.75
"""From here on two names can be one person's; below, only a document still speaks for it."""

_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "do", "das", "dos", "di", "von", "van"})
_SAME, _HEARD, _SHORT, _SLIP, _INITIAL = 1.0, 0.95, 0.9, 0.85, 0.5

# How sure a proposal is: what a card proves, then what two people of one house may share, then a name alone.
_DOCUMENT, _DOCUMENT_ALONE, _DOUBTFUL = 0.9, 0.8, 0.35
_CONTACT, _BIRTH, _NAME = 0.7, 0.72, 0.3
_WHOLLY_OTHER = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the roll as far as telling people apart goes."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None = None
    document: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two names are one: 0 to 1, and how: same, other_order, part, similar, nickname; other below `ALIKE`."""

    strength: float
    how: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What speaks for two rows being one person. `doubtful`: something speaks against it; the card has to be seen."""

    score: float
    reasons: tuple[Reason, ...]
    doubtful: bool = False


def judge(one: Row, other: Row) -> Judged | None:
    """Whether two rows may be one person, how sure (0 to 1), and why; None when nothing speaks for it.

    A document is one person's: it proposes whatever the names are, but a birth date or a wholly other name against it
    makes it doubtful, for a digit was typed wrong. A telephone or an e-mail is a household's: it proposes only
    beside a similar name, and never two documents or birth dates that differ. A name proposes with the birth date, or
    alone when it is the very same in full and nothing speaks against it.
    """
    found, against = _shared(one, other), _against(one, other)
    codes = {why["code"] for why in found}
    if "same_document" not in codes and (against or (not codes and not _full_namesakes(one, other))):
        return None  # nearly every pair that is looked at at all: before the names are compared word by word
    name = name_likeness(one, other)
    if name.strength < _WHOLLY_OTHER:
        against.append({"code": "other_name"})
    if "same_document" in codes:
        if against:
            return Judged(_DOUBTFUL, (*found, *against), doubtful=True)
        sure = _DOCUMENT + 0.1 * name.strength if name.how != "other" else _DOCUMENT_ALONE
        return Judged(min(sure, 1.0), (*found, _name_reason(name)))
    if name.strength < ALIKE:
        return None
    told = (*found, _name_reason(name))
    if codes & {"same_phone", "same_email"}:
        more = 0.08 * (len(codes) - 1)
        return Judged(min(_CONTACT + 0.1 * name.strength + more, 0.9), told)
    if "same_birth_date" in codes:
        return Judged(_BIRTH + 0.1 * name.strength, told)
    if "near_birth_date" in codes or "near_document" in codes:
        return Judged(0.5 + 0.1 * name.strength, told)
    return Judged(_NAME, told) if _full_namesakes(one, other) else None


def _full_namesakes(one: Row, other: Row) -> bool:
    """Whether two rows have the very same name, of three words or more: two words are borne by thousands."""
    words_of_one = name_words(one)
    return len(words_of_one) >= 3 and sorted(words_of_one) == sorted(name_words(other))


def judge_people(rows: Sequence[Row], others: Sequence[Row]) -> Judged | None:
    """The same for people who are several rows: the best that any two of their rows say, unless any two disagree.

    Rows that a person has joined may each hold a piece of the truth; what one of them denies is not sure.
    """
    if len(rows) == len(others) == 1:
        return judge(rows[0], others[0])
    pairs = [(one, other) for one in rows for other in others]
    judged = (judge(one, other) for one, other in pairs)
    best = max((each for each in judged if each is not None), key=lambda each: each.score, default=None)
    denials = [why for one, other in pairs for why in _against(one, other)]
    if best is None or best.doubtful or not denials:
        return best
    if any(why["code"] == "same_document" for why in best.reasons):
        return Judged(_DOUBTFUL, (*best.reasons, *denials[:1]), doubtful=True)
    return None


def more_told(one: Row, other: Row) -> bool:
    """Whether the first says more of the person than the second; of two that say as much, the one written first."""
    told = [sum(bool(getattr(row, name)) for name in _TOLD) for row in (one, other)]
    return (told[0], other.id) >= (told[1], one.id)


_TOLD = ("document", "birth_date", "phone", "email", "chosen_name")


def _shared(one: Row, other: Row) -> list[Reason]:
    found: list[Reason] = []
    if one.document and one.document == other.document:
        found.append({"code": "same_document", "document": one.document})
    elif one.document and other.document:
        first, second = dni_of(one.document), dni_of(other.document)
        if first == second:
            found.append({"code": "same_document", "document": first})
            found.append({"code": "tax_number", "number": max(one.document, other.document, key=len)})
        elif _one_slip(first, second):
            found.append({"code": "near_document", "document": one.document, "other": other.document})
    if one.email and one.email == other.email:
        found.append({"code": "same_email", "email": one.email})
    if one.phone and other.phone and _ending(one.phone) == _ending(other.phone) is not None:
        found.append({"code": "same_phone", "phone": one.phone})
    if one.birth_date and one.birth_date == other.birth_date:
        found.append({"code": "same_birth_date", "birth_date": one.birth_date})
    elif one.birth_date and other.birth_date and _near_dates(one.birth_date, other.birth_date):
        found.append({"code": "near_birth_date", "birth_date": one.birth_date, "other": other.birth_date})
    return found


def _against(one: Row, other: Row) -> list[Reason]:
    found: list[Reason] = []
    both = one.document and other.document and one.document != other.document
    if both and not _one_slip(dni_of(one.document), dni_of(other.document)):
        found.append({"code": "other_document", "document": one.document, "other": other.document})
    if one.birth_date and other.birth_date and not _near_dates(one.birth_date, other.birth_date):
        found.append({"code": "other_birth_date", "birth_date": one.birth_date, "other": other.birth_date})
    return found


def dni_of(document: str | None) -> str:
    """The number of the document inside a CUIL or CUIT (20-12345678-6); any other as it is."""
    told = document or ""
    return told[2:10].lstrip("0") if len(told) == 11 and told.isdigit() else told


def _one_slip(document: str, other: str) -> bool:
    return DamerauLevenshtein.distance(document, other, score_cutoff=1) <= 1


def _near_dates(one: date, other: date) -> bool:
    """The same day, day and month the other way round, or one digit that differs: what a hand writes wrong."""
    if one == other or (one.year, one.day, one.month) == (other.year, other.month, other.day):
        return True
    if one.year != other.year and (one.month, one.day) != (other.month, other.day):
        return False
    return sum(here != there for here, there in zip(one.isoformat(), other.isoformat(), strict=True)) <= 1


def _ending(phone: str | None) -> str | None:
    """The last eight digits: country, area and the mobile 9 or 15 are written in several ways."""
    return phone[-8:] if phone and len(phone) >= 8 else None


def _name_reason(name: Likeness) -> Reason:
    return {"code": f"{name.how}_name" if name.how in ("same", "other", "similar", "part") else name.how}


def name_likeness(one: Row, other: Row) -> Likeness:
    """How much the names of two rows look like one person's, family and given names in either order."""
    best = max(
        (
            _whole(first, second)
            for first in _namings(one)
            for second in _namings(other)
        ),
        key=lambda found: found.strength,
    )  # fmt: skip
    return best if best.strength >= ALIKE else Likeness(best.strength, "other")


def _namings(row: Row) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    family = _words(row.family_name)
    given = [_words(row.given_names)]
    if row.chosen_name and _words(row.chosen_name) not in given:
        given.append(_words(row.chosen_name))
    return [(family, each) for each in given]


def name_words(row: Row) -> tuple[str, ...]:
    """The folded words of a name, family names first, without the particles between."""
    return (*_words(row.family_name), *_words(row.given_names))


def name_key(row: Row) -> tuple[str, ...]:
    """What two rows of one name have in common, whichever word was written into which field."""
    return tuple(sorted(name_words(row)))


@lru_cache(maxsize=50_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if word not in _PARTICLES)


def _whole(one: tuple[tuple[str, ...], tuple[str, ...]], other: tuple[tuple[str, ...], tuple[str, ...]]) -> Likeness:
    if one == other:
        return Likeness(1.0, "same")
    if Counter((*one[0], *one[1])) == Counter((*other[0], *other[1])):
        # "Peña Rosa" and "Rosa Peña" written into the wrong fields; never two sisters called alike.
        return Likeness(0.97, "other_order")
    straight = _pairwise(one, other)
    crossed = _pairwise(one, (other[1], other[0]))
    return max(straight, Likeness(crossed.strength * 0.95, "other_order"), key=lambda found: found.strength)


def _pairwise(one: tuple[tuple[str, ...], tuple[str, ...]], other: tuple[tuple[str, ...], tuple[str, ...]]) -> Likeness:
    family, how_family = _part(one[0], other[0])
    given, how_given = _part(one[1], other[1])
    order = ("same", "nickname", "part", "similar", "other")
    return Likeness(min(family, given) * 0.6 + max(family, given) * 0.4, max(how_family, how_given, key=order.index))


def _part(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    """One part of a name against the same of another: every word of the shorter has to meet one of the longer."""
    if not one or not other:
        return 0.0, "other"
    if one == other:
        return 1.0, "same"
    if "".join(one) == "".join(other):
        return 0.98, "same"
    short, long = (one, list(other)) if len(one) <= len(other) else (other, list(one))
    met: list[tuple[float, str]] = []
    for word in short:
        best = max(((*_word(word, known), known) for known in long), default=(0.0, "other", ""))
        if best[0] == 0.0:
            return 0.0, "other"
        met.append((best[0], best[1]))
        long.remove(best[2])
    strength = sum(one for one, _ in met) / len(met) * (0.9 if long else 1.0)
    how = min(met)[1]
    return strength, "part" if long and how == "same" else how


@lru_cache(maxsize=100_000)
def _word(one: str, other: str) -> tuple[float, str]:
    if one == other:
        return _SAME, "same"
    if one in SHORT_FOR.get(other, ()) or other in SHORT_FOR.get(one, ()):
        return _SHORT, "nickname"
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return _INITIAL, "part"
    if min(len(one), len(other)) >= 4 and sound(one) == sound(other):
        return _HEARD, "similar"  # «Gonsáles», written down as it was heard
    if min(len(one), len(other)) >= 4 and JaroWinkler.normalized_similarity(one, other) >= SIMILAR:
        return _SLIP, "similar"
    return 0.0, "other"


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of the roll as far as a merge is concerned."""

    id: str
    on_the_roll: bool
    erased: bool = False


def may_merge(
    kept: Standing, absorbed: Standing, *, speaks: Mapping[str, str], apart: Iterable[tuple[str, str]]
) -> None:
    """Whether two rows may be said to be one person. `apart` are the pairs of rows that a person said to be two.

    Raises Refused: merge_self, resident_unknown, merge_erased, already_one, merge_apart (some row of one person was
    said to be somebody else than some row of the other).
    """
    _two_on_the_roll(kept, absorbed)
    if kept.erased or absorbed.erased:
        raise Refused("merge_erased")
    one, other = speaks.get(kept.id, kept.id), speaks.get(absorbed.id, absorbed.id)
    if one == other:
        raise Refused("already_one")
    for first, second in apart:
        if {speaks.get(first, first), speaks.get(second, second)} == {one, other}:
            raise Refused("merge_apart")


def may_keep_apart(first: Standing, second: Standing, *, speaks: Mapping[str, str]) -> None:
    """Whether two rows may be said to be two people. Raises Refused: merge_self, resident_unknown, already_one."""
    _two_on_the_roll(first, second)
    if speaks.get(first.id, first.id) == speaks.get(second.id, second.id):
        raise Refused("already_one")


def _two_on_the_roll(one: Standing, other: Standing) -> None:
    if one.id == other.id:
        raise Refused("merge_self")
    if not (one.on_the_roll and other.on_the_roll):
        raise Refused("resident_unknown")
