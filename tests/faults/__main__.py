"""The long runs: `python -m tests.faults histories power kills crowd`, each until its goal is reached.

Every seed that was played stands in a ledger, so that a run that was stopped goes on where it was and several add up.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.faults.crowd import many_desks
from tests.faults.damage import many_damages
from tests.faults.histories import many_histories, many_moves
from tests.faults.kills import many_kills
from tests.faults.power import many_cuts
from tests.faults.seen import seen, written_into

Played = dict[str, int]
# What is played, in which unit, how much of it there has to be.
HARNESSES: dict[str, tuple[Callable[[], AbstractContextManager[Callable[[int], Played]]], str, int]] = {
    "histories": (many_histories, "histories", 100_000),
    "moves": (many_moves, "histories", 5_000),
    "power": (many_cuts, "cuts", 10_000),
    "kills": (many_kills, "kills", 1_000),
    "damage": (many_damages, "damages", 10_000),
    "crowd": (many_desks, "desks", 2_500),
}
# Runs side by side play seeds of their own.
_LANE = 10_000_000
_WRITE_EVERY_S = 20.0
TABLE = Path(__file__).resolve().parents[1] / "README.md"


class Ledger:
    """What was played so far, one line a stretch of seeds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def lines(self, name: str) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        told = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
        return [line for line in told if line["what"] == name]

    def next_seed(self, name: str, lane: int) -> int:
        mine = [line["to"] for line in self.lines(name) if line.get("from", -1) // _LANE == lane]
        return max(mine, default=lane * _LANE)

    def total(self, name: str) -> Counter[str]:
        total: Counter[str] = Counter()
        for line in self.lines(name):
            total.update(line["played"])
        return total

    def failed(self, name: str) -> list[int]:
        """The seeds that failed, but for those that went well when they were played again (`--seed`)."""
        well = {line["again"] for line in self.lines(name) if "again" in line}
        return [seed for line in self.lines(name) for seed in line["failed"] if seed not in well]

    def write_again(self, name: str, seed: int, played: Played) -> None:
        """A seed that had failed went well: what was wrong is mended."""
        self._append({"what": name, "again": seed, "failed": [], "played": played})

    def code(self, name: str) -> list[str]:
        """Of which days the code was that was played."""
        return sorted({line.get("code", "an unknown day") for line in self.lines(name)})

    def write(self, name: str, first: int, after: int, played: Counter[str], failed: list[int]) -> None:
        self._append({"what": name, "from": first, "to": after, "failed": failed, "played": dict(played)})

    def _append(self, line: dict[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        line = {**line, "at": at, "code": day_of_code()}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


@cache
def day_of_code() -> str:
    """When what is played was last changed, as git knows."""
    told = subprocess.run(["git", "log", "-1", "--format=%cs"], capture_output=True, text=True, check=False)
    return told.stdout.strip() or "an unknown day"


def give_way(lock: Path | None) -> None:
    """Waits as long as somebody holds the file locked for herself: she measures, and wants the machine alone."""
    while lock is not None:
        with lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                pass
        time.sleep(1)


def run(
    name: str, ledger: Ledger, *, lane: int, goal: int | None, seconds: float | None, lock: Path | None = None
) -> None:
    """Plays seed after seed until the goal is reached or the time is over."""
    ground, unit, usual = HARNESSES[name]
    goal, until = goal or usual, time.monotonic() + (seconds or float("inf"))
    first = seed = ledger.next_seed(name, lane)
    done = ledger.total(name)[unit]
    played: Counter[str] = Counter()
    failed: list[int] = []
    said = time.monotonic()
    with ground() as play:
        try:
            while done < goal and time.monotonic() < until:
                give_way(lock)
                try:
                    told = play(seed)
                    played.update(told)
                    done += told[unit]
                except Exception:  # noqa: BLE001 - whatever it is, the seed failed and the next one is played
                    failed.append(seed)
                    sys.stdout.write(f"{name}: seed {seed} FAILED\n{traceback.format_exc(limit=-8)}\n")
                seed += 1
                if time.monotonic() - said > _WRITE_EVERY_S:
                    ledger.write(name, first, seed, played, failed)
                    sys.stdout.write(
                        f"{name}: seeds {first}-{seed - 1}, {done} of {goal} {unit}, {len(failed)} failed\n"
                    )
                    sys.stdout.flush()
                    first, said = seed, time.monotonic()
                    played, failed = Counter(), []
                    done = ledger.total(name)[unit]
        finally:
            # Somebody may have stopped it.
            if seed > first:
                ledger.write(name, first, seed, played, failed)


def report(ledger: Ledger, *, write: bool = False) -> int:
    """Says what stands in the ledger, in the words of the table in tests/README.md. Answers 1 when a seed failed."""
    goals = {name: goal for name, (_, _, goal) in HARNESSES.items()}
    failed = {name: told for name in HARNESSES if (told := ledger.failed(name))}
    lines = seen({name: ledger.total(name) for name in HARNESSES}, goals, failed)
    for fault, words in lines.items():
        sys.stdout.write(f"| {fault} | {words} |\n")
    if write:
        TABLE.write_text(written_into(TABLE.read_text(encoding="utf-8"), lines), encoding="utf-8")
    days = sorted({day for name in HARNESSES for day in ledger.code(name)})
    sys.stdout.write(f"code of {', '.join(days) or 'no day'}; seeds that failed: {failed or 'none'}\n")
    return 1 if failed else 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("which", nargs="*", help=f"of {', '.join(HARNESSES)}; all without a name")
    asked.add_argument("--ledger", type=Path, default=Path("out/faults/ledger.jsonl"))
    asked.add_argument("--lane", type=int, default=0, help="another one for each run beside this one")
    asked.add_argument("--goal", type=int)
    asked.add_argument("--seconds", type=float)
    asked.add_argument("--seed", type=int, help="play one seed again, and nothing else")
    asked.add_argument("--give-way", type=Path, help="waits while somebody holds this file locked (flock) for herself")
    asked.add_argument("--seen", action="store_true", help="only say what was played so far")
    asked.add_argument("--write", action="store_true", help="put what was played into the table of tests/README.md")
    told = asked.parse_args()
    which = told.which or list(HARNESSES)
    ledger = Ledger(told.ledger)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    for name in [] if told.seen else which:
        if told.seed is not None:
            with HARNESSES[name][0]() as play:
                played = play(told.seed)
            sys.stdout.write(f"{name}: seed {told.seed}: {played}\n")
            if told.seed in ledger.failed(name):
                ledger.write_again(name, told.seed, played)
        else:
            run(name, ledger, lane=told.lane, goal=told.goal, seconds=told.seconds, lock=told.give_way)
    return report(ledger, write=told.write)


if __name__ == "__main__":
    sys.exit(main())
