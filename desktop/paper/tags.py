"""What each piece of a drawn page is, for whoever has it read aloud: a tree of titles, paragraphs, tables and pictures.

Qt draws a PDF and says nothing of this. So before each piece a tiny square is drawn far off the page, whose place is
the number of its node; `catalogue` finds the squares in the finished file and puts marks of a tagged PDF there instead
(ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.paper.ink import Stroke

# Where the squares are drawn: further off than any page reaches, and no other stroke gets there.
OFF_X, OFF_Y = 7000, 9000
ORNAMENT = 0
"""The number of what is only for the eye: lines, grounds, the head of a table that comes again, the foot of a page."""


@dataclass
class Node:
    """One piece: its kind as PDF names it (H1, P, Table, TR, TH, TD, L, LI, LBody, Figure), what is in it, and what is
    said in its place. `box`: left, top, right, bottom in dots, of a picture; `y` and `page`: where a heading stands."""

    kind: str
    number: int
    alt: str = ""
    summary: str = ""
    title: str = ""
    scope: str = ""
    box: tuple[float, float, float, float] | None = None
    page: int = 0
    y: float = 0.0
    children: list[Node] = field(default_factory=list)


class Tree:
    """The nodes of a sheet, in the order in which they are read; numbered from 1."""

    def __init__(self) -> None:
        self.root = Node("Document", ORNAMENT)
        self.count = 0

    def add(self, kind: str, within: Node | None = None, **facts: object) -> Node:
        """Another piece, at the end of the whole or of another piece."""
        self.count += 1
        node = Node(kind, self.count, **facts)  # type: ignore[arg-type]
        (within or self.root).children.append(node)
        return node


def mark(node: Node | None) -> Stroke:
    """From here on it is drawn for this node; without one for the eye alone."""
    number = node.number if node else ORNAMENT

    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(-OFF_X - number, -OFF_Y, 1, 1), Qt.GlobalColor.black)

    return draw
