"""The roll is handed out as a list that a spreadsheet opens, runs nothing in, and that comes back without loss."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import named_id
from db.duplicates.commands import merge
from db.errors import Refused, Unavailable
from db.residents.commands import correct, enrol, import_rows
from db.residents.export_file import ExportFile
from db.residents.roll_export import Place, Plan, export_portion, plan_export
from db.residents.roll_file import read_roll
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
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


BEGINNING = Place()


def hand_out(store: Store, path: Path, **wanted: Any) -> int:
    """The whole of a list, as the terminal and the window make it."""
    plan = store.ask(plan_export, **wanted)
    with ExportFile(path, plan) as file:
        add_all(store, plan, file)
        while file.write_some():
            pass
        return file.finish()


def add_all(store: Store, plan: Plan, file: ExportFile, place: Place | None = BEGINNING) -> None:
    while place is not None:
        portion = store.ask(export_portion, plan=plan, place=place)
        file.add(portion)
        place = portion.next


def names(store: Store, folder: Path, **wanted: Any) -> list[str]:
    hand_out(store, folder / "part.csv", **wanted)
    return [row[0] for row in rows_of(folder / "part.csv")]


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))[1:]


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
    assert hand_out(roll, path) == len(PEOPLE)
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
    hand_out(roll, path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfApellido;Nombres;")
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert "'+59899123456" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_workbook_holds_no_formula(roll: Store, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "padron.xlsx"
    hand_out(roll, path)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"HYPERLINK" in sheet
    assert b"<f>" not in sheet


@pytest.mark.parametrize("name", ["padron.csv", "padron.xlsx"])
def test_the_file_is_for_its_owner_alone_and_nothing_lies_beside_it(roll: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "lists" / name
    path.parent.mkdir()
    hand_out(roll, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_file_as_it_was(roll: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="export_kind"):
        hand_out(roll, tmp_path / "padron.doc")
    with pytest.raises(Unavailable, match="export_failed"):
        hand_out(roll, tmp_path / "nowhere" / "padron.csv")
    taken = tmp_path / "padron.csv"
    taken.mkdir()
    with pytest.raises(Unavailable, match="export_failed"):
        hand_out(roll, taken)
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("name", ["padron.csv", "padron.xlsx"])
def test_a_list_that_is_left_off_leaves_nothing_behind(roll: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "lists" / name
    path.parent.mkdir()
    path.write_text("the old one")
    plan = roll.ask(plan_export)
    with ExportFile(path, plan) as file:
        add_all(roll, plan, file)
        assert file.write_some()
    assert path.read_text() == "the old one"
    assert list(path.parent.iterdir()) == [path]


def test_a_part_of_the_roll_is_handed_out_in_spanish_order(roll: Store, tmp_path: Path) -> None:
    muelle = named_id("villa_ejemplo", "neighbourhood", "ribera", "el muelle")
    ribera = named_id("villa_ejemplo", "district", "ribera")
    roll.do(enrol, family_name="Nzuri", given_names="Ada")
    roll.do(enrol, family_name="Álamos", given_names="Ada")
    assert names(roll, tmp_path) == ["Álamos", "D'Ambrosía", "Nzuri", "Ñandúbez", "Quintela"]
    assert names(roll, tmp_path, neighbourhood_id=muelle) == ["Ñandúbez"]
    assert names(roll, tmp_path, district_id=ribera) == ["Ñandúbez"]
    assert names(roll, tmp_path, text="anse") == ["Quintela"]


def test_a_large_roll_is_read_in_portions_put_in_order_in_parts_and_loses_nobody(
    roll: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, many in (("roll_export._AT_ONCE", 7), ("roll_export._GONE_AT_ONCE", 11), ("export_file._RUN", 20)):
        monkeypatch.setattr(f"db.residents.{name}", many)
    monkeypatch.setattr("db.residents.export_file._WRITTEN_AT_ONCE", 13)
    for number in range(100):
        roll.do(enrol, family_name=f"Yrurtia{chr(97 + number * 37 % 26)}", given_names=f"Ada{chr(97 + number % 26)}",
                document=str(20_000_000 + number), birth_date="01/02/1990")  # fmt: skip
    path = tmp_path / "padron.csv"
    assert hand_out(roll, path) == 103
    rows = rows_of(path)
    assert {row[3] for row in rows if row[0].startswith("Yr")} == {str(20_000_000 + number) for number in range(100)}
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=lambda name: name.replace("Ñ", "N~"))
    assert {row[4] for row in rows if row[0].startswith("Yr")} == {"01/02/1990"}
    assert len(names(roll, tmp_path, text="yrur")) == 100


def test_who_is_erased_or_taken_off_while_the_list_is_made_is_not_on_it_and_nobody_is_twice(
    roll: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.residents.roll_export._AT_ONCE", 1)
    (rosa,), (anselmo,) = (roll.ask(search, text=letters) for letters in ("rosaura", "anselmo"))
    plan = roll.ask(plan_export)
    with ExportFile(tmp_path / "padron.csv", plan) as file:
        first = roll.ask(export_portion, plan=plan, place=Place())
        file.add(first)
        assert [one for one, _ in first.lines] == [rosa.id]
        roll.do(erase, resident_id=rosa.id, zone=ZoneInfo("America/Argentina/Buenos_Aires"))
        roll.do(correct, resident_id=anselmo.id, given_names="Anselmo José")
        roll.do(enrol, family_name="Yrurtia", given_names="Cora")
        add_all(roll, plan, file, first.next)
        while file.write_some():
            pass
        assert file.finish() == 3
    assert [row[:2] for row in rows_of(tmp_path / "padron.csv")] == [
        ["D'Ambrosía", "Zoé"], ["Quintela", "Anselmo José"], ["Yrurtia", "Cora"],
    ]  # fmt: skip


def test_between_two_portions_of_a_list_the_door_writes(roll: Store, tmp_path: Path) -> None:
    plan = roll.ask(plan_export)
    with ExportFile(tmp_path / "padron.csv", plan) as file:
        place: Place | None = Place()
        while place is not None:
            portion = roll.ask(export_portion, plan=plan, place=place)
            file.add(portion)
            roll.do(enrol, family_name="Yrurtia", given_names="Cora")
            place = portion.next


def test_more_lines_than_excel_holds_are_refused_and_not_lost_unseen(
    roll: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.residents.export_file.MOST_ROWS", 3)
    with pytest.raises(Refused, match="export_too_long"):
        hand_out(roll, tmp_path / "padron.xlsx")
    assert hand_out(roll, tmp_path / "padron.csv") == 3


def test_who_was_merged_is_one_line_that_says_what_any_row_says(roll: Store, tmp_path: Path) -> None:
    kept = roll.do(enrol, family_name="Yrurtia", given_names="Telma", document="33444555").outcome
    other = roll.do(enrol, family_name="Irurtia", given_names="Thelma", phone="+59899777777").outcome
    roll.do(merge, kept_id=kept, absorbed_id=other)
    hand_out(roll, tmp_path / "padron.csv")
    lines = [row for row in rows_of(tmp_path / "padron.csv") if "rurtia" in row[0]]
    assert [(line[0], line[3], line[7]) for line in lines] == [("Yrurtia", "33444555", "'+59899777777")]
