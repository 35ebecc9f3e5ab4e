"""The tally of some sittings: who was there as sets of numbers, everything else as counts. Tallies add up exactly.

Two tallies of different sittings make the tally of both, so that a sitting, a month, a year and the whole record are
the same thing, and whoever is in several of them is still counted once. The sets are compressed bitmaps (Roaring;
Lemire et al. 2018, "Roaring Bitmaps: Implementation of an Optimized Software Library").
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from db.residents.rules import BANDS

NO_DATA = "no_data"
AGES = (*BANDS, NO_DATA)
OFTEN = 6
"""Whoever came six times or more comes regularly; nobody counts further."""
_SETS = len(AGES) + 3 + OFTEN - 1
_HEAD = struct.Struct(f"<{_SETS + 1}I")


@dataclass
class Tally:
    """`ages`: the people by their age at the first of the sittings they were at; `room`, `online`: who came so at least
    once; `first`: whose first sitting of all is among these; `often[n]`: who was at n + 2 of them or more.

    `counts` are of things that add up: see `leaves`, which writes them.
    """

    ages: dict[str, BitMap] = field(default_factory=lambda: {age: BitMap() for age in AGES})
    room: BitMap = field(default_factory=BitMap)
    online: BitMap = field(default_factory=BitMap)
    first: BitMap = field(default_factory=BitMap)
    often: list[BitMap] = field(default_factory=lambda: [BitMap() for _ in range(OFTEN - 1)])
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> BitMap:
        """Everybody."""
        return BitMap.union(*self.ages.values())

    def add(self, later: Tally) -> None:
        """Takes in the tally of sittings that came after these: of two ages the earlier one stays."""
        seen, fresh = self.people, later.people
        mine, hers = [seen, *self.often], [fresh, *later.often]
        for times in range(OFTEN, 1, -1):
            whole = mine[times - 1] | hers[times - 1]
            for before in range(1, times):
                whole |= mine[before - 1] & hers[times - before - 1]
            self.often[times - 2] = whole
        for age, who in later.ages.items():
            if who:
                self.ages[age] |= who - seen
        self.room |= later.room
        self.online |= later.online
        self.first |= later.first
        self.counts.update(later.counts)

    def among(self, some: BitMap) -> Tally:
        """The same of these people alone. What is not of people has no part in it."""
        return Tally(
            {age: who & some for age, who in self.ages.items()}, self.room & some, self.online & some,
            self.first & some, [who & some for who in self.often],
        )  # fmt: skip

    def packed(self) -> bytes:
        """The tally as bytes, which `unpacked` reads: sizes, the sets in their portable form, the counts as JSON."""
        sets = [
            bytes(one.serialize()) for one in (*self.ages.values(), self.room, self.online, self.first, *self.often)
        ]
        counts = json.dumps({key: count for key, count in self.counts.items() if count}, separators=(",", ":")).encode()
        return b"".join((_HEAD.pack(*map(len, sets), len(counts)), *sets, counts))


def unpacked(data: bytes) -> Tally:
    """The tally that `packed` wrote."""
    sizes, at = _HEAD.unpack_from(data), _HEAD.size
    parts = []
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    sets = [BitMap.deserialize(part) for part in parts[:-1]]
    ages = dict(zip(AGES, sets, strict=False))
    room, online, first, *often = sets[len(AGES) :]
    return Tally(ages, room, online, first, often, Counter(json.loads(parts[-1])))


def together(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of them; they come in the order of time."""
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole


def counted(counts: Mapping[str, int], name: str) -> dict[tuple[str, ...], int]:
    """The counts of one name by what stands behind it: `issue|complaint|light` is ("complaint", "light")."""
    start = f"{name}|"
    return {tuple(key[len(start) :].split("|")): count for key, count in counts.items() if key.startswith(start)}


def count_key(name: str, *parts: object) -> str:
    """How `counts` calls a count; a part that is missing is `no_data`."""
    return "|".join([name, *(str(part) if part not in (None, "") else NO_DATA for part in parts)])
