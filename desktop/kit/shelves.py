"""What gives room to one thing at a time, or to two: pages in one place, and a list beside its card."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop.kit import theme


class Shelf(QStackedWidget):
    """Pages in one place. It asks for no more room than the one in front: Qt's own asks for the largest of all."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()


class Halves(QSplitter):
    """A list and its card side by side where there is room, one below the other where there is not (200 %)."""

    def __init__(self, first: QWidget, second: QWidget, sizes: tuple[int, int], narrow: int = 880) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._narrow, self._parts = narrow, (first, second)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.px(14))
        for place, (part, size) in enumerate(zip((first, second), sizes, strict=True)):
            self.addWidget(part)
            self.setStretchFactor(place, size)
        self.setSizes([theme.px(size) for size in sizes])

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= theme.px(self._narrow)
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.orientation() != wanted:
            self.setOrientation(wanted)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """No wider than its widest part: the parts can always stand one below the other."""
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, super().minimumSizeHint().height())
