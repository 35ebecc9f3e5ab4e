"""`cabildo zoom polls`, `chat` and `transcript`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.db.zoom import forge
from tests.desktop.zoom.terminal import Terminal, terminal_in

CHAT = "19:05:00 De  Nélida Quiroz  a  Todos:\n\tFalta luz\n19:06:00 De  Nadie Visto  a  Todos:\n\tHola\n"
WORDS = "WEBVTT\n\n1\n00:02:24.720 --> 00:02:32.850\nNélida Quiroz: Hola a todos.\n"
POLL = (
    "Poll Report\n\n#,User Name,User Email,Submitted Date and Time,Question,Answer\n"
    "1,Nélida Quiroz,,19/11/2026 20:00:00,¿Qué tal?,Bien\n2,Hugo Ibáñez,,19/11/2026 20:00:00,¿Qué tal?,Mal\n"
)


@pytest.fixture
def terminal(
    qapp: object,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    made = terminal_in(tmp_path, tmp_path_factory, monkeypatch, capsys, imported="es_rows_2026.csv")
    monkeypatch.setattr("desktop.cli.ROOMS", ("zoom", "heard", "matching"))
    for name, text in (("chat.txt", CHAT), ("words.vtt", WORDS), ("polls.csv", POLL)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        made.json("zoom", "import", made.sitting, str(tmp_path / name))
    return made


def test_the_polls_are_a_survey_with_its_denominators(terminal: Terminal) -> None:
    told = terminal.json("zoom", "polls", terminal.sitting)
    [question] = told["questions"]
    assert (question["question"], question["answered"], question["anonymous"]) == ("¿Qué tal?", 2, False)
    assert question["answered"] + question["without_answer"] == told["on_call"]
    assert {one["text"]: (one["count"], one["share"]) for one in question["answers"]} == {
        "Bien": (1, 0.5),
        "Mal": (1, 0.5),
    }
    code, out, _ = terminal.call("zoom", "polls", terminal.sitting)
    assert code == 0
    assert "Respondieron 2 de" in out


def test_a_message_becomes_an_issue_by_the_beginning_of_its_id(terminal: Terminal) -> None:
    first, other = terminal.json("zoom", "chat", terminal.sitting)["messages"]
    assert (first["resident"], other["resident"]) == (terminal.roll[0], None)
    words = ("zoom", "chat", terminal.sitting, "--issue", first["id"][:8], "--kind", "reclamo")
    [made] = terminal.json(*words)["messages"]
    assert (made["kind"], bool(made["issue"])) == ("complaint", True)
    code, _, err = terminal.call("zoom", "chat", terminal.sitting, "--issue", "ffffffff")
    assert code == 2
    assert "No existe ese mensaje" in err
    code, _, err = terminal.call("zoom", "chat", terminal.sitting, "--issue", first["id"], "--kind", "queja")
    assert code == 2
    assert err.strip()


def test_what_was_asked_without_a_name_is_nobodys(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "qa.csv"
    file.write_text(forge.QUESTIONS, encoding="utf-8")
    terminal.call("zoom", "import", terminal.sitting, str(file))
    code, out, _ = terminal.call("zoom", "chat", terminal.sitting)
    lines = [" ".join(line.split()[1:]) for line in out.splitlines() if "¿" in line]
    assert (code, lines) == (0, ["[–] Marta Gómez: ¿Cuándo arreglan la luz?", "[–] ¿Y el bacheo?"])


def test_the_words_are_shown_and_can_be_discarded(terminal: Terminal) -> None:
    told = terminal.json("zoom", "transcript", terminal.sitting)
    assert [one["text"] for one in told["words"]] == ["Hola a todos."]
    code, _, err = terminal.call("zoom", "transcript", terminal.sitting, "--item", "9")
    assert code == 2
    assert err.strip()
    assert terminal.json("zoom", "transcript", terminal.sitting, "--discard")["discarded"] is True
    code, _, err = terminal.call("zoom", "transcript", terminal.sitting)
    assert code == 2
    assert "no tiene transcripción" in err


def test_a_sitting_without_any_says_so(terminal: Terminal) -> None:
    for noun, words in (("polls", "ninguna encuesta"), ("chat", "ningún chat")):
        code, out, _ = terminal.call("zoom", noun, terminal.planned)
        assert code == 0
        assert words in out
