"""A whole evening at the desk, by keys alone: 60 connections in 120 lines, and how many keys it took."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from db.checkin.queries import attendance
from db.folding import fold
from db.home import Home
from db.matching.commands import import_report, sort_out
from db.matching.queries import GroupCard, counts, groups
from db.matching.rules import Verdict
from db.matching.whole_names import WholeName
from db.places.city import City
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store, Work
from db.zoom.files.opening import read_told
from db.zoom.files.report import Report
from db.zoom.files.told import Registrations
from db.zoom.handouts import take_in_registrations
from desktop.kit import theme
from desktop.matching.page import build
from desktop.matching.whole_names import WholeNamesSheet
from desktop.practice.people import Neighbour, roll
from desktop.practice.zoom_file import report
from tests.desktop.matching.sixty import GROUPS, LINES, Call, Truth, call
from tests.desktop.matching.sixty_files import registration_report
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock

KEY = Qt.Key


def write_roll(work: Work, *, people: tuple[Neighbour, ...], quarters: dict[str, str]) -> None:
    """Everybody on the roll, in one transaction."""
    for one in people:
        enrol(
            work, family_name=one.family_name, given_names=one.given_names, document=one.document,
            birth_date=one.birth_date, phone=one.phone, email=one.email, street=one.street,
            street_number=one.street_number, neighbourhood_id=quarters[one.neighbourhood],
        )  # fmt: skip


class Evening:
    """The page on the invented call, and the person who knows who was who and counts her keys."""

    def __init__(self, room: Room[Any], told: Call) -> None:
        self.room, self.told = room, told
        self.keys = 0
        self.by_decision: Counter[str] = Counter()
        self.truths = {fold(one.name): one for one in told.truths}
        self.truths[fold("CMD Oeste")] = self.truths[fold("CMD Oeste (Anfitrión)")]

    @property
    def cards(self) -> tuple[GroupCard, ...]:
        return self.room.bridge.store.ask(groups, sitting_id=self.room.sitting)

    def truth(self, card: GroupCard) -> Truth:
        return next(self.truths[fold(name)] for name in card.names if fold(name) in self.truths)

    def press(self, *keys: Qt.Key) -> None:
        """Keys on whatever has the focus."""
        for key in keys:
            self.keys += 1
            self.room.does(partial(self._click, key))

    def _click(self, key: Qt.Key) -> None:
        QTest.keyClick(self.room.view.focusWidget() or self.room.view.list, key)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.room.does(lambda: QTest.keyClicks(self.room.view.panel.field, text))

    def documents(self) -> list[str]:
        """Those who are offered now, each by her document, or her name where she has none."""
        return [_who(one.document, one.name) for one in self.room.view.panel.offers.rows.rows()]

    def together(self) -> int:
        """Everybody in the list of whole names, with two keys; answers how many they were."""
        self.keys += 2
        read: list[WholeName] = []

        def enter(asked: QDialog) -> None:
            assert isinstance(asked, WholeNamesSheet)
            read.extend(line.one for line in asked.list.rows.rows())
            QTest.keyClick(asked.focusWidget(), KEY.Key_Return)

        cards = {one.id: one for one in self.cards}
        self.room.answers(lambda: QTest.keyClick(self.room.view.list, KEY.Key_C), enter)
        for one in read:
            [her] = self.truth(cards[one.match_id]).neighbours
            assert _who(one.resident.document, one.resident.name) == _who(her.document, her.full_name)
        self.by_decision["whole names"] += 2
        return len(read)

    def decide(self) -> None:
        """The group one stands on."""
        card = self.room.view.list.selected()
        truth, before = self.truth(card), self.keys
        how = self._decide(card, truth, [_who(one.document, one.full_name) for one in truth.neighbours])
        self.by_decision[how] += self.keys - before
        assert not next(one for one in self.cards if one.id == card.id).waits, (card.name, how)

    def _decide(self, card: GroupCard, truth: Truth, hers: list[str]) -> str:
        if truth.staff:
            self.press(KEY.Key_N)
            return "not a neighbour"
        if truth.new:
            self._write_down()
            return "new person"
        if not hers:
            self.press(KEY.Key_S)
            return "unnamed"
        if len(hers) > 1:
            self.press(KEY.Key_V)
            for one in hers:
                self._tick(one, truth)
            self.press(KEY.Key_Return)
            return "several"
        if hers[0] in self.documents():
            place = self.documents().index(hers[0])
            self._see(place)
            self.press(KEY.Key_Return if place == 0 and card.clear else _digit(place))
            return "proposed"
        self._look_for(hers[0], truth.neighbours[0])
        place = self.documents().index(hers[0])
        self.press(KEY.Key_Return, KEY.Key_Return if place == 0 else _digit(place))
        return "looked for"

    def _tick(self, who: str, truth: Truth) -> None:
        if who in self.documents()[:9]:
            self._see(self.documents().index(who))
            self.press(_digit(self.documents().index(who)))
            return
        one = next(one for one in truth.neighbours if _who(one.document, one.full_name) == who)
        self._look_for(who, one, first=True)
        self.press(KEY.Key_Return)

    def _see(self, place: int) -> None:
        """Nobody presses a number that she does not see: further down is a page at a time, among the people."""
        offers = self.room.view.panel.offers
        if not self._is_seen(place) and self.room.view.focusWidget() is not offers:
            self.press(KEY.Key_Right)
        while not self._is_seen(place):
            self.press(KEY.Key_PageDown)

    def _is_seen(self, place: int) -> bool:
        """Her name at least, in the first line of her row."""
        offers = self.room.view.panel.offers
        top = offers.visualRect(offers.rows.index(place, 0)).top()
        return bool(0 <= top <= offers.viewport().height() - theme.px(30))

    def _look_for(self, who: str, one: Neighbour, *, first: bool = False) -> None:
        """Three letters of her first name, and of her surname as many as it takes; her document where that is all."""
        self.press(KEY.Key_Slash)
        given, family = fold(one.given_names).split()[0][:3], fold(one.family_name).replace("'", " ")
        for text in (f"{given} {family[:3]}", f"{given} {family}", who):
            self.room.does(self.room.view.panel.field.clear)
            before = self.keys
            self.write(text)
            found = self.documents()[:1] if first else self.documents()[:9]
            if who in found:
                return
            self.keys = before

    def _write_down(self) -> None:
        self.keys += 2

        def enter(asked: QDialog) -> None:
            QTest.keyClick(asked.focusWidget(), KEY.Key_Return)

        self.room.answers(lambda: QTest.keyClick(self.room.view.list, KEY.Key_P), enter)


def _who(document: str | None, name: str) -> str:
    return document or name


def _digit(place: int) -> Qt.Key:
    return KEY(KEY.Key_1.value + place)


@pytest.fixture
def evening(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any, qapp: QApplication
) -> Iterator[Evening]:
    mine = city.district("ribera")
    named = list(mine.neighbourhoods) * 4
    people = roll(named[:8])
    store.do(write_roll, people=people, quarters=_quarters(store))
    sitting = store.do(
        plan_sitting, title="Plaza", council="Consejo Barrial El Muelle", starts_at=EVENING, place="CMD Oeste"
    ).outcome
    store.do(open_sitting, sitting_id=sitting)
    told = call(people, EVENING)
    registered, came = registration_report(told, EVENING, city.zone), report(told.lines, city.zone)
    _, people_told = read_told(registered, zone=city.zone, sitting_at=EVENING)
    _, call_told = read_told(came, zone=city.zone, sitting_at=EVENING)
    assert isinstance(people_told, Registrations)
    assert isinstance(call_told, Report)
    store.do(take_in_registrations, sitting_id=sitting, told=people_told, sha256=_digest(registered))
    store.do(import_report, sitting_id=sitting, report=call_told, sha256=_digest(came))
    with opened_room(
        build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
    ) as room:
        room.view.resize(1170, 700)  # what the frame leaves of 1366 × 768
        room.view.list.setFocus()
        yield Evening(room, told)


def _quarters(store: Store) -> dict[str, str]:
    return {one.name: one.id for one in store.ask(neighbourhoods)}


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_sixty_people_in_a_hundred_and_twenty_lines_are_decided_by_keys_alone(evening: Evening) -> None:
    assert (len(evening.told.lines), len(evening.cards)) == (LINES, GROUPS)
    waiting = evening.room.bridge.store.ask(counts, sitting_id=evening.room.sitting).unresolved
    at_once = evening.together()
    assert at_once >= 15
    for _ in range(waiting - at_once):
        evening.decide()
    assert evening.room.view.sum.waiting.text() == "Todo decidido"
    for card in evening.cards:
        truth = evening.truth(card)
        told = sorted(_who(one.document, one.name) for one in card.residents)
        if truth.neighbours:
            assert told == sorted(_who(one.document, one.full_name) for one in truth.neighbours), card.name
        if truth.staff:
            assert card.verdict is Verdict.NOT_A_NEIGHBOUR
    assert evening.keys <= 41, evening.by_decision
    assert evening.keys < waiting  # less than a key for a decision
    sums = evening.room.bridge.store.ask(attendance, sitting_id=evening.room.sitting)
    assert sums.in_room + sums.online - sums.both == sums.people


def test_who_came_tonight_says_nothing_of_tonight_when_the_call_is_judged_again(evening: Evening) -> None:
    def likely() -> dict[str, tuple[tuple[str, float], ...]]:
        return {one.key: tuple((who.resident.id, who.score) for who in one.candidates) for one in evening.cards}

    first = likely()
    evening.room.bridge.store.do(sort_out, sitting_id=evening.room.sitting)
    assert any(first.values())
    assert likely() == first


def test_all_of_it_is_undone_by_one_key_each(evening: Evening) -> None:
    before = {one.key: (one.verdict, len(one.candidates)) for one in evening.cards}
    for _ in range(6):
        evening.decide()
    evening.press(*[KEY.Key_Z] * 6)
    assert {one.key: (one.verdict, len(one.candidates)) for one in evening.cards} == before
    assert not evening.room.view.undo.isEnabled()
