"""What can be asked for a person's rights: her complete file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import column, select, table, tuple_
from sqlalchemy.orm import Session

from db.agenda.tables import Item
from db.base import Moment
from db.clock import Hlc
from db.journal import Entry
from db.matching.tables import Match
from db.minutes.tables import Minutes
from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.residents.persons import the_person
from db.residents.tables import Resident
from db.rights import told
from db.rights.finding import Mention, mentions
from db.rights.hers import Hers, hers
from db.sittings.tables import Council, Sitting

__all__ = ["Mention", "mentions", "person_file"]

# The hand-over is a later noun; of it only when the server confirmed what, is asked here.
_RECEIPT = table("sync_receipt", column("head_seq"), column("at", Moment()))
_STANDING = table("sync_standing", column("desk_id"), column("confirmed_seq"), column("met_at", Moment()))
# Lists in which others stand beside her: the file tells that they changed, not to what.
_OF_OTHERS = frozenset({"resident_ids", "rejected_ids", "remembered", "reasons", "guardian_id", "consent_by_id",
                        "came_with_id", "first_id", "second_id", "enrolled_id"})  # fmt: skip


def person_file(session: Session, *, resident_id: str) -> told.PersonFile:
    """Everything that the record holds about a person, whichever of her rows is asked for.

    Raises Refused: resident_unknown.
    """
    found = hers(session, resident_id)
    places = _places(session, found)
    changes = _changes(session, found)
    return told.PersonFile(
        resident_id=the_person(session, resident_id),
        rows=_rows(session, found, changes),
        names=tuple(
            told.OtherName(one.kind, one.value, one.source, one.times_confirmed, one.removed_at)
            for one in found.aliases
        ),
        stays=_stays(session, found, places),
        turns=_turns(session, found, places),
        issues=tuple(
            told.Asked(
                places[one.sitting_id], one.kind, one.text, one.place, one.topic, one.way, one.state, one.removed_at
            )
            for one in found.issues
        ),
        commitments=tuple(
            told.Promised(places[one.sitting_id], one.text, one.due_on, one.state, one.removed_at)
            for one in found.commitments
        ),
        connections=_connections(found, places),
        registrations=_registrations(found, places),
        answers=_answers(found, places),
        said=_said(found, places),
        judgements=_judgements(found, places),
        merges=(
            *(told.Joined(False, one.why, one.decided_by, one.undone_at) for one in found.merges),
            *(told.Joined(True, "decided", one.decided_by, one.undone_at) for one in found.kept_apart),
        ),
        bound=told.Bound(
            len(found.wards), len(found.agreed_for), len({one.resident_id for one in found.brought} - set(found.ids))
        ),
        erased_by=tuple(one.decided_by for one in found.erasures),
        changes=changes,
        told=sum(one.told_at is not None for one in changes),
    )


def _rows(session: Session, found: Hers, changes: Iterable[told.Change]) -> tuple[told.Data, ...]:
    written: dict[str, datetime] = {}
    for change in changes:
        written.setdefault(change.row_id, change.at)
    speaks = the_person(session, found.ids[0])
    same = set(told.Data.__dataclass_fields__) & set(Resident.__table__.columns.keys())
    return tuple(
        told.Data(
            **{name: getattr(one, name) for name in same},
            neighbourhood=_name(session, Neighbourhood, one.neighbourhood_id),
            district=_name(session, District, one.district_id),
            organisation=_name(session, Organisation, one.organisation_id),
            consent_by_another=one.consent_by_id is not None,
            has_guardian=one.guardian_id is not None,
            written_at=written.get(one.id),
        )
        for one in sorted(found.residents, key=lambda row: (row.id != speaks, row.id))
    )


def _name(session: Session, kind: Any, row_id: str | None) -> str | None:
    row = session.get(kind, row_id) if row_id else None
    return row.name if row else None


def _places(session: Session, found: Hers) -> dict[str, told.Place]:
    """Every sitting that her rows speak of; one that has not reached this laptop is told by its identifier alone."""
    rows: tuple[Any, ...] = (
        *found.presences, *found.turns, *found.issues, *found.commitments, *found.matches, *found.ruled_out,
        *found.participants, *found.handed_out.rows,
    )  # fmt: skip
    wanted = sorted({one.sitting_id for one in rows})
    actas: dict[str, set[tuple[int, int]]] = {}
    for one in session.scalars(select(Minutes).where(Minutes.sitting_id.in_(wanted), Minutes.removed_at.is_(None))):
        actas.setdefault(one.sitting_id, set()).add((one.year, one.number))
    known = session.execute(
        select(Sitting.id, Council.name, Sitting.title, Sitting.starts_at)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .where(Sitting.id.in_(wanted))
    )
    numbers = {one: tuple(f"{number}/{year}" for year, number in sorted(held)) for one, held in actas.items()}
    places = {one: told.Place(one, council or "", title, at, numbers.get(one, ())) for one, council, title, at in known}
    unknown = datetime.fromtimestamp(0, UTC)
    return {one: places.get(one) or told.Place(one, "", "", unknown, ()) for one in wanted}


def _stays(session: Session, found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Stay, ...]:
    lines = [
        told.Stay(
            at=places[one.sitting_id],
            way=one.way,
            arrived_at=one.arrived_at,
            left_at=one.left_at,
            source=one.source,
            representing=_name(session, Organisation, one.representing_id),
            companions=one.companions or 0,
            came_with_another=one.came_with_id is not None,
            removed_at=one.removed_at,
        )
        for one in found.presences
    ]
    return tuple(sorted(lines, key=lambda one: one.arrived_at))


def _turns(session: Session, found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Spoken, ...]:
    titles = dict(
        session.execute(select(Item.id, Item.title).where(Item.id.in_({one.item_id for one in found.turns}))).all()
    )
    return tuple(
        told.Spoken(
            places[one.sitting_id], titles.get(one.item_id, ""), one.way, one.started_at, one.ended_at, one.removed_at
        )
        for one in sorted(found.turns, key=lambda turn: turn.started_at)
    )


def _connections(found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Connection, ...]:
    unknown = datetime.fromtimestamp(0, UTC)
    others = {line: _others(found, match) for match in found.matches for line in match.participant_ids}
    return tuple(
        told.Connection(
            at=places[one.sitting_id],
            name=one.name,
            original_name=one.original_name,
            email=one.email,
            phone=one.phone,
            registrant_id=one.registrant_id,
            joined_at=one.joined_at,
            left_at=one.left_at,
            minutes=one.minutes,
            others=others.get(one.id, 0),
            removed_at=one.removed_at,
        )
        for one in sorted(found.participants, key=lambda line: (line.sitting_id, line.joined_at or unknown, line.id))
    )


def _registrations(found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Registered, ...]:
    return tuple(
        told.Registered(
            at=places[one.sitting_id],
            name=f"{one.given_names} {one.family_name}".strip(),
            email=one.email,
            phone=one.phone,
            document=one.document,
            quarter=one.quarter,
            organisation=one.organisation,
            registered_at=one.registered_at,
            status=one.status,
            answers=tuple(line.replace("\t", ": ", 1) for line in (one.answers or "").splitlines()),
            removed_at=one.removed_at,
        )
        for one in found.handed_out.registrations
    )


def _answers(found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Answered, ...]:
    return tuple(
        told.Answered(
            at=places[one.sitting_id],
            question=": ".join(filter(None, (one.poll, one.question))),
            answers="; ".join(one.answers.splitlines()),
            answered_at=one.answered_at,
            removed_at=one.removed_at,
        )
        for one in found.handed_out.answers
    )


def _said(found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Said, ...]:
    return (
        *(
            told.Said(places[one.sitting_id], False, one.text, one.said_at, one.removed_at)
            for one in sorted(found.handed_out.messages, key=lambda line: (line.sitting_id, line.number))
        ),
        *(
            told.Said(places[one.sitting_id], True, one.text, None, one.removed_at)
            for one in sorted(found.handed_out.words, key=lambda line: (line.sitting_id, line.number))
        ),
    )


def _judgements(found: Hers, places: Mapping[str, told.Place]) -> tuple[told.Judged, ...]:
    return tuple(
        told.Judged(
            places[one.sitting_id], is_hers, one.verdict, one.decided_by, one.score, _others(found, one),
            one.removed_at,
        )
        for one, is_hers in (*((one, True) for one in found.matches), *((one, False) for one in found.ruled_out))
    )  # fmt: skip


def _others(found: Hers, match: Match) -> int:
    return len(set(match.resident_ids) - set(found.ids))


def _changes(session: Session, found: Hers) -> tuple[told.Change, ...]:
    """Every journal entry about her rows, in the order they were written."""
    entries: list[Entry] = []
    keys = found.keys
    for start in range(0, len(keys), 200):
        some = keys[start : start + 200]
        entries += session.scalars(select(Entry).where(tuple_(Entry.noun, Entry.row_id).in_(some)))
    receipts = session.execute(select(_RECEIPT.c.head_seq, _RECEIPT.c.at).order_by(_RECEIPT.c.head_seq)).all()
    standing = {desk: (seq, met) for desk, seq, met in session.execute(select(_STANDING))}
    shared = {one.id for one in (*found.matches, *found.ruled_out) if not found.is_hers_alone(one)}
    named = _Named(session)
    return tuple(
        _change(one, named, standing.get(one.desk_id), receipts, _hidden(shared=one.row_id in shared))
        for one in sorted(entries, key=lambda entry: entry.hlc)
    )


def _hidden(*, shared: bool) -> frozenset[str]:
    """The fields told without their value; the key of a connection of several is the e-mail of any of them."""
    return _OF_OTHERS | {"group_key"} if shared else _OF_OTHERS


class _Named:
    """Places and organisations by their names, for an identifier tells nobody anything."""

    _KINDS: ClassVar[dict[str, Any]] = {
        "neighbourhood_id": Neighbourhood, "district_id": District, "organisation_id": Organisation,
        "representing_id": Organisation, "department_id": Organisation, "council_id": Council,
    }  # fmt: skip

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, field: str, value: Any) -> Any:
        kind = self._KINDS.get(field)
        return (_name(self._session, kind, value) or value) if kind and value else value


def _change(
    entry: Entry, named: _Named, standing: Any, receipts: Any, hidden: Collection[str]
) -> told.Change:  # fmt: skip
    told_at = None
    if standing is not None and entry.desk_seq <= standing[0]:
        told_at = next((at for seq, at in receipts if seq >= entry.desk_seq), standing[1])
    return told.Change(
        at=datetime.fromtimestamp(Hlc.parse(entry.hlc).millis / 1000, UTC),
        actor=entry.actor,
        verb=entry.verb,
        noun=entry.noun,
        row_id=entry.row_id,
        desk_id=entry.desk_id,
        number=entry.desk_seq,
        made=not entry.base,
        fields=tuple(
            (name, None if name in hidden else named(name, value)) for name, value in sorted(entry.fields.items())
        ),
        sealed=tuple(sorted(entry.sealed)),
        told_at=told_at,
    )
