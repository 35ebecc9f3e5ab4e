"""A questionnaire on paper: on one page, in letters that anybody reads, with the numbers that are pressed."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from db.places.city import City
from db.surveys.rules import MOST_OPTIONS, MOST_QUESTIONS
from desktop.paper.saving import produce
from desktop.paper.sheet import Paragraph
from desktop.questionnaires import shipped, unasked
from desktop.surveys.in_hand import SheetInHand
from desktop.surveys.paper import file_words, questionnaire_sheet

TWELVE_POINTS = 24  # Word counts halves
CODES = [pytest.param(code, id=code) for code in shipped()]


def printed(definition: dict[str, Any], city: City, file: Path) -> Path:
    card = unasked(definition)
    return produce(questionnaire_sheet(card, None, city), file, name=file_words(card, None, city))


def pages(file: Path) -> list[str]:
    """The text of each page with its blanks made one, read by poppler."""
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, timeout=60)
    return [" ".join(page.split()) for page in told.stdout.decode("utf-8").split("\f")[:-1]]


def in_word(file: Path) -> str:
    """Everything in the body, in its order, a blank between two paragraphs."""
    every = Document(str(file)).element.body.iter(qn("w:p"))
    told = [
        "".join(" " if one.tag == qn("w:tab") else one.text or "" for one in p.iter(qn("w:t"), qn("w:tab")))
        for p in every
    ]
    return " ".join(" ".join(told).split())


def choices(definition: dict[str, Any]) -> list[tuple[str, str]]:
    """What is pressed, and what it chooses, as the page of surveys takes it."""
    found = []
    for question in unasked(definition).questions:
        for option in question["options"]:
            for mark in "1234567890ABCDEFGHIJKLMNOPQRST":
                sheet = SheetInHand([question])
                if sheet.press(mark) and sheet.chosen == [option["key"]]:
                    found.append((mark, option["text"]))
    return found


@pytest.mark.parametrize("code", CODES)
def test_what_comes_along_is_one_page_with_the_number_that_is_pressed_before_each_choice(
    code: str, city: City, tmp_path: Path
) -> None:
    definition = shipped()[code]
    (page,) = pages(printed(definition, city, tmp_path / "hoja.pdf"))
    words = in_word(printed(definition, city, tmp_path / "hoja.docx"))
    pressed = choices(definition)
    assert len(pressed) == sum(len(one.get("options", ())) for one in definition["questions"])
    for mark, text in pressed:
        assert f"☐ {mark} {text}" in words
        first, *_ = text.split(" de un ")  # what breaks in its column stands beside the next one
        assert f"{mark} {first}" in page
    for number, one in enumerate(definition["questions"], 1):
        assert f"{number}. {one['text']}" in page
        assert f"{number}. {one['text']}" in words
    assert ("no escriba su nombre" in page) is definition.get("anonymous", False)
    assert "Consejo: ___" in page
    assert "Fecha: ___" in page
    # A household is asked for its quarter, as the desk types it: a line for the place would hold its address.
    assert ("Lugar: ___" in page, "Barrio: ___" in page) == (code == "percepcion", code == "conectividad")
    assert not re.search("nombre y apellido|DNI|Tel[eé]fono|Domicilio|Firma", page, re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_an_office_program_has_it_on_one_page_in_letters_of_twelve_points(
    code: str, city: City, tmp_path: Path
) -> None:
    file = printed(shipped()[code], city, tmp_path / "hoja.docx")
    document = Document(str(file))
    sizes = {one.get(qn("w:styleId")): one.find(f"{qn('w:rPr')}/{qn('w:sz')}") for one in document.styles.element}
    used = {
        p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        for p in document.element.body.iter(qn("w:p"))
        if list(p.iter(qn("w:t")))
    }
    assert {"SheetLarge", "SheetQuestion", "SheetChoice"} <= used
    assert all(int(sizes[one].get(qn("w:val"))) >= TWELVE_POINTS for one in used)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(pages(tmp_path / "hoja.pdf")) == 1


def test_it_is_read_aloud_as_questions_with_lists(city: City, tmp_path: Path) -> None:
    file = printed(shipped()["percepcion"], city, tmp_path / "hoja.pdf")
    told = subprocess.run(["pdfinfo", "-struct-text", str(file)], check=True, capture_output=True, timeout=60)
    kinds = re.findall(r"^ *(\w+) \(block\)", told.stdout.decode("utf-8"), re.MULTILINE)
    assert (kinds.count("H2"), kinds.count("L"), kinds.count("LI"), kinds.count("LBody")) == (6, 5, 21, 21)


def test_the_longest_one_that_may_be_asked_loses_nothing_and_parts_no_question(city: City, tmp_path: Path) -> None:
    options = [{"key": f"o{n}", "text": f"opción {n} de las muchas que alguien escribió"} for n in range(MOST_OPTIONS)]
    questions = [
        {"key": f"q{n}", "text": f"¿Pregunta {n}?", "kind": "several", "options": options}
        for n in range(1, MOST_QUESTIONS + 1)
    ]
    definition = {"code": "larga", "name": "La larga", "questions": questions}
    found = pages(printed(definition, city, tmp_path / "hoja.pdf"))
    assert sum(page.count("opción ") for page in found) == MOST_OPTIONS * MOST_QUESTIONS
    for page in found:
        assert page.count("¿Pregunta") * MOST_OPTIONS == page.count("opción ")
    words = in_word(printed(definition, city, tmp_path / "hoja.docx"))
    assert words.count("opción ") == MOST_OPTIONS * MOST_QUESTIONS
    assert "☐ T opción 29" in words


def test_a_place_of_the_sitting_stands_on_it(city: City) -> None:
    """Of the day as it is in the city: at ten in the evening it is tomorrow already in Greenwich."""
    held: Any = type("Held", (), {
        "council": "Consejo El Muelle", "starts_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC), "place": "Galpón 3",
        "district": "Ribera",
    })()  # fmt: skip
    made = questionnaire_sheet(unasked(shipped()["percepcion"]), held, city)
    lines = ["".join(span.text for span in one.spans) for one in made.blocks if isinstance(one, Paragraph)]
    assert "Fecha: jueves 19 de noviembre de 2026" in lines
    assert "Lugar: Galpón 3" in lines
    assert not any("_" in one for one in lines)
