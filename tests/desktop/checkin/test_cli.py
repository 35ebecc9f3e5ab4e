"""`cabildo checkin` and `cabildo residents` from the terminal: what they print, and how they say no."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.zoom.terminal import Terminal, terminal_in

SCAN = "00327345190@QUINTELA@TELMA ZOE@F@23680640@A@25/08/1979@06/01/2015@274"


@pytest.fixture
def terminal(
    qapp: object,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    made = terminal_in(tmp_path, tmp_path_factory, monkeypatch, capsys)
    monkeypatch.setattr("desktop.cli.ROOMS", ("residents", "duplicates", "sittings", "checkin"))
    return made


def test_a_neighbour_is_marked_present_and_the_second_time_is_here_already(terminal: Terminal) -> None:
    first = terminal.json("checkin", terminal.sitting, "--resident", terminal.roll[0])
    again = terminal.json("checkin", terminal.sitting, "--resident", terminal.roll[0])
    assert first == {"resident": terminal.roll[0], "way": "room", "already": False, "new": True}
    assert again == {**first, "already": True}
    assert terminal.json("sitting", "show", terminal.sitting)["people"] == 1


def test_a_scan_writes_somebody_new_down_and_her_document_finds_her_then(terminal: Terminal) -> None:
    scanned = terminal.json("checkin", terminal.sitting[:13], "--scan", SCAN)
    typed = terminal.json("checkin", terminal.sitting, "--document", "23.680.640")
    assert (typed["resident"], typed["already"]) == (scanned["resident"], True)


def test_a_card_with_the_number_of_somebody_present_and_another_name_is_pointed_out(terminal: Terminal) -> None:
    terminal.json("checkin", terminal.sitting, "--scan", SCAN)
    other = SCAN.replace("QUINTELA", "ORIGONE")
    assert other != SCAN
    assert "dice Telma Zoe Origone" in terminal.call("checkin", terminal.sitting, "--scan", other)[1]


def test_somebody_who_walks_in_is_told_in_words(terminal: Terminal) -> None:
    code, out, err = terminal.call("checkin", terminal.sitting, "--walk-in", "Cora Yrurtia")
    assert (code, out, err) == (0, "Cora Yrurtia está presente, por primera vez.\n", "")


def test_one_line_says_of_somebody_new_what_it_says_at_the_door(terminal: Terminal) -> None:
    line = "Cora Yrurtia 23.680.640 15 6123456 +2"
    first = terminal.json("checkin", terminal.sitting, "--walk-in", line)
    assert (first["new"], first["with"]) == (True, 2)
    again = terminal.json("checkin", terminal.sitting, "--document", "23680640")
    assert (again["resident"], again["already"]) == (first["resident"], True)
    assert terminal.json("sitting", "show", terminal.sitting)["unnamed"] == 2


def test_leaving_coming_back_companions_consent_and_undo_from_the_terminal(terminal: Terminal) -> None:
    rosa, door = terminal.roll[0], ("checkin", terminal.sitting)
    assert terminal.json(*door, "--resident", rosa, "--with", "2")["with"] == 2
    assert terminal.json(*door, "--unnamed", "1") == {"unnamed": 1}
    assert terminal.json("sitting", "show", terminal.sitting)["unnamed"] == 3
    assert terminal.json(*door, "--leave", rosa) == {"resident": rosa, "left": True}
    assert terminal.call(*door, "--leave", rosa)[0] == 2
    assert terminal.json(*door, "--back", rosa) == {"resident": rosa, "way": "room", "already": False}
    assert terminal.json(*door, "--consent", rosa) == {"resident": rosa, "consented": True}
    assert terminal.json(*door, "--consent", rosa)["consented"] is False
    assert terminal.json(*door, "--undo") == {"taken_back": "consented", "resident": rosa}
    assert terminal.call(*door, "--undo")[1] == "Deshecho: se quitó la llegada de Nélida Quiroz.\n"
    assert terminal.json(*door, "--undo")["taken_back"] == "left"
    assert terminal.json("sitting", "show", terminal.sitting)["people"] == 1


def test_a_namesake_of_somebody_present_is_written_when_one_says_so(terminal: Terminal) -> None:
    walk_in = ("checkin", terminal.sitting, "--walk-in", "Cora Yrurtia")
    first = terminal.json(*walk_in)
    assert terminal.json(*walk_in)["resident"] == first["resident"]
    assert "--another" in terminal.call(*walk_in)[1]
    assert terminal.json(*walk_in, "--another")["resident"] != first["resident"]


REFUSALS = (
    ((), "una sola cosa"),
    (("--scan", SCAN, "--document", "1"), "una sola cosa"),
    (("--leave", "nobody"), "no está en el padrón"),
    (("--undo",), "No hay nada para deshacer"),
    (("--scan", "7790001112223"), "no es el código de un DNI"),
    (("--document", "99888777"), "Nadie en el padrón tiene el documento 99888777"),
    (("--document", "x"), "entre seis y ocho cifras"),
    (("--resident", "nobody"), "no está en el padrón"),
    (("--walk-in", "Cora"), "Escribí nombre y apellido"),
)


def test_a_refusal_is_a_sentence_and_code_two(terminal: Terminal) -> None:
    for words, sentence in REFUSALS:
        code, out, err = terminal.call("checkin", terminal.sitting, *words)
        assert (code, out) == (2, "")
        assert sentence in err
        assert "QUINTELA" not in err
    assert terminal.json("sitting", "show", terminal.sitting)["people"] == 0


def test_a_sitting_that_is_only_planned_takes_nobody(terminal: Terminal) -> None:
    code, _, err = terminal.call("checkin", terminal.planned, "--resident", terminal.roll[0])
    assert code == 2
    assert err.strip()


def test_a_roll_is_taken_in_and_searched(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "padron.csv"
    file.write_text("apellido,nombres,documento\nÑANDÚBEZ,ROSAURA,12.345.678\nYrurtia,,\n", encoding="utf-8")
    done = terminal.json("residents", "import", str(file))
    assert {name: done[name] for name in ("new", "same", "changed", "doubtful", "errors")} == {
        "new": 1, "same": 0, "changed": 0, "doubtful": 0, "errors": 1,
    }  # fmt: skip
    assert done["lines"] == [{"line": 3, "kind": "error", "reason": "name_missing"}]
    [rosa] = terminal.json("residents", "search", "nandu")["residents"]
    assert (rosa["family_name"], rosa["given_names"], rosa["document"]) == ("Ñandúbez", "Rosaura", "12345678")
    code, out, _ = terminal.call("residents", "search", "zzz")
    assert (code, out) == (0, "No hay nadie así en el padrón.\n")


def test_a_file_that_is_no_roll_is_refused_in_words(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "otra.csv"
    file.write_text("Nombre (nombre original),Correo\nx,y\n", encoding="utf-8")
    for path, sentence in ((file, "le falta la columna apellido, nombres"), (tmp_path / "no.csv", "No se puede leer")):
        code, out, err = terminal.call("residents", "import", str(path))
        assert (code, out) == (2, "")
        assert sentence in err


def test_columns_of_a_roll_that_nobody_knows_are_told(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "padron.csv"
    file.write_text("apellido,nombres,Equipo,signo\nEtcheverry,Zulma,25/08/1979,Leo\n", encoding="utf-8")
    assert terminal.json("residents", "import", str(file))["ignored_columns"] == ["Equipo", "signo"]
    _, out, _ = terminal.call("residents", "import", str(file))
    assert out.splitlines()[-1] == "Columnas que no se conocen y no se incorporaron: Equipo, signo"


def test_a_column_that_stands_twice_in_a_roll_is_named_and_nothing_is_taken_in(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "padron.csv"
    file.write_text("apellido,nombres,telefono,celular\nEtcheverry,Zulma,099111222,\n", encoding="utf-8")
    code, out, err = terminal.call("residents", "import", str(file))
    assert (code, out) == (2, "")
    assert err == "Dos columnas del archivo dicen lo mismo: telefono, celular. Dejá una sola y probá de nuevo.\n"
    assert terminal.json("residents", "search", "Etcheverry") == {"residents": []}


def test_what_is_refused_at_the_door_leaves_nobody_behind(terminal: Terminal) -> None:
    door = ("checkin", terminal.sitting)
    for slip in ("-1", "100000", "99999999999999999999"):
        assert terminal.call(*door, "--walk-in", "Cora Yrurtia", "--with", slip)[0] == 2
        assert terminal.call(*door, "--unnamed", slip)[0] == 2
    assert terminal.call(*door, "--resident", terminal.roll[0], "--another")[0] == 2
    shown = terminal.json("sitting", "show", terminal.sitting)
    assert (shown["people"], shown["unnamed"]) == (0, 0)


def test_whoever_is_on_the_roll_twice_leaves_by_the_card_by_which_she_came(terminal: Terminal) -> None:
    terminal.json("residents", "merge", *terminal.roll[:2])
    door = ("checkin", terminal.sitting)
    assert terminal.json(*door, "--resident", terminal.roll[1])["way"] == "room"
    assert terminal.json(*door, "--leave", terminal.roll[1])["left"] is True
    assert terminal.json(*door, "--back", terminal.roll[1])["already"] is False


def test_the_beginning_of_an_id_is_enough_at_the_door(terminal: Terminal) -> None:
    assert (
        terminal.json("checkin", terminal.sitting, "--resident", terminal.roll[0][:-1])["resident"] == terminal.roll[0]
    )


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="no such device on this system")
def test_a_list_that_never_ends_is_refused(terminal: Terminal) -> None:
    assert terminal.call("residents", "import", "/dev/zero", "--preview")[0] == 2


def test_a_name_that_may_be_read_both_ways_asks_for_a_comma(terminal: Terminal) -> None:
    assert terminal.call("checkin", terminal.sitting, "--walk-in", "Yrurtia, Cora")[0] == 0
    code, _, err = terminal.call("checkin", terminal.sitting, "--walk-in", "Yrurtia Zulma")
    assert code == 2
    assert "con coma" in err
    for given in ("Inés", "Ada"):
        terminal.call("checkin", terminal.sitting, "--walk-in", f"Yrurtia, {given}")
    out = terminal.call("checkin", terminal.sitting, "--walk-in", "Yrurtia Zulma")[1]
    assert out.startswith("Zulma Yrurtia está presente")


def test_somebody_forgotten_is_noted_after_the_closing_with_her_hour(terminal: Terminal) -> None:
    rosa, door = terminal.roll[0], ("checkin", terminal.sitting)
    assert terminal.call(*door, "--unnamed", "1", "--afterwards", "19:20")[0] == 2
    terminal.json("sitting", "close", terminal.sitting)
    assert terminal.call(*door, "--resident", rosa)[0] == 2
    assert terminal.call(*door, "--resident", rosa, "--afterwards", "ayer")[0] == 2
    at = terminal.json("sitting", "show", terminal.sitting)["starts_at"]
    told = terminal.json(*door, "--resident", rosa, "--afterwards", at)
    assert (told["resident"], told["already"], told["at"]) == (rosa, False, at)
    closing = terminal.json("sitting", "show", terminal.sitting)["closing"]
    assert [(one["noun"], one["kind"]) for one in closing["corrections"]] == [("presence", "added")]
