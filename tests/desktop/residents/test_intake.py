"""A list that is taken in through the window: its columns, what would come of it, the writing, and breaking off."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import event

from db.errors import Refused, Unavailable
from db.residents.commands import enrol
from db.residents.queries import card, count
from db.residents.roll_file import Sheet
from db.residents.roll_import import Imported
from db.work import Store
from desktop.kit.surfaces import Tile
from desktop.residents.intake import Intake, Judged
from tests.desk import PlainDesk
from tests.desktop.residents.room import Roll
from tests.record import HandClock

KEY = Qt.Key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Somebody new, somebody known who changed, somebody with an impossible document, and a column nobody knows."""
    made = tmp_path / "padron.csv"
    made.write_text(
        "Apellido;Nombres;DNI;Tel.;Signo\nYrurtia;Cora;22333444;;Leo\nÑandúbez;Rosaura;12345678;099 123 456;Aries\n"
        "Etcheverry;Zulma;x;;\n",
        encoding="utf-8",
    )
    return made


def review(roll: Roll, file: Path) -> None:
    roll.does(lambda: roll.parts.shell.drop([file]))
    assert roll.tab.currentWidget() is roll.intake
    roll.does(roll.intake.on.click)


def test_a_file_that_falls_on_the_roll_shows_its_columns_and_what_they_are_taken_for(roll: Roll, file: Path) -> None:
    roll.does(lambda: roll.parts.shell.drop([file]))
    taken = {title: choice.currentText() for title, choice in roll.intake.columns.choices.items()}
    assert taken == {
        "Apellido": "Apellido", "Nombres": "Nombres", "DNI": "Documento", "Tel.": "Teléfono", "Signo": "Dejar afuera",
    }  # fmt: skip


def test_nothing_is_written_before_it_is_said(roll: Roll, store: Store, file: Path) -> None:
    review(roll, file)
    told = {one.number: (one.verdict, one.why) for one in roll.intake.review.rows.rows.rows()}
    assert told[3][0] == "Cambios"
    assert "→ +598" in told[3][1]
    assert told[4][0] == "Error"
    assert "«x»" in told[4][1]
    assert roll.intake.on.text() == "Incorporar 2 personas"
    roll.does(roll.intake.back.click)
    assert (roll.tab.currentWidget(), store.ask(count)) == (roll.page, 2)


def test_it_is_taken_in_by_keyboard_alone(roll: Roll, store: Store, file: Path) -> None:
    roll.does(lambda: roll.parts.shell.drop([file]))
    for _ in range(2):
        roll.does(lambda: QTest.keyClick(roll.intake.on, KEY.Key_Return))
    assert store.ask(count) == 3
    told = {one.accessibleName() for one in roll.intake.findChildren(Tile)}
    assert {"Nueva: 1", "Cambios: 1", "Error: 1"} <= told
    roll.does(lambda: QTest.keyClick(roll.intake.leave, KEY.Key_Return))
    assert roll.tab.currentWidget() is roll.page


