"""Whether a name on the screen tells of several people, and where one of them ends and the next begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from db.residents.namebook_pages import PARTICLES
from db.residents.nicknames import SHORT_FOR
from db.zoom.rules import Group
from db.zoom.screen_names import DEVICE_WORDS, NOT_NAMES, PRONOUNS, TOGETHER, folded, name_words, without_pronouns

# `Marta y Luis`, `Ana & Luz`, `Marta con Luis`. «E» stands for «y» before an i alone (Luis e Inés), and elsewhere it is
# an initial (Ana E Gómez), unless it is small among great ones, as in Brazil (Ana e Luiz).
_AND = re.compile(
    r"(?<=[\w.)]) \(?(?:[yY]|[cC]on|CON|and|e(?= [A-ZÁÉÍÓÚÑ])|[eE](?= [hH]?[iIíÍ](?![eEéÉ]))) (?=\w)"
    r"|(?<=[\w.)]) ?\(?[&+] ?(?=[^\W\d_])"
)
# What stood in the brackets of `Marta Gómez (y Luis)`; `Marta + 1`; `Los Gómez`.
_BESIDES = re.compile(r"(?:(?:y|e|con|and) |[&+] ?)(?=[^\W\d_])|.*\+ ?\d$|los [^\W\d_]+(?: [^\W\d_]+)?$")
# These part people, and as often a name from where it is from: `Rosa Peña / Echesortu`, `Vecinal Belgrano - Rosa Peña`.
_STROKE = re.compile(r"\s*[/|\\;]\s*")
_DASH, _COMMA = re.compile(r"\s+[-–—]\s+"), re.compile(r"\s*,\s+")

_KINDS = """vecinal club escuela biblioteca centro comedor cooperativa sindicato asociacion ong fundacion hospital cic
copa parroquia iglesia jardin colegio merendero secretaria municipalidad direccion distrito cmd consejo red mesa"""
INSTITUTIONS = frozenset(_KINDS.split())
"""Words by which an organisation is known even when the roll has none of that name."""
_PLACES = """barrio villa parque plaza zona san santa santo la las los el empalme puerto tiro bella nuevo nueva norte
sur este oeste"""
_OF_NO_PERSON = INSTITUTIONS | NOT_NAMES | PRONOUNS | DEVICE_WORDS | TOGETHER
_OF_A_PLACE = frozenset(_PLACES.split())
# Given names that are towns as often.
_TOWNS = frozenset({"rosario", "dolores", "mercedes", "pilar", "victoria", "flor", "soledad"})
_GIVEN = (SHORT_FOR.keys() | {word for whole in SHORT_FOR.values() for word in whole}) - _TOWNS


def may_be_several(group: Group) -> bool:
    """Whether a name says that more than one sits before the screen: `Familia Paz`, `Rosa y Juan`, `Ana & Luz`."""
    return any(says_several(name) for name in group.names)


@lru_cache(maxsize=20_000)
def says_several(name: str) -> bool:
    """Whether one name says so."""
    return bool(TOGETHER & set(name_words(name)) or _BESIDES.match(folded(name)) or len(people_in(name)) > 1)


@lru_cache(maxsize=20_000)
def people_in(name: str) -> tuple[str, ...]:
    """A name parted where it is several: `Rosa y Juan Peña`, `José/Juan`, `Marta Gómez / Luis Gómez`; else whole."""
    told = without_pronouns(name)
    parts = [one.strip() for one in _AND.split(told) if one.strip()]
    if len(parts) > 1:
        return (*_listed(parts[:-1], parts[-1]), parts[-1])
    for separator in (_STROKE, _DASH, _COMMA):
        parts = [one.strip() for one in separator.split(told) if one.strip()]
        if len(parts) > 1 and _are_people([_words(one) for one in parts], by=separator):
            return tuple(parts)
    return (name,)


def _listed(parts: Sequence[str], last: str) -> Iterator[str]:
    """`Marta, Luis` are two before `y Pedro Gómez`, and one before `y Pedro`: Luis Marta."""
    for part in parts:
        several = _COMMA.split(part)
        alone = all(len(_words(one)) == 1 for one in several)
        yield from several if alone and len(_words(last)) > 1 else (part,)


@lru_cache(maxsize=20_000)
def lone_words(name: str) -> tuple[str, ...]:
    """The folded words that stand alone behind a stroke or a dash: of `Rosa Peña / Hugo` the one is a given name, if
    anybody on the roll is called so, and somebody's quarter if not.
    """
    for separator in (_STROKE, _DASH):
        parts = [_words(one) for one in separator.split(without_pronouns(name))]
        if len(parts) > 1 and not any(_OF_NO_PERSON.intersection(part) for part in parts):
            return tuple(part[0] for part in parts if len(part) == 1 and part[0] not in _TOWNS)
    return ()


def is_given(word: str) -> bool:
    """Whether a folded word is known to be a given name, and seldom anything else."""
    return word in _GIVEN


def _words(part: str) -> list[str]:
    return [word for word in name_words(part) if word not in PARTICLES - _OF_A_PLACE]


def _are_people(parts: Sequence[Sequence[str]], *, by: re.Pattern[str]) -> bool:
    """Whether what stands on the sides of a stroke, a dash or a comma is somebody each time."""
    if any(not part or _OF_NO_PERSON.intersection(part) or max(map(len, part)) < 2 for part in parts):
        return False
    if any(letter.isdigit() for part in parts for word in part for letter in word):
        return False
    whole = all(len(part) > 1 for part in parts)
    pairs = [(set(one), set(other)) for one, other in pairwise(parts)]
    if whole and any(one <= other or other <= one for one, other in pairs):
        return False  # `Juan Pérez / Juan Carlos Pérez` is one
    one_surname = whole and all(one & other for one, other in pairs)
    if one_surname or by is _COMMA:
        return one_surname
    if any(part[0] in _OF_A_PLACE for part in parts):
        return False
    lone = [part[0] for part in parts if len(part) == 1]
    if all(map(is_given, lone or [part[0] for part in parts])):
        return True
    if by is _DASH:
        return False
    # `José/Juan`, `Marta / Luis Paz`, and `Marta Gómez / Luis Pérez`; not `Marta Paz / Echesortu`.
    first_alone = len(parts[0]) == 1 and all(len(part) <= 2 for part in parts[1:])
    return whole or first_alone
