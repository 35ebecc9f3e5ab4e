"""Taking a roll in: each line judged against the roll as it is now, and written where it says something new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from db.bulk import add_rows, change_rows
from db.organisations.commands import find_or_make
from db.residents.roll_cleaning import CleanLine
from db.residents.roll_file import RollLine
from db.residents.roll_judging import Held, Seen, cleaned_lines, is_to_come
from db.residents.roll_rules import (
    CHANGED,
    DOUBTFUL,
    ERROR,
    NEW,
    SAME,
    Verdict,
    as_another,
    held_against,
    judge,
)
from db.residents.search_index import index_residents
from db.residents.tables import Resident
from db.work import Work

# Lines in one transaction: two tenths of a second, so that whoever stands at the door meanwhile waits no longer.
# Twice as many would be a tenth quicker, half as many a fifth slower.
PORTION = 1000
# What a person may say of a line, besides the identifier of the one it is.
AS_NEW, SKIP = "new", "skip"
SKIPPED = "skipped"


@dataclass(frozen=True)
class Remark:
    """What there is to say of one line: an error, a doubt, or something of it that was left out."""

    line: int
    kind: str
    code: str
    name: str
    field: str | None = None
    told: str = ""


@dataclass(frozen=True)
class Imported:
    """How many lines were what; `remarks` say why for those that need a person. Portions add up."""

    new: int = 0
    same: int = 0
    changed: int = 0
    doubtful: int = 0
    errors: int = 0
    remarks: tuple[Remark, ...] = ()
    skipped: int = 0

    @property
    def lines(self) -> int:
        return self.new + self.same + self.changed + self.doubtful + self.errors + self.skipped

    def __add__(self, other: Imported) -> Imported:
        return Imported(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def portions(lines: Sequence[Any], size: int = PORTION) -> Iterator[Sequence[Any]]:
    """The lines in the portions of one transaction each."""
    for at in range(0, len(lines), size):
        yield lines[at : at + size]


def import_rows(
    work: Work,
    *,
    lines: Sequence[RollLine | CleanLine],
    phone_prefix: str = "",
    decisions: Mapping[int, str] | None = None,
) -> Imported:
    """Takes the lines of a roll in, all of them in one transaction: new people are written, known ones get what the
    file says otherwise, what is doubtful or unreadable is left alone and told. Reading the same file again writes
    nothing. Organisations are found by name or made.

    `decisions` are what a person said of a line, by its number: AS_NEW (somebody else than those who look like her),
    SKIP, or the identifier of the resident it is. Long files are handed over in `portions`: one that is broken off
    stays as far as it came, and taking it in again goes on from there.
    """
    cleaned = cleaned_lines(lines, phone_prefix=phone_prefix, today=work.clock.now().date())
    intake = _Intake(work, decisions or {})
    for some in portions(cleaned):
        intake.take_in(some)
    count = intake.counts
    return Imported(
        new=count[NEW],
        same=count[SAME],
        changed=count[CHANGED],
        doubtful=count[DOUBTFUL],
        errors=count[ERROR],
        remarks=tuple(intake.remarks),
        skipped=count[SKIPPED],
    )


@dataclass
class _Intake:
    """What is kept in mind while lines are taken in."""

    work: Work
    decisions: Mapping[int, str]
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((NEW, SAME, CHANGED, DOUBTFUL, ERROR, SKIPPED), 0)
    )
    remarks: list[Remark] = field(default_factory=list)

    def take_in(self, lines: Sequence[CleanLine]) -> None:
        held = Held(self.work.session, lines, Seen(), district_id=self.work.identity.district_id)
        fresh: dict[str, dict[str, Any]] = {}
        changes: dict[str, dict[str, Any]] = {}
        for line in lines:
            if line.code:
                self._count(ERROR, line, line.code)
                continue
            told, left_out = held.settled(line)
            self.remarks += [Remark(line.number, "left_out", code, line.name) for code, _ in left_out]
            verdict = self._verdict(held, line, told)
            if verdict is None:
                self.counts[SKIPPED] += 1
                continue
            self._count(verdict.kind, line, verdict.code)
            held.follow(line, told, verdict)
            if verdict.kind == NEW:
                fresh[f"line {line.number}"] = told
            elif verdict.kind == CHANGED:
                key = verdict.people[0].key
                (fresh[key] if key in fresh else changes.setdefault(key, {})).update(verdict.changes)
        self._write(fresh, changes)

    def _verdict(self, held: Held, line: CleanLine, told: Mapping[str, Any]) -> Verdict | None:
        """What a line is, a person's word first; None when it is to be left alone."""
        said = self.decisions.get(line.number)
        if said == SKIP:
            return None
        verdict = judge(told, held.like(line, told))
        if said == AS_NEW:
            return as_another(told, held.like(line, told)) if verdict.kind == DOUBTFUL else verdict
        if said and (one := held.person(said)):
            return held_against(told, one)
        return verdict

    def _write(self, fresh: Mapping[str, dict[str, Any]], changes: Mapping[str, dict[str, Any]]) -> None:
        for told in (*fresh.values(), *changes.values()):
            if name := is_to_come(told.get("organisation_id") or ""):
                told["organisation_id"] = find_or_make(self.work, name=name)
        written = add_rows(self.work, Resident, fresh.values())
        if changes:
            written += change_rows(self.work, Resident, changes)
        if written:
            index_residents(self.work.session, written)

    def _count(self, kind: str, line: CleanLine, code: str | None) -> None:
        self.counts[kind] += 1
        if code:
            self.remarks.append(Remark(line.number, kind, code, line.name, line.column, line.told))
