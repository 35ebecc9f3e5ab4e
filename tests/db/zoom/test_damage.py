"""Damaged files: a clear sentence or a right result, never another exception, never a wrong count in silence.

What is right is known from the undamaged file: every line that the damage left alone is read as it was, the lines it
touched are read as they were, pointed out or left out, and no line disappears.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest

from db.errors import Refused
from db.sittings.commands import open_sitting, plan_sitting
from db.sync.chain import verify_journal
from db.work import Store
from db.zoom.commands import take_in_report
from db.zoom.files.opening import Told, ToldKind, read_told
from db.zoom.files.report import DatesUndecided, Report, ReportRow
from db.zoom.files.told import Chat, Polls, Registrations, Transcript
from db.zoom.handouts import HandedOut, take_in_chat, take_in_polls, take_in_registrations, take_in_transcript
from desktop.wording import SENTENCES
from tests.db.zoom import forge
from tests.db.zoom.damage import Damaged, damaged, damaged_workbook
from tests.db.zoom.forge import ZONE

_COMMANDS: dict[ToldKind, Callable[..., HandedOut]] = {
    ToldKind.REGISTRATIONS: take_in_registrations,
    ToldKind.POLLS: take_in_polls,
    ToldKind.CHAT: take_in_chat,
    ToldKind.TRANSCRIPT: take_in_transcript,
}
COUNT = int(os.environ.get("CABILDO_DAMAGED_FILES", "420"))
SHARE = 60
BEGINS = forge.evening(Random(0)).begins
# Zoom rounds to whole minutes: what is less does not show.
UNSEEN = timedelta(minutes=3)
_LINES = re.compile("\r\n|\n|\r")


def told_by(data: bytes) -> tuple[ToldKind, Told | DatesUndecided] | Refused:
    try:
        return read_told(data, zone=ZONE, sitting_at=BEGINS)
    except Refused as no:
        return no


@pytest.mark.parametrize("part", range(-(-COUNT // SHARE)))
def test_a_damaged_file_is_refused_or_read_right(part: int) -> None:
    for number in range(part * SHARE, min(COUNT, (part + 1) * SHARE)):
        file = damaged(number)
        answer = told_by(file.data)
        if isinstance(answer, Refused):
            assert answer.code in SENTENCES, (number, answer.code)
            continue
        for wrong in what_is_wrong(file, answer[1]):
            pytest.fail(f"damaged file {number} ({file.form}, {file.how}, {file.encoding}): {wrong}")


@pytest.mark.parametrize("part", range(-(-COUNT // 10 // SHARE)))
def test_a_damaged_workbook_is_refused_or_read_as_it_was(part: int) -> None:
    for number in range(part * SHARE, min(COUNT // 10, (part + 1) * SHARE)):
        good, data = damaged_workbook(number)
        answer = told_by(data)
        if isinstance(answer, Refused):
            assert answer.code in SENTENCES, (number, answer.code)
        else:
            assert answer == told_by(good), number


def test_whatever_could_be_read_can_be_kept(store: Store) -> None:
    """Hostile strings too: in the record they are letters like any others."""
    sitting = store.do(plan_sitting, title="Sesión", council="Consejo Barrial Astilleros", starts_at=BEGINS).outcome
    store.do(open_sitting, sitting_id=sitting)
    kept = 0
    for number in range(400):
        file = damaged(number)
        answer = told_by(file.data) if file.how in ("hostile", "inserted", "nulls") else Refused("")
        if isinstance(answer, Refused) or isinstance(answer[1], DatesUndecided):
            continue
        told, digest = answer[1], f"{number:064d}"
        if isinstance(told, Report):
            store.do(take_in_report, sitting_id=sitting, report=told, sha256=digest)
        else:
            store.do(_COMMANDS[answer[0]], sitting_id=sitting, told=told, sha256=digest)  # type: ignore[arg-type]
        kept += 1
    assert kept > 30
    assert store.ask(verify_journal).ok


def what_is_wrong(file: Damaged, told: Told | DatesUndecided) -> Iterator[str]:
    """Everything in which what was read is neither right nor pointed out; nothing, as a rule."""
    truth = told_by(file.good.encode())
    assert not isinstance(truth, Refused)
    true = truth[1]
    if isinstance(told, DatesUndecided) or isinstance(true, DatesUndecided):
        return
    if isinstance(told, Report) and isinstance(true, Report):
        yield from _of_report(file, told, true)
    elif type(told) is not type(true):
        yield f"it was {type(true).__name__} and is {type(told).__name__}"
    elif isinstance(told, Registrations) and isinstance(true, Registrations):
        yield from _lost(file, told.rows, true.rows, told.left_out)
    elif isinstance(told, Polls) and isinstance(true, Polls):
        yield from _of_polls(file, told)
    elif isinstance(told, Chat) and isinstance(true, Chat):
        yield from _of_chat(file, told, true)
    elif isinstance(told, Transcript) and isinstance(true, Transcript):
        yield from _of_transcript(file, told, true)


def _untouched(file: Damaged) -> dict[int, int]:
    """Lines of the good file that stand in the damaged one as they were: number before -> number now.

    Only those count that a header stands above untouched, or of one that was touched the file was refused.
    """
    places: dict[str, list[int]] = {}
    for number, line in enumerate(_LINES.split(file.text.lstrip("\ufeff")), start=1):
        places.setdefault(line, []).append(number)
    found = {}
    for number, line in enumerate(_LINES.split(file.good.lstrip("\ufeff")), start=1):
        if places.get(line):
            found[number] = places[line].pop(0)
    return found


def _of_report(file: Damaged, told: Report, true: Report) -> Iterator[str]:
    same = _untouched(file)
    now = {row.number: row for row in told.rows}
    looked_at = {*told.unreadable, *told.left_out, *told.absent}
    for row in true.rows:
        place = same.get(row.number)
        if place is None:
            continue
        if place not in now:
            if place not in looked_at:
                yield f"line {place} disappeared"
        elif place not in looked_at and (why := _differs(now[place], row)):
            yield f"line {place} was not touched and {why}"
    before = {row.number: row for row in true.rows}
    if len(_LINES.split(file.text)) == len(_LINES.split(file.good)):
        for number, row in now.items():
            if (
                number in before
                and number not in looked_at
                and (why := _differs(row, before[number], told.unique_users))
            ):
                yield f"line {number} {why}, and nobody says so"
    lines = len(told.rows) + len(told.left_out) + len(told.absent)
    filled = sum(_filled(line) for line in _LINES.split(file.text))
    if lines > filled:
        yield f"{lines} lines were read of {filled}"


def _filled(line: str) -> bool:
    return bool(re.sub(r"[\s,;\"]", "", line))


def _differs(row: ReportRow, true: ReportRow, unique: bool = False) -> str:
    """In what a row differs that a count would show; e-mail and name are only letters."""
    for name in ("joined_at", "left_at"):
        one, other = getattr(row, name), getattr(true, name)
        if (one is None) != (other is None) or (one and other and abs(one - other) > UNSEEN):
            return f"{name} is {one} and was {other}"
    if row.in_waiting_room != true.in_waiting_room:
        return f"waiting is {row.in_waiting_room}"
    alone = row.joined_at is None or row.left_at is None
    if alone and not unique and abs((row.minutes or 0) - (true.minutes or 0)) > 3:
        return f"minutes are {row.minutes} and were {true.minutes}"
    return ""


def _lost(file: Damaged, rows: tuple, true: tuple, left_out: tuple[int, ...]) -> Iterator[str]:
    same = _untouched(file)
    now = {row.number: row for row in rows}
    for row in true:
        place = same.get(row.number)
        if place is not None and place not in left_out:
            if place not in now:
                yield f"line {place} disappeared"
            elif file.how != "swapped" and {now[place].given_names, now[place].family_name} != {
                row.given_names,
                row.family_name,
            }:
                yield f"line {place} is somebody else"


def _of_polls(file: Damaged, told: Polls) -> Iterator[str]:
    filled = sum(_filled(line) for line in _LINES.split(file.text))
    if told.lines + len(told.left_out) > filled:
        yield f"{told.lines} lines were read of {filled}"
    lines = _LINES.split(file.good)
    data = {number for number, line in enumerate(lines, start=1) if re.match(r"\d+,", line)}
    same = _untouched(file)
    if all(number in same for number, line in enumerate(lines, start=1) if number not in data and line):
        seen = {(one.question, one.answers, one.name) for one in told.answers}
        for number in data & same.keys():
            kept = [line for at, line in enumerate(lines, start=1) if at not in data or at == number]
            alone = told_by("\n".join(kept).encode())
            if isinstance(alone, Refused) or not isinstance(alone[1], Polls) or file.how == "swapped":
                continue
            if not {(one.question, one.answers, one.name) for one in alone[1].answers} <= seen:
                yield f"what line {number} answers disappeared"
    for one in told.answers:
        if one.name is None and (one.email or one.answered_at):
            yield "somebody anonymous has an e-mail"


PRIVATE = {"secreto de la mesa"[at : at + 7] for at in range(12)} | {"no digas nada"[at : at + 7] for at in range(7)}


def _of_chat(file: Damaged, told: Chat, true: Chat) -> Iterator[str]:
    if file.how in ("flips", "nulls", "cut"):
        leaked = [one.text for one in told.lines if any(part in one.text for part in PRIVATE)]
        if leaked:
            yield f"a private message came in: {leaked}"
    same, now = _untouched(file), {one.number: one.author for one in told.lines}
    for one in true.lines:
        place = same.get(one.number)
        if place is not None and place not in told.left_out and now.get(place) != one.author:
            yield f"the message of line {place} disappeared"


def _of_transcript(file: Damaged, told: Transcript, true: Transcript) -> Iterator[str]:
    same = _untouched(file)
    now = Counter(one.number for one in told.lines)
    for one in true.lines:
        place = same.get(one.number)
        if place is not None and same.get(one.number + 1) == place + 1 and not now[place]:
            yield f"line {place} disappeared"


def test_most_damaged_files_can_still_be_read() -> None:
    """Refusing everything would be right, and of no use to anybody."""
    read = sum(not isinstance(told_by(damaged(number).data), Refused) for number in range(200))
    assert read > 100
