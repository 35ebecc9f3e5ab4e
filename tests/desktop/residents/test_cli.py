"""`cabildo residents import|export|show|correct` from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.home import Home
from desktop.residents import cli_import
from tests.desktop.sittings.room import Terminal
from tests.workbooks import xlsx

LIST = (
    "Padrón de participantes;;;\n"
    "Apellido y nombre;Nro. Doc.;Tel.;Barrio;Signo\n"
    "ÑANDÚBEZ, ROSAURA;12.345.678;099 123 456;El Muelle;Leo\n"
    "Quintela Anselmo;22333444;;Atlántida;\n"
    "Yrurtia, Telma;12;;;\n"
)


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)
    monkeypatch.setattr("desktop.cli.ROOMS", ("residents", "organisations"))
    return made


def said(terminal: Terminal, *words: str) -> str:
    """What a person reads."""
    code, out, err = terminal.call(*words)
    assert (code, err) == (0, "")
    return out


@pytest.fixture
def padron(tmp_path: Path) -> str:
    path = tmp_path / "padrón.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def test_a_preview_tells_every_line_and_writes_nothing(terminal: Terminal, padron: str) -> None:
    told = terminal.json("residents", "import", padron, "--preview")
    assert (told["preview"], told["new"], told["errors"], told["ignored_columns"]) == (True, 2, 1, ["Signo"])
    assert [(one["line"], one["kind"], one["reason"]) for one in told["lines"]] == [
        (3, "new", None), (4, "new", None), (5, "error", "document_unreadable"),
    ]  # fmt: skip
    assert told["lines"][1]["left_out"] == [{"reason": "neighbourhood_unknown", "told": "Atlántida"}]
    assert (told["lines"][2]["field"], told["lines"][2]["told"]) == ("document", "12")
    assert terminal.json("residents", "search", "ñandú")["residents"] == []
    words = said(terminal, "residents", "import", padron, "--preview")
    assert "Línea 5, Error, Yrurtia, Telma: Documento «12»" in words
    assert words.rstrip().endswith("No se escribió nada.")


def test_a_list_is_taken_in_and_handed_out_again(terminal: Terminal, padron: str, tmp_path: Path) -> None:
    told = terminal.json("residents", "import", padron)
    assert {name: told[name] for name in ("new", "same", "changed", "doubtful", "errors", "complete")} == {
        "new": 2, "same": 0, "changed": 0, "doubtful": 0, "errors": 1, "complete": True,
    }  # fmt: skip
    assert told["lines"] == [
        {"line": 4, "kind": "left_out", "reason": "neighbourhood_unknown"},
        {"line": 5, "kind": "error", "reason": "document_unreadable"},
    ]
    for name in ("sale.csv", "sale.xlsx"):
        out = str(tmp_path / name)
        assert terminal.json("residents", "export", "--out", out)["people"] == 2
        assert terminal.json("residents", "import", out)["same"] == 2
    assert "ya existe" in terminal.refused("residents", "export", "--out", out)
    assert terminal.json("residents", "export", "--out", out, "--force", "--neighbourhood", "el muelle")["people"] == 1
    assert terminal.json("residents", "export", "--out", out, "--force", "--district", "Loma")["people"] == 0
    assert "barrio" in terminal.refused("residents", "export", "--out", out, "--force", "--neighbourhood", "Atlántida")
    assert ".csv o .xlsx" in terminal.refused("residents", "export", "--out", str(tmp_path / "sale.doc"))


def test_a_column_is_said_by_hand(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(xlsx({"Carátula": [["x"]], "Gente": [["Quién", "Nº"], ["Ñandúbez Rosaura", 12345678.0]]}))
    assert "apellido" in terminal.refused("residents", "import", str(path), "--sheet", "Gente")
    told = terminal.json(
        "residents", "import", str(path), "--sheet", "Gente", "--map", "Quién=listed_name", "--map", "Nº=document"
    )
    assert (told["new"], told["sheet"]) == (1, "Gente")
    assert "Columna=campo" in terminal.refused("residents", "import", str(path), "--map", "document")
    assert "zodiac" in terminal.refused("residents", "import", str(path), "--map", "Nº=zodiac", "--sheet", "Gente")
    (one,) = terminal.json("residents", "search", "12345678")["residents"]
    assert (one["family_name"], one["given_names"]) == ("Ñandúbez", "Rosaura")


def test_a_column_is_said_in_the_words_of_an_office(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Uno,Dos\nÑandúbez,Rosaura\n", encoding="utf-8")
    by_hand = ("--map", "Uno=apellido", "--map", "Dos=nombres")
    assert terminal.json("residents", "import", str(path), *by_hand)["new"] == 1
    assert terminal.json("residents", "search", "ñandúbez")["residents"][0]["given_names"] == "Rosaura"


def test_a_csv_has_no_sheets(terminal: Terminal, padron: str) -> None:
    assert "no tiene hojas" in terminal.refused("residents", "import", padron, "--sheet", "Gente")


def test_a_line_that_was_left_out_says_what_was_wrong_with_which_word(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text(f"apellido,nombres\n=1+1,Rosaura\n{'Ñ' * 130},Cora\n", encoding="utf-8")
    for words in ((), ("--preview",)):
        told = terminal.call("residents", "import", str(path), *words)[1]
        assert "«=1+1» no parece un nombre" in told
        assert "hasta 120 letras" in told


def test_whoever_answers_for_a_minor_agrees_and_takes_it_back(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text(
        "apellido,nombres,fecha de nacimiento\nYrurtia,Telma,02/03/2022\nYrurtia,Cora,02/03/1990\n", "utf-8"
    )
    terminal.json("residents", "import", str(path))
    child, mother = (terminal.json("residents", "search", name)["residents"][0]["id"] for name in ("telma", "cora"))
    assert "quién responde" in terminal.refused("residents", "consent", child)
    assert terminal.json("residents", "consent", child, "--by", mother) == {"resident": child, "consented": True}
    assert "se quitó el consentimiento" in said(terminal, "residents", "consent", child, "--take-back")
    assert terminal.json("residents", "show", child)["consent_at"] is None


def test_doubtful_lines_wait_until_somebody_says_they_are_others(
    terminal: Terminal, padron: str, tmp_path: Path
) -> None:
    terminal.json("residents", "import", padron)
    path = tmp_path / "otra.csv"
    path.write_text("apellido;nombres;dni\nÑandúbez;Rosaura;12345687\n", encoding="utf-8")
    assert terminal.json("residents", "import", str(path))["doubtful"] == 1
    assert terminal.json("residents", "import", str(path), "--accept-doubtful", "new")["new"] == 1
    assert terminal.json("residents", "import", str(path))["same"] == 1
    assert "new" in terminal.refused("residents", "import", str(path), "--accept-doubtful", "maybe")


def test_breaking_off_keeps_what_is_in(
    terminal: Terminal, padron: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    wash = cli_import.clean_lines

    def broken_off(lines: list, **facts: object) -> object:  # type: ignore[type-arg]
        if lines[0].number == 4:
            raise KeyboardInterrupt
        return wash(lines, **facts)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cli_import, "portions", lambda lines: ([one] for one in lines))
        meanwhile.setattr(cli_import, "clean_lines", broken_off)
        told = terminal.json("residents", "import", padron)
    assert (told["new"], told["complete"]) == (1, False)
    assert terminal.json("residents", "import", padron).items() >= {"new": 1, "same": 1, "complete": True}.items()


def test_a_card_is_read_and_corrected(terminal: Terminal, padron: str) -> None:
    terminal.json("residents", "import", padron)
    rid = terminal.json("residents", "search", "ñandúbez")["residents"][0]["id"]
    told = terminal.json("residents", "show", rid)
    assert (told["document"], told["neighbourhood"], told["phone"]) == ("12345678", "El Muelle", "+59899123456")
    assert "Documento: 12.345.678" in said(terminal, "residents", "show", rid)
    told = terminal.json(
        "residents", "correct", rid, "--phone", "", "--neighbourhood", "Mirador", "--birth-date", "25/08/1979",
        "--organisation", "Club El Ancla",
    )  # fmt: skip
    assert (told["phone"], told["neighbourhood"], told["district"]) == (None, "Mirador", "Loma")
    assert (told["birth_date"], told["organisation"]) == ("1979-08-25", "Club El Ancla")
    assert "corregir" in terminal.refused("residents", "correct", rid)
    assert "padrón" in terminal.refused("residents", "show", "00000000")


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG", "imagen"), (b"PK\x03\x04x", "dañado"), (b"", "vacío"),
     (b"Nombre (nombre original),Hora de entrada\n", "Zoom"), ("ñ;ó\n".encode("cp850"), "UTF-8")],
)  # fmt: skip
def test_a_wrong_file_is_told_in_a_sentence(terminal: Terminal, tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "lista.xlsx"
    path.write_bytes(raw)
    assert words in terminal.refused("residents", "import", str(path))


def test_a_mistyped_organisation_is_refused_with_the_one_that_is_meant(terminal: Terminal, padron: str) -> None:
    terminal.json("residents", "import", padron)
    rid = terminal.json("residents", "search", "ñandúbez")["residents"][0]["id"]
    terminal.json("residents", "correct", rid, "--organisation", "Club El Ancla")
    assert "Si es «Club El Ancla»" in terminal.refused("residents", "correct", rid, "--organisation", "Club El Anlca")
    assert terminal.json("residents", "show", rid)["organisation"] == "Club El Ancla"
