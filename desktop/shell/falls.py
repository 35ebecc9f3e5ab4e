"""Files that fall on a window, wherever in it: on a field, a list, an open question. They are copied, never moved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QWindow

from desktop.kit.banner import Message
from desktop.kit.palette import Tone
from desktop.shell.signals import FALLING, ShellSignals

_FALLING = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Falls(QObject):
    """Listens at every window: a field would write the file's address into itself, and a question that is open would
    refuse it. Text that is dragged goes where it went before.
    """

    def __init__(self, app: QGuiApplication, shell: ShellSignals) -> None:
        super().__init__(shell)
        self._shell = shell
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _FALLING or not isinstance(event, QDropEvent) or not event.mimeData().hasUrls():
            return False
        if self._shell.locked:
            event.ignore()
            return True
        # Whatever the hand on the keyboard says: of a file that was moved here the folder it lay in would let go.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._fell(event)
        return True

    def _fell(self, event: QDropEvent) -> None:
        addresses = [url for url in event.mimeData().urls() if not url.isEmpty()]
        files = [Path(url.toLocalFile()) for url in addresses if url.isLocalFile()]
        if files:
            self._shell.drop(files)
            return
        if addresses:
            words = self.tr("That is a link and not a file. Save it on this computer, and drop it from there.")
        else:  # the program it came from was closed with the drag still on its way
            words = self.tr("What was dropped did not arrive. Drag it from its folder, with the folder left open.")
        self._shell.said.emit(Message(words, Tone.ATTENTION, topic=FALLING))

    def _watch(self, window: QWindow | None) -> None:
        for one in (window, *QGuiApplication.topLevelWindows()):
            if one is not None:
                one.installEventFilter(self)
