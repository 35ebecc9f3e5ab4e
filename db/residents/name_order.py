"""Which part of a name is the family's: told by a comma, or by how the roll itself uses the words of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log

from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold, words
from db.residents.rules import PARTICLES, clean_name, part_names
from db.residents.search import has_index

# So many who bear a word tell how it is used; to read all the thousands of a Gómez would tell no more.
_BEARERS = 60
_MOST_WORDS = 8
# Told aloud, the given names come first: so much counts for it before the roll is asked. Parting a name elsewhere than
# people mostly do (two family names spoken, two said first) has to be borne out by the roll.
_SPOKEN, _ELSEWHERE = 1.0, -1.5
# One ordering must be about four times as likely as the next best one.
_SURE = 1.4


@dataclass(frozen=True)
class Named:
    """A name in its two parts, and how they were told apart.

    `how`: told (a comma said it), roll (the roll uses the words so), spoken (nobody on the roll is called anything like
    it: given names first, as one says them), unclear (the words are used both ways, and a person has to say).
    """

    family_name: str
    given_names: str
    how: str

    @property
    def written(self) -> str:
        """The name as the roll writes it, which can be read in one way only."""
        return f"{self.family_name}, {self.given_names}"

    @property
    def turned(self) -> Named:
        """The other way round, because a person said so."""
        return Named(self.given_names, self.family_name, "told")


def name_order(session: Session, *, line: str) -> Named:
    """Parts a name as the roll would: "Pérez Rosa" is Rosa Pérez where the roll knows a Pérez and a Rosa.

    Reads a few people for each word through the search index, however many there are on the roll. Raises Refused:
    name_missing, name_incomplete, and as `rules.clean_name`.
    """
    if "," in line or not has_index(session):
        return Named(*part_names(line), "told" if "," in line else "spoken")
    told = set(words(line))
    if len(told) > _MOST_WORDS:
        return Named(*part_names(line), "spoken")
    return weigh(line, {word: _used(session, word) for word in told - PARTICLES})


def sure_names(session: Session, *, line: str) -> Named:
    """The same where nobody can be asked. Raises Refused: name_order_unclear, and as `name_order`."""
    names = name_order(session, line=line)
    if names.how == "unclear":
        raise Refused("name_order_unclear", name=line, written=names.written, turned=names.turned.written)
    return names


def weigh(line: str, used: Mapping[str, tuple[int, int]]) -> Named:
    """The same as a pure rule: `used` tells for each folded word how many of its bearers have it as a family name, and
    how many as a given name.

    Each way of parting the line is weighed by the logarithms of those ratios (one half added, so that nobody is not
    never): naive Bayes over the words. Raises Refused as `name_order`.
    """
    spoken = part_names(line)
    if not any(sum(counts) for counts in used.values()):
        return Named(*spoken, "spoken")
    units = list(_units(line.split()))
    leaning = [_leaning(unit, used) for unit in units]
    cuts = ((cut, first) for cut in range(1, len(units)) for first in (False, True))
    ways = [_weighed(units, leaning, cut, family_first=first) for cut, first in cuts]
    ways.sort(key=lambda way: -way[0])
    if not ways:
        return Named(*spoken, "spoken")
    best = ways[0]
    sure = len(ways) == 1 or best[0] - ways[1][0] >= _SURE
    return Named(clean_name(best[1]), clean_name(best[2]), "roll" if sure else "unclear")


def _weighed(units: Sequence[str], leaning: Sequence[float], cut: int, *, family_first: bool) -> tuple[float, str, str]:
    """How likely one way of parting is, its family name and its given names."""
    head, tail = " ".join(units[:cut]), " ".join(units[cut:])
    towards = sum(leaning[:cut]) - sum(leaning[cut:])
    usual = cut == 1 if family_first else cut == len(units) - 1
    weight = (towards if family_first else _SPOKEN - towards) + (0 if usual else _ELSEWHERE)
    return (weight, head, tail) if family_first else (weight, tail, head)


def _units(told: Sequence[str]) -> Iterator[str]:
    """The words of a name, each with the particles before it: "María", "de los Ángeles"."""
    held: list[str] = []
    for word in told:
        held.append(word)
        if word.lower() not in PARTICLES:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _leaning(unit: str, used: Mapping[str, tuple[int, int]]) -> float:
    """Above nothing where the words of a unit are family names, below where they are given."""
    counts = [used[word] for word in words(unit) if word in used]
    return sum(log((family + 0.5) / (given + 0.5)) for family, given in counts) / max(len(counts), 1)


def _used(session: Session, word: str) -> tuple[int, int]:
    rows = session.connection().exec_driver_sql(
        "SELECT r.family_name, r.given_names, r.chosen_name FROM search_words w JOIN search_person p"
        " ON p.place = w.rowid JOIN resident r ON r.id = p.resident_id WHERE search_words MATCH ? LIMIT ?",
        (f'"{word}"', _BEARERS),
    )
    family = given = 0
    bears = partial(_bears, word)
    for family_name, given_names, chosen_name in rows:
        family += bears(family_name)
        given += bears(f"{given_names} {chosen_name or ''}")
    return family, given


def _bears(word: str, name: str) -> bool:
    return word in words(fold(name))
