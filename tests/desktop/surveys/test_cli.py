"""`cabildo survey` from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from db.home import Home
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)


def test_a_household_answers_at_its_door_and_is_counted(terminal: Terminal) -> None:
    terminal.planned()
    assert {one["code"] for one in terminal.json("survey", "list")["shipped"]} == {"percepcion", "conectividad"}
    told = ("-a", "internet=Wifi en casa", "-a", "would_come=Por internet")
    terminal.json("survey", "reply", "conectividad", *told, "--way", "visit")
    questions = {one["key"]: one for one in terminal.json("survey", "results", "conectividad")["questions"]}
    assert {one["key"]: one["count"] for one in questions["internet"]["options"]}["wifi"] == 1
    assert (questions["help"]["answered"], questions["help"]["no_data"]) == (0, 1)
    assert terminal.call("survey", "list")[1].startswith("conectividad  Conectividad del hogar  (respuestas: 1)")


def test_a_table_of_paper_sheets_is_typed_in_at_once(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    sheet = tmp_path / "hojas.csv"
    sheet.write_text("listened;¿Se entendió lo que se explicó?;Cargó\nSí;no;Ana\nquizás;sí;Ana\n", "utf-8")
    taken = terminal.json("survey", "import", "percepcion", str(sheet), "--sitting", sitting)
    assert taken == {
        "written": 1, "same": 0, "refused": [{"line": 3, "reason": "survey_option_unknown"}],
        "ignored_columns": ["Cargó"],
    }  # fmt: skip
    again = terminal.json("survey", "import", "percepcion", str(sheet), "--sitting", sitting)
    assert (again["written"], again["same"]) == (0, 1)
    [typed] = terminal.json("survey", "sheets", "percepcion")["sheets"]
    assert (typed["way"], typed["answers"]) == ("paper", {"listened": "yes", "clear": "no"})
    terminal.json("survey", "remove", typed["id"][-8:])
    assert terminal.json("survey", "sheets", "percepcion")["sheets"] == []
    assert terminal.call("survey", "remove", typed["id"])[0] == 2
    code, _, said = terminal.call("survey", "import", "percepcion", str(sheet))
    assert (code, said.strip()) == (2, "Indicá sobre qué sesión se contestó.")


def test_a_questionnaire_of_the_city_is_taken_in(terminal: Terminal, tmp_path: Path) -> None:
    terminal.planned()
    file = tmp_path / "plaza.toml"
    file.write_text('code = "plaza"\nname = "La plaza"\n[[questions]]\nkey = "use"\ntext = "¿La usa?"\nkind = "text"\n')
    terminal.json("survey", "define", str(file))
    terminal.json("survey", "reply", "plaza", "-a", "use=Los domingos")
    assert "– Los domingos" in terminal.call("survey", "results", "plaza")[1]
    terminal.json("survey", "retire", "plaza")
    assert terminal.json("survey", "list")["surveys"] == []
    file.write_bytes(b"\xff\x00")
    assert terminal.call("survey", "define", str(file))[0] == 2


def test_a_questionnaire_is_printed_for_a_sitting_and_for_none(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    sheet = tmp_path / "encuesta.docx"
    terminal.json("survey", "print", "Cómo vivió el consejo", "--out", str(sheet), "--sitting", sitting[:13])
    words = [one.text for one in Document(str(sheet)).paragraphs]
    assert "Consejo: Consejo El Muelle" in words
    assert "1. ¿Sintió que la escucharon?  (marque una)" in words
    assert terminal.json("survey", "list")["surveys"] == []  # to print one is not to have asked it
    made = terminal.json("survey", "print", "conectividad", "--out", str(tmp_path))["path"]
    assert Path(made).name == "Encuesta Conectividad del hogar.pdf"
    assert Path(made).read_bytes().startswith(b"%PDF")
    assert "ya existe" in terminal.refused("survey", "print", "conectividad", "--out", made)
    terminal.json("survey", "print", "conectividad", "--out", made, "--force")
    assert terminal.refused("survey", "print", "nadie", "--out", str(tmp_path)) == "No existe ese cuestionario."


def test_a_questionnaire_of_the_city_is_printed_as_it_is_asked_now(terminal: Terminal, tmp_path: Path) -> None:
    file, sheet = tmp_path / "otra.toml", tmp_path / "hoja.docx"
    file.write_text(
        'code = "percepcion"\nname = "Otra"\n[[questions]]\nkey = "use"\ntext = "¿La usa?"\nkind = "text"\n', "utf-8"
    )
    terminal.json("survey", "define", str(file))
    terminal.json("survey", "print", "percepcion", "--out", str(sheet))
    assert "1. ¿La usa?" in [one.text for one in Document(str(sheet)).paragraphs]
