"""What can be done with the roll."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from db.errors import Refused
from db.folding import fold
from db.organisations.commands import find_or_make
from db.places.tables import Neighbourhood
from db.residents.namebook import bring_up_to_date
from db.residents.persons import row_here, rows_of
from db.residents.roll_import import Imported, import_rows
from db.residents.rules import clean, is_minor
from db.residents.search_index import tidy
from db.residents.tables import Alias, Resident
from db.work import Work

# The version of the words by which consent is asked (Ley 25.326, articles 5 and 6): resources/consent holds them.
CONSENT_TEXT = "2026-2"

__all__ = [
    "CONSENT_TEXT", "Imported", "correct", "enrol", "forget_alias", "give_consent", "import_rows",
    "name_guardian", "remember_alias", "take_back_consent", "the_resident",
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

    Nothing (None, "") empties a field. Raises Refused: resident_unknown, resident_erased, and as `rules.clean` does.
    """
    resident = somebody(work, resident_id)
    fields = clean(_with_organisation(work, facts), phone_prefix=phone_prefix, today=work.clock.now().date())
    _settle_district(work, fields)
    for name, value in fields.items():
        setattr(resident, name, value)


def give_consent(
    work: Work, *, resident_id: str, text: str = CONSENT_TEXT, by_id: str | None = None, on: date | None = None
) -> bool:
    """Notes that she agreed to her data being kept, once. False when she had agreed to these words before.

    For a minor (on the day `on`, today when not told) whoever answers for her agrees: `by_id`, or the guardian that the
    roll knows. Raises Refused: resident_unknown, resident_erased, consent_needs_guardian.
    """
    resident = somebody(work, resident_id)
    minor = is_minor(resident.birth_date, on or work.clock.now().date())
    by_id = (by_id or resident.guardian_id) if minor else by_id
    if minor and by_id is None:
        raise Refused("consent_needs_guardian", name=resident.chosen_name or resident.given_names)
    if by_id is not None:
        somebody(work, by_id)
    if resident.consent_at is not None and resident.consent_text == text:
        return False
    resident.consent_at, resident.consent_text, resident.consent_by_id = work.clock.now(), text, by_id
    return True


def take_back_consent(work: Work, *, resident_id: str) -> None:
    """Takes the note of her consent back, with trace in the journal. Raises Refused: resident_unknown."""
    resident = somebody(work, resident_id)
    resident.consent_at = resident.consent_text = resident.consent_by_id = None


def name_guardian(work: Work, *, resident_id: str, guardian_id: str | None) -> None:
    """Notes who answers for somebody who is not of age; None: nobody any more.

    Raises Refused: resident_unknown, resident_erased, guardian_herself, guardian_of_no_age.
    """
    resident = somebody(work, resident_id)
    if guardian_id is not None:
        if guardian_id in rows_of(work.session, resident_id):
            raise Refused("guardian_herself")
        if is_minor(somebody(work, guardian_id).birth_date, work.clock.now().date()):
            raise Refused("guardian_of_no_age")
    resident.guardian_id = guardian_id


def remember_alias(work: Work, *, resident_id: str, kind: str, value: str, source: str) -> None:
    """Remembers another name she is known by (zoom_name, email, registrant, phone); once more confirms it.

    Raises Refused: resident_unknown, resident_erased, name_missing.
    """
    resident_id = somebody(work, resident_id).id
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


def tidy_search(work: Work) -> bool:
    """Puts the index of the search and the book of names in order a little; True while there is more to do (see
    `search_index.tidy` and `namebook.bring_up_to_date`).
    """
    more = tidy(work.session)
    return bring_up_to_date(work.session, most=2) or more


def somebody(work: Work, resident_id: str) -> Resident:
    """A neighbour of whom something may still be written. Raises Refused: resident_unknown, resident_erased."""
    resident = the_resident(work, resident_id)
    if resident.erased_at is not None:
        raise Refused("resident_erased")
    return resident


def the_resident(work: Work, resident_id: str) -> Resident:
    """The row of a neighbour on the roll. Raises Refused: resident_unknown."""
    resident = row_here(work.session, resident_id)
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
