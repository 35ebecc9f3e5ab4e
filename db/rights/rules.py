"""How a person is recognised in a free text, and how she is blotted out of it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from db.folding import fold, words
from db.residents.rules import age_band

# What stands in a text where a name was. It says nothing in any language.
BLOT = "[…]"
# How much of a text is shown round a name: enough to know what it is about.
_ROUND = 60
_FEWEST_DIGITS = 6
_SHORTEST_NAME = 3
# What may stand between the digits of a number, or the parts of an address.
_NOTHING = str.maketrans("", "", " .-\t\n")


@dataclass(frozen=True)
class Sign:
    """A pattern by which somebody is recognised; `sure` when it is nobody else's (a document, a whole name)."""

    pattern: re.Pattern[str]
    sure: bool


@dataclass(frozen=True)
class Signs:
    """The patterns of a person, the sure ones first. `hints` are letters of which some stand in every text that any of
    them finds, when its spaces and dots are left out: a quick look, for a roll has a million texts.
    """

    patterns: tuple[Sign, ...]
    hints: frozenset[str]


@dataclass(frozen=True)
class Seen:
    """A sign found in a text: the words round it, and whether it is surely she."""

    snippet: str
    sure: bool


def signs_of(
    *, names: Iterable[tuple[str, str]], numbers: Iterable[str | None], addresses: Iterable[str | None]
) -> Signs:
    """The signs of a person.

    `names` are (given names, family name): both together, in either order, are sure; the family name alone is not.
    `numbers` are her document and telephones: their digits, however they are spaced; of a telephone the last eight.
    `addresses` are e-mails and streets with number.
    """
    sure: list[str] = []
    vague: list[str] = []
    hints: set[str] = set()
    for given, family in names:
        first, last = words(given)[:1], words(family)
        if not last:
            continue
        hints.add(max(last, key=len))
        if first:
            sure.append(_words(first) + r"\W+(?:\w+\W+){0,2}?" + _words(last))
            sure.append(_words(last) + r"\W+" + _words(first))
        if max(map(len, last)) >= _SHORTEST_NAME:
            vague.append(_words(last))
    for number in numbers:
        digits = re.sub(r"\D", "", number or "")[-8:]
        if len(digits) >= _FEWEST_DIGITS:
            hints.add(digits)
            sure.append(r"[\s.\-]?".join(digits))
    for address in addresses:
        if address and len(address) >= _SHORTEST_NAME:
            hints.add(_squeezed(address))
            sure.append(_spaced(address))
    every = (*((one, True) for one in dict.fromkeys(sure)), *((one, False) for one in dict.fromkeys(vague)))
    patterns = (Sign(re.compile(rf"(?<!\w)(?:{one})(?!\w)", re.IGNORECASE), is_sure) for one, is_sure in every)
    return Signs(tuple(patterns), frozenset(hints))


def look(text: str | None, signs: Signs) -> Seen | None:
    """The first and surest sign in a text, None when there is none."""
    if not text:
        return None
    squeezed = _squeezed(text)
    if not any(hint in squeezed for hint in signs.hints):
        return None
    # One and the same letter may be written as one sign or as two (é): patterns know the one.
    told = unicodedata.normalize("NFC", text)
    for sign in signs.patterns:
        if found := sign.pattern.search(told):
            begin, end = max(0, found.start() - _ROUND), min(len(told), found.end() + _ROUND)
            snippet = " ".join(told[begin:end].split())
            return Seen(("…" if begin else "") + snippet + ("…" if end < len(told) else ""), sign.sure)
    return None


def _squeezed(text: str) -> str:
    return fold(text).translate(_NOTHING)


def blot(text: str, signs: Signs) -> str:
    """The text with every sign of hers blotted out; what else it says stays."""
    told = unicodedata.normalize("NFC", text)
    for sign in signs.patterns:
        told = sign.pattern.sub(BLOT, told)
    return told


def usual_band(birth_date: date | None, days: Sequence[date]) -> str | None:
    """The band of age under which somebody counted at most of these days; of two, the later. None without a date."""
    bands = [band for day in sorted(days) if (band := age_band(birth_date, day))]
    return max(reversed(bands), key=bands.count) if bands else None


def _words(told: Sequence[str]) -> str:
    return r"\W+".join("".join(map(_letter, word)) for word in told)


def _spaced(text: str) -> str:
    return r"\s+".join("".join(map(_letter, fold(part))) for part in text.split())


@cache
def _letter(letter: str) -> str:
    """A letter with the marks it may carry: n is also ñ, e is also é."""
    marked = [unicodedata.normalize("NFC", letter + mark) for mark in "\u0301\u0300\u0302\u0308\u0303\u0327"]
    alike = letter + "".join(one for one in marked if len(one) == 1)
    return f"[{re.escape(alike)}]" if len(alike) > 1 else re.escape(letter)
