"""A district head's charts say what the shared database says; without it, what her laptop cannot know is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from db.checkin.commands import check_in
from db.errors import Refused
from db.home import Home
from db.insights.answers import answers
from db.insights.rules import moments
from db.insights.scope import Scope
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.sync.asking import way_there
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.server import server_init
from db.sync.ticket import issue_ticket, new_card, redeem
from db.work import Store
from desktop import i18n
from desktop.insights.figures_cli import Wanted, asked_where_known
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import ALL_HERE, BY_AGE, BY_NEWNESS, WHEN, chart_of
from desktop.insights.there import There
from desktop.insights.view import BoardPage
from desktop.kit import theme
from desktop.paper.sheet import Paragraph, Sheet
from desktop.paths import resources
from desktop.reports.gathering import Told
from desktop.reports.gathering import Wanted as OfReport
from desktop.reports.presenter import ReportPresenter, Wish
from desktop.reports.report import report_sheet
from desktop.shell.signals import ShellSignals
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import Seen
from tests.record import CITY_FILE, EVENING, HandClock, open_store

TODAY = date(2026, 11, 27)


class Laptops:
    """Laptops of one city, each with its role and its own record."""

    def __init__(self, server, city, folder, empty) -> None:
        server_init(server)
        self._server, self._city, self._folder, self._empty = server, city, folder, empty
        self.made: list[Store] = []

    def add(self, role: str, district: str | None) -> Store:
        home = Home(self._folder / f"desk{len(self.made)}")
        home.path.mkdir()
        home.record.write_bytes(self._empty.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        store = open_store(home, HandClock(EVENING + timedelta(days=8)), self._city, district=district or "ribera")
        self.made.append(store)
        place = self._city.district(district).id if district else None
        card = new_card(self._city.id, district_id=place, name=role, capacity=role)
        ticket = issue_ticket(self._server, card, certificate=None)
        made = redeem(ticket, city_id=store.identity.city_id, desk_id=store.identity.desk_id)
        store.do(keep_credentials, credentials=made)
        return store


@pytest.fixture
def laptops(server, city, tmp_path, _empty_record) -> Iterator[Laptops]:
    made = Laptops(server, city, tmp_path, _empty_record)
    yield made
    for store in made.made:
        store.engine.dispose()


@pytest.fixture
def evenings(laptops, city) -> dict[str, Store]:
    """Two districts: of the eight at the Loma's sitting, three had been at one of the Ribera a week before."""
    staff = laptops.add("facilitator", None)
    born = [date(1950 + 5 * number, 5, 17) for number in range(8)]
    people = [
        staff.do(enrol, family_name=f"Zurubí{letter}", given_names="Ofelia", birth_date=day, gender="woman").outcome
        for letter, day in zip("abcdefgh", born, strict=True)
    ]
    for district, days, came in (("ribera", 0, people[:3]), ("loma", 7, people)):
        sitting = staff.do(
            plan_sitting, council=f"Consejo {district}", title="Faroles", starts_at=EVENING + timedelta(days=days),
            district_id=city.district(district).id,
        ).outcome  # fmt: skip
        staff.do(open_sitting, sitting_id=sitting)
        for who in came:
            staff.do(check_in, sitting_id=sitting, resident_id=who)
        staff.do(close_sitting, sitting_id=sitting)
    head = laptops.add("head", "loma")
    for store in (staff, head):
        hand_over_now(store)
    return {"staff": staff, "head": head}


class Page:
    """The page of a laptop; what it starts in the background runs before `look` comes back."""

    def __init__(self, store, city, view=None) -> None:
        self.view: Any = view or Seen()
        self.desk, self.begun = PlainDesk(store), list[Any]()
        there = There(self.desk, self.begun.append, store.clock.now)
        self.presenter = BoardPresenter(self.view, self.desk, city, lambda: TODAY, there)

    def do(self, act) -> None:
        async def all_of_it():
            await act
            while self.begun:
                await self.begun.pop()

        asyncio.run(all_of_it())


def numbers(told):
    return {name: (one.value, one.of, one.no_data, one.parts) for name, one in told.items()}


def at_nowhere(store):
    """How a laptop reaches a server where nobody listens."""
    own = store.ask(way_there)
    link = replace(own, server=own.server.replace(own.server.rpartition(":")[2], "1/nowhere"))
    return lambda session: link


