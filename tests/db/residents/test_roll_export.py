"""The roll is handed out as a list that a spreadsheet opens, runs nothing in, and that comes back without loss."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import named_id
from db.duplicates.commands import merge
from db.errors import Refused, Unavailable
from db.residents.commands import enrol, import_rows
from db.residents.roll_export import export_rows, write_export
from db.residents.roll_file import read_roll
from db.residents.tables import Resident
from db.work import Store
from tests.record import HandClock, open_store

PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "family_name": "Ñandúbez", "given_names": "Rosaura Inés", "chosen_name": "Ro", "document": "12345678",
        "birth_date": "25/08/1979", "gender": "non_binary", "phone": "+59899123456", "email": "ro@correo.example",
        "street": "Calle del Puerto", "street_number": "12 3° B", "organisation": "Club El Ancla",
        "organisation_role": "-vocal", "note": "=HYPERLINK(\"http://x\";\"y\")",
    },
    {"family_name": "Quintela", "given_names": "Anselmo", "age_band": "75_plus", "gender": "not_said"},
    {"family_name": "D'Ambrosía", "given_names": "Zoé", "document": "4567890", "phone": "+442079460018",
     "note": "'@x; \"y\""},
)  # fmt: skip


@pytest.fixture
def roll(store: Store) -> Store:
    muelle = named_id("villa_ejemplo", "neighbourhood", "ribera", "el muelle")
    for at, person in enumerate(PEOPLE):
        store.do(enrol, **person, **({} if at else {"neighbourhood_id": muelle}))
    return store


def told(session: Session) -> list[str]:
    """All that the roll says, without the names that only this record has for its rows."""
    skipped = {"id", "clocks", "organisation_id", "city_id"}
    columns = [column for column in Resident.__table__.columns if column.key not in skipped]
    return sorted(repr(row) for row in session.execute(select(*columns)))


@pytest.mark.parametrize("name", ["padrón.csv", "padrón.xlsx"])
def test_what_is_handed_out_comes_back_without_loss(
    roll: Store, tmp_path: Path, name: str, another: Callable[[], Store]
) -> None:
    path = tmp_path / name
    assert write_export(path, roll.ask(export_rows)) == len(PEOPLE)
    read = read_roll(path.read_bytes())
    assert read.ignored_columns == ()
    there = another()
    assert there.do(import_rows, lines=read.lines, phone_prefix="+598").outcome.new == len(PEOPLE)
    assert there.ask(told) == roll.ask(told)
    assert roll.do(import_rows, lines=read.lines, phone_prefix="+598").outcome.same == len(PEOPLE)


@pytest.fixture
def another(tmp_path: Path, _empty_record: Path, city: Any) -> Any:
    """Another record of the same city."""
    from db.home import Home
    from tests.record import CITY_FILE

    made: list[Store] = []

    def make() -> Store:
        home = Home(tmp_path / "another")
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        made.append(open_store(home, HandClock(), city))
        return made[-1]

    yield make
    for store in made:
        store.close()


def test_a_csv_opens_in_excel_and_no_cell_of_it_is_a_formula(roll: Store, tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    write_export(path, roll.ask(export_rows))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfApellido;Nombres;")
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert "'+59899123456" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_workbook_holds_no_formula(roll: Store, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "padron.xlsx"
    write_export(path, roll.ask(export_rows))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"HYPERLINK" in sheet
    assert b"<f>" not in sheet


@pytest.mark.parametrize("name", ["padron.csv", "padron.xlsx"])
def test_the_file_is_for_its_owner_alone_and_nothing_lies_beside_it(roll: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "lists" / name
    path.parent.mkdir()
    write_export(path, roll.ask(export_rows))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_file_as_it_was(roll: Store, tmp_path: Path) -> None:
    rows = roll.ask(export_rows)
    with pytest.raises(Refused, match="export_kind"):
        write_export(tmp_path / "padron.doc", rows)
    with pytest.raises(Unavailable, match="export_failed"):
        write_export(tmp_path / "nowhere" / "padron.csv", rows)
    taken = tmp_path / "padron.csv"
    taken.mkdir()
    with pytest.raises(Unavailable, match="export_failed"):
        write_export(taken, rows)
    assert list(tmp_path.glob(".*.part")) == []


def names(rows: tuple[tuple[Any, ...], ...]) -> list[str]:
    return [row[0] for row in rows[1:]]


def test_a_part_of_the_roll_is_handed_out(roll: Store) -> None:
    muelle = named_id("villa_ejemplo", "neighbourhood", "ribera", "el muelle")
    assert names(roll.ask(export_rows)) == ["D'Ambrosía", "Quintela", "Ñandúbez"]
    assert names(roll.ask(export_rows, neighbourhood_id=muelle)) == ["Ñandúbez"]
    assert names(roll.ask(export_rows, district_id=named_id("villa_ejemplo", "district", "ribera"))) == ["Ñandúbez"]
    assert names(roll.ask(export_rows, text="anse")) == ["Quintela"]


def test_who_was_merged_is_one_line_that_says_what_any_row_says(roll: Store) -> None:
    kept = roll.do(enrol, family_name="Yrurtia", given_names="Telma", document="33444555").outcome
    other = roll.do(enrol, family_name="Irurtia", given_names="Thelma", phone="+59899777777").outcome
    roll.do(merge, kept_id=kept, absorbed_id=other)
    lines = [row for row in roll.ask(export_rows) if "rurtia" in row[0]]
    assert [(line[0], line[3], line[7]) for line in lines] == [("Yrurtia", "33444555", "+59899777777")]
