"""What a record holds as one short text for each noun: two copies that say the same have the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, select

from db.base import canonical, plain
from db.registry import nouns


@dataclass(frozen=True)
class Content:
    """Rows of a noun, those that were taken back included, and the SHA-256 (hex) over all that stands in them."""

    rows: int
    hash: str


def contents(connection: Connection, *, city_id: str, schema: str | None = None) -> dict[str, Content]:
    """The content of each noun of a city, by noun: of a laptop's record, or in a `schema` of the shared database.

    The hash is over the rows in the order of their identifiers, each as canonical JSON with its clocks; it tells
    whether two copies are equal, and nothing of what is in them.
    """
    return {noun: _content(connection, kind.__table__, city_id, schema) for noun, kind in sorted(nouns().items())}


def _content(connection: Connection, kept: Any, city_id: str, schema: str | None) -> Content:
    table = kept.to_metadata(MetaData(), schema=schema)
    found = connection.execute(select(table).where(table.c.city_id == city_id)).mappings()
    rows = sorted((str(row["id"]), {name: plain(value) for name, value in row.items()}) for row in found)
    told = hashlib.sha256("\n".join(canonical(row) for _, row in rows).encode()).hexdigest()
    return Content(len(rows), told)
