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
    assert terminal.refused(*promise, "--resident", "nobody") == "Esa persona no está en el padrón."


def test_a_department_that_nobody_knows_is_refused_with_those_there_are(terminal: Terminal) -> None:
    sitting = terminal.planned()
    no = "No existe el área Dirección de Farolas. Existen: Dirección de Faroles, Dirección de Puentes."
    asked = ("issue", "add", sitting, "--kind", "proposal", "--text", "Luz", "--department")
    promised = ("commitment", "add", sitting, "--text", "Luz", "--department")
    assert terminal.refused(*asked, "Dirección de Farolas") == no
    assert terminal.refused(*promised, "Dirección de Farolas") == no
    terminal.json(*promised, "DIRECCION DE FAROLES")
    assert terminal.json("sitting", "show", sitting)["commitments"][0]["responsible"] == "Dirección de Faroles"


def asked(terminal: Terminal, sitting: str, text: str, *more: str) -> str:
    return str(terminal.json("issue", "add", sitting, "--kind", "reclamo", "--text", text, *more)["id"])


def test_issues_are_found_set_right_and_followed_up(terminal: Terminal) -> None:
    sitting = terminal.planned()
    lamp = asked(terminal, sitting, "Farol apagado", "--place", "Muelle", "--point", "-32.9468, -60.6393")
    other = asked(terminal, sitting, "Puente flojo", "--department", "Deportes", "--new-department")
    told = terminal.json("issue", "search", "MUELLE", "farol")
    assert (told["total"], told["issues"][0]["id"]) == (1, lamp)
    assert told["issues"][0]["point"] == {"lat": -32.9468, "lon": -60.6393}
    terminal.json("issue", "change", lamp[-8:], "--text", "Farol roto", "--point", "", "--department", "deportes")
    terminal.json(
        "issue", "state", "respondido", lamp, other, "--answer", "Va en mayo", "--by", "Paz", "--on", "1/11/2026"
    )
    every = terminal.json("issue", "list", sitting)["issues"]
    assert [(one["text"], one["state"], one["department"], one["point"]) for one in every] == [
        ("Farol roto", "answered", "Deportes", None),
        ("Puente flojo", "answered", "Deportes", None),
    ]
    assert {(one["answer"], one["answered_by"], one["answered_on"]) for one in every} == {
        ("Va en mayo", "Paz", "2026-11-01")
    }
    assert terminal.json("issue", "search", "--department", "-")["total"] == 0
    assert terminal.json("issue", "search", "--council", "muelle", "--from", "1/11/2026")["total"] == 2
    terminal.json("issue", "remove", lamp)
    assert "1 en total" in terminal.call("issue", "search", "--district", "ribera")[1]


def test_lists_are_made_noted_as_sent_and_not_offered_again(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    for text, area in (("Farol apagado", "Dirección de Faroles"), ("Puente flojo", "Dirección de Puentes")):
        asked(terminal, sitting, text, "--department", area)
    one, every = str(tmp_path / "faroles.docx"), str(tmp_path / "todas.zip")
    told = terminal.json("issue", "export", "--out", one, "--department", "direccion de faroles")
    assert (told["issues"], told["departments"]) == (1, ["Dirección de Faroles"])
    told = terminal.json("issue", "export", "--out", every, "--sent-to", "Mesa de entradas")
    assert told["issues"] == 2
    assert terminal.refused("issue", "export", "--out", str(tmp_path / "x.zip")) == (
        "No hay nada para enviar con lo elegido."
    )
    lists = terminal.json("issue", "sent")["lists"]
    assert [one["sent_to"] for one in lists] == ["Mesa de entradas", "Mesa de entradas"]
    assert len(terminal.json("issue", "sent", "--take-back", lists[0]["id"])["lists"]) == 1
    assert terminal.json("issue", "export", "--out", str(tmp_path / "x.zip"))["issues"] == 1
    assert terminal.json("issue", "export", "--out", str(tmp_path / "y.zip"), "--all", "--names")["issues"] == 2


def test_commitments_are_due_settled_moved_and_listed(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    promise = ("commitment", "add", sitting, "--text")
    lamp = terminal.json(*promise, "Luz", "--department", "direccion de faroles", "--due", "2026-12-15")["id"]
    call = terminal.json(*promise, "Llamar")["id"]
    assert {one["id"] for one in terminal.json("commitment", "due")["commitments"]} == {lamp, call}
    assert [one["id"] for one in terminal.json("commitment", "due", "--term", "undated")["commitments"]] == [call]
    assert [one["id"] for one in terminal.json("commitment", "due", "--responsible", "farol")["commitments"]] == [lamp]
    (reminder,) = terminal.json("commitment", "due", "--reminder")["reminders"]
    assert reminder["text"].startswith("A Dirección de Faroles:")
    terminal.json("commitment", "move", lamp[:20], "--due", "20/12/2026", "--reason", "Falta material")
    terminal.json("commitment", "settle", call, "cumplido", "--note", "Atendieron", "--told-in", sitting)
    told = {one["id"]: one for one in terminal.json("commitment", "list", sitting)["commitments"]}
    assert (told[lamp]["due_on"], told[lamp]["due_reason"]) == ("2026-12-20", "Falta material")
    assert (told[call]["state"], told[call]["outcome"]) == ("kept", "Atendieron")
    path = tmp_path / "compromisos.xlsx"
    assert terminal.json("commitment", "export", "--out", str(path), "--all")["commitments"] == 2
    assert path.exists()
    terminal.json("commitment", "remove", lamp)
    assert terminal.json("commitment", "due")["commitments"] == []


def test_each_no_about_following_up_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    issue, promise = asked(terminal, sitting, "Luz"), terminal.json("commitment", "add", sitting, "--text", "Luz")["id"]
    for words, no in (
        (("issue", "state", "gone", issue), "Un pedido no puede quedar en «gone»."),
        (("issue", "change", "nada", "--text", "x"), "Ese pedido ya no está en el registro."),
        (("issue", "change", issue, "--point", "1;2;3"), "1;2;3 no es un punto."),
        (("issue", "change", issue, "--point", "200.5, 10.5"), "Ese punto no existe"),
        (("issue", "search", "--council", "Nadie"), "¿Qué consejo es Nadie?"),
        (("issue", "export", "--out", str(tmp_path / "a.odt")), "a.odt: el nombre tiene que terminar en"),
        (("commitment", "move", promise, "--due", "", "--reason", " "), "Escribí por qué cambia la fecha."),
        (("commitment", "due", "--term", "soon"), "No existe ese plazo (soon)."),
        (
            ("commitment", "add", sitting, "--text", "x", "--resident", "a", "--organisation", "b"),
            "El responsable es uno",
        ),
    ):
        assert terminal.refused(*words).startswith(no)
