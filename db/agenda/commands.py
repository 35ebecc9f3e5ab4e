"""What can be done with the agenda: items, moving on, notes, outcomes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from db.agenda import rules
from db.agenda.order import between
from db.agenda.rules import Standing
from db.agenda.tables import Item, Turn
from db.errors import Refused
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written, must_be_open
from db.sittings.tables import Sitting
from db.work import Work


def add_item(
    work: Work,
    *,
    sitting_id: str,
    title: str,
    minutes: int | None = None,
    presenter: str | None = None,
    after_id: str | None = None,
) -> str:
    """Puts an item at the end of the agenda, or right after another one; answers its id.

    Raises Refused: sitting_unknown, sitting_signed, item_title_missing, minutes_out_of_range, item_unknown.
    """
    may_still_be_written(state=sitting_row(work, sitting_id).state)
    made = Item(
        sitting_id=sitting_id,
        position=_place_after(work, sitting_id, after_id),
        title=rules.title_of(title),
        minutes_planned=rules.planned(minutes),
        presenter=(presenter or "").strip() or None,
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def change_item(
    work: Work, *, item_id: str, title: str | None = None, minutes: int | None = None, presenter: str | None = None
) -> None:
    """Another title, other planned minutes (0 for none), another presenter; what is not given stays.

    Raises Refused: item_unknown, sitting_signed, item_title_missing, minutes_out_of_range.
    """
    item = _open_item(work, item_id)
    if title is not None:
        item.title = rules.title_of(title)
    if minutes is not None:
        item.minutes_planned = rules.planned(minutes)
    if presenter is not None:
        item.presenter = presenter.strip() or None


def move_item(work: Work, *, item_id: str, after_id: str | None) -> None:
    """Puts an item right after another one, or first when `after_id` is None. Only this row changes.

    Raises Refused: item_unknown, sitting_signed.
    """
    item = _open_item(work, item_id)
    if after_id == item_id:
        return
    others = [one for one in items_in_order(work, item.sitting_id) if one.id != item_id]
    place = -1 if after_id is None else next((n for n, one in enumerate(others) if one.id == after_id), None)
    if place is None:
        raise Refused("item_unknown")
    item.position = _gap(others, place)


def remove_item(work: Work, *, item_id: str) -> None:
    """Takes off an item that nobody has spoken about.

    Raises Refused: item_unknown, sitting_signed, item_already_begun.
    """
    item = _open_item(work, item_id)
    rules.may_be_removed(standing(item))
    item.removed_at = work.clock.now()


def next_item(work: Work, *, sitting_id: str) -> str | None:
    """Ends the running item and begins the next one; answers the id of the one that runs now, None after the last.

    The times are those of moving on; nobody types them. Raises Refused: sitting_unknown, sitting_not_open,
    sitting_already_closed, agenda_empty, agenda_finished.
    """
    must_be_open(state=sitting_row(work, sitting_id).state)
    rows = items_in_order(work, sitting_id)
    step = rules.move_on([standing(item) for item in rows])
    now = work.clock.now()
    for item in rows:
        if item.id == step.ends:
            _end(work, item, now)
        if item.id == step.begins:
            item.started_at = now
    return step.begins


def begin_item(work: Work, *, item_id: str) -> None:
    """Takes an item out of turn: ends the running one, begins this one.

    Raises Refused: item_unknown, sitting_not_open, sitting_already_closed, item_already_running, item_already_ended.
    """
    item = _open_item(work, item_id)
    must_be_open(state=sitting_row(work, item.sitting_id).state)
    rules.may_begin(standing(item))
    now = work.clock.now()
    for other in items_in_order(work, item.sitting_id):
        if standing(other).running:
            _end(work, other, now)
    item.started_at = now
    if item.outcome == "postponed":
        item.outcome = "none"


def note(work: Work, *, item_id: str, text: str) -> None:
    """Keeps the notes of an item as they are typed. Raises Refused: item_unknown, sitting_signed."""
    _open_item(work, item_id).notes = text if text.strip() else None


def set_outcome(work: Work, *, item_id: str, outcome: str) -> None:
    """What came of an item; `postponed` ends it if it runs, and the next sitting of the council takes it up.

    Raises Refused: item_unknown, sitting_signed, outcome_unknown.
    """
    item = _open_item(work, item_id)
    item.outcome = rules.known_outcome(outcome)
    if outcome == "postponed" and standing(item).running:
        _end(work, item, work.clock.now())


def postpone(work: Work, *, item_id: str) -> None:
    """Leaves an item for the next sitting. Raises Refused: item_unknown, sitting_signed."""
    set_outcome(work, item_id=item_id, outcome="postponed")


def carry_over(work: Work, *, sitting_id: str) -> int:
    """Puts what earlier sittings of the council postponed on top of this one's agenda; answers how many items.

    Each is taken up once, however often this is done, also when somebody has taken it off again since.
    Raises Refused: sitting_unknown.
    """
    sitting = sitting_row(work, sitting_id)
    taken_up = set(work.session.scalars(select(Item.carried_from).where(Item.carried_from.is_not(None))))
    postponed = work.session.scalars(
        select(Item)
        .join(Sitting, Sitting.id == Item.sitting_id)
        .where(
            Sitting.council_id == sitting.council_id,
            Sitting.starts_at < sitting.starts_at,
            Sitting.removed_at.is_(None),
            Item.outcome == "postponed",
            Item.removed_at.is_(None),
        )
        .order_by(Sitting.starts_at, Item.position, Item.id)
    ).all()
    waiting = [item for item in postponed if item.id not in taken_up]
    first = next(iter(items_in_order(work, sitting_id)), None)
    before = None
    for item in waiting:
        before = between(before, first.position if first else None)
        work.session.add(
            Item(
                sitting_id=sitting_id,
                position=before,
                title=item.title,
                presenter=item.presenter,
                minutes_planned=item.minutes_planned,
                carried_from=item.id,
            )
        )
    return len(waiting)


def items_in_order(work: Work, sitting_id: str) -> list[Item]:
    """The living rows of an agenda. Two desks may have given the same position: then the identifier decides."""
    query = select(Item).where(Item.sitting_id == sitting_id, Item.removed_at.is_(None))
    return list(work.session.scalars(query.order_by(Item.position, Item.id)))


def standing(item: Item) -> Standing:
    """A row as the rules see it."""
    return Standing(item.id, item.started_at is not None, item.ended_at is not None, item.outcome)


def _open_item(work: Work, item_id: str) -> Item:
    item = work.session.get(Item, item_id)
    if item is None or item.removed_at is not None:
        raise Refused("item_unknown")
    may_still_be_written(state=sitting_row(work, item.sitting_id).state)
    return item


def _end(work: Work, item: Item, at: datetime) -> None:
    """An item ends with whoever is speaking on it."""
    item.ended_at = at
    speaking = select(Turn).where(Turn.item_id == item.id, Turn.ended_at.is_(None), Turn.removed_at.is_(None))
    for turn in work.session.scalars(speaking):
        turn.ended_at = at


def _place_after(work: Work, sitting_id: str, after_id: str | None) -> str:
    rows = items_in_order(work, sitting_id)
    if after_id is None:
        return _gap(rows, len(rows) - 1)
    place = next((n for n, item in enumerate(rows) if item.id == after_id), None)
    if place is None:
        raise Refused("item_unknown")
    return _gap(rows, place)


def _gap(rows: list[Item], place: int) -> str:
    """A position after the row at `place` (-1: before the first), past any others that share its position."""
    before = rows[place].position if place >= 0 else None
    later = (item.position for item in rows[place + 1 :] if before is None or item.position > before)
    return between(before, next(later, None))
