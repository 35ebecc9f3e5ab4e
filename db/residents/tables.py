"""Tables of the roll: residents, the other names they are known by, and which rows are one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Resident(Row):
    """A neighbour on the single roll of the city.

    `document` holds digits only; `phone` E.164; `gender` is woman, man, non_binary or not_said; `age_band` stands in
    for a birth date that was not given. No document is unique: two laptops may write down the same person apart.
    """

    __tablename__ = "resident"
    registers: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("family_name", "given_names"),
        "address": ("street", "street_number"),
        "belongs": ("organisation_id", "organisation_role"),
        "consent": ("consent_at", "consent_text", "consent_by_id"),
    }

    family_name: Mapped[str]
    given_names: Mapped[str]
    chosen_name: Mapped[str | None]
    document: Mapped[str | None] = mapped_column(String(12), index=True)
    birth_date: Mapped[date | None]
    age_band: Mapped[str | None] = mapped_column(String(12))
    gender: Mapped[str | None] = mapped_column(String(12))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(index=True)
    street: Mapped[str | None]
    street_number: Mapped[str | None]
    neighbourhood_id: Mapped[str | None] = mapped_column(String(36))
    district_id: Mapped[str | None] = mapped_column(String(36))
    organisation_id: Mapped[str | None] = mapped_column(String(36))
    organisation_role: Mapped[str | None]
    consent_at: Mapped[datetime | None]
    consent_text: Mapped[str | None] = mapped_column(String(40))
    consent_by_id: Mapped[str | None] = mapped_column(String(36))
    guardian_id: Mapped[str | None] = mapped_column(String(36))
    erased_at: Mapped[datetime | None]
    note: Mapped[str | None]


class Alias(Row):
    """Another name a resident is known by: kind zoom_name, email, registrant or phone; `value` is folded."""

    __tablename__ = "alias"

    resident_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(20))
    times_confirmed: Mapped[int]


class Merge(Row):
    """That two rows of the roll are one person: who reads `absorbed_id` finds `kept_id` (see `persons`).

    Neither row is rewritten, so that undoing is `undone_at` and nothing else. `why` is decided, document, import;
    `evidence` the codes of what spoke for it.
    """

    __tablename__ = "merge"

    kept_id: Mapped[str] = mapped_column(String(36), index=True)
    absorbed_id: Mapped[str] = mapped_column(String(36), index=True)
    why: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[list[str]] = mapped_column(JSON, default=list)
    decided_by: Mapped[str]
    undone_at: Mapped[datetime | None]


class KeptApart(Row):
    """That two rows look alike and are two people: a person said so, and nobody is asked again."""

    __tablename__ = "kept_apart"

    first_id: Mapped[str] = mapped_column(String(36), index=True)
    second_id: Mapped[str] = mapped_column(String(36), index=True)
    decided_by: Mapped[str]
    undone_at: Mapped[datetime | None]
