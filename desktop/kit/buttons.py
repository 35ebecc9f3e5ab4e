"""Buttons: plain, primary, quiet, with an icon alone, and a row of segments of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.kit import theme
from desktop.kit.icons import icon as glyph
from desktop.kit.palette import Tone

_TONES = {"primary": Tone.INVERSE, "danger": Tone.BAD, "quiet": Tone.ACCENT, "icon": Tone.MUTED, "": Tone.ACCENT}

# A scanner types a card in less than this between two letters; a hand does not.
_BURST_MS = 60


class Press(QPushButton):
    """Enter presses it as the space bar does; the end of a card that was read over it does not."""

    _letter_at: int | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        burst = self._letter_at is not None and event.timestamp() - self._letter_at < _BURST_MS
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.text().strip() and not enter:
            self._letter_at = event.timestamp()
        if burst and (enter or event.key() == Qt.Key.Key_Space):
            event.accept()
        elif enter and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, icon: str = "", kind: str = "", shortcut: str = "", tip: str = "") -> QPushButton:
    """A button; kinds: primary (one per page), quiet, danger. A shortcut stands in the tip, for the eye."""
    made = Press(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(glyph(icon, _TONES.get(kind, Tone.ACCENT), leads=bool(text)))
    if shortcut:
        # A button's own shortcut presses it for a tenth of a second before anything happens; this one acts at once.
        QShortcut(QKeySequence(shortcut), made).activated.connect(made.click)
        shown = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{tip} ({shown})" if tip else shown
    made.setToolTip(tip)
    made.setAccessibleName(text)
    return made


def icon_button(icon: str, says: str, shortcut: str = "", tone: Tone = Tone.MUTED) -> QPushButton:
    """A button that shows an icon alone; what it says is its tip and its accessible name."""
    made = button("", "", "icon", shortcut, says)
    made.setIcon(glyph(icon, tone))
    made.setAccessibleName(says)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Segmented(QFrame):
    """A few choices side by side, one of them chosen; arrows move, as between radio buttons."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "segments")
        self.setAccessibleName(says)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        line = theme.space(QHBoxLayout(self), 2, (3, 3, 3, 3))
        for key, words in options:
            part = button(words, kind="segment")
            part.setCheckable(True)
            part.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(part)
            self._buttons[key] = part
            line.addWidget(part)
        if self._buttons:
            next(iter(self._buttons.values())).setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        """The key of the choice."""
        return next(key for key, part in self._buttons.items() if part.isChecked())

    def set_value(self, key: str) -> None:
        """Choose without telling anybody."""
        self._buttons[key].setChecked(True)

    def option(self, key: str) -> QPushButton:
        """The button of one choice."""
        return self._buttons[key]
