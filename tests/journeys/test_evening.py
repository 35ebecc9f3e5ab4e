"""A person's whole evening through the real window: the door, the table, the call, the minutes, the charts."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import docx
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from db.agenda.queries import items
from db.home import Home, open_home, unlock
from db.sittings.queries import open_sittings
from db.sync.chain import verify_journal
from desktop import i18n
from desktop.practice.evening import STEPS, play
from desktop.practice.writing import PASSPHRASE
from tests.journeys.conftest import EVENING
from tests.journeys.cut import endless

pytestmark = pytest.mark.timeout(900)

# Pictures of what stands in front of the window, which is not as wide.
DIALOGS = ("-formulario-de-firma.png", "-acta-comprobada.png")


def test_the_whole_evening_by_key_and_mouse(practice_home: Home, tmp_path: Path, qapp: QApplication) -> None:
    out, told = tmp_path / "out", []
    i18n.install(qapp)
    # An evening was played into this folder before: what it left is asked about, and replaced.
    out.mkdir()
    (out / "asistencia-del-anio.csv").write_text("de ayer", encoding="utf-8")
    summary = play(practice_home.path, out, EVENING, lambda step, place, whole: told.append(step))
    assert len(told) == len(STEPS)
    assert summary["in_room"] + summary["online"] - summary["both"] == summary["people"]
    assert summary["new"] + summary["returning"] == summary["people"]
    assert (summary["in_room"], summary["both"], summary["unnamed"], summary["unresolved"]) == (16, 1, 2, 0)
    assert_everything_is_left(out, summary)


def assert_everything_is_left(out: Path, summary: dict) -> None:
    assert json.loads((out / "summary.json").read_text(encoding="utf-8")) == summary
    assert "la suma cierra" in (out / "summary.md").read_text(encoding="utf-8")
    for name in summary["pictures"]:
        picture = QImage(str(out / name))
        assert picture.width() >= (400 if name.endswith(DIALOGS) else 1280), name
        seen = {picture.pixel(x, y) for x in range(0, picture.width(), 9) for y in range(0, picture.height(), 9)}
        assert len(seen) > 20, f"{name}: a window with words in it has many shades"
    assert QImage(str(out / "asistencia-del-anio.png")).width() >= 1200
    with (out / "asistencia-del-anio.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert int(rows[-1]["Personas"]) == summary["people"]
    (acta,) = out.glob("acta-*.docx")
    document = docx.Document(str(acta))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for words in ("Consejo Barrial Echesortu", "Peñalva", "Arrascaeta", "jacarandás", "plan de bacheo"):
        assert words in text, words
    assert re.search(rf"\b{summary['people']}\b", text)
    assert_it_ended_in_a_signed_pdf(out, summary)


def assert_it_ended_in_a_signed_pdf(out: Path, summary: dict) -> None:
    """Where there is LibreOffice; another program says whether the signatures hold."""
    papers = list(out.glob("acta-*-firmada.pdf"))
    assert summary["signed"] == summary["office"] == bool(papers) == bool(shutil.which("soffice"))
    if not papers:
        assert "LibreOffice" in (out / "summary.md").read_text(encoding="utf-8")
        return
    told = subprocess.run(["pdfsig", str(papers[0])], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == summary["signatures"] == 2
    assert told.count("Common Name: PRÁCTICA SIN VALOR") == 2
    changed = bytearray(papers[0].read_bytes())
    changed[len(changed) // 3] ^= 1
    (out / "cambiada.pdf").write_bytes(changed)
    told = subprocess.run(["pdfsig", str(out / "cambiada.pdf")], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in told


@pytest.fixture
def screen() -> Iterator[str]:
    """A real X server without a monitor; answers its DISPLAY."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.fail("Xvfb is not installed: apt-get install xvfb")
    reading, writing = os.pipe()
    arguments = [server, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(arguments, pass_fds=(writing,), stderr=subprocess.DEVNULL) as running:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield f":{number}"
        running.terminate()


def test_the_same_evening_on_a_real_screen(practice_home: Home, tmp_path: Path, screen: str) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-m", "desktop.practice", "evening", str(practice_home.path), str(out), EVENING.isoformat()],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert_everything_is_left(out, json.loads((out / "summary.json").read_text(encoding="utf-8")))


def test_an_evening_that_does_not_go_as_it_should_fails_loudly(practice_home: Home, tmp_path: Path) -> None:
    """The player is a test: it must not come to its end when a page says something else than the record."""
    opened = open_home(practice_home, unlock(practice_home, PASSPHRASE))
    opened.store.close()
    (practice_home.path / "city.toml").write_text("broken", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "desktop.practice", "evening", str(practice_home.path), str(tmp_path / "out")],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert not (tmp_path / "out" / "summary.json").exists()


def test_an_evening_cut_in_mid_item_goes_on_at_the_same_item(practice_home: Home, tmp_path: Path) -> None:
    """The plug is pulled while item two runs and somebody is speaking; nothing that was confirmed is missing."""
    before = cut(practice_home, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.cut", "reopen", str(practice_home.path), str(tmp_path)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    after = json.loads(done.stdout.strip().splitlines()[-1])
    assert after.pop("page") == "sala"
    assert after.pop("item_clock") == "7:00"
    assert after.pop("turn_clock") == "7:00"
    assert after == before
    opened = open_home(practice_home, unlock(practice_home, PASSPHRASE))
    try:
        assert opened.store.ask(verify_journal).ok
    finally:
        opened.store.close()


_ENOUGH, _SECOND = 120, 1_000_000_000


def test_of_notes_that_are_typed_without_a_pause_the_last_second_at_most_is_lost(
    practice_home: Home, tmp_path: Path
) -> None:
    """`kill -9` while somebody types on and on: what she typed a second before stands in the record."""
    typed: list[tuple[int, int]] = []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.cut", "type", str(practice_home.path), str(tmp_path)],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            at, number = line.split()
            typed.append((int(at), int(number)))
            if typed[-1][1] == _ENOUGH:
                break
        running.send_signal(signal.SIGKILL)
        killed_at = time.monotonic_ns()
        running.wait(timeout=60)
    assert (running.returncode, len(typed)) == (-signal.SIGKILL, _ENOUGH)
    opened = open_home(practice_home, unlock(practice_home, PASSPHRASE))
    try:
        (sitting,) = opened.store.ask(open_sittings)
        kept = opened.store.ask(items, sitting_id=sitting.id)[0].notes
        assert opened.store.ask(verify_journal).ok
    finally:
        opened.store.close()
    assert kept == "".join(islice(endless(), len(kept)))
    long_ago = [number for at, number in typed if at <= killed_at - _SECOND]
    assert len(long_ago) > _ENOUGH // 3, "it was typed for longer than a second"
    assert len(kept) >= long_ago[-1]


def cut(home: Home, folder: Path) -> dict:
    """Plays until item two runs, then kills the process without a word; answers what it had seen confirmed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.cut", "begin", str(home.path), str(folder)],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        line = next((line for line in running.stdout if line.startswith("{")), None)
        if line is None:
            running.wait(timeout=60)
            assert running.stderr is not None
            raise AssertionError(running.stderr.read()[-2000:])
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    assert running.returncode == -signal.SIGKILL
    found: dict = json.loads(line)
    return found
