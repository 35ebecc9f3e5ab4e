"""Rules of places: which quarters of the record an area of the city's map may be, by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from db.folding import fold, words

LIKELY = 62.0
"""Of 100 (see `likely_quarters`): below this a quarter is not offered. Set by hand on the names of one city's map."""
MOST_OFFERED = 5

# How municipal maps and neighbours shorten the names of quarters, folded. Only what means one thing.
_WHOLE = {
    "gral": "general", "gdor": "gobernador", "pte": "presidente", "pdte": "presidente", "pres": "presidente",
    "dr": "doctor", "dra": "doctora", "ing": "ingeniero", "cnel": "coronel", "cap": "capitan", "tte": "teniente",
    "alte": "almirante", "brig": "brigadier", "sgto": "sargento", "int": "intendente", "sra": "senora",
    "ntra": "nuestra", "nstra": "nuestra", "sta": "santa", "sto": "santo", "pje": "pasaje", "pque": "parque",
    "pq": "parque", "va": "villa", "sud": "sur",
}  # fmt: skip
_NUMBERS = {
    "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3, "cuarta": 4, "quinta": 5,
    "sexta": 6, "septima": 7, "octava": 8, "novena": 9, "decima": 10, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12, "catorce": 14, "quince": 15,
    "diecisiete": 17, "veinte": 20, "veinticinco": 25,
}  # fmt: skip
_EMPTY = frozenset({"barrio", "bo", "b", "barr", "el", "la", "los", "las", "de", "del", "y", "e"})
_ORDINAL = re.compile(r"(\d+)\s*(?:er|ero|era|do|da|to|ta|mo|ma|vo|va|no|na|a|o)\b")
_ASIDE = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True)
class Likely:
    """Quarters that an area may be, and how likely: 0 to 100, where 100 is the same name."""

    quarter_ids: tuple[str, ...]
    score: float


def spelled(name: str) -> str:
    """A name of a quarter in the one spelling names are compared in: «Bº Gral. Las Heras» -> «general heras».

    Folded, abbreviations in full, numbers as digits, without «barrio» and without the words that every other name has.
    Text in, text out; a name made of such words alone keeps them.
    """
    plain = _ORDINAL.sub(r"\1 ", fold(name))
    told = [_WHOLE.get(word, word) for word in words(plain)]
    told = [str(_NUMBERS.get(word, word)) for word in told]
    return " ".join([word for word in told if word not in _EMPTY] or told)


def spellings(name: str) -> frozenset[str]:
    """Every way a name may be meant: «Alberto Olmedo (Pichincha)» is «alberto olmedo», «pichincha» and both."""
    ways = {spelled(name), spelled(_ASIDE.sub(" ", name)), *(spelled(aside) for aside in _ASIDE.findall(name))}
    return frozenset(way for way in ways if way)


def sure_quarter(area: str, quarters: Mapping[str, str]) -> str | None:
    """The one quarter that an area surely is: the only one that shares a spelling with it. None: a person decides.

    `quarters` are names by identifier.
    """
    ways = spellings(area)
    found = [one for one, name in quarters.items() if ways & spellings(name)]
    return found[0] if len(found) == 1 else None


def likely_quarters(area: str, quarters: Mapping[str, str]) -> tuple[Likely, ...]:
    """What an area may be, the likeliest first, at most MOST_OFFERED: single quarters, or several that it joins.

    The score is rapidfuzz's `token_sort_ratio`, or nine tenths of its `token_set_ratio` (one name within the other)
    where that is more, between the nearest spellings. An area whose words are exactly those of several quarters, each
    a part of it («Larrea y Empalme Graneros»), is offered as those together before anything else.
    """
    ways = spellings(area)
    told = {one: spellings(name) for one, name in quarters.items()}
    scores = {one: max((_near(a, b) for a in ways for b in names), default=0.0) for one, names in told.items()}
    found = [Likely((one,), round(score, 1)) for one, score in scores.items() if score >= LIKELY]
    found.sort(key=lambda likely: (-likely.score, quarters[likely.quarter_ids[0]]))
    joined = _joined(area, told)
    return tuple(([Likely(joined, 99.0)] if joined else []) + found)[:MOST_OFFERED]


def _near(one: str, other: str) -> float:
    return max(fuzz.token_sort_ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other))


def _joined(area: str, quarters: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    told = spelled(area).split()
    whole = set(told)
    parts = {
        one: set(way.split()) for one, ways in quarters.items() for way in ways if way and set(way.split()) < whole
    }
    # A part that lies within another one says nothing of its own: «Cuyo» within «Cuyo Norte».
    parts = {one: its for one, its in parts.items() if not any(its < other for other in parts.values())}
    covered = set().union(*parts.values()) if parts else set()
    # In the order in which the area names them.
    order = sorted(parts, key=lambda one: (sorted(told.index(word) for word in parts[one]), one))
    return tuple(order) if len(parts) > 1 and covered == whole else ()


def count_of(told: object) -> int | None:
    """A number of inhabitants as offices write it («12.345», 12345.0, «1 234 hab.»); None where it is none."""
    if isinstance(told, bool) or told is None:
        return None
    if isinstance(told, int | float):
        whole = int(told) if told == told and abs(told) < MOST_INHABITANTS else -1
        return whole if whole > 0 else None
    plain = re.sub(r"\s*(hab(itantes)?\.?|personas)$", "", fold(str(told)))
    plain = re.sub(r"(?<=\d)[.,]0{1,2}$", "", plain)
    if re.fullmatch(r"\d{1,3}([. ,]\d{3})+|\d+", plain) is None:
        return None
    digits = re.sub(r"[. ,]", "", plain)
    return int(digits) if digits.isdecimal() and 0 < int(digits) < MOST_INHABITANTS else None


MOST_INHABITANTS = 50_000_000
"""People. No quarter has more; what is written as more is another number (an area in square metres, a code)."""
