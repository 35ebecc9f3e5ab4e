"""The Word file of an acta made ready to be final: no draft mark, its sum and a QR in every footer, and a mark where
each signatory signs. The file that the secretary edits stays as it is; this is a copy for the PDF.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

import segno
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from db.errors import Refused
from desktop.minutes.phrases import Phrases
from desktop.minutes.seal_words import say
from desktop.minutes.tracked import accept
from desktop.paper import wordml
from desktop.paper.wordml import Element, element

# A bookmark of this name stands in each place to sign: LibreOffice tells in the PDF where it came to lie.
MARK = "CabildoPlace"
QR_SIDE = Mm(14)


@dataclass(frozen=True, slots=True)
class Seal:
    """What the footer says of the paper: which acta, and the sum of the Word file it was made from."""

    number: int
    year: int
    version: int
    word_sha256: str
    language: str = "es_AR"

    @property
    def code(self) -> str:
        """What the QR holds, in the few letters that make it coarse enough for a photocopy."""
        return f"CABILDO ACTA {self.number}/{self.year} V{self.version} SHA256:{self.word_sha256.upper()}"


def sealed(word: bytes, seal: Seal, phrases: Phrases, roles: Sequence[str]) -> bytes:
    """The Word file with its seal, and a mark for each of the roles that sign, in order.

    Raises Refused: word_unreadable.
    """
    try:
        document = Document(io.BytesIO(word))
    except (OpcError, BadZipFile, KeyError, ValueError) as error:
        raise Refused("word_unreadable") from error
    for story in _stories(document):
        accept(story)
    _call_it_final(document, seal, phrases)
    _mark_places(document, phrases, [phrases.word("signature_role", role) for role in roles])
    for footer in _footers(document):
        _put_seal(footer, seal)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _stories(document: WordDocument) -> Iterator[Element]:
    yield document.element
    for relation in document.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER, RELATIONSHIP_TYPE.FOOTNOTES):
            part = relation.target_part
            if isinstance(part, XmlPart):
                yield part.element


def _footers(document: WordDocument) -> Iterator[object]:
    for section in document.sections:
        kinds = [section.footer]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_footer)
        if document.settings.odd_and_even_pages_header_footer:
            kinds.append(section.even_page_footer)
        # A later section shows the footer of the one before it, unless it has its own.
        yield from (kind for kind in kinds if section is document.sections[0] or not kind.is_linked_to_previous)


def _call_it_final(document: WordDocument, seal: Seal, phrases: Phrases) -> None:
    """Where the draft calls itself one, it is called final: in the body, in headers and in footers."""
    notice = phrases.say("title", "draft", version=seal.version)
    for run in document.element.body.iter(qn("w:t")):
        if (run.text or "").strip() == notice:
            run.text = phrases.say("title", "final", version=seal.version)
    mark = re.compile(rf"\b{re.escape(phrases.word('title', 'draft_mark'))}\b")
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            for run in part._element.iter(qn("w:t")):
                run.text = mark.sub(phrases.word("title", "final_mark"), run.text or "")


def _mark_places(document: WordDocument, phrases: Phrases, roles: Sequence[str]) -> None:
    cells = _cells_to_sign(document, roles)
    if len(cells) != len(roles):
        # The secretary has rewritten that part: the places then stand after her last words.
        cells = _own_places(document, phrases, roles)
    for number, cell in enumerate(cells, 1):
        looks = element(
            "pPr", element("spacing", before=0, after=0, line=60, lineRule="exact"),
            element("ind", left=0, right=0), element("jc", val="left"),
        )  # fmt: skip
        run = element("r", element("rPr", element("sz", val=4)), element("t"))
        run[-1].text = "\u00a0"
        # Word numbers the bookmarks of its own from 0 on.
        begin = element("bookmarkStart", id=9000 + number, name=f"{MARK}{number}")
        line = element("p", looks, begin, run, element("bookmarkEnd", id=9000 + number))
        cell.insert(1 if cell[0].tag == qn("w:tcPr") else 0, line)


def _cells_to_sign(document: WordDocument, roles: Sequence[str]) -> list[Element]:
    """The cells of the last table whose cells end with the roles, in their order; none when there is no such table."""
    found: list[Element] = []
    for table in document.element.body.iter(qn("w:tbl")):
        cells = [cell for cell in table.iter(qn("w:tc")) if _last_line(cell) in roles]
        found = cells if [_last_line(cell) for cell in cells] == list(roles) else found
    return found


def _last_line(cell: Element) -> str:
    lines = ["".join(text.text or "" for text in line.iter(qn("w:t"))).strip() for line in cell.iter(qn("w:p"))]
    return next((line for line in reversed(lines) if line), "")


def _own_places(document: WordDocument, phrases: Phrases, roles: Sequence[str]) -> list[Element]:
    places = [(phrases.word("signatures", "blank"), role) for role in roles]
    table = wordml.signatures("MinutesSignatures", "Normal", places)
    end = document.element.body.find(qn("w:sectPr"))
    for made in (wordml.text_paragraph("Normal", ""), table, wordml.text_paragraph("Normal", "")):
        end.addprevious(made)
    return [cell for cell in table.iter(qn("w:tc")) if _last_line(cell) in roles]


def _put_seal(footer: object, seal: Seal) -> None:
    """A line with the QR at the left and the words beside it, above what the footer says already."""
    line: Paragraph = footer.paragraphs[0].insert_paragraph_before()  # type: ignore[attr-defined]
    looks = line.paragraph_format
    looks.space_before, looks.space_after = Pt(8), Pt(2)  # the last row of a table must not touch the code
    looks.left_indent = looks.first_line_indent = Pt(0)
    image = io.BytesIO()
    segno.make(seal.code, error="m", micro=False).save(image, kind="png", scale=10, border=0)
    image.seek(0)
    picture = line.add_run().add_picture(image, height=QR_SIDE)
    picture._inline.docPr.set("descr", say(seal.language, "qr"))
    words = line.add_run("   " + say(seal.language, "line", number=seal.number, year=seal.year, sum=seal.word_sha256))
    words.font.size = Pt(6.5)
