"""Finds the line that names the columns of a table, under titles and empty lines, and what each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from db.folding import words
from db.spreadsheet import Table

# field -> the words that name it, folded and joined by single spaces.
Spellings = Mapping[str, Sequence[str]]
# Letterheads, dates and «Padrón de participantes» stand above the names of the columns, rarely in more lines than this.
DEEPEST = 30
SAMPLES = 3


@dataclass(frozen=True)
class SheetColumn:
    """One column: its title (unique among them), what it was taken for (None: nobody knows), and some of its cells."""

    title: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """Where the names of the columns stand, and how many of them are known."""

    table: Table
    at: int
    fields: tuple[str | None, ...]

    @property
    def score(self) -> int:
        return len(set(self.fields) - {None})


def find_heading(tables: Sequence[Table], spellings: Spellings) -> Heading:
    """The table, and the line in it, whose columns are known best; of equals the first.

    When no line names anything, the first line with two filled cells stands in for it: somebody has to say by hand.
    """
    known = {spelling: field for field, told in spellings.items() for spelling in told}
    found = [heading for table in tables for heading in _candidates(table, known)]
    best = max(found, key=lambda heading: heading.score)
    if best.score:
        return best
    return next((heading for heading in found if sum(map(bool, map(str.strip, _cells(heading)))) > 1), found[0])


def _candidates(table: Table, known: Mapping[str, str]) -> list[Heading]:
    found = []
    for at, (_, row) in enumerate(islice(table.rows, DEEPEST)):
        found.append(Heading(table, at, tuple(known.get(" ".join(words(cell))) for cell in row)))
    return found


def _cells(heading: Heading) -> Sequence[str]:
    return heading.table.rows[heading.at][1]


def columns_of(heading: Heading) -> tuple[SheetColumn, ...]:
    """The columns with their titles. Spreadsheets save empty ones at the right: without a name, only what holds
    something is one, and is called by its number.
    """
    below = heading.table.rows[heading.at + 1 :]
    cells = _cells(heading)
    reach = max([len(cells), *(len(row) for _, row in below)], default=0)
    filled: dict[int, list[str]] = {at: [] for at in range(reach)}
    for _, row in below:
        for at, cell in enumerate(row):
            if len(filled[at]) < SAMPLES and cell.strip() and cell.strip() not in filled[at]:
                filled[at].append(cell.strip())
    made: list[SheetColumn] = []
    titles: dict[str, int] = {}
    for at in range(reach):
        name = " ".join(cells[at].split()) if at < len(cells) else ""
        if not name and not filled[at]:
            title = ""
        else:
            title = name or str(at + 1)
            titles[title] = titles.get(title, 0) + 1
            if titles[title] > 1:
                title = f"{title} ({titles[title]})"
        field = heading.fields[at] if at < len(heading.fields) else None
        made.append(SheetColumn(title, field, tuple(filled[at])))
    return tuple(made)
