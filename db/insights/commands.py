"""What can be done with the figures themselves: make anew what is kept beside the record, or go on with it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from db.insights.keeping import begin
from db.insights.making import count_for, standing
from db.journal import Author
from db.work import Work


def rebuild(work: Work, *, zone: ZoneInfo) -> int:
    """Makes all tallies anew from the record, by the days of this zone; answers of how many sittings."""
    return begin(work.session, zone)


def count_on(work: Work, *, seconds: float = 0.012) -> bool:
    """Goes on with the tallies that were put off, for about so long; answers whether any are left.

    When the last one is there, whoever shows figures hears of it: `figure` is among what changed.
    """
    stands = standing(work.session)
    if stands is None or stands.whole:
        return False
    if count_for(work.session, stands.zone, seconds):
        return True
    author: Author = work.session.info["author"]
    author.touched.setdefault("figure", set()).add("counted")
    return False
