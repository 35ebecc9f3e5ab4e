"""Who is expected at a sitting, for the sheet that lies on the table: the regulars, then the quarter's own people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.errors import Refused
from db.folding import fold
from db.organisations.tables import Organisation
from db.residents.persons import persons, speaking_for
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting

WITHIN = timedelta(days=366)
MOST = 300
_ENDING = 3
_CHUNK = 500


@dataclass(frozen=True)
class Expected:
    """One line of the sheet. `regular`: she was at this council within the year; else she is of its quarters.

    Of the document only the ending is told. The sheet lies open on a table and goes through a hundred hands: three
    digits tell two people of one name apart, and are of no use to anybody who would ask for a loan with them.
    """

    resident_id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document_ending: str
    has_phone: bool
    organisation: str
    consented: bool
    regular: bool

    @property
    def name(self) -> str:
        """As a list is read: family name first."""
        return f"{self.family_name}, {self.chosen_name or self.given_names}".strip(" ,")


@dataclass(frozen=True)
class Numbered:
    """One line of the sheet with the number it is keyed in by; no person: she was taken off the roll since."""

    number: int
    person: Expected | None


def expected(session: Session, *, sitting_id: str, most: int = MOST) -> tuple[Expected, ...]:
    """Who came to this council within the year before, then who came to any and lives in its quarters; by name.

    Rows of the roll that were found to be one person are one line. When there are more than `most`, those who came
    most often stay. Raises Refused: sitting_unknown.
    """
    sitting = session.get(Sitting, sitting_id)
    if sitting is None or sitting.removed_at is not None:
        raise Refused("sitting_unknown", text=sitting_id)
    council = session.get(Council, sitting.council_id)
    quarters = set(council.neighbourhood_ids or ()) if council else set()
    mine, others = _visits(session, sitting)
    people = _people(session, {*mine, *others})
    near = {one for one in others if one not in mine and one in people and people[one][0].neighbourhood_id in quarters}
    often = sorted(mine, key=lambda one: (-mine[one], one)) + sorted(near, key=lambda one: (-others[one], one))
    lines = [_line(*people[one], regular=one in mine) for one in often if one in people][:most]
    return tuple(sorted(lines, key=lambda one: (not one.regular, fold(one.name), one.resident_id)))


def numbered(session: Session, *, sitting_id: str, printed: Sequence[str] = ()) -> tuple[Numbered, ...]:
    """The lines of the sheet with their numbers. Whoever stands on a sheet that was `printed` keeps the number she
    has on it, whatever happened since; who is expected by now and was not then, comes after them.
    """
    now = {one.resident_id: one for one in expected(session, sitting_id=sitting_id)}
    speaks = speaking_for(session)
    kept = [speaks.get(one, one) for one in printed]
    missing = _people(session, set(kept) - set(now))
    lines = {**{one: _line(*told, regular=True) for one, told in missing.items()}, **now}
    order = [*kept, *(one for one in now if one not in set(kept))]
    return tuple(Numbered(number, lines.get(one)) for number, one in enumerate(order, 1))


def _visits(session: Session, sitting: Sitting) -> tuple[dict[str, int], dict[str, int]]:
    """How many sittings each person was at within the year before: of this council, and of any."""
    known = persons()
    person = func.coalesce(known.c.person_id, Presence.resident_id)
    found = session.execute(
        select(person, Sitting.council_id == sitting.council_id, func.count(Sitting.id.distinct()))
        .select_from(Presence)
        .join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
        .outerjoin(known, known.c.resident_id == Presence.resident_id)
        .where(
            Presence.removed_at.is_(None),
            Sitting.id != sitting.id,
            Sitting.starts_at <= sitting.starts_at,
            Sitting.starts_at >= sitting.starts_at - WITHIN,
        )
        .group_by(person, Sitting.council_id == sitting.council_id)
    )
    mine: dict[str, int] = {}
    every: dict[str, int] = {}
    for resident_id, here, times in found:
        every[resident_id] = every.get(resident_id, 0) + times
        if here:
            mine[resident_id] = times
    return mine, every


def _people(session: Session, resident_ids: set[str]) -> dict[str, tuple[Resident, str]]:
    ids, people = sorted(resident_ids), dict[str, tuple[Resident, str]]()
    for at in range(0, len(ids), _CHUNK):
        found = session.execute(
            select(Resident, Organisation.name)
            .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
            .where(Resident.id.in_(ids[at : at + _CHUNK]), Resident.removed_at.is_(None), Resident.erased_at.is_(None))
        )
        people.update({person.id: (person, organisation or "") for person, organisation in found})
    return people


def _line(person: Resident, organisation: str, *, regular: bool) -> Expected:
    return Expected(
        resident_id=person.id,
        family_name=person.family_name,
        given_names=person.given_names,
        chosen_name=person.chosen_name,
        document_ending=(person.document or "")[-_ENDING:],
        has_phone=bool(person.phone),
        organisation=organisation,
        consented=person.consent_at is not None,
        regular=regular,
    )
