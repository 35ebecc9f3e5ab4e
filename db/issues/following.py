"""What becomes of issues after they were asked for: state, a word on it, department, of one or of several at once.

All of it goes on after the minutes are signed: they tell what was asked for, not how it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.errors import Refused
from db.issues import rules
from db.issues.commands import department_id
from db.issues.tables import Issue
from db.work import Work

# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500


@dataclass(frozen=True)
class Was:
    """How an issue stood before something was done to it."""

    id: str
    state: str
    answer: str | None
    answered_by: str | None
    answered_on: date | None
    department_id: str | None


def follow_up(
    work: Work,
    *,
    issue_ids: Sequence[str],
    state: str | None = None,
    answer: str | None = None,
    answered_by: str | None = None,
    answered_on: date | None = None,
    department: str | None = None,
) -> tuple[Was, ...]:
    """What became of issues, or whose they are from now on; answers how they stood, for `put_back`. All or none.

    State open, answered, settled or dropped; what is None stays, an empty text takes away. Whose word it is and of
    which day goes with the word: an issue that is open again has none. A department is found by its name, and made
    when it is new.

    Raises Refused: issue_unknown, issue_state_unknown.
    """
    if state is not None:
        rules.known_state(state)
    rows = rows_of_issues(work, issue_ids)
    was = tuple(Was(one.id, one.state, one.answer, one.answered_by, one.answered_on, one.department_id) for one in rows)
    whose = department_id(work, name=department) if department is not None else None
    for one in rows:
        if state is not None:
            one.state = state
        if state == "open":
            one.answer = one.answered_by = one.answered_on = None
        else:
            one.answer = one.answer if answer is None else rules.word_on_it(answer)
            one.answered_by = one.answered_by if answered_by is None else rules.word_on_it(answered_by)
            one.answered_on = answered_on or one.answered_on
        if department is not None:
            one.department_id = whose
    return was


def put_back(work: Work, *, was: Sequence[Was]) -> None:
    """Issues as they stood before the last `follow_up`. Raises Refused: issue_unknown."""
    before = {one.id: one for one in was}
    for row in rows_of_issues(work, tuple(before)):
        told = before[row.id]
        row.state, row.department_id = told.state, told.department_id
        row.answer, row.answered_by, row.answered_on = told.answer, told.answered_by, told.answered_on


def rows_of_issues(work: Work, issue_ids: Sequence[str]) -> list[Issue]:
    """The issues of these ids, each once. Raises Refused: issue_unknown, when one of them is not there any more."""
    wanted = list(dict.fromkeys(issue_ids))
    found: list[Issue] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = Issue.id.in_(wanted[start : start + _AT_ONCE])
        found += work.session.scalars(select(Issue).where(part, Issue.removed_at.is_(None)))
    if len(found) != len(wanted):
        raise Refused("issue_unknown")
    return found
