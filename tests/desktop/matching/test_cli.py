"""`cabildo matching` from the terminal: show, confirm, nobody, unnamed, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.matching.commands import import_report
from tests.db.matching.crowd import enrol_all
from tests.db.matching.scene import report, row
from tests.desktop.zoom.terminal import Terminal, terminal_in


@pytest.fixture
def terminal(
    qapp: object,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    return terminal_in(tmp_path, tmp_path_factory, monkeypatch, capsys, imported="es_rows_2026.csv")


def shown(terminal: Terminal, name: str) -> dict[str, Any]:
    groups = terminal.json("matching", "show", terminal.sitting)["groups"]
    found: dict[str, Any] = next(one for one in groups if name in one["names"])
    return found


def test_the_groups_are_shown_with_their_candidates_and_reasons(terminal: Terminal) -> None:
    nelida, hugo = shown(terminal, "Nélida Quiroz"), shown(terminal, "Hugo Ibáñez")
    assert (nelida["verdict"], nelida["residents"], nelida["minutes"]) == ("sure", [terminal.roll[0]], 92)
    assert (hugo["verdict"], hugo["residents"], hugo["waits"]) == ("proposed", [], True)
    [candidate] = hugo["candidates"]
    assert (candidate["resident"], candidate["name"]) == (terminal.roll[2], "Hugo Daniel Ibáñez")
    assert 0.5 <= candidate["score"] <= 1
    assert "same_surname" in {why["code"] for why in candidate["reasons"]}


def test_the_words_for_a_person_say_why(terminal: Terminal) -> None:
    code, out, _ = terminal.call("matching", "show", terminal.sitting)
    assert code == 0
    assert "Propuesta" in out
    assert "mismo apellido" in out


def test_what_there_is_to_know_of_a_group_stands_under_it(terminal: Terminal, tmp_path: Path) -> None:
    header = "Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,Duración (minutos)\n"
    told = "Nélida Quiroz y Bruno,,19/11/2026 07:00:00 PM,19/11/2026 08:00:00 PM,60\n"
    (report := tmp_path / "informe.csv").write_text(header + told, encoding="utf-8")
    terminal.json("zoom", "import", terminal.sitting, str(report))
    _, out, _ = terminal.call("matching", "show", terminal.sitting, "--waiting")
    assert "    Quizás sean varias personas frente a una pantalla\n" in out


TWO = ("Jorge Acosta", "luis acosta")


def two_whole_names(terminal: Terminal) -> None:
    """Luis and Jorge Acosta are on the roll among many, and wait under their whole names; Nélida is not sure any more
    among so many."""
    with terminal.opened() as store:
        store.do(enrol_all, quarter=None)
        told = report(*(row(name) for name in TWO))
        store.do(import_report, sitting_id=terminal.sitting, report=told, sha256="5" * 64)


def test_whole_names_are_shown_then_confirmed_at_once_and_taken_back_at_once(terminal: Terminal) -> None:
    two_whole_names(terminal)
    tried = terminal.json("matching", "whole-names", terminal.sitting, "--dry-run")
    assert (tried["confirmed"], [one["name"] for one in tried["groups"]]) == (False, [*TWO, "Nélida Quiroz"])
    assert all(one["score"] >= 0.98 and one["resident"] and one["reasons"] for one in tried["groups"])
    assert shown(terminal, "Jorge Acosta")["waits"]
    done = terminal.json("matching", "whole-names", terminal.sitting)
    assert (done["confirmed"], len(done["groups"])) == (True, 3)
    assert shown(terminal, "luis acosta")["verdict"] == "confirmed"
    back = terminal.json("matching", "undo", terminal.sitting)["groups"]
    assert [one["verdict"] for one in back] == ["proposed"] * 3


def test_a_whole_name_that_is_left_out_waits_on(terminal: Terminal) -> None:
    two_whole_names(terminal)
    luis = shown(terminal, "luis acosta")["id"]
    code, out, _ = terminal.call("matching", "whole-names", terminal.sitting, "--leave-out", luis[:8])
    assert code == 0
    assert "«Jorge Acosta»" in out
    assert "luis acosta" not in out
    assert "Por decidir:" in out
    assert shown(terminal, "luis acosta")["waits"]
    code, out, _ = terminal.call("matching", "whole-names", terminal.sitting, "--leave-out", luis)
    assert (code, out.strip()) == (0, "Nadie espera con un nombre completo que sea solo suyo.")


def test_a_group_is_confirmed_and_taken_back(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")
    done = terminal.json("matching", "confirm", terminal.sitting, hugo["id"], terminal.roll[2])
    assert (done["verdict"], done["residents"]) == ("confirmed", [terminal.roll[2]])
    back = terminal.json("matching", "undo", terminal.sitting, hugo["id"][:8])
    assert (back["verdict"], back["residents"]) == ("proposed", [])


def test_one_telephone_may_be_several_and_a_group_may_be_nobody(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    done = terminal.json("matching", "confirm", terminal.sitting, hugo, terminal.roll[1], terminal.roll[2])
    assert set(done["residents"]) == {terminal.roll[1], terminal.roll[2]}
    assert terminal.json("matching", "nobody", terminal.sitting, hugo)["verdict"] == "not_a_neighbour"
    assert terminal.json("matching", "unnamed", terminal.sitting, hugo)["verdict"] == "unnamed"


def test_the_first_four_characters_of_a_group_are_enough_where_they_are_its_alone(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    assert terminal.json("matching", "nobody", terminal.sitting, hugo[:4])["id"] == hugo
    code, _, err = terminal.call("matching", "undo", terminal.sitting, hugo[:3])
    assert (code, "no existe ese grupo" in err) == (2, True)


@pytest.mark.parametrize("group", ["nothing", "", "ffffffff"])
def test_a_group_that_is_not_there_is_refused(terminal: Terminal, group: str) -> None:
    code, out, err = terminal.call("matching", "confirm", terminal.sitting, group, terminal.roll[0])
    assert (code, out) == (2, "")
    assert "no existe ese grupo" in err


def test_somebody_who_is_not_on_the_roll_is_refused(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    code, _, err = terminal.call("matching", "confirm", terminal.sitting, hugo, "nobody")
    assert code == 2
    assert err.strip()
    assert shown(terminal, "Hugo Ibáñez")["verdict"] == "proposed"


def test_a_sitting_without_a_report_says_so(terminal: Terminal) -> None:
    code, out, _ = terminal.call("matching", "show", terminal.planned)
    assert code == 0
    assert "Todavía no se incorporó ningún informe" in out


def test_several_need_two_and_one_is_not_enough(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    done = terminal.json("matching", "several", terminal.sitting, hugo[:8], *terminal.roll[1:])
    assert set(done["residents"]) == set(terminal.roll[1:])
    code, _, err = terminal.call("matching", "several", terminal.sitting, hugo, terminal.roll[1], terminal.roll[1])
    assert code == 2
    assert "dos" in err


def test_who_a_group_is_not_is_not_proposed_again(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    done = terminal.json("matching", "reject", terminal.sitting, hugo, terminal.roll[2])
    assert (done["verdict"], done["candidates"], done["waits"]) == ("rejected", [], True)


def test_somebody_new_takes_her_name_from_zoom_and_the_rest_from_what_is_said(terminal: Terminal) -> None:
    hugo = shown(terminal, "Hugo Ibáñez")["id"]
    done = terminal.json("matching", "new", terminal.sitting, hugo, "--document", "30.111.222")
    assert done["verdict"] == "confirmed"
    [made] = done["residents"]
    assert made not in terminal.roll
    code, _, err = terminal.call("matching", "new", terminal.sitting, hugo, "--neighbourhood", "Nowhere")
    assert code == 2
    assert "Nowhere" in err


def test_undo_without_a_group_takes_the_last_decision_back_and_then_the_one_before(terminal: Terminal) -> None:
    hugo, nelida = shown(terminal, "Hugo Ibáñez")["id"], shown(terminal, "Nélida Quiroz")["id"]
    terminal.json("matching", "confirm", terminal.sitting, hugo, terminal.roll[2])
    terminal.json("matching", "nobody", terminal.sitting, nelida)
    assert terminal.json("matching", "undo", terminal.sitting)["verdict"] == "sure"
    assert terminal.json("matching", "undo", terminal.sitting)["verdict"] == "proposed"
    code, _, err = terminal.call("matching", "undo", terminal.sitting)
    assert code == 2
    assert "deshacer" in err


def test_only_those_that_wait_are_shown_on_demand_with_how_many_they_are(terminal: Terminal) -> None:
    told = terminal.json("matching", "show", terminal.sitting, "--waiting")
    assert told["groups"]
    assert all(one["waits"] for one in told["groups"])
    _, out, _ = terminal.call("matching", "show", terminal.sitting, "--waiting")
    assert f"Por decidir: {len(told['groups'])}." in out
