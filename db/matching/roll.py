"""What of the roll a call can be about: whom exact evidence names, and of a million the few whom a group may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.folding import fold, words
from db.many import among
from db.matching.evidence import as_called, documents_of, each_full_name, full_name
from db.matching.registered import Registration, registrations_of
from db.matching.rules import CROWDED, Known
from db.matching.scoring import MOST_PROPOSALS, WORTH_A_LOOK, Person
from db.matching.scoring import Known as KnownAs
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood
from db.residents import search
from db.residents.persons import Persons, persons, persons_among, speaking_for
from db.residents.search_index import TELEPHONE
from db.residents.tables import Alias, Resident
from db.sittings.tables import Council, Sitting
from db.zoom.handout_queries import registrants
from db.zoom.rules import Group
from db.zoom.tables import Registrant

# Two bearers of a name, and it is nobody's alone: that is all that is asked.
_NAMESAKES = 2


def look_up(
    session: Session, *, sitting_id: str, groups: Sequence[Group], refused: Mapping[str, frozenset[str]]
) -> Known:
    """What `rules.judge` has to know of a call: everybody whose e-mail, telephone, document, other name or full name a
    group carries, and whom each group is likely to be. `refused`: residents that a person said a group is not, by key.

    Whoever is several rows of the roll is one of these people, and what any of her rows carries speaks for her.
    """
    from db.matching.evidence import Evidence
    from db.matching.likely.asking import asked_of  # numpy is imported when the first call is judged
    from db.matching.likely.kept import Roll
    from db.matching.likely.ranking import rank_call
    from db.matching.under_it import came_under_it

    sitting = session.get_one(Sitting, sitting_id)
    facts = _Facts(session, sitting)
    roll = Roll(session)
    callers = _callers(session, groups, facts.came_here)
    registered = registrations_of(groups, _registrations(session, sitting))
    forms = [one for some in registered.values() for one in some]
    exact = _by_other_evidence(session, groups, forms) | callers | roll.bearing(_full_names(groups), most=_NAMESAKES)
    people = facts.people(exact)
    evidence = Evidence(groups, tuple(people.values()), is_given=roll.book.speller.is_given, registered=registered)
    wanted = {*people, *facts.came_here, *facts.registered, *(one for some in refused.values() for one in some)}
    places = roll.places_of(wanted)
    nearness = roll.nearness(
        facts.quarters,
        sitting.district_id,
        {places[one]: times for one, times in facts.came_here.items() if one in places},
        {places[one] for one in facts.registered if one in places},
        first_time=set(roll.places_of(_only_tonight(session, sitting)).values()),
    )
    clubs = {one: words(name) for one, name in session.execute(select(Organisation.id, Organisation.name))}
    asked = asked_of(groups, evidence, [people[one] for one in callers if one in people], places, refused, clubs)
    shown = [
        [pair for pair in zip(one.places, one.chances, strict=True) if pair[1] >= WORTH_A_LOOK][:MOST_PROPOSALS]
        for one in rank_call(roll.book, nearness, asked)
    ]
    ids = roll.residents_at({place for pairs in shown for place, _ in pairs})
    people |= facts.people(set(ids.values()) - people.keys())
    likely = {
        group.key: tuple((people[ids[place]], chance) for place, chance in pairs if ids.get(place) in people)
        for group, pairs in zip(groups, shown, strict=True)
    }
    told = {group.key: one.names for group, one in zip(groups, asked, strict=True)}
    under_it = came_under_it(session, sitting, groups, evidence, roll, facts.came_here)
    return Known(evidence, likely, told, crowded=roll.book.total > CROWDED, came_under_it=under_it)


def _full_names(groups: Sequence[Group]) -> set[str]:
    names = [name for group in groups for name in group.names]
    return {told for name in names if (told := full_name(name))}.union(*map(each_full_name, names))


def _callers(session: Session, groups: Sequence[Group], came_here: Iterable[str]) -> set[str]:
    """Whose telephone one of the callers may have: a whole number anybody's, a masked one that of who came before."""
    told = {phone for group in groups for phone in group.phones}
    found: set[str] = set()
    endings = {digits[-8:] for phone in told if "*" not in phone and len(digits := _digits(phone)) >= 8}
    if endings and search.has_index(session):
        asked = " OR ".join(f'"{TELEPHONE}{ending}"' for ending in sorted(endings))
        found.update(
            session.connection()
            .exec_driver_sql(
                "SELECT p.resident_id FROM search_words w JOIN search_person p ON p.place = w.rowid"
                " WHERE search_words MATCH ?",
                (asked,),
            )
            .scalars()
        )
    elif endings:
        rows = session.execute(select(Resident.id, Resident.phone).where(Resident.phone.is_not(None)))
        found.update(one for one, phone in rows if _digits(phone or "")[-8:] in endings)
    return found | (set(came_here) if any("*" in phone for phone in told) else set())


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _registrations(session: Session, sitting: Sitting) -> list[Registration]:
    return [
        Registration(f"{one.given_names} {one.family_name}", one.email or "", document, one.registrant_id or "")
        for one in registrants(session, sitting_id=sitting.id)
        for document in (_digits(one.document or ""),)
    ]


