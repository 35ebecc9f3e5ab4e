"""A drawing as a picture that Word and PDF can hold."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.paper import screenless
from desktop.paper.sheet import Picture
from desktop.reports.drawing import LETTERS, Drawing

_SHARPNESS = 3  # dots of the picture for each of the drawing: about 290 to an inch on paper


def picture(drawn: Drawing, share: float = 1.0) -> Picture:
    """The drawing as PNG, with what it shows in words."""
    screenless.make_ready()
    renderer = QSvgRenderer(QByteArray(drawn.svg.replace(LETTERS, screenless.FAMILY).encode("utf-8")))
    image = QImage(renderer.defaultSize() * _SHARPNESS, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Picture(bytes(content.data()), f"{drawn.title}. {drawn.alt}", share)
