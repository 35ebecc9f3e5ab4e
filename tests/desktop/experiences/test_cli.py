"""`cabildo experience` from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from PySide6.QtGui import QImage

from db.home import Home
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)


def test_a_good_practice_is_written_down_found_and_set_right(terminal: Terminal, tmp_path: Path) -> None:
    sitting = terminal.planned()
    picture = tmp_path / "huerta.jpg"
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    made = terminal.json(
        "experience", "add", "--title", "Huerta", "--done", "Se sembró.", "--with", "Escuela", "--sitting", sitting,
        "--on", "3/10/2026", "--photo", str(picture), "--photo-shows", "Canteros",
    )["id"]  # fmt: skip
    assert [one["id"] for one in terminal.json("experience", "list", "escuela")["experiences"]] == [made]
    terminal.json("experience", "change", made[-8:], "--took", "Una tarde")
    told = terminal.json("experience", "show", made)
    assert (told["took"], told["photo"], told["happened_on"], told["sitting"]) == (
        "Una tarde", True, "2026-10-03", sitting
    )  # fmt: skip
    assert "Con: Escuela" in terminal.call("experience", "show", made)[1]
    terminal.json("experience", "remove", made)
    assert terminal.json("experience", "list")["experiences"] == []


def test_nothing_to_change_is_told(terminal: Terminal) -> None:
    terminal.planned()
    made = terminal.json("experience", "add", "--title", "Radio", "--done", "Una tarde.")["id"]
    assert terminal.call("experience", "change", made)[0] == 2


def test_the_booklet_has_each_practice_with_its_picture_and_what_it_shows(terminal: Terminal, tmp_path: Path) -> None:
    terminal.planned()
    photo = QImage(64, 48, QImage.Format.Format_RGB32)
    photo.fill(0x3A78C2)
    photo.save(str(tmp_path / "huerta.jpg"), "JPG")  # type: ignore[call-overload]
    terminal.json(
        "experience", "add", "--title", "Huerta", "--done", "Se sembró.", "--with", "Escuela",
        "--photo", str(tmp_path / "huerta.jpg"), "--photo-shows", "Canteros con lechuga",
    )  # fmt: skip
    terminal.json("experience", "add", "--title", "Feria", "--done", "Se cambió ropa.")
    terminal.json("experience", "export", "--out", str(tmp_path / "cuadernillo.docx"))
    document = Document(str(tmp_path / "cuadernillo.docx"))
    titles = [one.text for one in document.paragraphs if one.style and one.style.style_id == "Heading1"]
    assert sorted(titles) == ["Feria", "Huerta"]
    assert document.element.xpath("//wp:docPr/@descr") == ["Canteros con lechuga"]
