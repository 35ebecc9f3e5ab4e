"""Reader of the report of questions and answers of a webinar: what was asked in writing, as messages of the chat.

Form: a title, `Topic,Webinar ID`, and `#,Question,Asker Name,Asker Email,Answer(s)`; no times. The answers stay in the
file: some were given in private, and the report does not tell which.
"""

import re
from collections.abc import Mapping, Sequence

from db.errors import Refused
from db.zoom.files.cells import Rows
from db.zoom.files.headers import first, label
from db.zoom.files.participants import said
from db.zoom.files.told import Chat, ChatLine

_NUMBER = ("#", "no", "n.o", "no.", "nº", "num", "numero")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "pregunta", "pergunta", "domanda"),
    "asker": ("asker name", "nombre de quien pregunta", "nombre del solicitante", "nombre del autor de la pregunta"),
}
_NOBODY = re.compile(r"\banonym|\banonim")


def columns_in(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is which in the header of the questions; None where the row is none."""
    labels = [label(cell) for cell in row]
    if not labels or labels[0] not in _NUMBER:
        return None
    at = {column: place for column, words in _COLUMNS.items() if (place := first(labels, words, 1)) is not None}
    return at if {"question", "asker"} <= at.keys() else None


def read(rows: Rows) -> Chat:
    """Every question as a message of who asked it; whoever asked without her name has none. Raises Refused:
    zoom_file_no_questions.
    """
    top, at = next((number, found) for number, row in enumerate(rows) if (found := columns_in(row)))
    told: list[ChatLine] = []
    left_out = []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        if not any(cell.strip() for cell in row):
            continue
        asked, name = said(row, at["question"]), said(row, at["asker"]) or ""
        if asked is None or not (said(row, 0) or "").isdecimal():
            left_out.append(number)
            continue
        told.append(ChatLine(number, "" if _NOBODY.search(label(name)) else name, asked))
    if not told:
        raise Refused("zoom_file_no_questions")
    return Chat(tuple(told), left_out=tuple(left_out))
