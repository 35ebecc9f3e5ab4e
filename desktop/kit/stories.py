"""Rows that tell all they have to tell: a name and the lines below it wrap, and each row is as high as it needs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.kit import icons, theme
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, RowsView
from desktop.kit.surfaces import paint_pill, reveal

RowT = TypeVar("RowT")
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True)
class Story:
    """One row: a name, a pill beside it, and the lines below; of several people `ticked` tells whether she is one."""

    head: str
    lines: tuple[str, ...] = ()
    icon: str = ""
    tone: Tone = Tone.MUTED
    pill: str = ""
    pill_tone: Tone = Tone.MUTED
    ticked: bool | None = None

    @property
    def spoken(self) -> str:
        """The row for an ear."""
        return ". ".join(part for part in (self._said_tick, self.head, self.pill, *self.lines) if part)

    @property
    def _said_tick(self) -> str:
        if self.ticked is None:
            return ""
        translate = QCoreApplication.translate
        return translate("Story", "Ticked") if self.ticked else translate("Story", "Not ticked")


class StoryRows(RowsView, Generic[RowT]):  # type: ignore[type-arg]
    """Stories one below the other. A letter is an act: nobody types here, so one key is enough."""

    letter = Signal(str)
    sideways = Signal(int)

    def __init__(
        self, story: Callable[[RowT], Story], key: Callable[[RowT], Hashable], says: str, *, letters: str
    ) -> None:
        self.story, self._letters = story, letters
        super().__init__([Column("", lambda row: story(row).spoken)], key=key, says=says)
        self._painter = _StoryDelegate(self, story)
        self.setItemDelegate(self._painter)
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.rows.modelReset.connect(self._fit)
        self.rows.dataChanged.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        letter = event.text().casefold()
        if plain and event.key() == Qt.Key.Key_Delete:
            self.letter.emit("delete")
        elif plain and letter and letter in self._letters:
            self.letter.emit(letter)
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        reveal(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def needed(self, row: RowT) -> int:
        """How high a row must be at the present width so that nothing of it is cut."""
        return self._painter.height_of(self.story(row), self.viewport().width())

    def _fit(self) -> None:
        for place, row in enumerate(self.rows.rows()):
            self.setRowHeight(place, self.needed(row))


class _StoryDelegate(QStyledItemDelegate):
    """Paints a story, and knows how high it is."""

    def __init__(self, parent: QWidget, story: Callable[..., Story]) -> None:
        super().__init__(parent)
        self._story = story

    def height_of(self, told: Story, wide: int) -> int:
        """What a story needs at a width."""
        head, below = self._widths(told, wide)
        high = max(_height(told.head, head, 600), theme.px(20))
        high += sum(_height(line, below, 400) + theme.px(2) for line in told.lines)
        return high + theme.px(16)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        told = self._story(index.data(Qt.ItemDataRole.UserRole))
        return QSize(option.rect.width(), self.height_of(told, option.rect.width()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        told = self._story(index.data(Qt.ItemDataRole.UserRole))
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        _ground(painter, option, chosen)
        head, below = self._widths(told, option.rect.width())
        left, top = option.rect.left() + theme.px(9), option.rect.top() + theme.px(8)
        icon = told.icon if told.ticked is None else _TICKS[told.ticked]
        side = theme.px(18)
        icons.draw(painter, icon, QRect(left, top, side, side), Tone.GOOD if told.ticked else told.tone)
        left += theme.px(26)
        high = max(_height(told.head, head, 600), theme.px(20))
        _write(painter, QRect(left, top, head, high), told.head, 600, Tone.PLAIN)
        if told.pill:
            self._pill(painter, option.rect, top, told, chosen)
        top += high + theme.px(2)
        for place, line in enumerate(told.lines):
            high = _height(line, below, 400)
            _write(painter, QRect(left, top, below, high), line, 400, Tone.PLAIN if place == 0 else Tone.MUTED)
            top += high + theme.px(2)
        painter.restore()

    def _pill(self, painter: QPainter, rect: QRect, top: int, told: Story, chosen: bool) -> None:
        metrics = QFontMetrics(theme.font(12, 600))
        wide, high = metrics.horizontalAdvance(told.pill) + theme.px(20), metrics.height() + theme.px(5)
        spot = QRect(rect.right() - theme.px(9) - wide, top - theme.px(1), wide, high)
        paint_pill(painter, spot, told.pill, told.pill_tone, lifted=chosen)

    def _widths(self, told: Story, wide: int) -> tuple[int, int]:
        below = max(theme.px(60), wide - theme.px(9 + 26 + 9))
        if not told.pill:
            return below, below
        pill = QFontMetrics(theme.font(12, 600)).horizontalAdvance(told.pill) + theme.px(20 + 8)
        return max(theme.px(60), below - pill), below


_TICKS = {True: "checkbox-marked", False: "checkbox-blank-outline"}


def _ground(painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
    palette = theme.look().palette
    if chosen:
        painter.fillRect(option.rect, theme.pale(Tone.ACCENT))
        edge = QSize(theme.px(3), option.rect.height())
        painter.fillRect(QRect(option.rect.topLeft(), edge), theme.color(Tone.ACCENT))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(palette.hover))
    painter.setPen(QColor(palette.line))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def _write(painter: QPainter, rect: QRect, text: str, weight: int, tone: Tone) -> None:
    painter.setFont(theme.font(13, weight))
    painter.setPen(theme.color(tone))
    painter.drawText(rect, _WRAP, text)


def _height(text: str, wide: int, weight: int) -> int:
    metrics = QFontMetrics(theme.font(13, weight))
    return metrics.boundingRect(QRect(0, 0, wide, 100_000), _WRAP, text).height()
