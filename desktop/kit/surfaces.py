"""The surfaces of a page: the page itself, cards, headers, tiles, pills, and what stands where nothing is yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.kit import icons, theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone


def label(text: str = "", kind: str = "", tone: Tone | None = None, *, wrap: bool = False) -> QLabel:
    """A line of words; kinds: title, subtitle, card-title, overline, counter, clock, figure, strong, muted, small."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names of people are words, never markup
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    if tone is not None:
        made.setProperty("tone", str(tone))
    return made


def rule() -> QFrame:
    """A hairline between two parts of a card."""
    made = QFrame()
    made.setProperty("kind", "rule")
    return made


class Row(QWidget):
    """Widgets side by side; None stands for the space that gives way."""

    def __init__(self, *parts: QWidget | None, gap: int = 10) -> None:
        super().__init__()
        line = theme.space(QHBoxLayout(self), gap)
        for part in parts:
            if part is None:
                line.addStretch(1)
            else:
                line.addWidget(part)


class Chip(QWidget):
    """An icon on its pale ground."""

    def __init__(self, name: str, tone: Tone = Tone.ACCENT, size: int = 44) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def set_icon(self, name: str, tone: Tone) -> None:
        """Another icon in another tone."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.pale(self._tone))
        painter.drawRoundedRect(self.rect(), theme.px(10), theme.px(10))
        side = round(self.width() * 0.54)
        inner = QRect(0, 0, side, side)
        inner.moveCenter(self.rect().center())
        icons.draw(painter, self._name, inner, self._tone)


class Card(QFrame):
    """A white surface with a title line; `body` is the layout to fill, `aside` the place right of the title."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        whole = theme.space(QVBoxLayout(self), 12, (16, 14, 16, 14))
        self.title = label(title, "card-title")
        self.aside = theme.space(QHBoxLayout(), 10)
        head = theme.space(QHBoxLayout(), 10)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addLayout(self.aside)
        if title:
            whole.addLayout(head)
            self.setAccessibleName(title)
        self.body = theme.space(QVBoxLayout(), 10)
        whole.addLayout(self.body, 1)

    def give_way(self) -> None:
        """The title takes several lines where many tools stand beside it, and these stand closer."""
        self.title.setWordWrap(True)
        policy = self.title.sizePolicy()
        policy.setHorizontalStretch(100)
        self.title.setSizePolicy(policy)
        theme.space(self.aside, 2)

    def add(self, *parts: QWidget, stretch: int = 0) -> Card:
        """Put widgets one below the other."""
        for part in parts:
            self.body.addWidget(part, stretch)
        return self


class Page(QWidget):
    """One page of the window: title, subtitle and tools on top; `body` is the layout to fill."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.title, self.subtitle = label(title, "title", wrap=True), label(subtitle, "subtitle", wrap=True)
        self.tools = theme.space(QHBoxLayout(), 10)
        words = theme.space(QVBoxLayout(), 2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        if not subtitle:
            self.subtitle.hide()
        head = theme.space(QHBoxLayout(), 12)
        head.addLayout(words, 1)
        head.addLayout(self.tools)
        self.body = theme.space(QVBoxLayout(), 14)
        whole = theme.space(QVBoxLayout(self), 16, (24, 18, 24, 18))
        whole.addLayout(head)
        whole.addLayout(self.body, 1)

    def set_titles(self, title: str, subtitle: str = "") -> None:
        """What the page is about now."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)


class Tile(QFrame):
    """A number that matters: icon, counter, caption, and a note below."""

    def __init__(
        self, icon: str, caption: str, tone: Tone = Tone.ACCENT, note: str = "", parent: QWidget | None = None
    ):
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._chip = Chip(icon, tone, 42)
        self._number = label("–", "counter")
        self._caption = label(caption, "strong", tone)
        self._note = label(note, "small")
        if not note:
            self._note.hide()
        words = theme.space(QVBoxLayout(), 1)
        for part in (self._number, self._caption, self._note):
            words.addWidget(part)
        line = theme.space(QHBoxLayout(self), 12, (14, 12, 10, 12))
        line.addWidget(self._chip)
        line.addLayout(words, 1)
        self.setMinimumWidth(theme.px(150))

    def show_number(self, number: int | str, note: str | None = None) -> None:
        """The number of now; digits are grouped the local way by the caller where that matters."""
        self._number.setText(str(number))
        if note is not None:
            self._note.setText(note)
            self._note.setVisible(bool(note))
        self.setAccessibleName(f"{self._caption.text()}: {number}")
        self.setAccessibleDescription(self._note.text())


