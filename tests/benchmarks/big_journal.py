"""A long journal of one desk: neighbours, stays, who left when, a new telephone; chained as the program chains it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from db.base import canonical, moment_text
from db.clock import Hlc
from db.journal import META, commitment, entry_hash, read_head
from db.sync.refold import refold
from db.work import Identity, Store, Work
from tests.benchmarks.big_roll import people
from tests.record import EVENING

COLUMNS = (*META, "fields", "salts", "sealed", "hash")
_JSON = ("base", "fields", "salts", "sealed")
# Out of twenty entries: somebody new on the roll, somebody who comes, who leaves, who has a new telephone.
_NEW, _COMES, _LEAVES, _TELEPHONE = 3, 11, 4, 2
_SITTING = 60


def entries(
    identity: Identity, count: int, *, seq: int = 0, head: str = "0" * 64, seed: int = 1
) -> Iterator[dict[str, Any]]:
    """So many entries that go on after the one with that number and hash. The same rows for a desk and a seed."""
    for changed in islice(_changes(identity.desk_id, seed), count):
        noun, row_id, base, fields = changed
        seq += 1
        millis = int(EVENING.timestamp() * 1000) + seq
        entry = {
            "city_id": identity.city_id, "desk_id": identity.desk_id, "desk_seq": seq,
            "hlc": str(Hlc(millis, 0, identity.desk_id)), "base": base, "verb": "checkin.check_in",
            "actor": "Ribera 1", "district_id": identity.district_id, "noun": noun, "row_id": row_id,
        }  # fmt: skip
        salts = {name: os.urandom(16).hex() for name in fields}
        head = entry_hash(head, entry, [commitment(salts[name], name, value) for name, value in fields.items()])
        yield {**entry, "fields": fields, "salts": salts, "sealed": {}, "hash": head}


def _changes(desk: str, seed: int) -> Iterator[tuple[str, str, dict[str, str], dict[str, Any]]]:
    """What is written, in the order of an evening: noun, row, what its author had seen, fields."""
    chance = random.Random(f"{desk} {seed}")
    turns = [*["new"] * _NEW, *["comes"] * _COMES, *["leaves"] * _LEAVES, *["telephone"] * _TELEPHONE]
    roll = people(10_000_000, seed=seed)
    known: list[str] = []
    inside: list[str] = []
    made = chance.getrandbits(16) << 32

    def an_id() -> str:
        # In the order of time, as the program's own are: an index takes them at its end.
        nonlocal made
        made += 1
        return f"{made >> 16:08x}-{made & 0xFFFF:04x}-7000-8000-{chance.getrandbits(48):012x}"

    seen = "0" * 12 + "-" + "0" * 8 + f"-{desk}"
    sitting, came = an_id(), 0
    while True:
        turn = chance.choice(turns)
        at = moment_text(EVENING + timedelta(seconds=came % _SITTING))
        if turn == "new" or not known:
            person = next(roll)
            known.append(an_id())
            yield "resident", known[-1], {}, {
                name: person[name] for name in ("family_name", "given_names", "document", "phone") if person[name]
            } | {"gender": "woman", "consent_at": at, "consent_text": "2026-1"}  # fmt: skip
        elif turn == "comes" or not inside:
            came += 1
            if came % _SITTING == 0:
                sitting, inside = an_id(), []
            inside.append(an_id())
            yield "presence", inside[-1], {}, {
                "sitting_id": sitting, "resident_id": chance.choice(known), "way": "room", "arrived_at": at,
                "source": "scan",
            }  # fmt: skip
        elif turn == "leaves":
            yield "presence", inside.pop(), {"left_at": seen}, {"left_at": at}
        else:
            telephone = f"+549341{chance.randrange(2_000_000, 7_999_999)}"
            yield "resident", chance.choice(known), {"phone": seen}, {"phone": telephone}


def as_row(entry: dict[str, Any]) -> tuple[Any, ...]:
    """An entry in the order of COLUMNS, as both databases keep it."""
    return tuple(canonical(entry[name]) if name in _JSON else entry[name] for name in COLUMNS)


def write_journal(store: Store, count: int) -> None:
    """Puts so many entries into a desk's record as if its evenings had written them, rows and all."""
    store.do(_write_journal, count=count)


def _write_journal(work: Work, *, count: int) -> None:
    seq, head = read_head(work.session, city_id=work.identity.city_id, desk_id=work.identity.desk_id)
    touched: dict[str, set[str]] = {}
    rows = []
    for entry in entries(work.identity, count, seq=seq, head=head):
        touched.setdefault(entry["noun"], set()).add(entry["row_id"])
        rows.append(as_row(entry))
    names, marks = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
    work.session.connection().exec_driver_sql(f"INSERT INTO entry ({names}) VALUES ({marks})", rows)
    refold(work.session, touched)
