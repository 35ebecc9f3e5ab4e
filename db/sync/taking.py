"""Takes in what others wrote: redactions first, then the entries, then the rows, in the transaction of the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from db.base import canonical, moment_text
from db.clock import Hlc
from db.journal import GENESIS, META, commitment, entry_hash
from db.residents import search
from db.sync.adopting import adopt
from db.sync.redaction import Redaction, follow
from db.sync.refold import refold
from db.sync.rules import NOTHING, Head
from db.work import Work

_ENTRY = (*META, "fields", "salts", "sealed", "hash")
_AS_TEXT = frozenset({"base", "fields", "salts", "sealed"})


@dataclass(frozen=True)
class Told:
    """An entry of another desk: with the hash before it where that one may not be seen, the server's time for it, and
    why it is in quarantine there."""

    entry: dict[str, Any] = field(repr=False)
    before: str | None = None
    stamp: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Page:
    """What the server told of others after a commit. `rewind`: the server is not what it was, begin again."""

    rewind: bool
    commit_no: int = 0
    mark: str | None = None
    last_commit: int = 0
    head: Head = NOTHING
    redactions: tuple[Redaction, ...] = ()
    entries: tuple[Told, ...] = ()


def take_in(work: Work, page: Page) -> int:
    """Applies a page and answers how many entries of it were new here. Raises nothing: what does not hold is kept."""
    session = work.session
    session.flush()
    connection = session.connection()
    redacted = follow(session, page.redactions)
    fresh = _unknown(work, connection, page.entries)
    _insert(connection, fresh)
    _note(work, connection, page.entries)
    touched: dict[str, set[str]] = {noun: set(ids) for noun, ids in redacted.items()}
    for told in fresh:
        touched.setdefault(told.entry["noun"], set()).add(told.entry["row_id"])
    changed = refold(session, touched)
    if gone := redacted.get("resident"):
        search.forget(session, gone)
    heard: dict[str, set[str]] = session.info["author"].touched
    for noun, ids in changed.items():
        heard.setdefault(noun, set()).update(ids)
    _hear(work, fresh)
    return len(fresh)


def _hear(work: Work, entries: Iterable[Told]) -> None:
    """What is written here from now on is later than what was read; but for a clock that nobody should follow."""
    clocks = [told.stamp or told.entry["hlc"] for told in entries if told.reason != "clock_unreadable"]
    if clocks:
        work.clock.receive(Hlc.parse(max(clocks)))


def _unknown(work: Work, connection: Connection, entries: Sequence[Told]) -> list[Told]:
    """The entries that are not here yet. Another one under the same name (the desk was given back an older file, and
    so was the server) makes room: it is written on in this desk's own chain."""
    fresh = []
    for told in entries:
        one = told.entry
        known = connection.execute(
            text("SELECT hash FROM entry WHERE city_id = :city_id AND desk_id = :desk_id AND desk_seq = :desk_seq"), one
        ).scalar()
        if known is not None and known != one["hash"]:
            adopt(work, desk_id=one["desk_id"], after=one["desk_seq"] - 1)
            known = None
        if known is None:
            fresh.append(told)
    return fresh


def _insert(connection: Connection, entries: Sequence[Told]) -> None:
    if not entries:
        return
    names, marks = ", ".join(_ENTRY), ", ".join("?" * len(_ENTRY))
    connection.exec_driver_sql(
        f"INSERT INTO entry ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        [
            tuple(canonical(told.entry[name]) if name in _AS_TEXT else told.entry[name] for name in _ENTRY)
            for told in entries
        ],
    )


def _note(work: Work, connection: Connection, entries: Sequence[Told]) -> None:
    """What was said about the entries, and whether each is what its own hash says."""
    for told in entries:
        one = told.entry
        key = {"desk": one["desk_id"], "seq": one["desk_seq"]}
        if told.before is not None:
            _keep(connection, "sync_gap", key, "prev_hash", told.before)
        if told.stamp is not None:
            _keep(connection, "sync_stamp", key, "hlc", told.stamp)
        reason = told.reason or _broken(connection, told)
        if reason is not None:
            connection.execute(
                text(
                    "INSERT OR REPLACE INTO sync_aside (desk_id, desk_seq, verdict, reason, told_at) "
                    "VALUES (:desk, :seq, 'quarantined', :reason, :now)"
                ),
                {**key, "reason": reason, "now": moment_text(work.clock.now())},
            )


def _broken(connection: Connection, told: Told) -> str | None:
    one = told.entry
    before = told.before
    if before is None:
        before = GENESIS if one["desk_seq"] == 1 else connection.execute(
            text("SELECT hash FROM entry WHERE city_id = :city_id AND desk_id = :desk_id AND desk_seq = :seq"),
            {**{name: one[name] for name in ("city_id", "desk_id")}, "seq": one["desk_seq"] - 1},
        ).scalar()  # fmt: skip
    try:
        seals = [commitment(one["salts"][name], name, value) for name, value in one["fields"].items()]
        holds = entry_hash(before or "", one, [*seals, *one["sealed"].values()]) == one["hash"]
    except (KeyError, TypeError, AttributeError):
        holds = False
    return None if holds else "hash_broken"


def _keep(connection: Connection, table: str, key: dict[str, Any], name: str, value: str) -> None:
    connection.execute(
        text(f"INSERT OR REPLACE INTO {table} (desk_id, desk_seq, {name}) VALUES (:desk, :seq, :value)"),  # noqa: S608
        {**key, "value": value},
    )
