"""The tally of some sittings: who was there as sets of numbers, everything else as counts. Tallies add up exactly.

Two tallies of different sittings make the tally of both, so that a sitting, a month, a year and the whole record are
the same thing, and whoever is in several of them is still counted once. The sets are compressed bitmaps (Roaring;
Lemire et al. 2018, "Roaring Bitmaps: Implementation of an Optimized Software Library").
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from db.residents.rules import BANDS

NO_DATA = "no_data"
AGES = (*BANDS, NO_DATA)
OFTEN = 6
"""Whoever came six times or more comes regularly; nobody counts further."""


_set, _counts = BitMap.deserialize, json.JSONDecoder().decode


@dataclass
class Came:
    """`people`: everybody; `first`: whose first sitting of all is among these; `often[n]`: who was at n + 2 or more."""

    people: BitMap = field(default_factory=BitMap)
    first: BitMap = field(default_factory=BitMap)
    often: list[BitMap] = field(default_factory=lambda: [BitMap() for _ in range(OFTEN - 1)])

    def take(self, others: Came) -> None:
        """Takes in who came to other sittings. The sets of this one are changed: they must be its own."""
        more = [(times - 2, who) for times, who in enumerate(others.often, 2) if who]
        for hers, who in enumerate((others.people, *others.often), 1):
            # Whoever came so often before, and so often now. Each set lies in the one before it: it only grows smaller.
            both = who
            for mine, came in enumerate((self.people, *self.often)[: OFTEN - hers], 1):
                both = came & both
                if not both:
                    break
                more.append((mine + hers - 2, both))
        for at, who in more:
            self.often[at] |= who
        self.people |= others.people
        self.first |= others.first

    def add(self, others: Came) -> None:
        """The same without a change to any set that somebody else may hold."""
        self.people, self.first = self.people.copy(), self.first.copy()
        self.often = [who.copy() for who in self.often]
        self.take(others)

    def among(self, some: BitMap) -> Came:
        """The same of these people alone."""
        return Came(self.people & some, self.first & some, [who & some for who in self.often])

    def packed(self) -> bytes:
        """As bytes, which `came_unpacked` reads."""
        return _pack((self.people, self.first, *self.often))


@dataclass
class Tally:
    """`ages`: the people by their age at the first of the sittings they were at; `room`, `online`: who came so at least
    once; `came`: all of them, and how often. `counts` are of things that add up: see `leaves`, which writes them.
    """

    ages: dict[str, BitMap] = field(default_factory=lambda: {age: BitMap() for age in AGES})
    room: BitMap = field(default_factory=BitMap)
    online: BitMap = field(default_factory=BitMap)
    came: Came = field(default_factory=Came)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> BitMap:
        """Everybody."""
        return self.came.people

    def add(self, later: Tally) -> None:
        """Takes in the tally of sittings that came after these: of two ages the earlier one stays."""
        for age, who in later.ages.items():
            if who:
                self.ages[age] = self.ages[age] | (who - self.came.people)
        self.came.add(later.came)
        self.room = self.room | later.room
        self.online = self.online | later.online
        mine = self.counts
        for key, count in later.counts.items():
            mine[key] = mine.get(key, 0) + count

    def among(self, some: BitMap) -> Tally:
        """The same of these people alone. What is not of people has no part in it."""
        ages = {age: who & some for age, who in self.ages.items()}
        return Tally(ages, self.room & some, self.online & some, self.came.among(some))

    def packed(self) -> bytes:
        """All but `came` as bytes, which `unpacked` reads: the sets in their portable form, and the counts as JSON."""
        counts = {key: count for key, count in self.counts.items() if count}
        return _pack((*self.ages.values(), self.room, self.online), json.dumps(counts, separators=(",", ":")).encode())


def unpacked(packed: bytes, came: bytes) -> Tally:
    """The tally of which these are the parts."""
    *sets, told = _unpack(packed)
    *ages, room, online = map(_set, sets)
    return Tally(dict(zip(AGES, ages, strict=True)), room, online, came_unpacked(came), Counter(_counts(told.decode())))


class Folded(Tally):
    """A tally of which each part is read when somebody asks for it: of a sitting mostly one thing is asked."""

    def __init__(self, packed: bytes, came: bytes) -> None:
        self._packed, self._came = packed, came

    def __getattr__(self, name: str) -> Any:
        if name == "came":
            self.came = came_unpacked(self._came)
        elif name == "counts":
            self.counts = Counter(_counts(_unpack(self._packed)[-1].decode()))
        elif name in ("ages", "room", "online"):
            *ages, self.room, self.online = map(_set, _unpack(self._packed)[:-1])
            self.ages = dict(zip(AGES, ages, strict=True))
        else:
            raise AttributeError(name)
        return self.__dict__[name]


def came_unpacked(packed: bytes) -> Came:
    """What `Came.packed` wrote."""
    people, first, *often = map(_set, _unpack(packed))
    return Came(people, first, often)


def people_of(packed: bytes) -> BitMap:
    """The people alone of what `Came.packed` wrote."""
    number, size = struct.unpack_from("<II", packed)
    at = 4 * (number + 1)
    return BitMap.deserialize(packed[at : at + size])


def together(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of them; they come in the order of time."""
    several = list(tallies)
    if len(several) < 2:
        return several[0] if several else Tally()
    whole = Came()
    ages: dict[str, list[BitMap]] = {age: [BitMap()] for age in AGES}
    counts: dict[str, int] = {}
    for one in several:
        back = whole.people & one.people
        for age, who in one.ages.items():
            if who:
                ages[age].append(who - back if back else who)
        whole.take(one.came)
        for key, count in one.counts.items():
            counts[key] = counts.get(key, 0) + count
    return Tally(
        {age: BitMap.union(*some) for age, some in ages.items()},
        BitMap.union(*(one.room for one in several)),
        BitMap.union(*(one.online for one in several)),
        whole,
        Counter(counts),
    )


def by_name(counts: Mapping[str, int]) -> dict[str, dict[tuple[str, ...], int]]:
    """The counts by name and by what stands behind it: of `turn|woman|room` that is ("woman", "room")."""
    found: dict[str, dict[tuple[str, ...], int]] = {}
    for key, count in counts.items():
        name, *parts = key.split("|")
        if count:
            found.setdefault(name, {})[tuple(parts)] = count
    return found


def count_key(name: str, *parts: object) -> str:
    """How `counts` calls a count; a part that is missing is `no_data`."""
    return "|".join([name, *(str(part) if part not in (None, "") else NO_DATA for part in parts)])


def _pack(sets: Sequence[BitMap], *more: bytes) -> bytes:
    parts = [*(bytes(one.serialize()) for one in sets), *more]
    return b"".join((struct.pack(f"<{len(parts) + 1}I", len(parts), *map(len, parts)), *parts))


def _unpack(data: bytes) -> list[bytes]:
    (number,) = struct.unpack_from("<I", data)
    at = 4 * (number + 1)
    parts = []
    for size in struct.unpack_from(f"<{number}I", data, 4):
        parts.append(data[at : at + size])
        at += size
    return parts
