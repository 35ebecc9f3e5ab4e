"""The practice year: about 26 past sittings of three councils, and who came to each by which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop.practice.people import SEED

# How likely somebody comes who has come before, is expected to come often, or has never come.
REGULAR, OCCASIONAL = 0.62, 0.13


@dataclass(frozen=True)
class Visit:
    """One person at one past sitting. Minutes count from the start; several ways make several stays."""

    neighbour: int
    ways: tuple[str, ...]
    arrives: int
    leaves: int | None


@dataclass(frozen=True)
class PastSitting:
    """One evening that has been."""

    council: int
    on: date
    title: str
    mode: str
    visits: tuple[Visit, ...]
    unnamed: int
    issues: tuple[int, ...]


def past_year(
    councils: Sequence[Mapping[str, Any]], past: Mapping[str, Any], people: int, tonight: date
) -> list[PastSitting]:
    """The sittings before tonight, oldest first; `people` is how long the roll is. The same each time."""
    chance = Random(SEED + 1)  # noqa: S311 - not a secret: it has to be the same year each time
    evenings = sorted(
        (on, number) for number, council in enumerate(councils) for on in _evenings(council, tonight, chance)
    )
    crowd = _Crowd(len(councils), people, chance)
    titles = list(past["titles"])
    made: list[PastSitting] = []
    for count, (on, council) in enumerate(evenings):
        mode = "virtual" if count % 9 == 4 else "in_person" if count % 11 == 6 else "hybrid"
        made.append(
            PastSitting(
                council=council,
                on=on,
                title=titles[count % len(titles)],
                mode=mode,
                visits=crowd.come(council, mode, count / len(evenings)),
                unnamed=0 if mode == "virtual" else chance.choice((0, 0, 1, 2, 4)),
                issues=tuple(chance.sample(range(len(past["issues"])), 3)),
            )
        )
    return made


def _evenings(council: Mapping[str, Any], tonight: date, chance: Random) -> list[date]:
    """As many evenings as the council held in some thirteen months, on its day; none from Christmas through January."""
    step = 400 // council["sittings"]
    found = []
    for number in range(council["sittings"]):
        on = tonight - timedelta(days=9 + number * step + chance.randrange(4))
        on -= timedelta(days=(on.weekday() - council["weekday"]) % 7)
        while (on.month, on.day) >= (12, 20) or on.month == 1:
            on -= timedelta(days=7)
        found.append(on)
    return found


class _Crowd:
    """Who comes: each council has its regulars, some come now and then, and every evening somebody is new."""

    def __init__(self, councils: int, people: int, chance: Random) -> None:
        self._chance = chance
        order = list(range(people))
        chance.shuffle(order)
        share = people // (councils + 1)
        self._regulars = [order[n * share : n * share + 24] for n in range(councils)]
        self._others = [order[n * share + 24 : (n + 1) * share] for n in range(councils)]
        self._anywhere = order[councils * share : councils * share + 30]
        self._came: list[set[int]] = [set() for _ in range(councils)]
        # Once somebody has come by Zoom she tends to do so again.
        self._prefers = {one: chance.choices(("room", "zoom"), (11, 9))[0] for one in range(people)}

    def come(self, council: int, mode: str, passed: float) -> tuple[Visit, ...]:
        """One evening's visits; `passed` is how much of the year has gone by, for interest grows."""
        chance, been = self._chance, self._came[council]
        growth = 0.75 + 0.5 * passed
        there = [one for one in self._regulars[council] if chance.random() < REGULAR * growth]
        there += [one for one in sorted(been - set(self._regulars[council])) if chance.random() < OCCASIONAL * growth]
        fresh = [one for one in self._others[council] if one not in been]
        there += fresh[: chance.randint(2, 7) + round(2 * passed)]
        there += [one for one in self._anywhere if chance.random() < 0.04]
        been.update(there)
        return tuple(self._visit(one, mode) for one in there)

    def _visit(self, one: int, mode: str) -> Visit:
        chance = self._chance
        way = {"in_person": "room", "virtual": "zoom"}.get(mode) or self._prefers[one]
        ways: tuple[str, ...] = (way,)
        if mode == "hybrid" and chance.random() < 0.05:
            ways = ("zoom", "room")
        leaves = chance.randint(45, 88) if chance.random() < 0.2 else None
        return Visit(one, ways, chance.choice((-12, -8, -6, -4, -3, -1, 0, 1, 2, 4, 7, 11, 18)), leaves)
