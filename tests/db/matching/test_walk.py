"""A walk over all that can be done with a call, in any order: after each act the sum closes and nothing contradicts.

CABILDO_WALKS=60 walks sixty times; the number of a walk is its seed, and a walk that fails tells what it did.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.checkin.commands import check_in
from db.checkin.commands import take_back as un_arrive
from db.checkin.queries import attendance
from db.checkin.tables import Presence
from db.duplicates.commands import merge, unmerge
from db.errors import Refused
from db.matching.commands import (
    confirm,
    confirm_whole_names,
    leave_unnamed,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    sort_out,
    take_back,
    take_out_report,
)
from db.matching.queries import counts, groups
from db.matching.rules import COUNTED
from db.matching.tables import Match
from db.matching.undoing import last_act, undoable
from db.matching.whole_names import whole_names
from db.residents.persons import speaking_for
from db.residents.tables import Merge, Resident
from db.rights.commands import erase
from db.sittings.commands import close_sitting
from db.sync.chain import verify_journal
from db.work import Store
from db.zoom.queries import calls
from tests.db.matching.crowd import NAMES as CROWD
from tests.db.matching.crowd import Crowd
from tests.db.matching.scene import row
from tests.record import HandClock

WALKS = int(os.environ.get("CABILDO_WALKS", "3"))
STEPS = 40
ZONE = ZoneInfo("America/Argentina/Buenos_Aires")
NAMES = (
    "Rosa Peña", "rosa peña", "M. Gómez", "Marta Gomez", "Ana Paz", "Juan Pérez", "Juan Carlos Perez 20111222",
    "iPhone", "iPhone de Marta", "Zulma", "La Gringa", "Sala 2", "Marta y Rosa", "Familia Paz", "Kevin",
    "Galaxy A12", "", *CROWD[:8], "Acosta Luis", "Luis y Ana",
)  # fmt: skip
EMAILS = (None, None, None, "rosa@example.org", "kevin@example.org", "ana@example.org")


class Walk:
    """A seeded person who does whatever can be done, and looks whether it can be true after each act."""

    def __init__(self, store: Store, seed: int) -> None:
        self.dice, self.store = Random(seed), store
        self.scene = Crowd(store)
        self.sittings = [self.scene.sitting]
        self.files: list[tuple[Any, ...]] = []
        self.did: list[str] = []
        self.acts: tuple[Callable[[], Any], ...] = (
            self.take_in, self.take_in, self.fuller, self.again, self.take_out, self.confirm, self.confirm, self.listed,
            self.several, self.new, self.nobody, self.unnamed, self.reject, self.take_back, self.undo,
            self.undo, self.arrive, self.unarrive, self.merge, self.unmerge, self.erase, self.close,
        )  # fmt: skip

    def lines(self) -> tuple[Any, ...]:
        some = self.dice.sample(NAMES, self.dice.randint(1, 6))
        some += self.dice.choices(some, k=self.dice.randint(0, 2))
        return tuple(
            row(
                name,
                self.dice.randrange(0, 60),
                self.dice.choice((0, 5, 30, 60)),
                email=self.dice.choice(EMAILS),
                in_waiting_room=self.dice.random() < 0.1,
                host=self.dice.random() < 0.05,
                guest=self.dice.choice((None, True, False)),
                phone="+5493415551234" if not name else None,
            )
            for name in some
        )

    @property
    def sitting(self) -> str:
        return self.sittings[-1]

    def do(self, command: Any, **facts: Any) -> Any:
        self.did.append(f"{command.__name__} {facts}")
        return self.store.do(command, **facts).outcome

    def take_in(self) -> None:
        lines = self.lines()
        self.files.append(lines)
        self.did.append(f"take_in {[(one.name, one.email) for one in lines]}")
        self.scene.take_in(*lines, sitting=self.sitting)

    def fuller(self) -> None:
        if not self.files:
            return
        emails = {"Kevin": "kevin@example.org", "Ana Paz": "ana@example.org", "Zulma": "zulma@example.org"}
        lines = [
            replace(one, email=one.email or (emails.get(one.name) if self.dice.random() < 0.5 else None))
            for one in self.files[-1]
        ]
        lines += self.lines()[:2]
        self.files.append(tuple(lines))
        self.did.append(f"fuller {[(one.name, one.email) for one in lines]}")
        self.scene.take_in(*lines, sitting=self.sitting)

    def again(self) -> None:
        if self.files:
            lines = self.dice.choice(self.files)
            self.did.append(f"again {[(one.name, one.email) for one in lines]}")
            self.scene.take_in(*lines, sitting=self.sitting)

    def take_out(self) -> None:
        told = self.store.ask(calls, sitting_id=self.sitting)
        if told:
            self.do(take_out_report, call_id=self.dice.choice(told).id)

    def cards(self) -> tuple[Any, ...]:
        return self.store.ask(groups, sitting_id=self.sitting)

    def card(self) -> Any:
        found = self.cards()
        return self.dice.choice(found) if found else None

    def people(self) -> list[str]:
        return sorted(self.store.ask(lambda s: s.scalars(select(Resident.id)).all()))

    def on(self, command: Any, **facts: Any) -> None:
        if card := self.card():
            self.do(command, match_id=card.id, **facts)

    def confirm(self) -> None:
        card = self.card()
        if card is None:
            return
        likely = card.candidates and self.dice.random() < 0.5
        who = card.candidates[0].resident.id if likely else self.dice.choice(self.people())
        self.do(confirm, match_id=card.id, resident_ids=[who])

    def listed(self) -> None:
        told = self.store.ask(whole_names, sitting_id=self.sitting)
        if told:
            self.do(
                confirm_whole_names, sitting_id=self.sitting, chosen={one.match_id: one.resident.id for one in told}
            )

    def several(self) -> None:
        self.on(several, resident_ids=self.dice.sample(self.people(), 2))

    def new(self) -> None:
        family, given = self.dice.choice(("Ferreyra", "Paz", "Luna")), self.dice.choice(("Zulma", "Ana"))
        self.on(new_person, family_name=family, given_names=given)

    def nobody(self) -> None:
        self.on(not_a_neighbour)

    def unnamed(self) -> None:
        self.on(leave_unnamed)

    def reject(self) -> None:
        card = self.card()
        if card is not None and (card.candidates or card.residents):
            who = self.dice.choice([*(one.resident.id for one in card.candidates), *(one.id for one in card.residents)])
            self.do(reject, match_id=card.id, resident_id=who)

    def take_back(self) -> None:
        self.on(take_back)

    def undo(self) -> None:
        acts = self.store.ask(undoable, sitting_id=self.sitting)
        if acts:
            self.do(put_back, acts=last_act(acts))
            left = self.store.ask(undoable, sitting_id=self.sitting)
            assert left == acts[: -len(last_act(acts))], "an undo is itself an act, or undid more than one"

    def arrive(self) -> None:
        who = self.dice.choice(self.people())
        self.do(check_in, sitting_id=self.sitting, resident_id=who, way="room", source="search")

    def unarrive(self) -> None:
        found = self.store.ask(
            lambda s: s.scalars(select(Presence.id).where(Presence.way == "room", Presence.removed_at.is_(None))).all()
        )
        if found:
            self.do(un_arrive, presence_id=self.dice.choice(sorted(found)))

    def merge(self) -> None:
        kept, absorbed = self.dice.sample(self.people(), 2)
        self.do(merge, kept_id=kept, absorbed_id=absorbed)

    def unmerge(self) -> None:
        found = self.store.ask(lambda s: s.scalars(select(Merge.id).where(Merge.undone_at.is_(None))).all())
        if found:
            self.do(unmerge, merge_id=self.dice.choice(sorted(found)))

    def erase(self) -> None:
        if self.dice.random() < 0.3:
            self.do(erase, resident_id=self.dice.choice(self.people()), zone=ZONE)

    def close(self) -> None:
        if self.dice.random() < 0.3:
            self.do(close_sitting, sitting_id=self.sitting)
            self.did.append("next sitting")
            self.sittings.append(self.scene.plan(days=7 * len(self.sittings)))
            self.files.clear()

    def step(self) -> None:
        act, refused = self.dice.choice(self.acts), ""
        try:
            act()
        except Refused as no:
            refused = no.code
            self.did.append(f"  refused {refused}")
        never = (self.undo, self.take_back, self.take_in, self.fuller, self.again, self.take_out)
        assert not refused or act not in never, self.did

    def look(self) -> None:
        for sitting in self.sittings:
            self.store.ask(self._look, sitting=sitting)

    def _look(self, session: Session, sitting: str) -> None:
        here = Presence.sitting_id == sitting, Presence.removed_at.is_(None)
        stays = session.scalars(select(Presence).where(*here)).all()
        told = attendance(session, sitting_id=sitting)
        assert told.in_room + told.online - told.both == told.people == told.new + told.returning
        speaks = speaking_for(session)
        room, online = (
            {speaks.get(one.resident_id, one.resident_id) for one in stays if (one.way == "room") is inside}
            for inside in (True, False)
        )
        assert (told.in_room, told.online, told.both) == (len(room), len(online), len(room & online))
        for one in stays:
            resident = session.get_one(Resident, one.resident_id)
            assert resident.removed_at is None or resident.erased_at, "present, and off the roll"
        sums, cards = counts(session, sitting_id=sitting), groups(session, sitting_id=sitting)
        assert sums.sure + sums.proposed + sums.unknown + sums.nobodies + sums.decided == sums.groups == len(cards)
        assert sum(one.waits for one in cards) == sums.unresolved
        matches = {one.id: one for one in session.scalars(select(Match).where(Match.sitting_id == sitting))}
        assert {one.id for one in cards} == {one.id for one in matches.values() if one.removed_at is None}
        for match in matches.values():
            counted = match.removed_at is None and match.verdict in COUNTED
            present = {one.resident_id for one in stays if one.match_id == match.id}
            assert present == (set(match.resident_ids) if counted else set()), match.group_key
            assert match.decided_by or not counted or len(match.resident_ids) == 1, "sure of two"
        for card in (one for one in cards if not one.decided):
            offered = {one.resident.id for one in card.candidates} | {one.id for one in card.residents}
            assert not offered.intersection(matches[card.id].rejected_ids)

    def again_the_same(self) -> None:
        if self.dice.random() < 0.7:
            return
        self.do(sort_out, sitting_id=self.sitting)
        before = self.cards()
        self.store.do(sort_out, sitting_id=self.sitting)
        assert self.cards() == before


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_is_done_in_whatever_order_the_sum_closes(store: Store, clock: HandClock, seed: int) -> None:
    walk = Walk(store, seed)
    for _ in range(STEPS):
        clock.forward(seconds=7)
        walk.step()
        walk.look()
        walk.again_the_same()
    assert store.ask(verify_journal).ok
