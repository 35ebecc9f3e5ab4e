"""What is meant when a roll is taken in: its columns, what would come of it, and the writing, in small portions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from db.clock import Clock
from db.errors import Refused, Unavailable
from db.residents.roll_cleaning import CleanLine, clean_lines
from db.residents.roll_file import Roll, Sheet, lines_of, read_columns
from db.residents.roll_import import AS_NEW, SKIP, Imported, import_rows, portions
from db.residents.roll_judging import JudgedRow, Seen, judge_rows
from db.residents.roll_rules import CHANGED, DOUBTFUL, ERROR, NEW, SAME
from desktop.desk import Desk
from desktop.lists import read_bytes

ALL, TO_LOOK_AT = "all", "to_look_at"
KINDS = (NEW, CHANGED, SAME, DOUBTFUL, ERROR)
AT_ONCE = 500
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls"})
__all__ = ["ALL", "AS_NEW", "KINDS", "SKIP", "SUFFIXES", "TO_LOOK_AT", "Intake", "IntakeView", "Judged"]


@dataclass
class Judged:
    """A file looked through: the verdict on each line, what a person decided, and which lines are looked at; of the
    doubtful ones what they say, to be held against whom they look like.
    """

    name: str
    ignored: tuple[str, ...]
    rows: list[JudgedRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    decisions: dict[int, str] = field(default_factory=dict)
    doubted: dict[int, CleanLine] = field(default_factory=dict)
    kind: str = TO_LOOK_AT
    most: int = AT_ONCE

    def looked_at(self) -> tuple[JudgedRow, ...]:
        """The first lines of the kind that is looked at."""
        found: list[JudgedRow] = []
        for row in self.rows:
            if self.kind == ALL or row.kind == self.kind or (self.kind == TO_LOOK_AT and _to_look_at(row)):
                found.append(row)
                if len(found) == self.most:
                    break
        return tuple(found)

    def many(self, kind: str) -> int:
        """How many lines are of a kind."""
        if kind == ALL:
            return len(self.rows)
        return self.counts[kind]

    @property
    def to_write(self) -> int:
        """How many people will be written or changed as things stand."""
        skipped = sum(said == SKIP for said in self.decisions.values())
        decided = sum(said != SKIP for said in self.decisions.values())
        return self.counts[NEW] + self.counts[CHANGED] - skipped + decided


def _to_look_at(row: JudgedRow) -> bool:
    return row.kind in (CHANGED, DOUBTFUL, ERROR) or bool(row.left_out)


class IntakeView(Protocol):
    """What is said to the panel."""

    def show_file(self, name: str, sheet: Sheet) -> None:
        """The columns of the file, and what they were taken for."""
        ...

    def show_no(self, no: Refused) -> None:
        """Why the columns do not do."""
        ...

    def show_way(self, done: int, total: int, *, writing: bool) -> None:
        """How far it is."""
        ...

    def show_judged(self, judged: Judged) -> None:
        """What would come of it."""
        ...

    def show_end(self, name: str, done: Imported, *, whole: bool) -> None:
        """What came of it; not the whole file when it was broken off."""
        ...

    def go_back(self) -> None:
        """Back to the list."""
        ...


class Intake:
    """One file at a time. The record is asked and written five hundred lines at a time, so that the door goes on."""

    def __init__(
        self, view: IntakeView, desk: Desk, clock: Clock, *, phone_prefix: str, district_id: str | None
    ) -> None:
        self._view, self._desk, self._clock = view, desk, clock
        self._phone_prefix, self._district_id = phone_prefix, district_id
        self._raw, self._name = b"", ""
        self._sheet: Sheet | None = None
        self._lines: list[CleanLine] = []
        self._judged: Judged | None = None
        self._busy = self._stopped = False

    async def begin(self, path: Path) -> None:
        """A file was chosen, or fell on the page. One that is being taken in is not put aside for another."""
        if self._busy:
            raise Refused("roll_busy")
        self._busy = True
        try:
            self._raw = await self._desk.off(read_bytes, path)
            self._name = path.name
            self._sheet = await self._desk.off(read_columns, self._raw)
        finally:
            self._busy = False
        self._view.show_file(self._name, self._sheet)

    async def choose_sheet(self, name: str) -> None:
        """Another worksheet of the same file."""
        self._sheet = await self._desk.off(_read_sheet, self._raw, name)
        self._view.show_file(self._name, self._sheet)

    async def review(self, mapping: Mapping[str, str]) -> None:
        """The columns are right: look through the lines."""
        if self._sheet is None:
            return
        try:
            roll = await self._desk.off(lines_of, self._sheet, mapping)
        except Refused as no:
            self._view.show_no(no)
            return
        self._busy, self._stopped = True, False
        try:
            judged = await self._judge(roll)
        finally:
            self._busy = False
        if self._stopped:
            self._view.show_file(self._name, self._sheet.mapped(mapping))
        else:
            self._judged = judged
            self._view.show_judged(judged)

    async def look_at(self, kind: str) -> None:
        """Only the lines of one kind."""
        if self._judged is not None:
            self._judged.kind, self._judged.most = kind, AT_ONCE
            self._view.show_judged(self._judged)

    async def show_more(self) -> None:
        """Five hundred more of them."""
        if self._judged is not None:
            self._judged.most += AT_ONCE
            self._view.show_judged(self._judged)

    async def decide(self, number: int, said: str) -> None:
        """What a person says of one line: AS_NEW, SKIP, whose she is; nothing goes back to the verdict."""
        if self._judged is None:
            return
        if said:
            self._judged.decisions[number] = said
        else:
            self._judged.decisions.pop(number, None)
        self._view.show_judged(self._judged)

    async def decide_alike(self, number: int) -> None:
        """What was said of one line is said of all of its kind: nobody goes through a thousand doubts one by one."""
        if self._judged is None:
            return
        said = self._judged.decisions.get(number, "")
        kind = next(row.kind for row in self._judged.rows if row.number == number)
        for row in self._judged.rows:
            if row.kind == kind:
                self._judged.decisions.pop(row.number, None)
                if said:
                    self._judged.decisions[row.number] = said
        self._view.show_judged(self._judged)

    async def write(self) -> None:
        """Take it in. What is in stays in when it is broken off; the same file again says «the same» of it."""
        if self._judged is None or self._busy:
            return
        self._busy, self._stopped = True, False
        total = Imported()
        try:
            for part in portions(self._lines):
                if self._stopped:
                    break
                self._view.show_way(total.lines, len(self._lines), writing=True)
                decisions = {one.number: self._judged.decisions[one.number] for one in part
                             if one.number in self._judged.decisions}  # fmt: skip
                done = await self._desk.do(
                    import_rows, lines=part, phone_prefix=self._phone_prefix, decisions=decisions
                )
                total += done.outcome
        except Unavailable:
            # The disk is full, say: the banner tells it, and here it is told what is in.
            self._view.show_end(self._name, total, whole=False)
            self._forget()
            raise
        finally:
            self._busy = False
        self._view.show_end(self._name, total, whole=total.lines == len(self._lines))
        self._forget()

    def stop(self) -> None:
        """Break off at the end of the portion that is under way."""
        self._stopped = True

    def leave(self) -> None:
        """Back to the list; nothing more is written."""
        self._stopped = True
        self._forget()
        self._view.go_back()

    async def _judge(self, roll: Roll) -> Judged:
        judged, seen, today = Judged(self._name, roll.ignored_columns), Seen(), self._clock.now().date()
        self._lines = []
        for part in portions(roll.lines):
            if self._stopped:
                break
            self._view.show_way(len(judged.rows), len(roll.lines), writing=False)
            cleaned = await self._desk.off(_clean, part, self._phone_prefix, today)
            answer = await self._desk.ask(
                judge_rows, lines=cleaned, phone_prefix=self._phone_prefix, today=today, seen=seen,
                district_id=self._district_id,
            )  # fmt: skip
            self._lines.extend(cleaned)
            judged.rows.extend(answer.rows)
            judged.counts.update(row.kind for row in answer.rows)
            judged.counts[TO_LOOK_AT] += sum(map(_to_look_at, answer.rows))
            doubted = {row.number for row in answer.rows if row.kind == DOUBTFUL}
            judged.doubted.update((one.number, one) for one in cleaned if one.number in doubted)
        if not judged.counts[TO_LOOK_AT]:
            judged.kind = ALL  # an empty list says less than all that is well
        return judged

    def _forget(self) -> None:
        """A file of the office is not kept in memory longer than it is looked at."""
        self._raw, self._sheet, self._judged, self._lines = b"", None, None, []


def _read_sheet(raw: bytes, name: str) -> Sheet:
    return read_columns(raw, sheet=name)


def _clean(lines: Sequence[object], phone_prefix: str, today: date) -> tuple[CleanLine, ...]:
    return clean_lines(lines, phone_prefix=phone_prefix, today=today)  # type: ignore[arg-type]
