"""Tables of the roll: residents and the other names they are known by."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String
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
        "consent": ("consent_at", "consent_text"),
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
    note: Mapped[str | None]


class Alias(Row):
    """Another name a resident is known by: kind zoom_name, email, registrant or phone; `value` is folded."""

    __tablename__ = "alias"

    resident_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(20))
    times_confirmed: Mapped[int]
