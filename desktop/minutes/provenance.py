"""What a Word file of ours carries unseen: which paper of which sitting it is, and from what it was made.

It is a custom XML part, which Word and LibreOffice keep when they save. It holds no word of the minutes: a sentence
that a secretary takes out of a paper must not live on inside it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

NAMESPACE = "urn:cabildo:minutes:1"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{8C1F5C0E-6E0B-4B6E-9C57-0E6E1B6A4D11}"
_KIND = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file comes from. `made_from` is the journal's position, desk by desk; `words` the sum of its text."""

    sitting: str
    paper: str
    number: int
    year: int
    version: int
    language: str
    words: str
    made_from: tuple[tuple[str, int], ...] = ()


def sum_of(lines: Iterable[str]) -> str:
    """The sum of a text, line by line: the same as long as nobody changed a word, whoever saved it how often."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def put(document: WordDocument, told: Provenance) -> None:
    """Puts it into a document; what an earlier file of ours carried is taken out first."""
    package = document.part.package
    for key, relation in list(document.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and NAMESPACE.encode() in relation.target_part.blob:
            del document.part.rels[key]
    taken = {str(part.partname) for part in package.iter_parts()}
    free = next(n for n in range(1, len(taken) + 2) if f"/customXml/item{n}.xml" not in taken)
    item = Part(PackURI(f"/customXml/item{free}.xml"), "application/xml", _written(told), package)
    names = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": _ITEM}, nsmap={"ds": _STORE})
    schemas = etree.SubElement(names, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    props = Part(PackURI(f"/customXml/itemProps{free}.xml"), _KIND, _xml(names), package)
    item.relate_to(props, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def read(content: bytes) -> Provenance | None:
    """What a file says of itself; None when it is none of ours, or no document at all."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            blobs = [package.read(name) for name in package.namelist() if name.startswith("customXml/item")]
    except (BadZipFile, OSError, KeyError, RuntimeError, NotImplementedError):
        return None
    found = next((blob for blob in blobs if NAMESPACE.encode() in blob and b"schemaRef" not in blob), None)
    if found is None:
        return None
    try:
        root = etree.fromstring(found, etree.XMLParser(resolve_entities=False, no_network=True))
        told = dict(root.attrib)
        return Provenance(
            sitting=str(told["sitting"]),
            paper=str(told["paper"]),
            number=int(told["number"]),
            year=int(told["year"]),
            version=int(told["version"]),
            language=str(told["language"]),
            words=str(told["words"]),
            made_from=tuple((str(one.get("desk")), int(one.get("entry", "0"))) for one in root),
        )
    except (etree.LxmlError, KeyError, ValueError):
        return None


def _written(told: Provenance) -> bytes:
    names = ("sitting", "paper", "number", "year", "version", "language", "words")
    root = etree.Element(f"{{{NAMESPACE}}}minutes", nsmap={"m": NAMESPACE})
    for name in names:
        root.set(name, str(getattr(told, name)))
    for desk, entry in told.made_from:
        etree.SubElement(root, f"{{{NAMESPACE}}}from", {"desk": desk, "entry": str(entry)})
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
