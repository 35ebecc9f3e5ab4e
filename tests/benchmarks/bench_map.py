"""A map of 500 quarters drawn anew: within a frame, and at most twice Qt's own scene without patterns and words."""

import itertools
import math
import random

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from desktop.kit import theme
from desktop.kit.area_ground import Ground, Patch
from desktop.kit.area_paint import brush, paint_ground
from desktop.kit.area_words import write_words
from desktop.kit.palette import LIGHT
from desktop.kit.shades import Scale

MANY, POINTS, FRAME, CLICK = 500, 40, 0.016, 0.1
SIZE = (1100, 700)
SCALE = Scale(("1", "2", "3", "4", "5"), held="few", no_data="no data")


def patches() -> list[Patch]:
    """Quarters like those of a city: forty points each, coloured, held back and without data."""
    hand = random.Random(7)
    made = []
    for place in range(MANY):
        west, south = place % 25, place // 25
        ring = [
            (
                west + 0.5 + (0.36 + 0.12 * hand.random()) * math.cos(turn),
                south + 0.5 + (0.36 + 0.12 * hand.random()) * math.sin(turn),
            )
            for turn in (math.tau * at / POINTS for at in range(POINTS))
        ]
        shade = None if place % 9 == 0 else place % 5
        made.append(
            Patch(str(place), f"Barrio {place}", (((*ring, ring[0]),),), shade, held=place % 18 == 0, label=str(place))
        )
    return made


def test_five_hundred_quarters_are_drawn_within_a_frame_patterns_and_words_included(qapp, measured) -> None:
    theme.apply(qapp)
    ground = Ground(patches(), geographic=False)
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    scene = QGraphicsScene()
    pen = QPen(QColor(LIGHT.card), 1)
    pen.setCosmetic(True)
    for patch, path in zip(ground.patches, ground.paths, strict=True):
        item = QGraphicsPathItem(path)
        item.setPen(pen)
        item.setBrush(QBrush(brush(SCALE, LIGHT, patch.shade, held=patch.held)[0].color(), Qt.BrushStyle.SolidPattern))
        scene.addItem(item)

    def by_scene() -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene.render(painter, QRectF(0, 0, *SIZE), ground.bounds)
        painter.end()

    sizes = itertools.cycle((SIZE, (1040, 690), (990, 680)))

    def ours(ground: Ground = ground, *, labels: bool = True) -> None:
        painter = QPainter(image)
        # Of another size each time, as while a window is drawn larger: a map that keeps its size is not drawn anew.
        laid = paint_ground(painter, QRectF(0, 0, *next(sizes)), ground, SCALE, LIGHT, 1.0)
        if labels:
            write_words(painter, ground, laid, SCALE, LIGHT, 1.0)
        painter.end()

    peer = measured(f"QGraphicsScene, {MANY} quarters of {POINTS} points, no patterns, no words", by_scene, rounds=15)
    plain = measured("ours, with patterns", lambda: ours(labels=False), rounds=15)
    whole = measured("ours, with patterns and words", ours, rounds=15)
    first = measured("a map that was never drawn", lambda: ours(Ground(ground.patches, geographic=False)), rounds=5)
    assert whole < FRAME
    assert first < CLICK
    assert max(plain, whole) <= peer * 1.5
