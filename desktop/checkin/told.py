"""The line under the field of the door that says what the last act came to, and offers what may follow it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.checkin.cards import Told
from desktop.checkin.words import told_words
from desktop.kit import icons, theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label


class ToldLine(QFrame):
    """One sentence with its icon on its pale ground; hidden while there is nothing to say.

    `taken` carries what was told when the key that it offers is pressed.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = _Icon()
        self._words = label("", "strong", wrap=True)
        self._words.setMinimumWidth(1)
        self._hint = label("", "small", wrap=True)
        self.offer = button(self.tr("Nothing is offered"), "", "", "F10")
        self.offer.setObjectName("door.offer")
        self.offer.clicked.connect(self._take)
        self._tone = Tone.GOOD
        self._told: Told | None = None
        line = theme.space(QHBoxLayout(self), 10, (12, 9, 12, 9))
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self._hint)
        line.addWidget(self.offer)
        self.setObjectName("door.told")
        self.hide()

    def show_told(self, told: Told) -> None:
        """Say it; a consent that is missing is asked for in the same breath."""
        sentence, self._tone, icon = told_words(told)
        self._told = told
        self._words.setText(sentence)
        theme.set_kind(self._words, tone=str(self._tone))
        asks = told.consent_missing and not told.offer
        self._hint.setText(self.tr("F8: her consent") if asks else "")
        self._hint.setVisible(asks)
        offers = {
            "another": self.tr("Another (F10)"),
            "card_names": self.tr("Correct (F10)"),
            "guardian": self.tr("Answers for the minor (F10)"),
        }
        self.offer.setText(offers.get(told.offer, ""))
        self.offer.setAccessibleName(self.offer.text() or self.tr("Nothing is offered"))
        self.offer.setVisible(bool(told.offer))
        self._icon.show_icon(icon, self._tone)
        self.setAccessibleName(sentence)
        self.show()
        self.update()

    def _take(self) -> None:
        if self._told is not None and self._told.offer:
            told, self._told = self._told, None
            self.taken.emit(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.pale(self._tone))
        painter.setBrush(theme.pale(self._tone))
        painter.drawRoundedRect(self.rect(), theme.px(8), theme.px(8))


class _Icon(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name, self._tone = "check-circle", Tone.GOOD

    def show_icon(self, name: str, tone: Tone) -> None:
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(20), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.px(20)
        icons.draw(QPainter(self), self._name, QRect(0, (self.height() - side) // 2, side, side), self._tone)
