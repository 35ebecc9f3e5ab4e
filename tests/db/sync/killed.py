"""What a process does that stops in the middle of its work, says so, and waits to be killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import registry  # noqa: F401 - every noun
from db.clock import Clock
from db.desks import Desk
from db.engine import open_file
from db.residents.roll_file import read_roll
from db.residents.roll_import import import_rows
from db.residents.tables import Resident
from db.sync import errand
from db.sync.commands import take_answer
from db.sync.door import Answer, Batch, Door
from db.work import Identity, Store, Work
from tests.record import KEY


def stand_still(**seen: Any) -> NoReturn:
    """Tells how far it got, and goes no further."""
    sys.stdout.write(json.dumps(seen) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    raise SystemExit("nobody killed it")


def import_half(store: Store, roll: str) -> None:
    """A roll whose lines are all written, by a command that is not over."""
    lines = read_roll(Path(roll).read_bytes()).lines

    def take_in(work: Work) -> None:
        # With room for a few pages only, SQLite writes the half transaction to the disk, as a full laptop would.
        work.session.connection().exec_driver_sql("PRAGMA cache_size = 20")
        import_rows(work, lines=lines)
        stand_still(written=work.session.scalar(select(func.count()).select_from(Resident)))

    store.do(take_in)


def send_half(store: Store, moment: str) -> None:
    """The second batch of a hand-over, stopped before it is sent, after the server has it, or while that is noted."""
    push, sent = Door.push, [0]

    def stopping_push(door: Door, batch: Batch) -> Answer:
        sent[0] += 1
        if sent[0] == 2 and moment == "before":
            stand_still(sent=batch.first_seq - 1)
        answer = push(door, batch)
        if sent[0] == 2 and moment == "after":
            stand_still(sent=batch.last_seq)
        return answer

    def stopping_note(work: Work, *, answer: Answer, last_seq: int) -> bool:
        rewound = take_answer(work, answer=answer, last_seq=last_seq)
        if sent[0] == 2:
            work.session.flush()
            stand_still(sent=last_seq)
        return rewound

    Door.push = stopping_push  # type: ignore[method-assign, assignment]
    if moment == "noting":
        errand.take_answer = stopping_note
    errand.hand_over_now(store)


def main(what: str, record: str, told: str) -> None:
    """`import RECORD ROLL` or `sync RECORD before|after|noting`."""
    engine = open_file(Path(record), KEY)
    with Session(engine) as session:
        desk = session.scalars(select(Desk)).one()
        identity = Identity(desk.city_id, desk.desk_id, desk.district_id)
    store = Store(engine, clock=Clock(identity.desk_id), identity=identity, actor="Ribera 1")
    {"import": import_half, "sync": send_half}[what](store, told)
