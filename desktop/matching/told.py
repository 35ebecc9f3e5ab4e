"""What is told of somebody so that she is not taken for her namesake, in words."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication, QObject

from db.matching.acquaintance import Acquaintance
from db.zoom.handout_queries import RegistrantCard


def document_words(document: str | None) -> str:
    """A document with its points."""
    if not document:
        return ""
    number = f"{int(document):,}".replace(",", ".") if document.isdigit() else document
    return QCoreApplication.translate("matching", "DNI {number}").format(number=number)


class Recognised(QObject):
    """The sentences by which one neighbour is told from another. Numbers need the object: `tr` alone knows plurals."""

    def marks(self, known: Acquaintance, on: date) -> str:
        """Document, quarter, age on a day, address: what one asks when two have one name."""
        document = document_words(known.document) or self.tr("no document")
        parts = [document, known.neighbourhood, self._age(known, on), known.street]
        if known.roll_name != known.name:
            parts.append(self.tr("on the roll as {name}").format(name=known.roll_name))
        return " · ".join(part for part in parts if part)

    def visits(self, known: Acquaintance, zone: tzinfo) -> str:
        """How often she came and where, and when last; and what she is doing tonight."""
        told = []
        if known.here:
            words = self.tr("Came %n times to this council", "", known.here)
            online = self.tr("(%n by Zoom)", "", known.online)
            told.append(f"{words} {online}" if known.online else words)
        if known.elsewhere:
            told.append(self.tr("Came %n times to other councils", "", known.elsewhere))
        if known.last_at is not None:
            last = self.tr("last on {day}").format(day=f"{known.last_at.astimezone(zone):%d/%m/%Y}")
            told.append(last if known.here else f"{last}, {known.last_council}")
        else:
            told.append(self.tr("Never came before"))
        if known.connected:
            told.append(self.tr("another connection of tonight is hers already"))
        if known.in_room:
            told.append(self.tr("present in the room tonight"))
        return " · ".join(told)

    def _age(self, known: Acquaintance, on: date) -> str:
        born = known.birth_date
        if born is None:
            return known.age_band or ""
        return self.tr("%n years old", "", on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


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
