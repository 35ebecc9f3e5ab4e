"""Every laptop of a province at once: five hundred desks, six hundred entries each, few places, none lost.

DESKS=50: fewer. Each desk says hello, pushes and leaves, as an errand does; one that finds no place comes again.
"""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import psycopg
import pytest
from sqlalchemy import make_url

from db.base import canonical
from db.clock import named_id
from db.errors import Unavailable
from db.journal import GENESIS
from db.sync.door import Batch, Door, Link
from db.sync.pace import after_contact
from db.sync.queries import _SENT
from db.sync.server import DeskCard, enrol
from db.work import Identity
from tests.benchmarks.big_journal import entries
from tests.benchmarks.far import do, one, plain

DESKS, EACH, PLACES = int(os.environ.get("DESKS", "500")), 600, 16
LIMIT_S = 10.0
CITY = "villa_ejemplo"


@dataclass
class Laptop:
    """One desk with an evening to send; seconds its push took and its whole way, and how often it came in vain."""

    link: Link
    batch: Batch
    push: float = 0.0
    whole: float = 0.0
    in_vain: int = 0
    trouble: list[str] = field(default_factory=list)

    def go(self, gate: threading.Barrier) -> None:
        gate.wait()
        began = time.perf_counter()
        while not self.push:
            door = Door(self.link, timeout_s=30)
            try:
                door.hello()
                at = time.perf_counter()
                answer = door.push(self.batch)
                self.push = time.perf_counter() - at
                if (answer.confirmed, answer.aside) != (EACH, ()):
                    self.trouble.append(f"{answer.confirmed} confirmed")
            except Unavailable as no:
                self.in_vain += 1
                self.trouble += [] if no.code in ("server_busy", "server_unreachable") else [no.code]
                wait = after_contact(failures=self.in_vain, refused=False, sitting_open=True, chance=random.random())
                threading.Event().wait(wait)
            finally:
                door.close()
        self.whole = time.perf_counter() - began


def laptop(url: str, number: int) -> Laptop:
    district = named_id(CITY, "district", str(number % 6))
    me = Identity(CITY, named_id("bench", "desk", str(number)), district)
    card = enrol(url, DeskCard(CITY, me.desk_id, district, f"Ribera {number}"))
    written = list(islice(entries(me, EACH, seed=number), EACH))
    text = canonical([{name: entry[name] for name in _SENT} for entry in written])
    return Laptop(Link(me.desk_id, card.server, card.role, card.password), Batch(1, EACH, GENESIS, text))


def watch(url: str, over: threading.Event, seen: list[int], laptops: list[Laptop], tell: Callable[[str], None]) -> None:
    """How many laptops are at the server, twenty times a second; a line every ten seconds."""
    with psycopg.connect(plain(url), autocommit=True) as admin:
        while not over.wait(0.05):
            row = admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'cabildo_%' AND datname = current_database()"
            ).fetchone()
            seen.append(row[0] if row else 0)
            if len(seen) % 200 == 0:
                left = sum(not each.whole for each in laptops)
                tell(f"{left} desks still under way, {sum(each.in_vain for each in laptops)} times no place")


def told(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """How far it is: enrolling takes longer than what is measured."""
    with capsys.disabled():
        print(f"  {line}", flush=True)  # noqa: T201


def enrolled(url: str, capsys: pytest.CaptureFixture[str]) -> list[Laptop]:
    """All the desks, each with its evening written."""
    began, laptops = time.perf_counter(), list[Laptop]()
    for number in range(DESKS):
        laptops.append(laptop(url, number))
        if len(laptops) % 50 == 0:
            told(capsys, f"{len(laptops)} desks enrolled in {time.perf_counter() - began:.0f} s")
    return laptops


@pytest.mark.timeout(1800)
def test_five_hundred_desks_at_once(shared: str, capsys: pytest.CaptureFixture[str]) -> None:
    laptops = enrolled(shared, capsys)
    do(shared, f'ALTER DATABASE "{make_url(shared).database}" CONNECTION LIMIT {PLACES}')
    gate, over, seen = threading.Barrier(DESKS), threading.Event(), list[int]()
    threads = [threading.Thread(target=one.go, args=(gate,)) for one in laptops]
    watching = threading.Thread(target=watch, args=(shared, over, seen, laptops, partial(told, capsys)))
    watching.start()
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    over.set()
    watching.join()
    assert not [no for each in laptops for no in each.trouble]
    assert one(shared, "SELECT count(*) FROM app.entry") == DESKS * EACH
    assert one(shared, f"SELECT count(*) FROM app.server_desk WHERE head_seq = {EACH}") == DESKS
    assert one(shared, "SELECT count(*) - max(commit_no) FROM app.server_push") == 0
    pushes, wholes = sorted(each.push for each in laptops), sorted(each.whole for each in laptops)
    p99 = pushes[int(DESKS * 0.99) - 1]
    in_vain = sum(each.in_vain for each in laptops)
    last = wholes[int(DESKS * 0.99) - 1]
    lines = (
        f"{DESKS} desks x {EACH} entries at once: all {DESKS * EACH} in {took:.1f} s, {DESKS * EACH / took:,.0f}/s",
        f"a push: median {statistics.median(pushes):.2f} s, p99 {p99:.2f}, worst {pushes[-1]:.2f}",
        f"with waiting for a place: median {statistics.median(wholes):.1f} s, p99 {last:.1f}; {in_vain} came again",
        f"laptops at the server at most {max(seen)}, of {PLACES} places",
    )
    with capsys.disabled():
        print("", *lines, sep="\n  ")  # noqa: T201
    assert max(seen) <= PLACES
    assert p99 < LIMIT_S
