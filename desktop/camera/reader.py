"""A picture in, what the PDF417 of a DNI says out. Knows no camera: a photograph does as well.

The reader by itself finds bars that are level and free of noise. A card held in a hand is neither: measured on drawn
cards 1280 dots wide, it fails from noise of 4 grey levels and from 2 degrees on. So the picture is smoothed and looked
at level first, then its middle, where the preview has its frame, turned a little either way: with that, noise of 9 grey
levels and 6 degrees are read, from bars 470 dots wide on (630 when they are out of focus by a dot or two).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTransform

# Wider pictures hold no more of a card, only more to look through.
WIDEST = 1280
ANGLES = (2.0, -2.0, 4.0, -4.0, 6.0, -6.0)


def read_payload(picture: QImage) -> str | None:
    """The text of the first PDF417 in a picture, either way round or upside down; None when there is none."""
    if picture.isNull():
        return None
    if picture.width() > WIDEST:
        picture = picture.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    soft = _smoothed(grey)
    for one in (soft, grey):
        if found := _read(one):
            return found
    middle = _middle(soft)
    return next(filter(None, (_read(_turned(middle, angle)) for angle in ANGLES)), None)


def _read(grey: QImage) -> str | None:
    reader: Any = import_module("zxingcpp")  # an extra: nothing of it is loaded before the first picture
    dots = reader.ImageView(
        bytes(grey.constBits()), grey.width(), grey.height(), reader.ImageFormat.Lum, grey.bytesPerLine()
    )
    found = reader.read_barcodes(dots, formats=reader.PDF417, text_mode=reader.TextMode.Plain)
    return next((str(one.text) for one in found if one.text.strip()), None)


def _smoothed(grey: QImage) -> QImage:
    """Every dot with its neighbours, 1-2-1 twice over in both directions: noise goes, bars of two dots stay."""
    import numpy as np  # comes with the charts, and is as late as they are

    wide, high = grey.width(), grey.height()
    dots = np.frombuffer(bytes(grey.constBits()), np.uint8).reshape(high, grey.bytesPerLine())[:, :wide]
    soft = dots.astype(np.uint16)
    for _ in range(2):
        soft[:, 1:-1] = (soft[:, :-2] + 2 * soft[:, 1:-1] + soft[:, 2:]) // 4
        soft[1:-1] = (soft[:-2] + 2 * soft[1:-1] + soft[2:]) // 4
    content = np.ascontiguousarray(soft.astype(np.uint8)).tobytes()
    return QImage(content, wide, high, wide, QImage.Format.Format_Grayscale8).copy()


def _middle(grey: QImage) -> QImage:
    wide, high = grey.width(), grey.height()
    return grey.copy(wide // 10, high // 5, wide * 8 // 10, high * 6 // 10)


def _turned(grey: QImage, angle: float) -> QImage:
    turned = grey.transformed(QTransform().rotate(angle), Qt.TransformationMode.SmoothTransformation)
    return turned.convertToFormat(QImage.Format.Format_Grayscale8)
