"""What can be done with commitments later: set right, put off, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db.errors import Refused
from db.issues import rules
from db.issues.commands import commitment_row, day_before, responsible
from db.issues.queries import CommitmentCard
from db.issues.tables import Commitment
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written
from db.work import Work


def change_commitment(
    work: Work,
    *,
    commitment_id: str,
    text: str | None = None,
    responsible_kind: str | None = None,
    responsible_id: str | None = None,
    department: str | None = None,
) -> None:
    """Sets right what was promised, or by whom: what is None stays; an empty kind, id or department names nobody.

    Raises Refused: commitment_unknown, sitting_signed, commitment_text_missing, responsible_unclear,
    responsible_kind_unknown, responsible_unknown.
    """
    found = commitment_row(work, commitment_id)
    may_still_be_written(state=sitting_row(work, found.sitting_id).state)
    if text is not None:
        found.text = rules.promise(text)
    if (responsible_kind, responsible_id, department) != (None, None, None):
        kind, who = responsible(work, responsible_kind, responsible_id, department)
        found.responsible_kind, found.responsible_id = kind, who


def move_due(work: Work, *, commitment_id: str, due_on: date | None, reason: str) -> None:
    """Another day by which it shall be done, or none, and why; goes on after the minutes are signed.

    Raises Refused: commitment_unknown, commitment_settled, due_reason_missing, due_before_sitting.
    """
    found = commitment_row(work, commitment_id)
    if found.state != "open":
        raise Refused("commitment_settled")
    found.due_reason = rules.reason_to_move(reason)
    found.due_on = rules.due(due_on, sitting_on=day_before(sitting_row(work, found.sitting_id).starts_at))


@dataclass(frozen=True)
class Stood:
    """How a commitment stood before something was done to it."""

    id: str
    state: str
    due_on: date | None
    due_reason: str | None
    outcome: str | None
    settled_at: datetime | None
    settled_in_id: str | None


def stood(card: CommitmentCard) -> Stood:
    """How a commitment stands, so that it can stand so again."""
    return Stood(
        card.id,
        card.state,
        card.due_on,
        card.due_reason or None,
        card.outcome or None,
        card.settled_at,
        card.settled_in_id,
    )


def put_commitment_back(work: Work, *, was: Stood) -> None:
    """Takes back how a commitment was settled or moved. Raises Refused: commitment_unknown."""
    found = commitment_row(work, was.id)
    found.state, found.due_on, found.due_reason = was.state, was.due_on, was.due_reason
    found.outcome, found.settled_at, found.settled_in_id = was.outcome, was.settled_at, was.settled_in_id


def restore_commitment(work: Work, *, commitment_id: str) -> None:
    """Brings back a commitment that was taken back. Raises Refused: commitment_unknown, sitting_signed."""
    found = work.session.get(Commitment, commitment_id)
    if found is None:
        raise Refused("commitment_unknown")
    may_still_be_written(state=sitting_row(work, found.sitting_id).state)
    found.removed_at = None