def _by_other_evidence(session: Session, groups: Sequence[Group], forms: Sequence[Registration]) -> set[str]:
    emails = {email for group in groups for email in group.emails} | {one.email.casefold() for one in forms}
    documents = {typed for group in groups for typed in documents_of(group)} | {one.document for one in forms}
    emails, documents = emails - {""}, documents - {""}
    known_as = emails | {told for group in groups for name in group.names for told in as_called(name)}
    known_as |= {fold(one) for group in groups for one in (*group.registrant_ids, *group.phones)}
    found: set[str] = set()
    for column, values in ((Resident.email, emails), (Resident.document, documents)):
        for those in among(session, column, values):
            found.update(session.scalars(select(Resident.id).where(those, Resident.removed_at.is_(None))))
    for those in among(session, Alias.value, known_as):
        found.update(session.scalars(select(Alias.resident_id).where(those, Alias.removed_at.is_(None))))
    return found


class _Facts:
    """What the record says of people as seen from one sitting; read once."""

    def __init__(self, session: Session, sitting: Sitting) -> None:
        self._session, self._sitting, self._district = session, sitting, sitting.district_id
        self.quarters = _quarters_of(session, sitting)
        self.came_here = _came(session, sitting, same_council=True)
        self.registered = _registered(session, sitting)
        self._quarter_names = dict(session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())

    def people(self, wanted: set[str]) -> dict[str, Person]:
        """These residents, by id; whoever is one person with another row is told by the row that speaks for her."""
        session = self._session
        merged = persons_among(session, wanted)
        wanted = wanted | {row for row, person in merged.speaks.items() if person in merged.whole}
        came = _came(session, self._sitting, same_council=False, of=wanted)
        names = self._other_names(wanted, merged)
        rows: list[Any] = []
        for those in among(session, Resident.id, wanted):
            rows += session.execute(_COLUMNS.where(those, Resident.removed_at.is_(None)))
        for row in rows if merged.whole else ():
            if merged.of(row.id) in merged.whole:
                names[merged.of(row.id)] += _also_known_by(row)
        alone = [row for row in rows if merged.of(row.id) not in merged.whole] if merged.whole else rows
        together = [_FACTS(row) for row in merged.whole.values() if row.removed_at is None]
        return dict(sorted((row[0], self._person(row, came, names)) for row in (*alone, *together)))

    def _other_names(self, wanted: set[str], merged: Persons) -> defaultdict[str, list[KnownAs]]:
        names: defaultdict[str, list[KnownAs]] = defaultdict(list)
        columns = (Alias.resident_id, Alias.kind, Alias.value, Alias.times_confirmed)
        for those in among(self._session, Alias.resident_id, wanted):
            query = select(*columns).where(those, Alias.removed_at.is_(None))
            for resident_id, kind, value, times in self._session.execute(query):
                names[merged.of(resident_id)].append(KnownAs(kind, value, times))
        return names

    def _person(self, row: Any, came: Mapping[str, int], names: Mapping[str, Sequence[KnownAs]]) -> Person:
        one, family, given, chosen, document, email, phone, quarter, district, organisation = row
        return Person(
            id=one,
            family_name=family,
            given_names=given,
            chosen_name=chosen,
            document=document,
            email=email,
            phone=phone,
            lives_here=quarter in self.quarters,
            same_district=district == self._district,
            neighbourhood=self._quarter_names.get(quarter or ""),
            came_here=self.came_here.get(one, 0),
            came=came.get(one, 0),
            aliases=tuple(sorted(names[one], key=lambda known: (known.kind, known.value))) if one in names else (),
            organisation_id=organisation,
            registered=one in self.registered,
        )


