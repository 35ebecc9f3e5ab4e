"""Cards held before a camera: level and askew, in bad light, out of focus, upside down."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from db.checkin.dni import read_card
from desktop.camera.reader import read_payload

PAYLOAD = "00327345190@QUIRQUINCHO ÑANDÚ@TELMA ZOÉ@F@23680640@A@25/08/1979@06/01/2015@274"
SIZE = (1280, 720)


@pytest.fixture(scope="module")
def bars() -> QImage:
    """The code of the card, eight dots a bar."""
    code = zxingcpp.create_barcode(PAYLOAD.encode("latin-1"), zxingcpp.PDF417)
    return picture(np.array(zxingcpp.write_barcode_to_image(code, scale=8)))


def picture(dots: np.ndarray) -> QImage:
    whole = np.ascontiguousarray(np.clip(dots, 0, 255).astype(np.uint8))
    high, wide = whole.shape
    return QImage(whole.tobytes(), wide, high, wide, QImage.Format.Format_Grayscale8).copy()


def held(
    bars: QImage, *, wide: int = 480, askew: float = 0.0, noise: float = 3.0, light: float = 1.0, blur: int = 0
) -> QImage:
    """What a camera sees of a card whose code is `wide` dots long."""
    seen = QImage(*SIZE, QImage.Format.Format_Grayscale8)
    seen.fill(QColor(120, 120, 120))
    small = bars.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    painter = QPainter(seen)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(SIZE[0] / 2, SIZE[1] / 2)
    painter.rotate(askew)
    painter.drawImage(-small.width() // 2, -small.height() // 2, small)
    painter.end()
    dots = np.frombuffer(bytes(seen.constBits()), np.uint8).reshape(SIZE[1], seen.bytesPerLine())[:, : SIZE[0]] * light
    if blur:
        kernel = np.ones(blur) / blur
        for axis in (0, 1):
            dots = np.apply_along_axis(lambda line: np.convolve(line, kernel, "same"), axis, dots)
    return picture(dots + np.random.default_rng(7).normal(0, noise, dots.shape))


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"wide": 400},
        {"wide": 900},
        {"askew": 3.0},
        {"askew": -6.0},
        {"askew": 90.0},
        {"askew": 180.0},
        {"noise": 9.0},
        {"light": 0.15},
        {"blur": 3},
    ],
    ids=str,
)
def test_a_card_held_in_a_hand_is_read(bars: QImage, seen: dict[str, Any]) -> None:
    assert read_payload(held(bars, **seen)) == PAYLOAD


def test_what_is_read_is_what_the_keyboard_scanner_would_have_typed(bars: QImage) -> None:
    card = read_card(str(read_payload(held(bars))), today=date(2026, 11, 19))
    assert (card.document, card.family_name, card.given_names) == ("23680640", "Quirquincho Ñandú", "Telma Zoé")


def test_a_photograph_in_colours_of_a_telephone_is_read(bars: QImage) -> None:
    photo = held(bars, wide=600).scaledToWidth(3000, Qt.TransformationMode.SmoothTransformation)
    assert read_payload(photo.convertToFormat(QImage.Format.Format_RGB32)) == PAYLOAD


def test_where_there_is_no_card_nothing_is_read(bars: QImage) -> None:
    assert read_payload(held(bars, wide=60)) is None
    assert read_payload(QImage()) is None
    assert read_payload(picture(np.zeros((3, 2)))) is None
