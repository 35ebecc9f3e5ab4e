"""Opening a record with a million residents against one with none, and what the program then holds in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db.home import Home, Opened, open_home
from tests.benchmarks.big_roll import COUNCILS, make_home, typed
from tests.benchmarks.conftest import Stopwatch
from tests.record import KEY

# A program of its own: what pytest and the making of the roll hold is not to be counted.
_SEARCHING = """
import json, re, sys
from pathlib import Path
from db.home import Home, open_home
from db.residents.search import search
opened = open_home(Home(Path(sys.argv[1])), bytes(range(32)))
for text in json.loads(sys.stdin.read()):
    opened.store.ask(search, text=text, council_id=sys.argv[2])
# Not ru_maxrss, which begins with what the parent had when it started this program.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def _open(home: Home) -> None:
    open_home(home, KEY).store.close()


@pytest.mark.timeout(3600)
def test_a_million_residents_open_as_quickly_as_none(million: Opened, measured: Stopwatch, tmp_path: Path) -> None:
    small = Home(tmp_path / "small")
    small.path.mkdir()
    make_home(small).close()
    none = measured("opening with none", lambda: _open(small))
    many = measured("opening with a million", lambda: _open(million.home))
    assert many < none + 1


@pytest.mark.timeout(3600)
def test_searching_a_million_takes_less_than_400_megabytes(million: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _SEARCHING, str(million.home.path), COUNCILS[0]],
        input=json.dumps([*typed(100), "gonsalbes maria", "quimtela"]),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with capsys.disabled():
        print(f"\n  memory after a thousand presses: {told.stdout.strip()} MB")  # noqa: T201
    assert int(told.stdout) < 400
