"""What the card of the city's map means: taking a file in, deciding the doubtful, taking a decision back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.changes import Changes
from db.errors import Refused
from db.issues.points import known_places
from db.places.city import City
from db.places.city_map import CityMap, read_map
from db.places.doubts import Doubts, doubts
from db.places.drawing import AreaCard, MapStanding, joined_areas, map_areas, standing
from db.places.inhabitants_file import Counted, read_inhabitants
from db.places.map_files.knowing import is_map
from db.places.mapping import TakenIn, count_inhabitants, decide_area, forget_map, take_in_map
from db.places.queries import neighbourhoods
from desktop.desk import Desk
from desktop.lists import read_bytes
from desktop.places.file import read_file

NOUNS = ("neighbourhood", "map_area")
# Why a map cannot be placed yet: what a person can say about it.
_OF_COORDINATES = frozenset({"map_crs_needed", "map_crs_unknown", "map_elsewhere"})


@dataclass(frozen=True)
class Asked:
    """How a map is to be read, as somebody says who sees what was found; `take`: she wants it as it is."""

    name_field: str | None = None
    inhabitants_field: str | None = None
    crs: str | None = None
    take: bool = False


class PlacesView(Protocol):
    """What the card and its sheets must be able to show."""

    def show_standing(self, now: MapStanding) -> None: ...
    def show_areas(self, areas: Sequence[AreaCard], quarters: Mapping[str, str], *, can_undo: bool) -> None: ...
    def open_desk(self) -> None: ...
    def say_taken(self, told: TakenIn) -> None: ...
    def say_counted(self, told: Counted) -> None: ...
    async def ask_file(self) -> Path | None: ...
    async def ask_list(self) -> Path | None: ...
    async def ask_preview(self, found: CityMap, doubts: Doubts, asked: Asked) -> Asked | None: ...
    async def ask_crs(self, why: Refused, asked: Asked) -> Asked | None: ...
    async def ask_forget(self) -> bool: ...


class PlacesPresenter:
    """A map is shown before it is taken in; what it leaves open is decided at the desk for the doubtful."""

    def __init__(self, view: PlacesView, desk: Desk, city: City) -> None:
        self._view, self._desk, self._city = view, desk, city
        self._undo: list[tuple[str, tuple[str, ...] | None]] = []

    async def look(self, _changes: Changes | None = None) -> None:
        """How the map stands."""
        self._view.show_standing(await self._desk.ask(standing))
        areas = await self._desk.ask(map_areas)
        self._view.show_areas(areas, await self._quarters(), can_undo=bool(self._undo))

    async def bring(self) -> None:
        """A file that somebody chooses."""
        path = await self._view.ask_file()
        if path is not None:
            await self.take_in(path)

    async def fallen(self, files: Sequence[Path]) -> None:
        """Files fell on the window: the first that is a map."""
        for path in files:
            if await self._desk.off(is_map, path):
                await self.take_in(path)
                return

    async def take_in(self, path: Path) -> None:
        """Shows what is in a file, and takes it in when it is what was meant. Raises Refused as `read_map`."""
        raw = await self._desk.off(read_file, path)
        asked: Asked | None = Asked()
        while asked is not None and not asked.take:
            try:
                found = await self._desk.off(self._read, raw, asked)
            except Refused as no:
                if no.code not in _OF_COORDINATES:
                    raise
                asked = await self._view.ask_crs(no, asked)
                continue
            asked = await self._view.ask_preview(found, await self._doubts(found), asked)
        if asked is None:
            return
        told = (await self._desk.do(take_in_map, areas=found.areas)).outcome
        self._undo.clear()
        await self.look()
        self._view.say_taken(told)
        if told.waiting:
            self._view.open_desk()

    async def decide(self, area: str, quarter_ids: Sequence[str] | None) -> None:
        """Which quarters an area is: none of ours for an empty list, open again for None."""
        before = (await self._desk.do(decide_area, area=area, quarter_ids=quarter_ids)).outcome
        self._undo.append((area, before))
        await self.look()

    async def take_back(self) -> None:
        """The last decision of this window, as it was before."""
        if self._undo:
            area, before = self._undo.pop()
            await self._desk.do(decide_area, area=area, quarter_ids=before)
            await self.look()

    async def bring_inhabitants(self) -> None:
        """A list of inhabitants that somebody chooses. Raises Refused as `read_inhabitants`."""
        path = await self._view.ask_list()
        if path is None:
            return
        raw = await self._desk.off(read_bytes, path)
        told = await self._desk.off(read_inhabitants, raw, await self._quarters(), await self._desk.ask(joined_areas))
        await self._desk.do(count_inhabitants, inhabitants=told.inhabitants, together=told.together)
        self._view.say_counted(told)

    async def forget(self) -> None:
        """Takes the map off, once somebody means it."""
        if await self._view.ask_forget():
            await self._desk.do(forget_map)

    async def _doubts(self, found: CityMap) -> Doubts:
        here = (self._city.map_middle,) if self._city.map_middle else await self._desk.ask(known_places)
        return doubts(found, await self._quarters(), here)

    def _read(self, raw: bytes, asked: Asked) -> CityMap:
        return read_map(
            raw, name_field=asked.name_field, inhabitants_field=asked.inhabitants_field, crs=asked.crs,
            usual_crs=self._city.map_coordinates,
        )  # fmt: skip

    async def _quarters(self) -> dict[str, str]:
        return {one.id: one.name for one in await self._desk.ask(neighbourhoods)}
