"""Cyclic garbage is collected on the screens' thread alone.

Python collects wherever it happens to allocate. Were that the record's thread, while a closed dialog lies in a cycle,
Qt objects would die on a thread that is not theirs: "Timers cannot be stopped from another thread", and then a crash.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

# How often somebody at the door goes first. A queue that never ends must not fill the memory.
_PATIENCE = 20


class Sweep(QObject):
    """While it lives, it does what Python would do by itself, at the same thresholds, but here: and not while somebody
    is `waited` for, who would stand there for some hundredths of a second more."""

    def __init__(self, parent: QObject, every_ms: int = 500, *, waited: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._waited, self._put_off = waited, 0
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.sweep)
        gc.disable()
        self._timer.start()

    def sweep(self) -> None:
        """Collect the oldest generation that is due."""
        if self._waited() and self._put_off < _PATIENCE:
            self._put_off += 1
            return
        self._put_off = 0
        due = [place for place, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
               if limit and count > limit]  # fmt: skip
        if due:
            gc.collect(max(due))

    def spare(self) -> None:
        """What is here now stays for the evening, the modules and the window: nobody looks through it again and again,
        which takes a tenth of a second each time."""
        gc.freeze()

    def stop(self) -> None:
        """Hand it back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
