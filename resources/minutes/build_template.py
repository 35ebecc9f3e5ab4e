"""Builds the templates of a document language: styles, letterhead, headings, fields. Run it again after changing it:

    python -m resources.minutes.build_template es_AR        (without a language: all of them)

A secretary opens a copy of a built template in Word and changes what she likes: colours, typefaces, the arms in the
letterhead, headings, sentences, the order of the parts. The program only looks for the {{names}} and for the style
identifiers below, and brings those styles along where they are missing.
"""

from __future__ import annotations

import io
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Cm

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
from desktop.minutes.papers import PAPERS, SECTIONS  # noqa: E402 - the papers and their parts are said in one place
from desktop.paper.blank import drop_leftovers, many, set_settings, set_styles  # noqa: E402 - so is the ground of them
from desktop.paper.look import ACCENT, NAVY  # noqa: E402
from desktop.paper.wordml import settled  # noqa: E402

BUILT_IN = """
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Subtitle"/><w:qFormat/><w:pPr><w:keepNext/>
  <w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{NAVY}"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="20" w:after="60"/></w:pPr>
  <w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>
  <w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{ACCENT}"/></w:pBdr>
  <w:spacing w:before="340" w:after="140"/><w:outlineLvl w:val="0"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{NAVY}"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>
  <w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:tabs><w:tab w:val="right" w:pos="9298"/></w:tabs><w:spacing w:after="0"/></w:pPr>
  <w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Header"/>
  <w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr></w:pPr></w:style>
"""

