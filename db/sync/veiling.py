"""What the laptop of a head keeps of neighbours: nothing. Where it was a facilitator's before, the names go from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.orm import Session

from db.base import canonical
from db.checkin.regulars import rebuild_search
from db.issues.search import forget_words
from db.journal import commitment
from db.matching.tables import Proposal
from db.minutes.tables import MinutesDraft
from db.registry import nouns
from db.rights.compacting import owe
from db.rights.where import veiled_to_heads
from db.sync.queries import pending, who_am_i
from db.sync.refold import refold
from db.sync.tables import Standing
from db.work import Work

# City, desk and number of an entry: how far the journal was gone through.
Place = tuple[str, str, int]
BEGINNING: Place = ("", "", 0)
# Some tenths of a second each.
_AT_ONCE = 1000
_NEXT = text(
    "SELECT city_id, desk_id, desk_seq, noun, row_id, fields, salts, sealed FROM entry "
    "WHERE (city_id, desk_id, desk_seq) > (:city, :desk, :seq) ORDER BY city_id, desk_id, desk_seq LIMIT :some"
)
_WRITE = text(
    "UPDATE entry SET fields = :fields, salts = :salts, sealed = :sealed "
    "WHERE city_id = :city AND desk_id = :desk AND desk_seq = :seq"
)


def owes_names(session: Session, *, sees: str) -> bool:
    """Whether this laptop was told names before and, by what the server says it sees now, may keep none.

    Only when the server has all that was written here: what it has not would go with the names.
    """
    before = session.scalar(select(Standing.sees).where(Standing.desk_id == who_am_i(session).desk_id))
    return has_lost_names(before, sees) and pending(session) == 0


def has_lost_names(before: str | None, now: str) -> bool:
    """Whether a desk that saw `before` sees as a head `now`; both are role and district, as the server tells them."""
    return now.startswith("head/") and before is not None and not before.startswith("head/")


def veil_some(work: Work, *, after: Place, limit: int = _AT_ONCE) -> Place | None:
    """Puts the commitment in the place of whatever tells who somebody is, in the next entries of the journal, as the
    server does for a head (`app.veiled`), and makes their rows anew. Answers where to go on; None after the last one.

    Every chain still holds, and people can still be counted. May be cut between any two and begun again.
    """
    session = work.session
    session.flush()
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    city, desk, seq = after
    entries = connection.execute(_NEXT, {"city": city, "desk": desk, "seq": seq, "some": limit}).mappings().all()
    rows = _veil(connection, entries)
    heard: dict[str, set[str]] = session.info["author"].touched
    for noun, ids in refold(session, rows).items():
        heard.setdefault(noun, set()).update(ids)
    if len(entries) < limit:
        return None
    return entries[-1]["city_id"], entries[-1]["desk_id"], entries[-1]["desk_seq"]


def close_names(work: Work, *, sees: str) -> bool:
    """After the last entry: takes away what else of this laptop names neighbours, and notes what it sees from now on.

    Answers False, and leaves it for the next contact, where something was written meanwhile that is not sent yet.
    """
    session = work.session
    if pending(session):
        return False
    session.execute(delete(Proposal))
    session.execute(delete(MinutesDraft))
    rebuild_search(session)
    forget_words(session)
    session.get_one(Standing, work.identity.desk_id).sees = sees
    owe(session)  # what is left in free pages of the file goes when it is compacted
    return True


def _veil(connection: Connection, entries: Sequence[Mapping[Any, Any]]) -> dict[str, set[str]]:
    veiled = veiled_to_heads()
    known = {noun: set(kind.__table__.columns.keys()) for noun, kind in nouns().items()}
    rows: dict[str, set[str]] = {}
    written = []
    for entry in entries:
        fields = json.loads(entry["fields"])
        noun = entry["noun"]
        gone = [name for name in fields if (noun, name) in veiled or name not in known.get(noun, ())]
        if not gone:
            continue
        salts, sealed = json.loads(entry["salts"]), json.loads(entry["sealed"])
        sealed |= {name: commitment(salts[name], name, fields[name]) for name in gone}
        kept = [{name: value for name, value in told.items() if name not in gone} for told in (fields, salts)]
        written.append(
            {
                "city": entry["city_id"], "desk": entry["desk_id"], "seq": entry["desk_seq"],
                "fields": canonical(kept[0]), "salts": canonical(kept[1]), "sealed": canonical(sealed),
            }
        )  # fmt: skip
        rows.setdefault(noun, set()).add(entry["row_id"])
    if written:
        connection.execute(_WRITE, written)
    return rows
