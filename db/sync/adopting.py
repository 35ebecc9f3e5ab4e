"""Entries that change their desk: the tail of a chain that another laptop, or an older backup, wrote otherwise.

Nothing of it is lost: each entry is written on, with its values and its time, in a chain where it has a place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from db.base import canonical
from db.journal import GENESIS, META, Author, commitment, entry_hash
from db.sync.refold import refold
from db.work import Work

_COLUMNS = (*META, "fields", "salts", "sealed", "hash")
_JSON = ("base", "fields", "salts", "sealed")
_KEPT_BY_DESK = ("sync_stamp", "sync_aside", "sync_gap")
_REFUSED = text(
    "SELECT DISTINCT e.noun, e.row_id FROM sync_aside a "
    "JOIN entry e ON e.city_id = :city AND e.desk_id = a.desk_id AND e.desk_seq = a.desk_seq "
    "WHERE a.desk_id = :desk AND a.verdict = 'quarantined'"
)

_BEGIN_ANEW = (
    "UPDATE desk SET desk_id = :fresh WHERE desk_id = :former",
    "UPDATE sync_enrolment SET desk_id = :fresh WHERE desk_id = :former",
    # What the server confirmed of the old chain it still has; the new one begins, and everything is pulled again, what
    # the other copy wrote in our name among it.
    """INSERT INTO sync_standing (desk_id, confirmed_seq, confirmed_hash, epoch, clock_offset_ms, met_at, pulled,
       redacted, folded_schema, sees)
       SELECT :fresh, 0, :genesis, epoch, clock_offset_ms, met_at, 0, 0, folded_schema, sees
       FROM sync_standing WHERE desk_id = :former""",
)


def adopt(work: Work, *, desk_id: str, after: int) -> int:
    """Writes a desk's entries after that number on in the chain of whoever writes now; answers how many.

    The time of each stays, so that the fold comes out as before; only the desk in its clock becomes the new one, and
    what later entries saw of it is told accordingly. What was written on here before is not again: the same stick may
    come twice, and the server tells otherwise each time.
    """
    session = work.session
    session.flush()
    author: Author = session.info["author"]
    connection = session.connection()
    tail = _tail(connection, author.city_id, desk_id, after)
    if not tail:
        return 0
    _take_out(connection, author.city_id, desk_id, after)
    renamed = {entry["hlc"]: f"{entry['hlc'][:22]}{author.desk_id}" for entry in tail}
    known = _known(connection, author, renamed.values())
    places = {after: author.seq}
    rows: dict[str, set[str]] = {}
    written = []
    for entry in tail:
        rows.setdefault(entry["noun"], set()).add(entry["row_id"])
        clock, number = renamed[entry["hlc"]], entry["desk_seq"]
        places[number] = author.seq
        if (clock, entry["noun"], entry["row_id"]) in known:
            continue
        base = {name: renamed.get(seen, seen) for name, seen in entry["base"].items()}
        places[number] = author.seq = author.seq + 1
        moved = {**entry, "desk_id": author.desk_id, "desk_seq": author.seq, "hlc": clock, "base": base}
        if entry["noun"] == "erasure":
            moved["fields"] = _emptied_in(entry["fields"], places, after)
        seals = [commitment(moved["salts"][name], name, value) for name, value in moved["fields"].items()]
        author.head = moved["hash"] = entry_hash(author.head, moved, [*seals, *moved["sealed"].values()])
        written.append(tuple(canonical(moved[name]) if name in _JSON else moved[name] for name in _COLUMNS))
    names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
    if written:
        connection.exec_driver_sql(f"INSERT INTO entry ({names}) VALUES ({marks})", written)  # noqa: S608 - our own names
    refold(session, rows)
    return len(written)


def _known(connection: Connection, author: Author, clocks: Iterable[str]) -> set[tuple[str, str, str]]:
    """Which of these clocks the chain of whoever writes has already, and of which rows."""
    found = connection.execute(
        text(
            "SELECT hlc, noun, row_id FROM entry WHERE city_id = :city AND desk_id = :desk "
            "AND hlc IN (SELECT value FROM json_each(:clocks))"
        ),
        {"city": author.city_id, "desk": author.desk_id, "clocks": canonical(list(clocks))},
    )
    return {(clock, noun, row_id) for clock, noun, row_id in found}


def _emptied_in(fields: dict[str, Any], places: Mapping[int, int], after: int) -> dict[str, Any]:
    """An erasure says up to which number its desk's entries tell of her; in another chain that is another number."""
    told = fields.get("emptied")
    if not isinstance(told, list):
        return fields
    moved = [
        {**one, "before": places[max(number for number in places if number <= max(one["before"], after))]}
        if isinstance(one, dict) and isinstance(one.get("before"), int)
        else one
        for one in told
    ]
    return {**fields, "emptied": moved}


