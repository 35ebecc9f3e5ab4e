"""Icons from Material Design, drawn in the colours of the look in force, so that they follow light and dark."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from desktop.kit import theme
from desktop.kit.palette import Tone

# Importing qtawesome costs a quarter of a second before the window is seen; its font and its table of names are all
# we need, and those are read from its folder.


@cache
def _glyphs() -> tuple[str, dict[str, str]]:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("qtawesome, which holds the icons, is not installed")
    folder = Path(spec.origin).parent / "fonts"
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("materialdesignicons6-webfont-*.ttf"))))
    names = json.loads(next(folder.glob("materialdesignicons6-webfont-charmap-*.json")).read_text("utf-8"))
    return QFontDatabase.applicationFontFamilies(number)[0], names


def draw(painter: QPainter, name: str, rect: QRect, tone: Tone) -> None:
    """Draw one icon into a rectangle; delegates use it."""
    family, names = _glyphs()
    face = QFont(family)
    face.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.save()
    painter.setFont(face)
    painter.setPen(theme.color(tone))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(names[name], 16)))
    painter.restore()


class _Glyph(QIconEngine):
    """Paints at the moment of painting: a switch from light to dark needs no new icons."""

    def __init__(self, name: str, tone: Tone, chosen: Tone | None, leads: bool) -> None:
        super().__init__()
        self._what = (name, tone, chosen, leads)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name, tone, chosen, leads = self._what
        if mode == QIcon.Mode.Disabled:
            tone = Tone.MUTED
        elif state == QIcon.State.On and chosen is not None:
            tone = chosen
        if leads:  # the style sheet knows no gap between icon and words, so the icon brings it along
            side = round(rect.height() * 0.72)
            rect = QRect(rect.left(), rect.top() + (rect.height() - side) // 2, side, side)
        draw(painter, name, rect, tone)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Glyph(*self._what)


def icon(name: str, tone: Tone = Tone.PLAIN, chosen: Tone | None = None, *, leads: bool = False) -> QIcon:
    """An icon by its Material Design name ("account-check").

    `chosen` is its tone while its button is checked; `leads` leaves room for the words that follow it.
    """
    if name not in _glyphs()[1]:
        raise KeyError(f"Material Design has no icon called {name}")
    return QIcon(_Glyph(name, tone, chosen, leads))
