"""The empty document that python-docx brings, made into ours: what every Word file of ours has, and what goes."""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from desktop.paper.look import ACCENT, BAD, INK, LINE, MUTED, NAVY, PALE
from desktop.paper.wordml import Element

COLOURS = {"INK": INK, "MUTED": MUTED, "ACCENT": ACCENT, "NAVY": NAVY, "PALE": PALE, "LINE": LINE, "BAD": BAD}
# What the empty document brings along, and validators complain about.
LEFTOVERS = ("/stylesWithEffects", "/thumbnail", "/customXml")

# Per kind of paragraph: the identifier, the look of its paragraphs, the look of its letters.
Own = Mapping[str, tuple[str, str, str]]

# Word counts on these, whatever else a document has.
_GROUND = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
  <w:pPr><w:spacing w:before="0" w:after="100" w:line="{HEIGHT}" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
  <w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
  <w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
  <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
  </w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
  <w:semiHidden/></w:style>
"""


def many(xml: str) -> list[Element]:
    """Elements from their text, in which a colour stands by its name in braces."""
    for name, value in COLOURS.items():
        xml = xml.replace("{" + name + "}", value)
    return list(parse_xml(f"<w:all {nsdecls('w')}>{xml}</w:all>"))


def set_styles(
    document: Document, language: str, names: Mapping[str, str], built_in: str, own: Own, tables: str, *, height: int
) -> None:
    """Throws away the styles that the empty document brings and puts ours.

    `built_in` are those that Word knows by name; `own` paragraphs are called by `names` in the document's language;
    `height` is that of a line, in 240ths.
    """
    styles = document.styles.element
    for old in styles.findall(qn("w:style")):
        styles.remove(old)
    defaults = f"""<w:docDefaults><w:rPrDefault><w:rPr>
        <w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:color w:val="{INK}"/>
        <w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>
        </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"""
    styles.replace(styles.find(qn("w:docDefaults")), many(defaults)[0])
    written = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ident}"><w:name w:val="{names[key]}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
        for key, (ident, paragraph, letters) in own.items()
    )
    for style in many(_GROUND.replace("{HEIGHT}", str(height)) + built_in + written + tables):
        styles.append(style)


def set_settings(document: Document, language: str, *, decimal: str = ",", separator: str = ";") -> None:
    """Today's layout rules of Word (15), our language, and nothing of whoever made the empty document."""
    settings = document.settings.element
    for old in list(settings):
        settings.remove(old)
    for child in many(f"""<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
        <w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"
        w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{language}"/>
        <w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
        w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"
        w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
        <w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val="{separator}"/>"""):
        settings.append(child)


def drop_leftovers(document: Document) -> None:
    """Takes out the thumbnail and the parts of another time."""
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(LEFTOVERS)]:
            del rels[key]
