"""A year of a country in the shared database: a push and a pull cost what they cost while it was empty.

Off unless YEAR says how many entries: five million take some minutes and eight gigabytes.
"""

from __future__ import annotations

import os
import statistics
import time
from itertools import islice

import pytest

from db.base import canonical
from db.clock import named_id
from db.journal import GENESIS
from db.sync.door import Batch, Door, Link
from db.sync.queries import _SENT
from db.sync.server import DeskCard, enrol
from db.work import Identity
from tests.benchmarks.big_journal import entries
from tests.benchmarks.big_server import fill
from tests.benchmarks.far import do, one, plain

YEAR = int(os.environ.get("YEAR", "0"))
CITY = "villa_ejemplo"
DISTRICTS = [named_id(CITY, "district", str(n)) for n in range(6)]
ROUNDS, AT_ONCE = 15, 600
# The rows of one desk, as they were filled in and as the fold makes them anew.
_OF_LAST_DESK = (
    "SELECT {what} FROM app.presence t WHERE id IN (SELECT row_id FROM app.entry WHERE noun = 'presence' "
    "AND desk_id = (SELECT max(desk_id) FROM app.entry))"
)
_LAST_DESKS_ROWS = _OF_LAST_DESK.format(what="md5(string_agg(t::text, '' ORDER BY id))")
_REFOLD = f"SELECT app.refold('{CITY}', 'presence', ({_OF_LAST_DESK.format(what='array_agg(id::text)')}))"


class Evening:
    """Two desks of one district at one server: one sends a batch, the other takes it in; how long each took."""

    def __init__(self, url: str) -> None:
        self.pushes: list[float] = []
        self.pulls: list[float] = []
        self.me = Identity(CITY, named_id("bench", "desk", "a"), DISTRICTS[0])
        self._written = entries(self.me, 10**9)
        self._door, self._other = (self._knock(url, desk) for desk in (self.me.desk_id, named_id("bench", "desk", "b")))
        greeting = self._other.hello()
        self._after, self._mark, self._head = greeting.commit_no, greeting.mark, GENESIS

    def _knock(self, url: str, desk: str) -> Door:
        card = enrol(url, DeskCard(CITY, desk, DISTRICTS[0], "Ribera"))
        # Patient: a long fill is measured on machines that have other work, and a wait there is nobody's fault here.
        door = Door(Link(desk, card.server, card.role, card.password), timeout_s=120, patience_s=600)
        door.hello()
        return door

    def round(self, *, counts: bool) -> None:
        batch = list(islice(self._written, AT_ONCE))
        text = canonical([{name: one[name] for name in _SENT} for one in batch])
        began = time.perf_counter()
        answer = self._door.push(Batch(batch[0]["desk_seq"], batch[-1]["desk_seq"], self._head, text))
        pushed = time.perf_counter()
        page = self._other.pull(after=self._after, mark=self._mark, redacted=self._after)
        pulled = time.perf_counter()
        assert (answer.stored, answer.aside, len(page.entries)) == (AT_ONCE, (), AT_ONCE)
        self._head, self._after, self._mark = batch[-1]["hash"], page.commit_no, page.mark
        if counts:
            self.pushes.append(pushed - began)
            self.pulls.append(pulled - pushed)

    def close(self) -> None:
        self._door.close()
        self._other.close()


@pytest.mark.timeout(7200)
@pytest.mark.skipif(not YEAR, reason="YEAR=5000000 fills a server first")
def test_a_year_of_a_country_makes_nobody_wait(
    shared: str, another_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.perf_counter()
    filled = fill(plain(shared), CITY, YEAR, DISTRICTS)
    took = time.perf_counter() - began
    broken = (
        "SELECT app.first_broken(repeat('0', 64), array_agg(e ORDER BY desk_seq)) FROM app.entry e "
        "WHERE desk_id = (SELECT max(desk_id) FROM app.entry)"
    )
    assert one(shared, broken) is None
    assert one(shared, "SELECT count(*) FROM app.entry") == filled
    as_filled = one(shared, _LAST_DESKS_ROWS)
    do(shared, _REFOLD)
    assert one(shared, _LAST_DESKS_ROWS) == as_filled
    size = one(shared, "SELECT pg_size_pretty(pg_database_size(current_database()))")
    full, empty = Evening(shared), Evening(another_server)
    for number in range(ROUNDS + 3):
        # In turns, so that whatever else the machine does is shared.
        for evening in (full, empty):
            evening.round(counts=number >= 3)
    full.close()
    empty.close()
    push, pull = (
        [statistics.median(one) * 1000 for one in (a, b)]
        for a, b in ((full.pushes, empty.pushes), (full.pulls, empty.pulls))
    )
    told = (
        f"{filled} entries in {took:.0f} s, {size}; then {ROUNDS} times {AT_ONCE} entries there and on an empty server",
        f"a push: {push[0]:.1f} ms there, {push[1]:.1f} empty, ratio {push[0] / push[1]:.2f}",
        f"a pull: {pull[0]:.1f} ms there, {pull[1]:.1f} empty, ratio {pull[0] / pull[1]:.2f}",
    )
    with capsys.disabled():
        print("", *told, sep="\n  ")  # noqa: T201
    assert push[0] / push[1] <= 1.3
    assert pull[0] / pull[1] <= 1.3
