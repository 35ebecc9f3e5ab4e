"""Looking again keeps what the person had selected, and choosing works by keyboard and mouse."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    state: str = "present"


ROSA, JUAN, MARTA = Person("1", "Rosa Peña"), Person("2", "Juan Núñez"), Person("3", "Marta Ibáñez")


@pytest.fixture
def table(qtbot):
    columns: list[Column[Person]] = [
        Column("NAME", lambda person: person.name, Look.STRONG, order=lambda person: person.name),
        Column("STATE", lambda person: person.state, Look.PILL, tone=lambda person: Tone.GOOD, width=120),
    ]
    made = RowsView(columns, lambda person: person.id, "People")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def names(table):
    return [table.model().index(row, 0).data() for row in range(table.model().rowCount())]


def test_the_selected_person_stays_selected_when_somebody_arrives_above(table):
    table.show_rows([ROSA, JUAN])
    table.select("2")
    table.show_rows([MARTA, ROSA, JUAN])
    assert table.selected() == JUAN


def test_looking_again_does_not_tell_that_another_row_was_chosen(table):
    told: list[object] = []
    table.show_rows([ROSA, JUAN])
    table.select("2")
    table.current.connect(told.append)
    table.show_rows([MARTA, ROSA, JUAN])
    assert told == []


def test_when_the_selected_person_is_gone_it_is_told_once(table):
    told: list[object] = []
    table.show_rows([ROSA, JUAN])
    table.select("2")
    table.current.connect(told.append)
    table.show_rows([ROSA])
    assert told == [None]


def test_the_same_rows_with_new_words_are_painted_anew(table):
    table.show_rows([ROSA, JUAN])
    table.show_rows([ROSA, Person("2", "Juan Núñez", "gone")])
    assert table.model().index(1, 1).data() == "gone"


def test_enter_chooses_the_row_one_stands_on(table, qtbot):
    chosen: list[object] = []
    table.chosen.connect(chosen.append)
    table.show_rows([ROSA, JUAN])
    table.select("1")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen == [ROSA]


def test_clicking_a_heading_sorts_and_keeps_the_selection(table, qtbot):
    table.show_rows([ROSA, JUAN, MARTA])
    table.select("3")
    qtbot.mouseClick(table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    table.show_rows([ROSA, JUAN, MARTA])
    assert names(table) == ["Juan Núñez", "Marta Ibáñez", "Rosa Peña"]
    assert table.selected() == MARTA


def test_tab_leaves_the_table(table):
    assert not table.tabKeyNavigation()


def test_a_screen_reader_hears_the_words_of_a_pill(table):
    table.show_rows([ROSA])
    assert table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "present"


def test_every_kind_of_cell_can_be_painted(qtbot):
    columns: list[Column[Person]] = [
        Column(
            look.value, lambda person: person.name, look, tone=lambda person: Tone.BAD, icon=lambda person: "account"
        )
        for look in Look
    ]
    table = RowsView(columns, lambda person: person.id, "People")
    qtbot.addWidget(table)
    table.show_rows([ROSA, Person("9", "")])
    table.select("1")
    table.resize(500, 200)
    table.show()
    assert not table.grab().isNull()
