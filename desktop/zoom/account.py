"""This desk's way into Zoom: the client with the credentials that are kept, for the window and the terminal alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from db.errors import Refused
from desktop.zoom.credentials import Credentials, Safe

if TYPE_CHECKING:
    from desktop.zoom.client import ZoomClient


def client_of(credentials: Credentials, *, now: Callable[[], datetime], zone: tzinfo) -> ZoomClient:
    """A client for these credentials, that tells moments on the clock of the city; nothing is asked yet."""
    # requests and zoomus cost the start of every window; whoever has no Zoom never loads them.
    from desktop.zoom.client import ZoomClient
    from desktop.zoom.wire import Wire

    return ZoomClient(Wire(credentials, now=now, zone=zone), host=credentials.host)


class Account:
    """Keeps one client for as long as nobody changes the credentials: its token and its connections are used again."""

    def __init__(self, safe: Safe, connect: Callable[[Credentials], ZoomClient]) -> None:
        self._safe, self._connect = safe, connect
        self._asked = False
        self._known: tuple[Credentials, ZoomClient | None] | None = None

    async def is_set_up(self) -> bool:
        """Whether this desk has credentials."""
        if not self._asked:
            # Once: a keyring that is locked would ask the person for its password every half minute.
            credentials = await self._safe.recall()
            self._known, self._asked = None if credentials is None else (credentials, None), True
        return self._known is not None

    async def client(self) -> ZoomClient:
        """The client. Raises Refused: zoom_not_set_up."""
        if not await self.is_set_up() or self._known is None:
            raise Refused("zoom_not_set_up")
        credentials, client = self._known
        client = client or self._connect(credentials)
        self._known = (credentials, client)
        return client

    def forget(self) -> None:
        """Others may be kept now: they are looked up when they are needed next."""
        if self._known and self._known[1]:
            self._known[1].wire.close()
        self._asked, self._known = False, None
