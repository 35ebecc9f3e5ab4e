"""What the card of the account means: keep the credentials, try them out, say what is missing, forget them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from db.errors import Refused
from desktop.desk import Desk
from desktop.zoom.credentials import Credentials, Safe, as_typed

if TYPE_CHECKING:
    from desktop.zoom.capabilities import Checked
    from desktop.zoom.client import ZoomClient


class AccountView(Protocol):
    """What the presenter needs of the card."""

    def show_kept(self, kept: Credentials | None) -> None:
        """What is kept; the secret itself is never shown again."""
        ...

    def show_checked(self, found: Checked) -> None:
        """What Zoom lets this desk do."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """While Zoom is asked."""
        ...

    def say_kept(self, *, in_keyring: bool) -> None:
        """Where they are now."""
        ...


class AccountPresenter:
    """What a person typed is kept first and tried then: a weak connection costs her no second copying."""

    def __init__(
        self, view: AccountView, desk: Desk, safe: Safe, connect: Callable[[Credentials], ZoomClient],
        changed: Callable[[], None],
    ) -> None:  # fmt: skip
        self._view, self._desk, self._safe, self._connect, self._changed = view, desk, safe, connect, changed

    async def look(self) -> None:
        """Show what is kept."""
        self._view.show_kept(await self._safe.recall())

    async def keep(self, typed: Mapping[str, str]) -> None:
        """Keep what was typed, and try it out. An empty secret leaves the one that is kept."""
        kept = await self._safe.recall()
        secret = typed["client_secret"] or (kept.client_secret if kept else "")
        told = as_typed(**{**typed, "client_secret": secret})
        in_keyring = await self._safe.keep(told)
        self._changed()
        self._view.show_kept(told)
        self._view.say_kept(in_keyring=in_keyring)
        await self.try_out()

    async def try_out(self) -> None:
        """Ask Zoom what it lets this desk do."""
        from desktop.zoom.capabilities import check  # see account.py: whoever has no Zoom never loads it

        kept = await self._safe.recall()
        if kept is None:
            raise Refused("zoom_not_set_up")
        self._view.show_busy(busy=True)
        try:
            self._view.show_checked(await self._desk.off(check, self._connect(kept)))
        finally:
            self._view.show_busy(busy=False)

    async def forget(self) -> None:
        """Take them out."""
        await self._safe.forget()
        self._changed()
        self._view.show_kept(None)
