"""What a scanned card comes to, whichever page is in front when it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from db.checkin.commands import CheckedIn, enrol_scan
from db.checkin.line import Line
from db.clock import Clock
from db.errors import Refused
from db.residents.queries import card
from db.sittings.queries import open_sittings
from db.work import Done
from desktop.desk import Desk
from desktop.focus import Focus

# What a sitting in hand answers that takes nobody at its door.
_SHUT = frozenset({"sitting_not_open", "sitting_already_closed", "sitting_signed", "sitting_unknown"})


@dataclass(frozen=True)
class Told:
    """What an act came to, for the line under the field.

    kind: present, already, namesake, left, back, unnamed, companions, consented, consented_for (a minor),
    consented_before, refused_consent, put_right, taken_back (then `act` is what was). `presence_id` is the stay it was
    about: the next key (consent, left) is meant for her. `offer` is what one more key would do: another (write `person`
    down beside her namesake), card_names (take the name that the card says), guardian (she answers for the minor who is
    asked about).
    """

    kind: str
    name: str = ""
    presence_id: str = ""
    resident_id: str = ""
    at: datetime | None = None
    new: bool = False
    enrolled: bool = False
    consent_missing: bool = False
    number: int = 0
    act: str = ""
    offer: str = ""
    person: Line | None = None
    card_names: tuple[str, str] | None = None
    doubtful: bool = False


class CardsView(Protocol):
    """Where what a card came to is said."""

    def show_told(self, told: Told) -> None:
        """What the last act came to."""
        ...


class CardsPresenter:
    """One card after the other, each marked present at the sitting that is open on this desk."""

    def __init__(self, view: CardsView, desk: Desk, focus: Focus, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self.came_with: str | None = None
        self.asks_guardian = False

    async def scan(self, payload: str) -> None:
        """A card was read. Raises Refused: no_open_sitting, not_a_dni, document_of_several."""
        done = await self._arrive(payload)
        told = await arrival_told(self._desk, done, self._clock.now())
        # The next card may be her mother's, or of whoever stands behind her: a person says which.
        self._view.show_told(replace(told, offer="guardian") if self.asks_guardian and not told.offer else told)

    async def _arrive(self, payload: str) -> Done[CheckedIn]:
        """At the sitting in hand, without asking first: the queue waits for every question. Else at the open one."""
        chosen = self._focus.sitting_id
        if chosen is not None:
            try:
                return await self._desk.do(enrol_scan, sitting_id=chosen, payload=payload, came_with=self.came_with)
            except Refused as no:
                if no.code not in _SHUT:
                    raise
        sitting_id = await self._desk.ask(_the_open_one)
        return await self._desk.do(enrol_scan, sitting_id=sitting_id, payload=payload)


async def arrival_told(desk: Desk, done: Done[CheckedIn], at: datetime, person: Line | None = None) -> Told:
    """What an arrival came to, with her name as the roll says it."""
    arrival = done.outcome
    her = await desk.ask(card, resident_id=arrival.resident_id)
    offer = "card_names" if arrival.card_names else "another" if arrival.namesake and person else ""
    return Told(
        "namesake" if arrival.namesake else "already" if arrival.already else "present",
        her.name,
        arrival.presence_id,
        arrival.resident_id,
        at,
        new=arrival.new,
        enrolled=arrival.enrolled,
        consent_missing=her.consent_at is None,
        offer=offer,
        person=person,
        card_names=arrival.card_names,
        doubtful=arrival.doubtful,
    )


def _the_open_one(session: Session) -> str:
    """The sitting that is open; nobody is counted where two are."""
    found = open_sittings(session)
    if len(found) != 1:
        raise Refused("no_open_sitting")
    return found[0].id
