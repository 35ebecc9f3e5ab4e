"""What can be done with questionnaires and their replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.base import canonical
from db.clock import named_id
from db.errors import Refused
from db.residents.tables import Resident
from db.sittings.commands import sitting_row
from db.surveys import rules
from db.surveys.tables import Questionnaire, Reply
from db.work import Work


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a table of replies: its number as a spreadsheet shows it, and what was told, by question's key."""

    number: int
    told: Mapping[str, Any]
    neighbourhood_id: str | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a table of replies: how many were written; per line that was not, the refusal."""

    written: int
    refused: tuple[tuple[int, Refused], ...] = ()


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
    asked of a sitting without one), and as `rules.clean_answers`.
    """
    asked = questionnaire_row(work, questionnaire_id)
    if sitting_id is not None:
        sitting_row(work, sitting_id)
    elif asked.subject == "perception":
        raise Refused("survey_needs_sitting")
    answers, in_words = rules.clean_answers(asked.questions, told)
    if resident_id is not None:
        person = work.session.get(Resident, resident_id)
        if person is None or person.removed_at is not None:
            raise Refused("resident_unknown")
        neighbourhood_id = neighbourhood_id or person.neighbourhood_id
    made = Reply(
        questionnaire_id=questionnaire_id,
        sitting_id=sitting_id,
        resident_id=None if asked.anonymous else resident_id,
        neighbourhood_id=neighbourhood_id,
        way=rules.known_way(way),
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
    """Writes a whole table of answers down; a line that cannot be read is left out and told. Raises Refused as `reply`
    where all of them would be refused for the same: survey_unknown, sitting_unknown, survey_needs_sitting.
    """
    asked = questionnaire_row(work, questionnaire_id)
    if asked.subject == "perception" and sitting_id is None:
        raise Refused("survey_needs_sitting")
    if sitting_id is not None:
        sitting_row(work, sitting_id)
    refused: list[tuple[int, Refused]] = []
    for line in lines:
        try:
            reply(
                work,
                questionnaire_id=questionnaire_id,
                told=line.told,
                way=way,
                answered_on=answered_on,
                sitting_id=sitting_id,
                neighbourhood_id=line.neighbourhood_id,
            )
        except Refused as no:
            refused.append((line.number, no))
    return TakenIn(len(lines) - len(refused), tuple(refused))


def withdraw(work: Work, *, reply_id: str) -> None:
    """Takes a sheet of answers out again: it was typed twice, or of another evening. Raises Refused: reply_unknown."""
    row = work.session.get(Reply, reply_id)
    if row is None or row.removed_at is not None:
        raise Refused("reply_unknown")
    row.removed_at = work.clock.now()


def questionnaire_row(work: Work, questionnaire_id: str) -> Questionnaire:
    """The row of a questionnaire that is asked. Raises Refused: survey_unknown."""
    row = work.session.get(Questionnaire, questionnaire_id)
    if row is None or row.removed_at is not None:
        raise Refused("survey_unknown")
    return row
