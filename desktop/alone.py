"""One window a home: the lock that the window holds, and that whoever would pull the home from under it asks for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile


def lock_of(folder: Path) -> QLockFile:
    """The lock of a home, not taken yet."""
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)  # an evening may be long; only a process that is gone leaves a lock behind
    return lock


def takes(lock: QLockFile) -> bool:
    """Take it; False when another window has it. A folder that takes no lock (read only) stops nobody."""
    return lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError
