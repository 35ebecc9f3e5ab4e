"""What is meant on the list of organisations: find one, see who came for it, write one down, put it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.organisations_seen import CameFor, Member, members, who_came_for
from db.errors import Refused
from db.folding import fold, words
from db.organisations.commands import add_organisation, change_organisation, remove_organisation
from db.organisations.queries import OrganisationCard, organisation, organisations
from db.organisations.rules import clean
from db.places.queries import NeighbourhoodCard, neighbourhoods
from desktop.desk import Desk

FIELDS = ("name", "kind", "neighbourhood_id", "contact", "phone", "email")
LISTED = ("organisation", "resident", "merge")
BESIDE = ("presence",)


@dataclass(frozen=True)
class OrganisationShown:
    """One organisation: what is known of it, who belongs to it, and who came for it."""

    card: OrganisationCard
    members: tuple[Member, ...]
    came: tuple[CameFor, ...]


@dataclass(frozen=True)
class ListShown:
    """The organisations that the letters and the kind mean, of `total`."""

    text: str
    kind: str
    found: tuple[OrganisationCard, ...]
    total: int


class OrganisationsView(Protocol):
    """What the presenter says to the page, and what it asks of it."""

    def show_list(self, shown: ListShown) -> None:
        """The list."""
        ...

    def show_one(self, shown: OrganisationShown | None) -> None:
        """The card, or that none is chosen."""
        ...

    def stand_on(self, organisation_id: str) -> None:
        """Choose a row of the list, when it is there."""
        ...

    async def ask_organisation(
        self, known: Mapping[str, Any], quarters: tuple[NeighbourhoodCard, ...], presenter: OrganisationsPresenter
    ) -> dict[str, Any] | None:
        """The form, filled with what is known; None when the person went back."""
        ...

    async def ask_whether_to_remove(self, name: str) -> bool:
        """Whether it is really to be taken off the list."""
        ...


class OrganisationsPresenter:
    """Looks again after every commit that concerns organisations, or who belongs to them."""

    def __init__(self, view: OrganisationsView, desk: Desk, *, phone_prefix: str = "") -> None:
        self._view, self._desk, self._phone_prefix = view, desk, phone_prefix
        self._text, self._kind, self._chosen = "", "", ""
        self._all: tuple[OrganisationCard, ...] | None = None

    async def look(self) -> None:
        """The list, and the card of the one chosen."""
        self._all = None
        await self._look_at_list()
        await self._look_at_one()

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        if changes.touches(*LISTED):
            await self.look()
        else:
            await self._look_at_one()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        self._text = text
        await self._look_at_list()

    async def narrow(self, kind: str) -> None:
        """Only those of a kind."""
        self._kind = kind
        await self._look_at_list()

    async def choose(self, organisation_id: str) -> None:
        """One is looked at."""
        self._chosen = organisation_id
        await self._look_at_one()

    async def add(self) -> None:
        """Write one down."""
        quarters = await self._desk.ask(neighbourhoods)
        told = await self._view.ask_organisation({}, quarters, self)
        if told is None:
            return
        done = await self._desk.do(add_organisation, phone_prefix=self._phone_prefix, **told)
        self._chosen = done.outcome
        await self.look()
        self._view.stand_on(done.outcome)

    async def put_right(self) -> None:
        """Correct what is known of the one chosen."""
        if not self._chosen:
            return
        known = await self._desk.ask(organisation, organisation_id=self._chosen)
        quarters = await self._desk.ask(neighbourhoods)
        typed = {name: getattr(known, name) or "" for name in FIELDS}
        told = await self._view.ask_organisation(typed, quarters, self)
        changed = {name: value for name, value in (told or {}).items() if value != typed[name]}
        if changed:
            await self._desk.do(
                change_organisation, organisation_id=known.id, phone_prefix=self._phone_prefix, **changed
            )

    async def remove(self) -> None:
        """Take the one chosen off the list, when nobody belongs to it."""
        if not self._chosen:
            return
        known = await self._desk.ask(organisation, organisation_id=self._chosen)
        if await self._view.ask_whether_to_remove(known.name):
            await self._desk.do(remove_organisation, organisation_id=known.id)

    def wrong_in(self, told: Mapping[str, Any]) -> dict[str, str]:
        """The code of what is wrong, per field of the form; empty when it can be written down."""
        wrong = {}
        for name, value in told.items():
            try:
                clean({name: value}, phone_prefix=self._phone_prefix)
            except Refused as no:
                wrong[name] = no.code
        return wrong

    async def _look_at_list(self) -> None:
        if self._all is None:
            self._all = await self._desk.ask(organisations)
        asked = words(self._text)
        shown = tuple(
            one
            for one in self._all
            if (not self._kind or one.kind == self._kind)
            and all(word in fold(f"{one.name} {one.neighbourhood or ''} {one.contact or ''}") for word in asked)
        )
        self._view.show_list(ListShown(self._text, self._kind, shown, len(self._all)))

    async def _look_at_one(self) -> None:
        shown = None
        if self._chosen:
            try:
                shown = await self._desk.ask(_one, organisation_id=self._chosen)
            except Refused:  # taken off the list meanwhile
                self._chosen = ""
        self._view.show_one(shown)


def _one(session: Session, *, organisation_id: str) -> OrganisationShown:
    return OrganisationShown(
        organisation(session, organisation_id=organisation_id),
        members(session, organisation_id=organisation_id),
        who_came_for(session, organisation_id=organisation_id),
    )
