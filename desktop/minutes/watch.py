"""Watches the folder of the minutes: whoever saves in Word is noticed without anybody pressing anything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

QUIET = 400  # milliseconds without another change: Word writes, renames and deletes a handful of files for one saving


class FolderWatch(QObject):
    """Tells once when something in the folder has changed and it is quiet again."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._tell)
        self._watcher.directoryChanged.connect(self._noticed)
        self._watcher.fileChanged.connect(self._noticed)
        self.look()

    def look(self) -> None:
        """Watches the folder, and each file in it, for a file that is written in place changes no folder."""
        if not self._folder.is_dir():
            return
        wanted = {str(self._folder), *(str(path) for path in self._folder.glob("*.docx"))}
        there = {*self._watcher.files(), *self._watcher.directories()}
        if wanted - there:
            self._watcher.addPaths(sorted(wanted - there))

    def _noticed(self, _path: str) -> None:
        self._quiet.start()

    def _tell(self) -> None:
        self.look()
        self.changed.emit()
