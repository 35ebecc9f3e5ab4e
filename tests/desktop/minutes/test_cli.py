"""`cabildo minutes` from the terminal: what it prints, and how it says no."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from db.clock import Clock
from db.home import Home, create, open_home, unlock
from db.sittings.commands import open_sitting
from desktop.cli import run
from tests.db.sittings.council import COUNCIL, planned
from tests.record import CITY_FILE

PASSPHRASE = "correct horse battery"


@dataclass
class Terminal:
    """A desk with one open sitting, and the way to call the program on it."""

    sitting: str
    call: Callable[..., tuple[int, str, str]]

    def json(self, *words: str) -> dict[str, Any]:
        code, out, err = self.call("--json", *words)
        assert (code, err) == (0, "")
        told: dict[str, Any] = json.loads(out)
        return told


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    home = Home(tmp_path / "desk")
    create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
    opened = open_home(home, unlock(home, PASSPHRASE), clock=Clock())
    sitting = planned(opened.store)
    opened.store.do(open_sitting, sitting_id=sitting)
    opened.store.close()
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("desktop.cli.ROOMS", ("sittings", "minutes"))

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["--home", str(home.path), *words])
        return code, *capsys.readouterr()

    return Terminal(sitting, call)


def test_it_answers_the_path_and_the_sum_of_the_file(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "acta.docx"
    told = terminal.json("minutes", terminal.sitting, "--out", str(out))

    assert told == {"path": str(out), "sha256": hashlib.sha256(out.read_bytes()).hexdigest()}
    assert Document(str(out)).core_properties.subject.startswith(COUNCIL)


def test_the_beginning_of_the_id_and_a_folder_are_enough_and_a_person_reads_a_line(
    terminal: Terminal, tmp_path: Path
) -> None:
    code, out, _ = terminal.call("minutes", terminal.sitting[:13], "--out", str(tmp_path))

    (path,) = tmp_path.glob("Acta 1-*.docx")
    assert (code, out.strip()) == (0, f"Acta 1/{path.name[7:11]}, versión 1: {path}")


def test_an_edited_file_is_kept_with_code_2_and_written_over_only_by_force(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "acta.docx"
    terminal.json("minutes", terminal.sitting, "--out", str(out))
    out.write_bytes(b"edited by hand")
    code, said, sentence = terminal.call("minutes", terminal.sitting, "--out", str(out))

    assert (code, said) == (2, "")
    assert sentence.strip() == (
        f"{out} fue modificado después de que Cabildo lo escribió. "
        "Guardá el acta con otro nombre para conservar los dos."
    )
    assert out.read_bytes() == b"edited by hand"
    terminal.json("minutes", terminal.sitting, "--out", str(out), "--force")
    assert out.read_bytes() != b"edited by hand"


def test_a_place_that_cannot_be_written_is_a_sentence_with_code_2(terminal: Terminal, tmp_path: Path) -> None:
    missing = terminal.call("minutes", terminal.sitting, "--out", str(tmp_path / "nada" / "acta.docx"))
    assert missing == (2, "", f"La carpeta {tmp_path / 'nada'} no existe.\n")

    nowhere = terminal.call("minutes", terminal.sitting, "--out", "/proc/acta.docx")
    assert nowhere == (
        2, "", "No se puede escribir /proc/acta.docx. Si está abierto en Word, cerralo; si no, elegí otra carpeta.\n"
    )  # fmt: skip


def test_a_sitting_nobody_knows_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    code, _, sentence = terminal.call("minutes", "0000000", "--out", str(tmp_path / "acta.docx"))

    assert code == 2
    assert sentence.strip()
    assert not (tmp_path / "acta.docx").exists()
