"""Polls of a call become sheets of the perception survey, as far as they ask what a questionnaire asks.

A poll asks some of the questions, in its own order; what it asks besides stays with the call. A sheet that came of a
poll has the way `zoom`, nobody's name, and of the questions those that were answered. Whatever was told in words stays
with the call as well: it may name somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from sqlalchemy import select

from db.clock import named_id
from db.errors import Refused
from db.folding import fold, words
from db.matching.commands import take_handout_out
from db.sittings.commands import sitting_row
from db.surveys.commands import define
from db.surveys.counting import POLL
from db.surveys.rules import TEXT, clean_answers, clean_definition
from db.surveys.tables import Questionnaire, Reply
from db.work import Work
from db.zoom.files.told import Polls
from db.zoom.handouts import HandedOut, take_in_polls
from db.zoom.tables import PollAnswer

PERCEPTION = "perception"
_Definitions = Iterable[Mapping[str, Any]]


def take_in_answers(
    work: Work, *, sitting_id: str, told: Polls, zone: tzinfo, sha256: str, definitions: _Definitions = (),
    file_name: str = "", source: str = "csv",
) -> HandedOut:  # fmt: skip
    """Stores what was answered in polls (as `take_in_polls`), and makes sheets of it, of the sitting's day.

    `definitions` are questionnaires that may be meant and are written down with their first sheet. Raises Refused:
    sitting_unknown, sitting_signed.
    """
    taken = take_in_polls(work, sitting_id=sitting_id, told=told, sha256=sha256, file_name=file_name, source=source)
    sheets_of_polls(work, sitting_id=sitting_id, zone=zone, definitions=definitions)
    return taken


def take_answers_out(work: Work, *, handout_id: str, zone: tzinfo) -> str:
    """Takes a handout out as `take_handout_out` does, and with a poll the sheets that came of it; those of the poll
    that it had replaced come back. Answers the sitting. Raises Refused: handout_unknown, sitting_signed."""
    sitting_id = take_handout_out(work, handout_id=handout_id)
    sheets_of_polls(work, sitting_id=sitting_id, zone=zone)
    return sitting_id


def sheets_of_polls(work: Work, *, sitting_id: str, zone: tzinfo, definitions: _Definitions = ()) -> int:
    """Brings the sheets of a sitting up to what its polls say now; answers how many there are. Doing it again changes
    nothing, and every desk that does it makes the same ones. Raises Refused: sitting_unknown.
    """
    day = sitting_row(work, sitting_id).starts_at.astimezone(zone).date()
    every = list(
        work.session.scalars(
            select(PollAnswer)
            .where(PollAnswer.sitting_id == sitting_id)
            .order_by(PollAnswer.handout_id, PollAnswer.number)
        )
    )
    asked = _asked(work, definitions) if every else {}
    made = _sheets(work, [one for one in every if one.removed_at is None], asked)
    before = _made_before(work, sitting_id, every)
    for sheet_id, row in before.items():
        if sheet_id not in made and row.removed_at is None:
            row.removed_at = work.clock.now()
    for sheet_id, (questionnaire_id, answers) in made.items():
        known = before.get(sheet_id)
        if known is None:
            facts: dict[str, Any] = {"sitting_id": sitting_id, "way": POLL, "answered_on": day, "answers": answers}
            work.session.add(Reply(id=sheet_id, questionnaire_id=questionnaire_id, **facts))
        elif known.removed_at is not None or known.answers != answers:
            known.removed_at, known.answers = None, answers
    work.session.flush()
    return len(made)


@dataclass
class _Sheet:
    """What one person answered: by questionnaire (its place in the list) and key of the question."""

    handout_id: str
    number: int
    told: dict[int, dict[str, Sequence[str]]] = field(default_factory=dict)


# By the folded words of a question: the questionnaire that asks it, or one still to be written down, and the question.
_Asked = dict[str, tuple["_Meant", Mapping[str, Any]]]


@dataclass
class _Meant:
    place: int
    questions: Sequence[Mapping[str, Any]]
    questionnaire_id: str | None = None
    definition: Mapping[str, Any] = field(default_factory=dict)

    def id_in(self, work: Work) -> str:
        if self.questionnaire_id is None:
            self.questionnaire_id = define(work, definition=self.definition)
        return self.questionnaire_id


def _asked(work: Work, definitions: _Definitions) -> _Asked:
    rows = work.session.scalars(
        select(Questionnaire)
        .where(Questionnaire.subject == PERCEPTION, Questionnaire.removed_at.is_(None))
        .order_by(Questionnaire.id)
    ).all()
    meant = [_Meant(place, row.questions, row.id) for place, row in enumerate(rows)]
    codes = {row.code for row in rows}
    for told in definitions:
        clean = clean_definition(told)
        if clean["subject"] == PERCEPTION and clean["code"] not in codes:
            meant.append(_Meant(len(meant), clean["questions"], definition=told))
    found: _Asked = {}
    for one in meant:
        for question in one.questions:
            if question["kind"] != TEXT:
                found.setdefault(_sign(question["text"]), (one, question))
    return found


def _sheets(
    work: Work, lines: Iterable[PollAnswer], asked: _Asked
) -> dict[str, tuple[str, dict[str, Any]]]:  # fmt: skip
    """By the identifier of the sheet: its questionnaire, and its answers."""
    sheets: dict[tuple[str, str], _Sheet] = {}
    meant: dict[int, _Meant] = {}
    of_handout: dict[str, _Sheet] = {}
    for line in lines:
        known = asked.get(_sign(line.question))
        if known is None:
            continue
        one, question = known
        meant[one.place] = one
        if line.name:
            who = line.handout_id, f"{fold(line.name)}\n{(line.email or '').casefold()}"
            sheet = sheets.setdefault(who, _Sheet(line.handout_id, line.number))
        else:
            # Nobody is told: a report has a line for each of them, and the next one begins where a question returns.
            last = of_handout.get(line.handout_id)
            if last is None or question["key"] in last.told.get(one.place, {}):
                last = _Sheet(line.handout_id, line.number)
                of_handout[line.handout_id] = sheets[line.handout_id, f"#{line.number}"] = last
            sheet = last
        sheet.told.setdefault(one.place, {})[question["key"]] = line.answers.split("\n")
    found = {}
    for sheet in sheets.values():
        for place, told in sheet.told.items():
            if answers := _understood(meant[place].questions, told):
                questionnaire_id = meant[place].id_in(work)
                found[_id(sheet.handout_id, sheet.number, questionnaire_id)] = questionnaire_id, answers
    return found


def _understood(questions: Sequence[Mapping[str, Any]], told: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The answers that are among those of the questionnaire; a poll with others asked something else there."""
    found: dict[str, Any] = {}
    for key, said in told.items():
        try:
            found |= clean_answers(questions, {key: list(said)})[0]
        except Refused:
            continue
    return found


def _made_before(work: Work, sitting_id: str, every: Iterable[PollAnswer]) -> dict[str, Reply]:
    """The sheets that came of any poll of the sitting, of one that was taken out as well."""
    lines = {(one.handout_id, one.number) for one in every}
    rows = work.session.scalars(select(Reply).where(Reply.sitting_id == sitting_id, Reply.way == POLL)).all()
    named = {
        _id(handout, number, questionnaire): None
        for questionnaire in {row.questionnaire_id for row in rows}
        for handout, number in lines
    }
    return {row.id: row for row in rows if row.id in named}


def _id(handout_id: str, number: int, questionnaire_id: str) -> str:
    return named_id("reply", handout_id, str(number), questionnaire_id)


def _sign(text: str) -> str:
    return " ".join(words(text))
