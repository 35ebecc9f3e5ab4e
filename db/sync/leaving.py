"""What the record knows of whether one can leave the office with this laptop: roll, journal, what waits to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import Hlc
from db.journal import Entry, last_own_clock
from db.residents.queries import count
from db.sync.queries import Status, sync_status, who_am_i

# How the journal calls the taking in of a list.
_IMPORTS = "residents.import_rows"


@dataclass(frozen=True)
class Leaving:
    """Facts for the check before leaving. `imported_at` is None where no list was ever taken in on this desk."""

    people: int
    imported_at: datetime | None
    last_entry_at: datetime | None
    status: Status


def before_leaving(session: Session) -> Leaving:
    """All of it, from one reading."""
    me = who_am_i(session)
    # From the end of the chain backwards: a roll of a million was taken in by entries that lie side by side.
    imported = session.scalar(
        select(Entry.hlc)
        .where(Entry.city_id == me.city_id, Entry.desk_id == me.desk_id, Entry.verb == _IMPORTS)
        .order_by(Entry.desk_seq.desc())
        .limit(1)
    )
    last = last_own_clock(session, city_id=me.city_id, desk_id=me.desk_id)
    return Leaving(count(session), _at(imported), _at(last), sync_status(session))


def _at(hlc: str | None) -> datetime | None:
    return datetime.fromtimestamp(Hlc.parse(hlc).millis / 1000, UTC) if hlc else None
