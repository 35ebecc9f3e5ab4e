"""A call that is told while it runs: the same lines again and again, with whoever came and whoever went meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from db.checkin.rules import may_arrive
from db.clock import named_id
from db.sittings.commands import sitting_row
from db.work import Work
from db.zoom.commands import TakenIn, participants
from db.zoom.files.report import Report, ReportRow
from db.zoom.replacing import is_emptied, lines_of
from db.zoom.tables import LIVE, Call, Participant

# What Zoom may tell otherwise of a connection the next time. Her registration or e-mail never goes away again.
_MAY_CHANGE = ("left_at", "in_waiting_room", "is_host", "phone", "breakout", "email", "registrant_id", "zoom_user_id")
_ONLY_ONCE = frozenset({"email", "registrant_id", "zoom_user_id", "phone"})


def keep_live(
    work: Work,
    *,
    sitting_id: str,
    zoom_number: str,
    report: Report,
    seen_at: datetime,
    seen_before: datetime | None = None,
) -> TakenIn | None:
    """Keeps who is in a call that runs, as of `seen_at`: one call, whose lines are told again. A line's `number` is
    that of its connection. Who is told no more was there until `seen_before`, the look before this one (by itself, the
    last that was kept): whoever came back meanwhile by another connection was never there twice. With no lines at all
    the call is over. Lines that a report of a call of the same number tells already are left to it. None: there is
    nothing to keep.

    Raises Refused: sitting_unknown, sitting_not_open, sitting_already_closed, sitting_signed.
    """
    may_arrive(sitting_row(work, sitting_id).state, source="live")
    calls = work.session.scalars(select(Call).where(Call.sitting_id == sitting_id, Call.removed_at.is_(None))).all()
    told = [one for one in calls if one.source != LIVE and one.zoom_number in (None, zoom_number)]
    rows = [row for row in report.rows if row.joined_at and not any(_covers(one, row.joined_at) for one in told)]
    call = next((one for one in calls if one.source == LIVE and one.zoom_number == zoom_number), None)
    call = call or _begin(work, sitting_id, zoom_number, rows)
    if call is None:
        return None
    changed = _tell_again(work, call, rows, seen_before or call.ended_at or seen_at)
    call.ended_at = max(seen_at, call.ended_at or seen_at)
    work.session.flush()
    return TakenIn(call.id, len(rows), repeated=not changed)


def _covers(call: Call, moment: datetime) -> bool:
    return call.started_at is not None and call.ended_at is not None and call.started_at <= moment <= call.ended_at


def _begin(work: Work, sitting_id: str, zoom_number: str, rows: Sequence[ReportRow]) -> Call | None:
    """The call as it was first seen; None where nobody is in it, or where a person took it out."""
    begun = min((row.joined_at for row in rows if row.joined_at), default=None)
    if begun is None:
        return None
    call_id = named_id(work.identity.city_id, "call", sitting_id, LIVE, zoom_number, begun.isoformat())
    if work.session.get(Call, call_id) is not None:
        return None
    made = Call(id=call_id, sitting_id=sitting_id, zoom_number=zoom_number, source=LIVE, started_at=begun)
    work.session.add(made)
    return made


def _tell_again(work: Work, call: Call, rows: Sequence[ReportRow], gone_at: datetime) -> bool:
    known = {line.id: line for line in lines_of(work, call.id)}
    told = {line.id: line for line in participants(call.id, call.sitting_id, [_numbered(row) for row in rows])}
    fresh = [line for one, line in told.items() if one not in known]
    work.session.add_all(fresh)
    changed = bool(fresh)
    for one, line in known.items():
        if one in told:
            changed |= _update(line, told[one])
        elif line.left_at is None:
            line.left_at, changed = max(gone_at, line.joined_at or gone_at), True
    return changed


def _numbered(row: ReportRow) -> ReportRow:
    """A number of a connection is of one meeting alone: closed and opened again, it may be another's."""
    joined = int(row.joined_at.timestamp()) if row.joined_at else 0
    return replace(row, number=row.number * 10**10 + joined)


def _update(line: Participant, told: Participant) -> bool:
    if is_emptied(line):  # erased meanwhile: that she went is all that is told of her any more
        changed, line.left_at = line.left_at != told.left_at, told.left_at
        return changed
    changed = False
    for name in _MAY_CHANGE:
        value = getattr(told, name)
        if value != getattr(line, name) and not (value is None and name in _ONLY_ONCE):
            setattr(line, name, value)
            changed = True
    if told.name and told.name != line.name:
        line.name, line.original_name = told.name, told.original_name or line.original_name or line.name or None
        changed = True
    return changed
