"""Fields say what is wrong under themselves, keep what is typed, and can be left by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QDateEdit, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.kit.buttons import Segmented, button, icon_button
from desktop.kit.fields import Choice, Form, LateText, SearchField


@pytest.fixture
def form(qtbot):
    made = Form()
    made.add("name", "Family name", QLineEdit())
    made.add("document", "Document", QLineEdit(), "Digits alone")
    made.add("gender", "Gender", Choice([("woman", "Mujer"), ("man", "Varón")]))
    made.add("born", "Born on", QDateEdit(QDate(1980, 5, 1)))
    made.add("agreed", "Consent", QCheckBox("Yes"))
    made.add("minutes", "Minutes", QSpinBox())
    qtbot.addWidget(made)
    made.show()
    return made


def visible_words(widget):
    return [words.text() for words in widget.findChildren(QLabel) if words.isVisible()]


def test_what_is_wrong_stands_under_the_field_and_the_first_one_gets_the_focus(form, qtbot):
    form.activateWindow()
    assert not form.show_errors({"document": "A document has 7 or 8 digits."})
    assert "A document has 7 or 8 digits." in visible_words(form)
    assert form.field("document").accessibleDescription() == "A document has 7 or 8 digits."
    qtbot.waitUntil(lambda: form.field("document").hasFocus())


def test_what_was_mended_is_no_longer_called_wrong(form):
    form.show_errors({"document": "A document has 7 or 8 digits."})
    assert form.show_errors({})
    assert "A document has 7 or 8 digits." not in visible_words(form)


def test_values_come_as_what_they_are(form):
    form.set_values({"name": " Peña ", "gender": "man", "agreed": True, "minutes": 15, "born": "1975-02-03"})
    assert form.values() == {
        "name": "Peña",
        "document": "",
        "gender": "man",
        "born": date(1975, 2, 3),
        "agreed": True,
        "minutes": 15,
    }


def test_every_field_has_the_name_that_stands_above_it(form):
    assert form.field("document").accessibleName() == "Document"


def test_escape_empties_the_search_and_down_leaves_it(qtbot):
    field = SearchField("Name or document")
    qtbot.addWidget(field)
    searched: list[str] = []
    down: list[bool] = []
    field.searched.connect(searched.append)
    field.down.connect(lambda: down.append(True))
    qtbot.keyClicks(field, "ro")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert searched == ["r", "ro", ""]
    assert down == [True]


def test_the_chosen_option_stays_when_others_come(qtbot):
    choice = Choice([("a", "A"), ("b", "B")])
    qtbot.addWidget(choice)
    choice.set_value("b")
    choice.set_options([("c", "C"), ("b", "B")])
    assert choice.value() == "b"
    choice.set_options([("c", "C")])
    assert choice.value() == "c"


@pytest.fixture
def notes(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    made, other = LateText("Notes", pause_ms=5), QLineEdit()
    column.addWidget(made)
    column.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    window.close()


def test_notes_are_told_when_the_typing_pauses(notes, qtbot):
    with qtbot.waitSignal(notes.settled) as told:
        qtbot.keyClicks(notes, "se pide luz")
    assert told.args == ["se pide luz"]


def test_notes_are_told_at_once_when_the_field_is_left(qtbot):
    field = LateText("Notes", pause_ms=60_000)
    qtbot.addWidget(field)
    told: list[str] = []
    field.settled.connect(told.append)
    qtbot.keyClicks(field, "luz")
    field.settle()
    field.settle()
    assert told == ["luz"]


def test_looking_again_never_overwrites_what_is_being_typed(notes, qtbot):
    qtbot.keyClicks(notes, "luz")
    notes.show_text("something older")
    assert notes.toPlainText() == "luz"


def test_one_of_the_segments_is_always_chosen(qtbot):
    segments = Segmented([("month", "Month"), ("year", "Year")], "Period")
    qtbot.addWidget(segments)
    told: list[str] = []
    segments.chosen.connect(told.append)
    assert segments.value() == "month"
    segments.set_value("year")
    assert told == []
    qtbot.mouseClick(segments.option("month"), Qt.MouseButton.LeftButton)
    assert (told, segments.value()) == (["month"], "month")


def test_a_button_without_words_says_what_it_does(qtbot):
    made = icon_button("close", "Dismiss")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("Dismiss", "Dismiss")


def test_the_shortcut_of_a_button_is_told_in_its_tip(qtbot):
    made = button("Next item", shortcut="F4")
    qtbot.addWidget(made)
    assert "F4" in made.toolTip()


def test_enter_presses_a_button_and_a_card_read_over_it_does_not(qtbot):
    made = button("Open the sitting")
    qtbot.addWidget(made)
    pressed: list[bool] = []
    made.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert len(pressed) == 1
    qtbot.keyClicks(made, "00123@PEREZ@ROSA INES@F")
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert len(pressed) == 1


def test_whoever_types_without_a_pause_is_kept_all_the_same(qtbot) -> None:
    field = LateText("Notes", pause_ms=60_000, latest_ms=5)
    told: list[str] = []
    field.settled.connect(told.append)
    qtbot.addWidget(field)
    for letters in ("uno", " dos"):
        with qtbot.waitSignal(field.settled):
            qtbot.keyClicks(field, letters)
    assert told == ["uno", "uno dos"]


def test_an_older_answer_of_the_record_does_not_undo_what_is_on_its_way(qtbot) -> None:
    field = LateText("Notes", pause_ms=60_000, latest_ms=60_000)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "uno")
    field.settle()
    qtbot.keyClicks(field, " dos")
    field.settle()
    field.show_text("uno")
    assert field.toPlainText() == "uno dos"
    field.kept("uno dos")
    field.show_text("uno dos y lo que se uni")
    assert field.toPlainText() == "uno dos y lo que se uni"


def test_the_notes_of_something_else_take_the_place_of_what_is_on_its_way(qtbot) -> None:
    field = LateText("Notes", pause_ms=60_000)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "uno")
    field.settle()
    field.show_other("otra cosa")
    assert field.toPlainText() == "otra cosa"
