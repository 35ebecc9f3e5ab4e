"""Tables of the figures: what is kept beside the record so that a page answers at once, which can be made anew; and the
numbers that left the house, which cannot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local

PUT_OFF = "put_off"
"""The state of a sitting whose tally is still to be made."""


class KeptFigures(Local):
    """That tallies are kept in this file: by the days of which zone, and in which form. One row, or none."""

    __tablename__ = "tally_kept"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str]
    form: Mapped[int]


class TallyPerson(Local):
    """The number of a person in the sets of the tallies: of the row that speaks for her."""

    __tablename__ = "tally_person"

    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36), unique=True)


class TallyTrait(Local):
    """Whom the roll says something of: kind gender, quarter or organisation, and the set of numbers."""

    __tablename__ = "tally_trait"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(36), primary_key=True)
    people: Mapped[bytes] = mapped_column(LargeBinary)


class TallySitting(Local):
    """One sitting in figures. While it is open it is due: it is read from the record, and has no tally yet.

    `month` is that of the city, as 2026-11.
    """

    __tablename__ = "tally_sitting"
    __table_args__ = (
        Index("ix_tally_sitting_month", "month"),
        Index("ix_tally_sitting_state", "state"),
        Index("ix_tally_sitting_council", "council_id", "starts_at"),
        Index("ix_tally_sitting_starts_at", "starts_at", "sitting_id"),
    )

    sitting_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    council_id: Mapped[str] = mapped_column(String(36))
    district_id: Mapped[str] = mapped_column(String(36))
    mode: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime]
    month: Mapped[str] = mapped_column(String(7))
    only_room: Mapped[int]
    only_online: Mapped[int]
    both: Mapped[int]
    new: Mapped[int]
    unnamed: Mapped[int]
    views: Mapped[int | None]
    written: Mapped[bool]


class TallyPeople(Local):
    """The tally itself of a sitting that has ended, apart from the list of sittings, which is read without it."""

    __tablename__ = "tally_people"

    sitting_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    came: Mapped[bytes] = mapped_column(LargeBinary)


class TallySpan(Local):
    """The tally of all sittings of a stretch (`2026-11`, `2026`, `all`) of the city (`place` empty), a district or a
    council, of one mode or of any (empty). Of the city a week of a month (`2026-11-4`) and half a year (`2026h2`) too.

    `came` is asked for alone as well, and stands before `packed`: SQLite goes through all of a long value to reach what
    lies behind it.
    """

    __tablename__ = "tally_span"

    place: Mapped[str] = mapped_column(String(36), primary_key=True)
    mode: Mapped[str] = mapped_column(String(12), primary_key=True)
    span: Mapped[str] = mapped_column(String(9), primary_key=True)
    # The last sitting in it: what comes after that is simply added.
    last: Mapped[str] = mapped_column(String(64))
    sittings: Mapped[int]
    attendances: Mapped[int]
    people: Mapped[int]
    only_room: Mapped[int]
    only_online: Mapped[int]
    both: Mapped[int]
    new: Mapped[int]
    unnamed: Mapped[int]
    came: Mapped[bytes] = mapped_column(LargeBinary)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class Publication(Local):
    """The numbers of one publication of this laptop: what nobody may subtract from the next one's.

    `numbers`: a list of figure, codes of the cell, first day, last day, district, council, mode, number. A file that
    was made and never shown to anybody counts as well: nobody can tell.
    """

    __tablename__ = "publication"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime]
    numbers: Mapped[list[Any]] = mapped_column(JSON)