def test_a_column_is_mapped_by_hand_and_a_missing_one_is_told_where_it_is_missing(
    roll: Roll, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "lista.csv"
    file.write_text("Quién;Nombres;DNI\nYrurtia;Cora;22333444\n", encoding="utf-8")
    review(roll, file)
    assert roll.intake.columns.refusal.isVisible()
    assert "apellido" in roll.intake.columns.refusal.text()
    choice = roll.intake.columns.choices["Quién"]
    roll.does(lambda: QTest.keyClicks(choice, "apellido"))
    assert not roll.intake.columns.refusal.isVisible()
    roll.does(roll.intake.on.click)
    roll.does(roll.intake.on.click)
    assert store.ask(count) == 3


def test_a_list_without_a_doubt_shows_all_of_its_lines(roll: Roll, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    file.write_text("Apellido;Nombres;DNI\nYrurtia;Cora;22333444\n", encoding="utf-8")
    review(roll, file)
    assert [one.name for one in roll.intake.review.rows.rows.rows()] == ["Cora Yrurtia"]


def test_of_a_doubtful_line_it_is_said_what_the_line_says(roll: Roll, store: Store, tmp_path: Path) -> None:
    store.do(enrol, family_name="Yrurtia", given_names="Cora", document="11222333", birth_date="25/08/1979")
    file = tmp_path / "lista.csv"
    file.write_text("Apellido;Nombres;DNI;Nacimiento\nYrurtia;Cora;22333444;25/08/1979\n", encoding="utf-8")
    review(roll, file)
    assert roll.intake.review.one.text().endswith("La línea dice: 22.333.444, 25/08/1979")


def test_the_lines_are_narrowed_to_one_kind(roll: Roll, file: Path) -> None:
    review(roll, file)
    kinds = roll.intake.review.kinds
    roll.does(lambda: kinds.set_value("new"))
    assert [one.name for one in roll.intake.review.rows.rows.rows()] == ["Cora Yrurtia"]
    roll.does(lambda: kinds.set_value("all"))
    assert [one.number for one in roll.intake.review.rows.rows.rows()] == [2, 3, 4]


def test_a_change_that_is_not_wanted_is_left(roll: Roll, store: Store, file: Path) -> None:
    rosa = next(one.id for one in _everybody(roll) if one.family_name == "Ñandúbez")
    review(roll, file)
    step = roll.intake.review
    roll.does(lambda: step.rows.select(3))
    step.choice.setFocus()
    roll.does(lambda: QTest.keyClick(step.choice, KEY.Key_Down))
    assert step.choice.currentText() == "Dejarla como está"
    assert next(one for one in step.rows.rows.rows() if one.number == 3).verdict == "queda afuera"
    assert roll.intake.on.text() == "Incorporar 1 persona"
    roll.does(roll.intake.on.click)
    assert store.ask(card, resident_id=rosa).phone is None


def test_somebody_doubtful_is_written_down_when_a_person_says_so(roll: Roll, store: Store, tmp_path: Path) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="30111222")
    file = tmp_path / "padron.csv"
    file.write_text("Apellido;Nombres\nÑandúbez;Rosaura\n", encoding="utf-8")
    review(roll, file)
    step = roll.intake.review
    (one,) = step.rows.rows.rows()
    assert one.verdict == "Dudosa"
    assert [key for key, _ in one.choices][:2] == ["", "new"]
    assert not roll.intake.on.isEnabled()
    step.choice.setFocus()
    roll.does(lambda: QTest.keyClick(step.choice, KEY.Key_Down))
    assert roll.intake.on.text() == "Incorporar 1 persona"
    roll.does(roll.intake.on.click)
    assert store.ask(count) == 4


def test_a_file_that_falls_while_another_page_is_in_front_is_none_of_the_rolls(roll: Roll, file: Path) -> None:
    roll.does(roll.tab.hide)
    roll.does(lambda: roll.parts.shell.drop([file]))
    assert roll.tab.currentWidget() is roll.page


def _everybody(roll: Roll):
    roll.does(lambda: roll.parts.settings.change(hide_names=False))
    return roll.page.people.rows.rows()


def test_what_was_said_of_one_doubt_is_said_of_all_of_them_at_once(roll: Roll, store: Store, tmp_path: Path) -> None:
    for number in range(3):
        store.do(enrol, family_name="Yrurtia", given_names=f"Cora {'ABC'[number]}", document=f"2233344{number}")
    file = tmp_path / "lista.csv"
    lines = [f"Yrurtia;Cora {'ABC'[number]};2233354{number}" for number in range(3)]
    file.write_text("\n".join(["Apellido;Nombres;DNI", *lines]), encoding="utf-8")
    before = store.ask(count)
    review(roll, file)
    step = roll.intake.review
    assert [one.verdict for one in step.rows.rows.rows()] == ["Dudosa"] * 3
    step.choice.setCurrentIndex(1)
    roll.does(lambda: step.choice.activated.emit(1))
    assert roll.intake.on.text() == "Incorporar 1 persona"
    assert step.alike.text() == "Lo mismo para las 3 de esta clase"
    roll.does(step.alike.click)
    assert roll.intake.on.text() == "Incorporar 3 personas"
    roll.does(roll.intake.on.click)
    assert store.ask(count) == before + 3


class Said:
    """A panel that writes down what it is told."""

    def __init__(self) -> None:
        self.ended: list[tuple[int, bool]] = []

    def show_file(self, name: str, sheet: Sheet) -> None: ...

    def show_no(self, no: Refused) -> None: ...

    def show_way(self, done: int, total: int, *, writing: bool) -> None: ...

    def show_judged(self, judged: Judged) -> None: ...

    def show_end(self, name: str, done: Imported, *, whole: bool) -> None:
        self.ended.append((done.new, whole))

    def go_back(self) -> None: ...


def test_a_disk_that_is_full_ends_the_taking_in_with_what_is_in(store: Store, clock: HandClock, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    lines = (
        f"Yrurtia{chr(97 + number % 26)};Cora {chr(65 + number % 23)}da;{20_000_000 + number}"
        for number in range(2_500)
    )
    file.write_text("Apellido;Nombres;DNI\n" + "\n".join(lines), encoding="utf-8")
    said = Said()
    intake = Intake(said, PlainDesk(store), clock, phone_prefix="+598", district_id=None)

    def small(connection: Any, *_: object) -> None:
        # A real limit of SQLite, which answers as it does when the disk is full.
        connection.execute(f"PRAGMA max_page_count = {pages + 400}")

    async def taken_in() -> None:
        await intake.begin(file)
        await intake.review({"Apellido": "family_name", "Nombres": "given_names", "DNI": "document"})
        event.listen(store.engine, "checkout", small)
        with pytest.raises(Unavailable, match="disk_full"):
            await intake.write()

    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    asyncio.run(taken_in())
    event.remove(store.engine, "checkout", small)
    ((people, whole),) = said.ended
    assert (people, whole) == (store.ask(count), False)
