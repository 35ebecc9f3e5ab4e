"""What is meant while a signed sheet is keyed in: rows, names, somebody new, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.commands import count_unnamed
from db.checkin.expected import Expected, numbered
from db.checkin.keying import Signed, sign_in, sign_in_new
from db.checkin.queries import find_at_the_door, people
from db.checkin.undo import Act, undo
from db.checkin.unnamed import unnamed_in
from db.errors import Refused
from db.folding import fold, words
from db.residents.name_order import sure_names
from db.sittings.queries import SittingCard, sitting_card
from desktop.desk import Desk
from desktop.planilla.numbers import printed
from desktop.planilla.typed import Letters, New, Row, Rows, Unnamed, read_hour, read_typed


@dataclass(frozen=True)
class SheetLine:
    """One person as the list shows her; `number` is that of the printed sheet, 0 for whoever is not on it."""

    resident_id: str
    number: int
    name: str
    ending: str
    organisation: str
    here: bool = False
    consented: bool = False


@dataclass(frozen=True)
class KeyingShown:
    """The sitting, everybody on its sheet or in the room, and how many are keyed in (people and
    unnamed). `starts`: the hour it was called for, on the city's clock."""

    sitting: SittingCard
    starts: datetime
    lines: tuple[SheetLine, ...]
    done: int


@dataclass(frozen=True)
class Told:
    """What the last line came to. kind: signed, already, several, unnamed, new, taken_back.

    `minors`: how many ticked the box and cannot agree by themselves.
    """

    kind: str
    name: str = ""
    number: int = 0
    minors: int = 0


@dataclass(frozen=True)
class _Keyed:
    """A line of this sheet: what was said of it, as how many acts it is taken back, and about whom these are."""

    told: Told
    acts: int
    about: frozenset[str]


class KeyingView(Protocol):
    """What the presenter says to the sheet."""

    def show_sheet(self, shown: KeyingShown) -> None:
        """Who is on it and who is marked."""
        ...

    def show_found(self, text: str, lines: tuple[SheetLine, ...]) -> None:
        """Whom the letters may mean, the sheet's own people first."""
        ...

    def show_told(self, told: Told) -> None:
        """What the last line came to."""
        ...

    def show_refused(self, code: str, facts: Mapping[str, Any]) -> None:
        """Why nothing was done."""
        ...

    def give_back(self, text: str) -> None:
        """Nothing was done: the line goes back into the field."""
        ...


