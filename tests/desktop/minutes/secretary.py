"""A secretary with Word: opens a file, changes words, adds and takes out lines, saves it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def paragraphs(document: Any) -> list[Any]:
    """Every paragraph, in and out of tables."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(one, document) for one in document.element.body.iter(qn("w:p"))]


def edited(content: bytes, change: dict[str, str], *, after: str = "", add: str = "", drop: str = "") -> bytes:
    """The file with words changed, a paragraph added after the one that holds `after`, those with `drop` taken out."""
    document = Document(io.BytesIO(content))
    for old, new in change.items():
        touched = [one for one in paragraphs(document) if old in one.text]
        assert touched, f"nothing to change: {old}"
        for one in touched:
            text = one.text.replace(old, new)
            for run in one.runs[1:]:
                one._element.remove(run._element)
            one.runs[0].text = text
    if add:
        place = next(one for one in document.paragraphs if after in one.text)
        made = place.insert_paragraph_before(add)
        place._element.addprevious(made._element)
        made._element.addprevious(place._element)
    for one in [one for one in document.paragraphs if drop and drop in one.text]:
        document.element.body.remove(one._element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def edit(path: Path, change: dict[str, str], **more: str) -> bytes:
    """The same with a file in its place."""
    content = edited(path.read_bytes(), change, **more)
    path.write_bytes(content)
    return content
