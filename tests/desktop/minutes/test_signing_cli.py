"""Final, signed and checked from the terminal: what is printed, and how it says no."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.clock import Clock
from db.home import Home, create, open_home, unlock
from db.sittings.commands import close_sitting, open_sitting
from desktop.cli import run
from desktop.minutes.keys import FileKey
from desktop.minutes.trust import FOLDER
from tests.db.sittings.council import planned
from tests.desktop.minutes.certificates import PASSPHRASE, Holder
from tests.record import CITY_FILE

OPENS = "correct horse battery"


class Terminal:
    """A desk with one closed sitting whose minutes are written, and the way to call the program on it."""

    def __init__(self, home: Home, sitting: str, call: Callable[..., tuple[int, str, str]]) -> None:
        self.home, self.sitting, self.call = home, sitting, call

    def json(self, *words: str, typed: str = "") -> dict[str, Any]:
        code, out, err = self.call("--json", *words, typed=typed)
        assert (code, err) == (0, "")
        told: dict[str, Any] = json.loads(out)
        return told


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    home = Home(tmp_path / "desk")
    create(home, city_file=CITY_FILE, district="ribera", passphrase=OPENS)
    opened = open_home(home, unlock(home, OPENS), clock=Clock())
    sitting = planned(opened.store)
    opened.store.do(open_sitting, sitting_id=sitting)
    opened.store.do(close_sitting, sitting_id=sitting)
    opened.store.close()
    monkeypatch.setenv("CABILDO_PASSPHRASE", OPENS)
    monkeypatch.setattr("desktop.cli.ROOMS", ("sittings", "minutes"))

    def call(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(["--home", str(home.path), *words])
        return code, *capsys.readouterr()

    (home.path / "Actas").mkdir()
    made = Terminal(home, sitting, call)
    made.json("minutes", sitting, "--out", str(home.path / "Actas"))
    return made


def test_the_whole_way_from_the_word_file_to_the_signed_acta(
    terminal: Terminal, lucia_key: FileKey, licensed: Holder, tmp_path: Path
) -> None:
    (terminal.home.path / FOLDER).mkdir()
    (terminal.home.path / FOLDER / "raiz.pem").write_bytes(licensed.pem)
    (terminal.home.path / FOLDER / "leeme.txt").write_text("nada")
    made = terminal.json("minutes", "final", terminal.sitting)
    assert (made["signed"], made["pages"] > 0) == (False, True)

    words = ("sign", terminal.sitting, "--certificate", str(lucia_key.path), "--last")
    told = terminal.json(*words, typed=f"{PASSPHRASE}\n")
    assert (told["signer"], told["kind"], told["signed"]) == ("Lucía Benavídez Ñandú", "digital", True)
    checked = terminal.json("verify", told["path"])
    assert checked["good"]
    assert [(one["kind"], one["holds"]) for one in checked["signatures"]] == [("digital", True)]
    assert checked["record"]["number"] == 1

    code, _, sentence = terminal.call("minutes", "reopen", terminal.sitting)
    assert (code, sentence) == (2, "Esta acta ya está firmada: no se le puede agregar nada.\n")


def test_who_signs_is_shown_and_chosen(terminal: Terminal) -> None:
    told = terminal.json("minutes", "signatories", terminal.sitting)
    assert told["signatories"] == ["facilitator", "secretary", "neighbour", "neighbour"]
    code, said, _ = terminal.call("minutes", "signatories", terminal.sitting, "head", "secretary")
    assert (code, said) == (0, "1. Por la Dirección del distrito\n2. Por la Secretaría\n")
    code, _, sentence = terminal.call("minutes", "signatories", terminal.sitting, "alcalde")
    assert code == 2
    assert sentence.startswith("Nadie firma como «alcalde».")
    made = terminal.json("minutes", "final", terminal.sitting)
    assert b"Firma 2" in Path(made["path"]).read_bytes()
    assert b"Firma 3" not in Path(made["path"]).read_bytes()


def test_a_changed_file_is_told_in_sentences_and_with_code_2(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal.json("minutes", "final", terminal.sitting)
    changed = tmp_path / "cambiada.pdf"
    content = bytearray(Path(made["path"]).read_bytes())
    content[20000] ^= 1
    changed.write_bytes(bytes(content))
    code, said, sentence = terminal.call("verify", str(changed))

    assert code == 2
    assert said.startswith("Este archivo no está en el registro: o fue modificado, o viene de otro lado.\n")
    assert sentence == "cambiada.pdf no está en orden.\n"
    assert terminal.call("verify", made["path"])[0] == 0


def test_what_is_signed_elsewhere_or_on_paper_comes_back(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal.json("minutes", "final", terminal.sitting)
    code, _, sentence = terminal.call("minutes", "take-back", terminal.sitting, made["path"])
    assert (code, sentence) == (2, "Ese PDF no trae ninguna firma que el registro no tenga.\n")
    assert terminal.json("minutes", "reopen", terminal.sitting) == {"number": 1, "year": made["year"], "state": "draft"}

    terminal.json("minutes", "final", terminal.sitting)
    scan = tmp_path / "hoja.png"
    scan.write_bytes(b"\x89PNG and so on")
    told = terminal.json("minutes", "scan", terminal.sitting, str(scan))
    assert told["signed"]
    assert Path(told["path"]).read_bytes() == scan.read_bytes()


def test_signing_wants_one_thing_to_sign_with_and_the_right_secret(terminal: Terminal, lucia_key: FileKey) -> None:
    terminal.json("minutes", "final", terminal.sitting)
    path = str(lucia_key.path)
    assert terminal.call("sign", terminal.sitting)[2] == "Decí con qué firmar: un archivo de certificado o un token.\n"
    assert terminal.call("sign", terminal.sitting, "--certificate", path, "--token", path)[0] == 2
    code, _, sentence = terminal.call("sign", terminal.sitting, "--certificate", path, typed="otra\n")
    assert code == 2
    assert sentence.startswith(f"{path} no se abre: o la clave no es esa")


def test_the_acta_is_written_as_xml_too(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "acta.xml"
    assert terminal.json("minutes", "xml", terminal.sitting, "--out", str(out)) == {"path": str(out)}
    assert b"<debate" in out.read_bytes()
