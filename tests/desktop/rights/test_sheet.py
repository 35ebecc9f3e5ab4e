"""Her file on paper: in words, with the frame of the law, and readable again from Word and PDF."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from db.places.city import City
from db.registry import nouns
from db.rights.commands import erase
from db.rights.queries import person_file
from db.rights.where import POINTERS
from db.work import Store
from desktop.paper import word
from desktop.paper.sheet import Sheet, Table
from desktop.paper.words import load
from desktop.rights.sheet import person_sheet
from tests.db.rights.life import EMAIL, FAMILY, GIVEN, STREET, live


def _text(sheet: Sheet) -> str:
    document = Document(io.BytesIO(word.write(sheet)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_it_says_everything_and_whom_to_turn_to(store: Store, city: City) -> None:
    life = live(store)
    text = _text(person_sheet(store.ask(person_file, resident_id=life.her), city, now=store.clock.now()))
    for told in (FAMILY, GIVEN, "28.471.936", EMAIL, STREET, "02/03/1968", "El Muelle", "mujer", "Juntar firmas",
                 "Biblioteca del Puerto", "iPad de Quite", "artículo 14", "artículo 16", city.authority,
                 "Agencia de Acceso a la Información Pública", "diez días"):  # fmt: skip
        assert told in text, told
    # The evening was at 22:00 UTC, and nobody at the table thinks in UTC.
    assert "19/11/2026 19:00" in text


def test_every_field_and_noun_of_the_history_has_a_word() -> None:
    words = load()["person_file"]
    told = {noun for noun, _ in POINTERS} | {"participant", "registrant", "poll_answer", "chat_line", "transcript_line"}
    assert told - set(words["nouns"]) == set()
    fields = {
        column.name
        for noun in told
        for column in nouns()[noun].__table__.columns
        if column.name not in ("id", "city_id", "clocks")
    }
    assert fields - set(words["fields"]) == set()


def test_the_file_of_somebody_erased_says_so_and_names_nobody(store: Store, city: City) -> None:
    life = live(store)
    store.do(erase, resident_id=life.her, zone=city.zone)
    sheet = person_sheet(store.ask(person_file, resident_id=life.her), city, now=store.clock.now())
    text = _text(sheet)
    assert "Datos suprimidos" in text
    assert "suprimido" in text
    assert EMAIL not in text


def test_a_long_history_stays_a_table(store: Store, city: City) -> None:
    life = live(store)
    sheet = person_sheet(store.ask(person_file, resident_id=life.her), city, now=store.clock.now())
    [history] = [one for one in sheet.blocks if isinstance(one, Table) and one.caption == "Historial completo"]
    assert len(history.rows) == len(store.ask(person_file, resident_id=life.her).changes)
    with zipfile.ZipFile(io.BytesIO(word.write(sheet))) as whole:
        assert whole.testzip() is None
