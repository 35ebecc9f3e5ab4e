"""A line to a server that can be cut: while it is, nobody listens, and who is on it is thrown off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

_PATIENCE = 10.0


class Relay:
    """Carries bytes from a port of this machine to the server. Has a thread of its own; `close` it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._to = host, port
        self.port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._thread.start()
        self.join()

    def join(self) -> None:
        """The line holds, again on the port that it had."""
        self._now(self._listen())

    def cut(self) -> None:
        """Who knocks from now on is refused, and who was speaking hears no end of the sentence."""
        self._now(self._fall())

    def close(self) -> None:
        """Cut for good."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def _now(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _fall(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
        for end in tuple(self._ends):
            end.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, here: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        self._ends.add(answer)
        try:
            there, further = await asyncio.open_connection(self._host, self._to)
            self._ends.add(further)
            try:
                await asyncio.gather(_pour(here, further), _pour(there, answer))
            finally:
                self._ends.discard(further)
                further.close()
        except (OSError, asyncio.CancelledError):
            pass  # the line fell, or the server does not answer: whoever is at the other end finds it closed
        finally:
            self._ends.discard(answer)
            answer.close()


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    while some := await source.read(65536):
        into.write(some)
        await into.drain()
    if into.can_write_eof():
        into.write_eof()
