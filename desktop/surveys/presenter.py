"""What is meant on the page of surveys: type sheets, take one back, take a table in, see how all were answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.clock import Clock
from db.errors import Refused, Unavailable
from db.places.city import City
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.sittings.queries import SittingCard, recent_sittings, sitting_card
from db.surveys.commands import bring_back, define, reply, take_in_replies, withdraw, withdraw_all
from db.surveys.intake import placed
from db.surveys.queries import (
    Asked,
    QuestionnaireCard,
    ReplyCard,
    left_to_the_poll,
    questionnaires,
    replies,
    results,
)
from db.surveys.replies_file import AnswerTable, read_replies
from desktop.desk import Desk
from desktop.lists import read_bytes
from desktop.questionnaires import unasked
from desktop.surveys.shown import Counted, Offered, TableTaken, Typed

Paper = Callable[[QuestionnaireCard, SittingCard | None, Path], object]
NOUNS = ("questionnaire", "reply", "sitting", "neighbourhood")


class SurveysView(Protocol):
    """What the presenter says to the page."""

    def show_offered(self, shown: Offered) -> None:
        """What can be chosen."""
        ...

    def show_counted(self, shown: Counted) -> None:
        """The results."""
        ...

    def show_taken(self, shown: TableTaken) -> None:
        """What came of a table."""
        ...

    def show_sheets(
        self, questions: Sequence[Mapping[str, Any]], found: Sequence[ReplyCard], *, can_undo: bool
    ) -> None:
        """The sheets one by one."""
        ...

    def put_right(self, told: Mapping[str, Any]) -> None:
        """A sheet back in hand."""
        ...

    async def ask_place(self, card: QuestionnaireCard, sitting: SittingCard | None) -> Path | None:
        """Where the sheet for paper goes."""
        ...

    def say_printed(self, path: Path) -> None:
        """The sheet for paper is there."""
        ...


class SurveysPresenter:
    """A questionnaire that comes with the application is written down with its first sheet, not before."""

    def __init__(
        self, view: SurveysView, desk: Desk, *, shipped: Mapping[str, Mapping[str, Any]], city: City, clock: Clock,
        district_id: str | None, paper: Paper,
    ) -> None:  # fmt: skip
        self._view, self._desk, self._shipped, self._district_id = view, desk, shipped, district_id
        self._city, self._clock, self._paper = city, clock, paper
        self._chosen, self._sitting, self._of_all = "", "", False
        self._in_hand = ""  # the sitting of the whole program, which may not have been held yet
        self._cards: tuple[QuestionnaireCard, ...] = ()
        self._sittings: tuple[SittingCard, ...] = ()
        self._quarters: tuple[NeighbourhoodCard, ...] = ()
        # What was done last: its sheets, and what was told on the one that was typed; nothing of a table.
        self._out: list[str] = []
        self._written: list[tuple[tuple[str, ...], Mapping[str, Any]]] = []

    async def look(self) -> None:
        """What can be asked, of which sittings, and the results."""
        self._cards, self._sittings, self._quarters = await self._desk.ask(
            _offered, district_id=self._district_id, now=self._clock.now()
        )
        known = {one.code for one in self._cards}
        self._cards += tuple(unasked(one) for code, one in self._shipped.items() if code not in known)
        if not any(_key(one) == self._chosen for one in self._cards):
            # The one that came with the application has an identifier once its first sheet is written.
            self._chosen = next((_key(one) for one in self._cards if one.code == self._chosen), "")
        if not self._chosen and self._cards:
            # What is typed most, forty of them after an evening.
            first = next((one for one in self._cards if one.subject == "perception"), self._cards[0])
            self._chosen = _key(first)
        await self._show()

    async def look_again(self, _changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand."""
        self._sitting = self._in_hand = sitting_id or ""
        await self._show()

    async def choose(self, key: str) -> None:
        """Ask another questionnaire."""
        self._chosen, self._written = key, []
        await self._show()

    async def choose_sitting(self, sitting_id: str) -> None:
        """The sheets are of another sitting, or of none."""
        self._sitting, self._written = sitting_id, []
        await self._show()

    async def count(self, which: str) -> None:
        """Results of the sitting chosen, or of all."""
        self._of_all = which == "all"
        await self._count()

    async def write(self, typed: Typed) -> None:
        """A whole sheet. One that could not be written goes back into the hand."""
        try:
            made = await self._desk.do(
                reply,
                questionnaire_id=await self._asked_id(),
                told=typed.told,
                way=typed.way,
                answered_on=typed.answered_on,
                sitting_id=self._sitting or None,
                neighbourhood_id=typed.neighbourhood_id,
            )
        except (Refused, Unavailable):
            self._view.put_right(typed.told)
            raise
        self._written.append(((made.outcome,), typed.told))

    async def take_back(self) -> None:
        """The last sheet typed is out of the record again, and in hand to be put right; or all of the last table."""
        if self._written:
            reply_ids, told = self._written.pop()
            await self._desk.do(withdraw_all, reply_ids=reply_ids)
            self._view.put_right(told)

    async def list_sheets(self) -> None:
        """Every sheet of the sitting chosen, or of all."""
        card = self._card()
        if card is None or not card.id:
            return
        found = await self._desk.ask(replies, questionnaire_id=card.id, asked=self._meant())
        self._view.show_sheets(card.questions, found, can_undo=bool(self._out))

    async def remove_sheet(self, reply_id: str) -> None:
        """A sheet that was typed twice, or of another sitting."""
        await self._desk.do(withdraw, reply_id=reply_id)
        self._out.append(reply_id)
        self._written = [one for one in self._written if one[0] != (reply_id,)]
        await self._count()
        await self.list_sheets()

    async def bring_sheet_back(self) -> None:
        """The last one that was taken out of the list."""
        if self._out:
            await self._desk.do(bring_back, reply_id=self._out.pop())
            await self._count()
            await self.list_sheets()

    async def take_in(self, path: Path, way: str, answered_on: date) -> None:
        """A table of answers, one sheet a line."""
        card = self._card()
        if card is None:
            return
        read = await self._desk.off(_read, path, card)
        lines, unplaced = await self._desk.ask(placed, lines=read.lines, district_id=self._district_id)
        taken = await self._desk.do(
            take_in_replies,
            questionnaire_id=await self._asked_id(),
            lines=lines,
            way=way,
            answered_on=answered_on,
            sitting_id=self._sitting or None,
        )
        one = taken.outcome
        if one.reply_ids:
            self._written.append((one.reply_ids, {}))
            await self._count()
        refused = tuple(sorted((*unplaced, *one.refused), key=lambda pair: pair[0]))
        self._view.show_taken(TableTaken(path.name, one.written, one.same, refused, read.ignored_columns))

    async def print_for_paper(self) -> None:
        """The questionnaire for people to fill in, of the sitting that it is handed out at."""
        card = self._card()
        if card is None:
            return
        sitting = await self._desk.ask(
            _to_come, sitting_ids=(self._sitting, self._in_hand), today=self._today(), zone=self._city.zone
        )
        path = await self._view.ask_place(card, sitting)
        if path is not None:
            await self._desk.off(self._paper, card, sitting, path)
            self._view.say_printed(path)

    async def _asked_id(self) -> str:
        """The identifier of what is asked, written down now if it never was."""
        card = self._card()
        if card is None:
            raise Refused("survey_unknown")
        if not card.id:
            made = await self._desk.do(define, definition=self._shipped[card.code])
            return made.outcome
        return card.id

    def _card(self) -> QuestionnaireCard | None:
        return next((one for one in self._cards if _key(one) == self._chosen), None)

    async def _show(self) -> None:
        card = self._card()
        if not any(one.id == self._sitting for one in self._sittings):
            self._sitting = ""  # one that is only planned: nobody can have answered about it
        if card is not None and card.subject == "perception" and not self._sitting and self._sittings:
            self._sitting = self._sittings[0].id
        today = self._today()
        day = self._day(today)
        self._view.show_offered(Offered(self._cards, self._sittings, self._quarters, card, self._sitting, day, today))
        await self._count()

    def _today(self) -> date:
        return self._clock.now().astimezone(self._city.zone).date()

    def _day(self, today: date) -> date:
        """Sheets of a sitting were answered on its day; those of households, as far as anybody knows, today."""
        sitting = next((one for one in self._sittings if one.id == self._sitting), None)
        return min(sitting.starts_at.astimezone(self._city.zone).date(), today) if sitting else today

    def _meant(self) -> Asked:
        return Asked() if self._of_all or not self._sitting else Asked(sitting_id=self._sitting)

    async def _count(self) -> None:
        card = self._card()
        if card is None or not card.id:
            self._view.show_counted(Counted((), 0, 0))
            return
        asked = self._meant()
        found = await self._desk.ask(results, questionnaire_id=card.id, asked=asked)
        beside = await self._desk.ask(left_to_the_poll, questionnaire_id=card.id, asked=asked)
        typed = sum(len(reply_ids) for reply_ids, _ in self._written)
        self._view.show_counted(Counted(found, found[0].replies if found else 0, typed, beside))


def _key(card: QuestionnaireCard) -> str:
    return card.id or card.code


def _offered(
    session: Session, *, district_id: str | None, now: datetime
) -> tuple[tuple[QuestionnaireCard, ...], tuple[SittingCard, ...], tuple[NeighbourhoodCard, ...]]:
    # An evening is opened, and a sheet filled in, before its hour.
    held = tuple(one for one in recent_sittings(session, before=now + timedelta(days=1), limit=60) if not one.cancelled)
    return questionnaires(session), held, neighbourhoods(session, district_id=district_id)


def _to_come(session: Session, *, sitting_ids: Sequence[str], today: date, zone: tzinfo) -> SittingCard | None:
    """The first of these sittings that is not over: nobody hands out paper at one of last month, which stands chosen
    for typing its sheets."""
    cards = (sitting_card(session, sitting_id=one) for one in sitting_ids if one)
    return next((one for one in cards if not one.cancelled and one.starts_at.astimezone(zone).date() >= today), None)


def _read(path: Path, card: QuestionnaireCard) -> AnswerTable:
    return read_replies(read_bytes(path), card.questions)
