"""Her file and her erasure from the terminal."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from db.home import Home, create, open_home, unlock
from desktop import cli
from tests.db.rights.life import FAMILY, Life, live
from tests.record import CITY_FILE

PASSPHRASE = "una clave larga"


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A desk with a passphrase, in which she lives."""
    home = Home(tmp_path / "desk")
    create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CABILDO_HOME", str(home.path))
    opened = open_home(home, unlock(home, PASSPHRASE))
    try:
        return live(opened.store)
    finally:
        opened.store.close()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.run(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_folder_gets_a_pdf_and_a_json_for_nobody_else_to_read(
    life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "residents", "file", life.her, "--out", str(tmp_path), "--json")
    assert code == 0
    pdf, told = (Path(one) for one in json.loads(out)["paths"])
    assert (pdf.suffix, told.suffix) == (".pdf", ".json")
    assert pdf.read_bytes().startswith(b"%PDF")
    read = json.loads(told.read_text())
    assert {row["family_name"] for row in read["rows"]} >= {FAMILY}
    assert read["law"].startswith("Ley 25.326")
    if os.name == "posix":
        assert {stat.S_IMODE(one.stat().st_mode) for one in (pdf, told)} == {0o600}


def test_word_and_json_alone(life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "file", life.her, "--out", str(tmp_path / "suyo.docx"))[0] == 0
    assert {one.name for one in tmp_path.glob("suyo*")} == {"suyo.docx", "suyo.json"}
    assert run(capsys, "file", life.her, "--out", str(tmp_path / "solo.json"))[0] == 0
    assert {one.name for one in tmp_path.glob("solo*")} == {"solo.json"}


def test_a_file_that_is_there_stays(life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "suyo.json"
    there.write_text("mío")
    code, _, err = run(capsys, "residents", "file", life.her, "--out", str(tmp_path / "suyo.pdf"))
    assert code == 2
    assert "suyo.json" in err
    assert there.read_text() == "mío"
    assert not (tmp_path / "suyo.pdf").exists()


@pytest.mark.parametrize("name", ["suyo.odt", "suyo"])
def test_another_kind_of_file_is_refused(
    life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    code, _, err = run(capsys, "residents", "file", life.her, "--out", str(tmp_path / name))
    assert (code, list(tmp_path.glob("suyo*"))) == (2, [])
    assert ".docx" in err


def test_erasing_shows_what_would_go_and_does_nothing_unconfirmed(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "residents", "erase", life.her)
    assert code == 2
    assert "--yes" in err
    assert "Queda como cuenta" in out
    assert "Título de un punto" in out
    assert json.loads(run(capsys, "residents", "erase", life.her, "--json")[1])["erased"] is False
    assert run(capsys, "residents", "search", FAMILY)[1].count(FAMILY) == 1


def test_confirmed_it_erases_blots_and_says_so(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "erase", life.other_row, "--yes", "--blot", "--json")
    done = json.loads(out)
    assert (code, done["erased"], done["blotted"]) == (0, True, 4)
    assert done["left"] == []
    assert FAMILY not in run(capsys, "residents", "search", FAMILY)[1]
    code, _, err = run(capsys, "erase", life.her, "--yes")
    assert code == 2
    assert "ya se suprimieron" in err
