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


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one row of a table with its cells side by side; `under` is the heading it stands under."""

    text: str
    row: bool = False
    under: str = ""


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
        if element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                if text := row_text(row):
                    yield Line(text, row=True, under=heading)
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
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")):
            yield from elements(child)


def style_of(paragraph: Element) -> str:
    """The identifier of the style of a paragraph."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"), "")


def row_text(row: Element) -> str:
    """A row as one line, its cells side by side; nothing when all of them are empty."""
    cells = cells_of(row)
    return _CELLS.join(cells) if any(cells) else ""


def cells_of(row: Element) -> tuple[str, ...]:
    """The texts of the cells of a row."""
    return tuple(
        " ".join(filter(None, (text_of(one) for one in cell.iter(qn("w:p"))))) for cell in row.iter(qn("w:tc"))
    )


def text_of(paragraph: Element) -> str:
    """The words of a paragraph as they stand when every tracked change is accepted, with single blanks."""
    return " ".join("".join(_pieces(paragraph)).split())


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in (qn("w:br"), qn("w:tab"), qn("w:cr")):
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif isinstance(child.tag, str):
            yield from _pieces(child)
