"""The file of a roll, as it comes from the disk."""

from __future__ import annotations

from pathlib import Path

from db.errors import Refused
from db.residents.roll_file import LARGEST_BYTES


def read_bytes(path: Path) -> bytes:
    """What is in the file. Raises Refused: roll_missing, roll_too_large."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refused("roll_too_large")
        return path.read_bytes()
    except OSError:
        raise Refused("roll_missing", name=path.name) from None
