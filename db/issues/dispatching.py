"""That lists of issues were handed to departments, so that the next list offers only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from db.errors import Refused
from db.issues import rules
from db.issues.following import rows_of_issues
from db.issues.tables import Dispatch, Issue
from db.work import Work


def note_dispatch(
    work: Work, *, department_id: str | None, issue_ids: Sequence[str], sent_to: str, sent_on: date
) -> str:
    """Notes that a department was sent these issues: to whom, on which day; answers its id.

    Raises Refused: recipient_missing, dispatch_empty, issue_unknown.
    """
    to = rules.recipient(sent_to)
    if not issue_ids:
        raise Refused("dispatch_empty")
    rows = rows_of_issues(work, issue_ids)
    made = Dispatch(department_id=department_id, sent_to=to, sent_on=sent_on, issue_ids=[one.id for one in rows])
    work.session.add(made)
    work.session.flush()
    for one in rows:
        one.dispatch_id = made.id
    return made.id


def take_back_dispatch(work: Work, *, dispatch_id: str) -> None:
    """It was not sent after all: its issues are new again, unless an earlier list to the same department had them.

    Raises Refused: dispatch_unknown.
    """
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
