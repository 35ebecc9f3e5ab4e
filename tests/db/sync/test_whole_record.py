"""Every noun of the record, with values of every kind, is on the server what it is on the laptop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, Engine, select

from db.base import Moment, Row
from db.duplicates.commands import merge
from db.registry import nouns
from db.residents.roll_file import read_roll
from db.residents.roll_import import import_rows
from db.residents.search import search
from db.sync.commands import close_contact, take_answer, take_greeting
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import next_batch, pending, receipts, sync_status
from db.work import Store, Work
from tests.db.sync.shared import Chain, link_of, one, state

BESIDE = {"id", "city_id", "clocks", "removed_at"}


def some_value(work: Work, column: Any, number: int) -> Any:
    """A value of the column's kind, of an awkward sort."""
    if isinstance(column.type, Moment):
        return work.clock.now() + timedelta(microseconds=number)
    if isinstance(column.type, JSON):
        return {"ñ «x»": [1, 2.5, None, True, '\u0007 \\ "'], "b": {}} if number % 2 else ["uno", "dos"]
    kinds: dict[type, Any] = {bool: bool(number % 2), int: number - 1, float: 0.1 + number, date: date(1950, 2, 28)}
    longest = getattr(column.type, "length", None) or 40
    return kinds.get(column.type.python_type, "ñandú «日本» \n\t\\ \"'%s:x"[:longest])


def write_one_of_each(work: Work) -> None:
    for number, row in enumerate(nouns().values()):
        for offset in (0, 1):
            columns = [column for column in row.__table__.columns if column.name not in BESIDE]
            work.session.add(row(**{c.name: some_value(work, c, number + offset) for c in columns}))


def change_one_of_each(work: Work) -> None:
    for number, row in enumerate(nouns().values()):
        found: Row = work.session.scalars(select(row).limit(1)).one()
        for column in list(row.__table__.columns):
            if column.name not in BESIDE:
                empty = column.nullable and number % 2
                setattr(found, column.name, None if empty else some_value(work, column, number + 2))
        if number % 3 == 0:
            found.removed_at = work.clock.now()


def test_every_noun_is_on_the_server_what_it_is_on_the_laptop(desk: Store, eyes: Engine) -> None:
    desk.do(write_one_of_each)
    assert hand_over_now(desk).quarantined == 0
    desk.do(change_one_of_each)
    assert hand_over_now(desk).quarantined == 0
    assert one(eyes, "SELECT count(*) FROM app.server_aside") == 0
    for noun in nouns():
        here = state(desk.engine, noun, schema="")
        assert len(here) >= 2
        assert state(eyes, noun) == here, noun


def test_a_roll_that_was_taken_in_at_once_and_two_rows_that_were_joined_arrive_like_all_else(
    desk: Store, eyes: Engine
) -> None:
    lines = [
        f"Ñandúbez{'abcdefghij'[n % 10]}{'abcdefghijkl'[n // 10]};Rosa;{20_000_000 + n};01/02/19{n % 90 + 10}"
        for n in range(120)
    ]
    told = read_roll("\n".join(["apellido;nombres;dni;fecha de nacimiento", *lines]).encode()).lines
    assert desk.do(import_rows, lines=told).outcome.new == 120
    changed = read_roll(b"apellido;nombres;dni;calle\nNandubezaa;Rosa;20000000;San Juan\n").lines
    assert desk.do(import_rows, lines=changed).outcome.changed == 1
    first, second, *_ = (row.id for row in desk.ask(search, text="rosa"))
    desk.do(merge, kept_id=first, absorbed_id=second)
    handed = hand_over_now(desk)
    assert (handed.pending, handed.quarantined) == (0, 0)
    for noun in ("resident", "merge"):
        assert state(eyes, noun) == state(desk.engine, noun, schema=""), noun
    assert one(eyes, "SELECT person_id FROM app.person WHERE resident_id = :row", row=second) == first


def test_two_laptops_at_once_on_the_same_rows_wait_for_each_other_and_lose_nothing(
    new_desk: Callable[..., Store], eyes: Engine
) -> None:
    desks = [new_desk(), new_desk(), new_desk()]
    chains = [Chain(Door(link_of(store)), store.identity.city_id, store.identity.desk_id) for store in desks]
    rows = [f"row{number:03}" for number in range(60)]
    for row in rows:
        chains[0].write(
            "organisation", row, {"name": "x", "folded": "x", "kind": "club"}, hlc=chains[0].clock(1), base={}
        )
    chains[0].send()
    troubles: list[BaseException] = []

    def push_against(chain: Chain, place: int) -> None:
        try:
            for turn in range(8):
                # Each in another order, so that locks taken as entries come would make a ring.
                for row in rows[turn * place :] + rows[: turn * place]:
                    chain.write(
                        "organisation", row, {"contact": f"{turn}"}, hlc=chain.clock(10 + turn), base={"contact": "x"}
                    )
                chain.send()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            troubles.append(error)

    threads = [threading.Thread(target=push_against, args=(c, n)) for n, c in enumerate(chains, start=1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for chain in chains:
        chain.door.close()
    assert troubles == []
    winner = max(chain.desk_id for chain in chains)
    kept = state(eyes, "organisation")
    assert {kept[row]["clocks"]["contact"].split("-", 2)[2] for row in rows} == {winner}
    assert one(eyes, "SELECT sum(deadlocks) FROM pg_stat_database WHERE datname = current_database()") == 0
    numbers = one(eyes, "SELECT array_agg(commit_no ORDER BY stored_at) FROM app.server_push")
    assert sorted(numbers) == list(range(1, 26))


def test_the_record_takes_note_of_each_step_of_a_contact(desk: Store) -> None:
    door = Door(link_of(desk))
    assert desk.do(take_greeting, greeting=door.hello()).outcome is False
    batch = desk.ask(next_batch)
    assert batch is not None
    answer = door.push(batch)
    door.close()
    assert desk.do(take_answer, answer=answer, last_seq=batch.last_seq).outcome is False
    assert desk.ask(pending) == 0
    desk.do(
        close_contact, outcome="done", offline=False, sent=batch.last_seq, confirmed=batch.last_seq, quarantined=0,
        rewound=False,
    )  # fmt: skip
    (receipt,) = desk.ask(receipts)
    assert (receipt.confirmed, receipt.head_seq) == (batch.last_seq, batch.last_seq)
    assert desk.ask(sync_status).trouble is None
