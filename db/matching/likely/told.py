"""What a group tells of a person: the words of its names, without pronouns, titles, apparatus, organisations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from db.folding import words
from db.matching.likely.several import INSTITUTIONS, is_given, people_in, says_several
from db.residents.namebook_pages import PARTICLES
from db.zoom.screen_names import DEVICE_WORDS, NOT_NAMES, TOGETHER, person_words, without_pronouns

MOST_NAMES, MOST_WORDS = 4, 6
_CAMEL = re.compile(r"(?<=[a-záéíóúñü]{2})(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñü]{2})")
"""`MartaGómez` are two words."""
_NO_NAMES = PARTICLES | TOGETHER | NOT_NAMES


@dataclass(frozen=True, slots=True)
class Told:
    """One name as matching reads it.

    words: folded, given names first where a comma says so, no more than MOST_WORDS. family_first: the order was said
    by a comma. several: more than one person. clubs: organisations whose name stands in it.
    """

    words: tuple[str, ...]
    several: bool = False
    clubs: tuple[str, ...] = ()


def told_by(
    names: Sequence[str], emails: Sequence[str], organisations: Mapping[str, tuple[str, ...]]
) -> tuple[Told, ...]:
    """Every name that says anybody, and the words before the @ of the e-mails as one more name.

    `organisations`: the folded words of each one's name, by its id.
    """
    found = [told for name in names[:MOST_NAMES] for told in _each(told_in(name, organisations), name)]
    found += [Told(tuple(_of_address(email))) for email in emails[:2]]
    return tuple(dict.fromkeys([one for one in found if one.words or one.clubs]))


def _each(told: Told, name: str) -> Iterable[Told]:
    """`Rosa y Juan Peña` are two names, Rosa Peña and Juan Peña: nobody is called by both given names. Whoever has no
    surname there has that of who does: `Marta Gómez y Luis`.
    """
    people = people_in(name) if told.several else ()
    parts = [part for one in people if (part := [word for word in _words_in_order(one) if word in told.words])]
    if len(parts) < 2:
        return (told,)
    surname = parts[-1][1:] or parts[0][1:]
    if not surname:
        return (told,)
    return [
        replace(told, words=tuple(dict.fromkeys([*part, *(() if _has_surname(part) else surname)]))) for part in parts
    ]


def _has_surname(part: Sequence[str]) -> bool:
    return len(part) > 1 and not is_given(part[-1])


def told_in(name: str, organisations: Mapping[str, tuple[str, ...]]) -> Told:
    """One name. `Vecinal Belgrano - Rosa Peña (ella)` tells rosa and pena, and the organisation if the roll has it."""
    clubs, left = _clubs(_words_in_order(name), organisations)
    kept = [word for word in left if word not in _NO_NAMES]
    return Told(tuple(dict.fromkeys(kept))[:MOST_WORDS], says_several(name), clubs)


@lru_cache(maxsize=20_000)
def _words_in_order(name: str) -> tuple[str, ...]:
    """The words that may be a person's, the given names first where a comma says so."""
    plain = without_pronouns(name)
    family, comma, given = plain.partition(",")
    return person_words(_CAMEL.sub(" ", f"{given} {family}" if comma and given.strip() else plain))


def _of_address(email: str) -> Iterable[str]:
    local = re.sub(r"\d+", " ", email.partition("@")[0])
    return [word for word in words(local) if len(word) > 2 and word not in DEVICE_WORDS | INSTITUTIONS][:MOST_WORDS]


def _clubs(
    told: Sequence[str], organisations: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The organisations that are told by two words of theirs or more, and what is left of the words without them."""
    if len(told) < 2 or INSTITUTIONS.isdisjoint(told):
        return (), tuple(told)
    best: dict[str, int] = {}
    for one, its_words in organisations.items():
        met = len(set(its_words) & set(told))
        if met >= 2 and met >= len(its_words) - 1:
            best[one] = met
    clubs = tuple(sorted(one for one, met in best.items() if met == max(best.values())))
    gone = {word for one in clubs for word in organisations[one]} | INSTITUTIONS
    return clubs, tuple(word for word in told if word not in gone)
