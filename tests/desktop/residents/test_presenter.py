"""What is meant on the page of the roll, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest

from db.duplicates.commands import merge
from db.residents.commands import enrol
from db.residents.listing import Wanted
from db.residents.queries import card, count
from db.residents.roll_file import RollLine
from db.residents.roll_import import import_rows
from db.work import Store
from desktop.residents.presenter import BESIDE, LISTED, Choices, RollPresenter, RollShown
from desktop.residents.reading import PersonShown
from tests.desk import PlainDesk
from tests.record import HandClock


class Written:
    """A view that writes down what it is told, and answers what the test wants."""

    def __init__(self) -> None:
        self.roll: RollShown
        self.choices: Choices
        self.person: PersonShown | None = None
        self.stood_on = ""
        self.known: Mapping[str, Any] = {}
        self.answer: dict[str, Any] | None = None
        self.wrong: dict[str, str] = {}
        self.asked: list[str] = []
        self.yes = True
        self.where: Path | None = None
        self.exported = 0
        self.total = -1
        self.progress: list[tuple[int, int]] = []
        self.on_progress: Callable[[], object] | None = None
        self.over = 0

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

    def show_total(self, total: int) -> None:
        self.total = total

    def show_choices(self, choices: Choices) -> None:
        self.choices = choices

    async def ask_whether(self, what: str, name: str) -> bool:
        self.asked.append(what)
        return self.yes

    async def ask_guardian(self, name: str, presenter: RollPresenter, *, known: bool) -> str | None:
        self.asked.append("guardian")
        return None

    async def ask_where(self, total: int, day: str) -> Path | None:
        return self.where

    def show_exporting(self, done: int, total: int) -> None:
        self.progress.append((done, total))
        if self.on_progress is not None:
            self.on_progress()

    def show_export_over(self) -> None:
        self.over += 1

    def show_exported(self, path: Path, people: int) -> None:
        self.exported = people


class Page:
    def __init__(self, store: Store, clock: HandClock, *, hide_names: bool = False) -> None:
        self.view, desk = Written(), PlainDesk(store)
        self.begun: list[Coroutine[Any, Any, None]] = []
        self.presenter = RollPresenter(
            self.view, desk, clock, self.begun.append, phone_prefix="+598", hide_names=hide_names
        )
        desk.follow((*LISTED, *BESIDE), self.presenter.look_again)

    def does(self, work: Any) -> None:
        async def to_the_end() -> None:
            await work
            while self.begun:
                await self.begun.pop(0)

        asyncio.run(to_the_end())


@pytest.fixture
def rosa(store: Store) -> str:
    return store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", birth_date="1979-08-25").outcome


def test_the_newest_are_shown_until_one_types(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock)
    page.does(page.presenter.look())
    assert ([one.id for one in page.view.roll.people], page.view.total) == ([rosa], 1)
    page.does(page.presenter.search("zz"))
    assert (page.view.roll.people, page.view.roll.hidden) == ((), False)


def test_names_that_are_kept_out_of_sight_appear_by_typing_only(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock, hide_names=True)
    page.does(page.presenter.look())
    assert (page.view.roll.people, page.view.roll.hidden, page.view.total) == ((), True, 1)
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


def test_consent_is_taken_back_when_the_person_says_yes(store: Store, clock: HandClock, rosa: str) -> None:
    page = Page(store, clock)
    page.does(page.presenter.choose(rosa))
    page.does(page.presenter.consent())
    page.view.yes = False
    page.does(page.presenter.take_consent_back())
    assert store.ask(card, resident_id=rosa).consent_at is not None
    page.view.yes = True
    page.does(page.presenter.take_consent_back())
    assert store.ask(card, resident_id=rosa).consent_at is None
    assert page.view.asked == ["consent", "consent"]


def test_the_list_is_narrowed_and_the_sum_goes_with_it(store: Store, clock: HandClock, rosa: str) -> None:
    store.do(enrol, family_name="Quintela", given_names="Anselmo", document="22333444")
    page = Page(store, clock, hide_names=True)
    page.does(page.presenter.look())
    assert (page.view.total, page.view.roll.people) == (2, ())
    page.does(page.presenter.narrow(Wanted(lacks="document")))
    assert ([one.id for one in page.view.roll.people], page.view.roll.found) == ([rosa], 1)
    assert (page.view.roll.counting, page.view.roll.hidden, page.view.total) == (False, False, 2)


def test_what_letters_mean_is_narrowed_as_well(store: Store, clock: HandClock, rosa: str) -> None:
    store.do(enrol, family_name="Rosales", given_names="Anselmo", document="22333444")
    page = Page(store, clock)
    page.does(page.presenter.search("ros"))
    assert page.view.roll.found == 2
    page.does(page.presenter.narrow(Wanted(lacks="document")))
    assert [one.id for one in page.view.roll.people] == [rosa]


def test_a_hundred_are_shown_and_a_hundred_more_when_asked_for(store: Store, clock: HandClock) -> None:
    lines = tuple(
        RollLine(at, {"family_name": "Quintela" + "ab"[at % 2], "given_names": name(at)}) for at in range(130)
    )
    store.do(import_rows, lines=lines)
    page = Page(store, clock)
    page.does(page.presenter.look())
    assert (len(page.view.roll.people), page.view.roll.found) == (100, 130)
    page.does(page.presenter.show_more())
    assert len(page.view.roll.people) == 130


def name(at: int) -> str:
    return "Cora " + "".join("abcdefghij"[int(digit)] for digit in str(at))


def test_two_rows_of_one_person_are_one_line_and_her_card_tells_both(store: Store, clock: HandClock, rosa: str) -> None:
    other = store.do(enrol, family_name="Ñandubez", given_names="Rosaura", phone="+59899123456").outcome
    store.do(merge, kept_id=rosa, absorbed_id=other)
    page = Page(store, clock)
    page.does(page.presenter.look())
    assert ([one.id for one in page.view.roll.people], page.view.roll.found) == ([rosa], 1)
    page.does(page.presenter.choose(other))
    assert page.view.person is not None
    assert [row.id for row in page.view.person.rows] == [rosa, other]
    assert page.view.person.card.phone == "+59899123456"
    page.does(page.presenter.undo_merge(page.view.person.merges[0].id))
    assert page.view.asked == ["merge"]
    assert page.view.roll.found == 2


def test_going_out_writes_the_roll_where_the_person_said(
    store: Store, clock: HandClock, rosa: str, tmp_path: Path
) -> None:
    page = Page(store, clock)
    page.does(page.presenter.export())
    assert page.view.exported == 0
    page.view.where = tmp_path / "padron.csv"
    page.does(page.presenter.export())
    assert page.view.exported == 1
    assert "Rosaura" in page.view.where.read_text(encoding="utf-8-sig")


def test_how_many_are_on_the_roll_is_right_while_one_searches_or_narrows(
    store: Store, clock: HandClock, rosa: str
) -> None:
    page = Page(store, clock)
    page.does(page.presenter.search("ñan"))
    assert page.view.total == 1
    other = PlainDesk(store)
    other.follow((*LISTED, *BESIDE), page.presenter.look_again)
    page.does(other.do(enrol, family_name="Yrurtia", given_names="Cora"))
    assert (page.view.total, [one.id for one in page.view.roll.people]) == (2, [rosa])
    page.does(page.presenter.search(""))
    page.does(page.presenter.narrow(Wanted(lacks="document")))
    page.does(other.do(enrol, family_name="Yrurtia", given_names="Inés"))
    assert page.view.total == 3


def test_an_organisation_that_is_not_on_the_list_is_asked_about(store: Store, clock: HandClock) -> None:
    store.do(enrol, family_name="Yrurtia", given_names="Cora", organisation="Club El Ancla")
    page = Page(store, clock)
    page.does(page.presenter.look())
    assert page.presenter.near_organisations("club el ancla") is None
    assert page.presenter.near_organisations("Club El Anlca") == ("Club El Ancla",)
    assert page.presenter.near_organisations("Comedor Los Pibes") == ()


def test_an_export_tells_how_far_it_is_and_leaves_nothing_when_it_is_stopped(
    store: Store, clock: HandClock, rosa: str, tmp_path: Path
) -> None:
    page = Page(store, clock)
    (folder := tmp_path / "lists").mkdir()
    page.view.where = folder / "padron.csv"
    page.does(page.presenter.export())
    assert (page.view.exported, page.view.over) == (1, 1)
    assert (page.view.progress[0], page.view.progress[-1]) == ((0, 1), (1, 1))
    page.view.where = folder / "otro.csv"
    stopping: list[Coroutine[Any, Any, None]] = []

    def stop() -> None:
        if not stopping:
            stopping.append(page.presenter.stop_export())
            with pytest.raises(StopIteration):
                stopping[0].send(None)

    page.view.on_progress = stop
    page.view.exported = -1
    page.does(page.presenter.export())
    assert (page.view.exported, page.view.over, [one.name for one in folder.iterdir()]) == (-1, 2, ["padron.csv"])
