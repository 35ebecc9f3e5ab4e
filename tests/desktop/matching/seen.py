"""The presenter of the matching desk with a page that only remembers: its tests, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from db.matching.acquaintance import Acquaintance
from db.matching.newcomer import Fact
from db.matching.queries import GroupCard
from db.matching.rules import Verdict
from db.matching.whole_names import WholeName
from db.places.queries import NeighbourhoodCard
from db.sittings.queries import SittingCard
from db.work import Store
from db.zoom.handout_queries import RegistrantCard
from desktop.focus import Focus
from desktop.matching.look import Desktop
from desktop.matching.offers import Offer
from desktop.matching.presenter import MatchingPresenter
from tests.db.matching.scene import Scene
from tests.desk import PlainDesk


class Seen:
    """A page that only remembers what it was asked to show."""

    def __init__(self) -> None:
        self.state = ""
        self.told: Desktop | None = None
        self.rows: list[str] = []
        self.card: GroupCard | None = None
        self.offers: tuple[Offer, ...] = ()
        self.first = False
        self.gathered: list[str] | None = None
        self.undo = False
        self.selected = ""
        self.asked_to_choose = False
        self.decided: list[str] = []
        self.newcomer: Mapping[str, Any] | None = None
        self.groups_shown = 0
        self.times: list[GroupCard] = []
        self.searches_cleared = 0
        self.registered: RegistrantCard | None = None
        self.prefilled: Mapping[str, Fact] = {}
        self.said_listed = (0, 0)
        self.agreed: Callable[[Sequence[WholeName]], Mapping[str, str] | None] = lambda listed: None

    def show_no_sitting(self) -> None:
        self.state = "no sitting"

    def show_no_calls(self, sitting: SittingCard) -> None:
        self.state = "no calls"

    def show_desktop(self, told: Desktop, rows: Sequence[GroupCard], which: str) -> None:
        self.state, self.told = which, told
        self.rows = [one.name for one in rows]

    def show_group(
        self, card: GroupCard | None, offers: Sequence[Offer], *, first: bool, registered: RegistrantCard | None
    ) -> None:
        self.card, self.offers, self.first, self.registered = card, tuple(offers), first, registered
        self.groups_shown += 1

    def show_offers(self, offers: Sequence[Offer], *, first: bool) -> None:
        self.offers, self.first = tuple(offers), first

    def show_times(self, card: GroupCard) -> None:
        self.times.append(card)

    def clear_search(self) -> None:
        self.searches_cleared += 1

    def show_gathered(self, gathered: Sequence[Offer] | None) -> None:
        self.gathered = None if gathered is None else [one.name for one in gathered]

    def show_undo(self, *, possible: bool) -> None:
        self.undo = possible

    def select_group(self, match_id: str) -> None:
        self.selected = match_id

    def focus_offers(self) -> None:
        self.asked_to_choose = True

    def say_decided(self, card: GroupCard) -> None:
        self.decided.append(card.name)

    def say_listed(self, *, confirmed: int, left: int) -> None:
        self.said_listed = (confirmed, left)

    async def ask_whole_names(
        self, listed: Sequence[WholeName], known: Mapping[str, Acquaintance]
    ) -> Mapping[str, str] | None:
        return self.agreed(listed)

    async def ask_new_person(
        self, card: GroupCard, told: Mapping[str, Fact], quarters: Sequence[NeighbourhoodCard]
    ) -> Mapping[str, Any] | None:
        self.prefilled = told
        return self.newcomer


class Evening:
    """A sitting with its presenter and what its page shows."""

    def __init__(self, store: Store, kind: type[Scene] = Scene) -> None:
        self.scene, self.seen, self.focus = kind(store), Seen(), Focus()
        self.desk = PlainDesk(store)
        self.presenter = MatchingPresenter(self.seen, self.desk, self.focus)
        self.focus.choose(self.scene.sitting)

    def does(self, act: Coroutine[Any, Any, None]) -> None:
        asyncio.run(act)

    def stands_on(self, name: str) -> None:
        self.presenter.stand_on(self.scene.group(name))

    def offer(self, nick: str) -> Offer:
        return Offer(self.scene.roll[nick], nick, None, None)

    def verdict(self, name: str) -> Verdict:
        return self.scene.group(name).verdict

    def residents(self, name: str) -> set[str]:
        nick = {one: name for name, one in self.scene.roll.items()}
        return {nick[one.id] for one in self.scene.group(name).residents}
