"""A question to be answered by hand, as it is drawn: the question, rows of squares to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.paper.ink import Ink, Stroke, Text, rule, square
from desktop.paper.look import INK, MUTED
from desktop.paper.sheet import Question
from desktop.paper.tags import Node, Tree, mark

# Millimetres: from the left of a choice to its mark and to its words, the side of its square, what is left free under
# the question and under a row, and the room for a line of somebody's handwriting.
_MARK, _WORDS, _SIDE, _UNDER, _BETWEEN, _LINE = 6.0, 12.0, 4.2, 1.0, 1.6, 9.0


@dataclass
class Piece:
    """What is never parted: how tall it is, how it is drawn with its left top corner there, and what it is."""

    height: float
    strokes: Callable[[float, float], list[Stroke]]
    node: Node


def pieces(ink: Ink, block: Question, width: float, tree: Tree) -> list[Piece]:
    """The question, then its rows of choices and its lines."""
    text = ink.text("large", block.spans, width)
    head = tree.add("H2", title=block.text)
    made = [Piece(text.height + ink.mm(_UNDER), lambda x, y: [mark(head), *text.strokes(x, y), mark(None)], head)]
    if block.choices:
        every = tree.add("L")
        made += [_row(ink, row, width / block.across, tree, every) for row in block.rows]
    return made + [_line(ink, width * block.share, head)] * block.lines


def _row(ink: Ink, row: Sequence[tuple[str, str]], width: float, tree: Tree, every: Node) -> Piece:
    mm = ink.mm
    placed: list[tuple[float, Text, Text, Node, Node]] = []
    for place, (sign, words) in enumerate(row):
        one = tree.add("LI", every)
        told = ink.text("large", words, width - mm(_WORDS + 2))
        number = ink.text("large", sign, mm(_WORDS - _MARK))
        placed.append((place * width, number, told, tree.add("Lbl", one), tree.add("LBody", one)))

    def strokes(x: float, y: float) -> list[Stroke]:
        made: list[Stroke] = []
        for at, number, told, before, after in placed:
            down = (number.height - mm(_SIDE)) / 2
            made += [mark(before), square(x + at, y + down, mm(_SIDE), INK, mm(0.3))]
            made += number.strokes(x + at + mm(_MARK), y)
            for stroke in told.strokes(x + at + mm(_WORDS), y):
                made += [mark(after), stroke]  # each line by itself: two that run together are one word
        return [*made, mark(None)]

    return Piece(max(told.height for _, _, told, _, _ in placed) + mm(_BETWEEN), strokes, every)


def _line(ink: Ink, width: float, asked: Node) -> Piece:
    tall = ink.mm(_LINE)
    return Piece(tall, lambda x, y: [mark(None), rule(x, y + tall - ink.mm(0.5), width, MUTED, ink.mm(0.25))], asked)
