"""That lists of issues were handed to departments, so that the next list offers only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.errors import Refused
from db.issues import rules
from db.issues.following import rows_of_issues
from db.issues.tables import Dispatch, Issue
from db.work import Work


@dataclass(frozen=True)
class Handed:
    """The issues on the list of one department; None for those that have none."""

    department_id: str | None
    issue_ids: tuple[str, ...]


def note_dispatches(work: Work, *, lists: Sequence[Handed], sent_to: str, sent_on: date) -> tuple[str, ...]:
    """Notes that departments were sent these issues: to whom, on which day; answers the ids of the lists.

    Raises Refused: recipient_missing, dispatch_empty, issue_unknown.
    """
    to = rules.recipient(sent_to)
    made = []
    for one in lists:
        if not one.issue_ids:
            raise Refused("dispatch_empty")
        rows = rows_of_issues(work, one.issue_ids)
        row = Dispatch(
            department_id=one.department_id, sent_to=to, sent_on=sent_on, issue_ids=[each.id for each in rows]
        )
        work.session.add(row)
        work.session.flush()
        for each in rows:
            each.dispatch_id = row.id
        made.append(row.id)
    return tuple(made)


def take_back_dispatches(work: Work, *, dispatch_ids: Sequence[str]) -> None:
    """They were not sent after all: their issues are new again, unless an earlier list to the same department had them.

    Raises Refused: dispatch_unknown.
    """
    for one in dispatch_ids:
        _take_back(work, one)


def _take_back(work: Work, dispatch_id: str) -> None:
    found = work.session.get(Dispatch, dispatch_id)
    if found is None or found.removed_at is not None:
        raise Refused("dispatch_unknown")
    found.removed_at = work.clock.now()
    earlier: dict[str, str] = {}
    same = Dispatch.department_id.is_(found.department_id)
    others = select(Dispatch).where(same, Dispatch.removed_at.is_(None), Dispatch.id != dispatch_id)
    for one in work.session.scalars(others.order_by(Dispatch.sent_on, Dispatch.id)):
        earlier |= dict.fromkeys(one.issue_ids, one.id)
    for row in work.session.scalars(select(Issue).where(Issue.dispatch_id == dispatch_id)):
        row.dispatch_id = earlier.get(row.id)
