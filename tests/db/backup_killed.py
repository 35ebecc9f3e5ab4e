"""A backup or a restore that stands still at a point, says so, and waits to be killed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import archive, backup, swap
from db import restore as restoring
from db.home import Home, open_home, unlock

PASSPHRASE = "una frase para probar"


def stand_still(*_: Any, **__: Any) -> Any:
    """Says that it is here, and goes no further."""
    sys.stdout.write("here\n")
    sys.stdout.flush()
    sys.stdin.read()
    raise SystemExit("nobody killed it")


def after(times: int, whole: Callable[..., Any]) -> Callable[..., Any]:
    """Does it so many times, and then stands still."""
    done = [0]

    def counted(*words: Any, **more: Any) -> Any:
        if done[0] == times:
            stand_still()
        done[0] += 1
        return whole(*words, **more)

    return counted


def make(point: str, folder: str) -> None:
    home = Home(Path(folder))
    opened = open_home(home, unlock(home, PASSPHRASE))
    if point == "packing":
        archive.verify = stand_still  # type: ignore[assignment]
    if point == "naming":
        backup._named = stand_still  # type: ignore[assignment]
    backup.make_backup(opened, home.backups, watch=stand_still if point == "copying" else lambda: None)


def bring_back(point: str, folder: str, file: str) -> None:
    if point == "unpacked":
        swap.commit = stand_still  # type: ignore[assignment]
    elif point == "committed":
        swap.finish = after(1, swap.finish)  # the first one only looks whether something was left
    else:
        swap.replaced = after({"record_aside": 1, "record_in": 2, "keys_in": 4, "almost": 5}[point], swap.replaced)
    restoring.restore(Path(file), Home(Path(folder)), PASSPHRASE, replace=True)


if __name__ == "__main__":
    doing: dict[str, Callable[..., None]] = {"backup": make, "restore": bring_back}
    doing[sys.argv[1]](*sys.argv[2:])
