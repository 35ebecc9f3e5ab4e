"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from db.errors import Unavailable


def write_whole(path: Path, content: bytes, *, code: str = "paper_file_unwritable") -> None:
    """Writes a file beside its place first, so that a full disk leaves the old one; only its owner may read it.

    Raises Unavailable with the code (no right to write, a full disk, the file open in Word).
    """
    beside: Path | None = None
    try:
        if path.exists():
            with path.open("r+b"):  # a file that is read only, or open in Word, says so here
                pass
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o600)  # names of neighbours are in it: nobody else on this computer needs to read them
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise Unavailable(code, path=str(path)) from error
