"""The button that opens the camera, and the way from a picture to the door."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QImage

from desktop.camera.frames import Frames
from desktop.camera.once import Once
from desktop.camera.reader import read_payload
from desktop.camera.source import Source, is_installed
from desktop.camera.view import CameraPane
from desktop.kit.buttons import icon_button
from desktop.kit.palette import Tone
from desktop.parts import Parts

translate = QCoreApplication.translate


class Camera(QObject):
    """`button` and `pane` are put where they fit; what a card says goes to `on_payload`, as from a scanner.

    Without the extra, or without a camera, the button says in one sentence what is missing.
    """

    def __init__(
        self,
        parts: Parts,
        on_payload: Callable[[str], None],
        *,
        installed: Callable[[], bool] = is_installed,
        source: Source | None = None,
        reader: Callable[[QImage], str | None] = read_payload,
    ) -> None:
        super().__init__()
        self._parts, self._on_payload, self._installed = parts, on_payload, installed
        self._reader = reader
        self._once = Once()
        self._frames: Frames | None = None
        self._source = source or Source(self)
        self.button = icon_button(
            "camera-outline", translate("Camera", "Read with the camera"), shortcut="Ctrl+F6", tone=Tone.ACCENT
        )
        self.button.setObjectName("camera.open")
        self.button.clicked.connect(self.toggle)
        self.pane = CameraPane()
        self.pane.closed.connect(self.stop)
        self._source.failed.connect(self._fail)
        # The button is what keeps the camera: it lives as long as the door does.
        self.setParent(self.button)

    def toggle(self) -> None:
        """Open, or close again."""
        if self.pane.isVisible():
            self.pane.hide()
            return
        if not self._installed():
            sentence = translate("Camera", "The camera needs a part that is not installed: pip install cabildo[camera]")
            self._parts.shell.say(sentence, Tone.ATTENTION)
            return
        self._frames = Frames(self, self._reader)
        self._frames.seen.connect(self._see)
        self._frames.read.connect(self._read)
        self._source.frame.connect(self._frames.take)
        try:
            there = self._source.start()
        except ImportError:
            # Installed, and a library of the system that it needs is not: on a bare Linux that of the sound server.
            self.stop()
            self._fail("")
            return
        if not there:
            self.stop()
            self._parts.shell.say(translate("Camera", "No camera was found on this computer."), Tone.ATTENTION)
            return
        self.pane.show()

    def stop(self) -> None:
        """The camera is off, and nothing of its pictures is left."""
        self._source.stop()
        if self._frames is not None:
            self._source.frame.disconnect(self._frames.take)
            self._frames.close()
            self._frames.deleteLater()
            self._frames = None

    def _see(self, picture: QImage) -> None:
        self.pane.preview.show_picture(picture)

    def _read(self, payload: str) -> None:
        if self._once.is_new(payload, self._parts.clock.now()):
            self.pane.show_read()
            self._on_payload(payload)

    def _fail(self, _: str) -> None:
        self.pane.hide()
        sentence = translate("Camera", "The camera cannot be used: another program may have it, or it is not allowed.")
        self._parts.shell.say(sentence, Tone.ATTENTION)
