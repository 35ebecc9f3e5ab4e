"""The file of a list somebody hands in, as it comes from the disk, and what a person says of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db.errors import Refused
from db.spreadsheet import LARGEST_BYTES


def read_bytes(path: Path) -> bytes:
    """What is in the file. Raises Refused: roll_missing, roll_too_large."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refused("roll_too_large")
        # A device or a pipe tells no size, and one of them never ends.
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError:
        raise Refused("roll_missing", name=path.name) from None
    if len(raw) > LARGEST_BYTES:
        raise Refused("roll_too_large")
    return raw


def mapping_of(said: Sequence[str]) -> dict[str, str]:
    """Column -> field, from texts "Column=field". Raises Refused: roll_map_unreadable."""
    mapping = {}
    for text in said:
        column, mark, name = text.rpartition("=")
        if not mark or not column.strip():
            raise Refused("roll_map_unreadable", text=text)
        mapping[column.strip()] = name.strip()
    return mapping
