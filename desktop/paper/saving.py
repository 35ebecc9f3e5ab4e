"""Putting a finished sheet where the person wants it: whole or not at all, and never over what is there unasked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from db.errors import Refused
from desktop.paper.sheet import Sheet
from desktop.paper.whole import write_whole

ENDINGS = (".pdf", ".docx")
LONGEST = 120


def file_name(words: str) -> str:
    """A file name without its ending that Windows, a USB stick and a mail all accept."""
    bare = re.sub(r'[<>:"/\\|?*\x00-\x1f\ud800-\udfff]+', " ", words)
    return " ".join(bare.split())[:LONGEST].strip(" .")


def produce(sheet: Sheet, wanted: Path, *, name: str, force: bool = False) -> Path:
    """Writes a sheet as the ending of `wanted` says, or as `name`.pdf into the folder that `wanted` is.

    Raises Refused: paper_folder_missing, paper_ending_unknown, paper_file_exists (unless `force`); Unavailable:
    paper_file_unwritable.
    """
    path = wanted / f"{file_name(name)}.pdf" if wanted.is_dir() else wanted
    if not path.suffix:
        path = path.with_name(path.name + ENDINGS[0])
    if path.suffix.casefold() not in ENDINGS:
        raise Refused("paper_ending_unknown", name=path.name)
    if not path.parent.is_dir():
        raise Refused("paper_folder_missing", folder=str(path.parent))
    if path.exists() and not force:
        raise Refused("paper_file_exists", path=str(path))
    write_whole(path, _writer(path.suffix.casefold())(sheet))
    return path


def _writer(ending: str) -> Callable[[Sheet], bytes]:
    # python-docx costs a sixth of a second, and whoever prints a PDF need not pay it.
    if ending == ".docx":
        from desktop.paper import word

        return word.write
    from desktop.paper import pdf

    return pdf.write
