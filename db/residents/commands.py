"""What can be done with the roll."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from db.errors import Refused
from db.folding import fold
from db.organisations.commands import find_or_make
from db.places.tables import Neighbourhood
from db.residents.roll_import import Imported, import_rows
from db.residents.rules import clean
from db.residents.tables import Alias, Resident
from db.work import Work

# The version of the words by which consent is asked (Ley 25.326, articles 5 and 6).
CONSENT_TEXT = "2026-1"

__all__ = [
    "CONSENT_TEXT", "Imported", "correct", "enrol", "forget_alias", "give_consent", "import_rows", "remember_alias",
    "take_back_consent", "the_resident",
]  # fmt: skip


def enrol(work: Work, /, *, family_name: str, given_names: str, phone_prefix: str = "", **facts: Any) -> str:
    """Writes a neighbour on the roll and answers her identifier.

    `facts` are fields of Resident, as they were told; an `organisation` told by name is found or made.

    Raises Refused as `rules.clean` does.
    """
    told = {"family_name": family_name, "given_names": given_names, **_with_organisation(work, facts)}
    fields = clean(told, phone_prefix=phone_prefix, today=work.clock.now().date())
    _settle_district(work, fields)
    made = Resident(**fields)
    work.session.add(made)
    work.session.flush()
    return made.id


def correct(work: Work, /, *, resident_id: str, phone_prefix: str = "", **facts: Any) -> None:
    """Puts right what the roll says of a neighbour; only the fields given change, told as in `enrol`.

    Nothing (None, "") empties a field. Raises Refused: resident_unknown, and as `rules.clean` does.
    """
    resident = the_resident(work, resident_id)
    fields = clean(_with_organisation(work, facts), phone_prefix=phone_prefix, today=work.clock.now().date())
    _settle_district(work, fields)
    for name, value in fields.items():
        setattr(resident, name, value)


def give_consent(work: Work, *, resident_id: str, text: str = CONSENT_TEXT) -> bool:
    """Notes that she agreed to her data being kept, once. False when she had agreed to these words before.

    Raises Refused: resident_unknown.
    """
    resident = the_resident(work, resident_id)
    if resident.consent_at is not None and resident.consent_text == text:
        return False
    resident.consent_at, resident.consent_text = work.clock.now(), text
    return True


def take_back_consent(work: Work, *, resident_id: str) -> None:
    """Takes the note of her consent back, with trace in the journal. Raises Refused: resident_unknown."""
    resident = the_resident(work, resident_id)
    resident.consent_at = resident.consent_text = None


def remember_alias(work: Work, *, resident_id: str, kind: str, value: str, source: str) -> None:
    """Remembers another name she is known by (zoom_name, email, registrant, phone); once more confirms it.

    Raises Refused: resident_unknown, name_missing.
    """
    the_resident(work, resident_id)
    folded = fold(value)
    if not folded:
        raise Refused("name_missing")
    known = work.session.scalars(
        select(Alias).where(
            Alias.resident_id == resident_id,
            Alias.kind == kind,
            Alias.value == folded,
            Alias.removed_at.is_(None),
        )
    ).first()
    if known is None:
        work.session.add(Alias(resident_id=resident_id, kind=kind, value=folded, source=source, times_confirmed=1))
    else:
        known.times_confirmed += 1


def forget_alias(work: Work, *, resident_id: str, kind: str, value: str) -> None:
    """Takes back one confirmation of another name; with the last one the name is forgotten."""
    known = work.session.scalars(
        select(Alias).where(
            Alias.resident_id == resident_id,
            Alias.kind == kind,
            Alias.value == fold(value),
            Alias.removed_at.is_(None),
        )
    ).first()
    if known is None:
        return
    known.times_confirmed -= 1
    if known.times_confirmed <= 0:
        known.removed_at = work.clock.now()


def the_resident(work: Work, resident_id: str) -> Resident:
    """The row of a neighbour on the roll. Raises Refused: resident_unknown."""
    resident = work.session.get(Resident, resident_id)
    if resident is None or resident.removed_at is not None:
        raise Refused("resident_unknown")
    return resident


def _with_organisation(work: Work, facts: dict[str, Any]) -> dict[str, Any]:
    if "organisation" not in facts:
        return facts
    rest = {name: value for name, value in facts.items() if name != "organisation"}
    name = str(facts["organisation"] or "").strip()
    return {**rest, "organisation_id": find_or_make(work, name=name) if name else None}


def _settle_district(work: Work, fields: dict[str, Any]) -> None:
    """A quarter tells its district, so that nobody has to say both."""
    place = fields.get("neighbourhood_id")
    if place and not fields.get("district_id"):
        quarter = work.session.get(Neighbourhood, place)
        if quarter is not None:
            fields["district_id"] = quarter.district_id
