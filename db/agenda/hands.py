"""What can be asked about who waits to speak."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.queries import Attendant
from db.agenda.tables import Hand
from db.residents.persons import persons_among


def waiting_to_speak(session: Session, *, sitting_id: str, there: Sequence[Attendant]) -> tuple[Attendant, ...]:
    """Who asked for the floor, in the order of asking, out of those who are `there`: the others have left."""
    asked = select(Hand.resident_id).where(Hand.sitting_id == sitting_id, Hand.down_at.is_(None))
    ids = session.scalars(asked.order_by(Hand.asked_at, Hand.id)).all()
    persons, known = persons_among(session, ids), {who.resident_id: who for who in there}
    found = dict.fromkeys(persons.of(one) for one in ids)
    return tuple(known[one] for one in found if one in known)
