"""The part of the roll that a sitting's Zoom groups can be about: whom `rules.judge` has to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.folding import fold, words
from db.matching.finding import Vocabulary, told_words
from db.matching.rules import document_in
from db.matching.scoring import Known, Person
from db.places.tables import Neighbourhood
from db.residents.persons import Persons, persons, persons_among, speaking_for
from db.residents.tables import Alias, Resident
from db.sittings.tables import Council, Sitting
from db.zoom.rules import Group

# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500


def people_for(session: Session, *, sitting_id: str, groups: Sequence[Group]) -> tuple[Person, ...]:
    """Every resident whose e-mail, telephone, document, other name or surname a group may carry, and the regulars.

    All namesakes are among them, for uniqueness is judged among these people. Regulars are those who came to an
    earlier sitting of the same council. The surnames are compared in one walk over the roll's names (60 ms for 6,500
    neighbours), so that one slip of the finger does not hide anybody.

    Whoever is several rows of the roll is one of these people, and what any of her rows carries speaks for her.
    """
    sitting = session.get_one(Sitting, sitting_id)
    came_here = _came(session, sitting, same_council=True)
    wanted = set(came_here) | _by_other_evidence(session, groups) | _by_surname(session, groups)
    merged = persons_among(session, wanted)
    wanted |= {row for row, person in merged.speaks.items() if person in merged.whole}
    return _people(session, sitting, wanted, came_here, merged)


def _by_other_evidence(session: Session, groups: Sequence[Group]) -> set[str]:
    emails = {email for group in groups for email in group.emails}
    documents = {typed for group in groups for name in group.names if (typed := document_in(name))}
    known_as = emails | {fold(name) for group in groups for name in group.names}
    known_as |= {fold(one) for group in groups for one in (*group.registrant_ids, *group.phones)}
    found: set[str] = set()
    for column, values in ((Resident.email, emails), (Resident.document, documents)):
        for part in _parts(values):
            query = select(Resident.id).where(column.in_(part), Resident.removed_at.is_(None))
            found.update(session.scalars(query))
    for part in _parts(known_as):
        found.update(
            session.scalars(select(Alias.resident_id).where(Alias.value.in_(part), Alias.removed_at.is_(None)))
        )
    endings = {"".join(c for c in phone if c.isdigit())[-8:] for group in groups for phone in group.phones}
    whole = [Resident.phone.endswith(end, autoescape=True) for end in endings if len(end) == 8]
    if whole:
        found.update(session.scalars(select(Resident.id).where(or_(*whole), Resident.removed_at.is_(None))))
    return found


def _by_surname(session: Session, groups: Sequence[Group]) -> set[str]:
    surnames = Vocabulary()
    for resident_id, family_name in session.execute(
        select(Resident.id, Resident.family_name).where(Resident.removed_at.is_(None))
    ):
        surnames.add(family_name, resident_id)
    told = {word for group in groups for word in told_words(group)}
    return set().union(*(surnames.bearers_of(word) for word in told))


def _came(session: Session, sitting: Sitting, *, same_council: bool) -> Counter[str]:
    """How many earlier sittings, of this council or of any, each resident was at."""
    person: Any = Presence.resident_id
    query = select(Presence).join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
    if speaking_for(session):
        merged = persons()
        query = query.outerjoin(merged, merged.c.resident_id == Presence.resident_id)
        person = func.coalesce(merged.c.person_id, Presence.resident_id)
    query = query.where(Presence.removed_at.is_(None), Sitting.id != sitting.id, Sitting.starts_at < sitting.starts_at)
    if same_council:
        query = query.where(Sitting.council_id == sitting.council_id)
    counted = query.with_only_columns(person, func.count(Presence.sitting_id.distinct())).group_by(person)
    return Counter(dict(session.execute(counted).all()))


def _people(
    session: Session, sitting: Sitting, wanted: set[str], came_here: Counter[str], merged: Persons
) -> tuple[Person, ...]:
    quarters = _quarters_of(session, sitting)
    names = dict(session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())
    came = _came(session, sitting, same_council=False)
    other_names: defaultdict[str, list[Known]] = defaultdict(list)
    found: dict[str, Person] = {}
    for part in _parts(wanted):
        for one in session.scalars(select(Alias).where(Alias.resident_id.in_(part), Alias.removed_at.is_(None))):
            other_names[merged.of(one.resident_id)].append(Known(one.kind, one.value, one.times_confirmed))
    rows: list[Resident] = []
    for part in _parts(wanted):
        rows += session.scalars(select(Resident).where(Resident.id.in_(part), Resident.removed_at.is_(None)))
    for row in rows:
        if merged.of(row.id) in merged.whole:
            other_names[merged.of(row.id)] += _also_known_by(row)
    for row in (*(row for row in rows if merged.of(row.id) not in merged.whole), *merged.whole.values()):
        if row.removed_at is None:
            found[row.id] = Person(
                id=row.id,
                family_name=row.family_name,
                given_names=row.given_names,
                chosen_name=row.chosen_name,
                document=row.document,
                email=row.email,
                phone=row.phone,
                lives_here=row.neighbourhood_id in quarters,
                same_district=row.district_id == sitting.district_id,
                neighbourhood=names.get(row.neighbourhood_id or ""),
                came_here=came_here[row.id],
                came=came[row.id],
                aliases=tuple(sorted(other_names[row.id], key=lambda known: (known.kind, known.value))),
            )
    return tuple(sorted(found.values(), key=lambda person: person.id))


def _also_known_by(row: Resident) -> Iterable[Known]:
    """What one row of a person who is several says of her, as further names: exact, for a person has joined them.

    Not her telephone: a household's own number makes nobody sure, and only one that was confirmed on Zoom is an alias.
    """
    yield Known("name", f"{row.given_names} {row.family_name}")
    if row.chosen_name:
        yield Known("name", f"{row.chosen_name} {row.family_name}")
    for kind, value in (("email", row.email), ("document", row.document)):
        if value:
            yield Known(kind, fold(value))


def _quarters_of(session: Session, sitting: Sitting) -> frozenset[str]:
    """The quarters of a council: those it names as its own, else those its name tells ("Consejo Barrial Echesortu")."""
    council = session.get(Council, sitting.council_id)
    if council is None:
        return frozenset()
    if council.neighbourhood_ids:
        return frozenset(council.neighbourhood_ids)
    told = f" {' '.join(words(council.name))} "
    found = session.execute(
        select(Neighbourhood.id, Neighbourhood.name).where(
            Neighbourhood.district_id == council.district_id, Neighbourhood.removed_at.is_(None)
        )
    )
    return frozenset(one for one, name in found if f" {' '.join(words(name))} " in told)


def _parts(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
