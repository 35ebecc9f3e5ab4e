"""The annual report of a city of a million presences, as Word and as PDF: from the question to the bytes.

The peer is the plain grouped SQL over the same encrypted file that counts the people of a year by month, once.
"""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import text

from desktop.paper import pdf, word
from desktop.reports.gathering import Wanted, gather
from desktop.reports.report import report_sheet
from tests.benchmarks.big_years import LAST

YEAR = LAST.year - 1
AT_MOST = 15.0  # seconds: who asks for the year's report waits for it

GROUPED = """SELECT substr(s.starts_at, 1, 7), count(DISTINCT p.resident_id) FROM presence p
JOIN sitting s ON s.id = p.sitting_id GROUP BY 1"""


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("write", [word.write, pdf.write], ids=["word", "pdf"])
def test_the_report_of_a_year_of_the_city(years, qapp, measured, write) -> None:
    store, city = years.store, years.city
    began = time.perf_counter()
    wanted = Wanted(date(YEAR, 1, 1), date(YEAR, 12, 31), public=True)
    told = store.ask(gather, wanted=wanted, city=city, today=LAST.date())
    asked = time.perf_counter() - began
    write(report_sheet(told, city))
    whole = time.perf_counter() - began
    began = time.perf_counter()
    store.ask(lambda session: session.execute(text(GROUPED)).all())
    peer = time.perf_counter() - began
    measured.lines.append(
        f"report of {YEAR}: figures {asked:.2f} s, whole {whole:.2f} s; one grouped question {peer:.2f} s"
    )
    assert told.value("sittings")
    assert whole < AT_MOST
