"""What can be asked for and promised, and how it can end. Pure: values in, a verdict out or Refused."""

from __future__ import annotations

from datetime import date

from db.errors import Refused

KINDS = ("proposal", "complaint", "question")
ISSUE_STATES = ("open", "answered", "settled", "dropped")
SOURCES = ("spoken", "chat")
RESPONSIBLE_KINDS = ("resident", "organisation", "department")
COMMITMENT_STATES = ("open", "kept", "broken", "released")


def issue_text(text: str) -> str:
    """What was asked for, without the spaces around it. Raises Refused: issue_text_missing."""
    text = text.strip()
    if not text:
        raise Refused("issue_text_missing")
    return text


def known_kind(kind: str) -> str:
    """The kind, if it is one: proposal, complaint, question. Raises Refused: issue_kind_unknown."""
    if kind not in KINDS:
        raise Refused("issue_kind_unknown", kind=kind, known=", ".join(KINDS))
    return kind


def known_state(state: str) -> str:
    """The state of an issue, if it is one. Raises Refused: issue_state_unknown."""
    if state not in ISSUE_STATES:
        raise Refused("issue_state_unknown", state=state, known=", ".join(ISSUE_STATES))
    return state


def known_source(source: str) -> str:
    """Where it was said: spoken or chat. Raises Refused: issue_source_unknown."""
    if source not in SOURCES:
        raise Refused("issue_source_unknown", source=source, known=", ".join(SOURCES))
    return source


def promise(text: str) -> str:
    """What is promised, without the spaces around it. Raises Refused: commitment_text_missing."""
    text = text.strip()
    if not text:
        raise Refused("commitment_text_missing")
    return text


def due(due_on: date | None, *, sitting_on: date) -> date | None:
    """The day by which it shall be done; one before the evening itself is a slip of the finger (last year's 15/12).

    Raises Refused: due_before_sitting.
    """
    if due_on is not None and due_on < sitting_on:
        raise Refused("due_before_sitting", due_on=due_on, sitting_on=sitting_on)
    return due_on


def responsible(kind: str | None, responsible_id: str | None) -> tuple[str | None, str | None]:
    """Who answers for it: both kind and id, or neither ("to be decided").

    Raises Refused: responsible_unclear, responsible_kind_unknown.
    """
    if bool(kind) != bool(responsible_id):
        raise Refused("responsible_unclear")
    if kind and kind not in RESPONSIBLE_KINDS:
        raise Refused("responsible_kind_unknown", kind=kind, known=", ".join(RESPONSIBLE_KINDS))
    return kind or None, responsible_id or None


def settled(state: str) -> str:
    """How a commitment ends, or `open` again when that was a mistake. Raises Refused: commitment_state_unknown."""
    if state not in COMMITMENT_STATES:
        raise Refused("commitment_state_unknown", state=state, known=", ".join(COMMITMENT_STATES))
    return state