def no_network(store, monkeypatch) -> None:
    monkeypatch.setattr("desktop.insights.there.way_there", at_nowhere(store))


def test_the_board_of_a_district_head_equals_what_the_city_says_of_her_district(evenings, city):
    page = Page(evenings["head"], city)
    page.do(page.presenter.look())
    board = page.view.board
    since, until = moments(board.days[0], board.days[1], city.zone)
    scope = Scope(since, until, city.district("loma").id)
    whole = evenings["staff"].ask(answers, scope=scope, zone=city.zone, today=TODAY)
    assert numbers(board.now.answers) == numbers(whole)
    assert (board.number("people"), board.number("new")) == (8, 5)
    assert board.whose.at == evenings["head"].clock.now()
    assert board.now.answers["ages"].no_data == 0


def test_what_is_behind_a_number_of_the_city_is_asked_there(evenings, city):
    page = Page(evenings["head"], city)
    page.do(page.presenter.look())
    ages = chart_of(BY_AGE, page.view.board)
    place = next(at for at, number in enumerate(ages.totals) if number is None)
    page.do(page.presenter.open_category(BY_AGE, place))
    assert page.view.too_few
    page.do(page.presenter.open_category(WHEN, 0))
    (_, _, found) = page.view.behind
    assert len(found) == 1


def test_the_sittings_behind_a_place_of_the_map_are_asked_there(evenings, city):
    page, seen = Page(evenings["head"], city), []

    async def look(one):
        seen.append(one)

    page.presenter.beside(look)
    page.do(page.presenter.look())
    of_here, of_city = seen
    assert of_here.behind is None
    found = asyncio.run(of_city.behind(frozenset({("no_data",)})))
    assert [one.council for one in found] == ["Consejo loma"]


def test_without_network_the_last_answer_is_shown_with_its_date(evenings, city, monkeypatch):
    head = evenings["head"]
    first = Page(head, city)
    first.do(first.presenter.look())
    asked_at = head.clock.now()
    head.clock.forward(hours=26)
    no_network(head, monkeypatch)
    later = Page(head, city)
    later.do(later.presenter.look())
    assert numbers(later.view.board.now.answers) == numbers(first.view.board.now.answers)
    assert later.view.board.now.lines == first.view.board.now.lines
    assert later.view.board.now.steps == first.view.board.now.steps
    assert later.view.whose.at == asked_at
    assert later.view.whose.trouble == "server_unreachable"


def test_an_answer_of_this_minute_is_not_asked_for_again(evenings, city, monkeypatch):
    page = Page(evenings["head"], city)
    page.do(page.presenter.look())
    no_network(evenings["head"], monkeypatch)
    page.do(page.presenter.look_again())
    assert not page.view.whose.trouble
    evenings["head"].clock.forward(minutes=2)
    page.do(page.presenter.look_again())
    assert page.view.whose.trouble == "server_unreachable"


def opened(store, city) -> Any:
    """What the terminal opens, as far as figures want it."""
    return SimpleNamespace(store=store, city=city)


def test_the_terminal_of_a_head_tells_the_same_and_whose_it_is(evenings, city):
    wanted = Wanted(Scope(district_id=city.district("loma").id), (None, None), names=("new", "ages"))
    data, whose = asked_where_known(opened(evenings["head"], city), wanted, TODAY)
    of_city, all_here = asked_where_known(opened(evenings["staff"], city), wanted, TODAY)
    assert data == of_city
    assert data["figures"]["new"]["value"] == 5
    assert (whose.at is None, all_here) == (False, ALL_HERE)


def test_the_terminal_of_a_head_without_network_says_what_it_cannot_know(evenings, city, monkeypatch):
    monkeypatch.setattr("db.sync.asking.way_there", at_nowhere(evenings["head"]))
    wanted = Wanted(Scope(), (None, None), names=("new", "ages"))
    data, whose = asked_where_known(opened(evenings["head"], city), wanted, TODAY)
    assert (whose.at, whose.ages, whose.district_alone, whose.trouble) == (None, False, True, "server_unreachable")
    assert data["figures"]["ages"]["no_data"] == data["figures"]["ages"]["of"] == 8


class Asked:
    """Wants the report of November, without saying of which district."""

    async def ask(self, _periods, alone):
        self.alone = alone
        return Wish(OfReport(date(2026, 11, 1), date(2026, 11, 30)), "docx")

    async def ask_place(self, name):
        return Path(name)

    def show_saved(self, path): ...


