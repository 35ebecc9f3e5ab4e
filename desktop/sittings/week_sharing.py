"""The agenda of the seven days on the page of today, told to others: which kind, of which district, for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from db.clock import Clock
from db.places.city import City
from desktop.desk import Desk
from desktop.sittings.week_notice import Notice, file_words, message, notice

MESSAGE = "txt"
"""The kind that is copied, to be put into a group."""


@dataclass(frozen=True)
class Wish:
    """What the person chose: the ending of the file, a district or the city, and whether it is for anybody."""

    kind: str
    district_id: str | None
    public: bool


class SharingView(Protocol):
    """What asks and tells."""

    async def ask(self) -> Wish | None: ...
    async def ask_place(self, name: str) -> Path | None: ...
    def copy(self, text: str) -> None: ...
    def show_saved(self, path: Path) -> None: ...


class SharingPresenter:
    """`first` is the first of the days on the page; `write` leaves a notice as the ending of the path says."""

    def __init__(
        self, view: SharingView, desk: Desk, city: City, clock: Clock, first: Callable[[], date],
        write: Callable[..., object],
    ) -> None:  # fmt: skip
        self._view, self._desk, self._city, self._clock = view, desk, city, clock
        self._first, self._write = first, write

    async def share(self) -> None:
        """From the question to the file, or to words that are copied. Raises Unavailable: paper_file_unwritable."""
        first = self._first()
        wish = await self._view.ask()
        if wish is None:
            return
        told: Notice = await self._desk.ask(
            notice, first=first, city=self._city, district_id=wish.district_id, public=wish.public
        )
        if wish.kind == MESSAGE:
            self._view.copy(message(told))
            return
        path = await self._view.ask_place(f"{file_words(told)}.{wish.kind}")
        if path is not None:
            await self._desk.off(self._write, told, path, self._clock.now())
            self._view.show_saved(path)
