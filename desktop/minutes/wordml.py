"""Paragraphs and tables as WordprocessingML elements: quick for many rows, with every value as plain text.

Rows are cloned from one model row per table: asking python-docx for `table.cell(i, j)` costs a minute and a half for
three hundred people, copying an element costs a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from desktop.minutes.blocks import Bar, Cell, Column, Content, Pairs, Signatures, Span, Sum, Table
from desktop.minutes.phrases import legible

WIDTH = 9298  # twips between the margins of the template's A4 page
STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "heading1": "Heading1",
    "heading2": "Heading2",
    "body": "MinutesBody",
    "lead": "MinutesLead",
    "note": "MinutesNote",
    "meta": "MinutesMeta",
    "notice": "MinutesNotice",
    "cell": "MinutesCell",
    "head": "MinutesCellHead",
    "label": "MinutesLabel",
    "figure": "MinutesFigure",
    "sign": "MinutesSign",
    "bar": "MinutesBar",
}
MUTED, ACCENT = "5B6780", "1F5EAB"
SHORT = 9  # rows of a table that is kept on one page
Element = Any  # lxml elements of python-docx carry no types of their own


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the w: namespace with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}", {qn(f"w:{key}"): str(value) for key, value in attributes.items()})
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
    """A paragraph in one of the template's styles; `keep` holds it on the page of what follows."""
    properties = element("pPr", element("pStyle", val=STYLES[style]))
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


def _widths(shares: Sequence[float]) -> list[int]:
    widths = [round(share * WIDTH) for share in shares]
    widths[-1] += WIDTH - sum(widths)
    return widths


def _table(style: str, widths: Sequence[int], caption: str = "", *, first_row: bool, first_column: bool) -> Element:
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=WIDTH, type="dxa"),
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


def _row(*cells: Element, head: bool = False) -> Element:
    properties = element("trPr", element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def _cell(width: int, *paragraphs: Element) -> Element:
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *paragraphs)


def _content(cell: Element, content: Content, width: int) -> None:
    """Fills a cloned cell, which already holds one empty paragraph of the right style and side."""
    model = cell[-1]
    if isinstance(content, Bar):
        cell.replace(model, _bar(content, width))
        return
    if isinstance(content, Cell):
        model.append(run(content.text))
        if content.under:
            model.append(element("r", element("br")))
            model.append(run(content.under, muted=True))
    elif content:
        model.append(run(content))


def _bar(bar: Bar, width: int) -> Element:
    """A shaded paragraph as long as its share: nothing to draw, nothing that a screen reader would read aloud."""
    if bar.share <= 0:
        return text_paragraph("cell", "")
    inner = width - 216  # less the margins of the cell
    made = text_paragraph("bar", "")
    made.find(qn("w:pPr")).append(element("ind", right=inner - max(round(inner * min(bar.share, 1.0)), 30)))
    return made


def table(block: Table) -> Element:
    """A table with its header row marked, so that it is repeated on every page and read aloud as a header."""
    widths = _widths([column.share for column in block.columns])
    made = _table("MinutesTable", widths, block.caption, first_row=True, first_column=False)
    made.append(
        _row(
            *(
                _cell(width, text_paragraph("head", column.title, align=_side(column)))
                for column, width in zip(block.columns, widths, strict=True)
            ),
            head=True,
        )
    )
    model = _row(
        *(
            _cell(width, text_paragraph("cell", "", align=_side(column)))
            for column, width in zip(block.columns, widths, strict=True)
        )
    )
    for number, row in enumerate(block.rows, 1):
        copied = deepcopy(model)
        for cell, content, width in zip(copied[1:], row, widths, strict=True):
            _content(cell, content, width)
        if len(block.rows) <= SHORT and number < len(block.rows):
            _keep(copied)
        made.append(copied)
    return made


def _keep(row: Element) -> None:
    """Holds a row on the page of the next one: five bands of age do not deserve two pages."""
    for properties in row.iter(qn("w:pPr")):
        properties.find(qn("w:pStyle")).addnext(element("keepNext"))


def _side(column: Column) -> str:
    return "right" if column.number else ""


def pairs(block: Pairs) -> Element:
    """Labels at the left, values at the right."""
    widths = _widths((0.2, 0.8))
    made = _table("MinutesPairs", widths, first_row=False, first_column=True)
    for label, value in block.rows:
        made.append(
            _row(
                _cell(widths[0], paragraph("cell", (Span(label, muted=True),))),
                _cell(widths[1], text_paragraph("cell", value)),
            )
        )
    return made


def total(block: Sum) -> Element:
    """Labels as the header row, the big numbers with their signs under them."""
    widths = _widths([1 / len(block.terms)] * len(block.terms))
    caption = " ".join(f"{term.sign} {term.label}".strip() for term in block.terms)
    made = _table("MinutesSum", widths, caption, first_row=True, first_column=False)
    terms = list(zip(block.terms, widths, strict=True))
    made.append(_row(*(_cell(width, text_paragraph("label", term.label)) for term, width in terms), head=True))
    numbers = []
    for term, width in terms:
        spans = [Span(term.sign + " ", muted=True)] if term.sign else []
        numbers.append(_cell(width, paragraph("figure", (*spans, Span(str(term.value))))))
    made.append(_row(*numbers))
    return made


def signatures(block: Signatures) -> Element:
    """Two places to sign side by side, each with room above its line."""
    widths = _widths((0.5, 0.5))
    made = _table("MinutesSignatures", widths, first_row=False, first_column=False)
    places = list(block.places)
    for number in range(0, len(places), 2):
        two = [*places[number : number + 2], ("", "")][:2]
        made.append(_row(*(_place(width, *place) for width, place in zip(widths, two, strict=True))))
    return made


def _place(width: int, name: str, role: str) -> Element:
    if not role:
        return _cell(width, text_paragraph("sign", ""))
    line = text_paragraph("sign", name, keep=True)
    properties = line.find(qn("w:pPr"))
    properties.append(element("pBdr", element("top", val="single", sz=6, space=5, color=MUTED)))
    properties.append(element("spacing", before=1000))
    properties.append(element("ind", left=400, right=400))
    return _cell(width, line, paragraph("sign", (Span(role, muted=True),)))
