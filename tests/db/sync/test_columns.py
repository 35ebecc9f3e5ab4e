"""Entries go to the server as columns where it takes them so: the same entries, the same answers, the same refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from db.base import canonical
from db.errors import Unavailable
from db.journal import GENESIS
from db.sync.columns import COLUMNS, OF_COLUMNS, OF_VALUES
from db.sync.door import Batch, Door
from db.sync.errand import hand_over_now
from db.sync.queries import batch_of, next_batch, pending, who_am_i
from db.work import Store
from tests.db.sync.evening import note_down, note_down_many
from tests.db.sync.shared import Chain, link_of, one, rows, state


@pytest.fixture
def told(desk: Store) -> Batch:
    """What a desk has to send, names that are not plain among it."""
    for name in ('Peña "la Negra"', "O'Higgins\\", "𝄞 \u2028 Ünsal"):
        desk.do(note_down, name=name)
    batch = desk.ask(next_batch)
    assert batch is not None
    return batch


@pytest.fixture
def door(desk: Store) -> Iterator[Door]:
    opened = Door(link_of(desk))
    opened.hello()
    yield opened
    opened.close()


def test_columns_are_the_same_entries_letter_by_letter(desk: Store, told: Batch) -> None:
    me = desk.ask(who_am_i)
    as_before = desk.ask(batch_of, desk_id=me.desk_id, after=0, previous=GENESIS)
    assert told.columns
    assert as_before is not None
    assert told == Batch(1, as_before.last_seq, GENESIS, told.told, columns=True)
    assert told.text == as_before.told


def test_what_went_as_columns_and_comes_again_as_json_is_the_same(
    desk: Store, eyes: Engine, door: Door, told: Batch
) -> None:
    first = door.push(told)
    again = door.push(Batch(told.first_seq, told.last_seq, told.prev_hash, told.text))
    assert (first.stored, first.aside, again.stored, again.head) == (told.last_seq, (), 0, first.head)
    assert state(eyes, "resident") == state(desk.engine, "resident", schema="")
    assert one(eyes, "SELECT count(*) FROM app.entry WHERE district_id = ''") == 0


def test_one_entry_alone_that_is_of_no_district_goes_as_any_other(desk: Store, door: Door) -> None:
    chain = Chain(door, desk.identity.city_id, desk.identity.desk_id)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    entry = chain.unsent[0]
    values = (canonical(entry[name]) if isinstance(entry[name], dict) else entry[name] or "" for name in COLUMNS)
    answer = door.push(Batch(1, 1, GENESIS, OF_COLUMNS.join(values), columns=True))
    assert (answer.stored, answer.aside) == (1, ())


def test_a_name_in_which_the_mark_between_columns_was_typed_goes_as_json(desk: Store) -> None:
    """No laptop of today lets it in; in a record of before it may stand."""
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE entry SET actor = 'Rosa' || char(29) || 'Peña' WHERE desk_seq = 1"))
    batch = desk.ask(next_batch)
    assert batch is not None
    assert not batch.columns
    assert json.loads(batch.text)[0]["actor"] == f"Rosa{OF_VALUES}Peña"


def test_a_server_of_before_is_sent_json(desk: Store, eyes: Engine) -> None:
    """It does not say in its greeting that it takes columns, and has no such door."""
    source = one(eyes, "SELECT pg_get_functiondef('app.hello(int, text, text, text, text, json)'::regprocedure)")
    with eyes.begin() as connection:
        connection.exec_driver_sql(source.replace("'columns', true,", ""), execution_options={"no_parameters": True})
        connection.exec_driver_sql("DROP FUNCTION app.push(text, bigint, bigint, text, text)")
    desk.do(note_down_many, count=20)
    count = desk.ask(pending)
    assert hand_over_now(desk).confirmed == count
    assert one(eyes, "SELECT count(*) FROM app.entry") == count


def test_columns_that_are_none_are_refused_and_leave_nothing(eyes: Engine, door: Door, told: Batch) -> None:
    columns = told.told.split(OF_COLUMNS)
    short = OF_COLUMNS.join([*columns[:-1], columns[-1].rsplit(OF_VALUES, 1)[0]])
    for wrong in ("", OF_COLUMNS.join(columns[:-1]), short):
        with pytest.raises(RuntimeError, match="misnumbered"):
            door.push(Batch(told.first_seq, told.last_seq, told.prev_hash, wrong, columns=True))
    place = COLUMNS.index("actor")
    forged = OF_COLUMNS.join([*columns[:place], columns[place].replace("Ribera", "Florida"), *columns[place + 1 :]])
    assert door.push(Batch(told.first_seq, told.last_seq, told.prev_hash, forged, columns=True)).broken_at == 1
    assert rows(eyes, "SELECT count(*) FROM app.entry") == [(0,)]


def test_a_noun_that_is_too_long_is_not_cut(eyes: Engine, door: Door, told: Batch) -> None:
    columns = told.told.split(OF_COLUMNS)
    place = COLUMNS.index("noun")
    values = [value + " " * 40 for value in columns[place].split(OF_VALUES)]
    wrong = OF_COLUMNS.join([*columns[:place], OF_VALUES.join(values), *columns[place + 1 :]])
    with pytest.raises(Unavailable, match="server_trouble"):
        door.push(Batch(told.first_seq, told.last_seq, told.prev_hash, wrong, columns=True))
    assert rows(eyes, "SELECT count(*) FROM app.entry") == [(0,)]
