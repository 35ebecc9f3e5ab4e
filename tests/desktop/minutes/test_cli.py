"""`cabildo minutes` from the terminal: what it prints, and how it says no."""

from __future__ import annotations

import hashlib
import json
import zipfile
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
from tests.desktop.minutes.secretary import edit
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
    monkeypatch.setattr("desktop.cli.ROOMS", ("sittings", "issues", "minutes"))

    def call(*words: str) -> tuple[int, str, str]:
        code = run(["--home", str(home.path), *words])
        return code, *capsys.readouterr()

    return Terminal(sitting, call)


def test_it_answers_the_path_and_the_sum_of_the_file(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "acta.docx"
    told = terminal.json("minutes", terminal.sitting, "--out", str(out))

    sha256 = hashlib.sha256(out.read_bytes()).hexdigest()
    assert told == {"path": str(out), "sha256": sha256, "number": 1, "year": 2026, "version": 1}
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
        "Incorporá primero sus cambios, o guardá con otro nombre para conservar los dos."
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


def test_every_paper_and_language_is_written_by_name(terminal: Terminal, tmp_path: Path) -> None:
    for paper, name in (("short", "breve"), ("public", "versión pública"), ("attendance", "anexo de asistencia")):
        told = terminal.json("minutes", terminal.sitting, "--out", str(tmp_path), "--paper", paper)
        assert told["path"].endswith(f"{name}.docx")
        assert Path(told["path"]).is_file()
    told = terminal.json("minutes", terminal.sitting, "--out", str(tmp_path), "--language", "pt")
    assert Path(told["path"]).name.startswith("Ata 1-")

    code, _, sentence = terminal.call("minutes", terminal.sitting, "--out", str(tmp_path), "--language", "xx")
    assert (code, sentence.strip()) == (2, "No hay actas en ese idioma: xx.")
    assert terminal.call("minutes", terminal.sitting, "--out", str(tmp_path), "--paper", "xx")[0] == 2


def test_all_papers_are_one_folder_or_one_zip(terminal: Terminal, tmp_path: Path) -> None:
    folder = terminal.json("minutes", "set", terminal.sitting, "--out", str(tmp_path))
    packed = terminal.json("minutes", "set", terminal.sitting, "--out", str(tmp_path / "todo.zip"))

    assert len(folder["files"]) == 6
    assert sorted(path.name for path in Path(folder["path"]).iterdir()) == sorted(folder["files"])
    with zipfile.ZipFile(packed["path"]) as package:
        assert package.testzip() is None
        assert sorted(package.namelist()) == sorted(folder["files"])
        assert b"akomaNtoso" in package.read("Acta 1-2026 Consejo Barrial El Muelle.xml")
        assert {entry.date_time[0] for entry in package.infolist()} == {2026}, "dated by the sitting"
    assert packed["sha256"] == folder["sha256"]
    (version,) = terminal.json("minutes", "versions", terminal.sitting)["versions"]
    assert (version["version"], version["sha256"], version["edited_at"]) == (1, folder["sha256"], None)
    again = terminal.json("minutes", "set", terminal.sitting, "--out", str(tmp_path))
    assert again == folder


def test_a_paper_of_the_set_that_was_edited_is_kept(terminal: Terminal, tmp_path: Path) -> None:
    terminal.json("minutes", "set", terminal.sitting, "--out", str(tmp_path))
    short = next(tmp_path.rglob("*breve.docx"))
    content = edit(short, {"Asistencia": "Quiénes vinieron"})
    code, _, sentence = terminal.call("minutes", "set", terminal.sitting, "--out", str(tmp_path))

    assert code == 2
    assert str(short) in sentence
    assert short.read_bytes() == content


def test_an_edit_is_compared_and_adopted_and_the_next_version_carries_it_on(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "acta.docx"
    terminal.json("minutes", terminal.sitting, "--out", str(out))
    edit(out, {"No se asumieron compromisos en esta sesión.": "Nadie prometió nada."})
    seen = terminal.json("minutes", "compare", terminal.sitting, str(out))
    assert (seen["edited"], seen["taken"]) == (True, False)
    assert [(one["before"], one["after"]) for one in seen["changes"]] == [
        ("No se asumieron compromisos en esta sesión.", "Nadie prometió nada.")
    ]
    code, said, _ = terminal.call("minutes", "compare", terminal.sitting, str(out))
    assert (code, said.strip()) == (
        0, "Cambió: No se asumieron compromisos en esta sesión. → Nadie prometió nada."
    )  # fmt: skip

    taken = terminal.json("minutes", "adopt", terminal.sitting, str(out))
    assert taken["taken"] is True
    assert Path(taken["path"]).parent.name == "Actas"
    assert terminal.json("minutes", "news", terminal.sitting) == {"news": []}
    terminal.json("issue", "add", terminal.sitting, "--kind", "proposal", "--text", "Un banco")
    assert any("Un banco" in one["after"] for one in terminal.json("minutes", "news", terminal.sitting)["news"])

    told = terminal.json("minutes", terminal.sitting, "--out", str(tmp_path / "otra.docx"))
    assert (told["edited"], told["left"]) == (True, [])
    text = "\n".join(one.text for one in Document(told["path"]).paragraphs)
    assert "Nadie prometió nada." in text
    assert [one["version"] for one in terminal.json("minutes", "versions", terminal.sitting)["versions"]] == [1, 2]


def test_the_templates_are_laid_out_with_the_names_of_their_fields(terminal: Terminal) -> None:
    told = terminal.json("minutes", "templates")

    assert len(told["put"]) == 5
    assert {"autoridad", "personas", "firmas"} <= set(told["fields"])
    assert Path(told["folder"], "acta.docx").is_file()
    assert terminal.json("minutes", "templates")["put"] == []
