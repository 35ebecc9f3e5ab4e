"""One sheet, written as Word and as PDF: everything is on it, nothing breaks it, and any reader opens it."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from PySide6.QtGui import QImage

from db.errors import Refused, Unavailable
from desktop.paper import pdf, word
from desktop.paper.saving import file_name, produce
from desktop.paper.sheet import (
    Box,
    Cell,
    Column,
    Facts,
    Heading,
    Lines,
    PageBreak,
    Paragraph,
    Picture,
    Points,
    Sheet,
    Space,
    Span,
    Table,
    Title,
)
from tests.desktop.minutes.office import read_with_libreoffice

WRITERS = [pytest.param(word.write, id="word"), pytest.param(pdf.write, id="pdf")]
COLUMNS = (Column("N.º", 0.1, number=True), Column("Nombre", 0.5), Column("Nota", 0.3), Column("Sí", 0.1))


def sheet(*blocks: object, landscape: bool = False) -> Sheet:
    return Sheet(
        title="Hoja de «prueba»",
        subject="Asunto con ñ",
        author="Municipalidad de Villa Ejemplo",
        letterhead=("Municipalidad de Villa Ejemplo", "Distrito Ribera"),
        footer="Pie de la hoja",
        landscape=landscape,
        blocks=blocks,  # type: ignore[arg-type]
    )


EVERYTHING = sheet(
    Title("Título de arriba", "lo que va debajo", "un aviso"),
    Facts((("Consejo", "El Muelle"), ("Fecha", "jueves"), ("Lugar", "Galpón")), across=2),
    Heading("Primera parte"),
    Paragraph((Span("fuerte ", strong=True), Span("quieto ", muted=True), Span("común"))),
    Paragraph("una nota\ncon dos renglones", "note"),
    Heading("Segunda parte", 2),
    Points(("primer punto", "segundo punto"), "small"),
    Space(4),
    Table("La tabla", COLUMNS, (("1", "Ñandúbez, Rosaura", Cell("arriba", "abajo"), Box()),), 8, ruled=True),
    PageBreak(),
    Lines((("Rosaura Ñandúbez", "Vecina"), ("", "Por la Municipalidad"))),
)
WORDS = (
    "Título de arriba", "lo que va debajo", "un aviso", "El Muelle", "Galpón", "Primera parte", "fuerte quieto común",
    "con dos renglones", "Segunda parte", "segundo punto", "Ñandúbez, Rosaura", "arriba", "abajo", "Vecina",
    "Por la Municipalidad", "Municipalidad de Villa Ejemplo", "Pie de la hoja",
)  # fmt: skip


def in_pdf(folder: Path, content: bytes) -> list[str]:
    """The text of each page, read by poppler."""
    if shutil.which("pdftotext") is None:
        pytest.fail("poppler is not installed: apt-get install poppler-utils")
    file = folder / "sheet.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, timeout=60)
    return told.stdout.decode("utf-8").split("\f")[:-1]


def facts_of(folder: Path, content: bytes) -> dict[str, str]:
    file = folder / "facts.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
    return {key: value.strip() for key, _, value in (line.partition(":") for line in told.splitlines())}


def test_everything_is_on_the_pdf_and_the_pages_are_counted(tmp_path: Path) -> None:
    pages = in_pdf(tmp_path, pdf.write(EVERYTHING))
    whole = "\n".join(pages)
    assert [one for one in WORDS if one not in whole] == []
    assert [f"Página {number} de 2" in page for number, page in enumerate(pages, 1)] == [True, True]


def test_an_office_program_finds_everything_in_the_word_file(tmp_path: Path) -> None:
    (whole,) = read_with_libreoffice(tmp_path, word.write(EVERYTHING))
    in_frames = ("Municipalidad de Villa Ejemplo", "Pie de la hoja")  # its plain text leaves header and footer out
    assert [one for one in WORDS if one not in whole and one not in in_frames] == []


def test_the_pdf_says_its_title_subject_and_language_and_carries_its_typeface(tmp_path: Path) -> None:
    content = pdf.write(EVERYTHING)
    told = facts_of(tmp_path, content)
    assert (told["Title"], told["Subject"], told["Pages"]) == ("Hoja de «prueba»", "Asunto con ñ", "2")
    assert told["Page size"].endswith("(A4)")
    assert b"/Lang (es-AR)" in content
    fonts = subprocess.run(["pdffonts", str(tmp_path / "facts.pdf")], check=True, capture_output=True, timeout=60)
    rows = fonts.stdout.decode("ascii").splitlines()[2:]
    assert any(row.startswith("Inter-Regular") for row in rows)
    assert all(" yes " in row for row in rows)


def test_the_pdf_can_be_read_aloud_in_its_order(tmp_path: Path) -> None:
    """A table on several pages has its head once, the foot of the pages is passed over, and a space is a space."""
    rows = tuple((str(n), "una vecina", Cell("vino", "por Zoom"), Box()) for n in range(60))
    content = pdf.write(
        sheet(Title("La hoja"), Heading("Parte"), Table("Quiénes vinieron", COLUMNS, rows), Points(("fin",)))
    )
    told = facts_of(tmp_path, content)
    assert (told["Tagged"], int(told["Pages"]) > 1) == ("yes", True)
    file = str(tmp_path / "facts.pdf")
    shown = subprocess.run(["pdfinfo", "-struct-text", file], check=True, capture_output=True, timeout=60).stdout
    lines = [one.strip() for one in shown.decode("utf-8", "replace").splitlines()]
    kinds = [one.split()[0].rstrip(":") for one in lines if one and not one.startswith(('"', "/"))]
    assert (kinds.count("TR"), kinds.count("TH"), kinds.count("TD"), kinds.count("H1"), kinds.count("H2")) == (
        61,
        4,
        240,
        1,
        1,
    )
    assert [one for one in kinds if one in ("H1", "H2", "Table", "L")] == ["H1", "H2", "Table", "L"]
    assert lines.count('"una vecina"') == 60
    assert lines[lines.index('"vino"') + 1] == '"por Zoom"'
    assert not any("Pie de la hoja" in one for one in lines)
    assert b"\t" not in shown


def test_the_word_file_has_real_headings_a_marked_header_row_and_its_properties() -> None:
    document = Document(io.BytesIO(word.write(EVERYTHING)))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert [one for one in styles if one.startswith(("Heading", "Title"))] == ["Title", "Heading 1", "Heading 2"]
    core = document.core_properties
    assert (core.title, core.subject, core.language) == ("Hoja de «prueba»", "Asunto con ñ", "es-AR")
    head, row = document.tables[1]._tbl.findall(qn("w:tr"))
    assert head.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    assert row.findall(f"{qn('w:trPr')}/{qn('w:cantSplit')}")


def test_the_header_of_a_table_comes_again_on_every_page_and_no_row_is_cut(tmp_path: Path) -> None:
    rows = tuple((str(n), f"Vecina {n}", Cell(f"arriba{n}", f"abajo{n}"), Box()) for n in range(1, 121))
    pages = in_pdf(tmp_path, pdf.write(sheet(Table("Muchas", COLUMNS, rows, 9, ruled=True), landscape=True)))
    assert len(pages) > 5
    assert all("Nombre" in page for page in pages)
    words = [set(page.split()) for page in pages]
    assert [n for n in range(1, 121) if not any({f"arriba{n}", f"abajo{n}"} <= one for one in words)] == []


@pytest.mark.parametrize("write", WRITERS)
def test_no_row_stands_alone_above_or_below_the_end_of_a_page(tmp_path: Path, write: Callable[[Sheet], bytes]) -> None:
    """However much stands above: a small table is on one page, and of a large one two rows are never parted from it."""
    for count in (6, 20):
        rows = tuple((f"n{n}", f"Vecina {n}", "", "") for n in range(count))
        for above in range(10, 200, 6):
            content = write(sheet(Space(above), Table("Edades", COLUMNS, rows)))
            if write is pdf.write:
                held = [[n for n in range(count) if f"n{n} " in page] for page in in_pdf(tmp_path, content)]
                parts = [len(some) for some in held if some]
                assert parts == [count] if count == 6 else min(parts) > 1, (above, parts)
            else:
                marked = Document(io.BytesIO(content)).tables[0].rows
                kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in marked[1:]]
                assert kept == [True] * 5 + [False] if count == 6 else kept == [n in (0, 18) for n in range(20)]
                break


@pytest.mark.parametrize(("above", "page"), [(40, 1), (120, 1), (160, 2)])
def test_a_picture_is_drawn_smaller_where_the_page_ends_and_never_without_its_heading(
    tmp_path: Path, above: int, page: int
) -> None:
    """In the report of a year half a page stood empty before the map."""
    grey = QImage(300, 200, QImage.Format.Format_RGB32)
    grey.fill(0xFFC4CBD6)
    grey.save(str(tmp_path / "map.png"))
    chart = Picture((tmp_path / "map.png").read_bytes(), "Mapa")
    told = in_pdf(tmp_path, pdf.write(sheet(Space(above), Heading("De dónde vinieron"), chart)))
    assert [number for number, words in enumerate(told, 1) if "De dónde vinieron" in words] == [page]
    command = ["pdfimages", "-list", str(tmp_path / "sheet.pdf")]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
    assert [int(line.split()[0]) for line in drawn.splitlines()[2:]] == [page]


@pytest.mark.parametrize("lead", [(), (Paragraph("Cada número sale de la misma consulta. " * 6, keep=True),)])
@pytest.mark.parametrize("rows", [2, 6, 30])
def test_no_heading_stands_at_the_foot_of_a_page_without_its_table(
    tmp_path: Path, rows: int, lead: tuple[Paragraph, ...]
) -> None:
    """On the file of a neighbour «Presencias» stood alone under the first page, and her presences on the second."""
    table = Table("Presencias", COLUMNS, tuple((str(n), f"Vecina {n}", "", "") for n in range(rows)))
    for above in range(150, 230, 8):
        pages = in_pdf(tmp_path, pdf.write(sheet(Space(above), Heading("Cómo se contó"), *lead, table)))
        (told,) = (one for one in pages if "Cómo se contó" in one)
        assert "Vecina 0" in told, above


def test_in_word_a_note_is_held_on_the_page_of_its_table() -> None:
    rows = tuple((str(n), "Nombre", "", "") for n in range(30))
    made = Document(io.BytesIO(word.write(sheet(Table("Lista", COLUMNS, rows), Paragraph("Sin repetir.", "small")))))
    body = made.element.body
    note = next(one for one in body.iterchildren(qn("w:p")) if "Sin repetir" in "".join(one.itertext()))
    gap = note.getprevious()
    row = gap.getprevious().findall(qn("w:tr"))[-1]
    assert gap.find(f".//{qn('w:keepNext')}") is not None
    assert len(row.findall(f".//{qn('w:keepNext')}")) == len(COLUMNS)


def test_a_word_file_that_ends_in_a_table_has_next_to_nothing_below_it() -> None:
    body = Document(io.BytesIO(word.write(sheet(Table("La tabla", COLUMNS, (("1", "a", "b", "c"),)))))).element.body
    below = [child for child in body if child.tag != qn("w:sectPr")]
    assert [child.tag for child in below] == [qn("w:tbl"), qn("w:p")]
    assert below[-1].find(qn("w:pPr")).find(qn("w:spacing")).get(qn("w:line")) == "20"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("nasty", ["a\x00b\x0bc\ud83dd", "\r\n\t", "{page} {{x}} %s \\", "🧉 עברית", "&<>\"'"])
def test_whatever_was_typed_is_written(write: Callable[[Sheet], bytes], nasty: str) -> None:
    every = sheet(
        Title(nasty, nasty, nasty), Heading(nasty), Paragraph(nasty), Points((nasty,)), Facts(((nasty, nasty),)),
        Table(nasty, COLUMNS, ((nasty, nasty, Cell(nasty, nasty), Box()),)), Lines(((nasty, nasty),)),
    )  # fmt: skip
    assert len(write(every)) > 5000


def test_a_note_longer_than_a_page_and_a_word_without_end_lose_nothing(tmp_path: Path) -> None:
    long = " ".join(f"palabra{n}" for n in range(1500))
    rows = (("1", "corta", long, ""), ("2", "x" * 4000, "", ""), ("3", "última", "", ""))
    every = sheet(Table("Larga", COLUMNS, rows), Paragraph("y" * 3000))
    whole = "\n".join(in_pdf(tmp_path, pdf.write(every)))
    assert [n for n in range(1500) if f"palabra{n}\n" not in whole and f"palabra{n} " not in whole] == []
    assert whole.count("x") >= 4000
    assert "última" in whole
    (text,) = read_with_libreoffice(tmp_path, word.write(every))
    assert "palabra1499" in text


def test_an_empty_sheet_and_empty_tables_are_written() -> None:
    for one in (Sheet(title="", blocks=()), sheet(Table("", COLUMNS, ()), Facts(()), Points(()), Lines(()))):
        assert len(Document(io.BytesIO(word.write(one))).element.body) > 0
        assert pdf.write(one).startswith(b"%PDF")


def test_the_same_sheet_makes_the_same_word_file() -> None:
    assert word.write(EVERYTHING) == word.write(EVERYTHING)


def test_a_terminal_without_a_screen_draws_a_pdf_and_goes_on_speaking_spanish() -> None:
    program = """
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
from desktop import i18n
i18n.install(application)
from desktop.paper import pdf
from desktop.paper.sheet import Heading, Sheet
assert pdf.write(Sheet(title="t", blocks=(Heading("h"),))).startswith(b"%PDF")
assert QCoreApplication.translate("Sheet", "Cancel") == "Cancelar"
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, cwd=Path.cwd(), check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_the_ending_chooses_the_kind_and_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    made = produce(EVERYTHING, tmp_path, name="Hoja: de/prueba")
    assert made == tmp_path / "Hoja de prueba.pdf"
    assert made.stat().st_mode & 0o077 == 0
    assert produce(EVERYTHING, tmp_path / "otra.DOCX", name="").read_bytes().startswith(b"PK")
    assert produce(EVERYTHING, tmp_path / "sin_final", name="").name == "sin_final.pdf"
    with pytest.raises(Refused, match="paper_file_exists"):
        produce(EVERYTHING, made, name="")
    assert produce(EVERYTHING, made, name="", force=True) == made
    with pytest.raises(Refused, match="paper_ending_unknown"):
        produce(EVERYTHING, tmp_path / "hoja.txt", name="")
    with pytest.raises(Refused, match="paper_folder_missing"):
        produce(EVERYTHING, tmp_path / "nowhere" / "hoja.pdf", name="")


def test_a_disk_that_takes_nothing_is_told_of_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = produce(EVERYTHING, tmp_path, name="hoja").read_bytes()
    monkeypatch.setattr("desktop.paper.whole.os.fsync", full)
    with pytest.raises(Unavailable, match="paper_file_unwritable"):
        produce(EVERYTHING, tmp_path, name="hoja", force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["hoja.pdf"]
    assert (tmp_path / "hoja.pdf").read_bytes() == before


@pytest.mark.parametrize(("words", "name"), [("A/B: c?", "A B c"), ("  punto. ", "punto"), ("x" * 300, "x" * 120)])
def test_a_file_is_named_so_that_windows_takes_it(words: str, name: str) -> None:
    assert file_name(words) == name
