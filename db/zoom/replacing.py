"""Which calls a report takes the place of, and what goes on with those who were erased meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from db.folding import fold
from db.work import Work
from db.zoom.files.report import Report, ReportRow
from db.zoom.rules import says_at_least
from db.zoom.tables import LIVE, Call, Participant

NAMELESS = "nobody-"
"""So begins the number that a line keeps when it is emptied: those of one connection stay one by it."""

# Of a running call and a file that does not say its number: so many of those seen must be told for it to be the same.
_MOST_OF_THEM = 0.5

Sign = tuple[object, ...]


def told_before(work: Work, call: Call, report: Report) -> list[Call]:
    """The calls of the sitting that stand and that this report tells again, at least as fully."""
    found = work.session.scalars(
        select(Call).where(Call.sitting_id == call.sitting_id, Call.removed_at.is_(None), Call.id != call.id)
    )
    return [one for one in found.all() if _tells_again(report.rows, call, one, tuple(lines_of(work, one.id)))]


def go_on_empty(work: Work, told: Sequence[Participant], earlier: Sequence[Call]) -> None:
    """Whoever was erased since an earlier report is not told again by the one that takes its place: of its lines, not
    written yet, hers are known by their hours and emptied too, and her presence stays. Where the hours do not tell
    which are hers, the emptied lines themselves stay in the sitting.
    """
    for call in earlier:
        lines = tuple(lines_of(work, call.id))
        named = Counter(_sign(line, timed=True) for line in lines if not is_emptied(line))
        for line in filter(is_emptied, lines):
            hers = [one for one in told if _hours(one) == _hours(line) and line.joined_at is not None]
            hers = [one for one in hers if not is_emptied(one) and not named[_sign(one, timed=True)]]
            if len(hers) == 1:
                _empty(hers[0], line)
            else:
                line.removed_at = None


def is_emptied(line: Participant | ReportRow) -> bool:
    """Whether a line is of somebody who was erased."""
    return (line.registrant_id or "").startswith(NAMELESS)


def lines_of(work: Work, call_id: str) -> Iterable[Participant]:
    """The lines of a call, in or out."""
    return work.session.scalars(select(Participant).where(Participant.call_id == call_id))


def same_meeting(earlier: Call, later: Call) -> bool | None:
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


def _tells_again(rows: Sequence[ReportRow], call: Call, earlier: Call, lines: Sequence[Participant]) -> bool:
    timed, was_timed = any(row.joined_at for row in rows), any(line.joined_at for line in lines)
    same = same_meeting(earlier, call)
    if was_timed and not timed:
        return False
    if earlier.source == LIVE and same is not False:
        # What was seen while it ran is told by Zoom again when it is over, in other lines.
        return bool(same) or _tells_most(rows, lines)
    both_timed = timed and was_timed
    told, before = [_sign(row, timed=both_timed) for row in rows], [_sign(line, timed=both_timed) for line in lines]
    if not both_timed:
        # One line a person on one side, one a connection on the other.
        told, before = list(set(told)), list(set(before))
    told += _of_the_emptied(rows, lines, told, before, timed=both_timed)
    return says_at_least(told, before, same_meeting=same)


def _tells_most(rows: Sequence[ReportRow], lines: Sequence[Participant]) -> bool:
    seen = {fold(line.name) for line in lines if line.name}
    told = {fold(row.name) for row in rows} | {fold(row.original_name or "") for row in rows}
    return bool(seen) and len(seen & told) >= len(seen) * _MOST_OF_THEM


def _of_the_emptied(
    rows: Sequence[ReportRow],
    lines: Sequence[Participant],
    told: Sequence[Sign],
    before: Sequence[Sign],
    *,
    timed: bool,
) -> list[Sign]:
    """The signs of emptied lines that the report tells, by their hours, under a name that nobody else had."""
    if not timed:
        return []
    free = Counter(told) - Counter(before)
    hours = Counter(_hours(row) for row in rows if free[_sign(row, timed=True)])
    return [_sign(line, timed=True) for line in lines if is_emptied(line) and hours[_hours(line)]]


def _sign(line: ReportRow | Participant, *, timed: bool) -> Sign:
    who = (fold(line.name), (line.email or "").casefold())
    return (*who, line.joined_at, line.in_waiting_room) if timed else who


def _hours(line: ReportRow | Participant) -> Sign:
    return (line.joined_at, line.in_waiting_room)


def _empty(line: Participant, as_this: Participant) -> None:
    line.name, line.registrant_id = "", as_this.registrant_id
    line.original_name = line.email = line.zoom_user_id = line.breakout = None
    line.phone = as_this.phone
