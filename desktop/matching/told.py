"""What is told of somebody so that she is not taken for her namesake, in words."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication

from db.matching.acquaintance import Acquaintance
from db.zoom.handout_queries import RegistrantCard


def document_words(document: str | None) -> str:
    """A document with its points."""
    if not document:
        return ""
    number = f"{int(document):,}".replace(",", ".") if document.isdigit() else document
    return QCoreApplication.translate("matching", "DNI {number}").format(number=number)


def marks_of(known: Acquaintance, on: date) -> str:
    """Document, quarter, age on a day, address: what one asks when two have one name."""
    nothing = QCoreApplication.translate("matching", "no document")
    parts = [document_words(known.document) or nothing, known.neighbourhood, _age(known, on), known.street]
    if known.roll_name != known.name:
        parts.append(QCoreApplication.translate("matching", "on the roll as {name}").format(name=known.roll_name))
    return " · ".join(part for part in parts if part)


def visits_of(known: Acquaintance, zone: tzinfo) -> str:
    """How often she came and where, and when last; and what she is doing tonight."""
    translate = QCoreApplication.translate
    told = []
    if known.here:
        words = translate("matching", "Came %n times to this council", "", known.here)
        if known.online:
            words += " " + translate("matching", "(%n by Zoom)", "", known.online)
        told.append(words)
    if known.elsewhere:
        told.append(translate("matching", "Came %n times to other councils", "", known.elsewhere))
    if known.last_at is not None:
        last = translate("matching", "last on {day}").format(day=f"{known.last_at.astimezone(zone):%d/%m/%Y}")
        told.append(last if known.here else f"{last}, {known.last_council}")
    else:
        told.append(translate("matching", "Never came before"))
    if known.connected:
        told.append(translate("matching", "another connection of tonight is hers already"))
    if known.in_room:
        told.append(translate("matching", "present in the room tonight"))
    return " · ".join(told)


def registration_words(one: RegistrantCard | None) -> str:
    """What somebody registered with, for whoever decides who she is."""
    if one is None:
        return ""
    parts = (
        f"{one.given_names} {one.family_name}".strip(),
        document_words(one.document),
        one.quarter,
        one.email,
        one.phone,
    )
    told = " · ".join(part for part in parts if part)
    return QCoreApplication.translate("matching", "Registered as: {facts}").format(facts=told)


def _age(known: Acquaintance, on: date) -> str:
    born = known.birth_date
    if born is None:
        return known.age_band or ""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return QCoreApplication.translate("matching", "%n years old", "", years)
