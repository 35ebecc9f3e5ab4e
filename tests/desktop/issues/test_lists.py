"""The lists that departments are sent, and the list of what was promised: opened again, every value is there."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from db.errors import Refused
from db.issues.commands import add_issue, make_commitment
from db.issues.due import Narrow, due
from db.issues.following import follow_up
from db.places.city import City
from db.residents.commands import correct
from db.work import Store
from desktop.issues.lists import Order, lists, offered, write_lists, write_promised
from desktop.paper.promised import reminder
from desktop.paper.workbook import LONGEST, workbook
from tests.db.sittings.council import neighbour, opened_sitting
from tests.record import EVENING

TODAY = EVENING.date()
HOSTILE = [
    "=cmd|'/C calc'!A0",
    "+54 341 555",
    "-1+1",
    "@SUM(A1)",
    "<w:t>&amp;</w:t> ]]>",
    "{{ 7*7 }} {% for x in y %}",
    "\u202eabc\u200f עברית",
    "🙂 ñandú \u0301",
    "https://example.org/" + "a" * 300,
    "_x0041_ literal",
    "tab\tand\nline",
]


def made(store: Store, city: City, **order: object):
    return store.ask(lists, order=Order(**order), city=city, today=TODAY)  # type: ignore[arg-type]


@pytest.fixture
def asked(store: Store) -> str:
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez", document="12345678", phone="3415550101")
    for text in HOSTILE:
        store.do(
            add_issue, sitting_id=sitting, kind="proposal", text=text, raised_by_id=rosa,
            department="Dirección de Faroles", place="Ancla -32.95123, -60.63123",
        )  # fmt: skip
    store.do(add_issue, sitting_id=sitting, kind="question", text="¿Y esto?")
    return sitting


def cells(raw: bytes) -> list[list[Any]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert not [name for name in archive.namelist() if "vba" in name or "externalLink" in name]
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()


def words_of(raw: bytes) -> str:
    document = Document(io.BytesIO(raw))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *tables])


def test_every_department_has_a_list_of_its_own_in_one_zip_with_all_that_was_asked(
    store: Store, city: City, asked: str, tmp_path: Path
) -> None:
    path = write_lists(made(store, city), city, wanted=tmp_path / "todo.zip", endings=(), force=False)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert sorted(Path(name).suffix for name in names) == [".docx", ".docx", ".xlsx", ".xlsx"]
        sheet = cells(archive.read(next(name for name in names if "Faroles" in name and name.endswith("xlsx"))))
        paper = words_of(archive.read(next(name for name in names if "Faroles" in name and name.endswith("docx"))))
    texts = [row[6] for row in sheet[1:]]
    assert texts == HOSTILE
    assert {(row[8], row[9]) for row in sheet[1:]} == {(-32.95123, -60.63123)}
    for text in HOSTILE:
        assert text in paper
    assert "Para: Dirección de Faroles" in paper


def test_who_asked_stands_on_it_only_when_it_is_ticked_and_documents_and_telephones_never(
    store: Store, city: City, asked: str, tmp_path: Path
) -> None:
    for with_names in (False, True):
        some = made(store, city, with_names=with_names)[:1]
        word = write_lists(some, city, wanted=tmp_path / f"{with_names}.docx", endings=(), force=False).read_bytes()
        book = write_lists(some, city, wanted=tmp_path / f"{with_names}.xlsx", endings=(), force=False).read_bytes()
        told = words_of(word) + str(cells(book))
        assert ("Rosaura Ñandúbez" in told) is with_names
        assert "12345678" not in told
        assert "5550101" not in told


def test_state_period_and_departments_choose_what_is_on_the_lists(store: Store, city: City, asked: str) -> None:
    whole = store.ask(offered, order=Order(), city=city)
    assert [(one.department, one.issues) for one in whole] == [("Dirección de Faroles", len(HOSTILE)), ("", 1)]
    area = whole[0].department_id or ""
    first = made(store, city, departments=(area,))[0].issues[0]
    store.do(follow_up, issue_ids=(first.id,), state="answered", answer="Sí")
    assert [len(one.issues) for one in made(store, city, departments=(area,), state="answered")] == [1]
    assert len(made(store, city, since=TODAY, until=TODAY)) == 2
    for empty in ({"until": TODAY - timedelta(days=1)}, {"state": "dropped"}):
        with pytest.raises(Refused, match="list_empty"):
            made(store, city, **empty)


def test_a_list_is_refused_where_it_cannot_go(store: Store, city: City, asked: str, tmp_path: Path) -> None:
    every = made(store, city)
    for wanted, code in (
        (tmp_path / "uno.docx", "list_needs_folder"),
        (tmp_path / "uno.odt", "list_ending_unknown"),
        (tmp_path / "nada" / "uno.zip", "paper_folder_missing"),
    ):
        with pytest.raises(Refused, match=code):
            write_lists(every, city, wanted=wanted, endings=(), force=False)
    folder = write_lists(every, city, wanted=tmp_path / "listas", endings=(".xlsx",), force=False)
    assert len(list(folder.iterdir())) == 2
    with pytest.raises(Refused, match="paper_file_exists"):
        write_lists(every, city, wanted=folder, endings=(".xlsx",), force=False)
    write_lists(every, city, wanted=folder, endings=(".xlsx",), force=True)


def test_what_is_longer_than_a_cell_goes_on_below(tmp_path: Path) -> None:
    long = "á" * (LONGEST + 10)
    rows = cells(workbook("Pedidos", [("Uno", 10), ("Dos", 10)], [("a", long), ("b", "x\ud800y\x0b")]))
    assert "".join(str(row[1]) for row in rows[1:-1]) == long
    assert [row[0] for row in rows[1:]] == ["a", "", "", "b"]
    assert rows[-1][1] == "x\ufffdy\ufffd"


def test_what_was_promised_is_a_list_in_word_excel_and_pdf(store: Store, city: City, tmp_path: Path) -> None:
    sitting = opened_sitting(store)
    for text, day in ((HOSTILE[0], TODAY - timedelta(days=1)), ("Llamar", None)):
        store.do(make_commitment, sitting_id=sitting, text=text, department="Dirección de Faroles", due_on=day)
    dues = store.ask(due, narrow=Narrow(), today=TODAY).dues
    paths = [
        write_promised(dues, city, on=TODAY, wanted=tmp_path / f"c{ending}", force=False)
        for ending in (".docx", ".xlsx", ".pdf")
    ]
    assert all(text in words_of(paths[0].read_bytes()) for text in (HOSTILE[0], "Llamar", "Vencidos", "Sin fecha"))
    assert [row[1] for row in cells(paths[1].read_bytes())[1:]] == [HOSTILE[0], "Llamar"]
    assert paths[2].read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused, match="paper_file_exists"):
        write_promised(dues, city, on=TODAY, wanted=paths[0], force=False)


def test_a_reminder_speaks_of_nobody_but_the_one_it_is_for(store: Store, city: City) -> None:
    sitting = opened_sitting(store)
    rosa, ana = neighbour(store, "Rosaura", "Ñandúbez"), neighbour(store, "Anselma", "Quintela")
    issue = store.do(add_issue, sitting_id=sitting, kind="complaint", text="Farol", raised_by_id=ana).outcome
    facts: dict[str, Any] = {"sitting_id": sitting, "responsible_kind": "resident", "responsible_id": rosa}
    store.do(make_commitment, text="Traer fotos.", due_on=date(2026, 12, 15), issue_id=issue, **facts)
    store.do(make_commitment, text="Avisar\na la cuadra", **facts)
    store.do(correct, resident_id=rosa, phone="3415550101")
    text = reminder(store.ask(due, narrow=Narrow(responsible_id=rosa), today=TODAY).dues, city)
    assert text.startswith("Hola, Rosaura Ñandúbez:")
    assert "- Traer fotos (Consejo Barrial El Muelle, sesión del 19 de noviembre de 2026). Es para el 15 de" in text
    assert "- Avisar a la cuadra (" in text
    assert "Quintela" not in text
    assert "5550101" not in text
