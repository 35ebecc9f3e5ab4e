"""The projector beside a second screen: in a program of its own, on a platform that has two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT

SCREENS = [
    {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
    {
        "name": "beamer",
        "x": 1366,
        "y": 0,
        "width": 1280,
        "height": 720,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    },
]
PROGRAM = """
import json, sys
from datetime import UTC, datetime
from PySide6.QtWidgets import QApplication
from desktop.kit import theme
from desktop.projector.shown import Place, place_of
from desktop.projector.view import ProjectorWindow

app = QApplication([])
theme.apply(app)
window = ProjectorWindow(UTC, "Ribera", lambda: datetime.now(UTC))
placed = []
window.placed.connect(placed.append)
told = []

def tell():
    app.processEvents()
    told.append([window.screen().name(), window.isFullScreen(), list(window.geometry().getRect())])

window.open_at(Place(), "laptop")
tell()
window.fill()
tell()
window.fill()
tell()
window.close()
window.open_at(place_of(placed[-1]), "beamer")
tell()
print(json.dumps({"told": told, "placed": placed}))
"""


def test_it_fills_the_other_screen_and_never_the_facilitators_own(tmp_path: Path) -> None:
    told = runs(tmp_path)
    first, small, again, swapped = told["told"]
    assert first == ["beamer", True, [1366, 0, 1280, 720]]
    assert small[:2] == ["beamer", False]
    assert small[2][0] >= 1366
    assert small[2][2] < 1280
    assert again == first
    assert swapped[:2] == ["laptop", True], "the laptop was turned round: the other one is filled"
    assert told["placed"][-1].startswith("beamer|1|")


def runs(tmp_path: Path) -> Any:
    """What the program tells on a platform with two screens."""
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"windowFrameMargins": False, "screens": SCREENS}), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
