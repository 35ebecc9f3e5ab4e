"""The minutes as a Word file: facts and a language folder in, bytes out; the same facts give the same bytes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from db.minutes.facts import MinutesFacts
from desktop.minutes import provenance, wordml
from desktop.minutes.blocks import Acta, Block, Header, Pairs, Paragraph, Signatures, Sum, Table, Title
from desktop.minutes.composition import compose, part
from desktop.minutes.filling import fill
from desktop.minutes.papers import FULL, NEVER_PUBLIC, PUBLIC, SECTIONS
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.reading import lines_of_body
from desktop.minutes.roles import by_role
from desktop.paper.text import legible
from desktop.paper.wordml import Element, settled

CORE_LIMIT = 255  # characters Word allows in a property
PART_NAMES = ("data", "opening", *SECTIONS)


@dataclass(frozen=True, slots=True)
class Written:
    """A finished Word file and the sum that identifies it."""

    content: bytes
    sha256: str


def write(
    facts: MinutesFacts, phrases: Phrases | None = None, *, paper: str = FULL, template: Path | None = None
) -> Written:
    """One paper about a sitting as a .docx, in the language its edition names, on that template or on our own.

    Raises Refused as `filling.fill` does, which cannot happen on a template of ours.
    """
    phrases = phrases or load(facts.edition.language)
    acta = compose(facts, phrases, paper)
    own = phrases.template(paper)
    document = _filled(acta, facts, phrases, template or own)
    if template is not None and template != own:
        _dress(document, own, acta.language)
    _never_end_with_a_table(document)
    _fill_properties(document, acta, facts)
    provenance.put(document, _provenance(document, acta, facts))
    buffer = io.BytesIO()
    document.save(buffer)
    content = settled(buffer.getvalue())
    return Written(content, hashlib.sha256(content).hexdigest())


def _filled(acta: Acta, facts: MinutesFacts, phrases: Phrases, template: Path) -> WordDocument:
    public = acta.paper == PUBLIC
    told = by_role(facts, phrases) if public else facts
    ready = {one.name: one for one in acta.parts}
    hidden = NEVER_PUBLIC if public else frozenset()
    fields, parts = phrases.section("fields"), phrases.section("parts")
    values = {fields[name]: value for name, value in acta.fields.items() if name not in hidden}
    offered: Mapping[str, str] = {parts[name]: name for name in PART_NAMES if name not in hidden}

    def maker(name: str) -> list[Element]:
        wanted = offered[name]
        found = ready.get(wanted) or part(wanted, told, phrases, acta.paper)
        return [element for block in found.blocks for element in _elements(block)]

    return fill(template, values, offered, maker)


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
            return [wordml.pairs(block), wordml.gap()]
        case Sum():
            return [wordml.total(block), wordml.gap()]
        case Table():
            return [wordml.table(block), wordml.gap(keep=block.keep)]
        case Signatures():
            return [wordml.signatures(block)]


def _never_end_with_a_table(document: WordDocument) -> None:
    """A table may not be the last thing of a body: Word asks to repair such a file."""
    end = document.element.body.find(qn("w:sectPr"))
    if end is not None and (last := end.getprevious()) is not None and last.tag == qn("w:tbl"):
        end.addprevious(wordml.text_paragraph("meta", ""))


def _dress(document: WordDocument, own: Path, language: str) -> None:
    """Gives a template that was begun from another paper the styles it lacks, and the language of the text."""
    styles = document.styles.element
    there = {style.get(qn("w:styleId")) for style in styles.findall(qn("w:style"))}
    for style in Document(str(own)).styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in there and style.get(qn("w:default")) is None:
            styles.append(deepcopy(style))
    for lang in styles.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        lang.set(qn("w:val"), language)


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


def _provenance(document: WordDocument, acta: Acta, facts: MinutesFacts) -> provenance.Provenance:
    edition = facts.edition
    return provenance.Provenance(
        sitting=facts.sitting,
        paper=acta.paper,
        number=edition.number,
        year=edition.year,
        version=edition.version,
        language=edition.language,
        words=provenance.sum_of(line.text for line in lines_of_body(document.element.body)),
        made_from=edition.made_from,
    )


def _short(text: str) -> str:
    return legible(text)[:CORE_LIMIT]