@pytest.fixture
def spanish(qapp) -> None:
    i18n.install(qapp)


def report_of(store, city) -> tuple[Told, Sheet]:
    page, told = Page(store, city), list[Told]()
    there = There(page.desk, page.begun.append, store.clock.now)
    scheme = resources("cities", city.id, "schematic.toml")
    presenter = ReportPresenter(
        Asked(), page.desk, city, lambda: TODAY, scheme, lambda one, *_: told.append(one), there
    )
    page.do(presenter.make())
    return told[0], report_sheet(told[0], city)


def paragraphs(sheet) -> str:
    return " ".join(str(one.text) for one in sheet.blocks if isinstance(one, Paragraph))


def test_the_report_of_a_head_has_the_numbers_of_the_city_and_says_so(evenings, city, spanish):
    told, sheet = report_of(evenings["head"], city)
    assert (told.value("people"), told.value("new")) == (8, 5)
    assert told.now["ages"].no_data == 0
    assert told.by_month.rows[0][1]["new"] == 5
    assert "De la base de la ciudad, hoy" in paragraphs(sheet)


def test_the_numbers_of_one_district_never_stand_under_the_name_of_the_city(evenings, city, spanish, qtbot):
    """A head's report was headed with the city, and said that eight people had come to all of its councils."""
    told, sheet = report_of(evenings["head"], city)
    assert told.place == "Loma"
    assert sheet.subject.startswith("Loma")
    view = BoardPage(ShellSignals(), city.zone, lambda: TODAY)
    qtbot.addWidget(view)
    page = Page(evenings["head"], city, view)
    page.do(page.presenter.look())
    assert [view.filters.district.itemText(at) for at in range(view.filters.district.count())] == ["Loma"]
    loma = city.district("loma").id
    assert page.presenter.filtered.district_id == page.presenter.filtered.alone == loma
    page.do(page.presenter.show_everything())
    assert page.presenter.filtered.district_id == loma
    assert report_of(evenings["staff"], city)[0].place == city.name


def test_of_another_district_a_laptop_says_that_it_does_not_know_and_not_that_nobody_met(evenings, city):
    wanted = Wanted(Scope(district_id=city.district("ribera").id), (None, None), names=("people",))
    with pytest.raises(Refused) as no:
        asked_where_known(opened(evenings["head"], city), wanted, TODAY)
    assert no.value.code == "district_not_told"


def test_the_report_of_a_head_without_network_says_what_it_lacks(evenings, city, spanish, monkeypatch):
    no_network(evenings["head"], monkeypatch)
    told, sheet = report_of(evenings["head"], city)
    assert told.value("new") == 8
    assert "De este puesto: sin edades" in paragraphs(sheet)
    assert "por primera vez en el distrito" in paragraphs(sheet)


def test_what_the_laptop_itself_cannot_know_is_not_told_as_a_number(evenings, city, monkeypatch, qtbot, qapp):
    theme.apply(qapp)
    i18n.install(qapp)
    view = BoardPage(ShellSignals(), city.zone, lambda: TODAY)
    qtbot.addWidget(view)
    view.show()
    no_network(evenings["head"], monkeypatch)
    page = Page(evenings["head"], city, view)
    page.do(page.presenter.look())
    said = view.whose.text()
    assert said.startswith("De este puesto: sin edades")
    assert "por primera vez en el distrito" in said
    assert "no hay conexión" in said
    assert not view._panels[BY_AGE].isVisible()
    assert view._panels[BY_NEWNESS].isVisible()
    assert any("por primera vez en el distrito" in answer.text() for _, answer in view._answers)


def test_a_laptop_of_a_district_says_that_new_is_of_the_district(evenings, laptops, city):
    facilitator = laptops.add("facilitator", "loma")
    hand_over_now(facilitator)
    page = Page(facilitator, city)
    page.do(page.presenter.look())
    assert page.view.board.whose.district_alone
    assert page.view.board.whose.ages
    assert page.view.board.whose.at is None


def test_whoever_is_told_of_the_whole_city_is_told_no_more_about_it(evenings, city, qtbot):
    view = BoardPage(ShellSignals(), city.zone, lambda: TODAY)
    qtbot.addWidget(view)
    view.show()
    page = Page(evenings["staff"], city, view)
    page.do(page.presenter.look())
    assert not view.whose.isVisible()
