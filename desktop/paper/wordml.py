"""Paragraphs and tables as WordprocessingML elements: quick for many rows, with every value as plain text.

Rows are cloned from one model row per table: asking python-docx for `table.cell(i, j)` costs a minute and a half for
three hundred people, copying an element costs a tenth of a second.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from desktop.paper.sheet import Span
from desktop.paper.text import legible

WIDTH = 9298  # twips between the margins of an A4 page with 2.3 cm at both sides
MARGINS = 216  # twips that the margins of a cell take of its width
MUTED, ACCENT = "5B6780", "1F5EAB"
SHORT = 9  # rows of a table that is kept on one page
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold
_SPACES = {"w": nsmap["w"]}
Element = Any  # lxml elements of python-docx carry no types of their own


@cache
def _name(tag: str) -> str:
    return str(qn(f"w:{tag}"))


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the w: namespace with attributes of the same namespace."""
    # python-docx takes each name apart anew; a large acta has thirty thousand of them, and twenty different ones.
    made = oxml_parser.makeelement(
        _name(tag), {_name(key): str(value) for key, value in attributes.items()}, nsmap=_SPACES
    )
    for child in children:
        made.append(child)
    return made


def set_text(run: Element, text: str) -> None:
    """Puts text into a run: a line break for a new line, a tab for a tab, everything else as it was typed."""
    for number, line in enumerate(legible(text).split("\n")):
        if number:
            run.append(element("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                run.append(element("tab"))
            if part:
                words = element("t")
                words.text = part
                # Without it Word drops the blanks at both ends, and "Uso de la palabra: " sticks to the name.
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(words)


def run(text: str, *, strong: bool = False, muted: bool = False) -> Element:
    """A stretch of text in one voice."""
    made = element("r")
    if strong or muted:
        properties = element("rPr")
        if strong:
            properties.append(element("b"))
        if muted:
            properties.append(element("color", val=MUTED))
        made.append(properties)
    set_text(made, text)
    return made


def paragraph(style: str, spans: Iterable[Span] = (), *, align: str = "", keep: bool = False) -> Element:
    """A paragraph in the style with this identifier; `keep` holds it on the page of what follows."""
    properties = element("pPr", element("pStyle", val=style))
    if keep:
        properties.append(element("keepNext"))
    if align:
        properties.append(element("jc", val=align))
    made = element("p", properties)
    for span in spans:
        made.append(run(span.text, strong=span.strong, muted=span.muted))
    return made


def text_paragraph(style: str, text: str, *, align: str = "", keep: bool = False) -> Element:
    """A paragraph of one voice."""
    return paragraph(style, (Span(text),) if text else (), align=align, keep=keep)


def gap(style: str, height: int = 120) -> Element:
    """An empty paragraph of this height in twips: two tables with nothing between them become one table in Word."""
    made = text_paragraph(style, "")
    made.find(qn("w:pPr")).append(element("spacing", before=0, after=0, line=height, lineRule="exact"))
    return made


def widths_of(shares: Sequence[float], whole: int = WIDTH) -> list[int]:
    """The widths of columns in twips, which together are the whole."""
    widths = [round(share * whole) for share in shares]
    widths[-1] += whole - sum(widths)
    return widths


def empty_table(
    style: str, widths: Sequence[int], caption: str = "", *, first_row: bool, first_column: bool
) -> Element:
    """A table without rows, of fixed widths."""
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element(
            "tblLook",
            firstRow=int(first_row),
            lastRow=0,
            firstColumn=int(first_column),
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
    )
    if caption:
        properties.append(element("tblCaption", val=legible(caption)))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid)


def table_row(*cells: Element, head: bool = False, height: int = 0) -> Element:
    """A row that is never broken between two pages; `height` is the least of it in twips."""
    properties = element("trPr", element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=height, hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def table_cell(width: int, *paragraphs: Element) -> Element:
    """A cell of this width in twips."""
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *paragraphs)


def add_rows(
    table: Element,
    model: Element,
    rows: Sequence[Sequence[Any]],
    widths: Sequence[int],
    fill: Callable[[Element, Any, int], None],
) -> None:
    """The rows of a table, each cloned from the model; `fill(cell, content, width)` puts what it holds into a cell."""
    for number, row in enumerate(rows, 1):
        copied = deepcopy(model)
        for cell, content, width in zip(copied[1:], row, widths, strict=True):
            fill(cell, content, width)
        # Of a long one no single row stands alone above or below the end of a page.
        if number < len(rows) and (len(rows) <= SHORT or number in (1, len(rows) - 1)):
            keep_with_next(copied)
        table.append(copied)


def keep_with_next(row: Element) -> None:
    """Holds a row on the page of the next one: five bands of age do not deserve two pages."""
    for properties in row.iter(qn("w:pPr")):
        properties.find(qn("w:pStyle")).addnext(element("keepNext"))


def two_lines(paragraph: Element, text: str, under: str) -> None:
    """A text with a quieter line under it; without a text the quiet line stands alone."""
    if text or not under:
        paragraph.append(run(text))
    if text and under:
        paragraph.append(element("r", element("br")))
    if under:
        paragraph.append(run(under, muted=True))


def signatures(table_style: str, style: str, places: Sequence[tuple[str, str]], whole: int = WIDTH) -> Element:
    """Two places to sign side by side, each with room above its line."""
    widths = widths_of((0.5, 0.5), whole)
    made = empty_table(table_style, widths, first_row=False, first_column=False)
    for number in range(0, len(places), 2):
        two = [*places[number : number + 2], ("", "")][:2]
        made.append(table_row(*(_place(width, style, *place) for width, place in zip(widths, two, strict=True))))
    return made


def _place(width: int, style: str, name: str, role: str) -> Element:
    if not role:
        return table_cell(width, text_paragraph(style, ""))
    line = text_paragraph(style, name, keep=True)
    properties = line.find(qn("w:pPr"))
    properties.append(element("pBdr", element("top", val="single", sz=6, space=5, color=MUTED)))
    properties.append(element("spacing", before=1000))
    properties.append(element("ind", left=400, right=400))
    return table_cell(width, line, paragraph(style, (Span(role, muted=True),)))


def settled(content: bytes) -> bytes:
    """The same package with the hour of writing taken out of it, so that equal documents have equal sums."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(entry, old.read(name))
    return made.getvalue()
