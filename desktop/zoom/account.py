"""This desk's way into Zoom: the client with the credentials that are kept, for the window and the terminal alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from db.errors import Refused
from desktop.zoom.credentials import Credentials, Safe

if TYPE_CHECKING:
    from desktop.zoom.client import ZoomClient


def client_of(credentials: Credentials, now: Callable[[], datetime]) -> ZoomClient:
    """A client for these credentials; nothing is asked yet."""
    # requests and zoomus cost the start of every window; whoever has no Zoom never loads them.
    from desktop.zoom.client import ZoomClient
    from desktop.zoom.wire import Wire

    return ZoomClient(Wire(credentials, now=now), host=credentials.host)


class Account:
    """Keeps one client for as long as the credentials are the same: its token and its connections are used again."""

    def __init__(self, safe: Safe, now: Callable[[], datetime]) -> None:
        self._safe, self._now = safe, now
        self._known: tuple[Credentials, ZoomClient] | None = None

    async def is_set_up(self) -> bool:
        """Whether this desk has credentials."""
        return await self._safe.recall() is not None

    async def client(self) -> ZoomClient:
        """The client. Raises Refused: zoom_not_set_up."""
        credentials = await self._safe.recall()
        if credentials is None:
            raise Refused("zoom_not_set_up")
        if self._known is None or self._known[0] != credentials:
            self._known = (credentials, client_of(credentials, self._now))
        return self._known[1]
