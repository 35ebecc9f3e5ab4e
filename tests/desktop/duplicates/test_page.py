"""The desk of the doubles as a person finds it: by keyboard, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.duplicates.queries import kept_apart, merges
from db.home import Home
from db.places.city import City
from db.residents.commands import correct
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.duplicates.page import build, count
from desktop.duplicates.view import DoublesPage
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.duplicates.neighbours import BORN, somebody
from tests.desktop.hands import Hands, Run
from tests.record import HandClock

KEY = Qt.Key


class Desk(Hands):
    """The page, the number on its tab, and hands."""

    page: DoublesPage

    def __init__(self, parts: Parts, run: Run) -> None:
        super().__init__(parts, run)
        self.told: list[int] = []
        self.does(self._build)

    def _build(self) -> None:
        page = build(self.parts)
        assert isinstance(page, DoublesPage)
        self.page = page
        count(self.parts, self.told.append)

    def types(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.does(partial(QTest.keyClick, self.page.list, key))

    def writes(self, command: Any, **facts: Any) -> None:
        """Somebody writes on another page."""

        async def done() -> None:
            await self.parts.bridge.do(command, **facts)
            await self.parts.bridge.settle()

        self._run(done())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(line.left, line.right) for line in self.page.list.rows.rows()]

    @property
    def heads(self) -> tuple[str, str]:
        return self.page.panel.left.name.text(), self.page.panel.right.name.text()


@pytest.fixture
def pairs(store: Store) -> dict[str, str]:
    """Rosaura by her document, Eulogia by her telephone, and one document that two very different people have."""
    return {
        "rosaura": somebody(store, document="12345678", birth_date=BORN, email="ro@x.uy"),
        "her twin": somebody(store, "Nandubez", document="12345678", phone="099333444"),
        "eulogia": somebody(store, "Zuvirrieta", "Eulogia", phone="099111222"),
        "her other": somebody(store, "Zuvirrieta", "Eulojia", phone="099111222"),
        "telma": somebody(store, "Quirogaña", "Telma", document="31222333"),
        "hilario": somebody(store, "Bustorriaga", "Hilario", document="31222333"),
    }


@pytest.fixture
def desk(
    store: Store, pairs: dict[str, str], home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run,
    qapp: QApplication, qtbot: QtBot,
) -> Iterator[Desk]:  # fmt: skip
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    crashed: list[Any] = []
    bridge = Bridge(store, refused=crashed.append, unavailable=lambda no, _: crashed.append(no), crashed=crashed.append)
    parts = Parts(
        bridge=bridge,
        settings=Settings(tmp_path / "settings.json"),
        focus=Focus(),
        shell=ShellSignals(),
        city=city,
        home=home,
        desk="Ribera 1",
        clock=clock,
    )
    made = Desk(parts, run)
    qtbot.addWidget(made.page)
    made.page.resize(1200, 800)
    made.page.show()
    made.page.list.setFocus()
    yield made
    run(bridge.close())
    assert not crashed, crashed


def test_the_surest_pair_is_in_front_with_its_reason_and_what_differs(desk: Desk) -> None:
    assert len(desk.pairs) == 3
    assert desk.told == [3]
    assert desk.heads == ("Ñandúbez, Rosaura", "Nandubez, Rosaura")
    panel = desk.page.panel
    assert panel.why.text() == "Mismo documento 12.345.678, mismo nombre"
    assert panel.left.role.text() == "Queda esta ficha"
    assert panel.left.seen.text() == "Todavía en ninguna sesión"
    shown = {
        row.name.text(): (row.left.text(), row.sign.toolTip(), row.right.text())
        for row in panel.lines
        if not row.name.isHidden()
    }
    assert shown["Documento"] == ("12.345.678", "igual", "12.345.678")
    assert shown["Nacimiento"] == ("25/08/1979", "solo lo dice la de la izquierda", "–")
    assert shown["Teléfono"][1] == "solo lo dice la de la derecha"
    assert "Domicilio" not in shown


def test_m_joins_and_the_next_pair_is_in_front_at_once(desk: Desk, store: Store, pairs: dict[str, str]) -> None:
    desk.types(KEY.Key_M)
    (line,) = store.ask(merges)
    assert (line.kept_id, line.absorbed_id) == (pairs["rosaura"], pairs["her twin"])
    assert line.evidence == ("same_document", "same_name")
    assert desk.heads[0].startswith("Zuvirrieta")
    assert desk.told[-1] == 2
    assert desk.page.last.text().endswith("son la misma persona. Ctrl+Z lo deshace.")
    desk.types(KEY.Key_Return)
    assert len(store.ask(merges)) == 2


def test_enter_never_joins_what_is_doubtful_and_m_does(desk: Desk, store: Store) -> None:
    desk.types(KEY.Key_Down, KEY.Key_Down)
    assert "Telma" in " ".join(desk.heads)
    assert desk.page.panel.warned.isVisible()
    desk.types(KEY.Key_Return)
    assert store.ask(merges) == ()
    desk.types(KEY.Key_M)
    assert len(store.ask(merges)) == 1


@pytest.mark.parametrize("key", [KEY.Key_X, KEY.Key_Right])
def test_the_other_card_is_let_stay_by_one_key(desk: Desk, store: Store, pairs: dict[str, str], key: Qt.Key) -> None:
    desk.types(key)
    assert desk.heads == ("Nandubez, Rosaura", "Ñandúbez, Rosaura")
    desk.types(KEY.Key_M)
    assert [line.kept_id for line in store.ask(merges)] == [pairs["her twin"]]


def test_d_tells_two_people_apart_for_good_and_s_leaves_a_pair_for_later(desk: Desk, store: Store) -> None:
    first, second, third = desk.pairs
    desk.types(KEY.Key_S)
    assert desk.pairs == [second, third, first]
    assert desk.heads == second
    desk.types(KEY.Key_D)
    assert desk.pairs == [third, first]
    assert len(store.ask(kept_apart)) == 1


def test_ctrl_z_undoes_one_act_after_the_other(desk: Desk, store: Store) -> None:
    before = desk.pairs
    desk.types(KEY.Key_M, KEY.Key_D)
    assert desk.told[-1] == 1
    desk.does(desk.page.undo.click)
    assert store.ask(kept_apart) == ()
    desk.does(desk.page.undo.click)
    assert store.ask(merges) == ()
    assert desk.pairs == before
    assert desk.told[-1] == 3
    assert not desk.page.undo.isEnabled()


def test_what_was_joined_is_listed_with_both_rows_and_taken_back(desk: Desk, store: Store) -> None:
    desk.types(KEY.Key_M)
    desk.does(desk.page.parts.option("joined").click)
    assert desk.heads == ("Ñandúbez, Rosaura", "Nandubez, Rosaura")
    assert desk.page.panel.why.text() == "Mismo documento, mismo nombre · Ribera 1 · 19/11/2026 19:00"
    assert desk.page.panel.join.isHidden()
    desk.does(desk.page.panel.back.click)
    assert store.ask(merges) == ()
    desk.does(desk.page.undo.click)
    assert len(store.ask(merges)) == 1


def test_who_was_told_apart_is_asked_about_again(desk: Desk, store: Store) -> None:
    desk.types(KEY.Key_D)
    desk.does(desk.page.parts.option("apart").click)
    assert len(desk.pairs) == 1
    desk.types(KEY.Key_Delete)
    assert store.ask(kept_apart) == ()
    assert desk.told[-1] == 3


def test_a_card_put_right_elsewhere_leaves_the_list_without_being_asked(desk: Desk, pairs: dict[str, str]) -> None:
    desk.writes(correct, resident_id=pairs["hilario"], document="31222999")
    assert len(desk.pairs) == 2
    assert desk.told[-1] == 2


def test_when_nobody_waits_the_page_says_so(desk: Desk) -> None:
    desk.types(KEY.Key_M, KEY.Key_M, KEY.Key_M)
    assert desk.pairs == []
    assert desk.page.panel.isHidden()
    assert desk.page.nothing.isVisible()
