"""A district head's charts say what the shared database says; without it, what her laptop cannot know is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db.checkin.commands import check_in
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
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import BY_AGE, BY_NEWNESS, WHEN, chart_of
from desktop.insights.there import There
from desktop.insights.view import BoardPage
from desktop.kit import theme
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
        self.view, self.desk, self.begun = view or Seen(), PlainDesk(store), []
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


def no_network(store, monkeypatch) -> None:
    """The server is at an address where nobody listens."""
    own = store.ask(way_there)
    other = own.server.replace(own.server.rpartition(":")[2], "1/nowhere")
    monkeypatch.setattr("desktop.insights.there.way_there", lambda session: type(own)(own.desk_id, other, own.role, "x"))


def test_the_board_of_a_district_head_equals_what_the_city_says_of_her_district(evenings, city):
    page = Page(evenings["head"], city)
    page.do(page.presenter.look())
    board = page.view.board
    scope = Scope(*moments(*board.days, city.zone), city.district("loma").id)
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
    assert "No hay conexión" in said
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
