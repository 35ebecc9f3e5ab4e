"""The parts the minutes are made of, without saying how they are drawn: Word and the preview draw the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.paper.sheet import Cell, Span


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper and what stands under it."""

    text: str
    subtitle: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `style` is one of lead, body, note, meta, notice."""

    spans: tuple[Span, ...]
    style: str = "body"
    keep: bool = False  # on the same page as what follows

    @property
    def text(self) -> str:
        """The words without their emphasis."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and their values: the data of the sitting. `caption` is what a screen reader says before it."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One number of the sum, with the sign before it ("" for numbers that stand apart)."""

    sign: str
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Big numbers side by side; the last one is the result when `closes`."""

    terms: tuple[Term, ...]
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell that shows a share between 0 and 1 as a length."""

    share: float


Content = str | Bar | Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width, whether it holds numbers."""

    title: str
    share: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titled columns; `caption` is what a screen reader says before it. `keep` holds its end on the page of
    what follows, for a note about it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign: the name to print under the line and in whose name one signs."""

    caption: str
    places: tuple[tuple[str, str], ...]


Block = Title | Header | Paragraph | Pairs | Sum | Table | Signatures


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading of a paper; the heading is empty for what opens it."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Acta:
    """One paper about a sitting: what a template may say inside a line (`fields`), and its parts in order."""

    paper: str
    title: str
    subject: str
    language: str
    author: str
    keywords: str
    fields: Mapping[str, str | int | bool]
    parts: tuple[Part, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The whole paper as it is read, headings included."""
        told = self.fields
        blocks: list[Block] = [Title(str(told["title"]), str(told["subtitle"]), str(told["notice"]))]
        for part in self.parts:
            blocks += [Header(part.heading)] if part.heading else []
            blocks += part.blocks
        return tuple(blocks)


def plain(text: str, style: str = "body", *, keep: bool = False) -> Paragraph:
    """A paragraph of one voice."""
    return Paragraph((Span(text),), style, keep)
