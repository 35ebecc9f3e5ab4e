"""Whose a document number is, at the door."""

from __future__ import annotations

from sqlalchemy import select

from db.checkin.dni import Card
from db.errors import Refused
from db.folding import words
from db.residents.persons import speaking_for
from db.residents.tables import Resident
from db.work import Work


def _holders(work: Work, document: str) -> list[Resident]:
    """The people with this document number: of the rows that are one person, the one that speaks for her if it can."""
    found = work.session.scalars(
        select(Resident).where(Resident.document == document, Resident.removed_at.is_(None)).order_by(Resident.id)
    ).all()
    speaks = speaking_for(work.session) if len(found) > 1 else {}
    persons: dict[str, Resident] = {}
    for row in sorted(found, key=lambda row: (speaks.get(row.id, row.id) != row.id, row.id)):
        persons.setdefault(speaks.get(row.id, row.id), row)
    return sorted(persons.values(), key=lambda row: row.id)


def the_holder(work: Work, document: str) -> Resident | None:
    """The one person with this document number. Raises Refused: document_of_several."""
    holders = _holders(work, document)
    if len(holders) > 1:
        raise Refused("document_of_several", document=document)
    return holders[0] if holders else None


def holder_of(work: Work, card: Card) -> Resident | None:
    """Whom the card belongs to. Two laptops may have written the same number apart: then the name must tell.

    Raises Refused: document_of_several.
    """
    holders = _holders(work, card.document)
    if len(holders) > 1:
        named = [one for one in holders if set(words(one.family_name)) & set(words(card.family_name))]
        if len(named) != 1:
            raise Refused("document_of_several", document=card.document)
        return named[0]
    return holders[0] if holders else None
