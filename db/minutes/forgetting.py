"""Letting go of the drafts of minutes that name somebody: her erasure does not stop before a Word file."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from zipfile import BadZipFile, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.minutes.tables import MinutesDraft


def forget_drafts(session: Session, names_her: Callable[[str], bool]) -> int:
    """Takes away every kept draft in whose text `names_her` finds her; answers how many.

    The files on the disk are not touched: they are the secretary's, and the person who erases is told of them.
    """
    gone = [
        kept
        for kept in session.scalars(select(MinutesDraft))
        if any(names_her(text_of(content)) for content in (kept.made, kept.edited) if content)
    ]
    for kept in gone:
        session.delete(kept)
    return len(gone)


def text_of(content: bytes) -> str:
    """All words of a Word file, headers and footers too, a line a paragraph; of a damaged one what can be read."""
    told = []
    try:
        with ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                if name.startswith(("word/", "docProps/")) and name.endswith(".xml"):
                    text = package.read(name).decode("utf-8", "replace")
                    text = re.sub(r"</w:p>|<w:br/>|<w:tab/>", "\n", text)
                    told.append(html.unescape(re.sub(r"<[^>]*>", "", text)))
    except (BadZipFile, OSError, RuntimeError, NotImplementedError):
        told.append(content.decode("utf-8", "replace"))
    return "\n".join(told)
