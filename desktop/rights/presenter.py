"""What the person at the desk means: give a neighbour her file, or erase her."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from db.clock import Clock
from db.duplicates.queries import proposals
from db.errors import Refused
from db.places.city import City
from db.rights.commands import erase
from db.rights.compacting import compact
from db.rights.outcomes import Erased
from db.rights.queries import mentions, person_file
from db.rights.told import PersonFile
from desktop.desk import Desk
from desktop.rights.preview import Preview, preview_of

Blotted = tuple[tuple[str, str, str], ...]


class RightsView(Protocol):
    """What asks and tells."""

    async def choose_place(self, name: str) -> Path | None:
        """Where the file of the person of this name is to be saved; None when it is not."""
        ...

    async def confirm_erasure(self, preview: Preview) -> Blotted | None:
        """The texts to blot her out of; None when she is not to be erased."""
        ...

    def tell_saved(self, name: str, paths: tuple[Path, ...]) -> None:
        """The files are there."""
        ...

    def tell_erased(self, done: Erased) -> None:
        """She is gone from the record."""
        ...


class RightsPresenter:
    """`save` writes a file (desktop.rights.saving.save); it is handed in, for it draws and no presenter does."""

    def __init__(
        self, view: RightsView, desk: Desk, city: City, clock: Clock, save: Callable[..., tuple[Path, ...]]
    ) -> None:
        self._view, self._desk, self._city, self._clock, self._save = view, desk, city, clock, save

    async def make_file(self, resident_id: str) -> None:
        """Her complete file, as Word or PDF with its JSON. Raises Refused: resident_unknown, and as `save`."""
        file: PersonFile = await self._desk.ask(person_file, resident_id=resident_id)
        wanted = await self._view.choose_place(file.name or file.resident_id[:8])
        if wanted is None:
            return
        now = self._clock.now()
        paths = await self._desk.off(self._save, file, self._city, now=now, wanted=wanted, force=True)
        self._view.tell_saved(file.name, paths)

    async def erase(self, resident_id: str) -> None:
        """Shows what would go and what would stay, and erases her when that is confirmed.

        Raises Refused: resident_unknown, resident_erased; Unavailable: record_busy, when her last traces have to wait.
        """
        file = await self._desk.ask(person_file, resident_id=resident_id)
        if all(row.erased_at for row in file.rows):
            raise Refused("resident_erased")
        found = await self._desk.ask(mentions, resident_id=resident_id)
        twins = await self._desk.ask(proposals, about=[row.id for row in file.rows])
        blotted = await self._view.confirm_erasure(preview_of(file, found, twins))
        if blotted is None:
            return
        zone = self._city.zone
        done = (await self._desk.do(erase, resident_id=resident_id, zone=zone, blot_out=blotted)).outcome
        try:
            await self._desk.ask(compact)
        finally:
            self._view.tell_erased(done)
