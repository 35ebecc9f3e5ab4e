"""What is meant on the matching desk: look at a group, decide who it is, go on to the next, take anything back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from db.changes import Changes
from db.errors import Refused
from db.matching.acquaintance import Acquaintance
from db.matching.commands import (
    confirm,
    confirm_whole_names,
    leave_unnamed,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    take_back,
)
from db.matching.newcomer import Fact, newcomer
from db.matching.outcomes import Before
from db.matching.queries import GroupCard
from db.matching.rules import Verdict
from db.matching.undoing import last_act, undoable
from db.matching.whole_names import WholeName
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.sittings.queries import SittingCard
from db.zoom.handout_queries import RegistrantCard
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.matching.look import ALL, WAITING, Desktop, desktop_of, where, without_times
from desktop.matching.offers import Offer, found_on_the_roll, proposed, residents_of, round_one_screen


class MatchingView(Protocol):
    """What the presenter asks of the page."""

    def show_no_sitting(self) -> None: ...
    def show_no_calls(self, sitting: SittingCard) -> None: ...
    def show_desktop(self, told: Desktop, rows: Sequence[GroupCard], which: str) -> None: ...
    def show_group(
        self, card: GroupCard | None, offers: Sequence[Offer], *, first: bool, registered: RegistrantCard | None
    ) -> None: ...
    def show_offers(self, offers: Sequence[Offer], *, first: bool) -> None: ...
    def show_times(self, card: GroupCard) -> None: ...
    def clear_search(self) -> None: ...
    def show_gathered(self, gathered: Sequence[Offer] | None) -> None: ...
    def show_undo(self, *, possible: bool) -> None: ...
    def select_group(self, match_id: str) -> None: ...
    def focus_offers(self) -> None: ...
    def say_decided(self, card: GroupCard) -> None: ...
    def say_listed(self, *, confirmed: int, left: int) -> None: ...
    def ask_whole_names(
        self, listed: Sequence[WholeName], known: Mapping[str, Acquaintance]
    ) -> Awaitable[Mapping[str, str] | None]: ...
    def ask_new_person(
        self, card: GroupCard, told: Mapping[str, Fact], quarters: Sequence[NeighbourhoodCard]
    ) -> Awaitable[Mapping[str, Any] | None]: ...


class MatchingPresenter:
    """The matching desk of the sitting in hand."""

    def __init__(self, view: MatchingView, desk: Desk, focus: Focus, *, phone_prefix: str = "") -> None:
        self._view, self._desk, self._focus = view, desk, focus
        self._phone_prefix = phone_prefix
        self._which = WAITING
        self._told: Desktop | None = None
        self._current: str | None = None
        self._offers: tuple[Offer, ...] = ()
        self._chosen: str | None = None
        self._gathered: list[Offer] | None = None
        self._family: tuple[Offer, ...] = ()
        self._done: list[Before] = []
        self._shown: GroupCard | None = None
        self._own: Changes | None = None

    async def look(self) -> None:
        """Look at the sitting in hand, or at whatever has changed in it."""
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            self._told = None
            self._view.show_no_sitting()
            return
        if self._told is None or self._told.sitting.id != sitting_id:
            self._which, self._current = WAITING, None
            self._done = list(await self._desk.ask(undoable, sitting_id=sitting_id))
        self._told = await self._desk.ask(desktop_of, sitting_id=sitting_id)
        if not self._told.calls:
            self._view.show_no_calls(self._told.sitting)
            return
        self._show()

    async def look_again(self, changes: Changes | None = None) -> None:
        """Something that is shown here was written, here or elsewhere; what was decided here has been looked at."""
        if changes is None or changes is not self._own:
            await self.look()

    def show_only(self, which: str) -> None:
        """Only what waits, what is sure, what was decided; or all."""
        self._which = which
        self._show()

    def stand_on(self, card: GroupCard | None) -> None:
        """The person stands on another group."""
        match_id = card.id if card else None
        if match_id == self._current and card == self._card():
            return
        self._current = match_id
        self._show_group()

    def choose(self, offer: Offer | None) -> None:
        """The person stands on one of the people a group may be."""
        self._chosen = offer.resident_id if offer else None

    async def find(self, text: str) -> None:
        """Looks for somebody who is not proposed; an empty field brings back who was offered."""
        if self._card() is None or self._told is None:
            return
        if not text.strip():
            self._show_again()
            return
        sitting, asked_for = self._told.sitting, self._current
        found = await self._desk.ask(
            found_on_the_roll,
            text=text,
            sitting_id=sitting.id,
            council_id=sitting.council_id,
            district_id=sitting.district_id,
        )
        if asked_for != self._current:
            return  # the person went on to another group while the roll was looked through
        self._offers = self._with_ticks(found)
        self._chosen = self._offers[0].resident_id if self._offers else None
        self._view.show_offers(self._offers, first=bool(self._offers))

    async def enter_search(self, text: str) -> None:
        """Enter in the field: of several people the first who was found is one; of one the person goes and looks."""
        if self._gathered is None:
            if self._offers:
                self._view.focus_offers()
            return
        if not text.strip():
            await self.confirm()
            return
        await self.find(text)
        if self._offers:
            self._view.clear_search()
            self.tick(self._offers[0])

    async def confirm(self) -> None:
        """Yes: the group is who is chosen. Without a clear choice the person is asked to choose first."""
        card = self._card()
        if card is None:
            return  # Enter once more than there were groups
        if self._gathered is not None:
            await self._confirm_gathered(card)
            return
        if self._chosen is None and self._offers:
            if any(why["code"] == "perhaps_several" for why in card.reasons):
                # `Familia Paz` is no person, though one Paz alone is on the roll: who of them is there?
                await self.several()
            self._view.focus_offers()
            return
        if self._chosen is None and card.verdict is Verdict.SURE:
            await self._decide(card, confirm, resident_ids=[one.id for one in card.residents])
            return
        if self._chosen is None:
            raise Refused("match_needs_a_resident")
        await self._decide(card, confirm, resident_ids=[self._chosen])

    async def confirm_whole_names(self) -> None:
        """Yes to all who wait under a whole name that is theirs alone, once the person has read who they are."""
        if self._told is None or not self._told.listed:
            return
        sitting = self._told.sitting.id
        chosen = await self._view.ask_whole_names(self._told.listed, self._known)
        if not chosen:
            return
        done = await self._desk.do(confirm_whole_names, sitting_id=sitting, chosen=chosen)
        self._own, self._shown = done.changes, None
        self._done += done.outcome
        await self.look()
        waiting = {one.id for one in self._told.groups if one.waits}
        self._view.say_listed(confirmed=len(done.outcome), left=len(waiting & chosen.keys()))

    async def several(self) -> None:
        """Begins to gather the neighbours round one telephone; a second time lets them go again."""
        card = self._needed()
        if self._gathered is not None:
            self._show_group()
            return
        offers = residents_of(card, self._known) or proposed(card, self._known)
        self._family = await self._desk.ask(
            round_one_screen,
            match_id=card.id,
            sitting_id=self._focus.sitting_id or "",
            offers=offers,
            names=card.names,
        )
        hers = {one.id for one in card.residents}
        self._gathered = [one for one in self._family if one.ticked or one.resident_id in hers]
        self._view.clear_search()
        self._show_again()

    def tick(self, offer: Offer) -> None:
        """One more of them, or not after all."""
        if self._gathered is None:
            return
        ids = [one.resident_id for one in self._gathered]
        if offer.resident_id in ids:
            self._gathered.pop(ids.index(offer.resident_id))
        else:
            self._gathered.append(offer)
        if offer.resident_id not in {one.resident_id for one in self._family}:
            self._family = (offer, *self._family)
        self._show_again(stand_on=offer.resident_id)

    async def take(self, offer: Offer) -> None:
        """Enter on somebody: she is it; where several are gathered, they are all."""
        if self._gathered:
            await self._confirm_gathered(self._needed())
        elif self._gathered is not None:
            self.tick(offer)
        else:
            self._chosen = offer.resident_id
            await self._decide(self._needed(), confirm, resident_ids=[offer.resident_id])

    async def take_numbered(self, number: int) -> None:
        """The key of a number: that one of the offers, whoever the person stands on."""
        if not 1 <= number <= len(self._offers):
            return
        offer = self._offers[number - 1]
        if self._gathered is not None:
            self.tick(offer)
        else:
            await self.take(offer)

    async def reject(self) -> None:
        """No: not this one; the next proposal comes up."""
        card = self._needed()
        wrong = self._chosen
        if wrong is None and card.verdict is Verdict.SURE and card.residents:
            wrong = card.residents[0].id
        if wrong is None:
            raise Refused("match_needs_a_resident")
        await self._decide(card, reject, resident_id=wrong, go_on=False)

    async def not_a_neighbour(self) -> None:
        """The room's computer, the host, municipal staff."""
        await self._decide(self._needed(), not_a_neighbour)

    async def leave_unnamed(self) -> None:
        """Nobody will find out who this was."""
        await self._decide(self._needed(), leave_unnamed)

    async def new_person(self) -> None:
        """Somebody who is not on the roll yet."""
        card = self._needed()
        known = await self._desk.ask(newcomer, match_id=card.id)
        quarters = await self._desk.ask(neighbourhoods)
        told = await self._view.ask_new_person(card, known, quarters)
        if told is None:
            return
        try:
            await self._decide(card, new_person, phone_prefix=self._phone_prefix, **told)
        except Refused as no:
            if no.code == "match_document_known":
                await self.find(str(told["document"]))  # she stands there now: Enter says that it is she
            raise

    async def take_back(self) -> None:
        """Takes back what was decided of the group one stands on."""
        card = self._needed()
        if not card.decided:
            return
        await self._decide(card, take_back, go_on=False)

    async def undo(self) -> None:
        """The last act of this evening on this page, undone; then the one before."""
        if not self._done:
            raise Refused("nothing_to_undo")
        acts = last_act(self._done)
        del self._done[-len(acts) :]
        self._own = (await self._desk.do(put_back, acts=acts)).changes
        self._current = acts[0].match_id
        if self._told is not None:
            await self.look()
            card = next((one for one in self._told.groups if one.id == self._current), None)
            if card is not None and card not in self._rows():
                self._which = ALL
                self._show()
            self._view.select_group(acts[0].match_id)

    async def _confirm_gathered(self, card: GroupCard) -> None:
        gathered = [one.resident_id for one in self._gathered or ()]
        if not gathered:
            raise Refused("match_needs_a_resident")
        await self._decide(card, several, resident_ids=gathered)

    async def _decide(self, card: GroupCard, command: Callable[..., Any], *, go_on: bool = True, **facts: Any) -> None:
        following = self._after(card.id) if go_on else card.id
        done = await self._desk.do(command, match_id=card.id, **facts)
        self._own = done.changes
        self._done.append(done.outcome)
        self._shown = None
        if self._which == WAITING and following is not None:
            self._current = following
        await self.look()
        if self._told is not None:
            fresh = next((one for one in self._told.groups if one.id == card.id), None)
            if fresh is not None and go_on:
                self._view.say_decided(fresh)

    def _after(self, match_id: str) -> str | None:
        """The group to stand on once this one is decided: the next that waits, else the one before."""
        ids = [one.id for one in self._rows()]
        if match_id not in ids:
            return None
        place = ids.index(match_id)
        return next(iter([*ids[place + 1 :], *reversed(ids[:place])]), None)

    def _show(self) -> None:
        if self._told is None or not self._told.calls:
            return
        rows = self._rows()
        if self._current not in {one.id for one in rows}:
            self._current = rows[0].id if rows else None
        self._view.show_desktop(self._told, rows, self._which)
        self._view.show_undo(possible=bool(self._done))
        if self._current is not None:
            self._view.select_group(self._current)
        card = self._card()
        if card is None or self._shown is None or without_times(card) != without_times(self._shown):
            self._show_group()
        elif card != self._shown:  # the call goes on: what the person is choosing here stays as it is
            self._shown = card
            self._view.show_times(card)

    def _show_group(self) -> None:
        card = self._shown = self._card()
        self._gathered, self._family = None, ()
        self._offers = proposed(card, self._known)
        clear = bool(card and card.clear and self._offers)
        self._chosen = self._offers[0].resident_id if clear else None
        registered = self._told.registered.get(card.key) if self._told and card else None
        self._view.show_group(card, self._offers, first=clear, registered=registered)
        self._view.show_gathered(None)

    def _show_again(self, stand_on: str = "") -> None:
        """Whoever was offered before the person searched, or is being gathered."""
        if self._gathered is None:
            self._show_group()
            return
        self._offers = self._with_ticks(self._family)
        self._chosen = stand_on or None
        self._view.show_offers(self._offers, first=False)
        self._view.show_gathered(self._gathered)

    def _with_ticks(self, offers: Sequence[Offer]) -> tuple[Offer, ...]:
        if self._gathered is None:
            return tuple(offers)
        ticked = {one.resident_id for one in self._gathered}
        return tuple(replace(one, ticked=one.resident_id in ticked) for one in offers)

    @property
    def _known(self) -> Mapping[str, Acquaintance]:
        return self._told.known if self._told else {}

    def _rows(self) -> tuple[GroupCard, ...]:
        told = self._told.groups if self._told else ()
        return tuple(one for one in told if self._which == ALL or where(one) == self._which)

    def _card(self) -> GroupCard | None:
        told = self._told.groups if self._told else ()
        return next((one for one in told if one.id == self._current), None)

    def _needed(self) -> GroupCard:
        card = self._card()
        if card is None:
            raise Refused("match_unknown")
        return card
