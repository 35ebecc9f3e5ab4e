"""Letters and lines on the paper: text laid out at a width, drawn line by line. Lengths in dots of the writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPdfWriter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from desktop.paper.look import ACCENT, BAD, INK, MUTED, NAVY
from desktop.paper.screenless import FAMILY
from desktop.paper.sheet import Span
from desktop.paper.text import legible

DPI = 600
POINTS = 72 / DPI
"""A dot in points."""
Stroke = Callable[[QPainter], None]


@dataclass(frozen=True, slots=True)
class Voice:
    """How letters look: size in points, weight, colour, and the height of a line against that of the letters."""

    size: float
    weight: int = 400
    colour: str = INK
    leading: float = 1.16


VOICES = {
    "title": Voice(19, 700, NAVY, 1.05),
    "subtitle": Voice(11.5, 400, MUTED),
    "notice": Voice(9.5, 600, BAD),
    "heading1": Voice(12.5, 700, NAVY),
    "heading2": Voice(10.5, 600, ACCENT),
    "lead": Voice(10.5, 400, INK, 1.2),
    "body": Voice(9.5, 400, INK, 1.2),
    "large": Voice(12, 400, INK, 1.2),
    "poster": Voice(16, 400, INK, 1.2),
    "note": Voice(9.5, 400, INK, 1.2),
    "small": Voice(7.4, 400, INK, 1.12),
    "cell": Voice(9),
    "under": Voice(8, 400, MUTED),
    "label": Voice(8.5, 400, MUTED),
    "head": Voice(8.3, 600, NAVY),
    "sign": Voice(9),
    "authority": Voice(11, 700, NAVY),
    "letterhead": Voice(8.5, 400, MUTED),
    "foot": Voice(7.8, 400, MUTED),
}


class Text:
    """A text at a width: its lines can be drawn apart, wherever they find room."""

    def __init__(self, layouts: Sequence[QTextLayout], leading: Sequence[float]) -> None:
        self._layouts = layouts  # a line lives as long as its layout
        self.lines: list[tuple[QTextLine, float]] = []
        for layout, factor in zip(layouts, leading, strict=True):
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                self.lines.append((line, line.height() * factor))
        self.height = sum(height for _, height in self.lines)

    def strokes(self, x: float, y: float, first: int = 0, last: int | None = None) -> list[Stroke]:
        """Drawing these lines with their left top corner there."""
        made: list[Stroke] = []
        for line, height in self.lines[first:last]:
            made.append(_stroke(self, line, QPointF(x, y + (height - line.height()) / 2 - line.y())))
            y += height
        return made


def _stroke(text: Text, line: QTextLine, at: QPointF) -> Stroke:
    def draw(painter: QPainter, _kept: Text = text) -> None:
        line.draw(painter, at)

    return draw


class Ink:
    """Lays text out for one writer."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._fonts = {name: _font(voice) for name, voice in VOICES.items()}
        self._empty: dict[tuple[str, float], Text] = {}

    def mm(self, length: float) -> float:
        """Millimetres in dots."""
        return length * DPI / 25.4

    def text(self, name: str, spans: str | Sequence[Span], width: float, align: str = "") -> Text:
        """A text in one of VOICES; every line of it may be cut at a page's end."""
        if isinstance(spans, str):
            spans = (Span(spans),)
        voice = VOICES[name]
        if not any(span.text for span in spans):
            return self._blank(name, width)
        layouts = [self._layout(name, line, width, align) for line in _split(spans)]
        return Text(layouts, [voice.leading] * len(layouts))

    def together(self, *texts: Text) -> Text:
        """Several texts one under the other."""
        return _Joined(texts)

    def _blank(self, name: str, width: float) -> Text:
        """Half of the cells of a sheet to be filled in are empty: they share one."""
        if (name, width) not in self._empty:
            self._empty[name, width] = Text([self._layout(name, [Span("")], width, "")], [VOICES[name].leading])
        return self._empty[name, width]

    def _layout(self, name: str, spans: Sequence[Span], width: float, align: str) -> QTextLayout:
        text = "".join(span.text for span in spans)
        layout = QTextLayout(text, self._fonts[name], self._writer)
        option = QTextOption(_ALIGN[align])
        # One "word" of a thousand letters is cut where the column ends.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_formats(name, spans, self._fonts[name]))
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout


class _Joined(Text):
    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self.lines = [line for text in texts for line in text.lines]
        self.height = sum(text.height for text in texts)


_ALIGN = {
    "": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


def _split(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line that was typed."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        for number, part in enumerate(legible(span.text).split("\n")):
            if number:
                lines.append([])
            lines[-1].append(Span(part, span.strong, span.muted))
    return lines


def _formats(name: str, spans: Sequence[Span], font: QFont) -> list[QTextLayout.FormatRange]:
    made, at = [], 0
    for span in spans:
        length = len(span.text.encode("utf-16-le")) // 2  # Qt counts what stands outside the first plane as two
        ink = QTextCharFormat()
        ink.setForeground(QColor(f"#{MUTED if span.muted else VOICES[name].colour}"))
        if span.strong:
            strong = QFont(font)
            strong.setWeight(QFont.Weight.Bold)
            ink.setFont(strong)
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = at, length, ink  # type: ignore[attr-defined]
        made.append(one)
        at += length
    return made


def _font(voice: Voice) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(voice.size)
    font.setWeight(QFont.Weight(voice.weight))
    # The shapes of a typeface are the same on paper at every size.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Inter draws the hyphen of "2026-2" as another glyph, which whoever searches or copies the PDF would not find.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def rule(x: float, y: float, width: float, colour: str, thick: float) -> Stroke:
    """A line from left to right."""
    return lambda painter: painter.fillRect(QRectF(x, y - thick / 2, width, thick), QColor(f"#{colour}"))


def upright(x: float, y: float, height: float, colour: str, thick: float) -> Stroke:
    """A line from top to bottom."""
    return lambda painter: painter.fillRect(QRectF(x - thick / 2, y, thick, height), QColor(f"#{colour}"))


def ground(x: float, y: float, width: float, height: float, colour: str) -> Stroke:
    """A coloured ground."""
    return lambda painter: painter.fillRect(QRectF(x, y, width, height), QColor(f"#{colour}"))


def square(x: float, y: float, side: float, colour: str, thick: float) -> Stroke:
    """A square to tick."""

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(f"#{colour}"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x, y, side, side))

    return draw
