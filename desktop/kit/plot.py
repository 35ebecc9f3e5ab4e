"""A plot of pyqtgraph in our dress, made of a view and two axes alone.

Its PlotItem builds some hundred widgets of menus for every plot, none of which is ever seen here, and all of which are
styled anew when somebody switches from light to dark.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont

from desktop.kit import theme
from desktop.kit.axes import WholeNumbers, Words
from desktop.kit.bars import Bars, Part, layout
from desktop.kit.palette import Palette

_GRID = 90  # of 255


class Plot(pyqtgraph.GraphicsLayoutWidget):  # type: ignore[misc]
    """Bars over words, a thin grid behind them, whole numbers beside them; nothing can be dragged or zoomed."""

    def __init__(
        self, categories: Sequence[str], parts: Sequence[Part], palette: Palette, scale: float, *, stacked: bool,
        horizontal: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self._horizontal = horizontal
        self.setBackground(palette.card)
        self.setFrameShape(self.Shape.NoFrame)
        self.setAntialiasing(True)
        self.ci.setContentsMargins(0, 0, 0, 0)
        self.ci.setSpacing(0)
        small = QFont(theme.FAMILY)
        small.setPixelSize(round(11.5 * scale))
        across, along = ("left", "bottom") if horizontal else ("bottom", "left")
        words, numbers = Words(across, categories, small, horizontal=horizontal), WholeNumbers(along, small)
        self._box = self.ci.addViewBox(row=0, col=1, enableMenu=False, enableMouse=False)
        for axis, name in ((words, across), (numbers, along)):
            self.ci.addItem(axis, row=1 if name == "bottom" else 0, col=1 if name == "bottom" else 0)
            axis.linkToView(self._box)
            axis.setTextPen(QColor(palette.muted))
            axis.setPen(QColor(palette.line_strong))
            axis.setStyle(tickLength=0, tickTextOffset=round(7 * scale))
        numbers.setGrid(_GRID)
        self._box.setZValue(10)  # the grid stays behind the bars
        longest = self._add_bars(categories, parts, palette, small, stacked=stacked)
        self._set_range(len(categories), longest)

    def category_at(self, place: QPointF) -> int:
        """Which category a place of the scene lies over; it may be one that there is not."""
        spot = self._box.mapSceneToView(place)
        return round(float(spot.y() if self._horizontal else spot.x()))

    def _add_bars(
        self, categories: Sequence[str], parts: Sequence[Part], palette: Palette, font: QFont, *, stacked: bool
    ) -> float:
        pieces, totals, longest = layout(parts, len(categories), stacked=stacked, horizontal=self._horizontal)
        bars = Bars(parts, pieces, totals, stacked=stacked, horizontal=self._horizontal)
        number = QFont(font)
        number.setWeight(QFont.Weight.DemiBold)
        bars.dress(palette, number)
        self._box.addItem(bars)
        return longest

    def _set_range(self, categories: int, longest: float) -> None:
        top, last = max(longest * 1.2, 4.0), max(categories, 1) - 0.5
        if self._horizontal:
            self._box.invertY(True)
            self._box.setRange(xRange=(0, top), yRange=(-0.5, last), padding=0)
        else:
            self._box.setRange(xRange=(-0.5, last), yRange=(0, top), padding=0)
