"""All that the matching desk shows of a sitting, from one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.checkin.queries import Attendance, attendance
from db.matching.acquaintance import Acquaintance, acquaintances
from db.matching.newcomer import registered
from db.matching.queries import GroupCard, MatchCounts, counts, groups
from db.matching.rules import Verdict
from db.matching.whole_names import WholeName, whole_names
from db.sittings.queries import SittingCard, sitting_card
from db.zoom.handout_queries import RegistrantCard
from db.zoom.queries import CallCard, calls

WAITING, SURE, DECIDED, ALL = "waiting", "sure", "decided", "all"


@dataclass(frozen=True)
class Desktop:
    """A sitting as the desk shows it; `listed`: who waits under a whole name, for one key to confirm at once."""

    sitting: SittingCard
    calls: tuple[CallCard, ...]
    attendance: Attendance
    counts: MatchCounts
    groups: tuple[GroupCard, ...]
    known: Mapping[str, Acquaintance]
    registered: Mapping[str, RegistrantCard]
    listed: tuple[WholeName, ...]


def desktop_of(session: Session, *, sitting_id: str) -> Desktop:
    """Raises Refused: sitting_unknown."""
    cards = groups(session, sitting_id=sitting_id)
    people = {one.resident.id for card in cards for one in card.candidates} | {
        one.id for card in cards for one in card.residents
    }
    return Desktop(
        sitting=sitting_card(session, sitting_id=sitting_id),
        calls=calls(session, sitting_id=sitting_id),
        attendance=attendance(session, sitting_id=sitting_id),
        counts=counts(session, sitting_id=sitting_id),
        groups=cards,
        known=acquaintances(session, sitting_id=sitting_id, resident_ids=people),
        registered=registered(session, sitting_id=sitting_id),
        listed=whole_names(session, sitting_id=sitting_id, cards=cards),
    )


def without_times(card: GroupCard) -> GroupCard:
    """A group as it stands, however long it has been there."""
    return replace(card, minutes=0, left_at=None)


def where(card: GroupCard) -> str:
    """In which part of the desk a group stands."""
    if card.waits:
        return WAITING
    return SURE if card.verdict is Verdict.SURE else DECIDED
