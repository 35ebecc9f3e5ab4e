"""What can be done with Zoom's reports: take one in as told, replace it, take it out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from db.checkin.rules import may_arrive
from db.clock import named_id
from db.errors import Refused
from db.folding import fold
from db.sittings.commands import sitting_row
from db.work import Work
from db.zoom.files.report import Report, ReportRow
from db.zoom.rules import says_at_least
from db.zoom.tables import Call, Participant

LONGEST_CHAIN = 20
"""Exports of one meeting that replaced one another: nobody downloads a report so often."""


@dataclass(frozen=True)
class TakenIn:
    """A report in the record: its call, how many lines it has, whether it was there before, which call it replaced."""

    call_id: str
    rows: int
    repeated: bool
    replaced_id: str | None = None


def take_in_report(work: Work, *, sitting_id: str, report: Report, sha256: str, file_name: str = "") -> TakenIn:
    """Stores a call and its participants as the report tells them; the same bytes a second time change nothing.

    A report that was taken out comes back as it was; one that tells at least what an earlier one of the same call told
    takes its place. Raises Refused: sitting_unknown, sitting_not_open, sitting_signed.
    """
    may_arrive(sitting_row(work, sitting_id).state, source="zoom")
    call_id = named_id(work.identity.city_id, "call", sitting_id, sha256)
    known = work.session.get(Call, call_id)
    if known is not None and (known.removed_at is None or _is_replaced(work, known)):
        return TakenIn(call_id, len(report.rows), repeated=True)
    call = known or _call(call_id, sitting_id, report, sha256, file_name)
    replaced = _told_before(work, call, report)
    if known is None:
        work.session.add(call)
        work.session.add_all(_participants(call_id, sitting_id, report.rows))
    else:
        _bring_back(work, known)
    for earlier in replaced:
        _remove(work, earlier)
        earlier.replaced_by_id = call_id
    work.session.flush()
    return TakenIn(call_id, len(report.rows), False, replaced[0].id if replaced else None)


def take_out_report(work: Work, *, call_id: str) -> str:
    """Takes a report out of its sitting, the wrong file or the wrong evening; what it had replaced comes back. Answers
    the sitting.

    Raises Refused: call_unknown, sitting_signed.
    """
    call = work.session.get(Call, call_id)
    if call is None or call.removed_at is not None:
        raise Refused("call_unknown")
    if sitting_row(work, call.sitting_id).state == "signed":
        raise Refused("sitting_signed")
    _remove(work, call)
    for earlier in work.session.scalars(select(Call).where(Call.replaced_by_id == call_id)):
        _bring_back(work, earlier)
    return call.sitting_id


def _remove(work: Work, call: Call) -> None:
    now = work.clock.now()
    for one in (call, *_lines_of(work, call.id)):
        one.removed_at = now


def _bring_back(work: Work, call: Call) -> None:
    call.replaced_by_id = None
    for one in (call, *_lines_of(work, call.id)):
        one.removed_at = None


def _is_replaced(work: Work, call: Call) -> bool:
    """Whether what took its place stands itself, or was replaced in its turn by what does."""
    later: Call | None = call
    for _ in range(LONGEST_CHAIN):
        later = work.session.get(Call, later.replaced_by_id) if later and later.replaced_by_id else None
        if later is not None and later.removed_at is None:
            return True
    return False


def _told_before(work: Work, call: Call, report: Report) -> list[Call]:
    """The live calls of the sitting that this report tells again, at least as fully."""
    found = work.session.scalars(
        select(Call).where(Call.sitting_id == call.sitting_id, Call.removed_at.is_(None), Call.id != call.id)
    )
    timed = any(row.joined_at for row in report.rows)
    replaced = []
    for earlier in found.all():
        lines = tuple(_lines_of(work, earlier.id))
        both_timed = timed and any(line.joined_at for line in lines)
        if not timed and any(line.joined_at for line in lines):
            continue
        told = [_sign(row, timed=both_timed) for row in report.rows]
        before = [_sign(line, timed=both_timed) for line in lines]
        if not both_timed:
            # One line a person on one side, one a connection on the other.
            told, before = list(set(told)), list(set(before))
        if says_at_least(told, before, same_meeting=_same_meeting(earlier, call)):
            replaced.append(earlier)
    return replaced


def _sign(line: ReportRow | Participant, *, timed: bool) -> tuple[object, ...]:
    who = (fold(line.name), (line.email or "").casefold())
    return (*who, line.joined_at, line.in_waiting_room) if timed else who


def _same_meeting(earlier: Call, later: Call) -> bool | None:
    """One number is many evenings' room: of one meeting are those that overlap in time, too. None: they do not say."""
    if earlier.uuid and later.uuid:
        return earlier.uuid == later.uuid
    if earlier.zoom_number and later.zoom_number and earlier.zoom_number != later.zoom_number:
        return False
    times = (earlier.started_at, earlier.ended_at, later.started_at, later.ended_at)
    if None in times:
        return None
    begin, end, begun, ended = (one for one in times if one is not None)
    if begin > ended or begun > end:
        return False
    return True if earlier.zoom_number and later.zoom_number else None


def _call(call_id: str, sitting_id: str, report: Report, sha256: str, file_name: str) -> Call:
    meeting = report.meeting
    joined = [row.joined_at for row in report.rows if row.joined_at]
    left = [row.left_at for row in report.rows if row.left_at]
    return Call(
        id=call_id,
        sitting_id=sitting_id,
        zoom_number=meeting.zoom_number if meeting else None,
        uuid=meeting.uuid if meeting else None,
        topic=meeting.topic if meeting else None,
        started_at=meeting.started_at if meeting and meeting.started_at else min(joined, default=None),
        ended_at=meeting.ended_at if meeting and meeting.ended_at else max(left, default=None),
        source=report.source,
        file_name=file_name or None,
        sha256=sha256,
    )


def _participants(call_id: str, sitting_id: str, rows: Iterable[ReportRow]) -> list[Participant]:
    return [
        Participant(
            id=named_id(call_id, "participant", str(row.number)),
            call_id=call_id,
            sitting_id=sitting_id,
            name=row.name,
            original_name=row.original_name,
            email=row.email,
            joined_at=row.joined_at,
            left_at=row.left_at,
            minutes=row.minutes,
            in_waiting_room=row.in_waiting_room,
            is_guest=row.guest,
            is_host=row.host,
            phone=row.phone,
            registrant_id=row.registrant_id,
            zoom_user_id=row.zoom_user_id,
            breakout=row.breakout,
        )
        for row in rows
    ]


def _lines_of(work: Work, call_id: str) -> Iterable[Participant]:
    return work.session.scalars(select(Participant).where(Participant.call_id == call_id))
