"""Conflicts as a person sees them: two values of one field, who wrote each and when; and settling one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Session

from db.base import Moment, Row
from db.clock import Hlc, named_id
from db.errors import Refused
from db.journal import Entry
from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.registry import nouns
from db.residents.tables import Resident
from db.sync.server import known_registers
from db.sync.tables import Conflict, Settlement, Stamp
from db.work import Work

_NAMED: dict[str, type[Row]] = {
    "resident_id": Resident, "raised_by_id": Resident, "responsible_id": Resident, "guardian_id": Resident,
    "consent_by_id": Resident, "resident_ids": Resident, "organisation_id": Organisation,
    "representing_id": Organisation, "neighbourhood_id": Neighbourhood, "district_id": District,
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """Which conflict: the register of a row, and the entry that lost."""

    noun: str
    row_id: str
    register: str
    lost_desk: str
    lost_seq: int


@dataclass(frozen=True)
class Side:
    """One of the two values: what the fields of the register say, who wrote it and when."""

    values: tuple[tuple[str, str | None], ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class ConflictCard:
    """A conflict that waits for a person: `standing` is on the screens now, `lost` is not."""

    key: Key
    about: str
    standing: Side
    lost: Side


def conflicts(session: Session, *, limit: int = 200) -> tuple[ConflictCard, ...]:
    """What waits for a person, the newest writing first."""
    cards = [_card(session, one) for one in _waiting(session)[:limit]]
    return tuple(sorted((card for card in cards if card), key=lambda card: card.lost.at, reverse=True))


def conflict_count(session: Session) -> int:
    """How many conflicts wait for a person."""
    return len(_waiting(session))


def settle_conflict(work: Work, *, key: Key, swap: bool) -> None:
    """Says that a person has looked: what stands stays, or (`swap`) the value that lost is written again.

    Swapping is a writing as any other: in the journal, sent to all, and taken back by swapping again by hand. Raises
    Refused: conflict_unknown (it was settled meanwhile, or is none any more).
    """
    session = work.session
    found = session.get(Conflict, (key.noun, key.row_id, key.register, key.lost_desk, key.lost_seq))
    if found is None or key in _settled(session):
        raise Refused("conflict_unknown")
    if swap:
        kind = nouns()[key.noun]
        row = session.scalars(select(kind).where(kind.id == key.row_id)).one_or_none()
        entry = _entry(session, key.lost_desk, key.lost_seq)
        if row is None or entry is None:
            raise Refused("conflict_unknown")
        for name, value in _of_register(entry, key.noun, key.register).items():
            setattr(row, name, _typed(kind, name, value))
        session.flush()
    made = named_id("settlement", key.noun, key.row_id, key.register, key.lost_desk, str(key.lost_seq))
    session.add(
        Settlement(
            id=made, noun=key.noun, row_id=key.row_id, register=key.register, lost_desk=key.lost_desk,
            lost_seq=key.lost_seq, swapped=swap, decided_by=work.actor or work.identity.desk_id,
        )
    )  # fmt: skip
    session.flush()


def _waiting(session: Session) -> list[Conflict]:
    settled = _settled(session)
    found = session.scalars(select(Conflict).order_by(Conflict.noun, Conflict.row_id, Conflict.register))
    return [one for one in found if _key(one) not in settled]


def _settled(session: Session) -> set[Key]:
    found = session.execute(
        select(
            Settlement.noun, Settlement.row_id, Settlement.register, Settlement.lost_desk, Settlement.lost_seq
        ).where(Settlement.removed_at.is_(None))
    )
    return {Key(*row) for row in found}


def _key(one: Conflict) -> Key:
    return Key(one.noun, one.row_id, one.register, one.lost_desk, one.lost_seq)


def _card(session: Session, one: Conflict) -> ConflictCard | None:
    kind = nouns().get(one.noun)
    lost, won = (_entry(session, *place) for place in ((one.lost_desk, one.lost_seq), (one.won_desk, one.won_seq)))
    if kind is None or lost is None or won is None:
        return None
    row = session.scalars(select(kind).where(kind.id == one.row_id)).one_or_none()
    if row is None:
        return None
    standing, gone = (_side(session, entry, kind, one.register) for entry in (won, lost))
    return ConflictCard(_key(one), about(session, row), standing, gone)


def about(session: Session, row: Row) -> str:
    """What a row is about, in the words that stand in it: a name, a title, the beginning of a text."""
    told = getattr(row, "resident_id", None) or getattr(row, "raised_by_id", None)
    if isinstance(row, Resident):
        return _person(row)
    if told and (person := session.scalars(select(Resident).where(Resident.id == told)).one_or_none()):
        return _person(person)
    for name in ("name", "title", "text"):
        if value := getattr(row, name, None):
            return str(value)[:80]
    return ""


def _person(one: Resident) -> str:
    return f"{one.chosen_name or one.given_names} {one.family_name}".strip()


def _side(session: Session, entry: Entry, kind: type[Row], register: str) -> Side:
    stamp = session.get(Stamp, (entry.desk_id, entry.desk_seq))
    millis = Hlc.parse(stamp.hlc if stamp else entry.hlc).millis
    values = _of_register(entry, kind.__tablename__, register)
    return Side(
        tuple((name, _shown(session, kind, name, value)) for name, value in sorted(values.items())),
        entry.actor,
        datetime.fromtimestamp(millis / 1000, UTC),
    )


def _shown(session: Session, kind: type[Row], field: str, value: Any) -> str | None:
    """A value as text; the name of what it points to, where it points to something."""
    if value is None or value == "":
        return None
    named = _NAMED.get(field) or nouns().get(field.removesuffix("_id") if field.endswith("_id") else "")
    if named is not None:
        ids = value if isinstance(value, list) else [value]
        return ", ".join(_name_of(session, named, one) for one in ids) or None
    column = kind.__table__.columns[field]
    return json.dumps(value, ensure_ascii=False) if isinstance(column.type, JSON) else str(value)


def _name_of(session: Session, kind: type[Row], row_id: str) -> str:
    row = session.scalars(select(kind).where(kind.id == row_id)).one_or_none()
    return about(session, row) if row is not None else "…"


def _entry(session: Session, desk_id: str, seq: int) -> Entry | None:
    return session.scalars(select(Entry).where(Entry.desk_id == desk_id, Entry.desk_seq == seq)).one_or_none()


def _of_register(entry: Entry, noun: str, register: str) -> Mapping[str, Any]:
    registers = known_registers()[noun]
    return {name: value for name, value in entry.fields.items() if registers.get(name) == register}


def _typed(kind: type[Row], field: str, value: Any) -> Any:
    """A value of the journal as the column wants it."""
    column: Any = kind.__table__.columns[field]
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column.type.python_type is date else value
