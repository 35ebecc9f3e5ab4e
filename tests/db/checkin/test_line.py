"""One line of the door is read for a name, a document, a telephone, a quarter, and who came with her."""

from __future__ import annotations

import pytest

from db.checkin.line import Line, read_line

QUARTERS = {"echesortu": "e", "martin": "m", "villa del parque": "v"}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Cora Yrurtia", Line("Cora Yrurtia")),
        ("yrurtia, cora M22333444", Line("yrurtia, cora", "22333444")),
        ("22.333.444", Line("", "22333444")),
        ("Cora Yrurtia 22333444 099 123 456", Line("Cora Yrurtia", "22333444", "099123456")),
        ("Cora 2da Yrurtia", Line("Cora 2da Yrurtia")),
        ("\u202aCora Yrurtia \u202a+54 9 341 412-3456\u202c", Line("Cora Yrurtia", "", "+5493414123456")),
        ("Yrurtia, Cora 341 4123456", Line("Yrurtia, Cora", "", "3414123456")),
        ("Cora Yrurtia +54 9 341 4123456", Line("Cora Yrurtia", "", "+5493414123456")),
        ("Cora Yrurtia tel 4123456", Line("Cora Yrurtia", "", "4123456")),
        ("Cora Yrurtia dni 4123456", Line("Cora Yrurtia", "4123456")),
        ("Cora Yrurtia, Echesortu", Line("Cora Yrurtia", neighbourhood_id="e")),
        ("Cora Yrurtia, villa del PARQUE, 22333444", Line("Cora Yrurtia", "22333444", neighbourhood_id="v")),
        ("Yrurtia, Cora, Echesortu", Line("Yrurtia, Cora", neighbourhood_id="e")),
        ("Cora Yrurtia barrio Echesortu", Line("Cora Yrurtia", neighbourhood_id="e")),
        ("Martin, Cora", Line("Martin, Cora")),
        ("Yrurtia, Martin", Line("Yrurtia, Martin")),
        ("Cora Yrurtia +2", Line("Cora Yrurtia", companions=2)),
        ("cora+2", Line("cora+2")),
        ("", Line()),
    ],
)
def test_one_line_is_read_for_all_it_says(line: str, read: Line) -> None:
    assert read_line(line, QUARTERS) == read


def test_a_line_says_more_than_a_search_when_it_tells_a_person() -> None:
    assert read_line("Cora Yrurtia 22333444").says_more
    assert not read_line("Cora Yrurtia").says_more
    assert not read_line("22333444").says_more
