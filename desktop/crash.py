"""A bug of ours: written to the log without a word about people, shown to the person, and the evening goes on."""

from __future__ import annotations

import asyncio
import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

log = logging.getLogger("cabildo")

LOG_BYTES, LOG_FILES = 1_000_000, 3


def keep_log(path: Path) -> None:
    """Write the log beside the record, and never let it fill a disk. No name, document or phone goes into it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        log.warning("no log can be kept here")
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def details(error: BaseException) -> str:
    """Kinds of errors, files and lines. Not their messages: those may carry what somebody typed."""
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        parts.append("".join(traceback.format_tb(one.__traceback__)) + type(one).__name__)
        one = one.__cause__ or one.__context__
    return f"Python {platform.python_version()}, {platform.system()}\n" + "\n---\n".join(reversed(parts))


class Reporter:
    """Takes every error that nobody expected, from wherever it comes, to the log and to `show`.

    `show` is called on the thread of the screens; the same fault is shown once, or a broken timer would bury
    the window.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shown: set[str] = set()

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Listen everywhere: Qt slots, tasks nobody waited for, threads."""
        self._loop = loop
        sys.excepthook = self._hook
        threading.excepthook = lambda told: self.report(told.exc_value or RuntimeError("a thread ended"))
        loop.set_exception_handler(self._of_loop)

    def remove(self) -> None:
        """Listen no more."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._loop is not None:
            self._loop.set_exception_handler(None)

    def report(self, error: BaseException) -> None:
        """Log it, and show it unless it was shown already."""
        if isinstance(error, KeyboardInterrupt):
            return
        told = details(error)
        log.error("unexpected: %s", told)
        if told in self._shown:
            return
        self._shown.add(told)
        if self._loop is not None and threading.current_thread() is not threading.main_thread():
            self._loop.call_soon_threadsafe(self._show, told)
        else:
            self._show(told)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.report(error)

    def _of_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.report(error if isinstance(error, BaseException) else RuntimeError("the loop"))