class Pill(QLabel):
    """A state in a word on its pale ground, outside of tables."""

    def __init__(self, text: str = "", tone: Tone = Tone.ACCENT) -> None:
        super().__init__(text)
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, tone: Tone) -> None:
        """Another state."""
        self._tone = tone
        self.setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + theme.px(24), metrics.height() + theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pill(QPainter(self), self.rect(), self.text(), self._tone)


def paint_pill(painter: QPainter, rect: QRect, text: str, tone: Tone, *, lifted: bool = False) -> None:
    """Draw a pill that fills a rectangle; lifted off the ground of a selected row, where pale on pale would drown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.look().palette.card) if lifted else theme.pale(tone))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setFont(theme.font(12, 600))
    painter.setPen(theme.color(tone))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class EmptyState(QWidget):
    """What stands where nothing is yet: an icon, a sentence, what to do next, and the button that does it."""

    def __init__(self, icon: str, sentence: str, next_step: str = "", action: str = "", tone: Tone = Tone.ACCENT):
        super().__init__()
        self.action = button(action, kind="primary")
        if not action:
            self.action.hide()  # shown, it would be a window of its own until it has its place
        self._sentence, self._next = label(sentence, "empty", wrap=True), label(next_step, "muted", wrap=True)
        if not next_step:
            self._next.hide()
        whole = self._whole = theme.space(QVBoxLayout(self), 8, (16, 20, 16, 20))
        whole.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        whole.addWidget(Chip(icon, tone, 64), 0, centre)
        for words in (self._sentence, self._next):
            words.setAlignment(centre)
            words.setMaximumWidth(theme.px(560))
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(words, 4)
            line.addStretch(1)
            whole.addLayout(line)
        whole.addSpacing(theme.px(6))
        whole.addWidget(self.action, 0, centre)
        whole.addStretch(2)

    def add_way(self, press: QWidget) -> None:
        """Another way to do the same, below the button."""
        self._whole.insertWidget(self._whole.count() - 1, press, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_words(self, sentence: str, next_step: str = "") -> None:
        """Another sentence in the same place."""
        self._sentence.setText(sentence)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))


class Columns(QWidget):
    """Parts side by side where there is room, one below the other where there is not (200 %, a small screen)."""

    def __init__(self, *parts: QWidget, narrow: int = 760, gap: int = 14) -> None:
        super().__init__()
        self._narrow = narrow
        self._line = theme.space(QBoxLayout(QBoxLayout.Direction.LeftToRight, self), gap)
        for part in parts:
            self._line.addWidget(part, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(self._narrow)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """No wider than its widest part: the parts can always stand one below the other."""
        items = [item for place in range(self._line.count()) if (item := self._line.itemAt(place)) is not None]
        return QSize(max((item.minimumSize().width() for item in items), default=0), super().minimumSizeHint().height())


def scrolled(content: QWidget) -> QScrollArea:
    """Content that may be taller than the window (at 200 % it will be)."""
    content.setObjectName(content.objectName() or "scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def reveal(part: QWidget) -> None:
    """Scroll whatever holds a part so that it is in sight: a key may lead to it, at twice the size, below the edge."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part, 0, theme.px(24))
        around = around.parentWidget()


class Tiles(QWidget):
    """Tiles of one width, as many side by side as there is room for."""

    def __init__(self, parts: Sequence[Tile]) -> None:
        super().__init__()
        self._parts, self._across = tuple(parts), 0
        self._grid = theme.space(QGridLayout(self), 14)
        self._place(len(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        broad = max((part.minimumSizeHint().width() for part in self._parts), default=1) + theme.px(14)
        most = max(1, min(len(self._parts), (event.size().width() + theme.px(14)) // broad))
        rows = -(-len(self._parts) // most)
        self._place(-(-len(self._parts) // rows))  # six tiles that do not fit beside each other stand three by three

    def minimumSizeHint(self) -> QSize:
        """One tile below the other is the narrowest it can be."""
        return QSize(max((part.minimumSizeHint().width() for part in self._parts), default=0), 0)

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        for column in range(self._across):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, place // across, place % across)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)


def tiles(parts: Sequence[Tile]) -> Tiles:
    """Tiles beside each other, all of one width."""
    return Tiles(parts)
