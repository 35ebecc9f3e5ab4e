"""The dark rail on the left: the pages by icon and word, Alt+1 to Alt+0, and what waits on them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.icons import draw, icon
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label, scrolled
from desktop.shell.pages import PageEntry


class Mark(QWidget):
    """The sign of Cabildo: people round a table, seen from above."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(34), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), self.rect())


def paint_mark(painter: QPainter, rect: QRect) -> None:
    """Draw the sign into a rectangle; the window's own icon is made of it too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#2F6FC4"))
    painter.drawRoundedRect(rect, rect.width() * 0.28, rect.width() * 0.28)
    side = round(rect.width() * 0.66)
    inner = QRect(0, 0, side, side)
    inner.moveCenter(rect.center())
    draw(painter, "forum", inner, Tone.WHITE)


class RailButton(QPushButton):
    """A page's place on the rail, with the count of what waits there."""

    def __init__(self, entry: PageEntry, place: int) -> None:
        super().__init__(entry.word())
        self._word, self._icon, self._waiting = entry.word(), entry.icon, 0
        self.setProperty("kind", "rail")
        self.setObjectName(f"shell.page.{entry.name}")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        key = f"Alt+{place % 10}"  # the tenth has the key after the ninth
        QShortcut(QKeySequence(key), self).activated.connect(self.click)
        self.setToolTip(f"{entry.word()} ({key})")
        self.setAccessibleName(entry.word())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.shrink(shrunk=False)

    def shrink(self, *, shrunk: bool) -> None:
        """The icon alone, where the window is narrow or the type large; its word stays in the tip."""
        self.setText("" if shrunk else self._word)
        self.setIcon(icon(self._icon, Tone.RAIL, Tone.WHITE, leads=not shrunk))
        theme.set_kind(self, shrunk=shrunk)

    def count(self, waiting: int) -> None:
        """How much waits there; nothing is shown for nothing."""
        self._waiting = waiting
        self.setAccessibleName(self._word if not waiting else f"{self._word} ({waiting})")
        self.update()

    @property
    def waiting(self) -> int:
        return self._waiting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._waiting:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = str(self._waiting) if self._waiting < 100 else "99+"
        painter.setFont(theme.font(11, 700))
        high = theme.px(17)
        wide = max(high, painter.fontMetrics().horizontalAdvance(words) + theme.px(8))
        left = theme.px(24) if self.text() else self.width() // 2 + theme.px(4)
        spot = QRect(left, theme.px(4), wide, high)  # on the corner of the icon: words keep their place
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#F2B84B"))
        painter.drawRoundedRect(spot, high / 2, high / 2)
        painter.setPen(QColor("#2A1B00"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """All pages one below the other; arrows move among them, as in a list."""

    wanted = Signal(str)
    look_switched = Signal()
    lock_wanted = Signal()

    def __init__(self, pages: Sequence[PageEntry], place: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Pages"))
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        whole = theme.space(QVBoxLayout(self), 4, (10, 18, 10, 12))
        whole.addLayout(self._brand(place))
        whole.addSpacing(theme.px(16))
        column = QWidget()
        places = theme.space(QVBoxLayout(column), 4)
        for number, entry in enumerate(pages, start=1):
            part = RailButton(entry, number)
            part.clicked.connect(lambda _checked=False, name=entry.name: self.wanted.emit(name))
            self._group.addButton(part)
            self._buttons[entry.name] = part
            places.addWidget(part)
        places.addStretch(1)
        self._places = column
        self._area = scrolled(column)  # at 200 % on a small screen the places are scrolled, none is lost
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A scroll area remembers how wide its content was first, and would keep the rail wide when the words are gone.
        self._area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        whole.addWidget(self._area, 1)
        self.look_button = button(self.tr("Light or dark"), kind="rail", tip=self.tr("Light or dark"))
        self.look_button.setObjectName("shell.look")
        self.look_button.clicked.connect(self.look_switched)
        self.lock_button = button(self.tr("Lock"), kind="rail", tip=self.tr("Lock the screen (Ctrl+L)"))
        self.lock_button.setObjectName("shell.lock")
        self.lock_button.clicked.connect(self.lock_wanted)
        whole.addWidget(self.lock_button)
        whole.addWidget(self.look_button)
        self.shrink(shrunk=False)

    def choose(self, name: str) -> None:
        """Mark the page that is in front."""
        self._buttons[name].setChecked(True)
        self._area.ensureWidgetVisible(self._buttons[name])

    def count(self, name: str, waiting: int) -> None:
        """What waits on a page."""
        self._buttons[name].count(waiting)

    def shrink(self, *, shrunk: bool) -> None:
        """Icons alone, or icons with their words."""
        for part in self._buttons.values():
            part.shrink(shrunk=shrunk)
        self.look_button.setText("" if shrunk else self.tr("Light or dark"))
        self.look_button.setIcon(icon("theme-light-dark", Tone.RAIL, leads=not shrunk))
        self.lock_button.setText("" if shrunk else self.tr("Lock"))
        self.lock_button.setIcon(icon("lock-outline", Tone.RAIL, leads=not shrunk))
        for tool in (self.look_button, self.lock_button):
            theme.set_kind(tool, shrunk=shrunk)
        for words in self._words:
            words.setHidden(shrunk)
        self._area.setMinimumWidth(self._places.sizeHint().width())

    def button(self, name: str) -> RailButton:
        """The place of one page."""
        return self._buttons[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _brand(self, place: str) -> QHBoxLayout:
        words = theme.space(QVBoxLayout(), 0)
        self._words = (label("Cabildo", "brand"), label(place, "place"))
        for part in self._words:
            words.addWidget(part)
        line = theme.space(QHBoxLayout(), 10, (6, 0, 0, 0))
        line.addWidget(Mark())
        line.addLayout(words, 1)
        return line
