"""How a sheet looks in Word: its styles, page, letterhead and footer, put into the empty document."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from desktop.paper.blank import drop_leftovers, set_settings, set_styles
from desktop.paper.look import ACCENT, MARGIN_FOOT, MARGIN_SIDE, MARGIN_TOP, NAVY, PAGE
from desktop.paper.sheet import Sheet
from desktop.paper.wordml import Element, element, run, text_paragraph
from desktop.paper.words import Words

TWIPS = 1440 / 25.4  # in a millimetre

BUILT_IN = """
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Subtitle"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="60" w:after="40"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{NAVY}"/><w:sz w:val="38"/><w:szCs w:val="38"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="120"/></w:pPr>
  <w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>
  <w:pBdr><w:bottom w:val="single" w:sz="6" w:space="2" w:color="{ACCENT}"/></w:pBdr>
  <w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{NAVY}"/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
  <w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>
  <w:spacing w:before="180" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr>
  <w:rPr><w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:spacing w:after="0"/></w:pPr>
  <w:rPr><w:color w:val="{MUTED}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Header"/>
  <w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{LINE}"/></w:pBdr></w:pPr></w:style>
"""

OWN = {
    "body": ("SheetBody", '<w:spacing w:after="100"/>', ""),
    "lead": ("SheetLead", '<w:spacing w:before="80" w:after="140"/>', '<w:sz w:val="23"/><w:szCs w:val="23"/>'),
    "large": (
        "SheetLarge",
        '<w:spacing w:before="0" w:after="90" w:line="259" w:lineRule="auto"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    "question": (
        "SheetQuestion",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="0"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    "choice": (
        "SheetChoice",
        '<w:spacing w:before="20" w:after="40" w:line="240" w:lineRule="auto"/><w:ind w:left="680" w:hanging="680"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    "poster": ("SheetPoster", '<w:keepLines/><w:spacing w:after="200"/>', '<w:sz w:val="32"/><w:szCs w:val="32"/>'),
    "note": (
        "SheetNote",
        (
            '<w:pBdr><w:left w:val="single" w:sz="18" w:space="9" w:color="{LINE}"/></w:pBdr>'
            '<w:spacing w:after="80"/><w:ind w:left="227"/>'
        ),
        "",
    ),
    "small": (
        "SheetSmall",
        '<w:spacing w:before="0" w:after="30" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    "notice": ("SheetNotice", '<w:spacing w:before="40" w:after="120"/>', '<w:b/><w:color w:val="{BAD}"/>'),
    "cell": (
        "SheetCell",
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "head": (
        "SheetCellHead",
        '<w:keepNext/><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>',
        '<w:b/><w:color w:val="{NAVY}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "sign": (
        "SheetSign",
        '<w:keepLines/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
        '<w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    "letterhead": (
        "SheetLetterhead",
        '<w:spacing w:after="0" w:line="252" w:lineRule="auto"/>',
        '<w:color w:val="{MUTED}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LEVEL = ("top", "bottom", "insideH")
TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "table": ("SheetTable", "LINE", _LEVEL),
    "ruled": ("SheetRuled", "MUTED", _SIDES),
    "facts": ("SheetFacts", "LINE", _LEVEL),
    "lines": ("SheetLines", "LINE", ()),
}


def dress(document: Document, sheet: Sheet, words: Words) -> None:
    """Makes the empty document into ours."""
    _set_styles(document, words, sheet.language)
    set_settings(document, sheet.language)
    _set_frame(document, sheet, words)
    drop_leftovers(document)


def width_of(sheet: Sheet) -> int:
    """The twips between the margins."""
    return round((PAGE[sheet.landscape] - 2 * MARGIN_SIDE) * TWIPS)


def _set_styles(document: Document, words: Words, language: str) -> None:
    names = words["styles"]
    tables = "".join(_table_style(names[key], *told) for key, told in TABLES.items())
    set_styles(document, language, names, BUILT_IN, OWN, tables, height=259)


def _table_style(name: str, ident: str, colour: str, sides: tuple[str, ...]) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{{{colour}}}"/>' for side in sides)
    # LibreOffice shades the first row wherever the style knows how, even where the table says it has no header.
    head = (
        ""
        if ident not in ("SheetTable", "SheetRuled")
        else (
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'
            '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f'<w:tcPr><w:vAlign w:val="{"center" if ident == "SheetRuled" else "top"}"/></w:tcPr>{head}</w:style>'
    )


def _set_frame(document: Document, sheet: Sheet, words: Words) -> None:
    """The page, the letterhead of its first page, and the foot of every one."""
    section = document.sections[0]
    short, long = Mm(PAGE[False]), Mm(PAGE[True])
    section.page_width, section.page_height = (long, short) if sheet.landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(MARGIN_SIDE)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_FOOT)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = bool(sheet.letterhead)
    feet = [section.footer, section.first_page_footer] if sheet.letterhead else [section.footer]
    for part in feet:
        _fill(part, [_foot(sheet, words)])
    if sheet.letterhead:
        _fill(section.first_page_header, _letterhead(sheet.letterhead))


def _fill(part: Any, paragraphs: list[Element]) -> None:
    part.is_linked_to_previous = False
    for old in list(part._element):
        part._element.remove(old)
    for paragraph in paragraphs:
        part._element.append(paragraph)


def _letterhead(lines: tuple[str, ...]) -> list[Element]:
    made = []
    for number, line in enumerate(lines):
        paragraph = text_paragraph("SheetLetterhead", "")
        voice = run(line, strong=number == 0)
        if number == 0:
            voice[0].extend([element("color", val=NAVY), element("sz", val=23), element("szCs", val=23)])
        paragraph.append(voice)
        made.append(paragraph)
    border = element("bottom", val="single", sz=12, space=5, color=ACCENT)
    made[-1].find(qn("w:pPr")).append(element("pBdr", border))
    return made


def _foot(sheet: Sheet, words: Words) -> Element:
    made = text_paragraph("Footer", "")
    made.find(qn("w:pPr")).append(element("tabs", element("tab", val="right", pos=width_of(sheet))))
    made.append(run(sheet.footer))
    made.append(element("r", element("tab")))
    for part in words.page.replace("{page}", "\0PAGE\0").replace("{pages}", "\0NUMPAGES\0").split("\0"):
        for piece in _field(part) if part in ("PAGE", "NUMPAGES") else [run(part)]:
            made.append(piece)
    return made


def _field(code: str) -> list[Element]:
    """A field Word computes, with a first value for readers that do not."""
    asked = element("instrText")
    asked.text = f" {code} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", asked),
        element("r", element("fldChar", fldCharType="separate")),
        run("1"),
        element("r", element("fldChar", fldCharType="end")),
    ]
