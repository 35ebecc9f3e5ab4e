"""Reader of a poll report, in its three forms: questions beside answers, a table for each poll, a line an answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from db.errors import Refused
from db.zoom.files.cells import Rows
from db.zoom.files.headers import COLUMNS, find_meeting, first, label
from db.zoom.files.moments import dates_in_name, decide, moment_of, written
from db.zoom.files.participants import meeting_of, question, said
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.files.told import PollAnswer, Polls

_NUMBER = ("#", "no", "n.o", "no.", "nº", "num", "numero")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (*COLUMNS["name"], "user name", "nombre de usuario", "nom d'utilisateur", "nome de usuario", "nome utente"),
    "email": COLUMNS["email"],
    "answered": (
        "submitted date/time",
        "submitted date and time",
        "fecha/hora de envio",
        "fecha y hora de envio",
        "fecha/hora de presentacion",
        "date/heure de soumission",
        "date et heure de soumission",
        "data/hora de envio",
        "data e hora de envio",
        "data/ora di invio",
        "data e ora di invio",
    ),
}
_QUESTION = ("question", "pregunta", "pergunta", "domanda")
_ANSWER = ("answer", "answers", "respuesta", "respuestas", "reponse", "reponses", "resposta", "respostas", "risposta")
_NOBODY = re.compile(r"\banonym|\banonim")
_TITLES = ("poll report", "poll details", "informe de encuesta", "informe de sondeo", "polls", "zoom report")
_SEVERAL = re.compile(r";(?=\S)")


@dataclass(slots=True)
class _Table:
    """One table of a report: where its header stands, what its columns are, what it is called, its lines."""

    at: Mapping[str, int]
    header: Sequence[str]
    title: str
    lines: list[tuple[int, Sequence[str]]] = field(default_factory=list)

    @property
    def begins(self) -> int:
        """The first column that holds a question or an answer."""
        return max(self.at.values()) + 1


def columns_in(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is which in the header of a table of answers; None where the row is none."""
    labels = [label(cell) for cell in row]
    if not labels or labels[0] not in _NUMBER:
        return None
    at = {column: place for column, words in _COLUMNS.items() if (place := first(labels, words, 1)) is not None}
    return at if {"name", "answered"} <= at.keys() else None


def read(
    rows: Rows,
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_on: date | None = None,
    order: DateOrder | None = None,
) -> Polls | DatesUndecided:
    """The answers in a table that holds at least one header of answers, or the question how its dates are meant.

    Raises Refused: zoom_file_no_answers, zoom_dates_contradict.
    """
    tables = _tables(rows)
    moments = [
        one for table in tables for _, row in table.lines if (one := written(said(row, table.at["answered"]) or ""))
    ]
    top = next(number for number, row in enumerate(rows) if columns_in(row) is not None)
    found = find_meeting(rows, before=top)
    facts = {} if found is None else {name: told for name, place in found[0].items() if (told := said(found[1], place))}
    if order is None:
        near = (dates_in_name(file_name), (sitting_on,) if sitting_on else ())
        order = decide((), alone=moments, near=near)
    if order is None:
        return question((), moments)
    answers: list[PollAnswer] = []
    left_out = []
    for table in tables:
        for number, row in table.lines:
            if _is_whole(row, table):
                answers.extend(_answers(row, table, order, zone))
            else:
                left_out.append(number)
    if not answers:
        raise Refused("zoom_file_no_answers")
    lines = sum(len(table.lines) for table in tables) - len(left_out)
    return Polls(meeting_of(facts, order, zone), tuple(answers), tuple(left_out), lines)


def _tables(rows: Rows) -> list[_Table]:
    found: list[_Table] = []
    title = ""
    for number, row in enumerate(rows, start=1):
        filled = [cell.strip() for cell in row if cell.strip()]
        at = columns_in(row)
        if at is not None:
            found.append(_Table(at, row, title))
        elif len(filled) == 1 and not row[0].strip().isdecimal():
            title = "" if label(filled[0]) in _TITLES else filled[0]
        elif filled and found:
            found[-1].lines.append((number, row))
    return found


def _is_whole(row: Sequence[str], table: _Table) -> bool:
    """Whether a line begins with its number and was not cut off before its first answer."""
    return (said(row, 0) or "").isdecimal() and len(row) > table.begins


def _answers(row: Sequence[str], table: _Table, order: DateOrder, zone: tzinfo) -> Iterator[PollAnswer]:
    """What one line answers: nothing, where somebody left every question open."""
    name, email = said(row, table.at["name"]), (said(row, table.at.get("email")) or "").lower()
    if name and _NOBODY.search(label(name)):
        name = None
    at = moment_of(written(said(row, table.at["answered"]) or ""), order=order, zone=zone)
    for asked, told in _pairs(row, table):
        yield PollAnswer(
            poll=table.title,
            question=asked,
            answers=tuple(one.strip() for one in _SEVERAL.split(told) if one.strip()) or (told,),
            name=name,
            email=email if name and "@" in email else None,
            answered_at=at if name else None,
        )


def _pairs(row: Sequence[str], table: _Table) -> Iterator[tuple[str, str]]:
    """Each question of a line with its answer, wherever the form of the report has put them."""
    begins = table.begins
    titles = [" ".join(cell.split()) for cell in table.header[begins:]]
    if len(titles) >= 2 and label(titles[0]) in _QUESTION and label(titles[1]) in _ANSWER:
        places = [(begins, begins + 1)]
    elif any(titles):
        for place, title in enumerate(titles, start=begins):
            answered = said(row, place)
            if title and answered:
                yield title, answered
        return
    else:
        places = [(place, place + 1) for place in range(begins, len(row) - 1, 2)]
    for asked, told in places:
        question_, answer = said(row, asked), said(row, told)
        if question_ and answer:
            yield " ".join(question_.split()), answer
