"""How a map of areas is drawn: on the screen, and on a sheet for a file. Qt alone; what it shows is handed in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen, QTransform

from desktop.kit import theme
from desktop.kit.area_ground import Ground, Patch
from desktop.kit.palette import Palette
from desktop.kit.shades import CHANGE, Scale, shades


def brush(scale: Scale, palette: Palette, shade: int | None, *, held: bool) -> list[QBrush]:
    """What an area of a class is filled with, one over the other."""
    if shade is not None:
        ink = QColor(shades(scale, palette)[shade])
        if scale.kind == CHANGE and shade < 2:
            lines = QColor(palette.card)
            lines.setAlphaF(0.45)
            return [QBrush(ink), QBrush(lines, Qt.BrushStyle.BDiagPattern)]
        return [QBrush(ink)]
    if held:
        return [QBrush(QColor(palette.field)), QBrush(QColor(palette.line_strong), Qt.BrushStyle.Dense5Pattern)]
    return [QBrush(QColor(palette.field)), QBrush(QColor(palette.line_strong), Qt.BrushStyle.DiagCrossPattern)]


class _Inks:
    """What areas are filled with and their borders, each made once for a drawing."""

    def __init__(self, scale: Scale, palette: Palette, size: float, laid: QTransform) -> None:
        self._scale, self._palette = scale, palette
        self._border, self._outer = (_hair(ink, size) for ink in (palette.card, palette.line_strong))
        # A pattern belongs to the screen, not to the map: a line of it would be a kilometre wide.
        self._back = laid.inverted()[0]
        self._fills: dict[tuple[int | None, bool], list[QBrush]] = {}

    def of(self, patch: Patch) -> list[QBrush]:
        kind = patch.shade, patch.held
        if kind not in self._fills:
            self._fills[kind] = brush(self._scale, self._palette, patch.shade, held=patch.held)
            for one in self._fills[kind][1:]:
                one.setTransform(self._back)
        return self._fills[kind]

    def border(self, patch: Patch) -> QPen:
        """An area that is as pale as the sheet has a border that is seen."""
        plain = patch.shade is None or (self._scale.zero and patch.shade == 0)
        return self._outer if plain else self._border


def _hair(ink: str, size: float) -> QPen:
    pen = QPen(QColor(ink), size)
    pen.setCosmetic(True)
    return pen


def paint_ground(
    painter: QPainter, rect: QRectF, ground: Ground, scale: Scale, palette: Palette, size: float
) -> QTransform:
    """Draw the areas into a rectangle; answers how the map was laid into it.

    The inks come first and the borders over them, as on a map that is printed: so an ink may end at whole pixels, for
    the border is soft and lies over its edge. (Soft inks take three times as long, and are seen nowhere.) What lies on
    top of other areas is drawn after these, one by one.
    """
    laid = ground.fitted(rect)
    inks = _Inks(scale, palette, size, laid)
    above = set(ground.on_top)
    painter.save()
    painter.setTransform(laid, True)
    _paint(painter, ground, [place for place in ground.order if place not in above], inks)
    for place in ground.on_top:
        _paint(painter, ground, [place], inks)
    painter.restore()
    return laid


def _paint(painter: QPainter, ground: Ground, places: list[int], inks: _Inks) -> None:
    # The paths of the ground are drawn as they are: of a new one Qt would have to find out what it is like.
    drawn = [(ground.patches[place], ground.paths[place]) for place in places]
    pixels = painter.paintEngine().type() == QPaintEngine.Type.Raster
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not pixels)
    for patch, path in drawn:
        for one in inks.of(patch):
            painter.fillPath(path, one)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for patch, path in drawn:
        painter.strokePath(path, inks.border(patch))


def paint_chosen(painter: QPainter, laid: QTransform, path: QPainterPath, palette: Palette, size: float) -> None:
    """The line around the area somebody is at: seen on every colour, for it has two."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(laid, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((palette.card, 6.0), (palette.text, 2.6)):
        pen = QPen(QColor(ink), wide * size)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.restore()


def key_height(scale: Scale, wide: float, size: float) -> float:
    """How high the key of a scale is in some width."""
    places = _key_places(scale, wide, size)
    return (places[-1][1].bottom() + 2 * size) if places else 0.0


def paint_key(painter: QPainter, rect: QRect, scale: Scale, palette: Palette, size: float) -> None:
    """The classes beside their words, from the left, in as many lines as they need."""
    painter.save()
    painter.setFont(face(12 * size, QFont.Weight.Medium))
    for (shade, held, words), place in _key_places(scale, rect.width(), size):
        spot = place.translated(rect.left(), rect.top())
        side = 14 * size
        square = QRectF(spot.left(), spot.center().y() - side / 2, side * 1.4, side)
        painter.setPen(QPen(QColor(palette.line_strong), 1))
        for one in brush(scale, palette, shade, held=held):
            painter.setBrush(one)
            painter.drawRect(square)
        painter.setPen(QColor(palette.text))
        painter.drawText(
            spot.adjusted(side * 1.4 + 6 * size, 0, 4, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )
    painter.restore()


def _key_places(scale: Scale, wide: float, size: float) -> list[tuple[tuple[int | None, bool, str], QRectF]]:
    entries: list[tuple[int | None, bool, str]] = [(at, False, words) for at, words in enumerate(scale.words)]
    entries += [(None, held, words) for held, words in ((True, scale.held), (False, scale.no_data)) if words]
    metrics = QFontMetricsF(face(12 * size, QFont.Weight.Medium))
    high, across, down = 22 * size, 0.0, 0.0
    places = []
    for entry in entries:
        room = 14 * size * 1.4 + 6 * size + metrics.horizontalAdvance(entry[2])
        if across and across + room > wide:
            across, down = 0.0, down + high
        places.append((entry, QRectF(across, down, room, high)))
        across += room + 16 * size
    return places


def face(pixels: float, weight: QFont.Weight) -> QFont:
    """Our typeface at so many pixels, whatever size the person reads at: a sheet has its own."""
    made = QFont(theme.FAMILY)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(weight)
    return made


def paint_pin(painter: QPainter, spot: QPointF, palette: Palette, scale: float) -> None:
    """A point somebody chose: a dot in a ring, seen on light and dark areas alike."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(palette.card), 3 * scale))
    painter.setBrush(QColor(palette.bad))
    painter.drawEllipse(spot, 7 * scale, 7 * scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.bad), 1.5 * scale))
    painter.drawEllipse(spot, 10 * scale, 10 * scale)
