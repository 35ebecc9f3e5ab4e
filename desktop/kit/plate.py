"""A picture for a report or a brochure: its title above, where its numbers come from below, as pixels or as strokes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPicture

from desktop.kit import theme
from desktop.kit.palette import LIGHT

_MARGIN, _LINE, _GAP = 28, 30, 10


@dataclass(frozen=True)
class Plate:
    """Always on the light palette. `wide` is the width in pixels at which type and lines have their size of the design;
    `paint` gets the room between title and footer, and how much larger than that everything is.
    """

    title: str
    footer: str
    wide: int
    paint: Callable[[QPainter, QRect, float], None]

    def as_png(self, width: int, height: int) -> bytes:
        """Pixels, for a screen or a document."""
        image = QImage(width, height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._compose(painter, width, height)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def as_svg(self, width: int, height: int) -> bytes:
        """Strokes, for a brochure of any size."""
        from PySide6.QtSvg import QSvgGenerator  # a library of its own, for whoever saves one

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        # What was painted before (the axes) is played back by the inch: at another density it would be of another size.
        made.setResolution(QPicture().logicalDpiX())
        made.setSize(QSize(width, height))
        made.setViewBox(QRect(0, 0, width, height))
        made.setTitle(self.title.replace("\n", " · "))
        made.setDescription(self.footer)
        painter = QPainter(made)
        self._compose(painter, width, height)
        painter.end()
        # Where there is no such face a browser would take one with serifs, of other widths.
        return re.sub(rb'(font-family="[^",]+)"', rb'\1, sans-serif"', bytes(buffer.data().data()))

    def _compose(self, painter: QPainter, width: int, height: int) -> None:
        scale = width / self.wide
        margin, line, gap = round(_MARGIN * scale), round(_LINE * scale), round(_GAP * scale)
        wide = width - 2 * margin
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, width, height, QColor(LIGHT.card))
        top = margin + _paint_title(painter, QRect(margin, margin, wide, line), self.title, scale) + gap
        small = face(11.5 * scale)
        painter.setFont(small)
        told = painter.boundingRect(QRect(margin, 0, wide, height), Qt.TextFlag.TextWordWrap, self.footer)
        foot = height - margin - told.height()
        painter.save()
        self.paint(painter, QRect(margin, top, wide, foot - top - gap), scale)
        painter.restore()
        painter.setFont(small)
        painter.setPen(QColor(LIGHT.muted))
        painter.drawText(QRect(margin, foot, wide, told.height() + 4), Qt.TextFlag.TextWordWrap, self.footer)


def _paint_title(painter: QPainter, rect: QRect, title: str, scale: float) -> int:
    """The title of a sheet; what stands after a line break (which days, of which district) below it, smaller.

    Answers how high both are.
    """
    said, _, of_what = title.partition("\n")
    painter.setFont(face(19 * scale, QFont.Weight.Bold))
    painter.setPen(QColor(LIGHT.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, said)
    if not of_what:
        return rect.height()
    painter.setFont(face(13 * scale, QFont.Weight.Medium))
    painter.setPen(QColor(LIGHT.muted))
    below = rect.translated(0, rect.height())
    below.setHeight(round(22 * scale))
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, of_what)
    return rect.height() + below.height()


def face(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The typeface at so many pixels."""
    made = QFont(theme.FAMILY)
    made.setPixelSize(max(1, round(size)))
    made.setWeight(weight)
    return made
