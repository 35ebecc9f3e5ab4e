"""Parts beside each other as far as there is room, and the rest on the next line: buttons on a small screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.kit import theme


class FlowLayout(QLayout):
    """As Qt's own example of a flow layout, with one gap both ways."""

    def __init__(self, parent: QWidget, gap: int = 8, *, claims: bool = True) -> None:
        super().__init__(parent)
        self._claims = claims
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return self._claims

    def heightForWidth(self, wide: int) -> int:
        return self._place(QRect(0, 0, wide, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gap = theme.px(self._gap)
        return QSize(
            sum(size.width() for size in shown) + gap * max(0, len(shown) - 1),
            max((size.height() for size in shown), default=0),
        )

    def minimumSize(self) -> QSize:
        """No wider than its widest part."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        gap, top = theme.px(self._gap), rect.y()
        for line in self._lines(rect.width(), gap):
            high = max(item.sizeHint().height() for item in line)
            left = rect.x()
            for item in line:
                size = item.sizeHint()
                if move:
                    spot = QPoint(left, top + (high - size.height()) // 2)
                    item.setGeometry(QRect(spot, QSize(min(size.width(), max(1, rect.width())), size.height())))
                left += size.width() + gap
            top += high + gap
        return max(0, top - gap - rect.y())

    def _lines(self, wide: int, gap: int) -> list[list[QLayoutItem]]:
        """As many beside each other as fit; whatever is hidden is passed over."""
        lines: list[list[QLayoutItem]] = []
        left = wide
        for item in self._items:
            if item.isEmpty():
                continue
            need = item.sizeHint().width()
            if not lines or left < need:
                lines.append([])
                left = wide
            lines[-1].append(item)
            left -= need + gap
        return lines


class Flow(QWidget):
    """Widgets in a flow. With `claims` False whoever holds it gives it its height (`hold`): a page whose height depends
    on its width is scrolled as soon as it is lower than it would like to be."""

    def __init__(self, *parts: QWidget, gap: int = 8, claims: bool = True) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap, claims=claims)
        policy = self.sizePolicy()
        policy.setHeightForWidth(claims)
        self.setSizePolicy(policy)
        for part in parts:
            self._flow.addWidget(part)

    def hold(self, wide: int) -> None:
        """Be as high as it has to be when it is so wide."""
        self.setFixedHeight(self._flow.heightForWidth(wide))

    def show_parts(self, parts: list[QWidget]) -> None:
        """Other parts in the place of those that were there."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for part in parts:
            self._flow.addWidget(part)
            part.show()
        self.updateGeometry()
