"""Two items become one, and the last act on an agenda is taken back."""

from __future__ import annotations

from sqlalchemy import select

from db import acts
from db.agenda import rules
from db.agenda.commands import open_item, stack
from db.agenda.tables import Hand, Item, Turn
from db.errors import Refused
from db.sittings.commands import sitting_row
from db.sittings.parts import kinds_of_parts
from db.sittings.rules import may_still_be_written
from db.work import Work

_TIMES = frozenset({"started_at", "ended_at"})
_ADDED = "agenda.add_item"


def merge_items(work: Work, *, item_id: str, into_id: str, title: str | None = None) -> None:
    """Makes one item of two: notes, minutes, times, turns and issues of both are kept, under the title of the second.

    The time on the table is the sum of both; what was on it between them is left out. Raises Refused: item_unknown,
    items_of_two_sittings, item_into_itself, sitting_signed, item_title_missing.
    """
    gone, kept = open_item(work, item_id), open_item(work, into_id)
    if gone.id == kept.id:
        raise Refused("item_into_itself")
    if gone.sitting_id != kept.sitting_id:
        raise Refused("items_of_two_sittings")
    with acts.act(work, stack(kept.sitting_id)):
        kept.title = rules.title_of(kept.title if title is None else title)
        span = rules.on_the_table(_span(kept), _span(gone))
        kept.started_at, kept.ended_at, kept.seconds_apart = span.started_at, span.ended_at, span.seconds_apart or None
        kept.notes = "\n".join(text for text in _in_order(kept, gone) if text) or None
        kept.minutes_planned = ((kept.minutes_planned or 0) + (gone.minutes_planned or 0)) or None
        kept.presenter = ", ".join(dict.fromkeys(one.presenter for one in (kept, gone) if one.presenter)) or None
        kept.outcome = kept.outcome if kept.outcome != "none" else gone.outcome
        kept.carried_from = kept.carried_from or gone.carried_from
        gone.removed_at = work.clock.now()
        for kind in kinds_of_parts():
            if hasattr(kind, "item_id"):
                for row in work.session.scalars(select(kind).where(kind.item_id == gone.id)):
                    row.item_id = kept.id  # type: ignore[attr-defined]


def undo_agenda(work: Work, *, sitting_id: str) -> acts.Done:
    """Takes the last act of this desk on an agenda back; again, the one before it.

    Raises Refused: sitting_unknown, sitting_signed, nothing_to_take_back; sitting_already_closed, when it was about
    times that ended with the sitting; item_already_begun, when it would take away an item that has notes by now.
    """
    state = sitting_row(work, sitting_id).state
    may_still_be_written(state=state)
    last = acts.last_act(work.session, desk_id=work.identity.desk_id, scope=stack(sitting_id))
    if last and state != "open" and last.fields & _TIMES:
        raise Refused("sitting_already_closed")
    if last and last.verb == _ADDED:
        # Typing notes is no act: they would go with the item, and nothing brings them back.
        rows = (work.session.get(Item, row_id) for noun, row_id in last.rows if noun == "item")
        if any(row is not None and row.removed_at is None and row.notes for row in rows):
            raise Refused("item_already_begun")
    done = acts.take_back(work, scope=stack(sitting_id))
    turns = [row_id for noun, row_id in done.rows if noun == "turn"]
    for turn in work.session.scalars(select(Turn).where(Turn.id.in_(turns), Turn.removed_at.is_not(None))):
        # Her hand was up when the floor was given by mistake: she still waits.
        for hand in work.session.scalars(
            select(Hand).where(Hand.sitting_id == sitting_id, Hand.down_at == turn.started_at)
        ):
            hand.down_at = None
    return done


def _span(item: Item) -> rules.Span:
    return rules.Span(item.started_at, item.ended_at, item.seconds_apart or 0)


def _in_order(kept: Item, gone: Item) -> list[str | None]:
    """The notes as they were taken: of the item that was on the table first, then of the other."""
    first, second = sorted((kept, gone), key=lambda one: (one.started_at is None, one.started_at, one.position))
    return [first.notes, second.notes]
