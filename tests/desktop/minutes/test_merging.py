"""What is new in the record comes into a text that a secretary built anew, or is told to have been left out."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from docx import Document
from docx.shared import Cm

from db.minutes.facts import Commitment
from desktop.minutes.carrying import carry_on
from desktop.minutes.document import write
from desktop.minutes.reading import lines
from tests.desktop.minutes.evening import COMMITMENTS, EVENING, PEOPLE, PREVIOUS

BASE = write(EVENING).content
LATE = replace(
    EVENING,
    commitments=(*COMMITMENTS, Commitment("Traer la llave del salón.")),
    previous=(replace(PREVIOUS[0], state="kept"), PREVIOUS[1]),
)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_column_of_her_own_keeps_no_late_row_out() -> None:
    document = Document(io.BytesIO(BASE))
    hers = next(one for one in document.tables if [cell.text for cell in one.rows[0].cells][-1] == "Fecha")
    hers.add_column(Cm(2.5))
    hers.rows[0].cells[-1].text = "Observaciones"
    hers.rows[1].cells[-1].text = "Urgente"

    told = carry_on(BASE, saved(document), write(LATE).content)

    rows = [line.text for line in lines(told.content)]
    assert "1 | Reponer las luminarias de la plaza. | Alumbrado Público | 15/12/2026 | Urgente" in rows
    assert "3 | Traer la llave del salón. | sin responsable | sin fecha | " in rows
    assert any("Traer la llave" in one.after for one in told.brought)


def test_what_is_new_in_a_table_she_took_out_is_told_to_be_left_out() -> None:
    document = Document(io.BytesIO(BASE))
    gone = next(one for one in document.tables if one.rows[0].cells[-1].text == "Estado")
    document.element.body.remove(gone._tbl)

    told = carry_on(BASE, saved(document), write(LATE).content)

    assert [(one.before.split(" | ")[-1], one.after.split(" | ")[-1]) for one in told.left] == [
        ("Abierto, vencido", "Cumplido")
    ]
    assert "Podar los plátanos" not in "".join(line.text for line in lines(told.content))


def test_whoever_is_added_late_stands_in_her_wider_table_where_the_alphabet_puts_her() -> None:
    document = Document(io.BytesIO(BASE))
    hers = next(one for one in document.tables if one.rows[0].cells[-1].text == "Egreso")
    hers.add_column(Cm(2.5))
    hers.rows[0].cells[-1].text = "Firma"
    marta, *others = PEOPLE
    late = replace(EVENING, people=(marta, replace(marta, resident="r9", given_names="Nélida"), *others))

    told = carry_on(BASE, saved(document), write(late).content)

    rows = [line.text for line in lines(told.content) if line.under == "Personas presentes"]
    assert rows[0].endswith("Egreso | Firma")
    assert any(row.startswith("2 | Ledesma, Nélida") for row in rows)
    assert {row.count(" | ") for row in rows[:6]} == {6}
