"""Tables and facts as rows of laid-out cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from desktop.paper.ink import Ink, Stroke, Text, ground, rule, square, upright
from desktop.paper.look import INK, LINE, MUTED, PALE
from desktop.paper.sheet import Box, Cell, Content, Facts, Table
from desktop.paper.tags import Node, mark

_PAD, _SIDE, _BOX = 0.9, 1.6, 3.4  # millimetres above and below, left and right of a cell's text; the side of a box


@dataclass
class Placed:
    """The text of one cell, and where its column begins; no text is a square to tick."""

    text: Text | None
    x: float
    width: float


@dataclass
class Line:
    """One row: its cells, and how tall it is whole."""

    ink: Ink
    cells: list[Placed]
    width: float
    minimum: float = 0.0
    ruled: bool = False
    fill: str = ""
    height: float = field(init=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        texts = [cell.text for cell in self.cells if cell.text is not None]
        tallest = max((text.height for text in texts), default=0)
        self.height = max(self.minimum, tallest + 2 * self.ink.mm(_PAD))
        self.length = max((len(text.lines) for text in texts), default=1)

    @property
    def least(self) -> float:
        """The height of its first lines, when it has to be cut."""
        first = [cell.text.lines[0][1] for cell in self.cells if cell.text is not None]
        return max(first, default=0) + 2 * self.ink.mm(_PAD)

    def fitting(self, at: int, room: float) -> int:
        """The line of text before which it has to be cut to fit into this room; at least one line goes on."""
        if at == 0 and self.height <= room:
            return self.length
        room -= 2 * self.ink.mm(_PAD)
        until, used = at, 0.0
        while until < self.length:
            used += self._tallest(until)
            if used > room and until > at:
                break
            until += 1
        return until

    def strokes(
        self, x: float, y: float, first: int, last: int, nodes: Sequence[Node] = ()
    ) -> tuple[list[Stroke], float]:
        """Drawing its lines from `first` to before `last`, and the height it takes. `nodes`: what each cell is; without
        them the row is for the eye alone."""
        ink, pad = self.ink, self.ink.mm(_PAD)
        height = self.height
        if first or last < self.length:
            height = sum(map(self._tallest, range(first, last))) + 2 * pad
        made: list[Stroke] = [mark(None)]
        if self.fill:
            made.append(ground(x, y, self.width, height, self.fill))
        for cell, node in zip_longest(self.cells, nodes):
            left = x + cell.x
            marked = mark(node)
            if cell.text is None:
                side = ink.mm(_BOX)
                made.append(marked)
                made.append(square(left + (cell.width - side) / 2, y + (height - side) / 2, side, INK, ink.mm(0.25)))
            else:
                tall = sum(one[1] for one in cell.text.lines[first:last])
                down = (height - tall) / 2 if self.ruled else pad
                for stroke in cell.text.strokes(left + ink.mm(_SIDE), y + down, first, last):
                    made += [marked, stroke]  # each line by itself: two that run together are one word
        made.append(mark(None))
        if self.ruled:
            made += [upright(x + cell.x, y, height, MUTED, ink.mm(0.2)) for cell in self.cells]
            made += [upright(x + self.width, y, height, MUTED, ink.mm(0.2)), rule(x, y, self.width, MUTED, ink.mm(0.2))]
        made.append(rule(x, y + height, self.width, MUTED if self.ruled else LINE, ink.mm(0.2)))
        return made, height

    def _tallest(self, number: int) -> float:
        return max(
            (cell.text.lines[number][1] for cell in self.cells if cell.text and number < len(cell.text.lines)),
            default=0,
        )


@dataclass
class Grid:
    """The header, which comes again on every page, and the rows."""

    head: Line | None
    rows: list[Line]
    caption: str = ""

    def kinds(self, row: Line) -> list[str]:
        """What the cells of a row are: under a head all are data; without one every other is the label of the next."""
        return [("TD" if self.head or place % 2 else "TH") for place in range(len(row.cells))]

    @property
    def head_height(self) -> float:
        return self.head.height if self.head is not None else 0.0


def table_grid(ink: Ink, block: Table, width: float) -> Grid:
    """A table with titled columns."""
    widths = [column.share * width for column in block.columns]
    sides = ["right" if column.number else "" for column in block.columns]
    inner = [max(one - 2 * ink.mm(_SIDE), ink.mm(2)) for one in widths]
    starts = [sum(widths[:place]) for place in range(len(widths))]

    def line(texts: list[Text | None], **look: object) -> Line:
        cells = [Placed(*one) for one in zip(texts, starts, widths, strict=True)]
        return Line(ink, cells, width, ruled=block.ruled, **look)  # type: ignore[arg-type]

    titles = [ink.text("head", c.title, room, side) for c, room, side in zip(block.columns, inner, sides, strict=True)]
    rows = [
        line([_cell(ink, *one) for one in zip(row, inner, sides, strict=True)], minimum=ink.mm(block.height))
        for row in block.rows
    ]
    return Grid(line([*titles], fill=PALE), rows, block.caption)


def _cell(ink: Ink, content: Content, width: float, align: str) -> Text | None:
    if isinstance(content, Box):
        return None
    if isinstance(content, Cell):
        parts = [("cell", content.text), ("under", content.under)]
        return ink.together(*(ink.text(voice, words, width, align) for voice, words in parts if words))
    return ink.text("cell", content, width, align)


def facts_grid(ink: Ink, block: Facts, width: float) -> Grid:
    """Labels and values side by side."""
    widths = [share * width for share in block.shares]
    starts = [sum(widths[:place]) for place in range(len(widths))]
    rows = []
    for pairs in block.lines:
        words = [one for pair in pairs for one in pair]
        cells = []
        for place, text in enumerate(words):
            voice = "cell" if place % 2 else "label"
            made = ink.text(voice, text, max(widths[place] - 2 * ink.mm(_SIDE), ink.mm(2)))
            cells.append(Placed(made, starts[place], widths[place]))
        rows.append(Line(ink, cells, width))
    return Grid(None, rows)
