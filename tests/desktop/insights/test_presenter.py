"""What the charts page means: periods, filters, files; on the real record, without a screen."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from db.checkin.commands import check_in
from db.errors import Refused, Unavailable
from db.issues.commands import add_issue
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from desktop.insights.presenter import BoardPresenter
from desktop.insights.series import BY_AGE, BY_WAY, RETENTION, TOPICS, chart_of
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
        self.behind: Any = None
        self.too_few = False
        self.councils: list[str] = []
        self.place, self.boards = place, 0

    def show_choices(self, districts, councils):
        self.councils = [one.name for one in councils]

    def show_period(self, days, period, compared):
        self.period = (*days, period, compared)

    def show_board(self, board):
        self.board, self.nothing, self.boards = board, None, self.boards + 1
        self.whose = board.whose

    def show_whose(self, whose):
        self.whose = whose

    def show_nothing(self, *, ever):
        self.nothing, self.board = ever, None

    def show_behind(self, chart, place, found):
        self.behind = (chart, place, [one.sitting_id for one in found])

    def show_asked_at_home(self):
        """Behind what households said there is no sitting."""

    def show_too_few(self):
        self.too_few = True

    def show_saved(self, path):
        self.saved = path

    def picture(self, chart):
        return b"PNG of " + chart.encode()

    def drawing(self, chart):
        return b"SVG of " + chart.encode()

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


def people(board):
    """Who came to each sitting."""
    return [line.only_room + line.only_online + line.both for line in board.now.lines]


@pytest.fixture
def page(store, city):
    view, desk = Seen(), PlainDesk(store)
    return view, BoardPresenter(view, desk, city, lambda: TODAY), desk


def test_before_the_first_sitting_the_page_says_what_will_be_here(page):
    view, presenter, _ = page
    asyncio.run(presenter.look())
    assert view.nothing is False


def test_at_first_this_year_is_shown_beside_the_same_days_of_the_last(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=365))
    hold(store)
    asyncio.run(presenter.look())
    assert view.period == (date(2026, 1, 1), TODAY, "this_year", "year")
    assert people(view.board) == [1]
    assert view.board.before is None, "the record begins in November of the year before"


def test_all_begins_with_the_first_sitting_and_is_compared_with_nothing(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=800))
    hold(store)
    asyncio.run(presenter.choose_period("all"))
    assert view.period[0] == TODAY - timedelta(days=800)
    assert view.board.number("sittings") == 2
    assert view.board.before is None


def test_a_period_is_compared_with_a_year_before_or_with_the_days_before_as_one_chooses(page, store):
    view, presenter, _ = page
    hold(store, EVENING - timedelta(days=440))
    hold(store, EVENING - timedelta(days=366), people=2)
    hold(store, EVENING - timedelta(days=70), people=3)
    hold(store)
    asyncio.run(presenter.choose_period("months_2"))
    assert view.board.before.answers["people"].value == 2
    asyncio.run(presenter.choose_compared("period"))
    assert view.board.before.answers["people"].value == 3
    assert view.board.days_before == (date(2026, 7, 21), date(2026, 9, 19))


def test_days_of_ones_own_that_run_backwards_are_refused_and_nothing_changes(page, store):
    view, presenter, _ = page
    hold(store)
    asyncio.run(presenter.look())
    with pytest.raises(Refused, match="period_backwards"):
        asyncio.run(presenter.choose_days(TODAY, TODAY - timedelta(days=1)))
    assert view.period[2] == "this_year"


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
    assert people(view.board) == [2]
    asyncio.run(presenter.choose_district(""))
    assert view.board.number("sittings") == 2


def test_a_council_can_be_chosen(page, store):
    view, presenter, _ = page
    hold(store)
    hold(store, council="Consejo Mirador")
    asyncio.run(presenter.look())
    councils = view.board.labels.councils
    chosen = next(key for key, name in councils.items() if name == "Consejo Mirador")
    asyncio.run(presenter.choose_council(chosen))
    assert [line.held.council_id for line in view.board.now.lines] == [chosen]


def test_a_mode_can_be_chosen(page, store):
    view, presenter, _ = page
    hold(store)
    asyncio.run(presenter.choose_mode("virtual"))
    assert view.nothing is True
    asyncio.run(presenter.choose_mode(""))
    assert view.board.number("sittings") == 1


def test_whoever_filtered_until_nothing_was_left_gets_everything_back_at_once(page, store, city):
    view, presenter, _ = page
    hold(store)
    asyncio.run(presenter.choose_mode("virtual"))
    asyncio.run(presenter.choose_district(city.district("loma").id))
    assert view.nothing is True
    asyncio.run(presenter.show_everything())
    assert (view.period[2], people(view.board), view.councils) == ("all", [1], ["Consejo El Muelle"])


def test_behind_a_bar_of_sittings_stands_its_sitting_and_behind_a_topic_those_that_heard_of_it(page, store, city):
    view, presenter, _ = page
    first, second = hold(store, EVENING - timedelta(days=7)), hold(store)
    store.do(add_issue, sitting_id=first, kind="complaint", text="Faroles", topic=city.topics[0].code)
    store.do(add_issue, sitting_id=second, kind="proposal", text="Huerta")
    asyncio.run(presenter.look())
    asyncio.run(presenter.open_category(BY_WAY, 1))
    assert view.behind == (BY_WAY, 1, [second])
    asyncio.run(presenter.open_category(TOPICS, 0))
    assert view.behind == (TOPICS, 0, [first])
    asyncio.run(presenter.open_category(TOPICS, 1))
    assert view.behind == (TOPICS, 1, [second]), "the bar of those without a topic"
    asyncio.run(presenter.open_category(RETENTION, 0))
    assert view.behind == (RETENTION, 0, [second, first])


def test_the_sittings_behind_very_few_people_are_not_told(page, store):
    view, presenter, _ = page
    hold(store, people=2)
    asyncio.run(presenter.look())
    nobody_knows = chart_of(BY_AGE, view.board).keys.index("no_data")
    asyncio.run(presenter.open_category(BY_AGE, nobody_knows))
    assert (view.too_few, view.behind) == (True, None)
    hold(store, EVENING + timedelta(hours=1), people=4)
    asyncio.run(presenter.look())
    asyncio.run(presenter.open_category(BY_AGE, nobody_knows))
    assert len(view.behind[2]) == 2


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
    assert sitting in view.board.lines()


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


def test_a_drawing_is_written_where_the_person_says(store, city, tmp_path):
    view = Seen(tmp_path / "dibujo.svg")
    asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_drawing("topics"))
    assert view.saved.read_bytes() == b"SVG of topics"


def test_going_back_writes_nothing(store, city, tmp_path):
    view = Seen(None)
    asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_table("by_way"))
    assert view.saved is None


def test_a_place_that_cannot_be_written_is_told_as_such(store, city, tmp_path):
    view = Seen(tmp_path / "no" / "hay" / "tabla.csv")
    with pytest.raises(Unavailable, match="file_unwritable"):
        asyncio.run(BoardPresenter(view, PlainDesk(store), city, lambda: TODAY).save_table("by_way"))
    assert view.saved is None
