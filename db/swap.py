"""Puts a restored record into its home in one step that a cut of the current cannot halve.

What is to come in stands whole in one folder, `.restore-ready`; from the moment it has that name, whoever opens the
home next carries it in. What was there before goes into a folder of its own and is never overwritten.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

READY = ".restore-ready"
PLAN = "plan.json"
# The record comes first: beside a new record.db an old write-ahead log must never lie.
_COMES = ("record.db", "keys.json", "city.toml")
_GOES_ALONG = {"record.db": ("record.db-wal", "record.db-shm")}


def commit(stage: Path, home: Path, *, aside: str) -> Path:
    """From here on the restored record is the one of this home. `aside` names the folder for what was there before.

    Raises OSError as the disk does.
    """
    from db.archive import settle

    (stage / PLAN).write_text(json.dumps({"aside": aside}), encoding="utf-8")
    settle(stage)
    stage.replace(home / READY)
    settle(home)
    finish(home)
    return home / aside


def finish(home: Path) -> None:
    """Carries in what a restore left ready, if there is any. Called whenever a home is opened; may be cut any time."""
    from db.archive import settle

    ready = home / READY
    if not ready.is_dir():
        return
    try:
        aside = home / str(json.loads((ready / PLAN).read_text(encoding="utf-8"))["aside"])
    except FileNotFoundError:
        aside = home / "record-before-restore"  # all is carried in, and the folder alone was left
    # Two programs that open the home at once do the same; what the other has carried is not there any more.
    with contextlib.suppress(FileNotFoundError):
        for name in _COMES:
            if not (ready / name).exists():
                continue
            for old in (name, *_GOES_ALONG.get(name, ())):
                if (home / old).exists():
                    aside.mkdir(mode=0o700, exist_ok=True)
                    replaced(home / old, aside / old)
            replaced(ready / name, home / name)
        settle(home)
        (ready / PLAN).unlink(missing_ok=True)
        ready.rmdir()


def replaced(old: Path, new: Path) -> None:
    """One step of the carrying: a name changes, and nothing else."""
    old.replace(new)
