"""What stands beside the text for whoever edited it: never more than can be read."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.minutes.contradictions import Contradiction
from desktop.minutes.editing import Review
from desktop.minutes.edits import MOST, Edits


def test_whoever_took_out_a_list_of_a_thousand_is_not_told_a_thousand_times(qtbot: QtBot) -> None:
    edits = Edits()
    qtbot.addWidget(edits)
    gone = tuple(Contradiction("name_gone", "", f"Vecina {n}", "") for n in range(1000))
    edits.show_review(Review(Path("acta.docx"), "", "", 1, taken=False, known=False, contradictions=gone))

    told = edits.text.toPlainText()
    assert told.count("⚠") == MOST
    assert "800" in told


def test_where_only_the_looks_changed_no_empty_page_stands_there(qtbot: QtBot) -> None:
    edits = Edits()
    qtbot.addWidget(edits)
    edits.show_review(Review(Path("acta.docx"), "", "", 1, taken=False, known=True))

    assert edits.text.isHidden()
    assert not edits.take.isHidden()
