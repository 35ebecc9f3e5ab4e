"""Which number of the printed sheet is whom: kept on this laptop, so that row 12 on paper stays row 12 here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

FOLDER = "sheets"


def printed(home: Path, sitting_id: str) -> tuple[str, ...]:
    """The residents of the sheet printed last, in its order; empty when none was printed on this laptop."""
    try:
        told = json.loads(_file(home, sitting_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Without it (another laptop printed the sheet) rows are keyed in by letters.
        return ()
    return tuple(one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def remember(home: Path, sitting_id: str, resident_ids: Sequence[str]) -> None:
    """Notes the order of a sheet. Identifiers alone: whoever opens the file learns nobody's name."""
    path = _file(home, sitting_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(list(resident_ids)), encoding="utf-8")
    beside.replace(path)


def _file(home: Path, sitting_id: str) -> Path:
    return home / FOLDER / f"{sitting_id}.json"
