"""The record's one thread: what is to be written goes before what is only asked, and closing comes last."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class RecordThread:
    """Runs jobs one by one, the writing ones first, each kind in the order it came.

    After a card the screens look again at half a dozen things. The next card does not wait for them: it is stored
    first, and they are asked about what is then true.
    """

    def __init__(self) -> None:
        self._writing: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._asking: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._news = threading.Condition()
        self._ended = False
        self._held_until = 0.0
        # It lets go of the program: a job that hangs must not keep a closed window alive.
        self._thread = threading.Thread(target=self._run, name="record", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], *, writes: bool) -> Future[T]:
        """The answer to come. Raises RuntimeError after `shutdown`."""
        answer: Future[T] = Future()
        with self._news:
            if self._ended:
                raise RuntimeError("the record was closed")
            (self._writing if writes else self._asking).append((answer, job))
            self._news.notify()
        return answer

    @property
    def is_wanted(self) -> bool:
        """Whether anything waits that is to be written. Looked at from any thread."""
        return bool(self._writing)

    def hold_questions(self, seconds: float) -> None:
        """For so long at most no question begins: a card is about to come, and would find the record busy."""
        with self._news:
            self._held_until = time.monotonic() + seconds if seconds else 0.0
            self._news.notify()

    def shutdown(self, *, wait: bool) -> None:
        """Takes nothing more; what waits is finished if `wait`, else called off."""
        with self._news:
            self._ended = True
            left = () if wait else (*self._writing, *self._asking)
            if not wait:
                self._writing.clear()
                self._asking.clear()
            self._news.notify()
        for answer, _ in left:
            answer.cancel()
        if wait:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            answer, work = job
            if answer.set_running_or_notify_cancel():
                try:
                    answer.set_result(work())
                except BaseException as error:  # noqa: BLE001 - whoever asked is told, the thread goes on
                    answer.set_exception(error)
            del answer, work, job

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._news:
            while not self._writing and (not self._asking or self._held > 0.0):
                if self._ended and not self._asking:
                    return None
                self._news.wait(self._held if self._asking else None)
            return (self._writing or self._asking).popleft()

    @property
    def _held(self) -> float:
        return 0.0 if self._ended else max(0.0, self._held_until - time.monotonic())
