"""Charts for people who decide: bars with their numbers on them, readable in grey, exported as picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.palette import LIGHT, Palette
from desktop.kit.theme import Look

if TYPE_CHECKING:  # pyqtgraph and numpy cost most of a second; they are imported when the first chart is shown
    from desktop.kit.bars import Part
    from desktop.kit.plot import Plot

_SWATCH = 13


class Legend(QWidget):
    """The words of each part beside a piece of it, in the order of the bars."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Other parts."""
        self._parts = parts
        self.setAccessibleName(", ".join(part.words for part in parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_legend(QPainter(self), self.rect(), theme.look().palette, self._parts, theme.look().scale)


def paint_legend(painter: QPainter, rect: QRect, palette: Palette, parts: Sequence[Part], scale: float) -> None:
    """Draw the legend into a rectangle, from the left."""
    from desktop.kit.bars import paint_piece

    face = QFont(theme.FAMILY)
    face.setPixelSize(round(12 * scale))
    face.setWeight(QFont.Weight.Medium)
    painter.setFont(face)
    side, at = round(_SWATCH * scale), rect.left()
    for place, part in enumerate(parts):
        spot = QRectF(at, rect.center().y() - side / 2, side, side)
        paint_piece(painter, spot, palette, parts, place)
        painter.setPen(QColor(palette.text))
        wide = QFontMetrics(face).horizontalAdvance(part.words)
        words = QRect(round(spot.right() + 6 * scale), rect.top(), wide + 4, rect.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, part.words)
        at = words.right() + round(18 * scale)


class _Shown:
    """What a chart shows, apart from how: it is drawn twice, on the screen and for a file."""

    def __init__(self, categories: Sequence[str], parts: Sequence[Part], *, stacked: bool, horizontal: bool) -> None:
        self.categories, self.parts, self.stacked, self.horizontal = (
            tuple(categories),
            tuple(parts),
            stacked,
            horizontal,
        )


class BarChart(QWidget):
    """Stacked or grouped bars over categories. Hovering tells the numbers of one category."""

    def __init__(self, says: str, *, horizontal: bool = False) -> None:
        super().__init__()
        self._says, self._horizontal = says, horizontal
        self.setAccessibleName(says)
        self.setMinimumHeight(theme.px(200))
        self._legend = Legend()
        self._plot: Plot | None = None
        self._drawn: Look | None = None
        self._shown: _Shown | None = None
        self._column = theme.space(QVBoxLayout(self), 6)
        self._column.addWidget(self._legend)

    def show_bars(self, categories: Sequence[str], parts: Sequence[Part], *, stacked: bool = True) -> None:
        """Show these values; each part has one for every category."""
        self._shown = _Shown(categories, parts, stacked=stacked, horizontal=self._horizontal)
        self._legend.show_parts(self._shown.parts)
        self.setAccessibleDescription(_as_words(self._shown))
        self._draw()

    def picture(self, title: str, footer: str, width: int = 1600, height: int = 900) -> bytes:
        """The chart as PNG, always on the light palette, with its title and where its numbers come from."""
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(LIGHT.card))
        if self._shown is not None:
            _compose(image, self._shown, title, footer)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._shown is not None:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A chart is drawn anew when it is next seen, and once: a change of style comes in several waves."""
        super().paintEvent(event)
        if self._drawn != theme.look():
            QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        if self._shown is None:
            return
        self._drawn = look = theme.look()
        plot = _plot(self._shown, look.palette, look.scale)
        plot.setAccessibleName(self._says)
        plot.scene().sigMouseMoved.connect(self._hover)
        if self._plot is not None:
            self._column.removeWidget(self._plot)
            self._plot.hide()
            self._plot.deleteLater()
        self._plot = plot
        self._column.addWidget(plot, 1)

    def _hover(self, at: QPointF) -> None:
        if self._shown is None or self._plot is None:
            return
        category = self._plot.category_at(at)
        if not 0 <= category < len(self._shown.categories):
            QToolTip.hideText()
            return
        place = self._plot.mapToGlobal(self._plot.mapFromScene(at))
        QToolTip.showText(place, _of_category(self._shown, category), self._plot)


def _of_category(shown: _Shown, category: int) -> str:
    lines = [shown.categories[category]]
    for part in shown.parts:
        value = part.values[category]
        lines.append(f"{part.words}: {'<5' if value is None else value}")
    return "\n".join(lines)


def _as_words(shown: _Shown) -> str:
    return ". ".join(_of_category(shown, place).replace("\n", ", ") for place in range(len(shown.categories)))


def _plot(shown: _Shown, palette: Palette, scale: float) -> Plot:
    from desktop.kit.plot import Plot

    return Plot(shown.categories, shown.parts, palette, scale, stacked=shown.stacked, horizontal=shown.horizontal)


def _compose(image: QImage, shown: _Shown, title: str, footer: str) -> None:
    """Title, legend, plot and footer on one sheet."""
    scale = image.width() / 900
    margin, line = round(28 * scale), round(30 * scale)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    face = QFont(theme.FAMILY)
    face.setPixelSize(round(19 * scale))
    face.setWeight(QFont.Weight.Bold)
    painter.setFont(face)
    painter.setPen(QColor(LIGHT.text))
    wide = image.width() - 2 * margin
    painter.drawText(QRect(margin, margin, wide, line), Qt.AlignmentFlag.AlignVCenter, title)
    paint_legend(painter, QRect(margin, margin + line, wide, line), LIGHT, shown.parts, scale)
    top = margin + 2 * line + round(8 * scale)
    high = image.height() - top - margin - round(24 * scale)
    plot = _plot(shown, LIGHT, scale)
    plot.resize(wide, high)
    plot.grab()  # the layout of a plot that was never shown is made while it is drawn the first time
    painter.setBrush(Qt.BrushStyle.NoBrush)
    plot.render(painter, QRectF(margin, top, wide, high), QRect(0, 0, wide, high))
    plot.close()
    plot.deleteLater()
    face.setPixelSize(round(11.5 * scale))
    face.setWeight(QFont.Weight.Normal)
    painter.setFont(face)
    painter.setPen(QColor(LIGHT.muted))
    painter.drawText(QRect(margin, image.height() - margin - line // 2, wide, line // 2 + 6), 0, footer)
    painter.end()
