"""A grid of numbers, the higher the deeper its colour: weekday by hour, cohort by how often."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent

from desktop.kit import theme
from desktop.kit.chart import NOWHERE, Chart
from desktop.kit.palette import Palette
from desktop.kit.plate import face
from desktop.kit.shades import Scale, shades

_SHADES = Scale(("1", "2", "3", "4", "5"))
_HEAD, _LOWEST, _HIGHEST, _WIDEST = 24, 17, 34, 130  # pixels at 100 %: few cells do not become slabs


@dataclass(frozen=True)
class Grid:
    """Rows and columns by their words; of each cell its words and how deep it is, 0.0 to 1.0 (None: no colour; 0.0:
    none either, and pale words, for there is nothing).

    `tips` is what each row says, a line a number.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    depths: tuple[tuple[float | None, ...], ...]
    tips: tuple[str, ...]


class GridChart(Chart):
    """Its categories are the rows. The numbers stand in the cells, so that the colours only lead the eye."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self._grid = Grid((), (), (), (), ())

    def show_grid(self, grid: Grid) -> None:
        """Other numbers."""
        self._grid = grid
        self.setMinimumHeight(theme.px(_HEAD + 12 + _LOWEST * len(grid.rows)))
        self.other_numbers()
        self.update()

    def count(self) -> int:
        return len(self._grid.rows)

    def tip(self, category: int) -> str:
        return self._grid.tips[category]

    def category_at(self, spot: QPointF) -> int:
        laid = _Laid(self._grid, self._room(), theme.look().scale)
        row = int((spot.y() - laid.top) // laid.high) if spot.y() >= laid.top else NOWHERE
        return row if 0 <= row < self.count() else NOWHERE

    def mark(self, category: int) -> None:
        self.update()

    def paint_for_file(self, painter: QPainter, rect: QRect, palette: Palette, scale: float) -> None:
        _paint(painter, self._grid, _Laid(self._grid, rect, scale), palette, scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.look()
        painter = QPainter(self)
        laid = _Laid(self._grid, self._room(), look.scale)
        if self._at != NOWHERE:
            room = self._room()
            painter.fillRect(
                QRectF(room.left(), laid.top + self._at * laid.high, room.width(), laid.high),
                QColor(look.palette.hover),
            )
        _paint(painter, self._grid, laid, look.palette, look.scale)
        painter.end()
        super().paintEvent(event)

    def _room(self) -> QRect:
        edge = theme.px(6)
        return self.rect().adjusted(edge, edge, -edge, -edge)


class _Laid:
    """Where the rows and columns of a grid stand in a rectangle."""

    def __init__(self, grid: Grid, rect: QRect, scale: float) -> None:
        metrics = QFontMetrics(face(12 * scale))
        self.head = round(_HEAD * scale)
        longest = max((metrics.horizontalAdvance(words) for words in grid.rows), default=0)
        self.rect, self.aside = rect, min(longest + round(12 * scale), rect.width() // 2)
        rows, columns = max(1, len(grid.rows)), max(1, len(grid.columns))
        self.high = min((rect.height() - self.head) / rows, _HIGHEST * scale)
        self.wide = min((rect.width() - self.aside) / columns, _WIDEST * scale)
        self.top = rect.top() + self.head

    def cell(self, row: int, column: int) -> QRectF:
        """One cell, with the gap to its neighbours taken off."""
        left = self.rect.left() + self.aside + column * self.wide
        return QRectF(left, self.top + row * self.high, self.wide, self.high).adjusted(1, 1, -1, -1)


def _paint(painter: QPainter, grid: Grid, laid: _Laid, palette: Palette, scale: float) -> None:
    inks = [QColor(ink) for ink in shades(_SHADES, palette)]
    high = laid.high
    words = face(min(12 * scale, high * 0.8))
    numbers = face(min(12 * scale, high * 0.8), QFont.Weight.DemiBold)
    painter.setFont(words)
    painter.setPen(QColor(palette.muted))
    for column, said in enumerate(grid.columns):
        spot = QRectF(laid.rect.left() + laid.aside + column * laid.wide, laid.rect.top(), laid.wide, laid.head)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, said)
    for row, said in enumerate(grid.rows):
        spot = QRectF(laid.rect.left(), laid.top + row * high, laid.aside - 8 * scale, high)
        painter.setFont(words)
        painter.setPen(QColor(palette.text))
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        painter.setFont(numbers)
        for column, depth in enumerate(grid.depths[row]):
            cell = laid.cell(row, column)
            if not depth:
                painter.setPen(QColor(palette.text if depth is None else palette.muted))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, grid.words[row][column])
                continue
            ink = inks[min(len(inks) - 1, int(depth * len(inks)))]
            painter.fillRect(cell, ink)
            painter.setPen(QColor("#FFFFFF" if _dark(ink) else "#0B1626"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, grid.words[row][column])


def _dark(ink: QColor) -> bool:
    """White words are read on it better than dark ones (relative luminance as WCAG 2 has it)."""
    parts = (ink.redF(), ink.greenF(), ink.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < 0.18
