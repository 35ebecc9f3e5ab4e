"""What is meant when a list of organisations is taken in: its columns, what would come of it, the writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.errors import Refused
from db.headings import SheetColumn, columns_of, find_heading
from db.organisations.commands import import_organisations
from db.organisations.intake import ImportedOrganisations, JudgedOrganisation, OrganisationLine, judge_organisations
from db.organisations.organisations_file import SPELLINGS, OrganisationRoll, read_organisations
from db.organisations.rules import CHANGED, ERROR, NEW, SAME
from db.spreadsheet import read_tables
from desktop.desk import Desk
from desktop.lists import read_bytes

ALL = "all"
KINDS = (NEW, CHANGED, SAME, ERROR)
AT_ONCE = 500
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls"})
__all__ = ["ALL", "KINDS", "SUFFIXES", "Judged", "OrganisationsIntake", "OrganisationsIntakeView"]


@dataclass
class Judged:
    """A list looked through: the verdict on each line, and which of them are looked at."""

    name: str
    ignored: tuple[str, ...]
    rows: tuple[JudgedOrganisation, ...]
    kind: str = ALL
    most: int = AT_ONCE

    def of(self, kind: str) -> tuple[JudgedOrganisation, ...]:
        """The lines of a kind."""
        return self.rows if kind == ALL else tuple(row for row in self.rows if row.kind == kind)


class OrganisationsIntakeView(Protocol):
    """What is said to the panel."""

    def show_file(self, name: str, columns: tuple[SheetColumn, ...]) -> None:
        """The columns of the file, and what they were taken for."""
        ...

    def show_no(self, no: Refused) -> None:
        """Why the columns do not do."""
        ...

    def show_judged(self, judged: Judged) -> None:
        """What would come of it."""
        ...

    def show_end(self, name: str, done: ImportedOrganisations) -> None:
        """What came of it."""
        ...

    def go_back(self) -> None:
        """Back to the list."""
        ...


class OrganisationsIntake:
    """A city has a few hundred: they are written in one transaction."""

    def __init__(self, view: OrganisationsIntakeView, desk: Desk, *, phone_prefix: str) -> None:
        self._view, self._desk, self._phone_prefix = view, desk, phone_prefix
        self._raw, self._name = b"", ""
        self._lines: tuple[OrganisationLine, ...] = ()
        self._judged: Judged | None = None

    async def begin(self, path: Path) -> None:
        """A file was chosen, or fell on the page."""
        self._raw, self._name = await self._desk.off(read_bytes, path), path.name
        self._view.show_file(self._name, await self._desk.off(_columns, self._raw))

    async def review(self, mapping: Mapping[str, str]) -> None:
        """The columns are right: look through the lines."""
        try:
            read: OrganisationRoll = await self._desk.off(read_organisations, self._raw, mapping)
        except Refused as no:
            self._view.show_no(no)
            return
        self._lines = read.lines
        rows = await self._desk.ask(judge_organisations, lines=self._lines, phone_prefix=self._phone_prefix)
        self._judged = Judged(self._name, read.ignored_columns, rows)
        self._view.show_judged(self._judged)

    async def look_at(self, kind: str) -> None:
        """Only the lines of one kind."""
        if self._judged is not None:
            self._judged.kind, self._judged.most = kind, AT_ONCE
            self._view.show_judged(self._judged)

    async def show_more(self) -> None:
        """Five hundred more of them."""
        if self._judged is not None:
            self._judged.most += AT_ONCE
            self._view.show_judged(self._judged)

    async def write(self) -> None:
        """Take it in."""
        if self._judged is None:
            return
        done = await self._desk.do(import_organisations, lines=self._lines, phone_prefix=self._phone_prefix)
        self._view.show_end(self._name, done.outcome)
        self._forget()

    def leave(self) -> None:
        """Back to the list; nothing more is written."""
        self._forget()
        self._view.go_back()

    def _forget(self) -> None:
        self._raw, self._judged, self._lines = b"", None, ()


def _columns(raw: bytes) -> tuple[SheetColumn, ...]:
    return columns_of(find_heading(read_tables(raw).tables, SPELLINGS))
