"""What can be done with the figures themselves: make anew what is kept beside the record."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from db.insights.keeping import begin
from db.work import Work


def rebuild(work: Work, *, zone: ZoneInfo) -> int:
    """Makes all tallies anew from the record, by the days of this zone; answers of how many sittings."""
    return begin(work.session, zone)
