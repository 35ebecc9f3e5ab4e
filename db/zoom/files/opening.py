"""A report from a path: read whole, known by its SHA-256, understood. For a worker thread, never the record's."""

import hashlib
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from db.errors import Refused, Unavailable
from db.zoom.files.cells import LARGEST
from db.zoom.files.participants import read
from db.zoom.files.report import DateOrder, DatesUndecided, Report


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A file that was read: its name, its SHA-256 as hex, and what it says or asks."""

    file_name: str
    sha256: str
    told: Report | DatesUndecided


def open_report(
    path: Path, *, zone: tzinfo, sitting_on: date | None = None, order: DateOrder | None = None
) -> OpenedReport:
    """Reads a participant report. Raises Refused as `participants.read`, zoom_file_missing; Unavailable:
    zoom_file_unreadable.
    """
    try:
        if path.is_dir() or not path.exists():
            raise Refused("zoom_file_missing", file=path.name)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Unavailable("zoom_file_unreadable", file=path.name) from error
    told = read(data, zone=zone, file_name=path.name, sitting_on=sitting_on, order=order)
    return OpenedReport(path.name, hashlib.sha256(data).hexdigest(), told)
