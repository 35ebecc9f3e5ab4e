"""What the page of outreach shows: values between the presenter and the page."""

from __future__ import annotations

from dataclasses import dataclass

from db.errors import Refused
from db.outreach.queries import ByChannel, InvitationCard
from db.sittings.queries import SittingCard


@dataclass(frozen=True)
class Told:
    """Who was told of the sitting chosen, and the sittings that can be chosen."""

    sittings: tuple[SittingCard, ...]
    sitting_id: str
    cards: tuple[InvitationCard, ...]
    channels: tuple[ByChannel, ...]


@dataclass(frozen=True)
class ListTaken:
    """What came of a list, line by line where it was left out."""

    name: str
    written: int
    changed: int
    same: int
    refused: tuple[tuple[int, Refused], ...]
    ignored_columns: tuple[str, ...]
