"""What is kept beside the rows and read from them: the search of the roll, the words of the issues."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from db.checkin.regulars import refresh_search
from db.issues.search import name_issues


def derive(session: Session, rows: Mapping[str, Iterable[str]]) -> None:
    """Brings up to these rows what is kept beside them. Whoever keeps something more adds a line here."""
    refresh_search(session, rows)
    name_issues(session, rows.get("resident", ()))


class Behind:
    """Rows of which that is still to be brought up: many at once cost less than a few, and all of them are done before
    the transaction ends."""

    MOST = 40
    """More of them cost hardly less each, and a card that comes in at that moment waits for all."""

    def __init__(self) -> None:
        self._rows: dict[str, set[str]] = {}

    def add(self, rows: Mapping[str, Collection[str]]) -> None:
        """These as well."""
        for noun, ids in rows.items():
            self._rows.setdefault(noun, set()).update(ids)

    @property
    def is_long(self) -> bool:
        """Whether whoever waits for the end of the transaction would feel them."""
        return sum(map(len, self._rows.values())) >= self.MOST

    def catch_up(self, session: Session) -> None:
        """Brings all of them up."""
        rows, self._rows = self._rows, {}
        if rows:
            derive(session, rows)
