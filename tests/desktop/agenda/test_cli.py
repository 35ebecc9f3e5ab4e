"""`cabildo agenda` from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.home import Home
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)


def test_items_are_written_down_and_moved_on(terminal: Terminal) -> None:
    sitting = terminal.planned()
    first = terminal.json("agenda", "add", sitting, "Apertura", "--minutes", "5")["id"]
    second = terminal.json("agenda", "add", sitting[:13], "Farol")["id"]
    terminal.json("sitting", "open", sitting)
    assert terminal.json("agenda", "next", sitting) == {"item": {"id": first, "title": "Apertura"}}
    assert terminal.json("agenda", "next", sitting) == {"item": {"id": second, "title": "Farol"}}
    assert terminal.json("agenda", "next", sitting) == {"item": None}
    told = terminal.json("agenda", "show", sitting)["items"]
    assert [(item["number"], item["title"], item["state"], item["minutes_planned"]) for item in told] == [
        (1, "Apertura", "ended", 5),
        (2, "Farol", "ended", None),
    ]


def test_a_person_reads_which_item_is_on_the_table(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.call("agenda", "show", sitting)[1].strip() == "El orden del día está vacío."
    assert terminal.call("agenda", "add", sitting, " Farol ")[1].strip() == "Punto anotado: Farol"
    terminal.json("sitting", "open", sitting)
    assert terminal.call("agenda", "next", sitting)[1].strip() == "1. Farol"
    assert terminal.call("agenda", "show", sitting)[1].startswith("> 1. Farol 0:0")
    assert terminal.call("agenda", "next", sitting)[1].strip() == "Era el último punto."
    assert terminal.refused("agenda", "next", sitting) == "Ya se trataron todos los puntos."


def test_each_no_is_a_sentence(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.refused("agenda", "next", sitting) == "La sesión todavía no está abierta."
    assert terminal.refused("agenda", "add", sitting, " ") == "Escribí de qué trata el punto."
    assert terminal.refused("agenda", "add", sitting, "A", "--minutes", "999") == (
        "No se pueden prever 999 minutos: van de 1 a 600."
    )
