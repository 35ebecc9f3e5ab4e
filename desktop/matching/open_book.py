"""Keeps the book of names open, so that the first call of an evening does not wait for it."""

from __future__ import annotations

from db.matching.opening import Opening, get_ready, write_a_page
from db.residents.namebook import out_of_date
from desktop.bridge import Bridge
from desktop.when_calm import AfterWriting

# Not while the window is put up, nor between two people who are typed in.
CALM_S = 5.0
# What is written in the book: names, and where somebody stands in the search, which her first sitting changes.
NOUNS = ("resident", "merge", "presence")


class OpenBook(AfterWriting):
    """Opens it portion by portion."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        super().__init__(bridge, NOUNS, calm_s=calm_s)

    async def _work(self) -> None:
        await self._bridge.off(get_ready)
        if await self._bridge.ask(out_of_date):
            # Nobody's work: the window does not say that something was stored.
            while self._is_calm and (await self._bridge.do_and_more(write_a_page)).outcome:
                await self._bridge.give_way()
        opening = Opening()
        while self._is_calm and await self._bridge.ask(opening.go_on):
            await self._bridge.give_way()