class KeyingPresenter:
    """Every line is stored when Enter is pressed; the last ones can be taken back one by one."""

    def __init__(
        self, view: KeyingView, desk: Desk, *, sitting_id: str, home: Path, zone: tzinfo, phone_prefix: str = ""
    ) -> None:
        self._view, self._desk, self._sitting_id, self._home = view, desk, sitting_id, home
        self._zone, self._phone_prefix = zone, phone_prefix
        self._order: tuple[str, ...] | None = None
        self._shown: KeyingShown | None = None
        self._lines: list[_Keyed] = []

    async def look(self) -> None:
        """Read the sheet and show it. The numbers are those of the paper, or those it would be printed with now."""
        if self._order is None:
            self._order = await self._desk.off(printed, self._home, self._sitting_id)
        self._shown = await self._desk.ask(_keying, sitting_id=self._sitting_id, order=self._order, zone=self._zone)
        self._view.show_sheet(self._shown)

    async def look_again(self, changes: Changes) -> None:
        """After a commit, also of the door."""
        await self.look()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        typed = read_typed(text)
        self._view.show_found(text, await self._found(typed.text) if isinstance(typed, Letters) else ())

    async def enter(self, text: str, resident_id: str, hour: str) -> None:
        """One line, and the hour at which its people came. `resident_id` is the one who stands chosen in the list.

        What is refused (a row that is not there, an hour that is none) is said beside the field, not in the window
        behind, and the line is given back.
        """
        try:
            await self._enter(text, resident_id, hour)
        except Refused as no:
            self._view.give_back(text)
            self._view.show_refused(no.code, no.facts)

    async def undo(self) -> None:
        """Take the last line back, with everybody it marked; once those of this sheet are, whatever was before it.

        The door reads the same list of acts, so that nothing is taken back twice.
        """
        line = self._lines[-1] if self._lines else _Keyed(Told(""), 1, frozenset())
        try:
            done = await self._desk.do(undo, sitting_id=self._sitting_id, acts=line.acts, about=line.about)
        except Refused as no:
            self._view.show_refused(no.code, no.facts)
            return
        act: Act = done.outcome
        if act.resident_id in line.about:
            self._view.show_told(replace(self._lines.pop().told, kind="taken_back"))
        else:
            self._view.show_told(Told("taken_back", act.name, act.number))

    async def _enter(self, text: str, resident_id: str, hour: str) -> None:
        typed, at = read_typed(text), self._at(hour)
        if isinstance(typed, Rows):
            await self._mark([(self._line(row), row.consents) for row in typed.rows], at)
        elif isinstance(typed, Unnamed):
            await self._count(typed.count)
        elif isinstance(typed, New):
            await self._write(typed, at)
        elif isinstance(typed, Letters):
            found = await self._found(typed.text)
            chosen = next((one for one in found if one.resident_id == resident_id), None)
            if chosen is None:
                if not found:
                    raise Refused("sheet_nobody")
                if len(found) > 1:
                    raise Refused("sheet_several")
                chosen = found[0]
            await self._mark([(chosen, False)], at)

    async def _mark(self, rows: list[tuple[SheetLine, bool]], at: datetime) -> None:
        done = await self._desk.do(
            sign_in,
            sitting_id=self._sitting_id,
            signatures=tuple((line.resident_id, consents) for line, consents in rows),
            arrived_at=at,
        )
        already = sum(one.arrival.already for one in done.outcome)
        if len(rows) > 1:
            told = Told("several", number=len(rows) - already)
        else:
            told = Told("already" if already else "signed", rows[0][0].name, rows[0][0].number)
        self._done(told, (line.resident_id for line, _ in rows), *done.outcome)

    async def _write(self, new: New, at: datetime) -> None:
        line = new.line
        names = await self._desk.ask(sure_names, line=line.name)
        done = await self._desk.do(
            sign_in_new,
            sitting_id=self._sitting_id,
            arrived_at=at,
            name=names.written,
            document=line.document or None,
            phone=line.phone or None,
            phone_prefix=self._phone_prefix,
            companions=line.companions,
            consents=new.consents,
        )
        told = Told("new" if done.outcome.arrival.enrolled else "signed", names.written)
        self._done(Told("already", names.written) if done.outcome.arrival.already else told, (), done.outcome)

    async def _count(self, count: int) -> None:
        told = Told("unnamed", number=count)
        await self._desk.do(count_unnamed, sitting_id=self._sitting_id, step=count)
        self._lines.append(_Keyed(told, 1, frozenset([""])))
        self._view.show_told(told)

    def _done(self, told: Told, signers: Iterable[str], *signed: Signed) -> None:
        if acts := sum(one.acts for one in signed):
            self._lines.append(_Keyed(told, acts, frozenset([*signers, *(one.arrival.resident_id for one in signed)])))
        self._view.show_told(replace(told, minors=sum(one.needs_guardian for one in signed)))

    async def _found(self, text: str) -> tuple[SheetLine, ...]:
        """The sheet's own people first: they are the ones whose signature is on it."""
        asked = words(text)
        lines = self._shown.lines if self._shown else ()
        mine = [one for one in lines if asked and _answers(one, asked)]
        known = {one.resident_id for one in lines}
        others = await self._desk.ask(find_at_the_door, sitting_id=self._sitting_id, text=text)
        more = [
            SheetLine(
                resident_id=one.person.id,
                number=0,
                name=f"{one.person.family_name}, {one.person.chosen_name or one.person.given_names}",
                ending=(one.person.document or "")[-3:],
                organisation=one.person.organisation or "",
                here="room" in one.here,
            )
            for one in others
            if one.person.id not in known
        ]
        by_document = {one.person.id for one in others} & known if not mine else set()
        mine += [one for one in lines if one.resident_id in by_document]
        return (*sorted(mine, key=lambda one: one.here), *more)

    def _line(self, row: Row) -> SheetLine:
        for one in self._shown.lines if self._shown else ():
            if one.number == row.number:
                return one
        raise Refused("sheet_row_unknown", number=row.number)

    def _at(self, hour: str) -> datetime:
        assert self._shown is not None
        starts = self._shown.starts
        told: time | None = read_hour(hour) if hour.strip() else starts.time()
        if told is None:
            raise Refused("sheet_hour_unreadable", hour=hour)
        return datetime.combine(starts.date(), told, self._zone)


def _answers(line: SheetLine, asked: list[str] | tuple[str, ...]) -> bool:
    names = words(line.name)
    return all(any(name.startswith(word) for name in names) for word in asked)


def _keying(session: Session, *, sitting_id: str, order: tuple[str, ...], zone: tzinfo) -> KeyingShown:
    sitting = sitting_card(session, sitting_id=sitting_id)
    here = {one.resident_id: one for one in people(session, sitting_id=sitting_id) if "room" in one.ways}
    sheet = numbered(session, sitting_id=sitting_id, printed=order)
    lines = [_printed(one.number, one.person, here) for one in sheet if one.person is not None]
    known = {one.resident_id for one in lines}
    # Whoever is in the room and not on the sheet came by the empty lines, or by the door.
    lines += [
        SheetLine(one.resident_id, 0, f"{one.family_name}, {one.chosen_name or one.given_names}",
                  (one.document or "")[-3:], "", here=True)
        for one in sorted(here.values(), key=lambda one: fold(one.family_name))
        if one.resident_id not in known
    ]  # fmt: skip
    signatures = len(here) + unnamed_in(session, sitting_id=sitting_id)
    return KeyingShown(sitting, sitting.starts_at.astimezone(zone), tuple(lines), signatures)


def _printed(number: int, person: Expected, here: Collection[str]) -> SheetLine:
    return SheetLine(
        person.resident_id,
        number,
        person.name,
        person.document_ending,
        person.organisation,
        person.resident_id in here,
        person.consented,
    )
