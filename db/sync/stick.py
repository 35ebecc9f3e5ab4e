"""A file on a stick: written wholly or not at all, and read with patience for nothing that is not one."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from db.archive import settle
from db.errors import Refused, Unavailable

ENDING = ".cabildo-usb"
_LARGEST = 1 << 29
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_stick(path: Path, content: bytes) -> None:
    """Writes beside it and puts it in its place when all of it is on the stick: one that is pulled out before has
    nothing under that name. Raises Unavailable: carry_full, carry_unwritable."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        code = "carry_full" if error.errno in _FULL else "carry_unwritable"
        raise Unavailable(code, path=str(path)) from None
    settle(path.parent)


def read_stick(path: Path) -> bytes:
    """Reads it. Raises Refused: carry_not_there (no such file, or the stick is no longer in), carry_unreadable."""
    if not path.is_file():
        raise Refused("carry_not_there", path=str(path))
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused("carry_unreadable")
        return path.read_bytes()
    except OSError:
        raise Refused("carry_unreadable") from None
