"""Who goes to which council, kept beside the search index, so that a council's own people are found first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, and_, event, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.residents import search
from db.residents.tables import Alias, Merge, Resident
from db.sittings.tables import Sitting

_CHUNK = 400


def note_regulars(session: Session, resident_ids: Iterable[str]) -> None:
    """Reads anew at which councils these residents have been, and tells the search."""
    ids = sorted(set(resident_ids))
    for at in range(0, len(ids), _CHUNK):
        some = ids[at : at + _CHUNK]
        councils: dict[str, set[str]] = {one: set() for one in some}
        found = session.execute(
            select(Presence.resident_id, Sitting.council_id)
            .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
            .where(Presence.resident_id.in_(some), Presence.removed_at.is_(None))
            .distinct()
        )
        for resident_id, council_id in found:
            councils[resident_id].add(council_id)
        search.note_councils(session, councils)


def refresh_search(session: Session, rows: Mapping[str, Iterable[str]]) -> None:
    """Brings the search up to rows that came in by other ways than a command (sync): identifiers per noun.

    Knows resident, alias, organisation, merge, presence, sitting; other nouns do not concern it.
    """
    if not search.has_index(session):
        return
    stale = set(rows.get("resident", ()))
    for column, match, noun in (
        (Alias.resident_id, Alias.id, "alias"),
        (Resident.id, Resident.organisation_id, "organisation"),
        (Merge.kept_id, Merge.id, "merge"),
        (Merge.absorbed_id, Merge.id, "merge"),
    ):
        if ids := list(rows.get(noun, ())):
            stale.update(session.scalars(select(column).where(match.in_(ids))))
    search.index_residents(session, stale)
    visitors: set[str] = set()
    for match, noun in ((Presence.id, "presence"), (Presence.sitting_id, "sitting")):
        if ids := list(rows.get(noun, ())):
            visitors.update(session.scalars(select(Presence.resident_id).where(match.in_(ids))))
    note_regulars(session, stale | visitors)


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
