"""The file of a map as somebody hands it in, as it comes from the disk."""

from __future__ import annotations

from pathlib import Path

from db.errors import Refused
from db.places.map_files.layer import LARGEST_BYTES, MOST_FEATURES


def read_file(path: Path) -> bytes:
    """What is in the file. Raises Refused: map_missing, map_too_large."""
    try:
        # A device or a pipe tells no size, and one of them never ends.
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError:
        raise Refused("map_missing", name=path.name) from None
    if len(raw) > LARGEST_BYTES:
        raise Refused("map_too_large", most=MOST_FEATURES)
    return raw
