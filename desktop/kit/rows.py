"""The one table model: columns described in words over frozen values, and the view that shows them calmly."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.kit import icons, theme
from desktop.kit.palette import Tone
from desktop.kit.surfaces import paint_pill

RowT = TypeVar("RowT")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROLE = Qt.ItemDataRole


class Look(Enum):
    """How a cell is written."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    NUMBER = "number"
    PILL = "pill"


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column: its title, the words of a row, and how they look.

    `tone` and `icon` are asked per row; `width` is a design length, None gives way; `order` makes the header sort.
    """

    title: str
    text: Callable[[RowT], str]
    look: Look = Look.PLAIN
    tone: Callable[[RowT], Tone] | None = None
    icon: Callable[[RowT], str] | None = None
    width: int | None = None
    order: Callable[[RowT], Any] | None = None
    tip: Callable[[RowT], str] | None = None


class RowsModel(QAbstractTableModel, Generic[RowT]):
    """Rows of frozen values; `key` says which row is the same one after looking again."""

    def __init__(self, columns: Sequence[Column[RowT]], key: Callable[[RowT], Hashable], parent: QWidget | None = None):
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self._rows: list[RowT] = []
        self._sorted: tuple[int, bool] | None = None

    def show(self, rows: Iterable[RowT]) -> None:
        """Replace everything; where the same rows are still there, only their words are painted anew."""
        fresh = self._in_order(list(rows))
        if [self.key(row) for row in fresh] == [self.key(row) for row in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def rows(self) -> list[RowT]:
        """Everything shown, in the order shown."""
        return list(self._rows)

    def row(self, number: int) -> RowT:
        """The value behind a line."""
        return self._rows[number]

    def place_of(self, key: Hashable) -> int | None:
        """The line on which a row stands now."""
        return next((place for place, row in enumerate(self._rows) if self.key(row) == key), None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the column's own order; a column without one leaves everything where it is."""
        if 0 <= column < len(self.columns) and self.columns[column].order is not None:
            self._sorted = (column, order == Qt.SortOrder.DescendingOrder)
            self.beginResetModel()
            self._rows = self._in_order(self._rows)
            self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == ROLE.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == ROLE.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role in (ROLE.DisplayRole, ROLE.AccessibleTextRole):
            return column.text(row)
        if role == ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == ROLE.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        if role == ROLE.UserRole:
            return row
        return None

    def _in_order(self, rows: list[RowT]) -> list[RowT]:
        if self._sorted is None:
            return rows
        place, backwards = self._sorted
        order = self.columns[place].order
        return rows if order is None else sorted(rows, key=order, reverse=backwards)


