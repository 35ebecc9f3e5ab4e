"""What can be done with questionnaires and their replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.base import canonical
from db.clock import named_id
from db.errors import Refused
from db.residents.persons import row_here
from db.sittings.commands import sitting_row
from db.surveys import rules
from db.surveys.counting import POLL, poll_counted
from db.surveys.known_again import SheetLine, known_again
from db.surveys.tables import Questionnaire, Reply
from db.work import Work


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a table of replies: the sheets that were written, how many stood there from the same table, and
    per line that was not understood the refusal."""

    reply_ids: tuple[str, ...] = ()
    same: int = 0
    refused: tuple[tuple[int, Refused], ...] = ()

    @property
    def written(self) -> int:
        return len(self.reply_ids)


def define(work: Work, *, definition: Mapping[str, Any]) -> str:
    """Writes a questionnaire down, or finds it when it is there word for word; answers its identifier.

    Every desk that defines the same words gets the same identifier, so that their replies are counted together.
    Raises Refused as `rules.clean_definition`.
    """
    fields = rules.clean_definition(definition)
    told = canonical(fields)
    questionnaire_id = named_id("questionnaire", work.identity.city_id, told)
    known = work.session.get(Questionnaire, questionnaire_id)
    if known is None:
        work.session.add(Questionnaire(id=questionnaire_id, city_id=work.identity.city_id, **fields))
        work.session.flush()
    elif known.removed_at is not None:
        known.removed_at = None
    return questionnaire_id


def retire(work: Work, *, questionnaire_id: str) -> None:
    """Takes a questionnaire off the list of what is asked; its replies stay. Raises Refused: survey_unknown."""
    questionnaire_row(work, questionnaire_id).removed_at = work.clock.now()


def reply(
    work: Work,
    *,
    questionnaire_id: str,
    told: Mapping[str, Any],
    way: str = "paper",
    answered_on: date,
    sitting_id: str | None = None,
    resident_id: str | None = None,
    neighbourhood_id: str | None = None,
) -> str:
    """Writes one sheet of answers down and answers its identifier.

    Of an anonymous questionnaire the person is not kept, whoever is told; her quarter is the roll's when none is told.
    Raises Refused: survey_unknown, sitting_unknown, resident_unknown, survey_way_unknown, survey_needs_sitting (what is
    asked of a sitting without one), survey_poll_counted (typed as of the call, whose poll is counted already), and as
    `rules.clean_answers`.
    """
    asked = _asked(work, questionnaire_id, sitting_id, way)
    if resident_id is not None:
        person = row_here(work.session, resident_id)
        if person is None or person.removed_at is not None:
            raise Refused("resident_unknown")
        resident_id = person.id
        neighbourhood_id = neighbourhood_id or person.neighbourhood_id
    answers, in_words = rules.clean_answers(asked.questions, told)
    made = Reply(
        questionnaire_id=questionnaire_id,
        sitting_id=sitting_id,
        resident_id=None if asked.anonymous else resident_id,
        neighbourhood_id=neighbourhood_id,
        way=way,
        answered_on=answered_on,
        answers=answers,
        words=in_words,
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def take_in_replies(
    work: Work,
    *,
    questionnaire_id: str,
    lines: Sequence[SheetLine],
    way: str,
    answered_on: date,
    sitting_id: str | None = None,
) -> TakenIn:
    """Writes a whole table of answers down; a line that cannot be read is left out and told. A table that comes again,
    put right or grown, writes only what is new in it.

    Raises Refused as `reply` where all of them would be refused for the same: survey_unknown, sitting_unknown,
    survey_way_unknown, survey_needs_sitting, survey_poll_counted.
    """
    asked = _asked(work, questionnaire_id, sitting_id, way)
    written: list[str] = []
    refused: list[tuple[int, Refused]] = []
    same = 0
    for line, reply_id in zip(lines, known_again(work, lines, questionnaire_id, sitting_id), strict=True):
        try:
            answers, in_words = rules.clean_answers(asked.questions, line.told)
        except Refused as no:
            refused.append((line.number, no))
            continue
        known = work.session.get(Reply, reply_id)
        if known is not None and known.removed_at is None:
            same += 1
            continue
        facts = {"way": way, "answered_on": answered_on, "neighbourhood_id": line.neighbourhood_id}
        if known is None:
            made = Reply(id=reply_id, questionnaire_id=questionnaire_id, sitting_id=sitting_id, **facts)
            made.answers, made.words = answers, in_words
            work.session.add(made)
        else:  # it was taken out, and the table is taken in anew
            known.removed_at = None
            for name, value in facts.items():
                setattr(known, name, value)
        written.append(reply_id)
    work.session.flush()
    return TakenIn(tuple(written), same, tuple(refused))


def withdraw_all(work: Work, *, reply_ids: Sequence[str]) -> None:
    """Takes a whole table out again; a sheet that is out already stays so."""
    for reply_id in reply_ids:
        row = work.session.get(Reply, reply_id)
        if row is not None and row.removed_at is None:
            row.removed_at = work.clock.now()


def withdraw(work: Work, *, reply_id: str) -> None:
    """Takes a sheet of answers out again: it was typed twice, or of another evening. Raises Refused: reply_unknown."""
    row = work.session.get(Reply, reply_id)
    if row is None or row.removed_at is not None:
        raise Refused("reply_unknown")
    row.removed_at = work.clock.now()


def bring_back(work: Work, *, reply_id: str) -> None:
    """A sheet that was taken out is counted again. Raises Refused: reply_unknown."""
    row = work.session.get(Reply, reply_id)
    if row is None:
        raise Refused("reply_unknown")
    row.removed_at = None


def questionnaire_row(work: Work, questionnaire_id: str) -> Questionnaire:
    """The row of a questionnaire that is asked. Raises Refused: survey_unknown."""
    row = work.session.get(Questionnaire, questionnaire_id)
    if row is None or row.removed_at is not None:
        raise Refused("survey_unknown")
    return row


def _asked(work: Work, questionnaire_id: str, sitting_id: str | None, way: str) -> Questionnaire:
    """What is asked, where a sheet of that sitting and way may be written."""
    asked = questionnaire_row(work, questionnaire_id)
    if sitting_id is not None:
        sitting_row(work, sitting_id)
    elif asked.subject == "perception":
        raise Refused("survey_needs_sitting")
    if rules.known_way(way) == POLL and sitting_id and poll_counted(work.session, questionnaire_id, sitting_id):
        raise Refused("survey_poll_counted")
    return asked
