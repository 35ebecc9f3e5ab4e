"""A picture in, what the PDF417 of a DNI says out. Knows no camera: a photograph does as well.

The reader by itself stumbles over noise (one card of five with nine grey levels of it) and over more than three
degrees. So the middle of the picture, where the preview has its frame, is smoothed and doubled, looked at level, and
then turned five degrees either way. Measured on drawn cards in a picture of 1280 dots: a code 395 dots long, a third of
the picture, is read up to six degrees askew, with noise of nine grey levels, out of focus by three dots, or with a
tenth of the light. A card takes 40 to 80 ms, a picture without one 170 to 400, on a thread of its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTransform

# Wider pictures hold no more of a card, only more to look through.
WIDEST = 1280
ANGLES = (5.0, -5.0)


def read_payload(picture: QImage) -> str | None:
    """The text of the first PDF417 in a picture, either way round or upside down; None when there is none."""
    if picture.isNull():
        return None
    if picture.width() > WIDEST:
        picture = picture.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    middle = _doubled(_smoothed(_middle(grey)))
    return _read(middle) or _read(grey) or next(filter(None, (_read(_turned(middle, one)) for one in ANGLES)), None)


def _read(grey: QImage) -> str | None:
    reader: Any = import_module("zxingcpp")  # an extra: nothing of it is loaded before the first picture
    # The view does not hold its dots: they have to outlive it here, or the reader looks at memory that is gone.
    content = bytes(grey.constBits())
    dots = reader.ImageView(content, grey.width(), grey.height(), reader.ImageFormat.Lum, grey.bytesPerLine())
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
    return grey.copy(wide // 10, high // 8, wide * 8 // 10, high * 6 // 8)


def _doubled(grey: QImage) -> QImage:
    """Twice as large: bars of two and a half dots are told apart then, which they are not as they come."""
    size = grey.size() * 2
    smooth = Qt.TransformationMode.SmoothTransformation
    return grey.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth).convertToFormat(
        QImage.Format.Format_Grayscale8
    )


def _turned(grey: QImage, angle: float) -> QImage:
    turned = grey.transformed(QTransform().rotate(angle), Qt.TransformationMode.SmoothTransformation)
    return turned.convertToFormat(QImage.Format.Format_Grayscale8)
