"""The words of the roll: genders, ways, consent, what a file came to."""

from __future__ import annotations

import re
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from db.residents.listing import Listed
from desktop.kit.palette import Tone

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


def listed_name(one: Listed) -> str:
    """The roll is read by family name."""
    given = f"{one.given_names} ({one.chosen_name})" if one.chosen_name else one.given_names
    return f"{one.family_name}, {given}".strip(", ")


def erased_words(at: datetime | None) -> str:
    """What stands where the data of a person was, after it was erased; nothing while it is there."""
    return translate("Roll", "Data erased on {day}").format(day=f"{at:%d/%m/%Y}") if at else ""


def consent_word(one: Listed) -> str:
    """What the list says of her consent."""
    if one.erased_at is not None:
        return ""
    return translate("Roll", "given") if one.consented else translate("Roll", "missing")


def listed_tone(one: Listed) -> Tone:
    return Tone.GOOD if one.consented else Tone.ATTENTION


def lack_words() -> list[tuple[str, str]]:
    """Whom the list can show, by what is wanting."""
    return [
        ("", translate("Roll", "Everybody")),
        ("consent", translate("Roll", "Without consent")),
        ("document", translate("Roll", "Without document")),
        ("minor", translate("Roll", "Minors")),
        ("incomplete", translate("Roll", "To be completed")),
        ("erased", translate("Roll", "Erased")),
    ]


def field_titles() -> dict[str, str]:
    """What the fields of a person are called, on the card and in what was changed."""
    return {
        "family_name": translate("Roll", "Family name"),
        "given_names": translate("Roll", "Given names"),
        "chosen_name": translate("Roll", "Name she is called by"),
        "document": translate("Roll", "Document"),
        "birth_date": translate("Roll", "Birth date"),
        "age_band": translate("Roll", "Age"),
        "gender": translate("Roll", "Gender"),
        "phone": translate("Roll", "Telephone"),
        "email": translate("Roll", "E-mail"),
        "street": translate("Roll", "Street"),
        "street_number": translate("Roll", "Number"),
        "neighbourhood_id": translate("Roll", "Quarter"),
        "organisation_id": translate("Roll", "Organisation"),
        "organisation_role": translate("Roll", "Role in it"),
        "guardian_id": translate("Roll", "Responsible adult"),
        "note": translate("Roll", "Note"),
    }


def told_value(field: str, value: str) -> str:
    """The value of a field as a person reads it."""
    if field == "gender":
        return dict(gender_words()).get(value, value)
    if field == "document":
        return document_written(value)
    if field == "birth_date" and value:
        return f"{date.fromisoformat(value[:10]):%d/%m/%Y}"
    return value


def way_tone(ways: tuple[str, ...]) -> Tone:
    return Tone.GOOD if ways[:1] == ("room",) else Tone.ONLINE


def duration_word(minutes: int | None) -> str:
    """How long she was there, in hours and minutes; nothing while she is."""
    if minutes is None:
        return translate("Roll", "still there")
    return (
        translate("Roll", "{hours} hours {minutes:02} min").format(hours=minutes // 60, minutes=minutes % 60)
        if (minutes >= 60)
        else translate("Roll", "{minutes} min").format(minutes=minutes)
    )


def why_merged(why: str) -> str:
    """What made two rows one person."""
    words = {
        "decided": translate("Roll", "a person decided it"),
        "document": translate("Roll", "the same document"),
        "import": translate("Roll", "a list that was taken in"),
    }
    return words.get(why, why)
