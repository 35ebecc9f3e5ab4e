"""The final acta as a PDF: printed by LibreOffice, with one empty signature field for each signatory, in order."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.minutes.office import to_pdf
from desktop.minutes.phrases import Phrases
from desktop.minutes.seal import MARK, Seal, sealed

# Where to sign, in points from the mark at the left top of its place: above the line there are fifty.
LEFT, RIGHT, TOP, FOOT = 20, 202, -2, -48
FIELD = "Firma {number}"


@dataclass(frozen=True, slots=True)
class FinalPdf:
    """The finished paper: its bytes, its sum, and how many pages it has."""

    content: bytes
    sha256: str
    pages: int


def write_final(word: bytes, seal: Seal, phrases: Phrases, roles: Sequence[str]) -> FinalPdf:
    """The PDF of a Word file. Raises Refused: word_unreadable; Unavailable: office_missing, office_failed."""
    printed = to_pdf(sealed(word, seal, phrases, roles))
    content, pages = _with_fields(printed, roles, phrases)
    return FinalPdf(content, hashlib.sha256(content).hexdigest(), pages)


def count_pages(content: bytes) -> int:
    """How many pages a PDF has; 0 when it is none that can be read."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        return int(PdfFileReader(io.BytesIO(content), strict=False).root["/Pages"]["/Count"])
    except Exception:  # noqa: BLE001 - a file from anywhere may be broken in any way; what is asked is only whether it reads
        return 0


def _with_fields(printed: bytes, roles: Sequence[str], phrases: Phrases) -> tuple[bytes, int]:
    """The marks become signature fields. pyHanko takes half a second to load, so only who makes a PDF loads it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(printed)))
    pages = int(writer.root["/Pages"]["/Count"])
    found = _take_marks(writer, pages)
    for number, role in enumerate(roles, 1):
        if number not in found:
            continue
        page, box = found[number]
        made = append_signature_field(writer, SigFieldSpec(FIELD.format(number=number), on_page=page, box=box))
        words = f"{number}. {phrases.word('signature_role', role)}"
        field: Any = made.get_object() if made is not None else None
        if field is not None:  # what a screen reader says of it
            field["/TU"] = generic.pdf_string(words)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), pages


def _take_marks(writer: Any, pages: int) -> dict[int, tuple[int, tuple[int, int, int, int]]]:
    """Page and box of each place to sign, by its number; the marks are gone afterwards."""
    pages_by_reference = {writer.find_page_for_modification(page)[0].idnum: page for page in range(pages)}
    try:
        told = writer.root["/Dests"]  # not get(): it hands out the reference, and not what it refers to
    except KeyError:
        return {}
    found = {}
    for name in [name for name in told if name.startswith(f"/{MARK}")]:
        page, _, left, top, *_ = (told[name].raw_get(place) for place in range(4))
        x, y = round(float(left)), round(float(top))
        box = (x + LEFT, y + FOOT, x + RIGHT, y + TOP)
        found[int(name.removeprefix(f"/{MARK}"))] = (pages_by_reference[page.idnum], box)
        del told[name]
    return found
