"""`cabildo issue` and `cabildo commitment` from the terminal."""

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


def test_what_was_asked_for_and_promised_is_shown_with_the_sitting(terminal: Terminal) -> None:
    sitting = terminal.planned()
    issue = terminal.json(
        "issue", "add", sitting, "--kind", "reclamo", "--text", "Farol apagado",
        "--topic", "Faroles", "--department", "Dirección de Faroles", "--place", "Muelle y Ancla",
    )["id"]  # fmt: skip
    promise = terminal.json(
        "commitment", "add", sitting, "--text", "Cambiar la lámpara",
        "--department", "dirección de faroles", "--due", "15/12/2026", "--issue", issue,
    )["id"]  # fmt: skip
    told = terminal.json("sitting", "show", sitting)
    assert told["issues"] == [
        {"id": issue, "kind": "complaint", "text": "Farol apagado", "raised_by": "", "state": "open"}
    ]
    assert told["commitments"] == [
        {
            "id": promise,
            "text": "Cambiar la lámpara",
            "responsible": "Dirección de Faroles",
            "due_on": "2026-12-15",
            "state": "open",
        }
    ]


def test_a_person_reads_that_it_is_written_down(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.call("issue", "add", sitting, "--kind", "question", "--text", "¿Cuándo?")[1].strip() == "Anotado."
    assert terminal.call("commitment", "add", sitting, "--text", "Llamar")[1].strip() == "Anotado."


def test_each_no_is_a_sentence(terminal: Terminal) -> None:
    sitting = terminal.planned()
    issue = ("issue", "add", sitting, "--text", "Luz", "--kind")
    assert terminal.refused(*issue, "wish") == (
        "No existe ese tipo de pedido (wish). Existen: proposal, complaint, question."
    )
    assert terminal.refused(*issue, "proposal", "--topic", "moon") == (
        "No existe el tema moon. Existen: bridges, lamps."
    )
    assert terminal.refused("issue", "add", sitting, "--kind", "proposal", "--text", " ") == "Escribí qué se pidió."
    promise = ("commitment", "add", sitting, "--text", "Luz")
    assert terminal.refused(*promise, "--due", "mañana") == "mañana no es una fecha. Escribila así: 15/12/2026."
    assert terminal.refused(*promise, "--due", "2025-12-15") == (
        "El 15/12/2025 es anterior a la sesión: revisá la fecha."
    )
    assert terminal.refused(*promise, "--resident", "nobody") == ("Quien se hace responsable no está en el registro.")


def test_a_department_that_nobody_knows_is_refused_with_those_there_are(terminal: Terminal) -> None:
    sitting = terminal.planned()
    no = "No existe el área Dirección de Farolas. Existen: Dirección de Faroles, Dirección de Puentes."
    asked = ("issue", "add", sitting, "--kind", "proposal", "--text", "Luz", "--department")
    promised = ("commitment", "add", sitting, "--text", "Luz", "--department")
    assert terminal.refused(*asked, "Dirección de Farolas") == no
    assert terminal.refused(*promised, "Dirección de Farolas") == no
    terminal.json(*promised, "DIRECCION DE FAROLES")
    assert terminal.json("sitting", "show", sitting)["commitments"][0]["responsible"] == "Dirección de Faroles"
