"""Putting a finished document where the person wants it, without ever writing over what somebody edited."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from db.errors import Refused, Unavailable
from desktop.minutes.phrases import load
from desktop.paper.whole import write_whole

SUFFIX = ".docx"
LONGEST = 120
LONGEST_BYTES = 230  # of the 255 that most systems allow, with room for an ending and a number
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def file_name(words: str) -> str:
    """A file name from the title of an acta that Windows, a USB stick and a mail all accept."""
    return bare_name(words) + SUFFIX


def bare_name(words: str) -> str:
    """The same without an ending, for a folder. What cannot be seen goes too: a mark that turns the direction of
    writing would make "Acta fdp.exe" of a name.
    """
    seen = "".join(" " if unicodedata.category(one) in UNSEEN else one for one in words)
    bare = " ".join(re.sub(r'[<>:"/\\|?*]+', " ", seen).split())
    while len(bare) > LONGEST or len(bare.encode("utf-8")) > LONGEST_BYTES:
        bare = bare[:-1]
    return bare.strip(" .")


def place(wanted: Path, name: str) -> Path:
    """Where to write: the file itself, or `name` inside a folder that is there; the ending is added when left out."""
    if wanted.is_dir():
        return wanted / name
    return wanted if wanted.suffix else wanted.with_suffix(SUFFIX)


def folder_in(home: Path, language: str) -> Path:
    """The folder of the minutes in a home, by its name in that language; made when it is not there.

    Raises Unavailable: minutes_file_unwritable.
    """
    folder = home / load(language).say("title", "folder")
    make_folder(folder)
    return folder


def make_folder(folder: Path) -> None:
    """Makes a folder where there is none. Raises Unavailable: minutes_file_unwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("minutes_file_unwritable", path=str(folder)) from error


def look_before(path: Path, *, known: Collection[str], force: bool = False) -> None:
    """Looks whether a document may be written there before anything is done for it.

    `known` are the sums of the documents we made ourselves: those may be written over, an edited one may not. Raises
    Refused: minutes_folder_missing, minutes_file_edited; Unavailable: minutes_file_unwritable.
    """
    if not path.parent.is_dir():
        raise Refused("minutes_folder_missing", folder=str(path.parent))
    try:
        there = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise Unavailable("minutes_file_unwritable", path=str(path)) from error
    if there is not None and not force and hashlib.sha256(there).hexdigest() not in known:
        raise Refused("minutes_file_edited", path=str(path))


def save(path: Path, content: bytes) -> None:
    """Writes the document whole or not at all. Raises Unavailable: minutes_file_unwritable."""
    write_whole(path, content, code="minutes_file_unwritable")
