"""The names behind the identifiers that figures fall apart by: districts, councils, quarters, organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.sittings.tables import Council

AXES = {"district": "districts", "council": "councils", "quarter": "quarters", "organisation": "organisations",
        "department": "organisations"}  # fmt: skip


@dataclass(frozen=True)
class Labels:
    """Names by identifier. Whatever is on another axis is a code, which the screens have words for."""

    districts: Mapping[str, str]
    councils: Mapping[str, str]
    quarters: Mapping[str, str]
    organisations: Mapping[str, str]

    def of(self, axis: str, key: str) -> str | None:
        """The name of a place on an axis; None where it is a code, or nothing this laptop knows."""
        names: Mapping[str, str] = getattr(self, AXES[axis]) if axis in AXES else {}
        return names.get(key)


def labels(session: Session) -> Labels:
    """All of them, read once for a page or a file."""
    return Labels(
        *(
            {row[0]: row[1] for row in session.execute(select(kind.id, kind.name))}
            for kind in (District, Council, Neighbourhood, Organisation)
        )
    )
