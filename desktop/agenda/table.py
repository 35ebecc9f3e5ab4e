"""The list of the agenda: number, title, time, and what came of each item; a title that is long takes two lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from db.agenda.queries import ItemCard
from desktop.agenda.words import clock_words, outcome_word
from desktop.kit import icons, theme
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Index, Look, RowsDelegate, RowsView, paint_ground
from desktop.wording.afterwards import mark_word

_TONES = {"agreed": Tone.GOOD, "informed": Tone.ACCENT, "referred": Tone.ONLINE, "postponed": Tone.ATTENTION}
_ICONS = {"running": "play-circle", "ended": "check-circle-outline", "postponed": "calendar-arrow-right"}
_OUTCOMES = {
    "agreed": "handshake-outline", "informed": "information-outline", "referred": "share-outline",
    "postponed": "calendar-arrow-right",
}  # fmt: skip
_STATES = {"running": Tone.ACCENT, "ended": Tone.GOOD, "postponed": Tone.ATTENTION}

_NARROW, _ICON, _LOW, _HIGH = 470, 30, 34, 52
_AT_TITLE, _AT_TIME, _AT_ICON, _AT_PILL = 0, 1, 2, 3
_WRAPS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class AgendaList(RowsView[ItemCard]):
    """The title has what room there is: what came of the items takes some only when there is something to say, and
    where it is narrow no more than an icon does; the clock takes as much as its figures need.

    An item is moved with Alt and the arrows or by the mouse: `dragged` carries it and the one it shall follow ("" for
    the first place). Other keys and the right button are told as `wanted`: change, join, menu, remove, undo.
    """

    moved = Signal(str, int)
    dragged = Signal(str, str)
    wanted = Signal(str, QPoint)

    _grasped: ItemCard | None = None
    _pressed_at = QPoint()
    _gap = -1

    def show_rows(self, rows: Iterable[ItemCard]) -> None:
        super().show_rows(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is the door's on this page, but where one stands on an item it is the agenda's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.selected()
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            if item is not None:
                self.moved.emit(item.id, _STEPS[event.key()])
        elif _undoes(event):
            self._want("undo")
        elif item is not None and event.key() == Qt.Key.Key_Menu:
            self._want("menu")
        elif item is not None and alone and event.key() in _ACTS:
            self._want(_ACTS[event.key()])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            self._grasped = self.rows.row(index.row()) if index.isValid() else None
            self._pressed_at = event.position().toPoint()
        elif event.button() == Qt.MouseButton.RightButton and self.selected() is not None:
            self._want("menu", event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        far = (spot - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._grasped is None or not event.buttons() & Qt.MouseButton.LeftButton or not (far or self._gap >= 0):
            super().mouseMoveEvent(event)
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._gap = self._gap_at(spot)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item, gap = self._grasped, self._gap
        self._grasped, self._gap = None, -1
        if item is None or gap < 0:
            return
        self.viewport().unsetCursor()
        self.viewport().update()
        rows = self.rows.rows()
        own = next((place for place, row in enumerate(rows) if row.id == item.id), None)
        if own is not None and gap not in (own, own + 1):
            self.dragged.emit(item.id, rows[gap - 1].id if gap else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        last = self._gap >= self.rows.rowCount()
        place = self.rowViewportPosition(self._gap - 1 if last else self._gap)
        at = place + (self.rowHeight(self._gap - 1) if last else 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.color(Tone.ACCENT), theme.px(3)))
        painter.drawLine(0, at, self.viewport().width(), at)

    def _gap_at(self, spot: QPoint) -> int:
        """Between which rows it would fall: before the row of that number."""
        row = self.rowAt(spot.y())
        if row < 0:
            return 0 if spot.y() < 0 else self.rows.rowCount()
        middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
        return row + (spot.y() > middle)

    def _want(self, what: str, at: QPoint | None = None) -> None:
        index = self.currentIndex()
        below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if index.isValid() else QPoint()
        self.wanted.emit(what, at or below)

    def _fit(self) -> None:
        rows = self.rows.rows()
        came = any(item.outcome != "none" for item in rows)
        runs = any(item.state == "running" for item in rows)
        narrow = self.width() < theme.px(_NARROW)
        self.setColumnHidden(_AT_ICON, not (came and narrow))
        self.setColumnHidden(_AT_PILL, not (came or runs) or narrow)
        figures = QFontMetrics(theme.font(13))
        clock = self.rows.columns[_AT_TIME].text
        # One figure more than now, so that nothing jumps when 9:59 becomes 10:00.
        longest = max((figures.horizontalAdvance("0" + clock(item)) for item in rows), default=0)
        self.horizontalHeader().setMinimumSectionSize(theme.px(_ICON))
        self.setColumnWidth(_AT_TIME, longest + theme.px(20))
        self._tall()

    def _tall(self) -> None:
        """Two lines for the titles that need them, and no more."""
        room = self.columnWidth(_AT_TITLE) - theme.px(18 + 24)
        words = QFontMetrics(theme.font(13, 600))
        for place, item in enumerate(self.rows.rows()):
            fits = words.horizontalAdvance(f"{item.number}. {item.title}") <= room
            high = theme.px(_LOW if fits else _HIGH)
            if self.rowHeight(place) != high:
                self.setRowHeight(place, high)


_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
_ACTS = {int(Qt.Key.Key_Delete): "remove", int(Qt.Key.Key_Return): "change", int(Qt.Key.Key_Enter): "change",
         int(Qt.Key.Key_J): "join"}  # fmt: skip


def _undoes(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Z and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class _Titles(RowsDelegate):
    """A title that does not fit is written on two lines; a third would be cut, with the whole of it in the tip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != _AT_TITLE or option.rect.height() <= theme.px(_LOW):
            super().paint(painter, option, index)
            return
        item: ItemCard = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        paint_ground(painter, option)
        rect = option.rect.adjusted(theme.px(9), 0, -theme.px(9), 0)
        side = theme.px(17)
        tone = Tone.PLAIN if item.state == "waiting" else _STATES[item.state]
        spot = QRect(rect.left(), rect.center().y() - side // 2, side, side)
        icons.draw(painter, _ICONS.get(item.state, "circle-outline"), spot, tone)
        rect.setLeft(spot.right() + theme.px(7))
        painter.setFont(theme.font(13, 600))
        painter.setPen(theme.color(tone))
        painter.drawText(rect, _WRAPS, first_lines(str(index.data()), painter.fontMetrics(), rect.width()))
        painter.restore()


def first_lines(text: str, metrics: QFontMetrics, wide: int, lines: int = 2) -> str:
    """As many words as fit on so many lines `wide` pixels wide, and what says that there are more."""
    box = QRect(0, 0, wide, 10_000)

    def fits(words: str) -> bool:
        # Half a line is left to letters of another script, and to emoji: their lines are higher.
        return metrics.boundingRect(box, _WRAPS, words).height() < (lines + 0.5) * metrics.lineSpacing()

    # No letter is narrower than a pixel: of a letter pasted as a title the rest is not measured at each repaint.
    start = text[: lines * max(wide, 1)]
    if start == text and fits(text):
        return text
    letters = bisect_left(range(len(start)), True, key=lambda last: not fits(start[: last + 1].rstrip() + "…"))
    start = start[:letters].rstrip()
    return start + "…" if " " in start else metrics.elidedText(text[: lines * wide], Qt.TextElideMode.ElideRight, wide)


def agenda_list(seconds: Callable[[ItemCard], int], mark: Callable[[ItemCard], str]) -> AgendaList:
    """The list, empty; `seconds` tells how long an item has taken so far, `mark` that it was put right afterwards."""

    def time(item: ItemCard) -> str:
        if item.started_at is not None:
            return clock_words(seconds(item))
        return f"{item.minutes_planned}'" if item.minutes_planned else ""

    def result(item: ItemCard) -> str:
        if item.state == "running":
            return QCoreApplication.translate("agenda", "now")
        return outcome_word(item.outcome)

    def tone(item: ItemCard) -> Tone:
        return Tone.ACCENT if item.state == "running" else _TONES.get(item.outcome, Tone.MUTED)

    made = AgendaList(
        [
            Column(
                "",
                lambda item: f"{item.number}. {item.title}" + (f"  ·  {mark_word()}" if mark(item) else ""),
                Look.STRONG,
                icon=lambda item: "history" if mark(item) else _ICONS.get(item.state, "circle-outline"),
                tone=lambda item: Tone.ATTENTION if mark(item) else _STATES.get(item.state, Tone.PLAIN),
                tip=lambda item: "\n".join(filter(None, (_tip(item), mark(item)))),
            ),
            Column("", time, Look.NUMBER, width=50),
            Column("", lambda _: "", icon=lambda item: _OUTCOMES.get(item.outcome, ""), tone=tone, width=_ICON,
                   tip=result),
            Column("", result, Look.PILL, tone=tone, width=104),
        ],
        key=lambda item: item.id,
        says=QCoreApplication.translate("agenda", "Items of the agenda"),
        height=_LOW,
    )  # fmt: skip
    made.setItemDelegate(_Titles(made, _LOW))
    made.setObjectName("agenda.items")
    return made


def _tip(item: ItemCard) -> str:
    """The whole title, and who presents."""
    if not item.presenter:
        return item.title
    return f"{item.title}\n" + QCoreApplication.translate("NowWell", "Presented by {name}").format(name=item.presenter)
