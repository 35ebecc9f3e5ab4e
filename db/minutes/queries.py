"""What can be asked about the minutes: their versions, and everything that the acta of a sitting says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.queries import TurnCard, items, turns
from db.checkin.queries import attendance, presences
from db.checkin.tables import Presence
from db.folding import fold
from db.issues.queries import CommitmentCard, IssueCard, commitments, issues, open_commitments
from db.matching.queries import unresolved
from db.minutes.facts import (
    Band,
    Commitment,
    Edition,
    Figures,
    Heading,
    Issue,
    Item,
    MinutesFacts,
    Named,
    Person,
    Signature,
    Stay,
    Turn,
)
from db.minutes.rules import begun_at, next_number
from db.minutes.signatories import signatories
from db.minutes.tables import Minutes, MinutesDraft
from db.organisations.tables import Organisation
from db.places.city import City
from db.places.tables import District, Neighbourhood
from db.residents.persons import persons_among
from db.residents.rules import BANDS, GENDERS, age_band
from db.residents.tables import Resident
from db.sittings.corrections import corrections
from db.sittings.queries import SittingCard, all_sittings, sitting_card
from db.sittings.tables import Council, Sitting

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Version:
    """One version of the minutes as screens show it; without `sha256` it was begun and not written yet."""

    id: str
    number: int
    year: int
    version: int
    state: str
    language: str
    drafted_at: datetime
    sha256: str | None
    name: str | None
    edited_at: datetime | None = None
    made_from: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Kept:
    """The Word file of a version as this laptop holds it: as made, and as edited; either may be missing."""

    minutes_id: str
    version: int
    made: bytes
    edited: bytes | None = None


@dataclass(frozen=True)
class Line:
    """A sitting in the list of minutes: `state` is none, draft, final or signed."""

    sitting_id: str
    council: str
    title: str
    starts_at: datetime
    sitting_state: str
    state: str
    number: int | None
    year: int | None
    version: int | None


def lines(session: Session, *, limit: int = 200) -> tuple[Line, ...]:
    """Every sitting that has begun, the newest first, with where its minutes stand."""
    newest: dict[str, Minutes] = {}
    for row in session.scalars(select(Minutes).where(Minutes.removed_at.is_(None)).order_by(Minutes.version)):
        newest[row.sitting_id] = row
    held = [card for card in all_sittings(session, limit=limit) if card.state != "planned"]
    return tuple(_line(card, newest.get(card.id)) for card in held)


def _line(card: SittingCard, row: Minutes | None) -> Line:
    return Line(
        sitting_id=card.id,
        council=card.council,
        title=card.title,
        starts_at=card.starts_at,
        sitting_state=card.state,
        state=row.state if row else "none",
        number=row.number if row else None,
        year=row.year if row else None,
        version=row.version if row else None,
    )


def versions(session: Session, *, sitting_id: str) -> tuple[Version, ...]:
    """The versions of the minutes of a sitting, the newest last."""
    query = select(Minutes).where(Minutes.sitting_id == sitting_id, Minutes.removed_at.is_(None))
    return tuple(
        Version(
            id=row.id,
            number=row.number,
            year=row.year,
            version=row.version,
            state=row.state,
            language=row.language,
            drafted_at=row.drafted_at,
            sha256=row.document_sha256,
            name=row.document_name,
            edited_at=row.edited_at,
            made_from=tuple(sorted(row.made_from.items())),
        )
        for row in session.scalars(query.order_by(Minutes.version, Minutes.id))
    )


def kept_draft(session: Session, *, minutes_id: str) -> Kept | None:
    """The Word file of one version; None where another laptop made it, or somebody it named was erased."""
    row, version = session.get(MinutesDraft, minutes_id), session.get(Minutes, minutes_id)
    if row is None or version is None:
        return None
    return Kept(minutes_id, version.version, row.made, row.edited)


def acta(session: Session, *, sitting_id: str, city: City) -> MinutesFacts:
    """Everything that the minutes of a sitting say now, under its newest version or the one that would be begun.

    Raises Refused: sitting_unknown.
    """
    card = sitting_card(session, sitting_id=sitting_id)
    day = card.starts_at.astimezone(city.zone).date()
    before = open_commitments(session, council_id=card.council_id, before=card.starts_at, told_in=sitting_id)
    agenda = _items(session, card, city)
    return MinutesFacts(
        sitting=sitting_id,
        heading=_heading(session, card, city, agenda),
        edition=_edition(session, card, city),
        figures=_figures(session, sitting_id, day),
        people=_people(session, card, city),
        items=agenda,
        issues=tuple(_issue(one, city) for one in issues(session, sitting_id=sitting_id)),
        commitments=tuple(_commitment(one, city) for one in commitments(session, sitting_id=sitting_id)),
        previous=tuple(_commitment(one, city) for one in before),
        signatures=tuple(Signature(role) for role in signatories(session, sitting_id=sitting_id)),
        corrected=len(corrections(session, sitting_id=sitting_id)),
    )


def _heading(session: Session, card: SittingCard, city: City, agenda: Sequence[Item]) -> Heading:
    sitting, council = session.get(Sitting, card.id), session.get(Council, card.council_id)
    district = session.get(District, card.district_id)
    quarters = council.neighbourhood_ids if council else []
    names = session.scalars(select(Neighbourhood.name).where(Neighbourhood.id.in_(quarters)))
    begun = [item.started_at for item in agenda]
    return Heading(
        city=city.name,
        council=card.council,
        council_kind=card.council_kind,
        district=card.district,
        centre=card.centre,
        title="" if fold(card.title) == fold(card.council) else card.title,
        starts_at=card.starts_at.astimezone(city.zone),
        neighbourhoods=tuple(sorted(names, key=fold)),
        topics=tuple(city.topic_name(code) or code for code in (council.topics if council else [])),
        address=(district.address if district else "") or "",
        place=card.place,
        mode=card.mode,
        state=card.state,
        opened_at=_local(begun_at(opened_at=card.opened_at, starts_at=card.starts_at, items=begun), city),
        closed_at=_local(card.closed_at, city),
        stream_views=sitting.stream_views if sitting else None,
    )


def _edition(session: Session, card: SittingCard, city: City) -> Edition:
    found = versions(session, sitting_id=card.id)
    if found:
        last = found[-1]
        return Edition(
            last.number,
            last.year,
            last.version,
            last.state,
            last.language,
            last.drafted_at,
            last.made_from,
            edited=last.edited_at is not None,
        )
    year = card.starts_at.astimezone(city.zone).year
    taken = session.scalars(
        select(Minutes.number).where(
            Minutes.council_id == card.council_id, Minutes.year == year, Minutes.removed_at.is_(None)
        )
    )
    return Edition(next_number(taken), year, 1, "draft", city.language, card.closed_at or card.starts_at)


def _figures(session: Session, sitting_id: str, day: date) -> Figures:
    told = attendance(session, sitting_id=sitting_id)
    here = select(Presence.resident_id).where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
    rows = session.scalars(select(Resident).where(Resident.id.in_(here))).all()
    persons = persons_among(session, (row.id for row in rows))
    known = [one for one in {persons.of(row.id): persons.row(row.id, row) for row in rows}.values() if one is not None]
    # Somebody whose row this laptop does not hold has no age and no gender here, and is one of the people all the same.
    absent = told.people - len(known)
    ages = [(age_band(one.birth_date, day) or one.age_band or UNKNOWN) for one in known] + [UNKNOWN] * absent
    genders = [(one.gender or UNKNOWN) for one in known] + [UNKNOWN] * absent
    return Figures(
        in_room=told.in_room,
        online=told.online,
        both=told.both,
        people=told.people,
        unnamed=told.unnamed,
        unresolved=unresolved(session, sitting_id=sitting_id),
        new=told.new,
        returning=told.returning,
        by_age=_bands(BANDS, ages),
        by_gender=_bands(GENDERS, genders),
    )


def _bands(order: Iterable[str], told: list[str]) -> tuple[Band, ...]:
    """Every band in its order, empty ones too, and the bar of missing data last: what is not known is seen."""
    counted = Counter(told)
    others = sorted(set(counted) - set(order) - {UNKNOWN})
    return tuple(Band(code, counted[code]) for code in (*order, *others, UNKNOWN))


def _people(session: Session, card: SittingCard, city: City) -> tuple[Person, ...]:
    found: dict[str, list[Stay]] = {}
    seen = {}
    for stay in presences(session, sitting_id=card.id):
        arrived = stay.arrived_at.astimezone(city.zone)
        left = _local(stay.left_at or card.closed_at, city)  # whoever did not leave before left when it was over
        found.setdefault(stay.resident_id, []).append(Stay(stay.way, arrived, left))
        seen[stay.resident_id] = stay
    rows = _residents(session, found)
    speaks_for = _representing(session, card.id)
    people = []
    for resident_id, stays in found.items():
        told = seen[resident_id]
        gender, neighbourhood = rows.get(resident_id, (None, ""))
        people.append(
            Person(
                resident=resident_id,
                family_name=told.family_name,
                given_names=told.given_names,
                chosen_name=told.chosen_name or "",
                gender=gender,
                neighbourhood=neighbourhood,
                representing=speaks_for.get(resident_id, ""),
                new=told.new,
                stays=tuple(sorted(stays, key=lambda one: one.arrived_at)),
            )
        )
    return tuple(sorted(people, key=lambda one: (fold(one.family_name), fold(one.given_names), one.resident)))


def _residents(session: Session, ids: Iterable[str]) -> dict[str, tuple[str | None, str]]:
    people = list(ids)
    query = (
        select(Resident.id, Resident.gender, Neighbourhood.name)
        .outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id)
        .where(Resident.id.in_(people))
    )
    told = {one: (gender, neighbourhood or "") for one, gender, neighbourhood in session.execute(query)}
    for one, whole in persons_among(session, people).whole.items():
        quarter = session.get(Neighbourhood, whole.neighbourhood_id) if whole.neighbourhood_id else None
        told[one] = whole.gender, quarter.name if quarter else ""
    return told


def _representing(session: Session, sitting_id: str) -> dict[str, str]:
    """In whose name each person came, where she said so on arriving."""
    query = (
        select(Presence.resident_id, Organisation.name)
        .join(Organisation, Organisation.id == Presence.representing_id)
        .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
        .order_by(Presence.arrived_at)
    )
    found = session.execute(query).all()
    persons = persons_among(session, (one for one, _ in found))
    return {persons.of(one): name for one, name in found}


def _items(session: Session, card: SittingCard, city: City) -> tuple[Item, ...]:
    spoken: dict[str, list[Turn]] = {}
    for turn in turns(session, sitting_id=card.id):
        spoken.setdefault(turn.item_id, []).append(_turn(turn, card))
    return tuple(
        Item(
            title=one.title,
            presenter=one.presenter or "",
            minutes_planned=one.minutes_planned,
            started_at=_local(one.started_at, city),
            ended_at=_local(one.ended_at, city),
            notes=one.notes,
            outcome=one.outcome,
            carried=one.carried,
            turns=tuple(spoken.get(one.id, ())),
        )
        for one in items(session, sitting_id=card.id)
    )


def _turn(turn: TurnCard, card: SittingCard) -> Turn:
    # A turn nobody ended lasted until the sitting did; in an open one it has only begun, and is counted as such.
    return Turn(
        Named(turn.name, turn.gender, turn.resident_id), turn.way, turn.seconds(card.closed_at or turn.started_at)
    )


def _issue(one: IssueCard, city: City) -> Issue:
    return Issue(
        kind=one.kind,
        text=one.text,
        raised_by=Named(one.raised_by, one.gender, one.raised_by_id) if one.raised_by_id else None,
        way=one.way or "",
        place=one.place,
        topic=city.topic_name(one.topic) or "",
        department=one.department,
        state=one.state,
        source=one.source,
    )


def _commitment(one: CommitmentCard, city: City) -> Commitment:
    return Commitment(
        text=one.text,
        responsible=_responsible(one),
        due_on=one.due_on,
        state=one.state,
        since=one.since.astimezone(city.zone).date() if one.since else None,
    )


def _local(moment: datetime | None, city: City) -> datetime | None:
    return moment.astimezone(city.zone) if moment else None


def _responsible(one: CommitmentCard) -> Named | None:
    if not one.responsible and not one.responsible_id:
        return None
    # A department is no resident: the public version would call «Alumbrado Público» a person.
    resident = (one.responsible_id or "") if one.responsible_kind == "resident" else ""
    return Named(one.responsible, one.gender, resident)