def begin_anew(work: Work, *, after: int) -> str:
    """This laptop becomes another desk: what it wrote after that number, and from now on, is the new one's.

    For a laptop that was copied, or given back from a backup, while the shared database has other entries in its name.
    The login stays; the server lets it speak for the new desk as well. Answers the new desk's identifier.
    """
    session = work.session
    session.flush()
    author: Author = session.info["author"]
    former, fresh = author.desk_id, work.clock.new_id()
    author.desk_id, author.seq, author.head = fresh, 0, GENESIS
    connection = session.connection()
    names = {"former": former, "fresh": fresh, "after": after, "genesis": GENESIS}
    for statement in _BEGIN_ANEW:
        connection.execute(text(statement), names)
    _confirm_no_more(connection, former, after)
    session.expire_all()
    adopt(work, desk_id=former, after=after)
    _let_go_of_refused(work, former)
    return fresh


def _let_go_of_refused(work: Work, former: str) -> None:
    """What the server had refused stays on the screens of the desk that wrote it, and this is another one now. The next
    pull says of it what is known here already, so that nobody would make these rows anew until their stretch is due."""
    refused = work.session.connection().execute(_REFUSED, {"city": work.identity.city_id, "desk": former})
    rows: dict[str, set[str]] = {}
    for noun, row_id in refused:
        rows.setdefault(noun, set()).add(row_id)
    heard: dict[str, set[str]] = work.session.info["author"].touched
    for noun, ids in refold(work.session, rows).items():
        heard.setdefault(noun, set()).update(ids)


def _confirm_no_more(connection: Connection, desk_id: str, after: int) -> None:
    kept = connection.execute(
        text("SELECT hash FROM entry WHERE desk_id = :desk AND desk_seq = :seq"), {"desk": desk_id, "seq": after}
    ).scalar()
    connection.execute(
        text(
            "UPDATE sync_standing SET confirmed_seq = :seq, confirmed_hash = :hash, offline_since = NULL, "
            "trouble = NULL WHERE desk_id = :desk"
        ),
        {"seq": after, "hash": kept or GENESIS, "desk": desk_id},
    )


def _tail(connection: Connection, city_id: str, desk_id: str, after: int) -> list[dict[str, Any]]:
    found = connection.execute(
        text(
            f"SELECT {', '.join(_COLUMNS)} FROM entry "  # noqa: S608 - our own names
            "WHERE city_id = :city AND desk_id = :desk AND desk_seq > :after ORDER BY desk_seq"
        ),
        {"city": city_id, "desk": desk_id, "after": after},
    )
    return [{**row, **{name: json.loads(row[name]) for name in _JSON}} for row in found.mappings()]


def _take_out(connection: Connection, city_id: str, desk_id: str, after: int) -> None:
    names = {"city": city_id, "desk": desk_id, "after": after}
    connection.execute(text("DELETE FROM entry WHERE city_id = :city AND desk_id = :desk AND desk_seq > :after"), names)
    for table in _KEPT_BY_DESK:
        connection.execute(text(f"DELETE FROM {table} WHERE desk_id = :desk AND desk_seq > :after"), names)  # noqa: S608
