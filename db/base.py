"""What every table shares: names of constraints, moments in UTC, identifiers, and what a journalled row carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time: aware, UTC. In SQLite a text of fixed width, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


def moment_text(value: datetime) -> str:
    """A moment as the journal and SQLite write it: `2026-11-22T22:00:00.000000Z`."""
    # Not strftime: it writes the year 226 with three digits, and what was kept so could never be read again.
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """A column's value as JSON can carry it. Moments and dates become ISO 8601 text."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, letters as themselves. What is hashed is this text."""
    return "{}" if value == {} else _CANONICAL.encode(value)


def canonical_of(members: Mapping[str, str]) -> str:
    """The same text of a dictionary of which each value is written so already."""
    return "{" + ",".join([f"{_CANONICAL.encode(name)}:{members[name]}" for name in sorted(members)]) + "}"


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}


class Row(Base):
    """A row of a noun: journalled, folded on the shared side, never deleted but marked as removed.

    There are no foreign keys between such rows: a laptop may hold a row whose neighbour it is not allowed to see, and
    entries may arrive in any order. The rules of the commands keep them whole.

    `clocks` holds, per register, the clock of the last write: `{"*": creation, "phone": later}`. A register is a
    field, or a declared group of fields that only make sense together.
    """

    __abstract__ = True
    registers: ClassVar[dict[str, tuple[str, ...]]] = {}
    # What of a row is a fact of its sitting, bound by the hash at closing; and the field that says what it is about.
    facts_of_sitting: ClassVar[tuple[str, ...]] = ()
    told_by: ClassVar[str] = ""

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    city_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    removed_at: Mapped[datetime | None]
    clocks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        # The identifier alone tells a row; the city stands in the key for the day the database is cut by city.
        return {"primary_key": [cls.__table__.c.id]} if hasattr(cls, "__table__") else {}


class Local(Base):
    """A row that concerns this laptop alone: not journalled, not sent."""

    __abstract__ = True
