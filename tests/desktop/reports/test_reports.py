"""Reports and open data: the same numbers on screen, on paper and in public, and nobody to be recognised in them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document
from lxml import html
from PySide6.QtCore import Qt

from db.insights.answers import lines
from db.insights.publications import note_publication
from db.insights.scope import Scope
from db.issues.commands import add_issue
from db.places.city_map import read_map
from db.places.mapping import take_in_map
from db.places.queries import neighbourhoods
from db.surveys.commands import define, reply
from desktop import i18n
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import Board
from desktop.kit.surfaces import Page
from desktop.paper import pdf, word
from desktop.paper.words import load
from desktop.questionnaires import shipped
from desktop.reports.charts import charts, district_chart
from desktop.reports.gathering import Area, Wanted, gather
from desktop.reports.map_drawing import area_map
from desktop.reports.open_data import ALL, PAGE, PARTS, SITTINGS, write
from desktop.reports.page import _write
from desktop.reports.presenter import ReportPresenter, Wish, last_two_months, periods
from desktop.reports.report import report_sheet
from desktop.reports.said_charts import every_chart
from desktop.reports.summary import counted, listed, percent, sentences
from desktop.reports.view import ReportButton
from desktop.shell.signals import ShellSignals
from tests.db.places import maps
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import TODAY, Seen, hold
from tests.record import EVENING

NOVEMBER = Wanted(date(2026, 11, 1), date(2026, 11, 30), public=True)


@pytest.fixture
def held(store, city):
    """A month of two districts: three evenings with seven, six and nine neighbours, and one with two."""
    hold(store, EVENING - timedelta(days=7), people=7)
    hold(store, EVENING, people=6)
    hold(store, EVENING, council="Consejo Mirador", district_id=city.district("loma").id, people=9)
    hold(store, EVENING + timedelta(days=1), council="Consejo Aromos", people=2)


@pytest.fixture
def told(store, city, held):
    def of(wanted=NOVEMBER):
        return store.ask(gather, wanted=wanted, city=city, today=TODAY)

    return of


def tables(content: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in Document(io.BytesIO(content)).tables]


def test_the_screen_the_word_report_and_the_public_page_say_the_same(store, city, told, tmp_path):
    view = Seen()
    presenter = BoardPresenter(view, PlainDesk(store), city, lambda: TODAY)
    asyncio.run(presenter.choose_days(NOVEMBER.since, NOVEMBER.until))
    screen = figures_on_screen(view.board)

    numbers = tables(word.write(report_sheet(told(), city)))[0]
    paper = {row[0]: row[1] for row in numbers}
    write(told(), store.ask(lines, scope=told().scope, zone=city.zone), city, tmp_path)
    page: Any = html.fromstring((tmp_path / PAGE).read_text(encoding="utf-8"))
    public = {row[0].text: row[1].text for row in page.xpath("//section[2]//tbody/tr")}

    names = {"sittings": "Sittings", "people": "People", "new": "New people", "attendances": "Attendances"}
    for name, title in names.items():
        shown = by_title(paper, title)
        assert shown == by_title(public, title) == str(screen[name])
    assert screen["people"] == 24


def by_title(rows: dict[str, str], title: str) -> str:
    from desktop.insights.figure_words import say

    return rows[say({"it": title}, "it")]


def figures_on_screen(board: Board) -> dict[str, int]:
    return {name: board.number(name) for name in ("sittings", "people", "new", "attendances")}


def test_few_people_are_hidden_in_public_and_shown_inside(told):
    inside = told(replace(NOVEMBER, district_id=None, public=False))
    assert inside.value("people") == 24
    few = told(Wanted(date(2026, 11, 20), date(2026, 11, 20), public=True))
    assert few.value("sittings") == 1
    assert few.value("people") is None
    assert not any("persona" in one for one in sentences(few, load(), str))


def test_no_sitting_is_told_on_by_the_sums_of_the_other_files(store, city, told, tmp_path):
    write(told(), store.ask(lines, scope=told().scope, zone=city.zone), city, tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / SITTINGS).read_text("utf-8-sig")), delimiter=";"))
    shown = {row["consejo"]: row["asistencias"] for row in rows}
    assert shown["Consejo Aromos"] == "<5"
    assert {row["modalidad"] for row in rows} <= {"presencial", "virtual", "híbrida"}
    parts = csv.DictReader(io.StringIO((tmp_path / PARTS).read_text("utf-8-sig")), delimiter=";")
    assert "jueves / 19 h" in {row["name"] for row in parts if row["figure"] == "when"}
    assert [row["asistencias"] for row in rows if row["distrito"] == "Ribera"].count("<5") >= 2
    data = json.loads((tmp_path / ALL).read_text("utf-8"))
    assert [row["asistencias"] for row in data["sesiones"]] == [
        value if value == "<5" else int(value) for value in (row["asistencias"] for row in rows)
    ]
    assert "Quillahuetz" not in "".join(one.read_text("utf-8-sig") for one in tmp_path.iterdir() if one.is_file())


def test_every_picture_of_the_report_says_what_it_shows(told, city):
    content = word.write(report_sheet(told(), city))
    document = Document(io.BytesIO(content))
    shown = document.element.xpath("//wp:docPr/@descr")
    assert len(shown) == len(document.inline_shapes) >= 3
    assert all(len(one) > 30 for one in shown)
    printed = pdf.write(report_sheet(told(), city))
    assert printed.startswith(b"%PDF-")
    assert all(one.encode("utf-16-be").hex().upper().encode() in printed for one in shown)


def test_it_is_compared_with_the_month_before(store, told, city):
    hold(store, EVENING - timedelta(days=90), people=8)
    hold(store, EVENING - timedelta(days=30), people=5)
    words = sentences(told(), load(), str)
    assert "Son 19 personas más que en el período anterior (5, 380 % más)." in words


def test_it_is_not_compared_with_a_time_of_which_the_record_lacks_most(store, told, city):
    hold(store, EVENING - timedelta(days=21), people=5)
    assert not any("período anterior" in one for one in sentences(told(), load(), str))
    note = "El registro empieza el 29 de octubre de 2026: no alcanza para comparar"
    assert note in Document(io.BytesIO(word.write(report_sheet(told(), city)))).element.xpath("string(.)")


def test_a_period_that_goes_on_says_until_when_its_numbers_are(told):
    assert sentences(told(), load(), str)[0].endswith("los números son hasta el 19 de noviembre de 2026.")
    over = told(replace(NOVEMBER, until=TODAY))
    assert not any("todavía no terminó" in one for one in sentences(over, load(), str))


def test_it_may_be_compared_with_the_same_days_of_the_year_before(store, told, city):
    hold(store, EVENING - timedelta(days=400), people=8)
    hold(store, EVENING - timedelta(days=365), people=5)
    year = told(replace(NOVEMBER, compared="year"))
    assert year.wanted.before(date(2026, 12, 4)) == (date(2025, 11, 1), date(2025, 11, 30))
    assert year.wanted.before(date(2026, 11, 19)) == (date(2025, 11, 1), date(2025, 11, 19)), "as many as have gone by"
    words = sentences(year, load(), str)
    assert "Son 19 personas más que en los mismos días del año anterior (5, 380 % más)." in words
    content = word.write(report_sheet(year, city))
    paragraphs = [one.text for one in Document(io.BytesIO(content)).paragraphs]
    assert "Los números, y los de un año antes" in paragraphs


def test_what_was_published_of_the_months_is_not_given_away_by_the_year(store, city, tmp_path):
    """Ten people in October, three in November: with October published, the year would tell of the three."""
    hold(store, EVENING - timedelta(days=30), people=10)
    hold(store, EVENING, people=3)
    october = Wanted(date(2026, 10, 1), date(2026, 10, 31), public=True)
    year = Wanted(date(2026, 1, 1), date(2026, 12, 31), public=True)

    def told(wanted):
        return store.ask(gather, wanted=wanted, city=city, today=TODAY)

    assert told(year).value("attendances") == 13
    store.do(note_publication, numbers=told(october).numbers)
    after = told(year)
    assert (told(october).value("attendances"), after.value("attendances"), after.value("people")) == (10, None, None)
    assert all(row["attendances"] is None for _, row in after.by_month.rows)
    assert after.value("sittings") == 2
    lines_of_year = store.ask(lines, scope=after.scope, zone=city.zone)
    folder = tmp_path / "public"
    folder.mkdir()
    write(after, lines_of_year, city, folder)
    for one in folder.iterdir():
        assert not re.search(r"\b13\b", one.read_text("utf-8-sig")), one.name


def test_a_map_of_which_nothing_may_be_told_is_no_map_of_zeros(store, city):
    """After earlier publications the quarters were left out, and the public map said that nobody came from anywhere."""
    store.do(take_in_map, areas=read_map(maps.geojson()).areas)
    hold(store, EVENING - timedelta(days=30), people=10)
    hold(store, EVENING, people=3)
    october = Wanted(date(2026, 10, 1), date(2026, 10, 31), public=True)
    store.do(note_publication, numbers=store.ask(gather, wanted=october, city=city, today=TODAY).numbers)
    year = store.ask(gather, wanted=replace(october, since=date(2026, 1, 1), until=TODAY), city=city, today=TODAY)
    assert year.quarters
    assert {one.people for one in year.areas} == {None}, "nor of an area that waits to be known"
    assert {one.hidden for one in year.areas} == {True, False}
    assert load()["report"]["map"] not in {one.heading for one in every_chart(year, load(), str)}
    assert not any("invitaciones" in one for one in sentences(year, load(), str))


def test_a_report_for_inside_is_no_publication(store, city, held):
    inside = store.ask(gather, wanted=replace(NOVEMBER, public=False), city=city, today=TODAY)
    assert not inside.numbers


def test_how_it_was_felt_is_in_words_and_charts_and_few_sheets_are_not(store, city, held):
    sitting = store.ask(lines, scope=Scope(), zone=city.zone)[0].held.id
    felt = store.do(define, definition=shipped()["percepcion"]).outcome
    for said in ("yes",) * 12 + ("no",) * 8:
        store.do(reply, questionnaire_id=felt, told={"listened": said}, answered_on=TODAY, sitting_id=sitting)
    told = store.ask(gather, wanted=NOVEMBER, city=city, today=TODAY)
    assert "El 60 % de las 20 planillas de la encuesta dice que la persona se sintió escuchada." in sentences(
        told, load(), str
    )
    assert ["¿Sintió que la escucharon?", "12", "0", "8", "0"] in [
        row for table in tables(word.write(report_sheet(told, city))) for row in table
    ]
    store.do(reply, questionnaire_id=felt, told={"listened": "in_part"}, answered_on=TODAY, sitting_id=sitting)
    told = store.ask(gather, wanted=NOVEMBER, city=city, today=TODAY)
    assert (told.value("listened_share"), told.now["listened_share"].no_data) == (12 / 21, 0)
    assert None in dict(told.now["listened"].parts).values()


def test_a_period_without_sittings_says_so(told, city):
    nothing = told(Wanted(date(2025, 1, 1), date(2025, 1, 31)))
    assert sentences(nothing, load(), str) == ("En estos días no se realizó ninguna sesión.",)
    assert word.write(report_sheet(nothing, city))


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("sittings", 1, "Se realizó una sesión"),
        ("sittings", 1200, "Se realizaron 1.200 sesiones"),
        ("people", 1, "Participó una persona"),
        ("people", 0, "No se identificó a ninguna persona"),
        ("complaints", 1, "un reclamo"),
        ("questions", 21, "21 consultas"),
    ],
)
def test_words_agree_with_their_number(name, number, said):
    assert counted(load()["report"]["phrases"], name, number) == said


def test_one_day_is_said_once_and_what_nobody_was_asked_is_not_explained(told, city):
    one = report_sheet(told(Wanted(date(2026, 11, 19), date(2026, 11, 19))), city)
    assert one.subject == "Villa Ejemplo · 19 de noviembre de 2026"
    rows = tables(word.write(one))[-1]
    assert len(rows) > 10
    assert not [row for row in rows if row[-1].startswith("Sobre 0 ")]


def test_lists_and_shares_are_written_as_in_spanish():
    phrases = load()["report"]["phrases"]
    assert listed(["Salud", "Cultura", "Inclusión"], phrases) == "Salud, Cultura e Inclusión"
    assert listed(["agua", "hielo"], phrases) == "agua y hielo"
    assert [percent(one) for one in (None, 0.4567, 0.004)] == ["–", "46 %", "0,4 %"]


def test_the_two_months_that_are_over_are_proposed():
    assert last_two_months(date(2026, 11, 26)) == (date(2026, 9, 1), date(2026, 10, 31))
    assert last_two_months(date(2026, 1, 1)) == (date(2025, 11, 1), date(2025, 12, 31))


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_the_button_asks_of_which_days_and_leaves_the_file(store, city, held, tmp_path, qtbot, ending):
    """Everything but the clicks into the dialog of files, which is the system's."""

    class Asked:
        name: Any = None
        saved: Any = None

        async def ask(self, proposed, alone):
            assert alone is None
            assert next(iter(proposed.values())) == (date(2026, 9, 1), date(2026, 10, 31))
            assert proposed["last_year"] == (date(2025, 1, 1), date(2025, 12, 31))
            return Wish(NOVEMBER, ending)

        async def ask_place(self, name):
            self.name = name
            return tmp_path / name

        def show_saved(self, path):
            self.saved = path

    view = Asked()
    asyncio.run(ReportPresenter(view, PlainDesk(store), city, lambda: TODAY, tmp_path, _write).make())
    assert view.name == f"Informe de participación Villa Ejemplo 2026-11-01 2026-11-30.{ending}"
    assert view.saved.read_bytes()[:2] in (b"PK", b"%P")


