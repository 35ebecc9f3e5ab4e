"""The draft on the screen says what the Word file says, and typed text stays text."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from desktop.minutes.composition import compose
from desktop.minutes.document import write
from desktop.minutes.phrases import load
from desktop.minutes.preview import render
from tests.desktop.minutes.evening import EVENING, crowd
from tests.desktop.minutes.test_document import HOSTILE, everything_in, everywhere, said_by


def seen(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText().replace("\u2028", "\n").replace("\xa0", " ")


def test_every_value_of_the_acta_is_seen_in_the_draft(qtbot: QtBot) -> None:
    text = seen(render(compose(EVENING, load("es_AR"))))

    assert [value for value in said_by(EVENING) if value not in text] == []


def test_the_draft_and_the_word_file_say_the_same_sentences(qtbot: QtBot) -> None:
    text = seen(render(compose(EVENING, load("es_AR"))))
    written = everything_in(write(EVENING).content).replace("\xa0", " ")
    lines = [line.strip() for line in written.splitlines() if line.strip()]

    assert len(lines) > 100
    assert [line for line in lines if line not in text] == []


def test_what_was_typed_is_never_read_as_markup(qtbot: QtBot) -> None:
    for hostile in HOSTILE:
        html = render(compose(everywhere(hostile), load("es_AR")))
        assert seen(html).count(hostile) >= 15, hostile


def test_a_share_of_nothing_draws_no_bar() -> None:
    empty = replace(EVENING, figures=replace(EVENING.figures, by_gender=(), people=0))
    assert 'width="50%" bgcolor="#1F5EAB"' in render(compose(EVENING, load("es_AR")))
    assert 'width="50%" bgcolor="#1F5EAB"' not in render(compose(empty, load("es_AR")))


def test_of_a_very_long_table_the_screen_shows_the_beginning_and_says_so() -> None:
    spanish = load("es_AR")
    html = render(compose(crowd(300), spanish), str(spanish.section("page")["more"]))

    assert "Apellido0119" in html
    assert "Apellido0120" not in html
    assert "… y 180 filas más, que están en el archivo de Word." in html
    assert "Apellido0299" in render(compose(crowd(300), spanish))


def test_between_the_figures_and_the_words_under_them_there_is_air() -> None:
    html = render(compose(EVENING, load("es_AR")))
    figures, words = html.split("Zoom por identificar")[1].split("Asistieron", 1)[0], "font-size:6px"
    assert words in figures
    assert "font-size:6px" not in html.split("= </font>")[1].split("Primera vez")[0], "the two rows stay together"
