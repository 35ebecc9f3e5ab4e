"""What a sheet of paper holds, without saying how it is drawn: Word and PDF draw the same one."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SHORT_CHOICE, _LONG_CHOICE = 20, 60  # letters


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text inside a paragraph."""

    text: str
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper, what stands under it, and a warning that nobody should overlook."""

    text: str
    under: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `style` is one of lead, body, note, small, large, poster."""

    text: str | tuple[Span, ...]
    style: str = "body"
    keep: bool = False  # on the same page as what follows

    @property
    def spans(self) -> tuple[Span, ...]:
        """The text in its voices."""
        return (Span(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and their values, `across` pairs side by side."""

    rows: tuple[tuple[str, str], ...]
    across: int = 1

    @property
    def lines(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The pairs as they stand side by side; the last line is filled up with empty ones."""
        every = [*self.rows, *[("", "")] * (-len(self.rows) % self.across)]
        return tuple(tuple(every[at : at + self.across]) for at in range(0, len(every), self.across))

    @property
    def shares(self) -> tuple[float, ...]:
        """The widths of labels and values."""
        return (0.2, 0.8) if self.across == 1 else (0.14, 1 / self.across - 0.14) * self.across


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences one under the other, numbered or with a dot before them."""

    sentences: tuple[str, ...]
    style: str = "body"
    numbered: bool = True

    @property
    def marked(self) -> tuple[tuple[str, str], ...]:
        """Each sentence with what stands before it."""
        return tuple((f"{n}." if self.numbered else "•", one) for n, one in enumerate(self.sentences, 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a second, quieter line under the first."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A square to tick by hand."""


Content = str | Cell | Box


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its share of the width, whether it holds numbers."""

    title: str
    share: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titled columns; `caption` is what a screen reader says before it.

    `height` is the least height of a row in millimetres; `ruled` draws every border, for a table filled in by hand.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]
    height: float = 0.0
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG as wide as its share of the sheet; `alt` says what it shows to whoever cannot see it."""

    content: bytes
    alt: str
    share: float = 1.0

    @property
    def proportion(self) -> float:
        """Its height for a width of 1, as the header of a PNG tells it (RFC 2083, 4.1.1)."""
        width, height = struct.unpack(">II", self.content[16:24])
        return float(height / width)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to sign on: the name to print under each and in whose name one signs; two side by side."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered by hand, in letters that older people read: squares to tick, each with its mark and its
    words, or `lines` to write on, as wide as their `share` of the sheet. `hint` says how it is answered."""

    text: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    share: float = 1.0

    @property
    def spans(self) -> tuple[Span, ...]:
        """The question and its hint, in their voices."""
        asked = Span(self.text, strong=True)
        return (asked, Span(f"  {self.hint}", muted=True)) if self.hint else (asked,)

    @property
    def across(self) -> int:
        """How many choices stand side by side: few words leave room for three."""
        longest = max((len(words) for _, words in self.choices), default=0)
        if longest > _LONG_CHOICE:
            return 1
        return 3 if longest <= _SHORT_CHOICE and len(self.choices) != 4 else 2

    @property
    def rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The choices as they stand side by side, one after the other as they are read."""
        return tuple(self.choices[at : at + self.across] for at in range(0, len(self.choices), self.across))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, so many millimetres high."""

    height: float


Block = Title | Heading | Paragraph | Facts | Points | Table | Picture | Lines | Question | PageBreak | Space


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. The title and the subject are the file's own; what is read on it are the blocks.

    `letterhead` stands on top of the first page, its first line strong; `footer` at the left of every page's foot,
    with the number of the page at the right in the words of the language.
    """

    title: str
    blocks: tuple[Block, ...]
    subject: str = ""
    author: str = ""
    keywords: str = ""
    language: str = "es-AR"
    letterhead: tuple[str, ...] = ()
    footer: str = ""
    landscape: bool = False
