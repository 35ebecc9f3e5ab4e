"""The agenda of seven days as others are told it: what is on it, and what must not be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar

from db.errors import Refused
from db.sittings.commands import change_sitting, plan_sitting
from db.sittings.planning import cancel
from desktop.sittings.week_file import week_file
from desktop.sittings.week_notice import message, notice, poster, web_page
from tests.record import EVENING

FIRST = date(2026, 11, 16)
LINK = "https://zoom.example/j/91234567890"


@pytest.fixture
def week(store, city):
    """Two evenings of one district, one of another, and one that comes a week later."""
    facts = {"mode": "hybrid", "zoom_number": "912 3456 7890", "join_link": LINK}
    store.do(plan_sitting, council="Consejo El Muelle", title="Faroles", starts_at=EVENING, **facts)
    off = store.do(
        plan_sitting, council="Consejo Los Aromos", title="Plaza", starts_at=EVENING + timedelta(days=1)
    ).outcome
    store.do(cancel, sitting_id=off)
    loma = city.district("loma").id
    store.do(plan_sitting, council="Consejo Mirador", title="Veredas", starts_at=EVENING, district_id=loma)
    store.do(plan_sitting, council="Consejo El Muelle", title="Más", starts_at=EVENING + timedelta(days=7))

    def told(*, public=True, district="ribera"):
        district_id = city.district(district).id if district else None
        return store.ask(notice, first=FIRST, city=city, district_id=district_id, public=public)

    return told


def test_it_has_the_evenings_of_the_week_and_of_the_district(week):
    assert [card.title for card in week().cards] == ["Faroles", "Plaza"]
    assert {card.title for card in week(district="").cards} == {"Faroles", "Plaza", "Veredas"}


def test_nobody_outside_is_told_the_link_or_the_number_of_zoom(week):
    inside, outside = message(week(public=False)), message(week())
    assert LINK in inside
    assert "912 3456 7890" in inside
    for told in (outside, web_page(week()), web_page(week(public=False)), repr(poster(week()))):
        assert "zoom.example" not in told
        assert "3456" not in told


def test_everybody_reads_what_the_evening_is_about_and_nobody_outside_who_facilitates(week, store, city):
    facts = {"title": "Consejo Puerto", "starts_at": EVENING, "facilitator": "Nélida Quillahuetz"}
    store.do(plan_sitting, council="Consejo Puerto", **facts)
    for told in (message(week()), web_page(week()), repr(poster(week()))):
        assert "Faroles" in told
        assert told.count("Consejo Puerto") == 1, "a title that only says the council again is left out"
        assert "Quillahuetz" not in told
    assert "Quillahuetz" in repr(poster(week(public=False)))


def test_an_evening_that_was_called_off_says_so_everywhere(week, opened, tmp_path):
    assert "SUSPENDIDA" in message(week())
    assert "SUSPENDIDA" in web_page(week())
    path = Path(week_file(opened, FIRST, str(tmp_path / "semana.ics"), "ribera", public=True, force=False))
    events: Any = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert events[0]["DTSTART"].dt == EVENING
    assert events[0]["SUMMARY"] == "Consejo El Muelle: Faroles"
    assert str(events[1]["SUMMARY"]).startswith("SUSPENDIDA: ")


def test_a_calendar_that_is_taken_in_again_moves_the_evening_and_adds_none(week, store, opened, tmp_path, clock, city):
    path = tmp_path / "semana.ics"

    def read() -> tuple[Any, Any]:
        week_file(opened, FIRST, str(path), "ribera", public=True, force=True)
        whole: Any = Calendar.from_ical(path.read_bytes())
        return whole, whole.walk("VEVENT")[0]

    whole, before = read()
    assert before["DTSTART"].params["TZID"] == city.zone.key
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == [city.zone.key]
    clock.forward(minutes=3)
    sitting = str(before["UID"]).removesuffix("@cabildo")
    store.do(change_sitting, sitting_id=sitting, starts_at=EVENING + timedelta(hours=1))
    _, after = read()
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == EVENING + timedelta(hours=1)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    clock.forward(minutes=3)
    store.do(cancel, sitting_id=sitting)
    _, off = read()
    assert (off["UID"], str(off["STATUS"])) == (before["UID"], "CANCELLED")
    assert off["SEQUENCE"] > after["SEQUENCE"]


def test_the_page_says_its_language_and_has_one_first_heading(week):
    page = web_page(week(), "semana.ics")
    assert page.startswith('<!DOCTYPE html>\n<html lang="es-AR">')
    assert page.count("<h1>") == 1
    assert "<script" not in page
    assert 'href="semana.ics"' in page
    assert f'datetime="{(EVENING).astimezone(week().city.zone).isoformat()}"' in page


def test_the_poster_is_written_in_word_and_in_pdf(week, opened, tmp_path):
    made = week_file(opened, FIRST, str(tmp_path / "semana.docx"), "", public=True, force=False)
    assert "Consejo Mirador" in "\n".join(one.text for one in Document(made).paragraphs)
    path = Path(week_file(opened, FIRST, str(tmp_path), "", public=False, force=False))
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_there_or_of_no_kind_is_refused(week, opened, tmp_path):
    there = tmp_path / "semana.txt"
    there.write_text("mío")
    for name, code in ((there, "paper_file_exists"), (tmp_path / "semana.xls", "week_ending_unknown")):
        with pytest.raises(Refused) as no:
            week_file(opened, FIRST, str(name), "", public=True, force=False)
        assert no.value.code == code
    assert there.read_text() == "mío"
