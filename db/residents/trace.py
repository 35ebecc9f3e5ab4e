"""What the journal tells of a neighbour: who changed what and when, and what she consented to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import Hlc
from db.journal import Entry
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood
from db.residents.persons import rows_of
from db.residents.tables import Resident

_CONSENT = frozenset(Resident.registers["consent"])
# What no person wrote: the district follows the quarter, and the marks of removal are told in other words.
_NOT_TOLD = _CONSENT | {"district_id", "removed_at", "erased_at"}


@dataclass(frozen=True)
class Correction:
    """One field that was changed. `field` is empty where the row was written down; ids are told by their names."""

    at: datetime
    actor: str
    verb: str
    row_id: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ConsentLine:
    """That she agreed to her data being kept, or took it back; `by` is who agreed for a minor."""

    at: datetime
    given: bool
    text: str
    by: str
    actor: str
    row_id: str


def corrections(session: Session, *, resident_id: str) -> tuple[Correction, ...]:
    """Who changed what of a neighbour and when, through merges, the newest first.

    What was erased by law is in no entry any more, and so in no line.
    """
    found: list[Correction] = []
    known: dict[str, dict[str, Any]] = {}
    for entry in _entries(session, resident_id):
        before = known.setdefault(entry.row_id, {})
        if not entry.base:
            found.append(_line(entry, "", "", ""))
        for name, value in entry.fields.items():
            if entry.base and name not in _NOT_TOLD and before.get(name) != value:
                found.append(_line(entry, name, before.get(name), value))
            before[name] = value
    names = _names(session, found)
    return tuple(_told(one, names) for one in reversed(found))


def consents(session: Session, *, resident_id: str) -> tuple[ConsentLine, ...]:
    """When a neighbour agreed to her data being kept, to which words, and when she took it back; the newest first."""
    found = []
    for entry in _entries(session, resident_id):
        if "consent_at" not in entry.fields:
            continue
        told = entry.fields
        given = told["consent_at"] is not None
        at = datetime.fromisoformat(told["consent_at"]) if given else _moment(entry)
        found.append((at, given, told.get("consent_text") or "", told.get("consent_by_id") or "", entry))
    people = _people(session, (by for _, _, _, by, _ in found))
    lines = [
        ConsentLine(at, given, words, people.get(by, ""), entry.actor, entry.row_id)
        for at, given, words, by, entry in found
    ]
    return tuple(reversed(lines))


def _entries(session: Session, resident_id: str) -> Iterator[Entry]:
    """The entries of all rows that are this person, in the order in which they were written anywhere."""
    rows = rows_of(session, resident_id)
    query = select(Entry).where(Entry.noun == Resident.__tablename__, Entry.row_id.in_(rows)).order_by(Entry.hlc)
    yield from session.scalars(query)


def _moment(entry: Entry) -> datetime:
    return datetime.fromtimestamp(Hlc.parse(entry.hlc).millis / 1000, UTC)


def _line(entry: Entry, field: str, before: Any, after: Any) -> Correction:
    told = ["" if value is None else str(value) for value in (before, after)]
    return Correction(_moment(entry), entry.actor, entry.verb, entry.row_id, field, *told)


def _names(session: Session, lines: Iterable[Correction]) -> dict[str, Mapping[str, str]]:
    """The words behind the identifiers of places, organisations and people, per field."""
    ids: dict[str, set[str]] = {}
    for one in lines:
        if one.field.endswith("_id"):
            ids.setdefault(one.field, set()).update(filter(None, (one.before, one.after)))
    names: dict[str, Mapping[str, str]] = {}
    tables = (("neighbourhood_id", Neighbourhood), ("organisation_id", Organisation))
    for field, table in tables:
        wanted = select(table.id, table.name).where(table.id.in_(ids.get(field, ())))
        names[field] = dict(session.execute(wanted).all())
    names["guardian_id"] = _people(session, ids.get("guardian_id", ()))
    return names


def _people(session: Session, ids: Iterable[str]) -> dict[str, str]:
    wanted = {one for one in ids if one}
    found = session.scalars(select(Resident).where(Resident.id.in_(wanted))) if wanted else ()
    return {one.id: f"{one.chosen_name or one.given_names} {one.family_name}".strip() for one in found}


def _told(one: Correction, names: Mapping[str, Mapping[str, str]]) -> Correction:
    words = names.get(one.field)
    if words is None:
        return one
    before, after = (words.get(told, told) for told in (one.before, one.after))
    return Correction(one.at, one.actor, one.verb, one.row_id, one.field, before, after)
