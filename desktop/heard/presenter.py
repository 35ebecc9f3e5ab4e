"""What is meant on the pane of what Zoom heard: a line becomes an issue, words are looked at, and may go for good."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.agenda.queries import items
from db.changes import Changes
from db.clock import Clock
from db.issues.from_chat import ChatCard, chat_beside_agenda, chat_issue_back, issue_from_chat
from db.matching.survey import survey
from db.sittings.queries import sitting_card
from db.zoom.handouts import discard_transcript
from db.zoom.spoken import transcripts, words_of_item
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.heard.shown import HeardShown


class HeardView(Protocol):
    """What the presenter says to the pane, and asks of the person."""

    def show_heard(self, shown: HeardShown) -> None: ...
    def say_made(self, card: ChatCard) -> None: ...
    def ask_discard(self) -> Awaitable[bool]: ...


class HeardPresenter:
    """Looks again after every commit that concerns it."""

    def __init__(self, view: HeardView, desk: Desk, focus: Focus, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self._shown = HeardShown("")
        self._item_id: str | None = None

    async def look(self) -> None:
        """Read what Zoom told of the sitting in hand, and show it."""
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            self._view.show_heard(HeardShown(""))
            return
        item_id = self._item_id or self._focus.item_id
        shown = await self._desk.ask(_everything, sitting_id=sitting_id, item_id=item_id, now=self._clock.now())
        if sitting_id == self._focus.sitting_id:
            self._shown = shown
            self._view.show_heard(shown)

    async def look_again(self, changes: Changes) -> None:
        """After a commit, or another sitting."""
        await self.look()

    async def follow_item(self, item_id: str | None) -> None:
        """Another item's notes are under the hand: the words beside them are its words."""
        self._item_id = item_id
        if self._shown.transcripts:
            await self.look()

    async def make(self, card: ChatCard, kind: str) -> None:
        """One key: a line of the chat is an issue of this kind."""
        await self._desk.do(issue_from_chat, chat_line_id=card.id, kind=kind)
        await self.look()
        fresh = next((one for one in self._shown.chat if one.id == card.id), None)
        if fresh is not None:
            self._view.say_made(fresh)

    async def take_back(self, card: ChatCard) -> None:
        """It is none after all; a line that is no issue stays as it is."""
        if card.issue_id is not None:
            await self._desk.do(chat_issue_back, chat_line_id=card.id)
            await self.look()

    async def discard(self) -> None:
        """The words have done their service: they go for good, once the person has said so."""
        if self._shown.transcripts and await self._view.ask_discard():
            for one in self._shown.transcripts:
                await self._desk.do(discard_transcript, handout_id=one.id)
            await self.look()


def _everything(session: Session, *, sitting_id: str, item_id: str | None, now: datetime) -> HeardShown:
    agenda = items(session, sitting_id=sitting_id)
    begun = [one for one in agenda if one.started_at is not None]
    mine = next((one for one in agenda if one.id == item_id), None) or next(iter(begun[-1:]), None)
    kept: Any = transcripts(session, sitting_id=sitting_id)
    return HeardShown(
        state=sitting_card(session, sitting_id=sitting_id).state,
        chat=chat_beside_agenda(session, sitting_id=sitting_id),
        survey=survey(session, sitting_id=sitting_id),
        transcripts=kept,
        items=agenda,
        item=mine,
        words=words_of_item(session, item_id=mine.id, now=now) if mine and kept else (),
    )