def _alignment(column: Column[Any]) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.look is Look.NUMBER else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class RowsDelegate(QStyledItemDelegate):
    """Paints calm rows: a hairline below, an icon, a word, a pill; its height leaves room for a finger."""

    def __init__(self, parent: QWidget, height: int) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = _column(index)
        face = theme.font(13, 600 if column.look is Look.STRONG else 400)
        extra = theme.px(20) + (theme.px(24) if column.icon else 0) + (theme.px(24) if column.look is Look.PILL else 0)
        return QSize(QFontMetrics(face).horizontalAdvance(str(index.data())) + extra, theme.px(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, row = _column(index), index.data(ROLE.UserRole)
        painter.save()
        paint_ground(painter, option)
        rect = option.rect.adjusted(theme.px(9), 0, -theme.px(9), 0)
        tone = column.tone(row) if column.tone is not None else None
        if column.icon is not None and (name := column.icon(row)):
            side = theme.px(17)
            spot = QRect(rect.left(), rect.center().y() - side // 2, side, side)
            icons.draw(painter, name, spot, tone or Tone.MUTED)
            rect.setLeft(spot.right() + theme.px(7))
        text = str(index.data() or "")
        if column.look is Look.PILL:
            _paint_pill(painter, rect, text, tone or Tone.MUTED, bool(option.state & QStyle.StateFlag.State_Selected))
        else:
            _paint_words(painter, rect, text, column, tone)
        painter.restore()


def _column(index: Index) -> Column[Any]:
    model = index.model()
    if not isinstance(model, RowsModel):
        raise TypeError("a RowsDelegate paints the rows of a RowsModel")
    return model.columns[index.column()]


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """What lies below the words of a row: whether it is chosen or pointed at, and the line below it."""
    palette = theme.look().palette
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.pale(Tone.ACCENT))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(palette.hover))
    painter.setPen(QColor(palette.line))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def _paint_pill(painter: QPainter, rect: QRect, text: str, tone: Tone, lifted: bool) -> None:
    if not text:
        return
    metrics = QFontMetrics(theme.font(12, 600))
    wide = min(metrics.horizontalAdvance(text) + theme.px(22), rect.width())
    high = metrics.height() + theme.px(7)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide - theme.px(18))
    paint_pill(painter, QRect(rect.left(), rect.center().y() - high // 2 + 1, wide, high), shown, tone, lifted=lifted)


def _paint_words(painter: QPainter, rect: QRect, text: str, column: Column[Any], tone: Tone | None) -> None:
    face = theme.font(13, 600 if column.look is Look.STRONG else 400)
    painter.setFont(face)
    painter.setPen(theme.color(tone or (Tone.MUTED if column.look is Look.MUTED else Tone.PLAIN)))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _alignment(column), shown)


class RowsView(QTableView, Generic[RowT]):
    """The view of a RowsModel. Enter or a double click chooses; looking again keeps what was selected."""

    chosen = Signal(object)
    current = Signal(object)

    def __init__(self, columns: Sequence[Column[RowT]], key: Callable[[RowT], Hashable], says: str, height: int = 36):
        super().__init__()
        self.rows: RowsModel[RowT] = RowsModel(columns, key, self)
        self.setModel(self.rows)
        self.setItemDelegate(RowsDelegate(self, height))
        self.setAccessibleName(says)
        self._height = height
        self._told: Hashable | None = None
        self._refreshing = False
        self._dress()
        self.doubleClicked.connect(lambda index: self.chosen.emit(self.rows.row(index.row())))
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())

    def show_rows(self, rows: Iterable[RowT]) -> None:
        """Show these; the selected row stays selected, and what was scrolled to stays in sight."""
        kept, spot = self.selected(), self.verticalScrollBar().value()
        self._refreshing = True
        self.rows.show(rows)
        place = None if kept is None else self.rows.place_of(self.rows.key(kept))
        if place is not None:
            self.selectRow(place)
            self.verticalScrollBar().setValue(spot)
        self._refreshing = False
        self._tell()

    def fit(self, most: int) -> None:
        """As high as its rows, up to so many: a list of two leaves the page to what comes after it."""
        shown = max(1, min(self.rows.rowCount(), most))
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + shown * theme.px(self._height) + 2 * self.frameWidth() + theme.px(4))

    def selected(self) -> RowT | None:
        """The row on which the person stands."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def select(self, key: Hashable) -> None:
        """Stand on a row, when it is shown."""
        place = self.rows.place_of(key)
        if place is not None:
            self.selectRow(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.selected()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.chosen.emit(row)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt stands on the first row without painting it as chosen: one would act on a row one does not see.
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _tell(self) -> None:
        row = self.selected()
        key = None if row is None else self.rows.key(row)
        if not self._refreshing and key != self._told:
            self._told = key
            self.current.emit(row)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)  # Tab leaves the table: a keyboard alone must get out again
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(48))
        header.setSectionsClickable(any(column.order for column in self.rows.columns))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setVisible(any(column.title for column in self.rows.columns))
        if any(column.order for column in self.rows.columns):
            header.setSortIndicatorShown(True)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.sortIndicatorChanged.connect(self._sort)
        self._measure()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        kept = self.selected()
        self._refreshing = True
        self.rows.sort(column, order)
        if kept is not None:
            self.select(self.rows.key(kept))
        self._refreshing = False
        self._tell()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(self._height))
        for place, column in enumerate(self.rows.columns):
            header = self.horizontalHeader()
            if column.width is None:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, theme.px(column.width))