def test_the_sheet_fills_in_the_days_of_a_period_until_one_chooses_others(qtbot, qapp, city):
    i18n.install(qapp)
    page = Page("Tableros")
    qtbot.addWidget(page)
    form = ReportButton(page, ShellSignals(), city)._form(periods(TODAY), None)
    qtbot.addWidget(form)
    assert days(form) == ("two_months", date(2026, 9, 1), date(2026, 10, 31))
    choice: Any = form.field("period")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_End)
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert days(form) == ("last_year", date(2025, 1, 1), date(2025, 12, 31))
    until: Any = form.field("until")
    until.setFocus()
    qtbot.keyClick(until, Qt.Key.Key_Up)
    qtbot.keyClick(until, Qt.Key.Key_Return)
    assert days(form)[0] == ""
    assert days(form)[1] == date(2025, 1, 1)


def days(form: Any) -> tuple[Any, ...]:
    return tuple(form.values()[name] for name in ("period", "since", "until"))


def test_the_charts_of_the_page_fit_a_telephone_and_the_map_names_its_first_places(store, city, told):
    areas = [Area(f"Barrio {n}", (((((n, 0), (n + 1, 0), (n + 1, 1), (n, 0)),)),), n) for n in range(14)]
    drawn = area_map("Mapa", "Barrios", areas, geographic=True, untold="no se publica", lacking="sin dato")
    for one in (drawn, *(chart.drawn for chart in charts(told(), load(), city.topic_name))):
        shown: Any = html.fromstring(one.narrow)
        wide = float(shown.get("viewbox").split()[2])
        assert wide <= 360
        assert max(float(words.get("x")) for words in shown.xpath("//text")) < wide
    assert "Barrio 13: 13" in drawn.svg
    assert "Barrio 13: 13" in drawn.narrow


