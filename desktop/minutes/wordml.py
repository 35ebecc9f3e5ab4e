"""The parts of the minutes as WordprocessingML elements, in the styles of the template."""

from __future__ import annotations

from collections.abc import Iterable

from docx.oxml.ns import qn

from desktop.minutes.blocks import Bar, Column, Content, Pairs, Signatures, Sum, Table
from desktop.paper import wordml
from desktop.paper.sheet import Cell, Span
from desktop.paper.wordml import Element, element, empty_table, table_cell, table_row, widths_of

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


def paragraph(style: str, spans: Iterable[Span] = (), *, align: str = "", keep: bool = False) -> Element:
    """A paragraph in one of the template's styles; `keep` holds it on the page of what follows."""
    return wordml.paragraph(STYLES[style], spans, align=align, keep=keep)


def text_paragraph(style: str, text: str, *, align: str = "") -> Element:
    """A paragraph of one voice."""
    return wordml.text_paragraph(STYLES[style], text, align=align)


def gap(*, keep: bool = False) -> Element:
    """What keeps two tables apart."""
    made = wordml.gap(STYLES["meta"])
    if keep:
        made.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").addnext(element("keepNext"))
    return made


def _content(cell: Element, content: Content, width: int) -> None:
    """Fills a cloned cell, which already holds one empty paragraph of the right style and side."""
    model = cell[-1]
    if isinstance(content, Bar):
        cell.replace(model, _bar(content, width))
    elif isinstance(content, Cell):
        wordml.two_lines(model, content.text, content.under)
    elif content:
        model.append(wordml.run(content))


def _bar(bar: Bar, width: int) -> Element:
    """A shaded paragraph as long as its share: nothing to draw, nothing that a screen reader would read aloud."""
    if bar.share <= 0:
        return text_paragraph("cell", "")
    inner = width - wordml.MARGINS
    made = text_paragraph("bar", "")
    made.find(qn("w:pPr")).append(element("ind", right=inner - max(round(inner * min(bar.share, 1.0)), 30)))
    return made


def table(block: Table) -> Element:
    """A table with its header row marked, so that it is repeated on every page and read aloud as a header."""
    widths = widths_of([column.share for column in block.columns])
    made = empty_table("MinutesTable", widths, block.caption, first_row=True, first_column=False)
    sides = [_side(column) for column in block.columns]
    heads = [
        text_paragraph("head", column.title, align=side) for column, side in zip(block.columns, sides, strict=True)
    ]
    made.append(table_row(*map(table_cell, widths, heads), head=True))
    model = table_row(*map(table_cell, widths, [text_paragraph("cell", "", align=side) for side in sides]))
    wordml.add_rows(made, model, block.rows, widths, _content)
    if block.keep and block.rows:
        wordml.keep_with_next(made[-1])
    return made


def _side(column: Column) -> str:
    return "right" if column.number else ""


def pairs(block: Pairs) -> Element:
    """Labels at the left, values at the right."""
    widths = widths_of((0.2, 0.8))
    made = empty_table("MinutesPairs", widths, block.caption, first_row=False, first_column=True)
    for label, value in block.rows:
        made.append(
            table_row(
                table_cell(widths[0], paragraph("cell", (Span(label, muted=True),))),
                table_cell(widths[1], text_paragraph("cell", value)),
            )
        )
    return made


def total(block: Sum) -> Element:
    """Labels as the header row, the big numbers with their signs under them."""
    widths = widths_of([1 / len(block.terms)] * len(block.terms))
    caption = " ".join(f"{term.sign} {term.label}".strip() for term in block.terms)
    made = empty_table("MinutesSum", widths, caption, first_row=True, first_column=False)
    terms = list(zip(block.terms, widths, strict=True))
    labels = [table_cell(width, text_paragraph("label", term.label)) for term, width in terms]
    made.append(table_row(*labels, head=True))
    numbers = []
    for term, width in terms:
        spans = [Span(term.sign + " ", muted=True)] if term.sign else []
        numbers.append(table_cell(width, paragraph("figure", (*spans, Span(str(term.value))))))
    made.append(table_row(*numbers))
    return made


def signatures(block: Signatures) -> Element:
    """Two places to sign side by side, each with room above its line."""
    made = wordml.signatures("MinutesSignatures", STYLES["sign"], block.places)
    made.find(qn("w:tblPr")).append(element("tblCaption", val=wordml.legible(block.caption)))
    return made
