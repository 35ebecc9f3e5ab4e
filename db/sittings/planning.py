"""What can be done with the plan: councils described, series, one day changed or all that follow, calling off.

All of it is of one stack: the last act of planning is what `undo_plan` takes back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db import acts
from db.errors import Refused
from db.places.tables import Neighbourhood
from db.sittings import rules
from db.sittings.calendar import moved
from db.sittings.commands import change_sitting, plan_sitting, sitting_row
from db.sittings.tables import Council, Sitting
from db.work import Work

PLAN = "plan"
# What the sittings of a series have in common.
_SHARED = ("place", "mode", "length_minutes", "facilitator")


def describe_council(
    work: Work,
    *,
    council_id: str,
    name: str | None = None,
    kind: str | None = None,
    neighbourhood_ids: Collection[str] | None = None,
    topics: Collection[str] | None = None,
) -> None:
    """What a council is: its name, its kind, whose quarters' it is, and what about; what is not given stays.

    Raises Refused: council_unknown, council_kind_unknown, sitting_council_missing, quarter_unknown.
    """
    council = work.session.get(Council, council_id)
    if council is None or council.removed_at is not None:
        raise Refused("council_unknown")
    if name is not None:
        council.name = rules.needed_words(title="-", council=name)[1]
    if kind is not None:
        council.kind = rules.known_kind(kind)
    if neighbourhood_ids is not None:
        for one in neighbourhood_ids:
            if work.session.get(Neighbourhood, one) is None:
                raise Refused("quarter_unknown", quarter=one)
        council.neighbourhood_ids = list(dict.fromkeys(neighbourhood_ids))
    if topics is not None:
        council.topics = [topic for topic in dict.fromkeys(one.strip() for one in topics) if topic]


def plan_evenings(
    work: Work,
    *,
    evenings: Sequence[tuple[datetime, str]],
    facts: Mapping[str, Any],
    about: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Plans one sitting, or several as a series: each with when it starts and its title; the rest is the same for all.

    `facts` are those of `plan_sitting`, `about` those of `describe_council`. Answers the ids in the order given.
    Raises Refused: as those two, and evenings_missing.
    """
    if not evenings:
        raise Refused("evenings_missing")
    series = work.clock.new_id() if len(evenings) > 1 else None
    with acts.act(work, PLAN):
        made = []
        for starts_at, title in evenings:
            one = plan_sitting(work, starts_at=starts_at, title=title, **facts)
            sitting_row(work, one).series_id = series
            made.append(one)
        if about:
            describe_council(work, council_id=sitting_row(work, made[0]).council_id, **about)
    return tuple(made)


def change_evening(
    work: Work, *, sitting_id: str, zone: ZoneInfo, facts: Mapping[str, Any], following: bool = False
) -> int:
    """Sets right what was planned, as `change_sitting`; with `following` all later ones of the series too: what becomes
    another here becomes so there, each on its own day moved by as many days. Titles and Zoom numbers are each its own.

    The one of December that was moved to eight stays at eight when all that is said is another hall. Answers how many.
    Those that have begun, or were cancelled, stay as they are. Raises Refused: as `change_sitting`.
    """
    sitting = sitting_row(work, sitting_id)
    before = sitting.starts_at.astimezone(zone)
    after = (facts.get("starts_at") or sitting.starts_at).astimezone(zone)
    later = _following(work, sitting)[1:] if following else []
    was = {name: getattr(sitting, name) for name in _SHARED if name in facts}
    with acts.act(work, PLAN):
        change_sitting(work, sitting_id=sitting_id, **facts)
        shared = {name: facts[name] for name, value in was.items() if getattr(sitting, name) != value}
        for one in later:
            at = one.starts_at.astimezone(zone)
            day = moved(at.date(), before=before.date(), after=after.date())
            hour = at.time() if after.time() == before.time() else after.time()
            change_sitting(work, sitting_id=one.id, starts_at=datetime.combine(day, hour, zone), **shared)
    return 1 + len(later)


def cancel(work: Work, *, sitting_id: str, following: bool = False) -> int:
    """A planned sitting will not be held: it stays on the calendar as cancelled, and its agenda waits for the next one.

    With `following` all later ones of the series too. Answers how many.

    Raises Refused: sitting_unknown, sitting_already_begun, sitting_cancelled.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_be_called_off(state=sitting.state)
    if sitting.cancelled_at is not None:
        raise Refused("sitting_cancelled")
    gone = _following(work, sitting) if following else [sitting]
    with acts.act(work, PLAN):
        for one in gone:
            one.cancelled_at = work.clock.now()
    return len(gone)


def hold_after_all(work: Work, *, sitting_id: str) -> None:
    """A cancelled sitting is held after all. Raises Refused: sitting_unknown, sitting_not_cancelled."""
    sitting = sitting_row(work, sitting_id)
    if sitting.cancelled_at is None:
        raise Refused("sitting_not_cancelled")
    with acts.act(work, PLAN):
        sitting.cancelled_at = None


def remove_planned(work: Work, *, sitting_id: str, following: bool = False) -> int:
    """Takes a sitting off the plan that was planned by mistake, and the later ones of its series if wanted; answers how
    many. Raises Refused: sitting_unknown, sitting_already_begun.
    """
    sitting = sitting_row(work, sitting_id)
    rules.may_be_called_off(state=sitting.state)
    gone = _following(work, sitting) if following else [sitting]
    with acts.act(work, PLAN):
        for one in gone:
            one.removed_at = work.clock.now()
    return len(gone)


def undo_plan(work: Work) -> acts.Done:
    """Takes the last act of planning back. Raises Refused: nothing_to_take_back; sitting_already_begun, when what was
    planned has been opened since.
    """
    last = acts.last_act(work.session, desk_id=work.identity.desk_id, scope=PLAN)
    for noun, row_id in last.rows if last else ():
        sitting = work.session.get(Sitting, row_id) if noun == "sitting" else None
        if sitting is not None:
            rules.may_be_called_off(state=sitting.state)
    return acts.take_back(work, scope=PLAN)


def _following(work: Work, sitting: Sitting) -> list[Sitting]:
    """A sitting and the later ones of its series that are still only planned."""
    if sitting.series_id is None:
        return [sitting]
    later = select(Sitting).where(
        Sitting.series_id == sitting.series_id,
        Sitting.starts_at > sitting.starts_at,
        Sitting.state == "planned",
        Sitting.cancelled_at.is_(None),
        Sitting.removed_at.is_(None),
    )
    return [sitting, *work.session.scalars(later.order_by(Sitting.starts_at, Sitting.id))]
