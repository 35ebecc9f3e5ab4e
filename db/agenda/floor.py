"""What can be done with the floor: asking for it, giving it, and taking it back. Times are those of doing it."""

from __future__ import annotations

from sqlalchemy import select

from db.acts import act
from db.agenda import rules
from db.agenda.commands import items_in_order, stack, standing
from db.agenda.queries import way_of
from db.agenda.tables import Hand, Turn
from db.errors import Refused
from db.residents.persons import rows_of
from db.sittings.commands import sitting_row
from db.sittings.rules import must_be_open
from db.work import Work


def give_floor(work: Work, *, sitting_id: str, resident_id: str) -> str:
    """Gives the floor to somebody present, on the running item; whoever was speaking ends. Answers the turn's id.

    Giving it to the person who already has it changes nothing: Enter was pressed twice. Raises Refused:
    sitting_unknown, sitting_not_open, sitting_already_closed, no_item_running, not_present.
    """
    must_be_open(state=sitting_row(work, sitting_id).state)
    running = next((item for item in items_in_order(work, sitting_id) if standing(item).running), None)
    way = way_of(work.session, sitting_id=sitting_id, resident_id=resident_id)
    rules.may_speak(running=running is not None, present=way is not None)
    assert running is not None  # noqa: S101 - the rule has said so
    assert way is not None  # noqa: S101
    now, hers = work.clock.now(), rows_of(work.session, resident_id)
    for hand in _up(work, sitting_id):
        if hand.resident_id in hers:
            hand.down_at = now
    with act(work, stack(sitting_id)):
        for turn in _speaking(work, sitting_id):
            if turn.resident_id in hers and turn.item_id == running.id:
                return turn.id
            turn.ended_at = now
        made = Turn(sitting_id=sitting_id, item_id=running.id, resident_id=resident_id, way=way, started_at=now)
        work.session.add(made)
    return made.id


def ask_for_floor(work: Work, *, sitting_id: str, resident_id: str) -> int:
    """Somebody present asks to speak and waits her turn; answers her place in the queue. Asking twice keeps the first.

    Raises Refused: sitting_unknown, sitting_not_open, sitting_already_closed, not_present.
    """
    must_be_open(state=sitting_row(work, sitting_id).state)
    if way_of(work.session, sitting_id=sitting_id, resident_id=resident_id) is None:
        raise Refused("not_present")
    waiting, hers = _up(work, sitting_id), rows_of(work.session, resident_id)
    place = next((place for place, hand in enumerate(waiting, 1) if hand.resident_id in hers), None)
    if place is None:
        now = work.clock.now()
        work.session.add(Hand(id=work.clock.new_id(), sitting_id=sitting_id, resident_id=resident_id, asked_at=now))
        place = len(waiting) + 1
    return place


def take_hand_down(work: Work, *, sitting_id: str, resident_id: str) -> None:
    """She does not want to speak any more. Who did not ask is no mistake. Raises Refused: sitting_unknown."""
    sitting_row(work, sitting_id)
    hers = rows_of(work.session, resident_id)
    for hand in _up(work, sitting_id):
        if hand.resident_id in hers:
            hand.down_at = work.clock.now()


def give_floor_to_next(work: Work, *, sitting_id: str) -> str:
    """Gives the floor to whoever asked first and is still there; answers the turn's id.

    Raises Refused: as `give_floor`, and nobody_asked.
    """
    must_be_open(state=sitting_row(work, sitting_id).state)
    for hand in _up(work, sitting_id):
        if way_of(work.session, sitting_id=sitting_id, resident_id=hand.resident_id) is not None:
            return give_floor(work, sitting_id=sitting_id, resident_id=hand.resident_id)
    raise Refused("nobody_asked")


def end_turn(work: Work, *, sitting_id: str) -> None:
    """Whoever is speaking has finished. Nobody speaking is no mistake. Raises Refused: sitting_unknown."""
    sitting_row(work, sitting_id)
    now = work.clock.now()
    with act(work, stack(sitting_id)):
        for turn in _speaking(work, sitting_id):
            turn.ended_at = now


def _speaking(work: Work, sitting_id: str) -> list[Turn]:
    query = select(Turn).where(Turn.sitting_id == sitting_id, Turn.ended_at.is_(None), Turn.removed_at.is_(None))
    return list(work.session.scalars(query))


def _up(work: Work, sitting_id: str) -> list[Hand]:
    """Those who wait, in the order in which they asked."""
    query = select(Hand).where(Hand.sitting_id == sitting_id, Hand.down_at.is_(None))
    return list(work.session.scalars(query.order_by(Hand.asked_at, Hand.id)))
