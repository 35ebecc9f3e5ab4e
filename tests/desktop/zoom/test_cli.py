"""`cabildo zoom import` from the terminal: what it answers, and how it says no."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.db.zoom import forge
from tests.desktop.zoom.terminal import FILES, Terminal, terminal_in


@pytest.fixture
def terminal(
    qapp: object,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    return terminal_in(tmp_path, tmp_path_factory, monkeypatch, capsys)


def test_a_report_is_taken_in_and_the_same_one_recognised(terminal: Terminal) -> None:
    words = ("zoom", "import", terminal.sitting, str(FILES / "en_rows_2022.csv"))
    first, again = terminal.json(*words), terminal.json(*words)
    assert {key: first[key] for key in ("rows", "groups", "sure", "proposed", "unknown", "repeated")} == {
        "rows": 6,
        "groups": 4,
        "sure": 2,
        "proposed": 0,
        "unknown": 1,
        "repeated": False,
    }
    assert (again["repeated"], again["call"]) == (True, first["call"])
    code, out, _ = terminal.call(*words)
    assert (code, out.splitlines()[0]) == (0, "Este archivo ya se había incorporado; no cambió nada.")
    assert "Personas en Zoom: 4; seguras: 2, propuestas: 0, desconocidas: 1" in out
    assert "Ya decididas: 0. No son vecinas ni vecinos: 1." in out


def test_the_report_of_another_day_is_taken_in_with_a_warning(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "octubre.csv"
    path.write_text((FILES / "es_rows_2026.csv").read_text(encoding="utf-8").replace("19/11", "15/10"), "utf-8")
    code, out, _ = terminal.call("zoom", "import", terminal.sitting, str(path))
    assert code == 0
    assert "el informe es del 15/10/2026" in out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("not_zoom.csv", "no es un archivo de Zoom"),
        ("no_participants.csv", "no tiene participantes"),
        ("es_ambiguous_dates.csv", "--dates day-first"),
        ("nothing.csv", "No existe ese archivo: nothing.csv"),
    ],
)
def test_a_bad_file_is_refused_with_its_sentence_and_nothing_is_written(
    terminal: Terminal, name: str, sentence: str
) -> None:
    code, out, err = terminal.call("zoom", "import", terminal.sitting, str(FILES / name))
    assert (code, out) == (2, "")
    assert sentence in err
    assert terminal.json("matching", "show", terminal.sitting)["groups"] == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "está vacío"), (b"PK\x03\x04", "dañado"), (b"\x89PNG\x00\x01", "no es un archivo de Zoom")],
)
def test_what_is_no_csv_is_refused_with_its_sentence(
    terminal: Terminal, tmp_path: Path, data: bytes, sentence: str
) -> None:
    path = tmp_path / "informe.csv"
    path.write_bytes(data)
    code, _, err = terminal.call("zoom", "import", terminal.sitting, str(path))
    assert code == 2
    assert sentence in err


def test_a_person_may_say_which_number_is_the_day(terminal: Terminal) -> None:
    told = terminal.json(
        "zoom", "import", terminal.sitting, str(FILES / "es_ambiguous_dates.csv"), "--dates", "month-first"
    )
    assert told["sure"] == 1


def test_a_sitting_that_is_not_open_yet_takes_nothing(terminal: Terminal) -> None:
    code, _, err = terminal.call("zoom", "import", terminal.planned, str(FILES / "es_rows_2026.csv"))
    assert code == 2
    assert err.strip()


def test_lines_cut_off_or_running_backwards_are_named_and_not_counted(terminal: Terminal, tmp_path: Path) -> None:
    whole = (FILES / "es_rows_2026.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "cortado.csv"
    path.write_text("\n".join([*whole, "Zulma Etcheverry,,19/11/2"]), encoding="utf-8")
    first = terminal.json("zoom", "import", terminal.sitting, str(path))
    assert (first["unreadable"], first["left_out"]) == ([len(whole) + 1], [len(whole) + 1])
    assert "Zulma Etcheverry" not in str(terminal.json("matching", "show", terminal.sitting))
    _, out, _ = terminal.call("zoom", "import", terminal.sitting, str(path))
    assert f"Renglones que quedaron afuera porque no se pueden leer: {len(whole) + 1}." in out


def test_files_of_every_kind_come_in_with_one_command(terminal: Terminal, tmp_path: Path) -> None:
    chat, polls = tmp_path / "chat.txt", tmp_path / "encuesta.csv"
    chat.write_text(forge.CHAT, encoding="utf-8")
    polls.write_text(forge.POLL_TABLES, encoding="utf-8")
    words = ("zoom", "import", terminal.sitting, str(chat), str(polls), str(FILES / "en_rows_2022.csv"))
    shown = terminal.json(*words, "--preview")["files"]
    assert [(one["kind"], one["rows"], one["repeated"]) for one in shown] == [
        ("participants", 6, False),
        ("polls", 5, False),
        ("chat", 3, False),
    ]
    assert terminal.json("matching", "show", terminal.sitting)["groups"] == []
    came = terminal.json(*words)["files"]
    assert [(one["kind"], one["repeated"]) for one in came] == [
        ("participants", False),
        ("polls", False),
        ("chat", False),
    ]
    assert [one["repeated"] for one in terminal.json(*words)["files"]] == [True, True, True]
    _, out, _ = terminal.call(*words, "--preview")
    assert "chat.txt: Chat: 3 mensajes para todos" in out
    assert "1 mensaje privado no se incorpora." in out
    assert "secreto" not in out


def test_one_bad_file_among_several_is_named_and_nothing_is_written(terminal: Terminal) -> None:
    code, out, err = terminal.call(
        "zoom", "import", terminal.sitting, str(FILES / "en_rows_2022.csv"), str(FILES / "not_zoom.csv")
    )
    assert (code, out) == (2, "")
    assert "not_zoom.csv: Esto no es un archivo de Zoom" in err
    assert terminal.json("matching", "show", terminal.sitting)["groups"] == []


def test_who_registered_comes_in_before_the_sitting_opens(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "inscripciones.csv"
    path.write_text(forge.registrations_of(Random(3))[0], encoding="utf-8")
    told = terminal.json("zoom", "import", terminal.planned, str(path))
    assert (told["kind"], told["rows"], told["repeated"]) == ("registrations", 7, False)
    _, out, _ = terminal.call("zoom", "import", terminal.planned, str(path))
    assert out.startswith("Este archivo ya se había incorporado")
