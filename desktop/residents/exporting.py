"""The roll as a file: read in portions, so that the door has its turn, told how far it is, and left off at any time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

from db.residents.export_file import ExportFile
from db.residents.listing import Wanted
from db.residents.roll_export import Place, Plan, export_portion, plan_export
from desktop.desk import Desk
from desktop.residents.reading import part_of_roll


class ExportView(Protocol):
    """What is asked and told while a list is made."""

    async def ask_where(self, total: int, day: str) -> Path | None:
        """Where the exported roll goes; None when the person went back."""
        ...

    def show_exporting(self, done: int, total: int) -> None:
        """How far it is."""
        ...

    def show_export_over(self) -> None:
        """It is done, or was left off."""
        ...

    def show_exported(self, path: Path, people: int) -> None:
        """So many people are in the file."""
        ...


class Exporting:
    """One list at a time."""

    def __init__(self, view: ExportView, desk: Desk, today: Callable[[], date]) -> None:
        self._view, self._desk, self._today = view, desk, today
        self._stopped = False

    async def export(self, text: str, neighbourhood_id: str | None) -> None:
        """The roll, or whom the letters or the quarter mean. Raises Refused, Unavailable as `ExportFile` does."""
        plan = await self._desk.ask(plan_export, text=text, neighbourhood_id=neighbourhood_id)
        people = await self._how_many(plan)
        path = await self._view.ask_where(people, self._today().isoformat())
        if path is None:
            return
        self._stopped = False
        try:
            with ExportFile(path, plan) as file:
                written = await self._write(plan, file, people)
        finally:
            self._view.show_export_over()
        if written is not None:
            self._view.show_exported(path, written)

    async def stop(self) -> None:
        """No list after all: nothing of it stays."""
        self._stopped = True

    async def _write(self, plan: Plan, file: ExportFile, people: int) -> int | None:
        """How many people are in the file; None when it was left off."""
        # Reading and writing each are half of the way.
        place: Place | None = Place()
        while place is not None:
            self._view.show_exporting(people * place.seen // max(2 * plan.rows, 1), people)
            portion = await self._desk.ask(export_portion, plan=plan, place=place)
            await self._desk.off(file.add, portion)
            if self._stopped:
                return None
            place = portion.next
        while await self._desk.off(file.write_some):
            self._view.show_exporting((people + file.written) // 2, people)
            if self._stopped:
                return None
        self._view.show_exporting(people, people)
        return await self._desk.off(file.finish)

    async def _how_many(self, plan: Plan) -> int:
        if plan.ids is not None:
            return len(plan.ids)
        found, before = 0, ""
        wanted = Wanted(neighbourhood_id=plan.neighbourhood_id or "")
        while True:
            part = await self._desk.ask(part_of_roll, wanted=wanted, today=self._today(), before=before, limit=0)
            found += part.found
            if part.before is None:
                return found
            before = part.before
