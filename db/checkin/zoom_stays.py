"""The stays that a whole Zoom call brings at once: a thousand of them one by one took several seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.bulk import add_rows
from db.checkin.regulars import note_regulars
from db.checkin.rules import may_arrive, stay_in_order, way_known
from db.checkin.tables import Presence
from db.residents.search import has_index
from db.sittings.commands import sitting_row
from db.work import Work


@dataclass(frozen=True)
class ZoomStay:
    """One stay as a judgement tells it. `way`: zoom or phone."""

    match_id: str
    resident_id: str
    arrived_at: datetime
    left_at: datetime | None
    way: str


def record_new_stays(work: Work, *, sitting_id: str, stays: Sequence[ZoomStay]) -> None:
    """Writes the stays of judgements that have brought none yet, as `record_stays` would one by one.

    Raises Refused: sitting_unknown, sitting_not_open, sitting_signed, way_unknown, stay_backwards.
    """
    if not stays:
        return
    may_arrive(sitting_row(work, sitting_id).state, source="zoom")
    rows = []
    for stay in stays:
        stay_in_order(stay.arrived_at, stay.left_at)
        rows.append(
            {
                "sitting_id": sitting_id,
                "resident_id": stay.resident_id,
                "way": way_known(stay.way),
                "arrived_at": stay.arrived_at,
                "left_at": stay.left_at,
                "source": "zoom",
                "match_id": stay.match_id,
            }
        )
    add_rows(work, Presence, rows)
    if has_index(work.session):
        note_regulars(work.session, {stay.resident_id for stay in stays})
