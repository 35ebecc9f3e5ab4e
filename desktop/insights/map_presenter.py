"""What the map of participation means: which places, which people of them, and which file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from db.errors import Unavailable
from db.insights.by_quarter import CameTo, FromQuarter, people_by_quarter, sittings_with_people_from
from db.insights.scope import Scope
from db.places.city import City
from db.places.drawing import Shape, inhabitants_by_district, shapes
from db.places.queries import districts, neighbourhoods
from db.places.schematic import scheme
from desktop.desk import Desk
from desktop.insights.quarters import DISTRICTS, QUARTERS, Origins, Place, origins, places_of_quarters
from desktop.insights.series import csv_text


class OriginsView(Protocol):
    """What the panel must be able to show."""

    def show_levels(self, level: str, *, has_quarters: bool) -> None: ...
    def show_origins(self, told: Origins) -> None: ...
    def show_sittings(self, found: Sequence[CameTo]) -> None: ...
    def show_saved(self, path: Path) -> None: ...
    def picture(self) -> bytes: ...
    def drawing(self) -> bytes: ...
    def table(self) -> tuple[Sequence[str], Sequence[Sequence[object]]]: ...
    async def ask_place(self, ending: str) -> Path | None: ...


class OriginsPresenter:
    """`scheme_file` is the drawing of the city's districts, where there is one; `words` name who is in no place."""

    def __init__(
        self,
        view: OriginsView,
        desk: Desk,
        city: City,
        today: Callable[[], date],
        scheme_file: Path,
        words: Callable[[str], str],
    ) -> None:
        self._view, self._desk, self._city, self._words = view, desk, city, words
        self._today, self._scheme_file = today, scheme_file
        self._scope: Scope | None = None
        self._before: Scope | None = None
        self._level: str | None = None

    async def look(self, scope: Scope, before: Scope | None) -> None:
        """Other sittings: those of a scope, and those of the period before it, if there is one to compare with."""
        self._scope, self._before = scope, before
        await self.refresh()

    async def refresh(self) -> None:
        """The same again: the map changed, or the roll."""
        if self._scope is None:
            return
        drawn = await self._desk.ask(shapes)
        level, places = await self._places(drawn)
        now = await self._people(self._scope)
        before = await self._people(self._before) if self._before else None
        drawn_as = {quarter: one.key for one in drawn for quarter in one.quarter_ids}
        self._view.show_origins(origins(level, places, now, before, self._words, drawn_as))

    async def choose_level(self, level: str) -> None:
        """Quarters or districts."""
        self._level = level
        await self.refresh()

    async def open_place(self, homes: Sequence[str]) -> None:
        """The sittings behind a place, by its quarters or districts."""
        if self._scope is not None:
            self._view.show_sittings(
                await self._desk.ask(sittings_with_people_from, scope=self._scope, homes=tuple(homes))
            )

    async def save_picture(self) -> None:
        """The map as PNG, where the person says. Raises Unavailable: file_unwritable."""
        await self._save("png", self._view.picture)

    async def save_drawing(self) -> None:
        """The map as SVG, where the person says. Raises Unavailable: file_unwritable."""
        await self._save("svg", self._view.drawing)

    async def save_table(self) -> None:
        """The numbers behind the map as CSV, where the person says. Raises Unavailable: file_unwritable."""
        await self._save("csv", lambda: csv_text(*self._view.table()).encode("utf-8"))

    async def _save(self, ending: str, content: Callable[[], bytes]) -> None:
        path = await self._view.ask_place(ending)
        if path is not None:
            await self._desk.off(_write, path, content())
            self._view.show_saved(path)

    async def _people(self, scope: Scope) -> tuple[FromQuarter, ...]:
        return await self._desk.ask(people_by_quarter, scope=scope, zone=self._city.zone, today=self._today())

    async def _places(self, drawn: Sequence[Shape]) -> tuple[str, tuple[Place, ...]]:
        """The places of the level that is shown: quarters as soon as the city has given a map of them."""
        has_quarters = any(one.quarter_ids for one in drawn)
        level = (self._level or QUARTERS) if has_quarters else DISTRICTS
        self._view.show_levels(level, has_quarters=has_quarters)
        if level == QUARTERS:
            names = {one.id: one.name for one in await self._desk.ask(neighbourhoods)}
            return level, places_of_quarters(drawn, names)
        heads = await self._desk.ask(inhabitants_by_district)
        there = await self._desk.ask(districts)
        rings = scheme([one.code for one in there], self._scheme_file)
        return level, tuple(
            Place(one.id, one.name, (one.id,), ((rings[one.code],),), heads.get(one.id)) for one in there
        )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unavailable("file_unwritable", path=str(path)) from error
