"""A sheet of paper as a Word file; the same sheet gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from itertools import zip_longest

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Twips

from desktop.paper import styles, wordml
from desktop.paper.sheet import (
    Block,
    Box,
    Cell,
    Content,
    Facts,
    Heading,
    Lines,
    PageBreak,
    Paragraph,
    Picture,
    Points,
    Question,
    Sheet,
    Space,
    Span,
    Table,
    Title,
)
from desktop.paper.text import legible
from desktop.paper.wordml import Element, element, empty_table, table_cell, table_row, widths_of
from desktop.paper.words import load

CORE_LIMIT = 255  # characters Word allows in a property
LONGEST_WHOLE = 1500  # letters of a row that may not be broken: a longer one could be longer than a page
BOX = "\u2610"


def write(sheet: Sheet) -> bytes:
    """The sheet as a .docx."""
    words = load(sheet.language.replace("-", "_"))
    document = Document()
    styles.dress(document, sheet, words)
    body = document.element.body
    end = body.find(qn("w:sectPr"))
    for old in [child for child in body if child is not end]:
        body.remove(old)
    width = styles.width_of(sheet)
    for block, following in zip_longest(sheet.blocks, sheet.blocks[1:]):
        made = [_picture(document, block, width)] if isinstance(block, Picture) else _elements(block, width)
        if isinstance(block, Table) and isinstance(following, Paragraph) and following.style == "small":
            wordml.keep_with_next(made[0][-1])  # a note is not to begin the next page by itself
            wordml.keep_with_next(made[1])
        for one in made:
            end.addprevious(one)
    last = sheet.blocks[-1] if sheet.blocks else None
    if isinstance(last, Facts | Table):
        body.remove(end.getprevious())  # a gap as high as between two blocks could find room on an empty page only
    if isinstance(last, Facts | Table | Lines | None):
        # A table may not be the last thing of a body: Word asks to repair such a file.
        end.addprevious(wordml.gap("SheetSmall", 20))
    _fill_properties(document, sheet)
    buffer = io.BytesIO()
    document.save(buffer)
    return wordml.settled(buffer.getvalue())


def _picture(document: WordDocument, block: Picture, width: int) -> Element:
    """A picture in a paragraph of its own, with what it shows in words."""
    wide = Twips(round(width * block.share))
    inline = document.part.new_pic_inline(io.BytesIO(block.content), wide, Twips(round(wide.twips * block.proportion)))
    inline.docPr.set("descr", legible(block.alt))
    made = wordml.text_paragraph("SheetBody", "", align="center")
    made.append(element("r", element("drawing", inline)))
    return made


def _elements(block: Block, width: int) -> list[Element]:
    match block:
        case Title():
            return _title(block)
        case Heading(text, level):
            return [wordml.text_paragraph(f"Heading{level}", text)]
        case Paragraph(_, style, keep):
            return [wordml.paragraph(styles.OWN[style][0], block.spans, keep=keep)]
        case Points():
            few = len(block.sentences) <= wordml.SHORT
            last = len(block.sentences)
            return [_point(block.style, *one, keep=few and n < last) for n, one in enumerate(block.marked, 1)]
        case Facts():
            return [_facts(block, width), wordml.gap("SheetSmall")]
        case Table():
            return [_table(block, width), wordml.gap("SheetSmall")]
        case Picture():
            raise TypeError("a picture is a part of the document, not of its body alone")
        case Lines(places):
            return [wordml.signatures("SheetLines", "SheetSign", places, width)]
        case Question():
            return _question(block, width)
        case PageBreak():
            return [element("p", element("r", element("br", type="page")))]
        case Space(height):
            return [wordml.gap("SheetSmall", round(height * styles.TWIPS))]


def _title(block: Title) -> list[Element]:
    made = [wordml.text_paragraph("Title", block.text)]
    if block.under:
        made.append(wordml.text_paragraph("Subtitle", block.under))
    if block.notice:
        made.append(wordml.text_paragraph("SheetNotice", block.notice))
    return made


def _point(style: str, mark: str, sentence: str, *, keep: bool) -> Element:
    made = wordml.text_paragraph(styles.OWN[style][0], "", keep=keep)
    made.find(qn("w:pPr")).append(element("ind", left=284, hanging=284))
    made.append(wordml.run(f"{mark}\t{sentence}"))
    return made


def _question(block: Question, width: int) -> list[Element]:
    """The question, a table without borders of its choices, so that long ones break where they stand, and its lines."""
    made = [wordml.paragraph("SheetQuestion", block.spans)]
    if block.choices:
        widths = widths_of([1 / block.across] * block.across, width)
        table = empty_table("SheetLines", widths, first_row=False, first_column=False)
        for number, row in enumerate(block.rows, 1):
            keep = number < len(block.rows)
            told = [_choice(*one, keep=keep) for one in row]
            told += [wordml.text_paragraph("SheetChoice", "", keep=keep) for _ in widths[len(row) :]]
            table.append(table_row(*map(table_cell, widths, told)))
        made += [table, wordml.gap("SheetSmall", 20)]
    return made + [_line(round(width * block.share), keep=n < block.lines) for n in range(1, block.lines + 1)]


def _choice(mark: str, words: str, *, keep: bool) -> Element:
    made = wordml.text_paragraph("SheetChoice", "", keep=keep)
    square = wordml.run(BOX)
    square.insert(0, element("rPr", element("sz", val=30), element("szCs", val=30)))
    for part in (square, wordml.run(f" {mark}\t{words}")):
        made.append(part)
    return made


def _line(width: int, *, keep: bool) -> Element:
    """A line to write on, with room for somebody's hand above it."""
    made = wordml.text_paragraph("SheetLarge", "", keep=keep)
    properties = made.find(qn("w:pPr"))
    properties.append(element("tabs", element("tab", val="right", leader="underscore", pos=width)))
    properties.append(element("spacing", before=160, after=0))
    made.append(element("r", element("tab")))
    return made


