"""The sign-in sheet and the sheet of consent, from the terminal and as they are read on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.checkin.commands import check_in
from db.checkin.expected import numbered
from db.home import Home
from db.places.city import City
from db.residents.queries import card
from db.sittings.commands import close_sitting
from db.sittings.queries import sitting_card
from db.work import Store
from desktop import cli
from desktop.consent import consent_text
from desktop.paper import pdf
from desktop.paper.attendance import attendance_sheet
from desktop.paper.consent import consent_sheet
from desktop.planilla.numbers import printed
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.desktop.paper.test_sheets import in_pdf
from tests.record import EVENING, KEY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr("desktop.console.Console.key", lambda _: KEY)

    def typed(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["--home", str(home.path), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


@pytest.fixture
def tonight(store: Store) -> str:
    before = a_sitting(store, at=EVENING - timedelta(days=30))
    for family, given, document in (("Ñandúbez", "Rosaura", "28123456"), ("Álamos", "Ana", None)):
        person = a_neighbour(store, family, given, document=document)
        store.do(check_in, sitting_id=before, resident_id=person)
    store.do(close_sitting, sitting_id=before)
    return a_sitting(store, opened=False)


def test_the_sheet_lies_on_the_table_without_anybodys_document(
    store: Store, city: City, tonight: str, tmp_path: Path
) -> None:
    people = store.ask(numbered, sitting_id=tonight)
    text = consent_text(city)
    sheet = attendance_sheet(store.ask(sitting_card, sitting_id=tonight), people, city, text, blanks=3)
    pages = in_pdf(tmp_path, pdf.write(sheet))
    whole = " ".join("\n".join(pages).split())
    for words in ("Planilla de asistencia", "Consejo El Muelle", "Álamos, Ana", "Ñandúbez, Rosaura", "termina en 456"):
        assert words in whole
    assert "28123456" not in whole
    assert [one.title for one in text.points if one.title not in whole] == []
    assert f"versión {text.version}" in whole
    rows = [line.split()[0] for line in pages[0].splitlines() if line.split() and line.split()[0].isdigit()]
    assert rows[:5] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_terminal_writes_the_sheet_and_remembers_its_numbers(
    run: Run, home: Home, tonight: str, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"planilla.{ending}"
    code, out, err = run("--json", "sitting", "sheet", tonight, "--out", str(file))
    assert (code, err) == (0, "")
    assert json.loads(out) == {"path": str(file), "people": 2}
    assert file.stat().st_size > 5000
    assert len(printed(home.path, tonight)) == 2
    code, _, err = run("sitting", "sheet", tonight, "--out", str(file))
    assert (code, str(file) in err) == (2, True)
    assert run("sitting", "sheet", tonight, "--out", str(file), "--force")[0] == 0


def test_the_sheet_of_consent_has_the_five_points_and_her_name(store: Store, city: City, tmp_path: Path) -> None:
    rosa = store.ask(card, resident_id=a_neighbour(store, document="28123456"))
    text = consent_text(city)
    pages = in_pdf(tmp_path, pdf.write(consent_sheet(city, person=rosa, on=date(2026, 11, 19))))
    whole = " ".join(" ".join(pages).split())
    assert len(pages) == 1
    assert [one.title for one in text.points if one.title not in whole] == []
    for words in ("Ñandúbez, Rosaura", "28123456", text.agree, text.refuse, text.version, city.authority):
        assert words in whole
    assert text.agree_for_minor not in whole


def test_for_a_child_whoever_answers_for_her_signs(store: Store, city: City, tmp_path: Path) -> None:
    child = store.ask(card, resident_id=a_neighbour(store, "Chica", "Lola", birth_date=date(2014, 5, 1)))
    whole = " ".join(in_pdf(tmp_path, pdf.write(consent_sheet(city, person=child, on=date(2026, 11, 19)))))
    assert "Persona responsable" in whole
    assert consent_text(city).agree_for_minor in " ".join(whole.split())


def test_the_terminal_writes_the_sheet_of_consent_for_one_person_or_blank(
    run: Run, store: Store, tmp_path: Path
) -> None:
    rosa = a_neighbour(store)
    assert run("residents", "consent-sheet", rosa, "--out", str(tmp_path))[0] == 0
    assert run("residents", "consent-sheet", "--out", str(tmp_path / "blanco.docx"))[0] == 0
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "Consentimiento Rosaura Ñandúbez.pdf", "blanco.docx",
    ]  # fmt: skip
    assert run("residents", "consent-sheet", "nobody-at-all", "--out", str(tmp_path))[0] == 2
