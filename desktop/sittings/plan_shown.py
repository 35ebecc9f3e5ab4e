"""What planning shows and what it is told, as frozen values: proposals from the last sitting, and the seven days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.sittings.calendar import Slot
from db.sittings.queries import CouncilCard, SittingCard


@dataclass(frozen=True)
class LastItem:
    """An item of the last agenda; `usual` when it was on the one before as well."""

    id: str
    title: str
    minutes: int | None
    usual: bool


@dataclass(frozen=True)
class Proposal:
    """What the last sittings of a council propose for the next one, so that nothing is typed twice.

    `day` and `hour` are by the city's wall clock; `last` is the day of the last one, None for a council that never met.
    """

    day: date
    hour: str = ""
    length: int = 0
    place: str = ""
    facilitator: str = ""
    mode: str = "hybrid"
    zoom_number: str = ""
    rhythm: str = ""
    last: date | None = None
    items: tuple[LastItem, ...] = ()
    postponed: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """All that the form of planning leans on."""

    today: date
    centre: str
    councils: tuple[CouncilCard, ...]
    proposals: Mapping[str, Proposal]
    quarters: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    slots: tuple[Slot, ...]
    councils_of: Mapping[str, str]
    holidays: Mapping[date, str]
    district_id: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Planned:
    """Sittings as the person planned them, by the city's wall clock. `council_id` is empty for a new council."""

    title: str
    council: str
    council_id: str
    days: tuple[datetime, ...]
    place: str
    mode: str
    zoom_number: str
    facilitator: str = ""
    titles: tuple[str, ...] = ()
    length: int = 0
    kind: str = "neighbourhood"
    quarters: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    following: bool = False


@dataclass(frozen=True)
class CallOff:
    """How a planned sitting is called off: cancelled and told, or taken off as if never planned; alone, or with those
    that follow."""

    remove: bool
    following: bool


@dataclass(frozen=True)
class WeekRow:
    """One line of the seven days: an evening, or a day on which nothing is planned.

    `begins` when it is the first line of its day; `clashes` say with whom and why (place, laptop).
    """

    day: date
    begins: bool
    holiday: str = ""
    card: SittingCard | None = None
    at: datetime | None = None
    clashes: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same line after looking again."""
        return self.card.id if self.card else self.day.isoformat()


@dataclass(frozen=True)
class WeekShown:
    """Seven days from `first` on."""

    first: date
    today: date
    rows: tuple[WeekRow, ...] = field(default=())
