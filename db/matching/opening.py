"""Opens the book of names before the first call of an evening comes in, a little at a time.

Whoever stands at the door goes in between: of a roll of a million a portion takes some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Generator

from sqlalchemy.orm import Session

from db.residents.namebook import bring_up_to_date
from db.work import Work


def get_ready() -> None:
    """Imports what only the matching needs, numpy before all; it touches no record."""
    from db.matching.likely import asking, kept, ranking  # noqa: F401 - a fifth of a second, and nobody waits for it here


def write_a_page(work: Work) -> bool:
    """Writes a page of the book that is out of date; True while there are more."""
    return bring_up_to_date(work.session, most=1)


class Opening:
    """The book while it is being opened; whoever holds nothing else of it lets go of it with this."""

    def __init__(self) -> None:
        self._portions: Generator[None, Session, None] | None = None

    def go_on(self, session: Session) -> bool:
        """Opens a little more; True while there is more to do. What is written on the roll meanwhile ends it, for the
        next one to begin.
        """
        try:
            if self._portions is None:
                from db.matching.likely.kept import opening  # numpy comes with it

                self._portions = opening(session)
                next(self._portions)
            else:
                self._portions.send(session)
        except StopIteration:
            return False
        return True
