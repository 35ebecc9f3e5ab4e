"""Everything the minutes of one sitting say, as frozen values: no rows, no words, no page.

The queries fill them, the document and the screen read them. Moments are aware and already in the city's own time,
because an acta says "siendo las diecinueve horas" and nobody at the table thinks in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that is named in the minutes.

    `gender` is what the roll says (woman, man, non_binary, not_said); None means that grammar must not assume any,
    as for an organisation or for somebody whose data are missing.
    """

    name: str
    gender: str | None = None
    resident: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One bar of a distribution; the code `unknown` is the visible bar of missing data."""

    code: str
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The sum that closes (in_room + online - both = people), and what stands apart from it."""

    in_room: int = 0
    online: int = 0
    both: int = 0
    people: int = 0
    unnamed: int = 0
    unresolved: int = 0
    new: int = 0
    returning: int = 0
    by_age: tuple[Band, ...] = ()
    by_gender: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of one person: by which way (room, zoom, phone), from, to. An open stay has no end yet."""

    way: str
    arrived_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One identified resident who was there, with every stay in the order of arrival."""

    resident: str
    family_name: str
    given_names: str
    chosen_name: str = ""
    gender: str | None = None
    neighbourhood: str = ""
    representing: str = ""
    new: bool = False
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One use of the floor."""

    speaker: Named
    way: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda: what was planned, what happened."""

    title: str
    presenter: str = ""
    minutes_planned: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    notes: str = ""
    outcome: str = "none"
    carried: bool = False
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """What somebody asked for."""

    kind: str
    text: str
    raised_by: Named | None = None
    way: str = ""
    place: str = ""
    topic: str = ""
    department: str = ""
    state: str = "open"
    source: str = "spoken"


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who will do what by when; `since` is the date of the sitting that heard the promise."""

    text: str
    responsible: Named | None = None
    due_on: date | None = None
    state: str = "open"
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One place to sign; `role` is a code (facilitator, secretary, neighbour, head), the name may be left blank."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Which council, where, when, in which mode, and which paper this is."""

    city: str
    council: str
    council_kind: str
    district: str
    centre: str
    title: str
    starts_at: datetime
    neighbourhoods: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    address: str = ""
    place: str = ""
    mode: str = "in_person"
    state: str = "closed"
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    stream_views: int | None = None
    authority: str = ""  # who keeps the council; empty means the municipality of the city


@dataclass(frozen=True, slots=True)
class Edition:
    """Which writing of the minutes this is: the number is the council's own, and begins again each year."""

    number: int
    year: int
    version: int
    state: str
    language: str
    drafted_at: datetime
    made_from: tuple[tuple[str, int], ...] = ()  # how far the journal had come, desk by desk
    edited: bool = False  # this version is the one a secretary edited by hand


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """All that one acta says."""

    sitting: str
    heading: Heading
    edition: Edition
    figures: Figures = field(default_factory=Figures)
    people: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()
    issues: tuple[Issue, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    previous: tuple[Commitment, ...] = ()
    signatures: tuple[Signature, ...] = ()
    corrected: int = 0  # how many facts were put right after the closing
