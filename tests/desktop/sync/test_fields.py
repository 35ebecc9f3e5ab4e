"""What a difference or an entry that was put aside is about, in words: no code of the program reaches a person."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from db.registry import nouns
from db.sync.server import known_registers
from desktop import i18n
from desktop.sync.fields import CODES, field_word, value_word
from desktop.sync.words import noun_word


@pytest.fixture(autouse=True)
def in_spanish(qapp: QApplication) -> None:
    i18n.install(qapp, "es_AR")


def moment(at: datetime) -> str:
    return f"{at:%d/%m}"


def test_whatever_the_record_keeps_has_a_word() -> None:
    assert [noun for noun in nouns() if noun_word(noun) == noun] == []
    registers = {register for fields in known_registers().values() for register in fields.values()}
    assert [one for one in sorted(registers) if field_word(one) == one] == []
    assert field_word("facilitator") == "quién facilita"
    assert field_word("facts_hash") == "otro dato"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("outcome", "agreed", "acordado"), ("outcome", "none", "(vacío)"), ("mode", "hybrid", "híbrida"),
        ("kind", "complaint", "Reclamo"), ("kind", "school", "Escuela"), ("state", "kept", "cumplido"),
        ("state", "planned", "planificada"), ("way", "room", "En sala"), ("gender", "woman", "Mujer"),
        ("result", "will_come", "viene"), ("photo", "/9j/4AAQ" * 9000, "(no se muestra acá)"),
        ("notes", "open", "open"),
    ],
)  # fmt: skip
def test_a_code_is_called_as_on_its_own_page_and_what_somebody_typed_stays(field: str, value: str, words: str) -> None:
    assert value_word(field, value, moment) == words


def test_no_code_of_a_page_is_left_untranslated() -> None:
    spanish = {(field, code): value_word(field, code, moment) for field, (_, words) in CODES.items() for code in words}
    assert [one for one, word in spanish.items() if word == one[1]] == [("mode", "virtual")]
