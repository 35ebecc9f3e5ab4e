"""What the charts page means: periods, filters, files; on the real record, without a screen."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from db.checkin.commands import check_in
from db.errors import Refused, Unavailable
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from desktop.insights.presenter import BoardPresenter
from tests.desk import PlainDesk
from tests.record import EVENING

TODAY = date(2026, 11, 19)


class Seen:
    """A view that remembers what it was told."""

    def __init__(self, place=None):
        self.board: Any = None
        self.nothing: Any = None
        self.period: Any = None
        self.saved: Any = None
        self.councils: list[str] = []
        self.place, self.boards = place, 0

    def show_choices(self, districts, councils):
        self.councils = [one.name for one in councils]

    def show_period(self, since, until, period):
        self.period = (since, until, period)

    def show_board(self, board):
        self.board, self.nothing, self.boards = board, None, self.boards + 1

    def show_nothing(self, *, ever):
        self.nothing, self.board = ever, None

    def show_saved(self, path):
        self.saved = path

    def picture(self, chart):
        return b"PNG of " + chart.encode()

    def table(self, chart):
        return ["DIA"], [["2026-11-19"]]

    async def ask_place(self, chart, ending):
        return self.place


def hold(store, at=EVENING, council="Consejo El Muelle", district_id=None, people=1):
    sitting = store.do(plan_sitting, council=council, title="Faroles", starts_at=at, district_id=district_id).outcome
    store.do(open_sitting, sitting_id=sitting)
    for _ in range(people):
        who = store.do(enrol, family_name="Quillahuetz", given_names="Ofelia").outcome
        store.do(check_in, sitting_id=sitting, resident_id=who)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


@pytest.fixture
def page(store, city):
    view, desk = Seen(), PlainDesk(store)
    return view, BoardPresenter(view, desk, city, lambda: TODAY), desk


def test_before_the_first_sitting_the_page_says_what_will_be_here(page):
    view, presenter, _ = page
    asyncio.run(presenter.look())
    assert view.nothing is False


def test_at_first_the_last_twelve_months_are_shown(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=365))
    hold(store)
    asyncio.run(presenter.look())
    assert view.period == (date(2025, 11, 20), TODAY, "months_12")
    assert [row.people for row in view.board.rows] == [1]
    assert view.board.days == (TODAY,)


def test_all_begins_with_the_first_sitting(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=800))
    hold(store)
    asyncio.run(presenter.choose_period("all"))
    assert view.period[0] == TODAY - timedelta(days=800)
    assert view.board.totals.sittings == 2
    assert view.board.before is None


def test_the_period_before_is_compared_only_when_the_record_reaches_back_that_far(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=100))
    hold(store)
    asyncio.run(presenter.choose_period("months_3"))
    before = view.board.before
    assert before is None
    hold(store, EVENING - timedelta(days=182))
    asyncio.run(presenter.choose_period("months_3"))
    assert view.board.before.sittings == 1


def test_days_of_ones_own_that_run_backwards_are_refused_and_nothing_changes(page, store):
    view, presenter, _ = page
    hold(store)
    asyncio.run(presenter.look())
    with pytest.raises(Refused, match="period_backwards"):
        asyncio.run(presenter.choose_days(TODAY, TODAY - timedelta(days=1)))
    assert view.period[2] == "months_12"


def test_a_period_without_sittings_says_so(page, store):
    view, presenter, _ = page
    hold(store)
    asyncio.run(presenter.choose_days(date(2020, 1, 1), date(2020, 1, 31)))
    assert view.nothing is True


def test_a_district_brings_its_councils_and_its_sittings(page, store, city):
    view, presenter, _ = page
    hold(store)
    hold(store, council="Consejo Mirador", district_id=city.district("loma").id, people=2)
    asyncio.run(presenter.look())
    asyncio.run(presenter.choose_district(city.district("loma").id))
    assert view.councils == ["Consejo Mirador"]
    assert [row.people for row in view.board.rows] == [2]
    asyncio.run(presenter.choose_district(""))
    assert view.board.totals.sittings == 2


def test_a_council_can_be_chosen(page, store):
    view, presenter, _ = page
    hold(store)
    hold(store, council="Consejo Mirador")
    asyncio.run(presenter.look())
    chosen = next(row.council_id for row in view.board.rows if row.council == "Consejo Mirador")
    asyncio.run(presenter.choose_council(chosen))
    assert [row.council for row in view.board.rows] == ["Consejo Mirador"]


def test_charts_nobody_sees_do_not_hold_up_the_door(page, store):
    view, presenter, desk = page
    desk.follow(("presence",), presenter.look_again)
    sitting = hold(store)
    asyncio.run(presenter.look())
    asyncio.run(presenter.page_shown("sala"))
    shown = view.boards
    asyncio.run(desk.do(open_sitting, sitting_id=_another(store)))
    asyncio.run(presenter.look_again())
    assert view.boards == shown
    asyncio.run(presenter.page_shown("insights"))
    assert view.boards == shown + 1
    assert sitting in {row.sitting_id for row in view.board.rows}


def _another(store):
    return store.do(plan_sitting, council="Consejo Mirador", title="Otra", starts_at=EVENING).outcome


def test_a_table_is_written_where_the_person_says(store, city, tmp_path):
    view = Seen(tmp_path / "tabla.csv")
    presenter = BoardPresenter(view, PlainDesk(store), city, lambda: TODAY)
    asyncio.run(presenter.save_table("by_way"))
    assert view.saved.read_text(encoding="utf-8-sig").splitlines() == ["DIA", "2026-11-19"]


def test_a_picture_is_written_where_the_person_says(store, city, tmp_path):
    view = Seen(tmp_path / "foto.png")
    asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_picture("by_age"))
    assert view.saved.read_bytes() == b"PNG of by_age"


def test_going_back_writes_nothing(store, city, tmp_path):
    view = Seen(None)
    asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_table("by_way"))
    assert view.saved is None


def test_a_place_that_cannot_be_written_is_told_as_such(store, city, tmp_path):
    view = Seen(tmp_path / "no" / "hay" / "tabla.csv")
    with pytest.raises(Unavailable, match="file_unwritable"):
        asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_table("by_way"))
    assert view.saved is None
