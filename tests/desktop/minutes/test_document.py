"""The Word file: everything that was written is found again, whatever was typed, and Word's own rules are kept."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from db.minutes.facts import Commitment, Heading, Issue, Item, MinutesFacts, Named, Person, Stay
from desktop.minutes.document import write
from tests.desktop.minutes.evening import EVENING, START, crowd
from tests.desktop.minutes.office import read_with_libreoffice

CODES = {
    "way", "kind", "state", "source", "outcome", "role", "gender", "mode", "code", "language", "resident", "sitting",
    "council_kind", "authority",
}  # fmt: skip

HOSTILE = (
    "<b>Ana</b> & Cía. «ñandú»",
    "{{authority}} {city} {0} %s \\1",
    "Zoë 🧉👩‍🌾 Őrsi 李",
    "L" * 400,
    "]]> <!-- fin --> &amp; &#0;",
    "'; DROP TABLE minutes; --",
)


def test_every_value_is_found_again_by_python_docx() -> None:
    found = everything_in(write(EVENING).content)

    assert [text for text in said_by(EVENING) if text not in found] == []


def test_every_value_is_found_again_by_libreoffice(tmp_path: Path) -> None:
    (found,) = read_with_libreoffice(tmp_path, write(EVENING).content)

    assert [text for text in said_by(EVENING) if text not in found] == []


def test_whatever_was_typed_is_written_as_it_was_typed(tmp_path: Path) -> None:
    contents = [write(everywhere(text)).content for text in HOSTILE]
    for text, content, told in zip(HOSTILE, contents, read_with_libreoffice(tmp_path, *contents), strict=True):
        assert everything_in(content).count(text) >= 15, text
        assert told.count(text) >= 15, text


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff", "\x7f\x1b[31m"])
def test_a_character_that_no_document_can_hold_is_marked_and_stops_nothing(control: str) -> None:
    found = everything_in(write(everywhere(f"Rosa{control}Paz")).content)

    assert "Rosa\ufffd" in found or "Rosa\x7f\ufffd" in found
    assert "Paz" in found


def test_notes_of_several_lines_keep_their_lines() -> None:
    item = Item("Punto", notes="primera\r\nsegunda\n\n\ttercera")
    document = opened(write(replace(EVENING, items=(item,))).content)

    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in texts if text.strip() in ("primera", "segunda", "tercera")] == [
        "primera",
        "segunda",
        "\ttercera",
    ]


def test_the_same_facts_make_the_same_bytes_and_other_facts_make_others() -> None:
    assert write(EVENING).sha256 == write(EVENING).sha256
    assert write(EVENING).sha256 != write(replace(EVENING, issues=EVENING.issues[:-1])).sha256


def test_three_hundred_people_are_written_in_a_blink() -> None:
    facts = crowd(300)
    write(EVENING)
    began = time.perf_counter()
    content = write(facts).content

    assert time.perf_counter() - began < 2.0
    found = everything_in(content)
    assert all(person.family_name in found for person in facts.people)


def test_the_parts_have_real_headings_in_order() -> None:
    document = opened(write(EVENING).content)
    levels = [(p.style.style_id, p.text) for p in document.paragraphs if p.style.style_id.startswith("Heading")]

    assert document.paragraphs[0].style.style_id == "Title"
    assert [text for level, text in levels if level == "Heading1"] == [
        "Asistencia",
        "Personas presentes",
        "Compromisos anteriores",
        "Orden del día y desarrollo",
        "Propuestas, reclamos y consultas",
        "Compromisos asumidos",
        "Firmas",
    ]
    assert ("Heading2", "2. Plaza de la Estación: juegos y luminarias") in levels
    assert ("Heading2", "Reclamos (2)") in levels
    assert ("Heading2", "Propuesta (1)") in levels


def test_header_rows_are_marked_and_no_row_breaks_over_a_page() -> None:
    document = opened(write(EVENING).content)
    titled = [table for table in document.tables if table.style.style_id in ("MinutesTable", "MinutesSum")]

    assert len(titled) == 10
    for table in titled:
        marks = [row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst]
        assert marks == [True] + [False] * (len(marks) - 1)
    for table in document.tables:
        assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
        assert all(cell.find(qn("w:tcPr")).find(qn("w:tcW")) is not None for cell in table._tbl.iter(qn("w:tc")))
    assert "tblHeader w:val" not in raw(write(EVENING).content, "word/document.xml")


def test_the_file_says_its_language_title_and_pages() -> None:
    content = write(EVENING).content
    core = opened(content).core_properties

    assert core.title == "Acta N.º 14/2026 · Consejo Barrial Las Acacias"
    assert core.author == "Municipalidad de Puerto Alegría"
    assert (core.language, core.version, core.content_status) == ("es-AR", "1", "draft")
    assert core.identifier == EVENING.sitting
    assert '<w:lang w:val="es-AR"' in raw(content, "word/styles.xml")
    assert all(code in raw(content, "word/footer1.xml") for code in ("NUMPAGES", " PAGE "))


def test_the_table_of_a_sitting_without_anything_says_so_and_still_opens(tmp_path: Path) -> None:
    bare = MinutesFacts(
        sitting="s",
        heading=Heading("Puerto Alegría", "Foro de la Costa", "thematic", "", "", "", START),
        edition=EVENING.edition,
    )
    (found,) = read_with_libreoffice(tmp_path, write(bare).content)

    for sentence in (
        "No se registró la asistencia de ninguna persona identificada.",
        "No hay personas identificadas en el registro de la sesión.",
        "La sesión no tuvo puntos registrados en el orden del día.",
        "No se registraron propuestas, reclamos ni consultas.",
        "No se asumieron compromisos en esta sesión.",
        "No había compromisos abiertos de sesiones anteriores.",
        "La sesión todavía no fue cerrada",
        "se convoca al Foro de la Costa para las diecinueve horas y cuatro minutos, en forma presencial.",
    ):
        assert sentence in found


def everywhere(text: str) -> MinutesFacts:
    """An evening in which somebody typed the same thing into every field."""
    who = Named(text, "woman", "r1")
    return replace(
        EVENING,
        heading=replace(EVENING.heading, council=text, title=text, place=text, neighbourhoods=(text,), centre=text),
        people=(Person("r1", text, text, neighbourhood=text, representing=text, stays=(Stay("room", START),)),),
        items=(Item(text, presenter=text, started_at=START, notes=text),),
        issues=(Issue("complaint", text, who, "room", text, text, text),),
        commitments=(Commitment(text, who, date(2026, 12, 1)),),
        previous=(Commitment(text, who),),
    )


def said_by(facts: Any, name: str = "") -> Iterator[str]:
    """Every text and every figure in the facts that a reader has to find on paper."""
    if isinstance(facts, str):
        yield from (line for line in facts.splitlines() if name not in CODES)
    elif isinstance(facts, bool) or facts is None:
        return
    elif isinstance(facts, int):
        yield str(facts) if name not in ("made_from", "seconds") else ""
    elif isinstance(facts, tuple):
        for one in facts:
            yield from said_by(one, name)
    elif is_dataclass(facts):
        for each in fields(facts):
            if each.name == "given_names" and isinstance(facts, Person) and facts.chosen_name:
                continue  # the name she chose stands in its place
            yield from said_by(getattr(facts, each.name), each.name)
    elif name in ("arrived_at", "left_at", "started_at", "ended_at") and not part_of_many(facts):
        yield facts.strftime("%H:%M")


def part_of_many(moment: Any) -> bool:
    """The broken stays of one telephone are told by their first arrival and their last departure."""
    stays = EVENING.people[3].stays
    inner = {stay.arrived_at for stay in stays[1:]} | {stay.left_at for stay in stays[:-1]}
    return moment in inner


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def raw(content: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(part).decode("utf-8")


def everything_in(content: bytes) -> str:
    """All text of the body, in and out of tables, as python-docx reads it."""
    body = opened(content).element.body
    return re.sub(r"\n+", "\n", "\n".join(paragraph.text for paragraph in body.iter(qn("w:p"))))
