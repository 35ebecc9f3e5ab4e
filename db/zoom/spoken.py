"""The words of the recording round an item of the agenda: a help for the secretary's notes, never a part of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.agenda.tables import Item
from db.errors import Refused
from db.zoom.handout_queries import HandoutCard, WordsCard, handouts, transcript_lines

AROUND = timedelta(seconds=30)
"""Moving on comes a little after the talk has, or before: so much before and after an item is shown too."""


def words_of_item(session: Session, *, item_id: str, now: datetime) -> tuple[WordsCard, ...]:
    """What was said while an item was on the table, and `AROUND` it; nothing for one that has not begun. Raises
    Refused: item_unknown.
    """
    item = session.get(Item, item_id)
    if item is None or item.removed_at is not None:
        raise Refused("item_unknown")
    if item.started_at is None:
        return ()
    until = (item.ended_at or now) + AROUND
    return transcript_lines(session, sitting_id=item.sitting_id, since=item.started_at - AROUND, until=until)


def transcripts(session: Session, *, sitting_id: str) -> tuple[HandoutCard, ...]:
    """The transcripts that a sitting has: nearly always one."""
    return tuple(one for one in handouts(session, sitting_id=sitting_id) if one.kind == "transcript")
