"""What is meant on the page of outreach: write down who was told of a sitting and what she said, take a list in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from db.changes import Changes
from db.clock import Clock
from db.errors import Refused
from db.outreach.commands import (
    bring_back_invitation,
    invite,
    invite_many,
    note_result,
    remove_invitation,
)
from db.outreach.finding import lines_of
from db.outreach.invitations_file import InvitationList, read_invitations
from db.outreach.queries import by_channel, invitations
from db.places.city import City
from db.residents.search import Found, search
from db.sittings.queries import all_sittings, next_sitting
from desktop.desk import Desk
from desktop.lists import read_bytes
from desktop.outreach.shown import ListTaken, Told

NOUNS = ("invitation", "presence", "sitting", "resident", "merge")


class OutreachView(Protocol):
    """What the presenter says to the page."""

    def show_told(self, shown: Told) -> None:
        """Who was told."""
        ...

    def show_found(self, text: str, found: Sequence[Found]) -> None:
        """The people that the letters mean."""
        ...

    def show_taken(self, shown: ListTaken) -> None:
        """What came of a list."""
        ...

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is something to take back."""
        ...

    def stand_on(self, invitation_id: str) -> None:
        """Choose a row of the list."""
        ...


class OutreachPresenter:
    """Whoever comes to the door meanwhile is shown as come at once."""

    def __init__(self, view: OutreachView, desk: Desk, *, city: City, clock: Clock, district_id: str | None) -> None:
        self._view, self._desk, self._city, self._clock = view, desk, city, clock
        self._district_id, self._sitting = district_id, ""
        self._results: dict[str, str] = {}
        self._undo: list[tuple[Callable[..., None], dict[str, str]]] = []

    async def look(self) -> None:
        """The sittings, and who was told of the one chosen."""
        # One that was called off stays: whoever was told of it has to be told that as well.
        sittings = tuple(await self._desk.ask(all_sittings, limit=80))
        if not any(one.id == self._sitting for one in sittings):
            coming = await self._desk.ask(next_sitting, since=self._clock.now(), district_id=self._district_id)
            held = next((one.id for one in sittings if not one.cancelled), "")
            self._sitting = coming.id if coming else held
        cards = await self._desk.ask(invitations, sitting_id=self._sitting) if self._sitting else ()
        self._results = {one.id: one.result for one in cards}
        self._view.show_told(Told(sittings, self._sitting, cards, by_channel(cards)))
        self._view.show_undo(possible=bool(self._undo))

    async def look_again(self, _changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand."""
        if sitting_id and sitting_id != self._sitting:
            self._sitting = sitting_id
            self._undo.clear()
        await self.look()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        found: Sequence[Found] = ()
        if text.strip():
            found = await self._desk.ask(search, text=text, district_id=self._district_id)
        self._view.show_found(text, found)

    async def add_person(self, resident_id: str, channel: str, result: str = "") -> None:
        """Somebody of the roll was told, and may have said at once whether she comes."""
        made = await self._desk.do(
            invite,
            sitting_id=self._asked(),
            channel=channel,
            invited_on=self._today(),
            resident_id=resident_id,
            result=result or None,
        )
        await self.look()
        self._view.stand_on(made.outcome)

    async def add_group(self, name: str, reached: int, channel: str) -> None:
        """A whole group was told; nobody may know how many it has."""
        made = await self._desk.do(
            invite,
            sitting_id=self._asked(),
            channel=channel,
            invited_on=self._today(),
            audience=name,
            reached=reached or None,
        )
        await self.look()
        self._view.stand_on(made.outcome)

    async def note(self, invitation_id: str, result: str) -> None:
        """What she said."""
        before = self._results.get(invitation_id)
        if before is not None and before != result:
            self._undo.append((note_result, {"invitation_id": invitation_id, "result": before}))
        await self._desk.do(note_result, invitation_id=invitation_id, result=result)

    async def remove(self, invitation_id: str) -> None:
        """It was never made."""
        await self._desk.do(remove_invitation, invitation_id=invitation_id)
        self._undo.append((bring_back_invitation, {"invitation_id": invitation_id}))
        await self.look()

    async def take_back(self) -> None:
        """The last line that was taken out stands there again, or what was noted last is as it was before."""
        if self._undo:
            command, facts = self._undo.pop()
            await self._desk.do(command, **facts)
            await self.look()
            self._view.stand_on(facts["invitation_id"])

    async def take_in(self, path: Path, channel: str) -> None:
        """A list of who was told; `channel` is that of lines which tell none."""
        sitting_id = self._asked()
        read = await self._desk.off(_read, path)
        lines, unfound = await self._desk.ask(
            lines_of, told=read.lines, channel=channel, phone_prefix=self._city.phone_prefix, today=self._today()
        )
        done = await self._desk.do(invite_many, sitting_id=sitting_id, lines=lines, invited_on=self._today())
        one = done.outcome
        refused = tuple(sorted((*unfound, *one.refused), key=lambda pair: pair[0]))
        self._view.show_taken(
            ListTaken(path.name, one.written, one.changed, one.same, refused, tuple(read.ignored_columns))
        )

    def _asked(self) -> str:
        if not self._sitting:
            raise Refused("outreach_needs_sitting")
        return self._sitting

    def _today(self) -> date:
        return self._clock.now().astimezone(self._city.zone).date()


def _read(path: Path) -> InvitationList:
    return read_invitations(read_bytes(path))
