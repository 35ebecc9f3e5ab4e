"""What all charts share: walked through by mouse and keys, told in words, taken along as picture or drawing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.kit import theme
from desktop.kit.palette import LIGHT, Palette
from desktop.kit.plate import Plate

NOWHERE = -1
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_WIDE = 900


class Chart(QWidget):
    """Arrows go from one category to the next, Enter or a click opens it: `walked` and `chosen` tell its number, from
    0; NOWHERE for none. Whoever is a chart says how many there are, what each says, and how it is painted for a file.
    """

    walked = Signal(int)
    chosen = Signal(int)

    def __init__(self, says: str) -> None:
        super().__init__()
        self._at = NOWHERE
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.px(150))

    def count(self) -> int:
        """How many categories there are."""
        raise NotImplementedError

    def tip(self, category: int) -> str:
        """What a category says, a line a number."""
        raise NotImplementedError

    def category_at(self, spot: QPointF) -> int:
        """The category at a place of the widget, or NOWHERE."""
        raise NotImplementedError

    def mark(self, category: int) -> None:
        """Somebody is at a category now, or at none."""
        raise NotImplementedError

    def paint_for_file(self, painter: QPainter, rect: QRect, palette: Palette, scale: float) -> None:
        """The chart and its legend onto a sheet of paper."""
        raise NotImplementedError

    def at(self) -> int:
        """The category somebody is at."""
        return self._at

    def picture(self, title: str, footer: str, width: int = 1600, height: int = 900) -> bytes:
        """The chart as PNG, always on the light palette, with its title and where its numbers come from."""
        return self._plate(title, footer).as_png(width, height)

    def drawing(self, title: str, footer: str, width: int = 1200, height: int = 675) -> bytes:
        """The same as SVG, for a brochure of any size."""
        return self._plate(title, footer).as_svg(width, height)

    def describe(self) -> None:
        """What a screen reader says: the category somebody is at, or all of them."""
        places = range(self.count()) if self._at == NOWHERE else (self._at,)
        self.setAccessibleDescription(". ".join(self.tip(place).replace("\n", ", ") for place in places))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def other_numbers(self) -> None:
        """To be called when other numbers are shown: nobody is anywhere in them yet."""
        self._at = NOWHERE
        self.describe()
        self.walked.emit(NOWHERE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.category_at(event.position())
        self._walk(place)
        if place == NOWHERE:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.tip(place), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._walk(self.category_at(event.position()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._walk(NOWHERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), self.count() - 1
        if key in _STEPS and last >= 0:
            self._walk(min(last, max(0, self._at + _STEPS[Qt.Key(key)])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self._walk(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self._at == NOWHERE and self.count():
            self._walk(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Whoever opened the sittings behind a bar comes back to that bar.
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._walk(NOWHERE)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.look().palette.accent))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.px(6), theme.px(6))

    def _walk(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.mark(place)
            self.describe()
            self.walked.emit(place)

    def _choose(self) -> None:
        if self._at != NOWHERE:
            self.chosen.emit(self._at)

    def _plate(self, title: str, footer: str) -> Plate:
        return Plate(
            title, footer, _WIDE, lambda painter, room, scale: self.paint_for_file(painter, room, LIGHT, scale)
        )
