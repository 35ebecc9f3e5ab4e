"""Whether a file is a map of areas, by its beginning: what falls on a window may be anything. For a worker."""

from __future__ import annotations

import zipfile
from pathlib import Path

_BEGINNING = 65_536


def is_map(path: Path) -> bool:
    """Whether it is GeoJSON, GML or a packed shapefile; of a file that cannot be read nobody knows, and it is not."""
    try:
        if path.is_dir():
            return False
        with path.open("rb") as file:
            top = file.read(_BEGINNING)
        if top.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                return any(name.lower().endswith(".shp") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    text = top.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return b'"FeatureCollection"' in top
    return text.startswith(b"<") and b"http://www.opengis.net/gml" in top
