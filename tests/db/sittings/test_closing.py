"""Closing a sitting: what the hash binds, what is a correction of it, and opening it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from db.agenda.commands import add_item, next_item, note, set_outcome
from db.agenda.floor import give_floor
from db.agenda.queries import items, turns
from db.base import Row
from db.checkin.commands import check_in, count_unnamed
from db.checkin.keying import sign_in
from db.checkin.undo import undo
from db.engine import open_file
from db.errors import Refused
from db.home import Home
from db.issues.commands import add_issue, change_issue, make_commitment, remove_issue, settle
from db.issues.following import follow_up
from db.issues.queries import issues
from db.sittings import parts
from db.sittings.commands import (
    close_sitting,
    note_stream_views,
    open_sitting,
    reopen_sitting,
    sitting_row,
)
from db.sittings.corrections import Aftermath, aftermath, corrected, corrections
from db.sittings.queries import sitting_card
from db.work import Identity, Store, Work
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned
from tests.record import KEY, HandClock


def closed_evening(store: Store) -> str:
    """Rosaura came and spoke, one item was dealt with, one thing asked for; closed."""
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    store.do(add_item, sitting_id=sitting, title="Farol de la costanera")
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="El farol no anda", raised_by_id=rosa)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


def after(store: Store, sitting: str) -> Aftermath:
    told = store.ask(aftermath, sitting_id=sitting)
    assert told is not None
    return told


def test_what_the_hash_binds_is_written_down_field_by_field() -> None:
    bound = {kind.__tablename__: kind.facts_of_sitting for kind in parts.kinds_of_parts()}
    assert set(bound) == {"item", "turn", "presence", "issue", "commitment"}
    decision = next(Path(".github/decisions").glob("*what-the-closing-binds.md")).read_text(encoding="utf-8")
    for kind in (sitting_kind(), *parts.kinds_of_parts()):
        columns = {column.key for column in inspect(kind).columns}
        assert set(kind.facts_of_sitting) <= columns
        assert f"| {kind.__tablename__} | {', '.join(kind.facts_of_sitting)} |" in decision


def sitting_kind() -> type[Row]:
    from db.sittings.tables import Sitting

    return Sitting


def test_a_sitting_just_closed_has_the_hash_of_its_closing_and_no_correction(store: Store) -> None:
    sitting = closed_evening(store)
    told = after(store, sitting)
    assert (told.same, told.explained, told.corrections, told.reopened) == (True, True, (), ())
    assert told.closed is not None
    assert (told.closed.at, told.closed.by) == (store.clock.now(), "Ribera 1")
    assert store.ask(aftermath, sitting_id=opened_sitting(store, title="Otra")) is None


def test_each_correction_is_told_with_what_when_and_by_whom(store: Store, clock: HandClock) -> None:
    sitting = closed_evening(store)
    late = neighbour(store, "Cora", "Yrurtia")
    (item,) = store.ask(items, sitting_id=sitting)
    (issue,) = store.ask(issues, sitting_id=sitting)
    closed_at = clock.now()
    morning = clock.forward(hours=12)
    store.actor = "Berta"
    store.do(sign_in, sitting_id=sitting, signatures=((late, False),), arrived_at=closed_at)
    store.do(change_issue, issue_id=issue.id, text="El farol no anda desde mayo")
    store.do(make_commitment, sitting_id=sitting, text="Cambiar la lámpara")
    store.do(set_outcome, item_id=item.id, outcome="agreed")
    told = after(store, sitting)
    assert not told.same
    assert {(one.noun, one.kind, one.about, one.fields) for one in told.corrections} == {
        ("presence", "added", "Cora Yrurtia", ("resident_id", "way", "arrived_at")),
        ("issue", "changed", "El farol no anda desde mayo", ("text",)),
        ("commitment", "added", "Cambiar la lámpara", ("text",)),
        ("item", "changed", "Farol de la costanera", ("outcome",)),
    }
    assert {(one.at, one.by) for one in told.corrections} == {(morning, "Berta")}
    assert set(store.ask(corrected, sitting_id=sitting)) >= {issue.id, item.id}


def test_what_lives_on_after_the_evening_is_no_correction_of_it(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    issue = store.do(add_issue, sitting_id=sitting, kind="complaint", text="El farol no anda").outcome
    promise = store.do(make_commitment, sitting_id=sitting, text="Cambiar la lámpara").outcome
    store.do(close_sitting, sitting_id=sitting)
    clock.forward(days=14)
    next_one = opened_sitting(store, title="La siguiente")
    store.do(follow_up, issue_ids=(issue,), state="answered")
    store.do(settle, commitment_id=promise, state="kept", sitting_id=next_one)
    store.do(note_stream_views, sitting_id=sitting, views=412)
    assert (after(store, sitting).same, after(store, sitting).corrections) == (True, ())
    assert store.ask(sitting_card, sitting_id=sitting).stream_views == 412


def test_what_was_added_and_taken_back_again_leaves_no_correction(store: Store) -> None:
    sitting = closed_evening(store)
    late = neighbour(store, "Cora", "Yrurtia")
    store.do(sign_in, sitting_id=sitting, signatures=((late, False),), arrived_at=store.clock.now())
    assert len(after(store, sitting).corrections) == 1
    store.do(undo, sitting_id=sitting)
    assert (after(store, sitting).same, after(store, sitting).corrections) == (True, ())


def test_what_was_there_at_the_closing_and_was_taken_back_is_told(store: Store) -> None:
    sitting = closed_evening(store)
    (issue,) = store.ask(issues, sitting_id=sitting)
    store.do(remove_issue, issue_id=issue.id)
    (told,) = after(store, sitting).corrections
    assert (told.noun, told.kind, told.about) == ("issue", "removed", "El farol no anda")
    assert not after(store, sitting).same


def test_notes_written_in_ten_pauses_are_one_correction(store: Store) -> None:
    sitting = closed_evening(store)
    (item,) = store.ask(items, sitting_id=sitting)
    for end in range(10):
        store.do(note, item_id=item.id, text="Se va a pedir el presupuesto"[: 10 + end])
    assert [one.fields for one in store.ask(corrections, sitting_id=sitting)] == [("notes",)]


def test_the_hash_is_the_same_on_another_desk_and_in_whatever_order_the_rows_lie(
    store: Store, home: Home, tmp_path: Path, clock: HandClock
) -> None:
    sitting = closed_evening(store)
    kept = after(store, sitting).kept_hash
    copy = tmp_path / "copy.db"
    store.engine.dispose()
    copy.write_bytes(home.record.read_bytes())
    engine = open_file(copy, KEY)
    with engine.connect() as connection:
        for noun in ("presence", "item", "issue", "turn"):
            connection.exec_driver_sql(f"CREATE TABLE other AS SELECT * FROM {noun} ORDER BY id DESC")
            connection.exec_driver_sql(f"DELETE FROM {noun}")
            connection.exec_driver_sql(f"INSERT INTO {noun} SELECT * FROM other")
            connection.exec_driver_sql("DROP TABLE other")
        connection.commit()
    other = Store(engine, clock=clock, identity=Identity(store.identity.city_id, "another-desk", None))
    assert other.ask(parts.facts_hash, sitting_id=sitting) == kept
    assert after(other, sitting).same
    engine.dispose()


def test_the_unnamed_and_the_views_are_entered_at_the_closing(store: Store) -> None:
    sitting = opened_sitting(store)
    store.do(count_unnamed, sitting_id=sitting)
    with pytest.raises(Refused, match="number_out_of_range"):
        store.do(close_sitting, sitting_id=sitting, unnamed=-1)
    assert store.ask(sitting_card, sitting_id=sitting).state == "open"
    store.do(close_sitting, sitting_id=sitting, unnamed=4, stream_views=120)
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.unnamed, card.stream_views, after(store, sitting).same) == (4, 120, True)


def test_a_sitting_closed_by_mistake_goes_on_with_its_item_and_its_clocks(store: Store, clock: HandClock) -> None:
    sitting = closed_evening(store)
    begun = store.ask(items, sitting_id=sitting)[0].started_at
    clock.forward(minutes=2)
    assert store.do(reopen_sitting, sitting_id=sitting).outcome == "open"
    (item,) = store.ask(items, sitting_id=sitting)
    assert (item.state, item.started_at) == ("running", begun)
    assert all(turn.ended_at for turn in store.ask(turns, sitting_id=sitting))
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.closed_at, card.facts_hash) == (None, None)
    store.do(check_in, sitting_id=sitting, resident_id=neighbour(store, "Cora", "Yrurtia"))
    clock.forward(minutes=40)
    store.do(close_sitting, sitting_id=sitting)
    told = after(store, sitting)
    assert (told.same, told.corrections, len(told.reopened), told.reopened[0].by) == (True, (), 1, "Ribera 1")


def test_only_a_closed_sitting_is_opened_again_and_only_one_at_a_time(store: Store) -> None:
    waiting = planned(store)
    sitting = closed_evening(store)
    assert refused(store, reopen_sitting, sitting_id=waiting) == "sitting_not_open"
    store.do(open_sitting, sitting_id=waiting)
    assert refused(store, reopen_sitting, sitting_id=waiting) == "sitting_already_open"
    assert refused(store, reopen_sitting, sitting_id=sitting) == "another_sitting_open"
    store.do(close_sitting, sitting_id=waiting)
    store.do(_sign, sitting_id=sitting)
    assert refused(store, reopen_sitting, sitting_id=sitting) == "sitting_signed"


def test_a_hash_that_nothing_in_the_journal_explains_is_told_apart(store: Store) -> None:
    sitting = closed_evening(store)
    store.do(_forge, sitting_id=sitting)
    told = after(store, sitting)
    assert (told.same, told.explained) == (False, False)


def refused(store: Store, command: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def _sign(work: Work, *, sitting_id: str) -> None:
    sitting_row(work, sitting_id).state = "signed"


def _forge(work: Work, *, sitting_id: str) -> None:
    sitting_row(work, sitting_id).facts_hash = "0" * 64
