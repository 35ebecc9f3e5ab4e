"""What the person at the desk means with a neighbour's data: give her file, erase her, or think better of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from db.errors import Refused
from db.places.city import City
from db.residents.commands import enrol
from db.rights.outcomes import Erased
from db.rights.queries import person_file
from db.work import Store
from desktop.rights import words
from desktop.rights.presenter import Blotted, RightsPresenter
from desktop.rights.preview import Preview
from desktop.rights.saving import save
from tests.db.rights.life import FAMILY, live
from tests.desk import PlainDesk


class Recorder:
    """Answers as it was told to, and keeps what it was shown."""

    def __init__(self, *, place: Path | None = None, blotted: Blotted | None = None) -> None:
        self.place, self.blotted = place, blotted
        self.preview: Preview | None = None
        self.saved: list[tuple[Path, ...]] = []
        self.erased: list[Erased] = []

    async def choose_place(self, name: str) -> Path | None:
        return self.place

    async def confirm_erasure(self, preview: Preview) -> Blotted | None:
        self.preview = preview
        return self.blotted

    def tell_saved(self, name: str, paths: tuple[Path, ...]) -> None:
        self.saved.append(paths)

    def tell_erased(self, done: Erased) -> None:
        self.erased.append(done)


def presenter(view: Recorder, store: Store, city: City) -> RightsPresenter:
    return RightsPresenter(view, PlainDesk(store), city, store.clock, save)


def test_one_click_makes_her_file_with_its_json(store: Store, city: City, tmp_path: Path) -> None:
    life, view = live(store), Recorder(place=tmp_path / "Legajo.docx")
    asyncio.run(presenter(view, store, city).make_file(life.other_row))
    assert view.saved == [(tmp_path / "Legajo.docx", tmp_path / "Legajo.json")]


def test_going_back_saves_nothing(store: Store, city: City, tmp_path: Path) -> None:
    life, view = live(store), Recorder()
    asyncio.run(presenter(view, store, city).make_file(life.her))
    assert view.saved == []


def test_the_preview_counts_what_goes_and_what_stays(store: Store, city: City) -> None:
    life, view = live(store), Recorder()
    asyncio.run(presenter(view, store, city).erase(life.her))
    assert view.preview is not None
    assert (view.preview.rows, view.preview.sittings, view.preview.turns, view.preview.issues) == (2, 1, 1, 1)
    assert view.preview.confirmed_by(FAMILY.upper() + " ")
    assert not view.preview.confirmed_by("")
    assert view.erased == []
    assert store.ask(person_file, resident_id=life.her).name.endswith(FAMILY)


def test_whoever_may_be_she_on_another_row_is_told_before_she_is_erased(store: Store, city: City) -> None:
    first = store.do(enrol, family_name="Zurubí", given_names="Elsa", document="9123456", birth_date="01/02/1950")
    store.do(enrol, family_name="Zurubi", given_names="Elsa", birth_date="01/02/1950")
    view = Recorder()
    asyncio.run(presenter(view, store, city).erase(first.outcome))
    assert view.preview is not None
    assert view.preview.perhaps_she == ("Zurubi, Elsa",)
    assert "Zurubi, Elsa" in words.beyond(view.preview)[0]


def test_confirmed_she_is_gone_and_it_is_said(store: Store, city: City) -> None:
    life, view = live(store), Recorder(blotted=())
    asyncio.run(presenter(view, store, city).erase(life.her))
    [done] = view.erased
    assert {one.noun for one in done.left} == {"item", "issue", "chat_line", "transcript_line"}
    assert store.ask(person_file, resident_id=life.her).name == ""


def test_erasing_twice_is_refused_before_anything_is_asked(store: Store, city: City) -> None:
    life, view = live(store), Recorder(blotted=())
    desk = presenter(view, store, city)
    asyncio.run(desk.erase(life.her))
    view.preview = None
    with pytest.raises(Refused) as no:
        asyncio.run(desk.erase(life.her))
    assert (no.value.code, view.preview) == ("resident_erased", None)
