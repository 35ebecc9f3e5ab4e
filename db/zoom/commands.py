"""What can be done with Zoom's reports: take one in as told, replace it, take it out again."""

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
from db.zoom.replacing import go_on_empty, lines_of, told_before
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
    replaced = told_before(work, call, report)
    for earlier in replaced:
        remove_call(work, earlier)
        earlier.replaced_by_id = call_id
    if known is None:
        told = participants(call_id, sitting_id, report.rows)
        go_on_empty(work, told, replaced)  # before they are written: the journal would keep what they say
        work.session.add(call)
        work.session.add_all(told)
    else:
        _bring_back(work, known)
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
    remove_call(work, call)
    for earlier in work.session.scalars(select(Call).where(Call.replaced_by_id == call_id)):
        _bring_back(work, earlier)
    return call.sitting_id


def remove_call(work: Work, call: Call) -> None:
    """Takes a call and its lines out."""
    now = work.clock.now()
    for one in (call, *lines_of(work, call.id)):
        one.removed_at = now


def _bring_back(work: Work, call: Call) -> None:
    call.replaced_by_id = None
    for one in (call, *lines_of(work, call.id)):
        one.removed_at = None


def _is_replaced(work: Work, call: Call) -> bool:
    """Whether what took its place stands itself, or was replaced in its turn by what does."""
    later: Call | None = call
    for _ in range(LONGEST_CHAIN):
        later = work.session.get(Call, later.replaced_by_id) if later and later.replaced_by_id else None
        if later is not None and later.removed_at is None:
            return True
    return False


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


def participants(call_id: str, sitting_id: str, rows: Iterable[ReportRow]) -> list[Participant]:
    """The lines of a report as rows that are not written yet."""
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
