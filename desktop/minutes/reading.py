"""Reading a Word file of the minutes back: its lines of text, wherever they stand, as a person reads them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from db.errors import Refused
from desktop.paper.wordml import Element

LARGEST = 200_000_000  # bytes of a body: a file that unpacks into more was not made by anybody's hand
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same words a second time
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:rPr"), qn("w:pPr"), qn("w:instrText"), _FALLBACK}
_CELLS = " | "
# Names are looked up once: a large acta has thirty thousand elements.
_P, _T, _TC, _TR, _TBL = (qn(f"w:{tag}") for tag in ("p", "t", "tc", "tr", "tbl"))
_BLANKS = {qn("w:br"), qn("w:tab"), qn("w:cr")}
_HOLDERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")}
_HYPHEN = qn("w:noBreakHyphen")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one row of a table with its cells side by side; `under` is the heading it stands under.

    A row is `numbered` where its first cell only counts the rows.
    """

    text: str
    row: bool = False
    under: str = ""
    numbered: bool = False


def lines(content: bytes) -> tuple[Line, ...]:
    """The lines of a .docx that say something. Raises Refused: minutes_file_unreadable."""
    return tuple(lines_of_body(body_of(content)))


def body_of(content: bytes) -> Element:
    """The body of a .docx as elements. Raises Refused: minutes_file_unreadable."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            if package.getinfo("word/document.xml").file_size > LARGEST:
                raise Refused("minutes_file_unreadable")
            body = parse_xml(package.read("word/document.xml")).find(qn("w:body"))
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, etree.LxmlError) as error:
        raise Refused("minutes_file_unreadable") from error
    if body is None:
        raise Refused("minutes_file_unreadable")
    return body


def lines_of_body(body: Element) -> Iterator[Line]:
    """The lines of a body in their order, without the empty ones."""
    heading = ""
    for element in elements(body):
        if element.tag == _TBL:
            counts = is_numbered(element)
            for row in element.iter(_TR):
                if text := row_text(row):
                    yield Line(text, row=True, under=heading, numbered=counts)
            continue
        text = text_of(element)
        if not text:
            continue
        yield Line(text, under=heading)
        if style_of(element).startswith("Heading"):
            heading = text


def elements(holder: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order, also those inside a content control or a change that Word tracks."""
    for child in holder:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _HOLDERS:
            yield from elements(child)


def style_of(paragraph: Element) -> str:
    """The identifier of the style of a paragraph."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"), "")


def is_numbered(table: Element) -> bool:
    """Whether the first column only counts the rows: its title is an abbreviation of "number" ("N.º", "No.")."""
    row = table.find(_TR)
    cells = cells_of(row) if row is not None else ()
    return bool(cells) and len(cells[0]) <= 4 and cells[0][:1].casefold() == "n"


def row_text(row: Element) -> str:
    """A row as one line, its cells side by side; nothing when all of them are empty."""
    cells = cells_of(row)
    return _CELLS.join(cells) if any(cells) else ""


def cells_of(row: Element) -> tuple[str, ...]:
    """The texts of the cells of a row."""
    return tuple(" ".join(filter(None, (text_of(one) for one in cell.iter(_P)))) for cell in row.iter(_TC))


def text_of(paragraph: Element) -> str:
    """The words of a paragraph as they stand when every tracked change is accepted, with single blanks."""
    return " ".join("".join(_pieces(paragraph)).split())


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _BLANKS:
            yield " "
        elif child.tag == _HYPHEN:
            yield "-"
        elif isinstance(child.tag, str):
            yield from _pieces(child)
