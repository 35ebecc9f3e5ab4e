"""The first call of an evening, in a program that has just been started: `bench_matching` runs this as one of its own.

Either nothing is at hand but the record with its kept index, as for the command line; or the evening has begun, and
the book of names was opened as the window opens it (`desktop.matching.open_book`). Printed, in seconds of the
processor: what judging a call takes that was stored before; or, with a call to take in, judging and storing it.
"""

from __future__ import annotations

import gc
import pickle
import time
from pathlib import Path

from db.clock import Clock
from db.engine import open_file
from db.home import Home
from db.matching.opening import Opening, get_ready
from db.matching.roll import look_up
from db.matching.rules import judge
from db.matching.sorting import groups_of, refusals
from db.sittings.commands import sitting_row
from db.work import Identity, Store, Work
from tests.benchmarks.big_call import take_in
from tests.record import KEY

COLD, BEGUN = "cold", "begun"


def judge_call(work: Work, *, sitting_id: str) -> None:
    """What `sort_out` does before it writes anything."""
    told = [group for group in groups_of(work, sitting_id) if group.inside]
    no = refusals(work, sitting_row(work, sitting_id), told)
    judge(told, look_up(work.session, sitting_id=sitting_id, groups=told, refused=no), rejected=no)


def main(when: str, folder: str, sitting: str, joined: str = "") -> None:
    """Opens the record of a folder and judges one sitting; `when`: COLD or BEGUN; `joined`: a file with a call that is
    taken in first.
    """
    store = _opened(Home(Path(folder)))
    gc.disable()  # as in the window: `desktop.sweep`
    if when == BEGUN:
        get_ready()
        opening = Opening()
        while store.ask(opening.go_on):
            continue
    told = pickle.loads(Path(joined).read_bytes()) if joined else None  # noqa: S301 - written by the benchmark itself
    began = time.thread_time()
    if told is None:
        store.do(judge_call, sitting_id=sitting)
    else:
        take_in(store, sitting, told, with_emails=False)
    print(f"{time.thread_time() - began:.3f}")  # noqa: T201
    store.close()


def _opened(home: Home) -> Store:
    engine, clock = open_file(home.record, KEY), Clock()
    with engine.connect() as connection:
        desk = "SELECT city_id, desk_id, district_id FROM desk LIMIT 1"
        identity = Identity(*connection.exec_driver_sql(desk).one())
    clock.desk = identity.desk_id
    return Store(engine, clock=clock, identity=identity, actor="Ribera 1")