def _facts(block: Facts, width: int) -> Element:
    widths = widths_of(block.shares, width)
    made = empty_table("SheetFacts", widths, first_row=False, first_column=False)
    for line in block.lines:
        cells = []
        for label, value in line:
            cells.append(wordml.paragraph("SheetCell", (Span(label, muted=True),) if label else ()))
            cells.append(wordml.text_paragraph("SheetCell", value))
        made.append(table_row(*map(table_cell, widths, cells)))
    return made


def _table(block: Table, width: int) -> Element:
    """A table with its header row marked, so that it is repeated on every page and read aloud as a header."""
    widths = widths_of([column.share for column in block.columns], width)
    style = "SheetRuled" if block.ruled else "SheetTable"
    made = empty_table(style, widths, block.caption, first_row=True, first_column=False)
    sides = ["right" if column.number else "" for column in block.columns]
    heads = [
        wordml.text_paragraph("SheetCellHead", c.title, align=s) for c, s in zip(block.columns, sides, strict=True)
    ]
    made.append(table_row(*map(table_cell, widths, heads), head=True))
    cells = [wordml.text_paragraph("SheetCell", "", align=side) for side in sides]
    model = table_row(*map(table_cell, widths, cells), height=round(block.height * styles.TWIPS))
    wordml.add_rows(made, model, block.rows, widths, _content)
    for row, told in zip(made.findall(qn("w:tr"))[1:], block.rows, strict=True):
        if max(map(_length, told), default=0) > LONGEST_WHOLE:
            properties = row.find(qn("w:trPr"))
            properties.remove(properties.find(qn("w:cantSplit")))
    return made


def _length(content: Content) -> int:
    if isinstance(content, Cell):
        return len(content.text) + len(content.under)
    # A line break makes a line of its own, however short.
    return len(content) + 60 * content.count("\n") if isinstance(content, str) else 1


def _content(cell: Element, content: Content, _: int) -> None:
    model = cell[-1]
    if isinstance(content, Box):
        model.find(qn("w:pPr")).append(element("jc", val="center"))
        model.append(wordml.run(BOX))
    elif isinstance(content, Cell):
        wordml.two_lines(model, content.text, content.under)
    elif content:
        model.append(wordml.run(content))


def _fill_properties(document: WordDocument, sheet: Sheet) -> None:
    core = document.core_properties
    core.title, core.subject = _short(sheet.title), _short(sheet.subject)
    core.author = core.last_modified_by = _short(sheet.author)
    core.keywords, core.language, core.comments = _short(sheet.keywords), sheet.language, ""
    core.revision, core.created = 1, datetime(2026, 1, 1)  # noqa: DTZ001 - the same for every sheet, and nobody's hour
    core.modified = core.created


def _short(text: str) -> str:
    return legible(text)[:CORE_LIMIT]
