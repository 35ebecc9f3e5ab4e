"""What the map of participation means: which places, which people of them, and which file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from db.errors import Unavailable
from db.insights.answers import Answer
from db.insights.by_quarter import CameTo, district_of_quarters, from_quarters, sittings_with_people_from
from db.insights.scope import Scope
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


Behind = Callable[[frozenset[tuple[str, ...]]], Awaitable[Sequence[CameTo]]]


@dataclass(frozen=True)
class Seen:
    """What the page looks at: the sittings of a scope, the figure «quarters» of them, and of the period before, if
    there is one to compare with. `changed`: because something was written, and not because somebody chose. `behind`
    tells the sittings behind quarters, where the numbers are not of this laptop; None: it knows them itself."""

    scope: Scope
    quarters: Answer
    quarters_before: Answer | None
    changed: bool
    behind: Behind | None = None


class OriginsPresenter:
    """`scheme_file` is the drawing of the city's districts, where there is one; `words` name who is in no place."""

    def __init__(
        self,
        view: OriginsView,
        desk: Desk,
        scheme_file: Path,
        words: Callable[[str], str],
    ) -> None:
        self._view, self._desk, self._words, self._scheme_file = view, desk, words, scheme_file
        self._seen: Seen | None = None
        self._map: _Map | None = None
        self._level: str | None = None

    async def look(self, seen: Seen) -> None:
        """Other sittings, or the same again because something changed."""
        self._seen = seen
        if seen.changed:
            self._map = None
        await self._show()

    async def choose_level(self, level: str) -> None:
        """Quarters or districts."""
        self._level = level
        await self._show()

    async def open_place(self, homes: Sequence[str]) -> None:
        """The sittings behind a place, by its quarters or districts."""
        if self._seen is None:
            return
        found: Sequence[CameTo]
        if self._seen.behind is not None and self._map is not None:
            there = {quarter for quarter, district in self._map.district_of.items() if district in homes}
            found = await self._seen.behind(frozenset((quarter,) for quarter in there.union(homes)))
        else:
            found = await self._desk.ask(sittings_with_people_from, scope=self._seen.scope, homes=tuple(homes))
        self._view.show_sittings(found)

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

    async def _show(self) -> None:
        if self._seen is None:
            return
        if self._map is None:
            self._map = await self._desk.ask(_read_map)
        drawn, there = self._map, self._seen
        level, places = await self._places(drawn)
        now = from_quarters(there.quarters, drawn.district_of)
        before = from_quarters(there.quarters_before, drawn.district_of) if there.quarters_before else None
        drawn_as = {quarter: one.key for one in drawn.shapes for quarter in one.quarter_ids}
        self._view.show_origins(origins(level, places, now, before, self._words, drawn_as))

    async def _places(self, drawn: _Map) -> tuple[str, tuple[Place, ...]]:
        """The places of the level that is shown: quarters as soon as the city has given a map of them."""
        has_quarters = any(one.quarter_ids for one in drawn.shapes)
        level = (self._level or QUARTERS) if has_quarters else DISTRICTS
        self._view.show_levels(level, has_quarters=has_quarters)
        if level == QUARTERS:
            return level, places_of_quarters(drawn.shapes, drawn.names)
        heads = await self._desk.ask(inhabitants_by_district)
        there = await self._desk.ask(districts)
        rings = scheme([one.code for one in there], self._scheme_file)
        return level, tuple(
            Place(one.id, one.name, (one.id,), ((rings[one.code],),), heads.get(one.id)) for one in there
        )


@dataclass(frozen=True)
class _Map:
    """The city as it is drawn, whatever sittings are shown: read when something changed, and not at every click."""

    shapes: Sequence[Shape]
    names: Mapping[str, str]
    district_of: Mapping[str, str]


def _read_map(session: Session) -> _Map:
    names = {one.id: one.name for one in neighbourhoods(session)}
    return _Map(shapes(session), names, district_of_quarters(session))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unavailable("file_unwritable", path=str(path)) from error
