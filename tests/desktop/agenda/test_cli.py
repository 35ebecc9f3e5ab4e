"""`cabildo agenda` from the terminal."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

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


def with_three(terminal: Terminal) -> str:
    sitting = terminal.planned()
    for title, minutes in (("Apertura", "5"), ("Baches", "20"), ("Luz", "15")):
        terminal.json("agenda", "add", sitting, title, "--minutes", minutes)
    return sitting


def titles(told: dict[str, Any]) -> list[str]:
    return [item["title"] for item in told["items"]]


def test_items_are_meant_by_their_number_and_inserted_moved_renamed_merged_and_taken_back(terminal: Terminal) -> None:
    sitting = with_three(terminal)
    terminal.json("agenda", "add", sitting, "Cloacas", "--after", "1", "--by", "Aguas")
    assert titles(terminal.json("agenda", "move", sitting, "4", "--after", "1")) == [
        "Apertura", "Luz", "Cloacas", "Baches",
    ]  # fmt: skip
    assert titles(terminal.json("agenda", "move", sitting, "3"))[0] == "Cloacas"
    told = terminal.json("agenda", "rename", sitting, "1", "Agua y cloacas", "--minutes", "30")["items"][0]
    assert (told["title"], told["minutes_planned"], told["presenter"]) == ("Agua y cloacas", 30, "Aguas")
    terminal.json("agenda", "note", sitting, "3", "poca luz")
    terminal.json("agenda", "note", sitting, "4", "pozos")
    terminal.json("agenda", "note", sitting, "4", "muchos", "--append")
    whole = terminal.json("agenda", "merge", sitting, "4", "3", "--title", "La calle")
    assert titles(whole) == ["Agua y cloacas", "Apertura", "La calle"]
    assert (whole["items"][2]["notes"], whole["items"][2]["minutes_planned"]) == ("poca luz\npozos\nmuchos", 35)
    undone = terminal.json("agenda", "undo", sitting)
    assert (undone["undone"], len(undone["items"])) == ("agenda.merge_items", 4)
    assert terminal.call("agenda", "undo", sitting)[1].strip() == "El punto quedó como estaba."
    assert titles(terminal.json("agenda", "remove", sitting, "1")) == ["Apertura", "Luz", "Baches"]


def test_an_item_is_taken_out_of_turn_postponed_and_its_outcome_said_as_one_speaks(terminal: Terminal) -> None:
    sitting = with_three(terminal)
    terminal.json("sitting", "open", sitting)
    told = terminal.json("agenda", "begin", sitting, "2")["items"]
    assert [item["state"] for item in told] == ["waiting", "running", "waiting"]
    assert terminal.json("agenda", "outcome", sitting, "2", "acordado")["items"][1]["outcome"] == "agreed"
    assert terminal.json("agenda", "postpone", sitting, "3")["items"][2]["state"] == "postponed"
    assert terminal.refused("agenda", "remove", sitting, "2") == "Lo que ya se trató queda en el orden del día."
    assert terminal.refused("agenda", "move", sitting, "9") == "Ese punto ya no está en el orden del día."
    assert terminal.refused("agenda", "merge", sitting, "1", "1") == (
        "Un punto no se puede unir consigo mismo: elegí otro."
    )


def test_notes_come_from_another_program(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = with_three(terminal)
    monkeypatch.setattr("sys.stdin", io.StringIO("Se habló de la plaza.\nFalta luz.\n"))
    told = terminal.json("agenda", "note", sitting, "1", "-")
    assert told["items"][0]["notes"] == "Se habló de la plaza.\nFalta luz."


def test_the_floor_is_asked_for_given_in_order_and_taken_back(terminal: Terminal) -> None:
    sitting = with_three(terminal)
    terminal.json("sitting", "open", sitting)
    assert terminal.refused("agenda", "turn", sitting, "--next") == "Nadie está esperando la palabra."
    rosa, juan = (
        terminal.json("checkin", sitting, "--walk-in", name)["resident"] for name in ("Rosaura Timbó", "Juanelo Ceibal")
    )
    terminal.json("agenda", "next", sitting)
    for one in (juan, rosa):
        told = terminal.json("agenda", "ask", sitting, one)
    assert [one["name"] for one in told["waiting"]] == ["Juanelo Ceibal", "Rosaura Timbó"]
    told = terminal.json("agenda", "turn", sitting, "--next")
    assert [(one["name"], one["speaking"]) for one in told["turns"]] == [("Juanelo Ceibal", True)]
    assert terminal.json("agenda", "ask", sitting, rosa, "--down")["waiting"] == []
    terminal.json("agenda", "turn", sitting, rosa)
    told = terminal.json("agenda", "turn", sitting, "--end")
    assert [one["speaking"] for one in told["turns"]] == [False, False]
    assert (told["equity"]["present"], told["equity"]["spoke"]) == (2, 2)
    _, out, _ = terminal.call("agenda", "floor", sitting)
    assert out.strip().endswith("Hablaron 2 de 2.")
