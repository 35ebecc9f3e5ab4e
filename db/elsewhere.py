"""What other programs on the same file have written: the command line beside an open window."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.changes import Changes
from db.journal import Entry, read_head

_VERSION = text("PRAGMA data_version")


class Elsewhere:
    """Looked at now and then, on the record's own thread: two small readings, and no more while nobody else writes.

    SQLite counts for each connection what others have committed; the journal then says what it was.
    """

    def __init__(self) -> None:
        self._version: int | None = None
        self._seq = 0

    def look(self, session: Session, *, city_id: str, desk_id: str) -> Changes:
        """The rows that were written since the last look, if another program wrote at all; the first look sees none."""
        before, since = self._version, self._seq
        self._version = session.execute(_VERSION).scalar_one()
        self._seq, _ = read_head(session, city_id=city_id, desk_id=desk_id)
        if before in (None, self._version):
            return Changes()
        found: defaultdict[str, set[str]] = defaultdict(set)
        written = select(Entry.noun, Entry.row_id).where(
            Entry.city_id == city_id, Entry.desk_id == desk_id, Entry.desk_seq > since
        )
        for noun, row_id in session.execute(written):
            found[noun].add(row_id)
        # What came from the other desks, or only concerns the sending, stands in no entry of this one.
        return Changes({"sync_standing": frozenset(), **{noun: frozenset(ids) for noun, ids in found.items()}})
