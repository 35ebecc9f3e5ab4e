"""The laptop's camera, through Qt Multimedia: the only file that touches it, and only when the pane is opened."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PySide6.QtCore import QObject, Signal


def is_installed() -> bool:
    """Whether the extra is there: looked for, not loaded."""
    try:
        return find_spec("zxingcpp") is not None and find_spec("PySide6.QtMultimedia") is not None
    except ImportError:
        return False


class Source(QObject):
    """Frames of the first camera, from `start` to `stop`."""

    frame = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._camera: Any = None
        self._parts: list[Any] = []

    def start(self) -> bool:
        """Begin; False when this laptop has no camera."""
        media: Any = import_module("PySide6.QtMultimedia")
        device = media.QMediaDevices.defaultVideoInput()
        if device.isNull():
            return False
        camera, session, sink = media.QCamera(device, self), media.QMediaCaptureSession(self), media.QVideoSink(self)
        _choose_format(camera, device)
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self.frame)
        camera.errorOccurred.connect(lambda _, words: self.failed.emit(words))
        self._camera, self._parts = camera, [session, sink]
        camera.start()
        return True

    def stop(self) -> None:
        """Let the camera go: its light goes out."""
        if self._camera is not None:
            self._camera.stop()
            for part in (*self._parts, self._camera):
                part.deleteLater()
        self._camera, self._parts = None, []


def _choose_format(camera: Any, device: Any) -> None:
    """The smallest picture that is 1280 wide: fewer dots do not show the bars of a card held in the hand."""
    fits = [one for one in device.videoFormats() if 1280 <= one.resolution().width() <= 1920]
    if fits:
        camera.setCameraFormat(min(fits, key=lambda one: one.resolution().width() * one.resolution().height()))
