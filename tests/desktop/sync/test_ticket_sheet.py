"""The page that an administrator hands over: the code on it can be read, and it says until when."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from db.places.city import City
from db.sync.ticket import Ticket, ticket_of
from desktop.paper.sheet import Picture
from desktop.sync.ticket_code import code_in
from desktop.sync.ticket_sheet import save_ticket_sheet, ticket_sheet
from tests.record import EVENING

TICKET = Ticket(
    "postgresql+psycopg://base.ciudad.example/cabildo", "cabildo_0198a6f0-1c00-7000-8000-00000000000a", "s" * 43,
    "villa_ejemplo", None, "Ribera 2", "facilitator", None, "2026-11-26T21:30:00.000000Z",
)  # fmt: skip


def test_the_code_on_the_page_is_the_enrolment_file(city: City) -> None:
    pytest.importorskip("zxingcpp")
    sheet = ticket_sheet(TICKET, city, now=EVENING)
    (picture,) = [block for block in sheet.blocks if isinstance(block, Picture)]
    told = code_in(QImage.fromData(picture.content))
    assert told is not None
    assert ticket_of(told) == TICKET


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_it_says_whose_it_is_and_until_when(city: City, tmp_path: Path, ending: str) -> None:
    sheet = ticket_sheet(TICKET, city, now=EVENING)
    said = repr(sheet.blocks)
    assert "Ribera 2 · facilitación · toda la ciudad" in said
    assert "26/11/2026 18:30" in said
    path = save_ticket_sheet(TICKET, city, tmp_path / f"hoja.{ending}")
    assert path.stat().st_size > 5000
