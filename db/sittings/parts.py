"""What belongs to a sitting, whichever noun it is of: it ends with the sitting, and is bound by the sitting's hash.

The nouns that come after this one (agenda, presences, issues...) are known here only by what their tables declare: a
`sitting_id`, and `ends_with_sitting` naming the columns where something begins and ends.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from db.base import Row, canonical
from db.sittings.tables import Sitting

# The minutes are made from the facts and are none of them.
_NOT_FACTS = frozenset({"minutes"})
# What the sitting itself tells apart from its facts: that it is closed is why they are hashed.
# The invitation to register came later than the first minutes that were signed, and is no fact of the evening either.
_BESIDE = frozenset({"clocks", "removed_at", "state", "facts_hash", "stream_views", "registration_link"})
# Columns that came later: where nothing stands in them, an evening that was closed before has the hash it had.
_LATER = frozenset({"length_minutes", "series_id", "cancelled_at", "seconds_apart"})


def kinds_of_parts() -> tuple[type[Row], ...]:
    """Every journalled table whose rows belong to one sitting, by name. `db.registry` has imported them all."""
    found = [m.class_ for m in Row.registry.mappers if issubclass(m.class_, Row) and hasattr(m.class_, "sitting_id")]
    facts = [kind for kind in found if kind.__tablename__ not in _NOT_FACTS]
    return tuple(sorted(facts, key=lambda kind: kind.__tablename__))


def end_what_runs(session: Session, *, sitting_id: str, at: datetime) -> None:
    """Ends at `at` whatever began in the sitting and has not ended: the item on the table, the person speaking."""
    for kind in kinds_of_parts():
        if not (columns := getattr(kind, "ends_with_sitting", None)):
            continue
        began, ended = (getattr(kind, name) for name in columns)
        for row in session.scalars(_live(kind, sitting_id).where(began.is_not(None), ended.is_(None))):
            setattr(row, columns[1], at)


def facts_hash(session: Session, *, sitting_id: str) -> str:
    """SHA-256, as hex, over the canonical JSON of everything the record knows of the sitting, in the order of ids."""
    session.flush()
    digest = hashlib.sha256()
    for row in session.scalars(select(Sitting).where(Sitting.id == sitting_id)):
        digest.update(_line(row))
    for kind in kinds_of_parts():
        for row in session.scalars(_live(kind, sitting_id).order_by(kind.id)):
            digest.update(_line(row))
    return digest.hexdigest()


def _live(kind: Any, sitting_id: str) -> Any:
    return select(kind).where(kind.sitting_id == sitting_id, kind.removed_at.is_(None))


def _line(row: Row) -> bytes:
    columns = (column.key for column in inspect(type(row)).columns)
    facts = {name: getattr(row, name) for name in columns if name not in _BESIDE}
    facts = {name: value for name, value in facts.items() if value is not None or name not in _LATER}
    return f"{row.__tablename__}\x1f{canonical(facts)}\x1e".encode()
