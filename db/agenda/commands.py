"""What can be done with the agenda: items, moving on, notes, outcomes.

Each is an act that `undo_agenda` takes back, but for notes: the field where one types them has its own undoing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from db.acts import act
from db.agenda import rules
from db.agenda.order import between
from db.agenda.rules import Standing
from db.agenda.tables import Item, Turn
from db.errors import Refused
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written, must_be_open
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
    with act(work, stack(sitting_id)):
        made = Item(
            sitting_id=sitting_id,
            position=_place_after(work, sitting_id, after_id),
            title=rules.title_of(title),
            minutes_planned=rules.planned(minutes),
            presenter=(presenter or "").strip() or None,
        )
        work.session.add(made)
    return made.id


def change_item(
    work: Work, *, item_id: str, title: str | None = None, minutes: int | None = None, presenter: str | None = None
) -> None:
    """Another title, other planned minutes (0 for none), another presenter; what is not given stays.

    Raises Refused: item_unknown, sitting_signed, item_title_missing, minutes_out_of_range.
    """
    item = open_item(work, item_id)
    with act(work, stack(item.sitting_id)):
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
    item = open_item(work, item_id)
    if after_id == item_id:
        return
    others = [one for one in items_in_order(work, item.sitting_id) if one.id != item_id]
    place = -1 if after_id is None else next((n for n, one in enumerate(others) if one.id == after_id), None)
    if place is None:
        raise Refused("item_unknown")
    with act(work, stack(item.sitting_id)):
        item.position = _gap(others, place)


def remove_item(work: Work, *, item_id: str) -> None:
    """Takes off an item that nobody has spoken about.

    Raises Refused: item_unknown, sitting_signed, item_already_begun.
    """
    item = open_item(work, item_id)
    rules.may_be_removed(standing(item))
    with act(work, stack(item.sitting_id)):
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
    with act(work, stack(sitting_id)):
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
    item = open_item(work, item_id)
    must_be_open(state=sitting_row(work, item.sitting_id).state)
    rules.may_begin(standing(item))
    now = work.clock.now()
    with act(work, stack(item.sitting_id)):
        for other in items_in_order(work, item.sitting_id):
            if standing(other).running:
                _end(work, other, now)
        item.started_at = now
        if item.outcome == "postponed":
            item.outcome = "none"


def note(work: Work, *, item_id: str, text: str) -> None:
    """Keeps the notes of an item as they are typed. Raises Refused: item_unknown, sitting_signed."""
    open_item(work, item_id).notes = text if text.strip() else None


def set_outcome(work: Work, *, item_id: str, outcome: str) -> None:
    """What came of an item; `postponed` ends it if it runs, and the next sitting of the council takes it up.

    Raises Refused: item_unknown, sitting_signed, outcome_unknown.
    """
    item = open_item(work, item_id)
    with act(work, stack(item.sitting_id)):
        item.outcome = rules.known_outcome(outcome)
        if outcome == "postponed" and standing(item).running:
            _end(work, item, work.clock.now())


def postpone(work: Work, *, item_id: str) -> None:
    """Leaves an item for the next sitting. Raises Refused: item_unknown, sitting_signed."""
    set_outcome(work, item_id=item_id, outcome="postponed")


def items_in_order(work: Work, sitting_id: str) -> list[Item]:
    """The living rows of an agenda. Two desks may have given the same position: then the identifier decides."""
    query = select(Item).where(Item.sitting_id == sitting_id, Item.removed_at.is_(None))
    return list(work.session.scalars(query.order_by(Item.position, Item.id)))


def stack(sitting_id: str) -> str:
    """Under which name the acts on an agenda stand on each other, the last one on top."""
    return f"agenda {sitting_id}"


def standing(item: Item) -> Standing:
    """A row as the rules see it."""
    return Standing(item.id, item.started_at is not None, item.ended_at is not None, item.outcome)


def open_item(work: Work, item_id: str) -> Item:
    """The living row of an item that may still be changed. Raises Refused: item_unknown, sitting_signed."""
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
