"""A new laptop takes in a hundred thousand entries of others while people come through the door.

PULL=10000: fewer. Everything is on the disk (FULL) before it counts; a scan is measured from its last key until then.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from db.checkin.queries import attendance
from db.engine import open_file
from db.home import Home, Opened
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from desktop.main import Cabildo
from desktop.sync.courier import courier_of
from tests.benchmarks.big_journal import write_journal
from tests.benchmarks.far import NewDesk
from tests.db.checkin.evening import a_sitting
from tests.db.sync.shared import enrol_desk
from tests.desktop.checkin.wedge import card, letters, scan
from tests.desktop.conftest import run  # noqa: F401 - a fixture
from tests.record import KEY

COUNT = int(os.environ.get("PULL", "100000"))
LIMIT_S, LIMIT_MS = 20.0, 50.0
# One card a quarter of a second: four doors at once.
_BETWEEN_S = 0.25


class Stopped:
    """Notes when a scan is on the disk: when the command of the door is done, and no other commit."""

    def __init__(self, cabildo: Cabildo) -> None:
        self._do = cabildo.bridge.do
        self.waiting: asyncio.Future[float] | None = None
        cabildo.bridge.do = self.do  # type: ignore[method-assign]

    async def do(self, command: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        done = await self._do(command, *args, **facts)
        if command.__module__.startswith("db.checkin") and self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(time.perf_counter())
        return done


async def evening(cabildo: Cabildo, stopped: Stopped, scans: list[float]) -> tuple[int, float]:
    """Takes in what others wrote and scans cards meanwhile; how many entries came, in how many seconds."""
    began, number = time.perf_counter(), 0
    pulling = asyncio.ensure_future(courier_of(cabildo.bridge).hand_over())
    while not pulling.done():
        number += 1
        scan(cabildo.window, card(number, letters(number)), end="")
        stopped.waiting = asyncio.get_running_loop().create_future()
        at = time.perf_counter()
        scan(cabildo.window, "")
        saved = await stopped.waiting
        if not pulling.done():
            scans.append((saved - at) * 1000)
        await asyncio.wait({pulling}, timeout=_BETWEEN_S)
    return pulling.result().received, time.perf_counter() - began


def through(run: Any, work: Coroutine[Any, Any, tuple[int, float]]) -> tuple[int, float]:  # noqa: F811
    """Runs what takes longer than a test of the screens may: a stretch at a time."""

    async def begun() -> asyncio.Task[tuple[int, float]]:
        return asyncio.ensure_future(work)

    async def a_while() -> None:
        await asyncio.wait({going}, timeout=10)

    going = run(begun())
    while not going.done():
        run(a_while())
    result: tuple[int, float] = going.result()
    return result


@pytest.mark.timeout(900)
def test_a_long_pull_and_a_queue_at_the_door(
    qapp: QApplication, opened: Opened, home: Home, new_desk: NewDesk, shared: str, tmp_path: Path, run: Any,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with open_file(home.record, KEY).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "the record is not FULL"
    writer = new_desk()
    write_journal(writer, COUNT)
    hand_over_now(writer)
    sitting = a_sitting(opened.store)
    enrol_desk(shared, opened.store)
    cabildo = Cabildo(qapp, tmp_path / "folder")
    cabildo.window.show()
    run(cabildo.begin(lambda: opened))
    cabildo.focus.choose(sitting)
    cabildo.window.show_page("sala")
    run(cabildo.bridge.settle())
    stopped = Stopped(cabildo)
    scans: list[float] = []

    received, took = through(run, evening(cabildo, stopped, scans))
    run(cabildo.bridge.settle())
    people = opened.store.ask(attendance, sitting_id=sitting).people
    left = writer.ask(pending)
    assert run(cabildo.end())
    assert received >= COUNT
    assert left == 0
    assert people >= len(scans)
    scans.sort()
    p99 = scans[int(len(scans) * 0.99) - 1]
    told = (
        f"{received} entries of others taken in, beside {len(scans)} scans: {took:.1f} s, {received / took:,.0f}/s",
        f"scan to saved meanwhile: median {statistics.median(scans):.1f} ms, p99 {p99:.1f}, worst {scans[-1]:.1f}",
    )
    with capsys.disabled():
        print("", *told, sep="\n  ")  # noqa: T201
    assert took < LIMIT_S
    assert p99 < LIMIT_MS
