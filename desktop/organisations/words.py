"""The words of organisations: their kinds, their fields, the verdicts on a list of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.organisations.intake import JudgedOrganisation
from desktop import wording

translate = QCoreApplication.translate


def kind_words() -> list[tuple[str, str]]:
    """Codes and words, in the order of the form."""
    return [
        ("vecinal", translate("Organisations", "Vecinal")),
        ("club", translate("Organisations", "Club")),
        ("school", translate("Organisations", "School")),
        ("ngo", translate("Organisations", "Social organisation")),
        ("health_centre", translate("Organisations", "Health centre")),
        ("shop", translate("Organisations", "Shop")),
        ("department", translate("Organisations", "Municipal department")),
        ("other", translate("Organisations", "Other")),
    ]


def kind_word(kind: str) -> str:
    return dict(kind_words()).get(kind, kind)


def field_words() -> list[tuple[str, str]]:
    """What a column of a list, or a field of the form, may hold."""
    return [
        ("name", translate("Organisations", "Name")),
        ("kind", translate("Organisations", "Kind")),
        ("neighbourhood", translate("Organisations", "Quarter")),
        ("contact", translate("Organisations", "Contact")),
        ("phone", translate("Organisations", "Telephone")),
        ("email", translate("Organisations", "E-mail")),
    ]


def field_word(field: str) -> str:
    return dict(field_words()).get(field.removesuffix("_id"), field)


def verdict_word(kind: str) -> str:
    """The verdict on a line of a list."""
    words = {
        "new": translate("Organisations", "New"),
        "same": translate("Organisations", "The same"),
        "changed": translate("Organisations", "Changes"),
        "error": translate("Organisations", "Error"),
    }
    return words.get(kind, kind)


def why(row: JudgedOrganisation) -> str:
    """All there is to say of a line."""
    told = []
    for one in row.changes:
        before, after = (_value(one.field, value) for value in (one.before, one.after))
        change = translate("Organisations", "{field}: from {before} to {after}")
        told.append(change.format(field=field_word(one.field), before=before, after=after))
    if row.code:
        told.append(wording.sentence(row.code, {"name": row.name}))
    told += [f"«{text}»: {wording.sentence(code)}" for code, text in row.left_out]
    return "; ".join(told)


def _value(field: str, value: str | None) -> str:
    if not value:
        return translate("Organisations", "nothing")
    return kind_word(value) if field == "kind" else value
