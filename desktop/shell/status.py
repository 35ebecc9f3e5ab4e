"""The status strip: who and which desk, the open sitting, what is saved, what waits to be sent, the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label


class StatusStrip(QFrame):
    """Every word of it can be trusted: `saved` is said after the commit, never before."""

    def __init__(self, desk: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAccessibleName(self.tr("Status"))
        self._now = now
        self._desk = label(desk, "status-strong")
        self._sitting, self._saved = label(self.tr("No sitting chosen")), label()
        self._pending, self._trouble = label(), label(tone=Tone.ATTENTION)
        self._clock = label("", "status-strong")
        line = theme.space(QHBoxLayout(self), 18, (24, 6, 24, 6))
        for part in (self._desk, self._sitting):
            line.addWidget(part)
        for part in (self._trouble, self._pending, self._saved, self._clock):
            line.addWidget(part)
        # A long title at 200 % is cut at its end; it never makes the window wider than the screen.
        self._sitting.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._trouble.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.setStretch(1, 1)
        line.setStretch(2, 1)
        self._trouble.hide()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def show_desk(self, name: str) -> None:
        """What this desk is called."""
        self._desk.setText(name)

    def show_sitting(self, title: str | None) -> None:
        """The sitting in hand."""
        self._sitting.setText(title or self.tr("No sitting chosen"))
        self._sitting.setToolTip(title or "")

    def show_saved(self) -> None:
        """Something is on the disk now."""
        self._saved.setText(self.tr("saved {time}").format(time=f"{self._now():%H:%M:%S}"))
        self._trouble.hide()

    def show_pending(self, waiting: int, *, enrolled: bool, online: bool) -> None:
        """How much of the record has not reached the city yet."""
        if not enrolled:
            words, tone = self.tr("on this laptop alone"), Tone.MUTED
        elif not waiting:
            words, tone = self.tr("all sent"), Tone.GOOD
        elif online:
            words, tone = self.tr("%n to send", "", waiting), Tone.ACCENT
        else:
            words, tone = self.tr("%n to send - no connection", "", waiting), Tone.ATTENTION
        self._pending.setText(words)
        theme.set_kind(self._pending, tone=str(tone))

    def show_trouble(self, sentence: str) -> None:
        """The world does not answer; nobody asked, so it is said quietly."""
        self._trouble.setText(sentence)
        self._trouble.setToolTip(sentence)
        self._trouble.setVisible(bool(sentence))

    def words(self) -> list[str]:
        """Everything it says now."""
        parts = (self._desk, self._sitting, self._trouble, self._pending, self._saved, self._clock)
        return [part.text() for part in parts if part.text() and not part.isHidden()]

    def _tick(self) -> None:
        self._clock.setText(f"{self._now():%H:%M}")
