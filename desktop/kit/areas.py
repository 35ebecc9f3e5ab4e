"""A map of areas as a widget: coloured by class, walked through by mouse and keys, taken along as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.kit import theme
from desktop.kit.area_ground import Ground, Patch
from desktop.kit.area_paint import key_height, paint_chosen, paint_ground, paint_key, paint_pin
from desktop.kit.area_words import write_words
from desktop.kit.palette import LIGHT
from desktop.kit.plate import Plate
from desktop.kit.shades import Scale

__all__ = ["AreaMap", "Patch", "Scale"]

_WIDE = 800

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class AreaMap(QWidget):
    """Arrows go to the next area that way, letters to a name; Enter or a click tells which one. `walked` names the area
    somebody is at (its key, empty for none), `chosen` the one she opened, `pointed` a place clicked on (the map's own
    coordinates, x and y).
    """

    walked = Signal(str)
    chosen = Signal(str)
    pointed = Signal(float, float)

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says = says
        self._ground = Ground((), geographic=False)
        self._geographic = False
        self._scale = Scale(())
        self._laid = QTransform()
        self._at: int | None = None
        self._marked: QPointF | None = None
        self._typed = ""
        self._sheet: QPixmap | None = None
        self._dressed: theme.Look | None = None
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.px(220))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_areas(self, patches: Sequence[Patch], scale: Scale, *, geographic: bool) -> None:
        """Other areas, or the same in other colours; whoever was at one of them stays there."""
        at = self.at()
        shapes = [one.polygons for one in patches]
        if geographic == self._geographic and shapes == [one.polygons for one in self._ground.patches]:
            self._ground = self._ground.recoloured(patches)
        else:
            self._ground = Ground(patches, geographic=geographic)
        self._geographic, self._scale = geographic, scale
        self._at = next((place for place, one in enumerate(patches) if at and one.key == at), None)
        self._sheet = None
        self._describe()
        self.updateGeometry()
        self.update()

    def at(self) -> str:
        """The key of the area somebody is at; empty for none."""
        return self._ground.patches[self._at].key if self._at is not None else ""

    def go_to(self, key: str) -> None:
        """Be at an area, or at none."""
        self._walk(next((place for place, one in enumerate(self._ground.patches) if key and one.key == key), None))

    def mark(self, x: float, y: float) -> None:
        """A place of the map's own coordinates is marked by a pin."""
        self._marked = QPointF(x, y)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(460), theme.px(380))

    def picture(self, title: str, footer: str, width: int = 1600, height: int = 1200) -> bytes:
        """The map as PNG, always on the light palette, with its title, its key and where its numbers come from."""
        return self._plate(title, footer).as_png(width, height)

    def drawing(self, title: str, footer: str, width: int = 1200, height: int = 900) -> bytes:
        """The same as SVG, for a brochure of any size."""
        return self._plate(title, footer).as_svg(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.look()
        if self._sheet is None or self._sheet.deviceIndependentSize().toSize() != self.size() or self._dressed != look:
            self._sheet, self._dressed = self._drawn(), look
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._sheet)
        if self._at is not None:
            paint_chosen(painter, self._laid, self._ground.paths[self._at], look.palette, look.scale)
        if self._marked is not None:
            spot = self._laid.map(QPointF(self._marked.x() * self._ground.across, -self._marked.y()))
            paint_pin(painter, spot, look.palette, look.scale)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(look.palette.accent))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.px(6), theme.px(6))

    def _drawn(self) -> QPixmap:
        """The map with its key and its words, kept while only the place somebody is at changes."""
        look, ratio = theme.look(), self.devicePixelRatioF()
        sheet = QPixmap((self.size().toSizeF() * ratio).toSize())
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sheet)
        high = round(key_height(self._scale, self.width(), look.scale))
        edge = theme.px(6)
        inner = QRectF(self.rect().adjusted(edge, edge, -edge, -edge - high))
        self._laid = paint_ground(painter, inner, self._ground, self._scale, look.palette, look.scale)
        write_words(painter, self._ground, self._laid, self._scale, look.palette, look.scale)
        key = QRect(edge, self.height() - high - edge // 2, self.width() - 2 * edge, high)
        paint_key(painter, key, self._scale, look.palette, look.scale)
        painter.end()
        return sheet

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place != self._at:
            self._walk(place)
        if place is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._ground.patches[place].tip, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._walk(self._place_at(event.position()))
        back, there = self._laid.inverted()
        if there and self._ground.patches:
            spot = back.map(event.position())
            self.pointed.emit(spot.x() / self._ground.across, -spot.y())
        self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._walk(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if key in _WAYS:
            self._walk(self._next(*_WAYS[Qt.Key(key)]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            there = self._by_name()
            self._walk(there[0 if key == Qt.Key.Key_Home else -1] if there else None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        elif text.isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self._find(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._at is None and self._by_name():
            self._walk(self._by_name()[0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._typed = ""
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def _plate(self, title: str, footer: str) -> Plate:
        return Plate(title, footer, _WIDE, self._paint_for_file)

    def _paint_for_file(self, painter: QPainter, room: QRect, scale: float) -> None:
        """The map, and its key below."""
        high = round(key_height(self._scale, room.width(), scale))
        inner = QRectF(room.adjusted(0, 0, 0, -high - round(10 * scale)))
        laid = paint_ground(painter, inner, self._ground, self._scale, LIGHT, scale)
        write_words(painter, self._ground, laid, self._scale, LIGHT, scale)
        key = QRect(room.left(), room.bottom() + 1 - high, room.width(), high)
        paint_key(painter, key, self._scale, LIGHT, scale)

    def _place_at(self, spot: QPointF) -> int | None:
        back, there = self._laid.inverted()
        place = self._ground.at(back.map(spot)) if there else None
        return place if place is not None and self._ground.patches[place].at_home else None

    def _by_name(self) -> list[int]:
        home = [place for place, one in enumerate(self._ground.patches) if one.at_home]
        return sorted(home, key=lambda place: self._ground.patches[place].name.casefold())

    def _next(self, across: int, down: int) -> int | None:
        """The area whose middle is nearest that way; what lies aside counts for farther."""
        if self._at is None:
            return next(iter(self._by_name()), None)
        here = self._ground.middles[self._at]
        best, least = self._at, float("inf")
        for place in self._by_name():
            there = self._ground.middles[place] - here
            ahead = there.x() * across + there.y() * down
            aside = abs(there.x() * down) + abs(there.y() * across)
            if place != self._at and ahead > 0 and ahead + 2 * aside < least:
                best, least = place, ahead + 2 * aside
        return best

    def _find(self, letter: str) -> None:
        """The next area whose name begins like this; several letters one after the other are one beginning."""
        order = self._by_name()
        names = [self._ground.patches[place].name.casefold() for place in order]
        typed = self._typed + letter.casefold()
        start = order.index(self._at) if self._at in order else -1
        turn = [*range(start + 1, len(order)), *range(start + 1)]
        longer = [at for at in (start, *turn) if at >= 0 and names[at].startswith(typed)] if len(typed) > 1 else []
        found = longer or [at for at in turn if names[at].startswith(letter.casefold())]
        self._typed = typed if longer else letter.casefold()
        if found:
            self._walk(order[found[0]])

    def _walk(self, place: int | None) -> None:
        if place == self._at:
            return
        self._at = place
        self._describe()
        self.update()
        self.walked.emit(self.at())

    def _choose(self) -> None:
        if self._at is not None:
            self.chosen.emit(self.at())

    def _describe(self) -> None:
        """What a screen reader says: the area somebody is at, or all of them."""
        if self._at is not None:
            told = self._ground.patches[self._at].tip.replace("\n", ", ")
        else:
            told = ". ".join(one.tip.replace("\n", ", ") for one in self._ground.patches if one.at_home)
        self.setAccessibleDescription(told)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
