"""What can be done with issues and commitments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from db.agenda.queries import way_of
from db.agenda.tables import Item
from db.clock import named_id
from db.errors import Refused
from db.folding import fold
from db.issues import rules
from db.issues.tables import Commitment, Issue
from db.organisations.tables import Organisation
from db.residents.persons import row_here
from db.residents.tables import Resident
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written
from db.work import Work


def add_issue(
    work: Work,
    *,
    sitting_id: str,
    kind: str,
    text: str,
    raised_by_id: str | None = None,
    topic: str | None = None,
    place: str | None = None,
    point: dict[str, Any] | None = None,
    department: str | None = None,
    item_id: str | None = None,
    source: str = "spoken",
) -> str:
    """Writes down what somebody asked for, or nobody in particular when `raised_by_id` is empty; answers its id.

    The way is that of her presence; without `item_id` it belongs to the item on the table. A department is found by
    its name, and made when it is new. Numbers at the end of a place («Plaza -32.9468, -60.6393») are its point.

    Raises Refused: sitting_unknown, sitting_signed, issue_text_missing, issue_kind_unknown, issue_source_unknown,
    resident_unknown, point_nowhere.
    """
    where, told = rules.place_and_point(place or "")
    may_still_be_written(state=sitting_row(work, sitting_id).state)
    made = Issue(
        sitting_id=sitting_id,
        item_id=item_id or _running_item(work, sitting_id),
        kind=rules.known_kind(kind),
        text=rules.issue_text(text),
        raised_by_id=_known_resident(work, raised_by_id),
        way=way_of(work.session, sitting_id=sitting_id, resident_id=raised_by_id) if raised_by_id else None,
        topic=topic or None,
        place=where or None,
        point=point or told,
        department_id=department_id(work, name=department),
        source=rules.known_source(source),
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def change_issue(
    work: Work,
    *,
    issue_id: str,
    kind: str | None = None,
    text: str | None = None,
    raised_by_id: str | None = None,
    topic: str | None = None,
    place: str | None = None,
    point: dict[str, Any] | None = None,
    department: str | None = None,
) -> None:
    """Sets right what was written down in a hurry: what is None stays, an empty text (or point) takes it away.

    Raises Refused: issue_unknown, sitting_signed, issue_text_missing, issue_kind_unknown, resident_unknown.
    """
    issue = issue_row(work, issue_id)
    if kind is not None:
        issue.kind = rules.known_kind(kind)
    if text is not None:
        issue.text = rules.issue_text(text)
    if raised_by_id is not None:
        issue.raised_by_id = _known_resident(work, raised_by_id)
        there = issue.raised_by_id and way_of(work.session, sitting_id=issue.sitting_id, resident_id=issue.raised_by_id)
        issue.way = there or None
    if topic is not None:
        issue.topic = topic or None
    if place is not None:
        where, told = rules.place_and_point(place)
        issue.place, issue.point = where or None, told or issue.point
    if point is not None:
        issue.point = point or None
    if department is not None:
        issue.department_id = department_id(work, name=department)


def remove_issue(work: Work, *, issue_id: str) -> None:
    """Takes back an issue written down by mistake. Raises Refused: issue_unknown, sitting_signed."""
    issue_row(work, issue_id).removed_at = work.clock.now()


def restore_issue(work: Work, *, issue_id: str) -> None:
    """Brings back an issue that was taken back. Raises Refused: issue_unknown, sitting_signed."""
    found = work.session.get(Issue, issue_id)
    if found is None:
        raise Refused("issue_unknown")
    may_still_be_written(state=sitting_row(work, found.sitting_id).state)
    found.removed_at = None


def make_commitment(
    work: Work,
    *,
    sitting_id: str,
    text: str,
    responsible_kind: str | None = None,
    responsible_id: str | None = None,
    department: str | None = None,
    due_on: date | None = None,
    issue_id: str | None = None,
) -> str:
    """Writes down who will do what by when; answers its id. `department` names one instead of kind and id.

    Raises Refused: sitting_unknown, sitting_signed, commitment_text_missing, responsible_unclear,
    responsible_kind_unknown, responsible_unknown, due_before_sitting, issue_unknown.
    """
    sitting = sitting_row(work, sitting_id)
    may_still_be_written(state=sitting.state)
    kind, who = responsible(work, responsible_kind, responsible_id, department)
    if issue_id:
        issue_row(work, issue_id)
    made = Commitment(
        sitting_id=sitting_id,
        council_id=sitting.council_id,
        issue_id=issue_id,
        text=rules.promise(text),
        responsible_kind=kind,
        responsible_id=who,
        due_on=rules.due(due_on, sitting_on=day_before(sitting.starts_at)),
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def settle(
    work: Work, *, commitment_id: str, state: str, sitting_id: str | None = None, outcome: str | None = None
) -> None:
    """How a commitment ended: kept, broken, released, and in words; `open` takes that back. `sitting_id` is where it
    was told. Of one that ended so already, only the words are new.

    Raises Refused: commitment_unknown, commitment_state_unknown, sitting_unknown.
    """
    found = commitment_row(work, commitment_id)
    if sitting_id:
        sitting_row(work, sitting_id)
    if outcome is not None or state == "open":
        found.outcome = None if state == "open" else rules.word_on_it(outcome)
    if found.state == rules.settled(state):
        return
    found.state = state
    found.settled_at = None if state == "open" else work.clock.now()
    found.settled_in_id = None if state == "open" else sitting_id


def remove_commitment(work: Work, *, commitment_id: str) -> None:
    """Takes back a commitment written down by mistake. Raises Refused: commitment_unknown, sitting_signed."""
    found = commitment_row(work, commitment_id)
    may_still_be_written(state=sitting_row(work, found.sitting_id).state)
    found.removed_at = work.clock.now()


def department_id(work: Work, *, name: str | None) -> str | None:
    """The municipal department of that name, written down when nobody has named it yet; None for no name."""
    name = (name or "").strip()
    if not name:
        return None
    known = named_id(work.identity.city_id, "department", fold(name))
    if work.session.get(Organisation, known) is None:
        work.session.add(Organisation(id=known, name=name, folded=fold(name), kind="department"))
        work.session.flush()
    return known


def issue_row(work: Work, issue_id: str) -> Issue:
    """An issue of a sitting that is not signed. Raises Refused: issue_unknown, sitting_signed."""
    found = work.session.get(Issue, issue_id)
    if found is None or found.removed_at is not None:
        raise Refused("issue_unknown")
    may_still_be_written(state=sitting_row(work, found.sitting_id).state)
    return found


def _known_resident(work: Work, resident_id: str | None) -> str | None:
    if not resident_id:
        return None
    if (her := row_here(work.session, resident_id)) is None:
        raise Refused("resident_unknown")
    return her.id


def _running_item(work: Work, sitting_id: str) -> str | None:
    return work.session.scalar(
        select(Item.id)
        .where(
            Item.sitting_id == sitting_id,
            Item.started_at.is_not(None),
            Item.ended_at.is_(None),
            Item.removed_at.is_(None),
        )
        .limit(1)
    )


def commitment_row(work: Work, commitment_id: str) -> Commitment:
    """A commitment that stands. Raises Refused: commitment_unknown."""
    found = work.session.get(Commitment, commitment_id)
    if found is None or found.removed_at is not None:
        raise Refused("commitment_unknown")
    return found


def responsible(
    work: Work, kind: str | None, responsible_id: str | None, department: str | None
) -> tuple[str | None, str | None]:
    """Kind and id of who answers for something. Raises Refused: responsible_unclear, responsible_kind_unknown,
    responsible_unknown.
    """
    if department and department.strip():
        kind, responsible_id = "department", department_id(work, name=department)
    kind, who = rules.responsible(kind, responsible_id)
    if who and work.session.get(Resident if kind == "resident" else Organisation, who) is None:
        raise Refused("responsible_unknown")
    return kind, who


def day_before(starts_at: datetime) -> date:
    """The first day that can be promised at a sitting."""
    # 22:00 of an evening is the next day in UTC, where moments are kept: the day before is still the day itself.
    return (starts_at - timedelta(days=1)).date()
