"""Verifies the journal: every entry of every desk against its hash and the entry before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.journal import GENESIS, META, commitment, entry_hash
from db.sync.tables import Standing


@dataclass(frozen=True)
class Checked:
    """How many entries were read, and the first one that does not hold: which desk's, which number."""

    entries: int
    bad_desk: str | None = None
    bad_number: int | None = None

    @property
    def ok(self) -> bool:
        return self.bad_number is None


def verify_journal(session: Session) -> Checked:
    """Reads the whole journal in the order of its chains.

    An entry does not hold when its content, its place or its predecessor is not what its hash says; when numbers are
    missing before it; or when the desk's last entry lies before one that the server confirmed, so that the end of the
    journal was cut off.
    """
    count = 0
    heads: dict[tuple[str, str], tuple[int, str]] = {}
    for entry in _read(session):
        chain = (entry["city_id"], entry["desk_id"])
        seq, previous = heads.get(chain, (0, GENESIS))
        count += 1
        if entry["desk_seq"] != seq + 1 or not _holds(entry, previous):
            return Checked(count, entry["desk_id"], seq + 1)
        heads[chain] = (entry["desk_seq"], entry["hash"])
    last = {desk: seq for (_, desk), (seq, _) in heads.items()}
    for desk, confirmed in session.execute(select(Standing.desk_id, Standing.confirmed_seq)):
        if last.get(desk, 0) < confirmed:
            return Checked(count, desk, last.get(desk, 0) + 1)
    return Checked(count)


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
