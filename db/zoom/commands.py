"""What can be done with Zoom's reports: take one in as told, take it out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from db.checkin.rules import may_arrive
from db.clock import named_id
from db.errors import Refused
from db.sittings.commands import sitting_row
from db.work import Work
from db.zoom.files.report import Report, ReportRow
from db.zoom.tables import Call, Participant


@dataclass(frozen=True)
class TakenIn:
    """A report in the record: its call, how many lines it has, and whether it was there before."""

    call_id: str
    rows: int
    repeated: bool


def take_in_report(work: Work, *, sitting_id: str, report: Report, sha256: str, file_name: str = "") -> TakenIn:
    """Stores a call and its participants as the report tells them; the same bytes a second time change nothing.

    A report that was taken out comes back as it was. Raises Refused: sitting_unknown, sitting_not_open,
    sitting_signed.
    """
    may_arrive(sitting_row(work, sitting_id).state, source="zoom")
    call_id = named_id(work.identity.city_id, "call", sitting_id, sha256)
    known = work.session.get(Call, call_id)
    if known is None:
        work.session.add(_call(call_id, sitting_id, report, sha256, file_name))
        work.session.add_all(_participants(call_id, sitting_id, report.rows))
        work.session.flush()
    elif known.removed_at is None:
        return TakenIn(call_id, len(report.rows), repeated=True)
    else:
        known.removed_at = None
        for line in _lines_of(work, call_id):
            line.removed_at = None
    return TakenIn(call_id, len(report.rows), repeated=False)


def take_out_report(work: Work, *, call_id: str) -> str:
    """Takes a report out of its sitting, the wrong file or the wrong evening; answers the sitting.

    Raises Refused: call_unknown, sitting_signed.
    """
    call = work.session.get(Call, call_id)
    if call is None or call.removed_at is not None:
        raise Refused("call_unknown")
    if sitting_row(work, call.sitting_id).state == "signed":
        raise Refused("sitting_signed")
    now = work.clock.now()
    call.removed_at = now
    for line in _lines_of(work, call_id):
        line.removed_at = now
    return call.sitting_id


def _call(call_id: str, sitting_id: str, report: Report, sha256: str, file_name: str) -> Call:
    meeting = report.meeting
    joined = [row.joined_at for row in report.rows if row.joined_at]
    left = [row.left_at for row in report.rows if row.left_at]
    return Call(
        id=call_id,
        sitting_id=sitting_id,
        zoom_number=meeting.zoom_number if meeting else None,
        topic=meeting.topic if meeting else None,
        started_at=meeting.started_at if meeting and meeting.started_at else min(joined, default=None),
        ended_at=meeting.ended_at if meeting and meeting.ended_at else max(left, default=None),
        source="csv",
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
        )
        for row in rows
    ]


def _lines_of(work: Work, call_id: str) -> Iterable[Participant]:
    return work.session.scalars(select(Participant).where(Participant.call_id == call_id))
