"""Where and when the practice is: its folder, its city, its day, and whether there is a screen to see it on.

Imports nothing that is slow: the window of the practice asks here before anything else is loaded.
"""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from db.clock import Clock
from desktop.paths import data_folder, resources

CITY = "rosario"


def folder() -> Path:
    """The home of the practice, beside the things of the real desk and never among them."""
    return data_folder() / "practica"


def today() -> date:
    """Today, where the invented people live."""
    told = tomllib.loads(resources("cities", CITY, "city.toml").read_text(encoding="utf-8"))
    return Clock().now().astimezone(ZoneInfo(told["timezone"])).date()


def has_display() -> bool:
    """Whether a window could be seen: always but on a Unix without X or Wayland."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_ready() -> bool:
    """Whether the practice was made before and can be seen: then its window opens at once."""
    return has_display() and (folder() / "record.db").exists()
