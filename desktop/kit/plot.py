"""A plot of pyqtgraph in our dress, made of a view and two axes alone.

Its PlotItem builds some hundred widgets of menus for every plot, none of which is ever seen here, and all of which are
styled anew when somebody switches from light to dark.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QWheelEvent

from desktop.kit import theme
from desktop.kit.axes import WholeNumbers, Words
from desktop.kit.bars import Bars, Marks, Part, layout
from desktop.kit.palette import Palette

_GRID = 90  # of 255
_FEWEST = 5  # bars are no broader than those of so many: one alone is not to become a slab


class Plot(pyqtgraph.GraphicsLayoutWidget):  # type: ignore[misc]
    """Bars over words, a thin grid behind them, whole numbers beside them; nothing can be dragged or zoomed.

    It is built once and shows other bars as often as somebody asks: to build one takes longer than a frame.
    """

    def __init__(self, *, horizontal: bool) -> None:
        super().__init__()
        self._horizontal = horizontal
        self.setFrameShape(self.Shape.NoFrame)
        self.setAntialiasing(True)
        self.ci.setContentsMargins(0, 0, 0, 0)
        self.ci.setSpacing(0)
        across, along = ("left", "bottom") if horizontal else ("bottom", "left")
        self._words, self._numbers = Words(across, horizontal=horizontal), WholeNumbers(along)
        self._box = self.ci.addViewBox(row=0, col=1, enableMenu=False, enableMouse=False)
        for axis, name in ((self._words, across), (self._numbers, along)):
            self.ci.addItem(axis, row=1 if name == "bottom" else 0, col=1 if name == "bottom" else 0)
            axis.linkToView(self._box)
        self._numbers.setGrid(_GRID)
        self._box.setZValue(10)  # the grid stays behind the bars
        self._bars: Bars | None = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Nothing is zoomed here: the page goes on under the mouse, as everywhere else on it.
        event.ignore()

    def show_bars(
        self, categories: Sequence[str], parts: Sequence[Part], palette: Palette, scale: float, *, stacked: bool,
        marks: Marks | None = None,
    ) -> None:  # fmt: skip
        """Other bars, or the same in other colours."""
        self.setBackground(palette.card)
        small = QFont(theme.FAMILY)
        small.setPixelSize(round(11.5 * scale))
        self._words.show_words(categories, small)
        for axis in (self._words, self._numbers):
            axis.setTextPen(QColor(palette.muted))
            axis.setPen(QColor(palette.line_strong))
            axis.setStyle(tickLength=0, tickTextOffset=round(7 * scale))
        if self._bars is not None:
            self._box.removeItem(self._bars)
        pieces, totals, longest = layout(parts, len(categories), stacked=stacked, horizontal=self._horizontal)
        self._bars = Bars(parts, pieces, totals, stacked=stacked, horizontal=self._horizontal, marks=marks)
        number = QFont(small)
        number.setWeight(QFont.Weight.DemiBold)
        self._bars.dress(palette, number)
        self._box.addItem(self._bars, ignoreBounds=True)
        if marks:
            longest = max([longest, *(value or 0 for value in marks.values)])
        self._numbers.show_in(small, longest)
        self._set_range(len(categories), longest, left=any(part.left for part in parts))

    def mark(self, category: int) -> None:
        """Somebody is at a category, or at none (-1)."""
        if self._bars is not None:
            self._bars.mark(category)

    def category_at(self, place: QPointF) -> int:
        """Which category a place of the scene lies over; it may be one that there is not."""
        spot = self._box.mapSceneToView(place)
        return round(float(spot.y() if self._horizontal else spot.x()))

    def _set_range(self, categories: int, longest: float, *, left: bool) -> None:
        # Room for the number at the end of the longest bar: a side of a pyramid is half as wide for the same words.
        top, last = max(longest * (1.36 if left else 1.2), 4.0), max(categories, 1) - 0.5
        low = -top if left else 0
        spare = max(0, _FEWEST - categories) / 2
        if self._horizontal:
            self._box.invertY(True)
            self._box.setRange(xRange=(low, top), yRange=(-0.5 - spare, last + spare), padding=0)
        else:
            self._box.setRange(xRange=(-0.5 - spare, last + spare), yRange=(low, top), padding=0)
