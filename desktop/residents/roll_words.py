"""The words of a roll being taken in: its columns, its verdicts, and why a line needs a person to look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from db.residents.roll_columns import FIELDS
from db.residents.roll_judging import Candidate, JudgedRow
from db.residents.rules import LONGEST_NAME
from desktop import wording
from desktop.residents.words import document_written, gender_word

translate = QCoreApplication.translate


def field_words() -> list[tuple[str, str]]:
    """What a column can be taken as: codes and words, in the order in which people think of them."""
    return [(field, field_word(field)) for field in FIELDS]


def field_word(field: str) -> str:
    words = {
        "family_name": translate("RollFile", "Family name"),
        "given_names": translate("RollFile", "Given names"),
        "listed_name": translate("RollFile", "Family name and given names"),
        "full_name": translate("RollFile", "Given names and family name"),
        "chosen_name": translate("RollFile", "Chosen name"),
        "document": translate("RollFile", "Document"),
        "cuil": translate("RollFile", "CUIL"),
        "birth_date": translate("RollFile", "Date of birth"),
        "age_band": translate("RollFile", "Age band"),
        "gender": translate("RollFile", "Gender"),
        "phone": translate("RollFile", "Telephone"),
        "email": translate("RollFile", "E-mail"),
        "address": translate("RollFile", "Address (street and number)"),
        "street": translate("RollFile", "Street"),
        "street_number": translate("RollFile", "Number of the house"),
        "neighbourhood": translate("RollFile", "Quarter"),
        "district": translate("RollFile", "District"),
        "organisation": translate("RollFile", "Organisation"),
        "organisation_role": translate("RollFile", "Role in the organisation"),
        "note": translate("RollFile", "Notes"),
    }
    return words.get(field, field)


def kind_word(kind: str) -> str:
    words = {
        "new": translate("RollFile", "New"),
        "same": translate("RollFile", "The same"),
        "changed": translate("RollFile", "Changes"),
        "doubtful": translate("RollFile", "Doubtful"),
        "error": translate("RollFile", "Error"),
    }
    return words[kind]


def why(row: JudgedRow) -> str:
    """Why a line is what it is, in one sentence; what was left out of it is said as well."""
    told = []
    if row.kind == "changed":
        told.append("; ".join(change_words(row)))
    elif row.code:
        sentence = reason(row.code, row.told or row.name)
        whole = f"{field_word(row.field)} «{row.told}»: {sentence}" if row.field else sentence
        told.append(" ".join([whole, *map(person_words, row.people)]))
    told += [f"«{text}»: {wording.sentence(code)}" for code, text in row.left_out]
    return " ".join(filter(None, told))


def reason(code: str, told: str) -> str:
    """The sentence for what is wrong with a line."""
    return wording.sentence(code, {"name": told, "longest": LONGEST_NAME})


def change_words(row: JudgedRow) -> list[str]:
    """What a line changes: «Telephone: … → …»."""
    return [
        f"{field_word(one.field)}: {value_word(one.field, one.before)} → {value_word(one.field, one.after)}"
        for one in row.changes
    ]


def value_word(field: str, value: Any) -> str:
    """A value of the roll as a person reads it."""
    if value is None or value == "":
        return translate("RollFile", "nothing")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if field == "gender":
        return gender_word(value)
    return document_written(value) if field == "document" else str(value)


def line_words(fields: Mapping[str, Any]) -> str:
    """What a line says of somebody that tells her from others."""
    told = ("document", "birth_date", "phone", "email", "street", "street_number")
    return ", ".join(value_word(name, fields[name]) for name in told if fields.get(name))


def person_words(one: Candidate) -> str:
    """Whom a line looks like: enough to tell her from others."""
    facts = [one.name, document_written(one.document)]
    facts += [f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "", one.phone or ""]
    facts += [translate("RollFile", "line {line} of the file").format(line=one.line) if one.line else ""]
    return "(" + ", ".join(filter(None, facts)) + ")"