def test_without_a_map_quarters_are_told_where_people_live_and_the_scheme_where_they_came(store, city, told):
    here = told(replace(NOVEMBER, public=False))
    w = load()["report"]
    (where,) = (one for one in charts(here, load(), str) if one.heading == w["map"])
    assert where.drawn.title == w["map_quarters"]
    assert where.rows == ((w["codes"]["no_data"], "24"),)
    side_by_side = district_chart(here, load())
    assert side_by_side is not None
    assert side_by_side.title == w["map_districts"]
    assert "Ribera: 15" in side_by_side.svg


def test_a_quarter_of_which_nothing_may_be_told_is_no_line_of_the_public_page(store, city, told):
    asked = store.do(define, definition=shipped()["conectividad"]).outcome
    here = store.ask(neighbourhoods)
    for place, many in zip(here[:3], (9, 7, 2), strict=True):
        for _ in range(many):
            answers = {"would_come": "online"}
            facts = {"told": answers, "answered_on": date(2026, 11, 5), "neighbourhood_id": place.id}
            store.do(reply, questionnaire_id=asked, **facts)
    (chart,) = (one for one in every_chart(told(), load(), str) if one.heading == load()["report"]["would_come"])
    assert [row[0] for row in chart.rows] == [here[0].name]
    assert "Se muestran 1 de 3" in chart.note


