"""Where things are: the resources that come with the application, and the home with this desk's own files."""

from __future__ import annotations

import os
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def resources(*parts: str) -> Path:
    """A file or folder that came with the application."""
    return RESOURCES.joinpath(*parts)


def data_folder() -> Path:
    """The home of this desk where nobody chose another: CABILDO_HOME, else the system's own place for data."""
    if told := os.environ.get("CABILDO_HOME"):
        return Path(told).expanduser().resolve()
    from platformdirs import user_data_path  # needed once, and only where nobody chose

    return Path(user_data_path("cabildo", appauthor=False))


def settings_file(home: Path) -> Path:
    """Taste and facts of this desk; never anything about neighbours."""
    return home / "settings.json"
