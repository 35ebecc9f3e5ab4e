"""kill -9 of a laptop's process, at every numbered step of a contact and at any moment between; and of the server's.

The process that dies is a real one, forked from this one so that it need not start Python; it meets the server over
connections of its own and tells, act by act, what it promised.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.errors import Unavailable
from db.residents.commands import enrol
from db.sync import errand, queries, steps
from db.sync.portions import Portions
from db.sync.queries import pending
from db.sync.steps import Step
from db.work import Store
from tests.db.sync.evening import note_down_many
from tests.faults.country import Country, Time, WrongClock, calm, own_country
from tests.faults.equality import Lost, check_equal
from tests.faults.power import opened

DOCUMENT = "20000003"
# Batches and portions of this many entries, so that a short contact has several of each.
ALWAYS = tuple(step for step in Step if step is not Step.SOME_VEILED)
"""The steps of every contact. Only the laptop of somebody who has become a head veils: see `test_veiled.py`."""
FEW = 4


@dataclass
class Scene:
    """A laptop with something to send and something to receive, and another one that will meet it again."""

    country: Country
    city: str
    path: Path
    other: Store


def scene(country: Country, seed: int) -> Scene:
    """The same person is on both laptops, so that the contact joins her."""
    chance, at = random.Random(seed), Time()
    city = country.begin_round(seed)
    other = country.new_desk(city, 1, WrongClock(at, chance, off=timedelta(0)))
    other.do(enrol, family_name="Peña", given_names="Rosa", document=DOCUMENT)
    other.do(note_down_many, count=2 * FEW)
    with calm(country):
        errand.hand_over_now(other)
    at.now += timedelta(minutes=1)
    store = country.new_desk(city, 0, WrongClock(at, chance, off=timedelta(0)))
    store.do(enrol, family_name="Peña", given_names="Rosa", document=DOCUMENT)
    store.do(note_down_many, count=2 * FEW)
    path = country.path(store)
    store.engine.dispose()
    return Scene(country, city, path, other)


def meet_in_small_steps(store: Store) -> None:
    errand.next_batch = partial(queries.next_batch, limit=FEW)  # type: ignore[assignment]
    errand.straight(errand.hand_over(errand.StraightHands(store), portions=Portions(FEW)))


def last_number(session: Session) -> int:
    """The laptop's own last entry."""
    told = text("SELECT max(desk_seq) FROM entry WHERE desk_id = (SELECT desk_id FROM desk)")
    return int(session.execute(told).scalar() or 0)


def _forked(life: Callable[[int], None]) -> tuple[int, int]:
    """Begins a process that lives this life and tells of it through a pipe; answers both."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(life, writing)
    os.close(writing)
    return child, reading


def _live(life: Callable[[int], None], writing: int) -> NoReturn:
    try:
        errand._LINES = ThreadPoolExecutor(1)  # the threads of the parent are not in the child
        life(writing)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - it must not come back into the parent's stack
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    os._exit(1)


def _ended(child: int, reading: int) -> tuple[int, bytes]:
    told = b""
    while more := os.read(reading, 4096):
        told += more
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return status, told


def dies_at(path: Path, step: Step, time_round: int) -> bool:
    """A process meets the server and is killed at the step, when it is there for so many times. Answers whether it got
    there; else it did all it had to do."""

    def life(_: int) -> None:
        left = [time_round]

        def watch(at: Step) -> None:
            left[0] -= at == step
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        steps.watching.append(watch)
        meet_in_small_steps(opened(path))

    status, _ = _ended(*_forked(life))
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, f"it ended by itself: {status}"
    return status != 0


def dies_sometime(path: Path, chance: random.Random) -> int:
    """A process writes and meets the server without a pause, and is killed at some moment. Answers the last entry that
    it promised."""

    def life(writing: int) -> None:
        store = opened(path)
        while True:
            store.do(enrol, family_name="Nandú", given_names="Luz")
            last = store.ask(last_number)
            os.write(writing, f"{last}\n".encode())
            meet_in_small_steps(store)

    child, reading = _forked(life)
    time.sleep(chance.random() * 0.4)
    os.kill(child, signal.SIGKILL)
    status, told = _ended(child, reading)
    assert os.WTERMSIG(status) == signal.SIGKILL, "it ended by itself"
    return int(told.split()[-1]) if told else 0


def all_is_well(it: Scene, promised: int = 0) -> None:
    """The laptop goes on where it was: what it promised is there, it sends the rest, and nothing twice."""
    store = opened(it.path)
    try:
        last = store.ask(last_number)
        assert last >= promised, f"promised {promised}, there {last}"
        for one in (store, it.other, store):
            with calm(it.country):
                handed = errand.hand_over_now(one)
            assert (handed.anew, handed.rewound, handed.quarantined) == (False, False, 0)
        assert store.ask(pending) == 0
        check_equal(it.country, it.city, [store, it.other], Lost())
    finally:
        it.country.scrap([store, it.other])


def one_kill(country: Country, seed: int) -> dict[str, int]:
    """One process dies; every step has its turn."""
    chance = random.Random(seed)
    it = scene(country, seed)
    if seed % 40 == 39:
        the_server_dies(it)
        all_is_well(it)
        return {"kills": 1, "of the server": 1}
    if seed % 3 == 2:
        all_is_well(it, dies_sometime(it.path, chance))
        return {"kills": 1, "at any moment": 1}
    step = ALWAYS[seed % len(ALWAYS)]
    died = dies_at(it.path, step, chance.choice((1, 1, 2)))
    all_is_well(it)
    return {"kills": int(died), "not reached": int(not died), f"step {step:02d}": int(died)}


def the_server_dies(it: Scene) -> None:
    """The server's process that takes in a push is killed when all of the push is written but its number."""
    store, eyes = opened(it.path), it.country.eyes
    ended: list[str] = []

    def contact() -> None:
        try:
            errand.hand_over_now(store)
        except Unavailable as no:
            ended.append(no.code)

    with it.country.cluster.connect() as admin:
        admin.execute("CHECKPOINT")  # the servers of tests confirm before it is on the disk, as no real one does
    with eyes.connect() as connection:
        connection.execute(text("SELECT FROM app.server_counter WHERE city_id = :city FOR UPDATE"), {"city": it.city})
        meeting = threading.Thread(target=contact)
        meeting.start()
        os.kill(_waiting(it), signal.SIGKILL)
        meeting.join(60)
        try:
            connection.rollback()
        except DBAPIError:
            pass
    assert ended == ["server_unreachable"], ended
    store.engine.dispose()
    for engine in (eyes, *it.country.engines.values()):
        engine.dispose()
    wait_for(lambda: _answers(it))


def _waiting(it: Scene) -> int:
    """The server's process that waits for the city's number, once there is one."""
    found: list[int] = []

    def look() -> bool:
        with it.country.cluster.connect("postgres") as admin:
            row = admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename LIKE 'cabildo%'"
            ).fetchone()
        if row:
            found.append(row[0])
        return bool(row)

    wait_for(look)
    return found[0]


def _answers(it: Scene) -> bool:
    try:
        with it.country.eyes.connect() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar())
    except DBAPIError:
        return False


def wait_for(happened: Callable[[], bool], *, seconds: float = 60) -> None:
    """Looks until it has happened."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@contextmanager
def many_kills() -> Iterator[Callable[[int], dict[str, int]]]:
    """A seed is one process that dies."""
    with own_country() as country:
        yield lambda seed: one_kill(country, seed)
