"""Frames in, readings out, away from the thread of the screens: at most one is looked through at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.camera.reader import read_payload

EVERY_MS = 120
PREVIEW = 480


class Frame(Protocol):
    """A QVideoFrame, or anything else that can be made a picture."""

    def toImage(self) -> QImage:
        """Its picture."""
        ...


class Frames(QObject):
    """`seen` carries a small picture for the preview, `read` what a card says. Frames that come while one is being
    looked through are dropped: the next one shows the same card.
    """

    seen = Signal(QImage)
    read = Signal(str)
    _looked = Signal(QImage, str)

    def __init__(self, parent: QObject | None = None, reader: Callable[[QImage], str | None] = read_payload) -> None:
        super().__init__(parent)
        self._reader = reader
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="camera")
        self._busy = False
        self._since = QElapsedTimer()
        self._looked.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def take(self, frame: Frame) -> None:
        """One frame of the camera."""
        if self._busy or (self._since.isValid() and self._since.elapsed() < EVERY_MS):
            return
        self._busy = True
        self._since.restart()
        self._worker.submit(self._look, frame)

    def close(self) -> None:
        """No more; whatever is being looked through is thrown away."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _look(self, frame: Frame) -> None:
        picture, payload = QImage(), None
        try:
            picture = frame.toImage()
            payload = self._reader(picture)
        finally:
            # Also after an error of a driver: the next frame may be whole.
            small = picture.scaledToWidth(PREVIEW) if not picture.isNull() else picture
            self._looked.emit(small, payload or "")

    def _tell(self, picture: QImage, payload: str) -> None:
        self._busy = False
        if not picture.isNull():
            self.seen.emit(picture)
        if payload:
            self.read.emit(payload)
