"""What is seen of a signature on the paper: a few lines, drawn by Qt with our typeface so that any name has letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from desktop.paper import screenless
from desktop.paper.look import ACCENT, INK, MUTED
from desktop.paper.text import legible

DPI = 600
DOT = DPI / 72
SIZE = (182.0, 46.0)  # points, as the place to sign


def draw(lines: Sequence[str], size: tuple[float, float] = SIZE) -> bytes:
    """A PDF of one page of that size in points: the first line strong, the others quieter, each cut to the width."""
    screenless.make_ready()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    page = QPageLayout(QPageSize(QSizeF(*size), QPageSize.Unit.Point), QPageLayout.Orientation.Portrait, QMarginsF())
    page.setMode(QPageLayout.Mode.FullPageMode)
    writer.setPageLayout(page)
    painter = QPainter(writer)
    width, height = size[0] * DOT, size[1] * DOT
    painter.fillRect(QRectF(0, 0, 2 * DOT, height), QColor(f"#{ACCENT}"))
    step = height / max(len(lines), 1)
    for number, line in enumerate(lines):
        font = QFont(screenless.FAMILY)
        # Inter draws a colon between figures as another letter, which nobody finds again in the text of the PDF.
        font.setFeature(QFont.Tag("calt"), 0)
        font.setPointSizeF(8.6 if number == 0 else 6.6)
        font.setWeight(QFont.Weight.DemiBold if number == 0 else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QPen(QColor(f"#{INK if number < 2 else MUTED}")))
        room = QRectF(8 * DOT, number * step, width - 8 * DOT, step)
        shown = QFontMetricsF(font, writer).elidedText(legible(line), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.end()
    buffer.close()
    return bytes(content.data())
