"""Bars for people who decide: with their numbers on them, readable in grey, exported as picture and drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.chart import NOWHERE, Chart
from desktop.kit.palette import Palette
from desktop.kit.plate import face
from desktop.kit.theme import Look

if TYPE_CHECKING:  # pyqtgraph and numpy cost most of a second; they are imported when the first chart is shown
    from desktop.kit.bars import Marks, Part
    from desktop.kit.plot import Plot

_SWATCH, _LINE, _ROW = 13, 22, 19


class Legend(QWidget):
    """The words of each part beside a piece of it, in the order of the bars."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Part] = ()
        self._marks: Marks | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_parts(self, parts: Sequence[Part], marks: Marks | None = None) -> None:
        """Other parts; a chart that names each bar itself has no parts to tell apart."""
        self._parts, self._marks = parts, marks
        self.setAccessibleName(", ".join([*(part.words for part in parts), *([marks.words] if marks else [])]))
        self.setVisible(bool(parts or marks))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.look()
        paint_legend(QPainter(self), self.rect(), look.palette, self._parts, look.scale, self._marks)

    def _fit(self) -> None:
        self.setFixedHeight(legend_height(self._parts, self._marks, self.width(), theme.look().scale))


def legend_height(parts: Sequence[Part], marks: Marks | None, wide: int, scale: float) -> int:
    """How high a legend is that may be so wide."""
    spots = _spots(_words(parts, marks), wide, scale)
    return round((1 + spots[-1].y()) * _LINE * scale) if spots else 0


def paint_legend(
    painter: QPainter, rect: QRect, palette: Palette, parts: Sequence[Part], scale: float, marks: Marks | None = None
) -> None:
    """Draw the legend into a rectangle, from the left, in as many lines as it takes."""
    from desktop.kit.bars import paint_mark, paint_pieces

    painter.setFont(face(12 * scale, QFont.Weight.Medium))
    said = _words(parts, marks)
    side, line = round(_SWATCH * scale), round(_LINE * scale)
    for place, (spot, words) in enumerate(zip(_spots(said, rect.width(), scale), said, strict=True)):
        left, top = rect.left() + spot.x(), rect.top() + spot.y() * line
        swatch = QRectF(left, top + (line - side) / 2, side, side)
        if place < len(parts):
            paint_pieces(painter, [swatch], palette, parts, place)
        else:
            paint_mark(painter, QPointF(swatch.left(), swatch.center().y()), side, palette, upright=False)
        painter.setPen(QColor(palette.text))
        room = QRect(round(swatch.right() + 6 * scale), top, rect.width(), line)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


def _words(parts: Sequence[Part], marks: Marks | None) -> list[str]:
    return [*(part.words for part in parts), *([marks.words] if marks else [])]


def _spots(said: Sequence[str], wide: int, scale: float) -> list[QPoint]:
    """Where each stands: pixels from the left, and which line."""
    metrics = QFontMetrics(face(12 * scale, QFont.Weight.Medium))
    spots: list[QPoint] = []
    left, line = 0, 0
    for words in said:
        need = round((_SWATCH + 6) * scale) + metrics.horizontalAdvance(words)
        if left and left + need > wide:
            left, line = 0, line + 1
        spots.append(QPoint(left, line))
        left += need + round(18 * scale)
    return spots


class BarChart(Chart):
    """Stacked or grouped bars over categories, upright or lying; parts may go to the left of the axis, as in a pyramid
    of ages."""

    def __init__(self, says: str, *, horizontal: bool = False, legend: bool = True) -> None:
        super().__init__(says)
        self._horizontal, self._with_legend = horizontal, legend
        self._legend = Legend()
        self._plot: Plot | None = None
        self._drawn: Look | None = None
        self._categories: Sequence[str] = ()
        self._names: Sequence[str] = ()
        self._whole = ""
        self._parts: Sequence[Part] = ()
        self._marks: Marks | None = None
        self._stacked = True
        self._column = theme.space(QVBoxLayout(self), 4, (4, 4, 4, 4))
        self._column.addWidget(self._legend)

    def show_bars(
        self, categories: Sequence[str], parts: Sequence[Part], *, stacked: bool = True, marks: Marks | None = None,
        names: Sequence[str] = (), whole: str = "",
    ) -> None:  # fmt: skip
        """Show these values; each part has one for every category.

        `names` are what the tips call the categories where the words beside the bars are cut; `whole` is the word for
        all parts of one together, told with them.
        """
        self._names, self._whole = tuple(names or categories), whole
        self._categories, self._parts, self._stacked, self._marks = tuple(categories), tuple(parts), stacked, marks
        self._legend.show_parts(self._parts if self._with_legend else (), marks)
        if self._horizontal:
            self.setMinimumHeight(theme.px(60 + _ROW * len(self._categories)))
        self._draw()
        self.other_numbers()

    def count(self) -> int:
        return len(self._categories)

    def tip(self, category: int) -> str:
        from desktop.kit.bars import number

        lines = [self._names[category]]
        counted = [part.values[category] for part in self._parts if not part.hollow]
        if self._whole and len(counted) > 1 and None not in counted:
            lines.append(f"{self._whole}: {number(sum(value or 0 for value in counted))}")
        for part in self._parts:
            value = part.values[category]
            if self._with_legend or value or value is None:
                lines.append(f"{part.words}: {'<5' if value is None else number(value)}")
        if self._marks and (before := self._marks.values[category]) is not None:
            lines.append(f"{self._marks.words}: {number(before)}")
        return "\n".join(lines)

    def category_at(self, spot: QPointF) -> int:
        if self._plot is None or not self._plot.geometry().contains(spot.toPoint()):
            return NOWHERE
        found = self._plot.category_at(self._plot.mapToScene((spot - self._plot.pos()).toPoint()))
        return found if 0 <= found < len(self._categories) else NOWHERE

    def mark(self, category: int) -> None:
        if self._plot is not None:
            self._plot.mark(category)

    def paint_for_file(self, painter: QPainter, rect: QRect, palette: Palette, scale: float) -> None:
        told = self._parts if self._with_legend else ()
        high = legend_height(told, self._marks, rect.width(), scale)
        paint_legend(painter, QRect(rect.left(), rect.top(), rect.width(), high), palette, told, scale, self._marks)
        room = rect.adjusted(0, high + round(8 * scale), 0, 0)
        plot = self._made()
        self._show_in(plot, palette, scale)
        plot.resize(room.size())
        plot.grab()  # the layout of a plot that was never shown is made while it is drawn the first time
        painter.setBrush(Qt.BrushStyle.NoBrush)
        plot.render(painter, QRectF(room), QRect(0, 0, room.width(), room.height()))
        plot.close()
        plot.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A chart is drawn anew when it is next seen, and once: a change of style comes in several waves."""
        super().paintEvent(event)
        if self._categories and self._drawn != theme.look():
            QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        self._drawn = look = theme.look()
        if self._plot is None:
            self._plot = self._made()
            self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.addWidget(self._plot, 1)
        self._show_in(self._plot, look.palette, look.scale)
        self._legend.update()

    def _made(self) -> Plot:
        from desktop.kit.plot import Plot

        return Plot(horizontal=self._horizontal)

    def _show_in(self, plot: Plot, palette: Palette, scale: float) -> None:
        plot.show_bars(self._categories, self._parts, palette, scale, stacked=self._stacked, marks=self._marks)