# In the order in which `_person` takes them.
_TOLD = (
    "id", "family_name", "given_names", "chosen_name", "document", "email", "phone", "neighbourhood_id", "district_id",
    "organisation_id",
)  # fmt: skip
_COLUMNS, _FACTS = select(*(getattr(Resident, name) for name in _TOLD)), attrgetter(*_TOLD)


def _registered(session: Session, sitting: Sitting) -> frozenset[str]:
    """Who registered for the call of this sitting, as far as a document or an e-mail says who that is."""
    rows = session.execute(
        select(Registrant.email, Registrant.document).where(
            Registrant.sitting_id == sitting.id, Registrant.removed_at.is_(None)
        )
    ).all()
    emails = {row.email.casefold() for row in rows if row.email}
    documents = {digits for row in rows if row.document and (digits := _digits(row.document))}
    found: set[str] = set()
    for column, values in ((Resident.email, emails), (Resident.document, documents)):
        for those in among(session, column, values):
            found.update(session.scalars(select(Resident.id).where(those, Resident.removed_at.is_(None))))
    speaks = speaking_for(session)
    return frozenset(speaks.get(one, one) for one in found)


def _came(session: Session, sitting: Sitting, *, same_council: bool, of: set[str] | None = None) -> Counter[str]:
    """How many earlier sittings, of this council or of any, each resident was at; `of` these residents, or of all."""
    person: Any = Presence.resident_id
    query = select(Presence).join(Sitting, and_(Sitting.id == Presence.sitting_id, Sitting.removed_at.is_(None)))
    if speaking_for(session):
        merged = persons()
        query = query.outerjoin(merged, merged.c.resident_id == Presence.resident_id)
        person = func.coalesce(merged.c.person_id, Presence.resident_id)
    query = query.where(Presence.removed_at.is_(None), Sitting.id != sitting.id, Sitting.starts_at < sitting.starts_at)
    if same_council:
        query = query.where(Sitting.council_id == sitting.council_id)
    if of is not None and session.get_bind().dialect.name == "sqlite":
        [those] = among(session, Presence.resident_id, of)
        query = query.where(those)
    counted = query.with_only_columns(person, func.count(Presence.sitting_id.distinct())).group_by(person)
    return Counter(dict(session.execute(counted).all()))


def _only_tonight(session: Session, sitting: Sitting) -> set[str]:
    """Who is at this sitting and was never at another: tonight says nothing of who came before, however often a call is
    judged.
    """
    here = select(Presence.resident_id).where(Presence.sitting_id == sitting.id, Presence.removed_at.is_(None))
    elsewhere = select(Presence.resident_id).where(
        Presence.sitting_id != sitting.id, Presence.removed_at.is_(None), Presence.resident_id.in_(here)
    )
    return set(session.scalars(here)) - set(session.scalars(elsewhere))


def _also_known_by(row: Any) -> Iterable[KnownAs]:
    """What one row of a person who is several says of her, as further names: exact, for a person has joined them.

    Not her telephone: a household's own number makes nobody sure, and only one that was confirmed on Zoom is an alias.
    """
    yield KnownAs("name", f"{row.given_names} {row.family_name}")
    if row.chosen_name:
        yield KnownAs("name", f"{row.chosen_name} {row.family_name}")
    for kind, value in (("email", row.email), ("document", row.document)):
        if value:
            yield KnownAs(kind, fold(value))


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
