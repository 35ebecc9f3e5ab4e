"""What the benchmarks share: a stopwatch that takes the median, and one line a result."""

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.home import Home, Opened
from db.places.city import read_city
from tests.benchmarks.big_roll import make_home, write_roll
from tests.benchmarks.big_years import PRESENCES, Years, again, make_years
from tests.benchmarks.far import another_server, new_desk, shared  # noqa: F401 - fixtures


class Stopwatch:
    """Times a job several times and keeps the results of one benchmark for printing."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, what: str, job: Callable[[], object], *, rounds: int = 7) -> float:
        """The median seconds of the job, after one round that only warms up."""
        job()
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            job()
            taken.append(time.perf_counter() - began)
        median = statistics.median(taken)
        self.lines.append(f"{what}: {median * 1000:.2f} ms (worst {max(taken) * 1000:.2f}, {rounds} rounds)")
        return median


@pytest.fixture
def measured(capsys: pytest.CaptureFixture[str]):
    """`measured("search", job)` answers the median in seconds and prints it when the benchmark is over."""
    watch = Stopwatch()
    yield watch
    with capsys.disabled():
        print("", *watch.lines, sep="\n  ")  # noqa: T201


@pytest.fixture(scope="session")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The record of a desk with a million people on its roll (ROLL=100000: fewer). Made once, deleted after.

    MILLION names a folder in which it is kept as it was made, for whoever tries again: a benchmark gets a copy.
    """
    home, many = Home(tmp_path_factory.mktemp("million") / "home"), int(os.environ.get("ROLL", "1000000"))
    aside = Path(os.environ["MILLION"]) / f"{many}" if "MILLION" in os.environ else None
    if aside is None or not (aside / "record.db").exists():
        home.path.mkdir()
        store = make_home(home)
        write_roll(store, many)
        if aside is not None:
            store.close()
            shutil.copytree(home.path, aside)
    if aside is not None:
        shutil.copytree(aside, home.path, dirs_exist_ok=True)
        store = again(home).store
    yield Opened(home, read_city(home.city_file), store, "Ribera 1")
    store.close()
    shutil.rmtree(home.path)


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:
    """Ten years of a city's councils (PRESENCES=100000: fewer), their figures counted. Made once, deleted after.

    YEARS names a folder in which they are kept as they were made, for whoever tries again: a benchmark gets a copy.
    """
    home = Home(tmp_path_factory.mktemp("years") / "home")
    aside = Path(os.environ["YEARS"]) / f"{PRESENCES}" if "YEARS" in os.environ else None
    if aside is not None and (aside / "record.db").exists():
        shutil.copytree(aside, home.path)
        made = again(home)
    else:
        made = make_years(home)
        if aside is not None:
            made.store.close()
            shutil.copytree(home.path, aside)
            made = replace(again(home), counted_s=made.counted_s)
    yield made
    made.store.close()
    shutil.rmtree(home.path)
