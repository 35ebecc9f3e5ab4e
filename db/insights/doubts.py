"""Whether what is kept of the figures still says what the record says."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.insights.keeping import zone_kept
from db.insights.kept import FromTallies
from db.insights.reading import FromRecord, Source
from db.insights.scope import Scope


def in_doubt(session: Session, *, zone: ZoneInfo) -> tuple[str, ...]:
    """The sittings whose kept figures are not those of the record, and `all` where only the sum of them is not.

    Nothing where no tallies are kept. It reads the whole record, which in a city takes minutes.
    """
    if zone_kept(session) is None:
        return ()
    kept, plain = FromTallies(session, zone), FromRecord(session, zone)
    here = {line.held.id: line for line in kept.lines(Scope())}
    there = {line.held.id: line for line in plain.lines(Scope())}
    wrong = sorted(one for one in here.keys() | there.keys() if here.get(one) != there.get(one))
    if not wrong and _of(kept) != _of(plain):
        return ("all",)
    return tuple(wrong)


def _of(source: Source) -> object:
    whole = source.whole(Scope())
    sets = (*whole.ages.values(), whole.room, whole.online, whole.came.first, *whole.came.often)
    counts = {key: count for key, count in whole.counts.items() if count}
    return [len(one) for one in sets], counts, source.steps(Scope())
