"""What goes from one sitting of a council to the next: postponed items, and the agenda that one begins with."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select

from db.agenda.commands import items_in_order
from db.agenda.order import between
from db.agenda.tables import Item
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written
from db.sittings.tables import Sitting
from db.work import Work


def carry_over(work: Work, *, sitting_id: str) -> int:
    """Puts what earlier sittings of the council postponed on top of this one's agenda; answers how many items.

    Of an evening that was cancelled everything waits. Each is taken up once, however often this is done, also when
    somebody has taken it off again since; but what was taken up by a sitting that was taken off the plan waits again.
    Raises Refused: sitting_unknown, sitting_signed.
    """
    sitting = sitting_row(work, sitting_id)
    may_still_be_written(state=sitting.state)
    taken_up = set(
        work.session.scalars(
            select(Item.carried_from)
            .join(Sitting, Sitting.id == Item.sitting_id)
            .where(Item.carried_from.is_not(None), Sitting.removed_at.is_(None))
        )
    )
    waits = or_(Item.outcome == "postponed", and_(Sitting.cancelled_at.is_not(None), Item.started_at.is_(None)))
    postponed = work.session.scalars(
        select(Item)
        .join(Sitting, Sitting.id == Item.sitting_id)
        .where(
            Sitting.council_id == sitting.council_id,
            Sitting.starts_at < sitting.starts_at,
            Sitting.removed_at.is_(None),
            waits,
            Item.removed_at.is_(None),
        )
        .order_by(Sitting.starts_at, Item.position, Item.id)
    ).all()
    waiting = [item for item in postponed if item.id not in taken_up]
    first = next(iter(items_in_order(work, sitting_id)), None)
    before = None
    for item in waiting:
        before = between(before, first.position if first else None)
        work.session.add(_again(item, sitting_id, before, carried=True))
    return len(waiting)


def begin_with(work: Work, *, sitting_id: str, item_ids: Collection[str]) -> int:
    """Begins an agenda with items of an earlier one: titles, minutes and presenters, nothing of what came of them.

    They stand at the end, in the order they had; those whose title is on the agenda already are left out. Answers how
    many. Raises Refused: sitting_unknown, sitting_signed.
    """
    may_still_be_written(state=sitting_row(work, sitting_id).state)
    mine = items_in_order(work, sitting_id)
    known = {item.title for item in mine}
    last = mine[-1].position if mine else None
    told = 0
    for item in _in_order(work, item_ids):
        if item.title in known:
            continue
        last = between(last, None)
        work.session.add(_again(item, sitting_id, last, carried=False))
        known.add(item.title)
        told += 1
    return told


def _again(item: Item, sitting_id: str, position: str, *, carried: bool) -> Item:
    return Item(
        sitting_id=sitting_id,
        position=position,
        title=item.title,
        presenter=item.presenter,
        minutes_planned=item.minutes_planned,
        carried_from=item.id if carried else None,
    )


def _in_order(work: Work, item_ids: Collection[str]) -> Sequence[Item]:
    found = select(Item).where(Item.id.in_(tuple(item_ids)), Item.removed_at.is_(None))
    return work.session.scalars(found.order_by(Item.position, Item.id)).all()
