"""What the pane of issues shows and what it is told, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.agenda.queries import Attendant
from db.issues.queries import CommitmentCard, IssueCard
from db.places.city import CityTopic
from db.sittings.corrections import Correction


@dataclass(frozen=True)
class IssuesShown:
    """Everything of one sitting: what was asked for, what was promised, what still waits from before."""

    state: str
    issues: tuple[IssueCard, ...]
    commitments: tuple[CommitmentCard, ...]
    waiting: tuple[CommitmentCard, ...]
    people: tuple[Attendant, ...]
    topics: tuple[CityTopic, ...]
    departments: tuple[str, ...]
    today: date
    organisations: tuple[tuple[str, str], ...] = ()
    corrected: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One issue as the person wrote it."""

    kind: str
    text: str
    raised_by_id: str = ""
    topic: str = ""
    department: str = ""
    place: str = ""
    point: str = ""


@dataclass(frozen=True)
class Became:
    """What became of an issue, as the person wrote it."""

    state: str
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class Promised:
    """One commitment as the person wrote it."""

    text: str
    department: str = ""
    resident_id: str = ""
    organisation_id: str = ""
    due_on: date | None = None
    issue_id: str = ""

    @property
    def responsible_kind(self) -> str | None:
        """What kind of responsible was named beside a department."""
        return "resident" if self.resident_id else "organisation" if self.organisation_id else None


@dataclass(frozen=True)
class Moved:
    """Another day for a commitment, and why."""

    due_on: date | None
    reason: str


@dataclass(frozen=True)
class Righted:
    """An issue as it should have been written: its words, where it is, and the point as it is typed."""

    text: str
    place: str
    point: str
