"""Cyclic garbage is collected on the screens' thread alone.

Python collects wherever it happens to allocate. Were that the record's thread, while a closed dialog lies in a cycle,
Qt objects would die on a thread that is not theirs: "Timers cannot be stopped from another thread", and then a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer


class Sweep(QObject):
    """While it lives, it does what Python would do by itself, at the same thresholds, but here."""

    def __init__(self, parent: QObject, every_ms: int = 500) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.sweep)
        gc.disable()
        self._timer.start()

    def sweep(self) -> None:
        """Collect the oldest generation that is due."""
        due = [place for place, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
               if limit and count > limit]  # fmt: skip
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Hand it back to Python."""
        self._timer.stop()
        gc.enable()
