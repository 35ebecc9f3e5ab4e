"""The words of the roll: genders, ways, consent, what a file came to."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from db.residents.search import Found

translate = QCoreApplication.translate


def gender_words() -> list[tuple[str, str]]:
    """Codes and words, in the order of the form."""
    return [
        ("", translate("Roll", "No data")),
        ("woman", translate("Roll", "Woman")),
        ("man", translate("Roll", "Man")),
        ("non_binary", translate("Roll", "Non-binary")),
        ("not_said", translate("Roll", "Prefers not to say")),
    ]


def gender_word(code: str | None) -> str:
    return dict(gender_words())[code or ""]


def ways_word(ways: tuple[str, ...]) -> str:
    """By which ways somebody was at a sitting."""
    words = {
        "room": translate("Roll", "Room"),
        "zoom": translate("Roll", "Zoom"),
        "phone": translate("Roll", "Telephone"),
    }
    return " + ".join(words[way] for way in ways)


def alias_word(kind: str) -> str:
    words = {
        "zoom_name": translate("Roll", "on Zoom"),
        "email": translate("Roll", "e-mail"),
        "registrant": translate("Roll", "registration"),
        "phone": translate("Roll", "telephone"),
    }
    return words.get(kind, kind)


def document_written(document: str | None) -> str:
    """The digits with dots, as people read them."""
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", document) if document else ""


def listed_name(one: Found) -> str:
    """The roll is read by family name."""
    given = f"{one.given_names} ({one.chosen_name})" if one.chosen_name else one.given_names
    return f"{one.family_name}, {given}"
