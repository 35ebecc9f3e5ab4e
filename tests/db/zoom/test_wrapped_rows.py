"""Reports that a spreadsheet opened wrongly and saved again: each row is one cell, padded with empty ones or not."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest

from db.zoom.files.opening import read_told
from db.zoom.files.report import Report
from tests.db.zoom import forge
from tests.db.zoom.forge import TONGUES, ZONE

EVENING = forge.evening(Random(7))


def told_by(text: str) -> Report:
    told = read_told(text.encode(), zone=ZONE, sitting_at=EVENING.begins)[1]
    assert isinstance(told, Report)
    return told


def wrapped(text: str, outer: str, *, padding: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=outer, lineterminator="\r\n")
    for line in text.splitlines():
        writer.writerow([line, *[""] * padding])
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "es", "it"])
@pytest.mark.parametrize("outer", [";", "\t", ","])
@pytest.mark.parametrize("padding", [0, 1, 3])
def test_rows_in_one_cell_tell_the_same_with_and_without_empty_cells_behind(
    language: str, outer: str, padding: int
) -> None:
    whole = forge.text_of(rows := forge.rows_of(EVENING, TONGUES[language]))
    assert told_by(wrapped(whole, outer, padding=padding)) == told_by(whole)
    with_meeting = forge.text_of(forge.with_meeting(EVENING, TONGUES[language], rows))
    assert told_by(wrapped(with_meeting, outer, padding=padding)) == told_by(with_meeting)


def test_a_row_of_several_cells_far_down_is_pointed_out() -> None:
    header, *lines = forge.text_of(forge.rows_of(EVENING, TONGUES["en"])).splitlines()
    many = [header, *(lines * 300)[:300]]
    text = wrapped("\n".join(many), ",", padding=0).splitlines()
    text[250] += ",x"
    told = told_by("\r\n".join(text))
    assert (len(told.rows), told.unreadable) == (300, (251,))
