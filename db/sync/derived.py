"""What is kept beside the rows and read from them: the search of the roll, the words of the issues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from db.checkin.regulars import refresh_search
from db.issues.search import name_issues


def derive(session: Session, rows: Mapping[str, Iterable[str]]) -> None:
    """Brings up to these rows what is kept beside them. Whoever keeps something more adds a line here."""
    refresh_search(session, rows)
    name_issues(session, rows.get("resident", ()))
