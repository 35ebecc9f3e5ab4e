"""What her file tells a person, as frozen values: everything the record holds about her, and nothing about others.

Law 25.326, article 15: the report is ample and covers the whole of the record belonging to her, and never reveals
data of third parties, even where they are bound up with hers. So others appear as numbers and kinds, never by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Data:
    """One row of the roll that is her; of a person written down twice there are several."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    birth_date: date | None
    age_band: str | None
    gender: str | None
    phone: str | None
    email: str | None
    street: str | None
    street_number: str | None
    neighbourhood: str | None
    district: str | None
    organisation: str | None
    organisation_role: str | None
    note: str | None
    consent_at: datetime | None
    consent_text: str | None
    consent_by_another: bool
    has_guardian: bool
    written_at: datetime | None
    erased_at: datetime | None
    removed_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.chosen_name or self.given_names} {self.family_name}".strip()


@dataclass(frozen=True)
class OtherName:
    """Another name she is known by: kind zoom_name, email, registrant or phone."""

    kind: str
    value: str
    source: str
    times_confirmed: int
    removed_at: datetime | None


@dataclass(frozen=True)
class Place:
    """The sitting something happened at; `actas` are the numbers of its minutes, as number/year."""

    sitting_id: str
    council: str
    title: str
    starts_at: datetime
    actas: tuple[str, ...]


@dataclass(frozen=True)
class Stay:
    """One presence; `representing` is an organisation."""

    at: Place
    way: str
    arrived_at: datetime
    left_at: datetime | None
    source: str
    representing: str | None
    companions: int
    came_with_another: bool
    removed_at: datetime | None


@dataclass(frozen=True)
class Spoken:
    """One turn to speak."""

    at: Place
    item: str
    way: str
    started_at: datetime
    ended_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """One issue that she raised."""

    at: Place
    kind: str
    text: str
    place: str | None
    topic: str | None
    way: str | None
    state: str
    removed_at: datetime | None


@dataclass(frozen=True)
class Promised:
    """One commitment that she is responsible for."""

    at: Place
    text: str
    due_on: date | None
    state: str
    removed_at: datetime | None


@dataclass(frozen=True)
class Connection:
    """One line of a call that was matched to her, as Zoom told it; `others` are matched to the same line."""

    at: Place
    name: str
    original_name: str | None
    email: str | None
    phone: str | None
    registrant_id: str | None
    joined_at: datetime | None
    left_at: datetime | None
    minutes: int | None
    others: int
    removed_at: datetime | None


@dataclass(frozen=True)
class Registered:
    """One registration of hers for a call; `answers` are the questions of the form with what she wrote."""

    at: Place
    name: str
    email: str | None
    phone: str | None
    document: str | None
    quarter: str | None
    organisation: str | None
    registered_at: datetime | None
    status: str | None
    answers: tuple[str, ...]
    removed_at: datetime | None


@dataclass(frozen=True)
class Answered:
    """What she answered to a question of a poll that was not anonymous."""

    at: Place
    question: str
    answers: str
    answered_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Said:
    """A message of hers to everyone in the chat, or (`aloud`) words of hers in a transcript."""

    at: Place
    aloud: bool
    text: str
    said_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Judged:
    """One judgement about a connection: that it is hers (`hers`), or that it is not."""

    at: Place
    hers: bool
    verdict: str
    decided_by: str | None
    score: float | None
    others: int
    removed_at: datetime | None


@dataclass(frozen=True)
class Joined:
    """That two rows of the roll were taken for her, or (`apart`) that she is not somebody who looks like her."""

    apart: bool
    why: str
    decided_by: str
    undone_at: datetime | None


@dataclass(frozen=True)
class Bound:
    """How many others are bound to her: whom she answers for, agreed for, or came with."""

    guardian_of: int
    agreed_for: int
    brought: int


@dataclass(frozen=True)
class Change:
    """One journal entry about one of her rows: when, on which desk, by whom, what it was and what it wrote.

    `made`: it made the row. `fields` of which others are part are told without their value; `sealed` were erased.
    `told_at` is when the shared database of the city confirmed it; None while it has not left this laptop.
    """

    at: datetime
    actor: str
    verb: str
    noun: str
    row_id: str
    desk_id: str
    number: int
    made: bool
    fields: tuple[tuple[str, Any], ...]
    sealed: tuple[str, ...]
    told_at: datetime | None


@dataclass(frozen=True)
class PersonFile:
    """Everything that the record holds about one person. `resident_id` is the row that speaks for her."""

    resident_id: str
    rows: tuple[Data, ...]
    names: tuple[OtherName, ...] = ()
    stays: tuple[Stay, ...] = ()
    turns: tuple[Spoken, ...] = ()
    issues: tuple[Asked, ...] = ()
    commitments: tuple[Promised, ...] = ()
    connections: tuple[Connection, ...] = ()
    registrations: tuple[Registered, ...] = ()
    answers: tuple[Answered, ...] = ()
    said: tuple[Said, ...] = ()
    judgements: tuple[Judged, ...] = ()
    merges: tuple[Joined, ...] = ()
    bound: Bound = field(default_factory=lambda: Bound(0, 0, 0))
    erased_by: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    told: int = 0

    @property
    def name(self) -> str:
        return next((row.name for row in self.rows if row.id == self.resident_id), "")

    @property
    def sittings(self) -> tuple[Place, ...]:
        """The sittings whose minutes may name her: where she was, spoke or asked, oldest first."""
        lived: tuple[Stay | Spoken | Asked | Promised, ...] = (
            *self.stays,
            *self.turns,
            *self.issues,
            *self.commitments,
        )
        found = {one.at.sitting_id: one.at for one in lived if one.removed_at is None}
        return tuple(sorted(found.values(), key=lambda place: (place.starts_at, place.sitting_id)))
