"""The book of names is opened before the first call comes in, and follows the roll all the same."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from db.matching.opening import Opening, write_a_page
from db.residents import namebook
from db.residents.commands import enrol
from db.work import Store
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store: Store) -> Scene:
    made = Scene(store)
    while store.do(write_a_page).outcome:
        continue
    return made


@contextmanager
def pages_read(store: Store) -> Iterator[list[str]]:
    """The statements that read pages of the book meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "fulls, names FROM search_book_page" in statement:
            found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield found
    event.remove(store.engine, "before_cursor_execute", note)


def open_all(store: Store, opening: Opening) -> int:
    portions = 1
    while store.ask(opening.go_on):
        portions += 1
    return portions


def test_the_first_call_finds_the_book_open(scene: Scene) -> None:
    assert open_all(scene.store, Opening()) > 5
    with pages_read(scene.store) as read:
        scene.take_in(row("Rosa Peña"))
    assert scene.group("Rosa Peña").residents
    assert not read


def test_who_is_written_on_the_roll_while_the_book_opens_is_found(scene: Scene) -> None:
    opening = Opening()
    for _ in range(2):
        assert scene.store.ask(opening.go_on)
    made = scene.store.do(enrol, family_name="Etchebarne", given_names="Luz").outcome
    scene.store.do(write_a_page)
    open_all(scene.store, opening)
    scene.take_in(row("Luz Etchebarne"))
    assert [one.id for one in scene.group("Luz Etchebarne").residents] == [made]


def test_a_book_that_is_open_is_opened_again_after_the_roll_has_changed(scene: Scene) -> None:
    open_all(scene.store, Opening())
    made = scene.store.do(enrol, family_name="Etchebarne", given_names="Luz").outcome
    assert scene.store.ask(namebook.out_of_date)
    scene.store.do(write_a_page)
    assert open_all(scene.store, Opening()) > 5
    with pages_read(scene.store) as read:
        scene.take_in(row("Luz Etchebarne"))
    assert [one.id for one in scene.group("Luz Etchebarne").residents] == [made]
    assert not read


def test_a_file_that_is_closed_leaves_no_names_in_memory(scene: Scene) -> None:
    open_all(scene.store, Opening())
    pages = weakref.ref(scene.store.ask(namebook.read))
    assert pages() is not None
    scene.store.close()
    assert pages() is None