OWN = {
    "body": ("MinutesBody", '<w:spacing w:after="100"/><w:jc w:val="both"/>', ""),
    "lead": (
        "MinutesLead",
        '<w:spacing w:before="200" w:after="120" w:line="288" w:lineRule="auto"/><w:jc w:val="both"/>',
        "",
    ),
    "note": (
        "MinutesNote",
        (
            '<w:pBdr><w:left w:val="single" w:sz="18" w:space="9" w:color="{LINE}"/></w:pBdr>'
            '<w:spacing w:after="80"/><w:ind w:left="227"/><w:jc w:val="both"/>'
        ),
        "",
    ),
    "meta": (
        "MinutesMeta",
        '<w:spacing w:before="20" w:after="80"/>',
        '<w:color w:val="{MUTED}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "notice": (
        "MinutesNotice",
        '<w:spacing w:before="60" w:after="160"/>',
        '<w:b/><w:color w:val="{BAD}"/><w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "cell": (
        "MinutesCell",
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "cell_head": (
        "MinutesCellHead",
        '<w:keepNext/><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>',
        '<w:b/><w:color w:val="{NAVY}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "label": (
        "MinutesLabel",
        '<w:keepNext/><w:spacing w:before="90" w:after="0" w:line="240" w:lineRule="auto"/>',
        '<w:color w:val="{MUTED}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "figure": (
        "MinutesFigure",
        '<w:spacing w:before="0" w:after="70" w:line="240" w:lineRule="auto"/>',
        '<w:b/><w:color w:val="{NAVY}"/><w:sz w:val="38"/><w:szCs w:val="38"/>',
    ),
    "sign": (
        "MinutesSign",
        '<w:keepLines/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
        '<w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "letterhead": (
        "MinutesLetterhead",
        '<w:spacing w:after="0" w:line="252" w:lineRule="auto"/>',
        '<w:color w:val="{MUTED}"/><w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "bar": (
        "MinutesBar",
        (
            '<w:shd w:val="clear" w:color="auto" w:fill="{ACCENT}"/>'
            '<w:spacing w:before="70" w:after="40" w:line="160" w:lineRule="exact"/>'
        ),
        '<w:sz w:val="12"/><w:szCs w:val="12"/>',
    ),
}

TABLES = """
<w:style w:type="table" w:customStyle="1" w:styleId="MinutesTable"><w:name w:val="Acta: tabla"/>
  <w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>
  <w:top w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>
  <w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="MinutesPairs"><w:name w:val="Acta: datos"/>
  <w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>
  <w:top w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:color w:val="{MUTED}"/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="MinutesSum"><w:name w:val="Acta: cifras"/>
  <w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>
  <w:insideV w:val="single" w:sz="36" w:space="0" w:color="FFFFFF"/></w:tblBorders></w:tblPr>
  <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="MinutesSignatures"><w:name w:val="Acta: firmas"/>
  <w:basedOn w:val="TableNormal"/><w:qFormat/></w:style>
"""


def field(code: str) -> str:
    """A field Word computes, with a first value for readers that do not."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def run(text: str, properties: str = "") -> str:
    """Text of one voice."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def named(words: dict[str, Any], name: str) -> str:
    """A field by the name it has in the language of the template."""
    return f"{{{{ {words['fields'][name]} }}}}"


def set_frame(document: Doc, words: dict[str, Any]) -> None:
    """A4, margins, the letterhead of the first page, the small one of the others, the footer of all."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    section.header_distance, section.footer_distance = Cm(1.2), Cm(1.1)
    section.different_first_page_header_footer = True
    big = f'<w:b/><w:color w:val="{NAVY}"/><w:sz w:val="26"/><w:szCs w:val="26"/>'
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="7" w:color="{ACCENT}"/></w:pBdr>'
    office = named(words, "district") + " · " + named(words, "centre")
    first = (
        f'<w:p><w:pPr><w:pStyle w:val="MinutesLetterhead"/></w:pPr>{run(named(words, "authority"), big)}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="MinutesLetterhead"/></w:pPr>{run(office)}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="MinutesLetterhead"/>{rule}</w:pPr>{run(named(words, "address"))}</w:p>'
    )
    other = (
        f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{run(named(words, "authority"))}<w:r><w:tab/></w:r>'
        f"{run(named(words, 'title'))}</w:p>"
    )
    pages = words["page"]["number"].replace("{page}", "\0PAGE\0").replace("{pages}", "\0NUMPAGES\0").split("\0")
    count = "".join(field(part) if part in ("PAGE", "NUMPAGES") else run(part) for part in pages if part)
    told = " · ".join(named(words, name) for name in ("title", "council", "state"))
    foot = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run(told)}<w:r><w:tab/></w:r>{count}</w:p>'
    for part, xml in (
        (section.first_page_header, first),
        (section.header, other),
        (section.first_page_footer, foot),
        (section.footer, foot),
    ):
        part.is_linked_to_previous = False
        for old in list(part._element):
            part._element.remove(old)
        for paragraph in many(xml):
            part._element.append(paragraph)


def set_body(document: Doc, words: dict[str, Any], paper: str) -> None:
    """The title, and each part under its heading: what a secretary moves about and rewords."""
    body = document.element.body
    end = body.find(qn("w:sectPr"))
    lines = [("Title", named(words, "title")), ("Subtitle", named(words, "subtitle"))]
    lines += [("MinutesNotice", named(words, "notice"))]
    for part in PAPERS[paper]:
        if part in SECTIONS:
            lines.append(("Heading1", words["sections"][SECTIONS[part]]))
        lines.append(("MinutesBody", "{{ " + words["parts"][part] + " }}"))
    for style, text in lines:
        for paragraph in many(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'):
            end.addprevious(paragraph)


def build(language: str, paper: str, root: Path = HERE) -> Path:
    """The template of one paper in one language, written beside the phrases."""
    folder = root / language
    words = tomllib.loads((folder / "phrases.toml").read_text(encoding="utf-8"))
    document = Document()
    set_styles(document, words["language"], words["styles"], BUILT_IN, OWN, TABLES, height=264)
    set_frame(document, words)
    digits = words["digits"]
    set_settings(document, words["language"], decimal=digits["decimal"], separator=digits["list"])
    set_body(document, words, paper)
    drop_leftovers(document)
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = ""
    core.title, core.language, core.revision = "", words["language"], 1
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    path = folder / str(words["templates"][paper])
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(settled(buffer.getvalue()))  # without the hour, so that building again changes nothing
    return path


def languages(root: Path = HERE) -> list[str]:
    """The languages that have phrases."""
    return sorted(path.parent.name for path in root.glob("*/phrases.toml"))


if __name__ == "__main__":
    for each in sys.argv[1:] or languages():
        for wanted in PAPERS:
            build(each, wanted)
