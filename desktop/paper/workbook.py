"""A list as a workbook that Excel and LibreOffice open: every cell is text, a day or a number, and never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from desktop.paper.text import legible

# What a cell of Excel holds; more is dropped by it without a word.
LONGEST = 32_767
Value = str | date | float | None


def workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]) -> bytes:
    """A sheet with a header that stays in sight; `columns` are titles and widths in letters.

    What is longer than a cell can hold goes on in the line below, where the other cells are empty.
    """
    # A tenth of a second to load, wanted once a month.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped, day = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
    )
    sheet.freeze_panes(1, 0)
    for place, (words, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, words, bold)
    line = 0
    for row in rows:
        for part in _parts(row):
            line += 1
            for place, value in enumerate(part):
                if isinstance(value, str):
                    sheet.write_string(line, place, value, wrapped)
                elif isinstance(value, date):
                    sheet.write_datetime(line, place, value, day)
                elif value is not None:
                    sheet.write_number(line, place, value, wrapped)
    sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def _parts(row: Sequence[Value]) -> list[list[Value]]:
    cut = [_cut(value) if isinstance(value, str) else [value] for value in row]
    tallest = max(map(len, cut), default=1)
    return [[parts[place] if place < len(parts) else None for parts in cut] for place in range(tallest)]


def _cut(text: str) -> list[Value]:
    text = legible(text)
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return [text or None]
    # Excel counts as UTF-16 does: half of what it holds never is too much.
    half = LONGEST // 2
    return [text[at : at + half] for at in range(0, len(text), half)]
