"""The banner line: bad news stays until it is read, good news leaves by itself, and nothing is a box in the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label

_ICONS = {
    Tone.GOOD: "check-circle-outline",
    Tone.BAD: "alert-circle-outline",
    Tone.ATTENTION: "alert-outline",
    Tone.ACCENT: "information-outline",
}
_MOST = 3
GOOD_NEWS_STAYS_MS = 12_000


@dataclass(frozen=True)
class Message:
    """One sentence with its tone and, sometimes, the one thing to do about it.

    `topic` is the act that went wrong: when it goes well, or wrong in another way, the sentence has had its time.
    """

    sentence: str
    tone: Tone = Tone.ACCENT
    action: str = ""
    act: Callable[[], None] | None = None
    topic: str = ""


class BannerLine(QFrame):
    def __init__(self, message: Message, close: Callable[[], None]) -> None:
        super().__init__()
        self.message = message
        self.setProperty("kind", "banner")
        self.setProperty("tone", str(message.tone))
        self.setAccessibleName(message.sentence)
        line = theme.space(QHBoxLayout(self), 10, (24, 6, 14, 6))
        line.addWidget(Chip(_ICONS.get(message.tone, "information-outline"), message.tone, 26))
        words = label(message.sentence, wrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line.addWidget(words, 1)
        if message.action:
            self.action = button(message.action, kind="quiet")
            self.action.clicked.connect(close)
            if message.act is not None:
                self.action.clicked.connect(message.act)
            line.addWidget(self.action)
        self.close_button = icon_button("close", self.tr("Dismiss"), tone=message.tone)
        self.close_button.setObjectName("shell.dismiss")
        self.close_button.clicked.connect(close)
        line.addWidget(self.close_button)


class Banner(QWidget):
    """Up to three messages, the newest on top; the same sentence is said once.

    Of good news only the latest stands, and not for long: at 20:45 nobody needs to read what went well at 19:10. Nor
    what went wrong and has gone well since.
    """

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, good_news_stays_ms: int = GOOD_NEWS_STAYS_MS) -> None:
        super().__init__(parent)
        self._good_news_stays_ms = good_news_stays_ms
        self._column = theme.space(QVBoxLayout(self), 1)
        self._lines: deque[BannerLine] = deque()
        self.hide()

    def say(self, message: Message) -> None:
        """Show a message and have a screen reader speak it."""
        for line in [line for line in self._lines if _makes_way(line.message, message)]:
            self._drop(line)
        line = BannerLine(message, lambda: self._drop(line))
        self._lines.appendleft(line)
        self._column.insertWidget(0, line)
        if message.tone is Tone.GOOD:
            QTimer.singleShot(self._good_news_stays_ms, line, lambda: self._drop(line))
        while len(self._lines) > _MOST:
            self._drop(self._lines[-1])
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(line, QAccessible.Event.Alert))
        self.said.emit(message.sentence)

    def messages(self) -> list[Message]:
        """What stands there now, newest first."""
        return [line.message for line in self._lines]

    def dismiss(self) -> None:
        """Take the newest away (Escape)."""
        if self._lines:
            self._drop(self._lines[0])

    def settle(self, topic: str) -> None:
        """What was wrong with an act is over, for it went well since."""
        for line in [line for line in self._lines if topic and line.message.topic == topic]:
            self._drop(line)

    def clear(self) -> None:
        """Take everything away."""
        for line in list(self._lines):
            self._drop(line)

    def _drop(self, line: BannerLine) -> None:
        if line in self._lines:
            self._lines.remove(line)
            line.hide()
            line.deleteLater()
        self.setVisible(bool(self._lines))


def _makes_way(old: Message, new: Message) -> bool:
    one_act = bool(new.topic) and old.topic == new.topic
    return one_act or old.sentence == new.sentence or old.tone is new.tone is Tone.GOOD
