"""What another laptop wrote of an evening and told only after the closing is marked, whatever its clock says."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from db.checkin.commands import check_in
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, reopen_sitting
from db.sittings.corrections import aftermath
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.db.sync.shared import state

NewDesk = Callable[..., Store]


def marked(store: Store, sitting: str) -> set[tuple[str, str]]:
    told = store.ask(aftermath, sitting_id=sitting)
    assert told is not None
    assert told.explained
    return {(one.noun, one.row_id) for one in told.corrections}


def test_a_stay_that_the_closing_did_not_know_of_is_a_correction_on_both_laptops(
    new_desk: NewDesk, eyes: Engine
) -> None:
    table, door = new_desk(), new_desk()
    rosa = table.do(enrol, family_name="Ñandúbez", given_names="Rosa").outcome
    ana = table.do(enrol, family_name="Timbóez", given_names="Ana").outcome
    sitting = opened_sitting(table)
    for store in (table, door):
        hand_over_now(store)
    door.do(check_in, sitting_id=sitting, resident_id=ana)
    for store in (door, table):
        hand_over_now(store)
    door.do(check_in, sitting_id=sitting, resident_id=rosa)
    table.clock.forward(minutes=30)  # type: ignore[attr-defined]
    table.do(close_sitting, sitting_id=sitting)
    assert marked(table, sitting) == set()
    for store in (table, door, table):
        hand_over_now(store)
    (late,) = [row for row, one in state(eyes, "presence").items() if one["resident_id"] == rosa]
    for store in (table, door):
        assert marked(store, sitting) == {("presence", late)}
    # Opened and closed once more by whoever has it, nothing of it is one.
    table.do(reopen_sitting, sitting_id=sitting)
    table.do(close_sitting, sitting_id=sitting)
    for store in (table, door):
        hand_over_now(store)
        assert marked(store, sitting) == set()
