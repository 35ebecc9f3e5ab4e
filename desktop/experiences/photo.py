"""A picture as it comes from a telephone, made small enough to travel with the record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from db.errors import Refused
from db.experiences.rules import MOST_PHOTO_BYTES
from db.spreadsheet import LARGEST_BYTES
from desktop.lists import read_bytes

_WIDEST, _LARGEST = 1280, 20_000
_QUALITIES = (85, 75, 65, 55, 45)


def photo_file(path: Path) -> bytes:
    """What is in the file of a picture. Raises Refused: photo_missing, photo_too_large (`most` in megabytes)."""
    try:
        return read_bytes(path)
    except Refused as no:
        if no.code == "roll_too_large":
            raise Refused("photo_too_large", most=LARGEST_BYTES // 1_000_000) from None
        raise Refused("photo_missing", name=path.name) from None


def scaled(raw: bytes) -> bytes:
    """A JPEG of at most MOST_PHOTO_BYTES, upright, without what else a telephone writes into it (place, owner).

    Raises Refused: photo_unreadable.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _LARGEST:
        raise Refused("photo_unreadable")
    if max(size.width(), size.height()) > _WIDEST:
        reader.setScaledSize(size.scaled(QSize(_WIDEST, _WIDEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise Refused("photo_unreadable")
    image = _on_white(image)
    while True:
        for quality in _QUALITIES:
            made = _jpeg(image, quality)
            if len(made) <= MOST_PHOTO_BYTES:
                return made
        image = image.scaled(
            image.size() * 0.8, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )


def _on_white(image: QImage) -> QImage:
    """Without what shines through, which a JPEG would make black; and without the notes of the file."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(QColor("white"))
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return flat


def _jpeg(image: QImage, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
