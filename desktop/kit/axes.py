"""The two axes of a chart: words under the bars, whole numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontMetrics


class Words(pyqtgraph.AxisItem):  # type: ignore[misc]
    """The categories, thinned out where they would run into each other."""

    def __init__(self, side: str, *, horizontal: bool) -> None:
        super().__init__(side)
        self._categories: Sequence[str] = ()
        self._horizontal = horizontal
        self._broad, self._high = 0.0, 1.0

    def show_words(self, categories: Sequence[str], font: QFont) -> None:
        """Other words, in this type."""
        self._categories = categories
        metrics = QFontMetrics(font)
        self._broad = max((metrics.horizontalAdvance(one) for one in categories), default=0) + metrics.height()
        self._high = metrics.height() * (1.05 if self._horizontal else 1.4)
        self.setTickFont(font)
        if self._horizontal:
            self.setWidth(self._broad)
        else:
            self.setHeight(metrics.height() * 2)
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        count = len(self._categories)
        room = size / max(1, count)
        every = max(1, -int(-(self._high if self._horizontal else self._broad) // max(1.0, room)))
        return [(float(every), [float(place) for place in range(0, count, every)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._categories[round(value)] if 0 <= value < len(self._categories) else "" for value in values]


class WholeNumbers(pyqtgraph.AxisItem):  # type: ignore[misc]
    """People come whole, also those to the left of the axis."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._room = 1.0

    def show_in(self, font: QFont, longest: float) -> None:
        """The type of the numbers, and the largest there may be: room is made for it before anything is drawn, for a
        number that finds none is left out."""
        metrics = QFontMetrics(font)
        self._room = metrics.height() * 3
        self.setTickFont(font)
        if self.orientation == "bottom":
            self.setHeight(metrics.height() * 2)
        else:
            self.setWidth(metrics.horizontalAdvance(QLocale().toString(round(longest * 1.2))) + metrics.height())

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        wanted = (high - low) / max(2.0, size / self._room)
        steps = (base * 10**power for power in range(7) for base in (1, 2, 5))
        return [(float(next((step for step in steps if step >= wanted), 10**7)), 0.0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [QLocale().toString(abs(round(value))) for value in values]
