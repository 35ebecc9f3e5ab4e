"""A table of answers on its way in: the quarter that each line tells, as the record knows it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db.errors import Refused
from db.places.queries import neighbourhood_named
from db.surveys.known_again import SheetLine
from db.surveys.replies_file import AnswerLine


def placed(
    session: Session, *, lines: Sequence[AnswerLine], district_id: str | None
) -> tuple[tuple[SheetLine, ...], tuple[tuple[int, Refused], ...]]:
    """The lines ready to be written, and by their number those whose quarter nobody knows, with the refusal."""
    ready, unplaced = [], []
    for one in lines:
        try:
            quarter = (
                neighbourhood_named(session, name=one.quarter, district_id=district_id).id if one.quarter else None
            )
        except Refused as no:
            unplaced.append((one.number, no))
        else:
            ready.append(SheetLine(one.number, one.told, quarter, one.whole))
    return tuple(ready), tuple(unplaced)
