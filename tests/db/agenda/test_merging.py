"""Two items become one, acts on the agenda are taken back, and when the evening will end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from db.agenda.carrying import begin_with, carry_over
from db.agenda.commands import (
    add_item,
    begin_item,
    change_item,
    move_item,
    next_item,
    note,
    postpone,
    remove_item,
    set_outcome,
)
from db.agenda.floor import ask_for_floor, give_floor, give_floor_to_next
from db.agenda.merging import merge_items, undo_agenda
from db.agenda.queries import ItemCard, items, running_item, turns
from db.agenda.rules import Span, Waits, forecast, on_the_table
from db.errors import Refused
from db.issues.commands import add_issue
from db.issues.queries import issues
from db.sittings.commands import close_sitting
from db.sittings.tables import Sitting
from db.work import Store, Work
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned
from tests.record import HandClock

AT = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)


def minutes(n: int) -> datetime:
    return AT + timedelta(minutes=n)


def three(store: Store) -> tuple[str, list[str]]:
    sitting = opened_sitting(store)
    names = (("Plaza", 10), ("Baches", 20), ("Luz", None))
    return sitting, [store.do(add_item, sitting_id=sitting, title=name, minutes=n).outcome for name, n in names]


def agenda(store: Store, sitting: str) -> tuple[ItemCard, ...]:
    return store.ask(items, sitting_id=sitting)


def titles(store: Store, sitting: str) -> list[str]:
    return [item.title for item in agenda(store, sitting)]


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def test_notes_times_turns_and_issues_of_both_are_kept(store: Store, clock: HandClock) -> None:
    sitting, (plaza, baches, luz) = three(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    arrives(store, sitting, rosa)
    for item, took in ((plaza, 6), (baches, 10), (luz, 4)):
        store.do(begin_item, item_id=item)
        store.do(give_floor, sitting_id=sitting, resident_id=rosa)
        store.do(note, item_id=item, text=f"notas {took}")
        store.do(add_issue, sitting_id=sitting, item_id=item, kind="complaint", text=f"reclamo {took}")
        clock.forward(minutes=took)
    store.do(merge_items, item_id=luz, into_id=plaza, title="Plaza y luz")
    whole, other = agenda(store, sitting)
    assert (whole.title, whole.notes, whole.state, other.id) == ("Plaza y luz", "notas 6\nnotas 4", "running", baches)
    assert whole.seconds(clock.now()) == 10 * 60
    assert [turn.item_id for turn in store.ask(turns, sitting_id=sitting)] == [plaza, baches, plaza]
    assert {one.text: one.item_id for one in store.ask(issues, sitting_id=sitting)} == {
        "reclamo 6": plaza, "reclamo 10": baches, "reclamo 4": plaza,
    }  # fmt: skip
    clock.forward(minutes=1)
    assert running_item_seconds(store, sitting, clock) == 11 * 60
    store.do(undo_agenda, sitting_id=sitting)
    first, _, third = agenda(store, sitting)
    assert (first.title, first.notes, first.seconds(clock.now()), first.state) == ("Plaza", "notas 6", 360, "ended")
    assert (third.title, third.notes, third.seconds(clock.now()), third.state) == ("Luz", "notas 4", 300, "running")
    assert [turn.item_id for turn in store.ask(turns, sitting_id=sitting)] == [plaza, baches, luz]
    assert {one.item_id for one in store.ask(issues, sitting_id=sitting)} == {plaza, baches, luz}


def running_item_seconds(store: Store, sitting: str, clock: HandClock) -> int:
    running = store.ask(running_item, sitting_id=sitting)
    assert running is not None
    return running.seconds(clock.now())


def test_minutes_add_up_presenters_stand_together_and_an_outcome_is_kept(store: Store) -> None:
    sitting, (plaza, baches, _) = three(store)
    store.do(change_item, item_id=plaza, presenter="Club El Ombú")
    store.do(change_item, item_id=baches, presenter="Obras")
    store.do(set_outcome, item_id=baches, outcome="agreed")
    store.do(merge_items, item_id=baches, into_id=plaza)
    whole = agenda(store, sitting)[0]
    assert (whole.title, whole.minutes_planned, whole.presenter, whole.outcome) == (
        "Plaza", 30, "Club El Ombú, Obras", "agreed",
    )  # fmt: skip


def test_what_was_typed_after_the_merge_is_not_lost_by_undoing_it(store: Store) -> None:
    sitting, (plaza, baches, _) = three(store)
    store.do(note, item_id=plaza, text="una")
    store.do(note, item_id=baches, text="otra")
    store.do(merge_items, item_id=baches, into_id=plaza)
    store.do(note, item_id=plaza, text="una\notra\ny más")
    store.do(undo_agenda, sitting_id=sitting)
    assert [item.notes for item in agenda(store, sitting)][:2] == ["una\notra\ny más", "otra"]


def test_only_two_different_items_of_one_sitting_are_merged(store: Store) -> None:
    sitting, (plaza, baches, _) = three(store)
    other = store.do(add_item, sitting_id=planned(store), title="Otra").outcome
    assert refused(store, merge_items, item_id=plaza, into_id=plaza) == "item_into_itself"
    assert refused(store, merge_items, item_id=other, into_id=plaza) == "items_of_two_sittings"
    store.do(merge_items, item_id=baches, into_id=plaza)
    assert refused(store, merge_items, item_id=baches, into_id=plaza) == "item_unknown"
    assert titles(store, sitting) == ["Plaza", "Luz"]


def test_every_act_on_the_agenda_is_taken_back_one_by_one(store: Store, clock: HandClock) -> None:
    sitting, (plaza, baches, luz) = three(store)

    def seen() -> list[tuple[object, ...]]:
        return [(i.title, i.minutes_planned, i.started_at, i.ended_at, i.outcome) for i in agenda(store, sitting)]

    states = [seen()]
    for command, facts in (
        (change_item, {"item_id": plaza, "title": "La plaza", "minutes": 25}),
        (move_item, {"item_id": luz, "after_id": None}),
        (next_item, {"sitting_id": sitting}),
        (next_item, {"sitting_id": sitting}),
        (postpone, {"item_id": plaza}),
        (remove_item, {"item_id": baches}),
        (add_item, {"sitting_id": sitting, "title": "Varios"}),
    ):
        clock.forward(minutes=3)
        store.do(command, **facts)  # type: ignore[arg-type]
        states.append(seen())
    for before in reversed(states[:-1]):
        store.do(undo_agenda, sitting_id=sitting)
        assert seen() == before


def test_an_f4_too_many_is_taken_back_with_whoever_was_speaking(store: Store, clock: HandClock) -> None:
    sitting, _ = three(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    arrives(store, sitting, rosa)
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    clock.forward(minutes=2)
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=1)
    store.do(undo_agenda, sitting_id=sitting)
    assert running_item_seconds(store, sitting, clock) == 180
    (turn,) = store.ask(turns, sitting_id=sitting)
    assert (turn.ended_at, turn.seconds(clock.now())) == (None, 180)


def test_a_closed_evening_does_not_begin_to_run_again(store: Store) -> None:
    sitting, _ = three(store)
    store.do(next_item, sitting_id=sitting)
    store.do(next_item, sitting_id=sitting)
    store.do(close_sitting, sitting_id=sitting)
    assert refused(store, undo_agenda, sitting_id=sitting) == "sitting_already_closed"
    assert refused(store, undo_agenda, sitting_id=planned(store)) == "nothing_to_take_back"


def test_time_on_the_table_is_the_sum_whatever_lay_between() -> None:
    one, other = Span(minutes(0), minutes(10)), Span(minutes(30), minutes(35))
    for whole in (on_the_table(one, other), on_the_table(other, one)):
        assert whole == Span(minutes(0), minutes(35), 20 * 60)
    assert on_the_table(one, Span(None, None)) == one
    assert on_the_table(Span(None, None), Span(None, None)) == Span(None, None)
    assert on_the_table(one, Span(minutes(10), None)) == Span(minutes(0), None, 0)
    # Two laptops ran items at once: nothing lay between, and no time is taken away.
    assert on_the_table(one, Span(minutes(5), minutes(12))) == Span(minutes(0), minutes(12), 0)


def test_the_end_is_foretold_from_what_runs_and_what_waits() -> None:
    evening = [
        Waits(600, 700, running=False, waiting=False),
        Waits(900, 300, running=True, waiting=False),
        Waits(None, 0, running=False, waiting=True),
        Waits(1200, 0, running=False, waiting=True),
    ]
    told = forecast(evening, now=AT, planned_end=minutes(20))
    assert (told.remaining, told.ends_at, told.untimed, told.late) == (1800, minutes(30), 1, 600)
    over = [Waits(600, 900, running=True, waiting=False)]
    assert forecast(over, now=AT, planned_end=None).ends_at == AT
    assert forecast(over, now=AT, planned_end=None).late is None


def test_taking_back_a_new_item_does_not_take_the_notes_that_were_typed_on_it_since(store: Store) -> None:
    sitting = opened_sitting(store)
    late = store.do(add_item, sitting_id=sitting, title="Cloacas").outcome
    store.do(note, item_id=late, text="Dos cuadras sin servicio desde el lunes.")
    assert refused(store, undo_agenda, sitting_id=sitting) == "item_already_begun"
    store.do(note, item_id=late, text="")
    store.do(undo_agenda, sitting_id=sitting)
    assert titles(store, sitting) == []


def test_nothing_of_the_agenda_of_a_signed_sitting_can_be_written_and_that_is_what_is_said(store: Store) -> None:
    sitting, (plaza, baches, _) = three(store)
    rosaura = neighbour(store, "Rosaura", "Ñandúbez")
    arrives(store, sitting, rosaura)
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=rosaura)
    store.do(close_sitting, sitting_id=sitting)
    store.do(_signed, sitting_id=sitting)
    before = agenda(store, sitting)
    tried = (
        (add_item, {"sitting_id": sitting, "title": "Otro"}), (change_item, {"item_id": plaza, "title": "Otra"}),
        (move_item, {"item_id": plaza, "after_id": baches}), (remove_item, {"item_id": baches}),
        (next_item, {"sitting_id": sitting}), (begin_item, {"item_id": baches}),
        (note, {"item_id": plaza, "text": "x"}),
        (set_outcome, {"item_id": plaza, "outcome": "agreed"}), (postpone, {"item_id": plaza}),
        (merge_items, {"item_id": plaza, "into_id": baches}), (undo_agenda, {"sitting_id": sitting}),
        (give_floor, {"sitting_id": sitting, "resident_id": rosaura}),
        (ask_for_floor, {"sitting_id": sitting, "resident_id": rosaura}), (give_floor_to_next, {"sitting_id": sitting}),
        (carry_over, {"sitting_id": sitting}), (begin_with, {"sitting_id": sitting, "item_ids": (plaza,)}),
    )  # fmt: skip
    assert {command.__name__: refused(store, command, **facts) for command, facts in tried} == {
        command.__name__: "sitting_signed" for command, _ in tried
    }
    assert agenda(store, sitting) == before


def _signed(work: Work, sitting_id: str) -> None:
    work.session.get_one(Sitting, sitting_id).state = "signed"
