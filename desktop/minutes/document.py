"""The minutes as a Word file: facts and a language folder in, bytes out; the same facts give the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from datetime import UTC

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from db.minutes.facts import MinutesFacts
from desktop.minutes import wordml
from desktop.minutes.blocks import Acta, Block, Header, Pairs, Paragraph, Signatures, Sum, Table, Title
from desktop.minutes.composition import compose
from desktop.minutes.phrases import Phrases, load
from desktop.paper.text import legible
from desktop.paper.wordml import Element, settled

CORE_LIMIT = 255  # characters Word allows in a property


@dataclass(frozen=True, slots=True)
class Written:
    """A finished Word file and the sum that identifies it."""

    content: bytes
    sha256: str


def write(facts: MinutesFacts, phrases: Phrases | None = None) -> Written:
    """The acta of a sitting as a .docx, in the language its edition names."""
    phrases = phrases or load(facts.edition.language)
    acta = compose(facts, phrases)
    document = Document(str(phrases.template))
    _fill_frame(document, dict(acta.letterhead))
    _fill_body(document, acta)
    _fill_properties(document, acta, facts)
    buffer = io.BytesIO()
    document.save(buffer)
    content = settled(buffer.getvalue())
    return Written(content, hashlib.sha256(content).hexdigest())


def _fill_body(document: WordDocument, acta: Acta) -> None:
    body = document.element.body
    end = body.find(qn("w:sectPr"))
    for old in [child for child in body if child is not end]:
        body.remove(old)
    for block in acta.blocks:
        for made in _elements(block):
            end.addprevious(made)
    # A table may not be the last thing of a body: Word asks to repair such a file.
    end.addprevious(wordml.text_paragraph("meta", ""))


def _elements(block: Block) -> list[Element]:
    match block:
        case Title(text, subtitle, notice):
            made = [wordml.text_paragraph("title", text), wordml.text_paragraph("subtitle", subtitle)]
            return [*made, wordml.text_paragraph("notice", notice)] if notice else made
        case Header(text, level):
            return [wordml.text_paragraph(f"heading{level}", text)]
        case Paragraph(spans, style, keep):
            return [wordml.paragraph(style, spans, keep=keep)]
        case Pairs():
            return [wordml.pairs(block)]
        case Sum():
            return [wordml.total(block), wordml.gap()]
        case Table():
            return [wordml.table(block), wordml.gap()]
        case Signatures():
            return [wordml.signatures(block)]


def _fill_frame(document: WordDocument, values: dict[str, str]) -> None:
    """The {{names}} in header and footer, once over: a value that looks like a name stays as it was typed."""
    section = document.sections[0]
    parts = (section.header, section.first_page_header, section.footer, section.first_page_footer)
    for part in parts:
        for paragraph in part._element.iter(qn("w:p")):
            _fill_paragraph(paragraph, values)


def _fill_paragraph(paragraph: Element, values: dict[str, str]) -> None:
    words = [word for word in paragraph.iter(qn("w:t")) if word.text]
    text = "".join(word.text for word in words)
    if "{{" not in text:
        return
    whole = all(word.text.count("{{") == word.text.count("}}") for word in words)
    if not whole:  # Word cuts a name in two when somebody edited the template: put it together in the first piece
        words[0].text = text
        for word in words[1:]:
            word.text = ""
    for word in words:
        filled = re.sub(r"\{\{(\w+)\}\}", lambda found: values.get(found[1], found[0]), word.text)
        word.text = " ".join(legible(filled).split()) if "{{" in word.text else word.text


def _fill_properties(document: WordDocument, acta: Acta, facts: MinutesFacts) -> None:
    core, edition = document.core_properties, facts.edition
    core.title = _short(acta.title)
    core.subject = _short(acta.subject)
    core.author = core.last_modified_by = _short(acta.author)
    core.keywords = _short(acta.keywords)
    core.language = acta.language
    core.identifier = _short(facts.sitting)
    core.version = str(edition.version)
    core.content_status = edition.state
    core.created = core.modified = edition.drafted_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _short(text: str) -> str:
    return legible(text)[:CORE_LIMIT]
