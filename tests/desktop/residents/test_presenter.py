"""What is meant on the page of the roll, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from db.errors import Refused
from db.residents.commands import enrol
from db.residents.queries import card, count
from db.residents.roll_import import Imported
from db.work import Store
from desktop.residents.presenter import PersonShown, RollPresenter, RollShown
from tests.desk import PlainDesk
from tests.record import HandClock


class Written:
    """A view that writes down what it is told, and answers what the test wants."""

    def __init__(self) -> None:
        self.roll: RollShown
        self.person: PersonShown | None = None
        self.stood_on = ""
        self.known: Mapping[str, Any] = {}
        self.answer: dict[str, Any] | None = None
        self.wrong: dict[str, str] = {}
        self.file: Path | None = None
        self.busy: list[bool] = []
        self.imported: Imported | None = None

    def show_roll(self, shown: RollShown) -> None:
        self.roll = shown

    def show_person(self, shown: PersonShown | None) -> None:
        self.person = shown

    def stand_on(self, resident_id: str) -> None:
        self.stood_on = resident_id

    async def ask_person(self, known: Mapping[str, Any], quarters: object, presenter: RollPresenter) -> Any:
        self.known = known
        if self.answer is not None:
            self.wrong = presenter.wrong_in(self.answer)
        return self.answer

    async def ask_file(self) -> Path | None:
        return self.file

    def show_busy(self, busy: bool) -> None:
        self.busy.append(busy)

    async def show_import(self, name: str, done: Imported, ignored: tuple[str, ...]) -> None:
        self.imported, self.ignored = done, ignored


class Page:
    def __init__(self, store: Store, clock: HandClock, *, hide_names: bool = False) -> None:
        self.view, desk = Written(), PlainDesk(store)
        self.presenter = RollPresenter(self.view, desk, clock, phone_prefix="+598", hide_names=hide_names)
        desk.follow(("resident",), self.presenter.look_again)

    def does(self, work: Any) -> None:
        asyncio.run(work)


@pytest.fixture
def rosa(store: Store) -> str:
    return store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", birth_date="1979-08-25").outcome


def test_the_newest_are_shown_until_one_types(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock)
    page.does(page.presenter.look())
    assert ([one.id for one in page.view.roll.people], page.view.roll.total) == ([rosa], 1)
    page.does(page.presenter.search("zz"))
    assert (page.view.roll.people, page.view.roll.hidden) == ((), False)


def test_names_that_are_kept_out_of_sight_appear_by_typing_only(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock, hide_names=True)
    page.does(page.presenter.look())
    assert (page.view.roll.people, page.view.roll.hidden, page.view.roll.total) == ((), True, 1)
    page.does(page.presenter.search("ñan"))
    assert [one.id for one in page.view.roll.people] == [rosa]
    page.does(page.presenter.search(""))
    page.does(page.presenter.hide(False))
    assert [one.id for one in page.view.roll.people] == [rosa]


def test_somebody_new_is_written_down_and_stood_on(store: Store, clock: HandClock) -> None:
    page = Page(store, clock)
    page.view.answer = {
        "family_name": "Yrurtia", "given_names": "Cora", "phone": "099123456", "organisation": "Club El Ancla",
        "birth_date": "01/02/1990", "gender": "",
    }  # fmt: skip
    page.does(page.presenter.add())
    made = page.view.stood_on
    told = store.ask(card, resident_id=made)
    assert (told.phone, told.organisation, told.gender) == ("+59899123456", "Club El Ancla", None)
    assert page.view.person is not None
    assert page.view.person.card.id == made


def test_going_back_from_the_form_writes_nothing(store: Store, clock: HandClock) -> None:
    page = Page(store, clock)
    page.does(page.presenter.add())
    assert store.ask(count) == 0


def test_the_form_comes_filled_and_its_correction_is_seen_at_once(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock)
    page.does(page.presenter.choose(rosa))
    page.view.answer = {"family_name": "Ñandúbez", "given_names": "Rosaura Inés", "organisation": ""}
    page.does(page.presenter.put_right())
    assert (page.view.known["birth_date"], page.view.known["given_names"]) == ("25/08/1979", "Rosaura")
    assert page.view.person is not None
    assert page.view.person.card.given_names == "Rosaura Inés"


def test_the_form_is_checked_field_by_field(store: Store, clock: HandClock) -> None:
    page = Page(store, clock)
    told = {"family_name": "", "given_names": "Cora", "document": "12", "birth_date": "31/02/1990", "email": "x"}
    assert page.presenter.wrong_in(told) == {
        "family_name": "name_missing", "document": "document_unreadable", "birth_date": "date_unreadable",
        "email": "email_unreadable",
    }  # fmt: skip


def test_consent_is_noted_for_whoever_is_chosen(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock)
    page.does(page.presenter.consent())
    assert store.ask(card, resident_id=rosa).consent_at is None
    page.does(page.presenter.choose(rosa))
    page.does(page.presenter.consent())
    assert page.view.person is not None
    assert page.view.person.card.consent_at == clock.now()


def test_a_file_is_taken_in_and_its_sums_shown(store: Store, clock: HandClock, tmp_path: Path) -> None:
    page = Page(store, clock)
    page.does(page.presenter.take_in())
    assert page.view.busy == []
    page.view.file = tmp_path / "padron.csv"
    page.view.file.write_text("apellido,nombres,signo\nYrurtia,Cora,Leo\n", encoding="utf-8")
    page.does(page.presenter.take_in())
    assert page.view.imported is not None
    assert (page.view.imported.new, page.view.busy, store.ask(count)) == (1, [True, False], 1)
    assert page.view.ignored == ("signo",)


def test_spreadsheets_that_fall_on_the_page_are_taken_in(store: Store, clock: HandClock, tmp_path: Path) -> None:
    page = Page(store, clock)
    roll, picture = tmp_path / "padron.CSV", tmp_path / "foto.png"
    roll.write_text("apellido;nombres\nYrurtia;Cora\n", encoding="cp1252")
    picture.write_bytes(b"\x89PNG")
    page.does(page.presenter.take_dropped([picture, roll]))
    assert (store.ask(count), page.view.busy) == (1, [True, False])


def test_a_file_that_cannot_be_read_leaves_the_page_ready(store: Store, clock: HandClock, tmp_path: Path) -> None:
    page = Page(store, clock)
    with pytest.raises(Refused, match="roll_missing"):
        page.does(page.presenter.take_in(tmp_path / "none.csv"))
    assert page.view.busy == [True, False]