def test_of_one_district_without_a_map_the_quarters_are_told_and_topics_that_came_up_once_are_not_the_most(
    store, city, told
):
    """A scheme of one district would be a dark patch."""
    here = told(replace(NOVEMBER, district_id=city.district("ribera").id, public=False))
    (where,) = (one for one in charts(here, load(), str) if one.heading == load()["report"]["map"])
    assert where.rows == ((load()["report"]["codes"]["no_data"], "15"),)
    sitting = hold(store, EVENING + timedelta(days=3), people=5)
    store.do(add_issue, sitting_id=sitting, kind="proposal", text="Luz", topic=city.topics[0].code)
    assert not [one for one in sentences(told(), load(), str) if "Lo que más se pidió" in one]
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="Luz", topic=city.topics[0].code)
    assert [one for one in sentences(told(), load(), str) if "Lo que más se pidió" in one]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium on this computer")
def test_a_real_browser_shows_the_page_without_asking_anybody(store, city, told, tmp_path):
    write(told(), store.ask(lines, scope=told().scope, zone=city.zone), city, tmp_path)
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'browser'}",
               "--dump-dom", (tmp_path / PAGE).as_uri()]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode("utf-8")
    page: Any = html.fromstring(shown)
    assert page.get("lang") == "es-AR"
    assert len(page.xpath("//*[local-name()='svg']")) >= 3
    assert not page.xpath("//script | //link | //img")
    assert not re.search(r'(?:src|href)="https?:', shown)
