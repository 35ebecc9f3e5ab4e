"""A hundred signatures keyed in: rows, names, somebody new, undo, and how many keys that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.checkin.commands import check_in, count_unnamed
from db.checkin.queries import attendance, presences
from db.checkin.undo import undo
from db.residents.queries import card
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.planilla.numbers import printed, remember
from desktop.planilla.presenter import KeyingPresenter, KeyingShown, SheetLine, Told
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.desk import PlainDesk
from tests.record import EVENING


class Seen:
    """What the person sees."""

    def __init__(self) -> None:
        self.shown: KeyingShown | None = None
        self.found: tuple[SheetLine, ...] = ()
        self.told: list[Told] = []
        self.refused: list[str] = []
        self.given_back: list[str] = []

    def show_sheet(self, shown: KeyingShown) -> None:
        self.shown = shown

    def show_found(self, text: str, lines: tuple[SheetLine, ...]) -> None:
        self.found = lines

    def show_told(self, told: Told) -> None:
        self.told.append(told)

    def show_refused(self, code: str, facts: Mapping[str, Any]) -> None:
        self.refused.append(code)

    def give_back(self, text: str) -> None:
        self.given_back.append(text)


class Evening:
    """A sitting whose council had five people last month."""

    NAMES = (("Álamos", "Ana"), ("Beta", "Berta"), ("Gama", "Gastón"), ("Ñandúbez", "Rosaura"), ("Zubeldúa", "Zoé"))

    def __init__(self, store: Store, home: Path) -> None:
        self.store, self.home = store, home
        self.people = [a_neighbour(store, *name) for name in self.NAMES]
        before = a_sitting(store, at=EVENING - timedelta(days=30))
        for one in self.people:
            store.do(check_in, sitting_id=before, resident_id=one)
        store.do(close_sitting, sitting_id=before)
        self.sitting = a_sitting(store)
        self.view = Seen()
        self.presenter = self.another()
        self.keys = 0

    def another(self) -> KeyingPresenter:
        zone = EVENING.tzinfo
        assert zone is not None
        desk = PlainDesk(self.store)
        made = KeyingPresenter(self.view, desk, sitting_id=self.sitting, home=self.home, zone=zone, phone_prefix="+598")
        desk.follow(("presence", "resident"), made.look_again)
        asyncio.run(made.look())
        return made

    def key(self, *lines: str, hour: str = "", chosen: str = "") -> None:
        for line in lines:
            self.keys += len(line) + 1
            asyncio.run(self.presenter.enter(line, chosen, hour))

    def here(self) -> list[str]:
        return sorted(one.family_name for one in self.store.ask(presences, sitting_id=self.sitting))


@pytest.fixture
def evening(store: Store, tmp_path: Path) -> Evening:
    return Evening(store, tmp_path)


def test_rows_by_their_numbers_are_present_from_the_hour_the_sitting_was_called_for(evening: Evening) -> None:
    evening.key("2", "4-5")
    assert evening.here() == ["Beta", "Zubeldúa", "Ñandúbez"]
    assert {one.arrived_at for one in evening.store.ask(presences, sitting_id=evening.sitting)} == {EVENING}
    assert evening.view.shown is not None
    assert evening.view.shown.done == 3
    assert evening.view.told[-1] == Told("several", number=2)


def test_another_hour_holds_for_the_lines_that_follow(evening: Evening) -> None:
    evening.key("1", hour="22:45")
    (stay,) = evening.store.ask(presences, sitting_id=evening.sitting)
    assert stay.arrived_at == EVENING + timedelta(minutes=45)
    evening.key("2", hour="siete")
    assert evening.view.refused == ["sheet_hour_unreadable"]
    assert evening.view.given_back == ["2"]


def test_letters_find_the_sheets_own_people_first_and_then_the_roll(evening: Evening) -> None:
    a_neighbour(evening.store, "Zubiría", "Zenón")
    asyncio.run(evening.presenter.search("zub"))
    assert [(one.number, one.name) for one in evening.view.found] == [(5, "Zubeldúa, Zoé"), (0, "Zubiría, Zenón")]
    evening.key("zub")
    assert evening.view.refused == ["sheet_several"]
    evening.key("zub", chosen=evening.view.found[0].resident_id)
    assert evening.here() == ["Zubeldúa"]
    evening.key("zubir")
    assert evening.here() == ["Zubeldúa", "Zubiría"]


def test_a_name_nobody_has_is_said_and_a_plus_writes_it_down(evening: Evening) -> None:
    evening.key("quirquincho")
    assert evening.view.refused == ["sheet_nobody"]
    evening.key("+Quirquincho, Delia 31222333 a", "+2")
    assert evening.here() == ["Quirquincho"]
    figures = evening.store.ask(attendance, sitting_id=evening.sitting)
    assert (figures.people, figures.unnamed) == (1, 2)
    assert [one.kind for one in evening.view.told] == ["new", "unnamed"]


def test_a_row_without_a_name_marks_nobody_of_its_line(evening: Evening) -> None:
    evening.key("1 2 77")
    assert evening.view.refused == ["sheet_row_unknown"]
    assert evening.here() == []


def test_the_ticked_box_is_a_consent_and_everything_is_taken_back_line_by_line(evening: Evening) -> None:
    evening.key("1a 2", "+3", "+Quirquincho, Delia")
    assert evening.store.ask(card, resident_id=evening.people[0]).consent_at is not None
    assert evening.store.ask(card, resident_id=evening.people[1]).consent_at is None
    for _ in range(3):
        asyncio.run(evening.presenter.undo())
    figures = evening.store.ask(attendance, sitting_id=evening.sitting)
    assert (figures.people, figures.unnamed) == (0, 0)
    assert evening.store.ask(card, resident_id=evening.people[0]).consent_at is None
    asyncio.run(evening.presenter.undo())
    assert evening.view.refused == ["nothing_to_take_back"]


def test_after_a_restart_what_was_keyed_in_is_taken_back_all_the_same_and_the_door_takes_nothing_back_twice(
    evening: Evening,
) -> None:
    evening.key("1a", "4-5", "+2")
    asyncio.run(evening.presenter.undo())
    again = evening.another()
    asyncio.run(again.undo())
    assert evening.view.told[-1] == Told("taken_back", "Zoé Zubeldúa")
    assert evening.here() == ["Álamos", "Ñandúbez"]
    evening.store.do(undo, sitting_id=evening.sitting)
    asyncio.run(evening.presenter.undo())
    assert (evening.view.told[-1], evening.here()) == (Told("taken_back", "Ana Álamos"), [])
    assert evening.store.ask(card, resident_id=evening.people[0]).consent_at is None


def test_a_card_read_meanwhile_is_what_is_taken_back_first(evening: Evening) -> None:
    evening.key("4-5")
    evening.store.do(check_in, sitting_id=evening.sitting, resident_id=evening.people[0])
    asyncio.run(evening.presenter.undo())
    assert evening.here() == ["Zubeldúa", "Ñandúbez"]
    asyncio.run(evening.presenter.undo())
    assert evening.here() == []


def test_a_row_keyed_in_twice_is_one_person(evening: Evening) -> None:
    evening.key("3", "3")
    assert [one.kind for one in evening.view.told] == ["signed", "already"]
    assert evening.here() == ["Gama"]


def test_whoever_came_with_somebody_counts_as_at_the_door(evening: Evening) -> None:
    evening.store.do(check_in, sitting_id=evening.sitting, resident_id=evening.people[0], companions=2)
    evening.store.do(count_unnamed, sitting_id=evening.sitting)
    asyncio.run(evening.presenter.look())
    assert evening.view.shown is not None
    assert evening.view.shown.done == 4


def test_the_numbers_are_those_of_the_paper_whatever_was_printed_since(evening: Evening) -> None:
    remember(evening.home, evening.sitting, [evening.people[4], evening.people[0]])
    evening.presenter = evening.another()
    evening.key("1")
    assert evening.here() == ["Zubeldúa"]


def test_what_is_remembered_of_a_sheet_names_nobody(evening: Evening) -> None:
    remember(evening.home, evening.sitting, evening.people)
    (file,) = (evening.home / "sheets").iterdir()
    assert not [name for names in Evening.NAMES for name in names if name in file.read_text(encoding="utf-8")]
    assert printed(evening.home, evening.sitting) == tuple(evening.people)
    file.write_text("broken", encoding="utf-8")
    assert printed(evening.home, evening.sitting) == ()


def test_a_hundred_signatures_take_three_keys_each(store: Store, tmp_path: Path) -> None:
    """Forty runs and single rows of a sheet of 120, as they come on paper: most sign, some do not."""
    people = [
        a_neighbour(store, f"Apellido{chr(97 + place % 20)}{chr(97 + place // 20)}", "Nora") for place in range(120)
    ]
    before = a_sitting(store, at=EVENING - timedelta(days=30))
    for one in people:
        store.do(check_in, sitting_id=before, resident_id=one)
    store.do(close_sitting, sitting_id=before)
    evening = Evening(store, tmp_path)
    evening.key(*(str(number) for number in range(6, 106)))
    assert len(evening.here()) == 100
    assert evening.keys <= 400


def test_somebody_written_family_name_first_is_read_as_the_roll_uses_the_names(evening: Evening) -> None:
    for given in ("Berta", "Bruno"):
        a_neighbour(evening.store, "Beta", given, document=None)
    evening.key("+Beta Zulma 31222333")
    assert evening.view.told[-1] == Told("new", "Beta, Zulma")
    evening.key("+Álamos Cosme 31222444")
    assert (evening.view.refused, evening.view.given_back) == (["name_order_unclear"], ["+Álamos Cosme 31222444"])
