"""The final PDF: its pages, the places to sign, the seal in the footer; and LibreOffice where it is missing."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from PySide6.QtGui import QImage

from db.errors import Refused, Unavailable
from desktop.minutes.document import write
from desktop.minutes.office import to_pdf
from desktop.minutes.pdf import FinalPdf, count_pages, write_final
from desktop.minutes.phrases import load
from desktop.minutes.seal import Seal, sealed
from tests.desktop.minutes.conftest import ROLES
from tests.desktop.minutes.evening import EVENING

SEAL = Seal(14, 2026, 1, "0123456789abcdef" * 4)


def places(content: bytes) -> list[tuple[str, int, list[int]]]:
    """Name, page and box of every empty signature field."""
    reader = PdfFileReader(io.BytesIO(content))
    pages = {reader.find_page_for_modification(page)[0].idnum: page for page in range(count_pages(content))}
    return [
        (name, pages[field.get_object().raw_get("/P").idnum], [int(one) for one in field.get_object()["/Rect"]])
        for name, _, field in enumerate_sig_fields(reader, filled_status=False)
    ]


def pages_of(content: bytes) -> list[Any]:
    """The pages of a PDF."""
    reader = PdfFileReader(io.BytesIO(content))
    return [reader.find_page_for_modification(page)[0].get_object() for page in range(count_pages(content))]


def seen(page: Path) -> list[str]:
    """What a reader of codes finds on a printed page."""
    image = QImage(str(page)).convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return [one.text for one in zxingcpp.read_barcodes(lines[:, : image.width()])]


def words(content: bytes, folder: Path) -> str:
    path = folder / "acta.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout


def test_there_is_one_place_for_each_signatory_in_order_where_the_acta_has_its_lines(final: FinalPdf) -> None:
    found = places(final.content)

    assert [name for name, _, _ in found] == ["Firma 1", "Firma 2", "Firma 3", "Firma 4"]
    assert {page for _, page, _ in found} == {final.pages - 1}
    (left1, low1, right1, high1), (left2, _, _, high2), (_, _, _, high3), _ = (box for _, _, box in found)
    assert right1 < left2  # two beside each other
    assert high1 == high2
    assert high3 < low1  # and two below
    assert left1 > 56  # inside the margins


def test_it_calls_itself_final_and_says_which_word_file_it_is_made_from(final: FinalPdf, tmp_path: Path) -> None:
    read = words(final.content, tmp_path)

    assert "Versión 1, definitiva" in read
    assert "Borrador" not in read
    assert read.count(write(EVENING).sha256) == final.pages


def test_the_qr_on_every_page_is_read_from_a_printed_page(final: FinalPdf, tmp_path: Path) -> None:
    path = tmp_path / "acta.pdf"
    path.write_bytes(final.content)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", str(path), str(tmp_path / "page")], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    code = f"CABILDO ACTA 14/2026 V1 SHA256:{write(EVENING).sha256.upper()}"

    assert len(pages) == final.pages
    assert [seen(page) for page in pages] == [[code]] * len(pages)


def test_where_the_secretary_rewrote_the_signatures_the_places_stand_after_her_last_words(tmp_path: Path) -> None:
    document = Document(io.BytesIO(write(EVENING).content))
    table = document.tables[-1]
    table._element.clear()
    document.element.body.remove(table._element)
    document.add_paragraph("Firman al pie los presentes.")
    edited = io.BytesIO()
    document.save(edited)
    made = write_final(edited.getvalue(), SEAL, load("es_AR"), ROLES[:2])

    assert [name for name, _, _ in places(made.content)] == ["Firma 1", "Firma 2"]
    read = words(made.content, tmp_path)
    assert read.index("Firman al pie") < read.index("Por la coordinación de la sesión")


BY_HER = 'w:id="1" w:author="S" w:date="2026-11-27T10:00:00Z"'


def tracked(document: WordDocument) -> None:
    """She worked with track changes: a sentence, a whole paragraph, a row of a table; and left a remark beside it."""
    was = next(one for one in document.paragraphs if "hamacas" in one.text)
    document.add_comment(was.runs, text="¿Lo dijo la directora?", author="S", initials="S")
    for run in list(was._p.r_lst):
        was._p.remove(run)
    gone = "<w:r><w:delText>Se pidió que haya sombra.</w:delText></w:r>"
    was._p.append(parse_xml(f"<w:del {nsdecls('w')} {BY_HER}>{gone}</w:del>"))
    come = "<w:r><w:rPr><w:b/><w:rPrChange w:id='2' w:author='S'><w:rPr/></w:rPrChange></w:rPr><w:t>Sombra.</w:t></w:r>"
    was._p.append(parse_xml(f"<w:ins {nsdecls('w')} {BY_HER}>{come}</w:ins>"))
    whole = next(one for one in document.paragraphs if "Se leyó y aprobó" in one.text)
    whole._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del {BY_HER}/></w:rPr>"))
    words = parse_xml(f"<w:del {nsdecls('w')} {BY_HER}><w:r><w:delText>{whole.text}</w:delText></w:r></w:del>")
    for run in list(whole._p.r_lst):
        whole._p.remove(run)
    whole._p.append(words)
    row = next(row for table in document.tables for row in table.rows if "Quiroga, Dani" in row.cells[1].text)
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} {BY_HER}/>"))


def test_what_word_kept_track_of_is_accepted_and_no_remark_is_signed(tmp_path: Path) -> None:
    document = Document(io.BytesIO(write(EVENING).content))
    tracked(document)
    edited = io.BytesIO()
    document.save(edited)
    made = write_final(edited.getvalue(), SEAL, load("es_AR"), ROLES)

    read = words(made.content, tmp_path)
    assert "Sombra." in read
    assert [gone for gone in ("haya sombra", "Se leyó y aprobó", "Quiroga, Dani", "directora") if gone in read] == []
    kinds = {one.get_object()["/Subtype"] for page in pages_of(made.content) for one in page.get("/Annots", ())}
    assert kinds == {"/Widget"}, "only the places to sign"


def test_the_file_of_the_secretary_is_only_read(tmp_path: Path) -> None:
    content = write(EVENING).content
    assert sealed(content, SEAL, load("es_AR"), ROLES) != content
    assert write(EVENING).content == content


def test_a_word_file_that_is_none_is_told(tmp_path: Path) -> None:
    for broken in (b"", b"hola", write(EVENING).content[:4000]):
        with pytest.raises(Refused) as no:
            sealed(broken, SEAL, load("es_AR"), ROLES)
        assert no.value.code == "word_unreadable"


def test_without_libreoffice_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as no:
        to_pdf(write(EVENING).content)
    assert no.value.code == "office_missing"


def test_an_office_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as no:
        to_pdf(write(EVENING).content)
    assert no.value.code == "office_failed"


def test_pages_are_counted_and_what_is_no_pdf_has_none(final: FinalPdf) -> None:
    assert count_pages(final.content) == final.pages > 1
    assert count_pages(b"%PDF-1.7 nothing else") == 0
