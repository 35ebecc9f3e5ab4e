"""`cabildo outreach` from the terminal."""

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


def test_a_list_of_calls_and_groups_is_taken_in_and_told(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    file = tmp_path / "avisos.csv"
    file.write_text("Grupo;Integrantes;Canal;Resultado\nVecinas;80;grupo de whatsapp;\nClub;x;visita;\n", "utf-8")
    taken = terminal.json("outreach", "import", sitting, str(file))
    assert (taken["written"], taken["lines"]) == (1, [{"line": 3, "reason": "outreach_reached_unreadable"}])
    told = terminal.json("outreach", "show", sitting)
    assert told["channels"] == [{"channel": "whatsapp_group", "people": 0, "came": 0, "groups": 1, "reached": 80}]
    which = told["invitations"][0]["id"]
    terminal.json("outreach", "result", which, "avisado", "--note", "lo vieron 60")
    assert "Grupo de WhatsApp" in terminal.call("outreach", "show", sitting)[1]
    terminal.json("outreach", "remove", which)
    assert terminal.json("outreach", "show", sitting)["invitations"] == []


def test_an_unknown_channel_is_told_in_words(terminal: Terminal) -> None:
    sitting = terminal.planned()
    code, _, said = terminal.call("outreach", "add", sitting, "--channel", "paloma", "--group", "Todos")
    assert (code, said.strip()) == (2, "No se conoce ese medio de aviso: paloma.")


def test_one_person_is_not_told_as_several(terminal: Terminal) -> None:
    sitting = terminal.planned()
    terminal.json("outreach", "add", sitting, "--channel", "visita", "--group", "Club", "--reached", "1")
    told = terminal.call("outreach", "show", sitting)[1]
    assert "personas: 1" in told
    assert "con nombre, avisadas 0 y vinieron 0; grupos 1, personas en ellos 1" in told
    assert "1 personas" not in told
