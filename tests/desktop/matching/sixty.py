"""A call as it is: 60 connections in 120 lines, and whoever decides at the desk knows who was who. The same every time.

Of the roll of the practice evening: most come with the name the roll knows, the others with whatever their telephone
says; families, namesakes, people nobody knows, the host, the room, a helper of the municipality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from db.folding import fold
from db.residents.nicknames import SHORT_FOR
from desktop.practice.people import Neighbour
from desktop.practice.zoom_file import ZoomLine

LINES, GROUPS = 120, 60


@dataclass(frozen=True)
class Truth:
    """Who a connection was: these neighbours; or somebody new, by name and document; or nobody of the quarter; else
    somebody whom nobody will ever know."""

    name: str
    neighbours: tuple[Neighbour, ...] = ()
    new: tuple[str, str, str] | None = None
    staff: bool = False


@dataclass
class Call:
    """The lines of the report, who was who, and who registered before."""

    lines: list[ZoomLine] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    registrations: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def call(people: Sequence[Neighbour], begin: datetime, *, seed: int = 60) -> Call:
    """The call of one evening. `people`: the roll, those first who came to the council before."""
    chance = Random(seed)
    made = Call()
    made.truths += _truths(list(people), chance, made)
    end = begin + timedelta(minutes=105)
    again = LINES - GROUPS
    for number, one in enumerate(made.truths):
        joins = chance.uniform(-12, 20)
        drops = (again * (number + 1)) // GROUPS - (again * number) // GROUPS
        cuts = sorted(chance.sample(range(25, 100), drops * 2))
        facts: dict[str, Any] = {"email": _email_of(made, one), "guest": not one.staff}
        starts = [joins, *(cuts[place] + 0.5 for place in range(1, len(cuts), 2))]
        stops = [cuts[place] for place in range(0, len(cuts), 2)]
        for place, start in enumerate(starts):
            left = begin + timedelta(minutes=stops[place]) if place < len(stops) else end
            made.lines.append(ZoomLine(one.name, begin + timedelta(minutes=start), left, **facts))
    return made


def _truths(people: list[Neighbour], chance: Random, made: Call) -> list[Truth]:
    names = Counter(fold(one.full_name) for one in people)
    alone = [one for one in people if one.part is None and names[fold(one.full_name)] == 1]
    twins = [one for one in people if names[fold(one.full_name)] == 2]

    def some() -> Neighbour:
        return alone.pop(0)

    found = [Truth(_whole(one, chance), (one,)) for one in (some() for _ in range(30))]
    found += [
        Truth(f"{one.given_names.split()[0]} {one.family_name[0]}.", (one,)) for one in (some() for _ in range(5))
    ]
    found += [Truth(_short(one, chance), (one,)) for one in _with_short(alone, 4)]
    found += [Truth(_slip(one.full_name, chance), (one,)) for one in (some() for _ in range(4))]
    found += [Truth(f"{one.family_name} {one.given_names}".lower(), (one,)) for one in (some() for _ in range(3))]
    found += [Truth(f"iPhone de {one.given_names.split()[0]}", (one,)) for one in (some() for _ in range(2))]
    found += [Truth(twins[0].full_name, (twins[0],)), Truth("Galaxy A54"), Truth("moto g(8) power")]
    caller = next(one for one in alone if one.phone)
    alone.remove(caller)
    found.append(Truth("".join(letter for letter in caller.phone or "" if letter.isdigit()), (caller,)))
    family = [one for one in people if one.part == "family"]
    pair = (some(), some())
    found.append(Truth(f"Familia {family[0].family_name}", tuple(family)))
    found.append(Truth(" y ".join(one.given_names.split()[0] for one in pair), pair))
    for given, last, document in (("Zulma Inés", "Etcheverry", "31998771"), ("Ciro", "Bazterrica", "45998772")):
        found.append(Truth(f"{given.split()[0]} {last[:1]}", new=(given, last, document)))
        made.registrations.append((given, last, document, "Echesortu", f"{fold(last)}.{document[-3:]}@example.org"))
    found.append(Truth("Nuria Wertheim", new=("Nuria", "Wertheim", "")))
    found.append(Truth("Mesa de ayuda CMD", staff=True))
    found += [Truth("CMD Oeste (Anfitrión)", staff=True), Truth("Sala de reuniones Oeste", staff=True)]
    assert len(found) == GROUPS
    return found


def _email_of(made: Call, one: Truth) -> str:
    if one.new and one.new[2]:
        return next(mail for *_, document, _, mail in made.registrations if document == one.new[2])
    if one.name.startswith("CMD Oeste"):
        return "zoom.oeste@example.org"
    return ""


def _whole(one: Neighbour, chance: Random) -> str:
    """As she writes it: without accents, in capitals, with her document."""
    return chance.choice(
        (one.full_name, one.full_name, one.full_name.lower(), fold(one.full_name).title(), one.full_name.upper())
    )


def _with_short(alone: list[Neighbour], many: int) -> list[Neighbour]:
    named = {name for names in SHORT_FOR.values() for name in names}
    found = [one for one in alone if fold(one.given_names.split()[0]) in named][:many]
    for one in found:
        alone.remove(one)
    return found


def _initial(one: Neighbour) -> str:
    return f"{one.given_names.split()[0]} {one.family_name[0]}."


def _short(one: Neighbour, chance: Random) -> str:
    shorts = sorted(short for short, names in SHORT_FOR.items() if fold(one.given_names.split()[0]) in names)
    return f"{chance.choice(shorts).title()} {one.family_name}"


def _slip(name: str, chance: Random) -> str:
    """One letter is missing where the thumb was too quick; never the first of a word."""
    places = [place for place in range(1, len(name)) if name[place].isalpha() and name[place - 1].isalpha()]
    place = chance.choice(places)
    return name[:place] + name[place + 1 :]
