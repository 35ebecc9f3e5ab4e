"""What a group tells of a person: the words of its names, without pronouns, titles, apparatus, organisations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from db.folding import words
from db.residents.namebook_pages import PARTICLES
from db.zoom.rules import Group
from db.zoom.screen_names import DEVICE_WORDS, NOT_NAMES, PRONOUNS, TOGETHER, folded, name_words, person_words

MOST_NAMES, MOST_WORDS = 4, 6
_AND = re.compile(r"\w (?:y|e) \w|[^\W\d_] ?[&+] ?[^\W\d_]")
_STROKE = re.compile(r"[^\W\d_]{2,} ?/ ?[^\W\d_]{2,}(?: [^\W\d_]{2,})?")
"""`José/Juan`, `Marta / Luis Paz`; not `Marta Paz / Echesortu`, which says where she is from."""
_CAMEL = re.compile(r"(?<=[a-záéíóúñü]{2})(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñü]{2})")
"""`MartaGómez` are two words."""
_IN_BRACKETS = re.compile(r"[(\[{/|]([^()\[\]{}|]*)[)\]}]?")
_KINDS = """vecinal club escuela biblioteca centro comedor cooperativa sindicato asociacion ong fundacion hospital cic
copa parroquia iglesia jardin colegio merendero secretaria municipalidad direccion distrito cmd consejo red mesa"""
_NO_NAMES = PARTICLES | TOGETHER | NOT_NAMES
_INSTITUTIONS = frozenset(_KINDS.split())
"""Words by which an organisation is known even when the roll has none of that name."""
_NOT_A_PAIR = _INSTITUTIONS | _NO_NAMES | PRONOUNS | DEVICE_WORDS


@dataclass(frozen=True, slots=True)
class Told:
    """One name as matching reads it.

    words: folded, given names first where a comma says so, no more than MOST_WORDS. family_first: the order was said
    by a comma. several: more than one person. clubs: organisations whose name stands in it.
    """

    words: tuple[str, ...]
    several: bool = False
    clubs: tuple[str, ...] = ()


def may_be_several(group: Group) -> bool:
    """Whether a name says that more than one sits before the screen: `Familia Paz`, `Rosa y Juan`, `Ana & Luz`."""
    return any(says_several(name) for name in group.names)


@lru_cache(maxsize=20_000)
def says_several(name: str) -> bool:
    """Whether one name says so."""
    return bool(TOGETHER & set(name_words(name)) or _joint(name))


def _joint(name: str) -> re.Match[str] | None:
    """Where one name ends in a folded one and another begins: `Rosa y Juan`, `Ana & Luz`, `José/Juan`."""
    told = folded(without_pronouns(name))
    if _STROKE.fullmatch(told) and not _NOT_A_PAIR.intersection(name_words(told)):
        return re.search(r"\w ?/ ?\w", folded(name))
    return _AND.search(folded(name))


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
    """`Rosa y Juan Peña` are two names, Rosa Peña and Juan Peña: nobody is called by both given names."""
    said = _joint(name) if told.several else None
    if said is None:
        return (told,)
    first, rest = words(folded(name)[: said.start() + 1]), words(folded(name)[said.end() - 1 :])
    before = [word for word in told.words if word in first]
    after = [word for word in told.words if word not in before and word in rest]
    if not before or len(after) < 2:
        return (told,)
    return replace(told, words=(*before, *after[1:])), replace(told, words=tuple(after))


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
    return [word for word in words(local) if len(word) > 2 and word not in DEVICE_WORDS | _INSTITUTIONS][:MOST_WORDS]


@lru_cache(maxsize=20_000)
def without_pronouns(name: str) -> str:
    """Without `(ella)`, `[él]`, `/ she/her`: only where brackets or strokes set them apart, for Él and La are names."""

    def keep(found: re.Match[str]) -> str:
        inside = words(found.group(1))
        return " " if inside and PRONOUNS.issuperset(inside) else found.group(0)

    return _IN_BRACKETS.sub(keep, name)


def _clubs(
    told: Sequence[str], organisations: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The organisations that are told by two words of theirs or more, and what is left of the words without them."""
    if len(told) < 2 or _INSTITUTIONS.isdisjoint(told):
        return (), tuple(told)
    best: dict[str, int] = {}
    for one, its_words in organisations.items():
        met = len(set(its_words) & set(told))
        if met >= 2 and met >= len(its_words) - 1:
            best[one] = met
    clubs = tuple(sorted(one for one, met in best.items() if met == max(best.values())))
    gone = {word for one in clubs for word in organisations[one]} | _INSTITUTIONS
    return clubs, tuple(word for word in told if word not in gone)
