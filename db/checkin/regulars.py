"""Who goes to which council, kept beside the search index, so that a council's own people are found first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from json import dumps
from typing import Any

from sqlalchemy import Connection, Engine, and_, event, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.engine import read
from db.residents import search
from db.sittings.tables import Sitting

_CHUNK = 400
# From the people to their stays, of which most have few.
_COUNCILS = (
    "SELECT DISTINCT p.resident_id, s.council_id FROM json_each(?) told "
    "CROSS JOIN presence p ON p.resident_id = told.value AND p.removed_at IS NULL "
    "CROSS JOIN sitting s ON s.id = p.sitting_id AND s.removed_at IS NULL"
)


def note_regulars(session: Session, resident_ids: Iterable[str]) -> None:
    """Reads anew at which councils these residents have been, and tells the search."""
    ids = sorted(set(resident_ids))
    for at in range(0, len(ids), _CHUNK):
        some = ids[at : at + _CHUNK]
        councils: dict[str, set[str]] = {one: set() for one in some}
        for resident_id, council_id in read(session.connection(), _COUNCILS, (dumps(some),)):
            councils[resident_id].add(council_id)
        search.note_councils(session, councils)


def refresh_search(session: Session, rows: Mapping[str, Iterable[str]]) -> None:
    """Brings the search up to rows that came in by other ways than a command (sync): identifiers per noun.

    Knows resident, alias, organisation, merge, presence, sitting; other nouns do not concern it.
    """
    if not search.has_index(session):
        return
    connection, stale = session.connection(), set(rows.get("resident", ()))
    for told, noun in (
        ("resident_id FROM alias WHERE id", "alias"),
        ("id FROM resident WHERE organisation_id", "organisation"),
        ("kept_id FROM merge WHERE id", "merge"),
        ("absorbed_id FROM merge WHERE id", "merge"),
    ):
        stale |= _those(connection, told, rows.get(noun, ()))
    visitors: set[str] = set()
    for told, noun in (("id", "presence"), ("sitting_id", "sitting")):
        visitors |= _those(connection, f"resident_id FROM presence WHERE {told}", rows.get(noun, ()))
    with search.indexing_once(session):
        search.index_residents(session, stale)
        note_regulars(session, stale | visitors)


def _those(connection: Connection, told: str, ids: Iterable[str]) -> set[str]:
    """One list for whatever number: a question of three hundred marks is translated anew each time."""
    if not (some := list(ids)):
        return set()
    asked = f"SELECT {told} IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own words
    return {one for (one,) in read(connection, asked, (dumps(some),))}


def rebuild_search(session: Session) -> None:
    """Builds the whole search anew from the record."""
    told: dict[str, set[str]] = {}
    for resident_id, council_id in session.execute(
        select(Presence.resident_id, Sitting.council_id)
        .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
        .where(Presence.removed_at.is_(None))
        .distinct()
    ):
        told.setdefault(resident_id, set()).add(council_id)
    search.rebuild(session, told)


def bring_search_up_to_date(engine: Engine) -> None:
    """Builds the search of a record that an older program wrote: once, and then it is kept by every writing."""
    with Session(engine) as session:
        stale = search.is_stale(session)
    if stale:
        with engine.connect().execution_options(write=True) as connection, Session(connection) as session:
            rebuild_search(session)
            session.commit()


@event.listens_for(Session, "after_flush")
def _follow_the_door(session: Session, _context: Any) -> None:
    """Whoever is checked in belongs to the people of this council from now on."""
    visitors = {row.resident_id for row in (*session.new, *session.dirty) if isinstance(row, Presence)}
    if visitors and search.has_index(session):
        note_regulars(session, visitors)
