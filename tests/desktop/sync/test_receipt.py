"""The receipt on paper: what was sent, what was confirmed, and the seal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.places.city import City
from db.sync.queries import ReceiptCard
from desktop.paper.sheet import Facts, Title
from desktop.sync.receipt import receipt_name, receipt_sheet, save_receipt

AT = datetime(2026, 11, 19, 22, 40, tzinfo=UTC)
CARD = ReceiptCard("r", AT, "done", 47, 47, 0, False, 470, "a1b2c3d4" * 8, 12)


def test_it_says_sent_confirmed_and_left_and_names_the_seal(city: City) -> None:
    sheet = receipt_sheet(CARD, city, desk="Ribera 1", server="base.ciudad.example", pending=0, now=AT)
    title, facts = sheet.blocks[0], sheet.blocks[1]
    assert isinstance(title, Title)
    assert title.under == "47 enviados, 47 confirmados, 0 por enviar"
    assert isinstance(facts, Facts)
    told = dict(facts.rows)
    assert told["Último asiento confirmado"] == "470"
    assert told["Sello de ese asiento"].replace(" ", "") == CARD.head_hash
    assert told["Asientos recibidos de otros puestos"] == "12"
    assert told["Fecha y hora del envío"] == "19/11/2026 19:40:00"
    assert "2026-11-19 19.40" in receipt_name(CARD, city)


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_it_is_written_as_pdf_and_as_word(qapp: QApplication, city: City, tmp_path: Path, ending: str) -> None:
    sheet = receipt_sheet(CARD, city, desk="Ribera 1", server="base.ciudad.example", pending=0, now=AT)
    assert save_receipt(sheet, tmp_path / f"constancia{ending}").stat().st_size > 2000
