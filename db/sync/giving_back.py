"""What this laptop holds of the chains of others: for a server that came back from a backup and lost a part of them,
and for the chain of a laptop beside that is lost before it was at the server again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import moment_text
from db.journal import GENESIS, Entry
from db.sync.door import MAX_BATCH, Batch, Greeting, Run, Wanted
from db.sync.queries import OWN_KEYS, batch_of, who_am_i
from db.sync.tables import CarryKeys, Standing

# Three quarters of what the server takes at once, for letters that take two bytes.
_LETTERS = 24_000_000

# The last run of each chain that has no gap: it begins where an entry has none before it.
_RUNS = """
    SELECT e.desk_id, max(e.desk_seq) FILTER (WHERE p.desk_seq IS NULL) AS first, max(e.desk_seq) AS last
    FROM entry e LEFT JOIN entry p
      ON p.city_id = e.city_id AND p.desk_id = e.desk_id AND p.desk_seq = e.desk_seq - 1
    WHERE e.city_id = :city AND e.desk_id <> :desk {some} GROUP BY e.desk_id ORDER BY e.desk_id
"""
_ALL_RUNS = text(_RUNS.format(some=""))
# Told once, at the contact after the file came: on what others wrote since, the server has its own word.
_RUNS_BESIDE = text(
    _RUNS.format(some="AND e.desk_id IN (SELECT b.desk_id FROM sync_beside b WHERE :met IS NULL OR b.met_at >= :met)")
)


def held_of_others(session: Session, *, greeting: Greeting) -> tuple[Run, ...]:
    """What is here of the chains of others: all of it where the server is another one than at the last contact, else of
    those whose file came beside since then, for the rest came from the server itself. A head's laptop holds no values,
    and tells of none."""
    me = who_am_i(session)
    standing = session.get(Standing, me.desk_id)
    if greeting.capacity == "head":
        return ()
    known: dict[str, Any] = {"city": me.city_id, "desk": me.desk_id}
    if standing is not None and standing.epoch not in (None, greeting.epoch):
        runs = session.execute(_ALL_RUNS, known).all()
    else:
        met = standing.met_at if standing else None
        runs = session.execute(_RUNS_BESIDE, {**known, "met": met and moment_text(met)}).all()
    return _with_seals(session, me.city_id, runs)


def held_for_a_stick(session: Session) -> tuple[Run, ...]:
    """All that is here of the chains of others, for a file to the centre: a laptop that works by sticks alone hears of
    a restored server weeks later, when another laptop may be lost already. A head's laptop tells of none."""
    me, kept = who_am_i(session), session.get(CarryKeys, OWN_KEYS)
    if kept is not None and kept.capacity == "head":
        return ()
    return _with_seals(session, me.city_id, session.execute(_ALL_RUNS, {"city": me.city_id, "desk": me.desk_id}).all())


def _with_seals(session: Session, city: str, runs: Sequence[Any]) -> tuple[Run, ...]:
    return tuple(Run(desk, first, last, session.get_one(Entry, (city, desk, last)).hash) for desk, first, last in runs)


def next_handed_back(session: Session, *, wanted: Wanted) -> Batch | None:
    """The entries of that chain after where the server's ends, in order; None where there are none, or where the server
    has another entry there than this laptop."""
    me, (seq, seal) = who_am_i(session), (wanted.head.seq, wanted.head.hash)
    before = session.get(Entry, (me.city_id, wanted.desk_id, seq)) if seq else None
    if seal != (before.hash if before else GENESIS):
        return None
    if (limit := min(wanted.upto - seq, MAX_BATCH)) <= 0:
        return None
    # Long batches, whatever their letters: each has to go through a number of which the server was told before.
    return batch_of(session, desk_id=wanted.desk_id, after=seq, previous=seal, limit=limit, most_letters=_LETTERS)
