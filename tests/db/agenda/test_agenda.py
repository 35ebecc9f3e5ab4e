"""Items, moving on, notes, outcomes, and what is carried to the next sitting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.agenda.carrying import carry_over
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
from db.agenda.queries import ItemCard, items, running_item
from db.agenda.rules import Standing, Step, move_on
from db.errors import Refused
from db.sittings.commands import close_sitting, open_sitting, sitting_row
from db.work import Store
from tests.db.sittings.council import opened_sitting, planned, weeks_ago
from tests.record import EVENING, HandClock


def agenda(store: Store, sitting: str) -> tuple[ItemCard, ...]:
    return store.ask(items, sitting_id=sitting)


def titles(store: Store, sitting: str) -> list[str]:
    return [item.title for item in agenda(store, sitting)]


def with_items(store: Store, sitting: str, *names: str) -> list[str]:
    return [store.do(add_item, sitting_id=sitting, title=name).outcome for name in names]


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def test_items_stand_in_the_order_in_which_they_were_written_down(store: Store) -> None:
    sitting = planned(store)
    with_items(store, sitting, "Apertura", "Plaza", "Baches")
    assert [(item.number, item.title) for item in agenda(store, sitting)] == [
        (1, "Apertura"),
        (2, "Plaza"),
        (3, "Baches"),
    ]


def test_an_item_is_put_right_after_another_one(store: Store) -> None:
    sitting = planned(store)
    first, *_ = with_items(store, sitting, "Apertura", "Plaza")
    store.do(add_item, sitting_id=sitting, title="Minuto de silencio", after_id=first)
    assert titles(store, sitting) == ["Apertura", "Minuto de silencio", "Plaza"]
    assert refused(store, add_item, sitting_id=sitting, title="x", after_id="-") == "item_unknown"


def test_an_item_can_be_moved_to_the_front_and_behind_any_other(store: Store) -> None:
    sitting = planned(store)
    a, b, c = with_items(store, sitting, "A", "B", "C")
    store.do(move_item, item_id=c, after_id=None)
    assert titles(store, sitting) == ["C", "A", "B"]
    moved = store.do(move_item, item_id=c, after_id=a)
    assert titles(store, sitting) == ["A", "C", "B"]
    assert moved.changes.rows["item"] == {c}
    store.do(move_item, item_id=b, after_id=b)
    assert titles(store, sitting) == ["A", "C", "B"]
    assert refused(store, move_item, item_id=b, after_id="-") == "item_unknown"


def test_two_desks_that_inserted_at_the_same_place_leave_an_order_that_can_be_inserted_into(store: Store) -> None:
    sitting = planned(store)
    first, second, third = with_items(store, sitting, "A", "B", "C")
    store.do(_at_the_same_place, one=second, other=third)
    shown = agenda(store, sitting)
    after = shown[1].id
    store.do(add_item, sitting_id=sitting, title="Nuevo", after_id=after)
    assert titles(store, sitting)[0] == "A"
    assert "Nuevo" in titles(store, sitting)[2:]
    store.do(add_item, sitting_id=sitting, title="Entre", after_id=first)
    assert titles(store, sitting)[:2] == ["A", "Entre"]


def _at_the_same_place(work, *, one: str, other: str) -> None:
    from db.agenda.tables import Item

    work.session.get_one(Item, other).position = work.session.get_one(Item, one).position


def test_an_item_needs_a_title_and_sensible_minutes(store: Store) -> None:
    sitting = planned(store)
    assert refused(store, add_item, sitting_id=sitting, title=" ") == "item_title_missing"
    assert refused(store, add_item, sitting_id=sitting, title="A", minutes=-5) == "minutes_out_of_range"
    assert refused(store, add_item, sitting_id=sitting, title="A", minutes=601) == "minutes_out_of_range"
    store.do(add_item, sitting_id=sitting, title=" A ", minutes=0, presenter=" Alma ")
    (item,) = agenda(store, sitting)
    assert (item.title, item.minutes_planned, item.presenter) == ("A", None, "Alma")


def test_an_item_is_renamed_and_given_other_minutes(store: Store) -> None:
    sitting = planned(store)
    (item,) = with_items(store, sitting, "Plasa")
    store.do(change_item, item_id=item, title="Plaza", minutes=15, presenter="Área de espacios verdes")
    store.do(change_item, item_id=item)
    (told,) = agenda(store, sitting)
    assert (told.title, told.minutes_planned, told.presenter) == ("Plaza", 15, "Área de espacios verdes")


def test_an_item_nobody_spoke_about_can_be_taken_off_and_another_cannot(store: Store) -> None:
    sitting = opened_sitting(store)
    first, second = with_items(store, sitting, "A", "B")
    store.do(next_item, sitting_id=sitting)
    assert refused(store, remove_item, item_id=first) == "item_already_begun"
    store.do(remove_item, item_id=second)
    assert titles(store, sitting) == ["A"]
    assert refused(store, remove_item, item_id=second) == "item_unknown"


def test_times_are_those_of_moving_on(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    a, b = with_items(store, sitting, "A", "B")
    clock.forward(minutes=3)
    assert store.do(next_item, sitting_id=sitting).outcome == a
    clock.forward(minutes=7)
    assert store.do(next_item, sitting_id=sitting).outcome == b
    clock.forward(minutes=11)
    assert store.do(next_item, sitting_id=sitting).outcome is None
    first, second = agenda(store, sitting)
    assert (first.started_at, first.ended_at) == (EVENING + timedelta(minutes=3), EVENING + timedelta(minutes=10))
    assert second.seconds(clock.forward(hours=9)) == 11 * 60
    assert refused(store, next_item, sitting_id=sitting) == "agenda_finished"


def test_the_clock_of_an_item_is_read_from_the_record_and_goes_on_after_a_crash(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    with_items(store, sitting, "A")
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=12, seconds=10)
    store.engine.dispose()
    running = store.ask(running_item, sitting_id=sitting)
    assert running is not None
    assert (running.title, running.seconds(clock.now())) == ("A", 730)


def test_nothing_moves_on_in_an_empty_agenda_nor_while_the_sitting_is_not_open(store: Store) -> None:
    sitting = planned(store)
    assert refused(store, next_item, sitting_id=sitting) == "sitting_not_open"
    store.do(open_sitting, sitting_id=sitting)
    assert refused(store, next_item, sitting_id=sitting) == "agenda_empty"
    with_items(store, sitting, "A")
    store.do(close_sitting, sitting_id=sitting)
    assert refused(store, next_item, sitting_id=sitting) == "sitting_already_closed"


@pytest.mark.parametrize(
    ("now", "step"),
    [
        ([Standing("a", False, False), Standing("b", False, False)], Step(None, "a")),
        ([Standing("a", True, False), Standing("b", False, False)], Step("a", "b")),
        ([Standing("a", True, False), Standing("b", False, False, "postponed")], Step("a", None)),
        ([Standing("new", False, False), Standing("a", True, False)], Step("a", "new")),
        ([Standing("a", True, True), Standing("b", True, False), Standing("c", False, False)], Step("b", "c")),
        ([Standing("new", False, False), Standing("b", True, False), Standing("c", False, False)], Step("b", "c")),
    ],
)
def test_moving_on_takes_what_comes_next_and_forgets_nothing_that_was_slipped_in(
    now: list[Standing], step: Step
) -> None:
    assert move_on(now) == step


def test_an_item_can_be_taken_out_of_turn_once(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    a, _, c = with_items(store, sitting, "A", "B", "C")
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=2)
    store.do(begin_item, item_id=c)
    assert [item.state for item in agenda(store, sitting)] == ["ended", "waiting", "running"]
    assert refused(store, begin_item, item_id=c) == "item_already_running"
    assert refused(store, begin_item, item_id=a) == "item_already_ended"
    store.do(next_item, sitting_id=sitting)
    assert [item.state for item in agenda(store, sitting)] == ["ended", "running", "ended"]


def test_notes_are_kept_as_they_were_typed_and_emptied_when_emptied(store: Store) -> None:
    sitting = opened_sitting(store)
    (item,) = with_items(store, sitting, "A")
    store.do(note, item_id=item, text="Se acordó medir.\n  Falta plano ")
    assert agenda(store, sitting)[0].notes == "Se acordó medir.\n  Falta plano "
    assert not store.do(note, item_id=item, text="Se acordó medir.\n  Falta plano ").changes
    store.do(note, item_id=item, text="  ")
    assert agenda(store, sitting)[0].notes == ""


def test_the_secretary_may_set_notes_and_outcomes_right_until_the_minutes_are_signed(store: Store) -> None:
    sitting = opened_sitting(store)
    (item,) = with_items(store, sitting, "A")
    store.do(next_item, sitting_id=sitting)
    store.do(close_sitting, sitting_id=sitting)
    store.do(set_outcome, item_id=item, outcome="agreed")
    store.do(note, item_id=item, text="Aprobado")
    assert (agenda(store, sitting)[0].outcome, agenda(store, sitting)[0].notes) == ("agreed", "Aprobado")
    assert refused(store, set_outcome, item_id=item, outcome="perhaps") == "outcome_unknown"
    store.do(_sign, sitting_id=sitting)
    assert refused(store, note, item_id=item, text="Tarde") == "sitting_signed"


def _sign(work, *, sitting_id: str) -> None:
    sitting_row(work, sitting_id).state = "signed"


def test_postponing_the_item_on_the_table_ends_it(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    (item,) = with_items(store, sitting, "A")
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=1)
    store.do(postpone, item_id=item)
    (told,) = agenda(store, sitting)
    assert (told.state, told.outcome, told.seconds(clock.now())) == ("ended", "postponed", 60)


def test_what_was_postponed_opens_the_next_sitting_of_the_council_once(store: Store) -> None:
    before = planned(store, starts_at=weeks_ago(store, 2))
    done, late, later = with_items(store, before, "Hecho", "Quedó pendiente", "También")
    store.do(postpone, item_id=late)
    store.do(postpone, item_id=later)
    tonight = planned(store)
    with_items(store, tonight, "Apertura")
    assert store.do(carry_over, sitting_id=tonight).outcome == 2
    assert [(item.title, item.carried) for item in agenda(store, tonight)] == [
        ("Quedó pendiente", True),
        ("También", True),
        ("Apertura", False),
    ]
    assert store.do(carry_over, sitting_id=tonight).outcome == 0
    store.do(remove_item, item_id=agenda(store, tonight)[0].id)
    assert store.do(carry_over, sitting_id=tonight).outcome == 0
    assert done


def test_what_is_postponed_again_is_carried_again(store: Store) -> None:
    first = planned(store, starts_at=weeks_ago(store, 4))
    (item,) = with_items(store, first, "La garita")
    store.do(postpone, item_id=item)
    second = planned(store, starts_at=weeks_ago(store, 2))
    store.do(carry_over, sitting_id=second)
    store.do(postpone, item_id=agenda(store, second)[0].id)
    third = planned(store)
    assert store.do(carry_over, sitting_id=third).outcome == 1
    assert titles(store, third) == ["La garita"]


def test_notes_keep_their_lines_and_lose_what_nobody_sees(store: Store) -> None:
    sitting = opened_sitting(store)
    (item,) = with_items(store, sitting, "Plaza\x00")
    store.do(note, item_id=item, text="Primero:\r\n\tla plaza\x0b\x00.\x9f")
    (kept,) = agenda(store, sitting)
    assert (kept.title, kept.notes) == ("Plaza", "Primero:\n\tla plaza.")
