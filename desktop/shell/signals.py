"""What a page may ask of the window around it, and what the window tells every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.kit.banner import Message
from desktop.kit.palette import Tone

FALLING = "falling"
"""The topic of what falls on the window: the next file that comes in well puts right what the last one was."""


class ShellSignals(QObject):
    """`files_dropped` carries a list of paths; `shown` the name of the page that came to the front."""

    said = Signal(object)
    wanted = Signal(str)
    tab_wanted = Signal(str, str)
    files_dropped = Signal(object)
    shown = Signal(str)
    badge = Signal(str, int)
    unavailable = Signal(object)
    saved = Signal()
    lock_wanted = Signal()
    lock_changed = Signal()
    card_refused = Signal()
    settled = Signal(str)  # an act of this topic went well: what the banner says against it is over
    locked = False  # while it is True, no card and no key reaches the record; the lock sets it

    def say(
        self, sentence: str, tone: Tone = Tone.ACCENT, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """A sentence in the banner line; it stays until it is read."""
        self.said.emit(Message(sentence, tone, action, act))

    def go(self, page: str, tab: str = "") -> None:
        """Bring a page to the front, and a tab of it: sittings, sala, matching, minutes, issues, residents, insights,
        programme, sync, preferences.
        """
        self.wanted.emit(page)
        if tab:  # after the page is built: it hears it from then on
            self.tab_wanted.emit(page, tab)

    def count(self, page: str, waiting: int) -> None:
        """How much waits on a page: the badge beside its name."""
        self.badge.emit(page, waiting)

    def drop(self, files: list[Path]) -> None:
        """Files fell on the window."""
        self.files_dropped.emit(files)
