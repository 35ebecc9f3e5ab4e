"""What can be asked for and promised, and how it can end. Pure: values in, a verdict out or Refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

from db.errors import Refused

KINDS = ("proposal", "complaint", "question")
ISSUE_STATES = ("open", "answered", "settled", "dropped")
SOURCES = ("spoken", "chat")
RESPONSIBLE_KINDS = ("resident", "organisation", "department")
COMMITMENT_STATES = ("open", "kept", "broken", "released")
# When something is due, the most pressing first.
TERMS = ("overdue", "week", "month", "later", "undated")
_NUMBER = r"[-+\u2212]?\d{1,3}(?:[.,]\d+)?"
# As maps hand a place out: «-32.9468, -60.6393», «geo:-32.9468,-60.6393», with a decimal comma «-32,9468; -60,6393».
_POINT = re.compile(rf"\(?\s*(?:geo:)?\s*({_NUMBER})\s*(?:[,;]\s*|\s+)({_NUMBER})\s*\)?\s*$")


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


def point_of(text: str) -> dict[str, float] | None:
    """A point typed or pasted as "lat, lon" in degrees (WGS 84), as {"lat", "lon"} rounded to a tenth of a metre; None
    for nothing.

    A decimal point or a decimal comma; «geo:» (RFC 5870) and brackets are taken. Raises Refused: point_unreadable,
    point_nowhere (beyond 90 or 180 degrees).
    """
    text = text.strip()
    if not text:
        return None
    found = _POINT.fullmatch(text)
    if found is None:
        raise Refused("point_unreadable", text=text)
    lat, lon = (float(part.replace("\u2212", "-").replace(",", ".")) for part in found.groups())
    if abs(lat) > 90 or abs(lon) > 180:
        raise Refused("point_nowhere", text=text)
    return {"lat": round(lat, 6), "lon": round(lon, 6)}


def place_and_point(text: str) -> tuple[str, dict[str, float] | None]:
    """A place as somebody types it, and the point that stands at its end: «Plaza López -32.9468, -60.6393».

    Only numbers with a decimal part are a point there: «San Juan 1200, 15» is an address. Raises Refused:
    point_nowhere.
    """
    found = _POINT.search(text)
    if found is None or not all(re.search(r"[.,]\d{2,}", part) for part in found.groups()):
        return text.strip(), None
    return text[: found.start()].strip(" ,;(@"), point_of(found.group())


def word_on_it(text: str | None) -> str | None:
    """What somebody wrote of an answer or an end, without the spaces around it; None for nothing."""
    return (text or "").strip() or None


def reason_to_move(text: str) -> str:
    """Why a day is moved. Raises Refused: due_reason_missing."""
    if not text.strip():
        raise Refused("due_reason_missing")
    return text.strip()


def recipient(text: str) -> str:
    """To whom a list was sent. Raises Refused: recipient_missing."""
    if not text.strip():
        raise Refused("recipient_missing")
    return text.strip()


def term(due_on: date | None, *, today: date) -> str:
    """When something is due, seen from `today`: overdue, week (until Sunday), month (until its last day), later,
    undated. What is due today is not overdue; weeks begin on Monday (ISO 8601).
    """
    if due_on is None:
        return "undated"
    if due_on < today:
        return "overdue"
    if due_on <= today + timedelta(days=6 - today.weekday()):
        return "week"
    return "month" if (due_on.year, due_on.month) == (today.year, today.month) else "later"
