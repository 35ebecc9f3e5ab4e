"""Verifies the journal: every entry against its hash and the one before it, and every row against its entries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.journal import GENESIS, META, commitment, entry_hash
from db.sync.queries import who_am_i
from db.sync.tables import Gap, Standing
from db.sync.tally import Differing, differing


@dataclass(frozen=True)
class Checked:
    """How many entries were read, and what does not hold.

    Either the first entry that does not, which desk's and which number (`ends_early`: it and what came after it are
    not there at all); or, when the entries hold among themselves, the nouns whose rows are not what they say.
    """

    entries: int
    bad_desk: str | None = None
    bad_number: int | None = None
    ends_early: bool = False
    differing: tuple[Differing, ...] = ()

    @property
    def ok(self) -> bool:
        return self.bad_number is None and not self.differing


def verify_journal(session: Session) -> Checked:
    """Reads the whole journal in the order of its chains, then every row beside its entries.

    An entry does not hold when its content, its place or its predecessor is not what its hash says; when numbers are
    missing before it; or when it is not the one, or not there, that the shared database confirmed. A row does not hold
    when it is not the fold of its entries: so a cut at the end of the journal is found before anything was ever sent.
    """
    confirmed = {
        desk: (seq, seal)
        for desk, seq, seal in session.execute(
            select(Standing.desk_id, Standing.confirmed_seq, Standing.confirmed_hash)
        )
        if seq
    }
    gaps = {(one.desk_id, one.desk_seq): one.prev_hash for one in session.scalars(select(Gap))}
    count = 0
    heads: dict[tuple[str, str], tuple[int, str]] = {}
    for entry in _read(session):
        chain = (entry["city_id"], entry["desk_id"])
        seq, previous = heads.get(chain, (0, GENESIS))
        count += 1
        number, seal = entry["desk_seq"], entry["hash"]
        if (before := gaps.get((entry["desk_id"], number))) is not None:
            seq, previous = number - 1, before  # what stands between is of a district that is not read here
        there = confirmed.get(entry["desk_id"])
        other = there is not None and there[0] == number and there[1] != seal
        if number != seq + 1 or other or not _holds(entry, previous):
            return Checked(count, entry["desk_id"], seq + 1)
        heads[chain] = (number, seal)
    last = {desk: seq for (_, desk), (seq, _) in heads.items()}
    # A desk begins by writing down the places of its city: a journal without any entry was emptied. One that goes on
    # under another name has nothing to say there yet; what it said under the former one is there.
    begun = {} if heads or confirmed else {who_am_i(session).desk_id: (1, "")}
    for desk, (least, _) in {**begun, **confirmed}.items():
        if last.get(desk, 0) < least:
            return Checked(count, desk, last.get(desk, 0) + 1, ends_early=True)
    return Checked(count, differing=differing(session.connection()))


_PARSED = ("base", "fields", "salts", "sealed")


def _read(session: Session) -> Iterator[dict[str, Any]]:
    """Entry after entry, not as rows of a session: a year of them would not fit."""
    names = ", ".join((*META, "fields", "salts", "sealed", "hash"))
    found = session.execute(
        text(f"SELECT {names} FROM entry ORDER BY city_id, desk_id, desk_seq"),  # noqa: S608 - our own column names
        execution_options={"yield_per": 2000},
    )
    for row in found.mappings():
        yield dict(row)


def _holds(entry: dict[str, Any], previous: str) -> bool:
    try:
        told = {**entry, **{name: json.loads(entry[name]) for name in _PARSED}}
        seals = [commitment(told["salts"][name], name, value) for name, value in told["fields"].items()]
        return entry_hash(previous, told, [*seals, *told["sealed"].values()]) == str(entry["hash"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
