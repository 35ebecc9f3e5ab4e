"""Carrying a secretary's edits on into the next version of the file, and telling whether there is anything to carry."""

from __future__ import annotations

import io
from dataclasses import dataclass

from docx import Document

from desktop.minutes import provenance
from desktop.minutes.comparison import Change
from desktop.minutes.merging import merge
from desktop.minutes.reading import body_of, lines, lines_of_body
from desktop.paper.wordml import settled


@dataclass(frozen=True, slots=True)
class Carried:
    """Her file with the news in it; what was brought in, and what was left as she wrote it."""

    content: bytes
    brought: tuple[Change, ...]
    left: tuple[Change, ...]


def says_the_same(one: bytes, other: bytes) -> bool:
    """Whether two files say the same words in the same order, however they are dressed."""
    return [line.text for line in lines(one)] == [line.text for line in lines(other)]


def carry_on(base: bytes, hers: bytes, new: bytes) -> Carried:
    """Brings what is new between `base` and `new`, both made by the program, into the file that she edited.

    Raises Refused: minutes_file_unreadable.
    """
    body_of(hers)  # says so in our words when it cannot be read
    document = Document(io.BytesIO(hers))
    merged = merge(body_of(base), document.element.body, body_of(new))
    told = provenance.read(new)
    if told is not None:
        # The sum is that of what the program wrote: hers differs from it, and so it says that it was edited.
        provenance.put(document, told)
    core, made = document.core_properties, Document(io.BytesIO(new)).core_properties
    core.version, core.content_status, core.modified = made.version, made.content_status, made.modified
    buffer = io.BytesIO()
    document.save(buffer)
    return Carried(settled(buffer.getvalue()), merged.brought, merged.left)


def untouched(content: bytes) -> bool:
    """Whether a file of ours still says what the program wrote, though Word may have saved it again."""
    told = provenance.read(content)
    return told is not None and told.words == provenance.sum_of(line.text for line in lines_of_body(body_of(content)))
