"""Before leaving the office: the checks on a real home, the page with its buttons, and the terminal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from db.backup import backups, make_backup
from db.errors import Unavailable
from db.home import Home, Opened, create
from db.keys import make_keys
from db.places.city import City
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.sittings.queries import SittingCard, next_sitting, sitting_card
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over
from db.sync.leaving import before_leaving
from db.sync.reach import Credentials
from db.sync.server import DeskCard, server_init
from db.sync.server import enrol as enrol_desk
from db.work import Store
from desktop import cli
from desktop.minutes.phrases import load
from desktop.minutes.templates import folder_of, lay_out
from desktop.ready.checks import NAMES, Checks, Outside
from desktop.ready.presenter import ReadyPresenter
from desktop.ready.rules import GOOD, LOOK, Line
from desktop.ready.view import ReadySheet
from desktop.ready.words import sentence_of
from desktop.sittings.page import build
from desktop.zoom.client import ZoomClient
from desktop.zoom.credentials import Credentials as ZoomCredentials
from desktop.zoom.credentials import Safe
from desktop.zoom.wire import Wire
from tests.db.sittings.council import planned
from tests.desk import PlainDesk
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.desktop.zoom.stub import Zoom
from tests.record import CITY_FILE, EVENING, HandClock


def checks(
    store: Store, home: Home, city: City, sitting: SittingCard | None = None, outside: Outside | None = None
) -> Checks:
    return Checks(PlainDesk(store), home, city, store.clock, sitting, outside or Outside(screens=lambda: 2))


def line(found: Checks, name: str) -> Line:
    return asyncio.run(found.check(name))


def test_every_check_answers_and_its_sentence_is_whole(store: Store, home: Home, city: City) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura")
    found = checks(store, home, city)
    told = {name: line(found, name) for name in NAMES}
    assert {name for name, one in told.items() if one.level == LOOK} <= {"backup", "paper", "clock"}
    assert told["roll"].code == "roll_by_hand"
    assert told["backup"].code == "backup_none"
    assert told["screen"].level == GOOD
    for one in told.values():
        assert "{" not in sentence_of(one, city.zone)


def test_the_templates_of_the_home_are_really_tried(store: Store, home: Home, city: City) -> None:
    found = checks(store, home, city)
    assert line(found, "template").code == "template_good"
    phrases = load(city.language)
    lay_out(home.path, phrases)
    assert (line(found, "template").code, line(found, "template").facts["own"]) == ("template_own", 5)
    broken = folder_of(home.path, phrases) / phrases.template_name("commitments")
    broken.write_bytes(b"no document at all")
    told = line(found, "template")
    assert (told.level, told.facts["file"], told.facts["code"]) == (LOOK, broken.name, "minutes_template_unreadable")
    assert broken.name in sentence_of(told, city.zone)


def test_a_backup_is_read_again_and_a_damaged_one_is_told(store: Store, opened: Opened, home: Home, city: City) -> None:
    make_keys(home.keys, passphrase="four words of hers")
    made = make_backup(opened, home.backups)
    found = checks(store, home, city)
    assert (line(found, "backup").code, line(found, "disk").level) == ("backup_good", GOOD)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(bytes(content))
    assert line(found, "backup").code == "backup_broken"


def test_a_clock_set_back_is_noticed(store: Store, home: Home, city: City, clock: HandClock) -> None:
    clock.forward(days=2)
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura")
    clock.forward(days=-1)
    told = line(checks(store, home, city), "clock")
    assert told.code == "clock_behind"
    assert "21/11/2026" in sentence_of(told, city.zone)


def test_what_waits_to_be_sent_is_told_though_the_server_is_out_of_reach(store: Store, home: Home, city: City) -> None:
    nowhere = Credentials(store.identity.desk_id, "postgresql://127.0.0.1:9/cabildo", "desk", "secret")
    store.do(keep_credentials, credentials=nowhere)
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura")
    told = line(checks(store, home, city), "sync")
    assert (told.level, told.action) == (LOOK, "sync")
    assert line(checks(store, home, city), "clock").code != "clock_server"


def test_the_call_is_looked_at_as_the_sitting_is_held(store: Store, home: Home, city: City) -> None:
    in_person = store.ask(sitting_card, sitting_id=planned(store, mode="in_person"))
    hybrid = store.ask(sitting_card, sitting_id=planned(store, mode="hybrid"))
    with_number = store.ask(sitting_card, sitting_id=planned(store, mode="hybrid", zoom_number="912 3456 7890"))
    told = [line(checks(store, home, city, one), "zoom").code for one in (in_person, hybrid, with_number)]
    assert told == ["zoom_not_needed", "zoom_no_number", "zoom_by_file"]


def test_access_to_zoom_is_tried_out_and_a_refusal_is_told(store: Store, home: Home, city: City) -> None:
    card = store.ask(sitting_card, sitting_id=planned(store, mode="hybrid", zoom_number="912 3456 7890"))
    with Zoom() as zoom:
        zoom.now = store.clock.now
        desk = PlainDesk(store)

        def connect(credentials: ZoomCredentials) -> ZoomClient:
            return ZoomClient(Wire(credentials, zoom.addresses, now=store.clock.now))

        def told(kept: ZoomCredentials, *, online: bool = True) -> str:
            asyncio.run(Safe(desk, home).keep(kept))
            return line(checks(store, home, city, card, Outside(online=online, zoom=connect)), "zoom").code

        assert told(zoom.credentials) == "zoom_good"
        assert told(zoom.credentials, online=False) == "zoom_untested"
        assert told(replace(zoom.credentials, client_secret="another")) == "zoom_trouble"
        zoom.close()
        assert told(zoom.credentials) == "zoom_untested"


def test_the_servers_clock_is_asked_and_what_waits_is_sent_by_the_button(
    store: Store, home: Home, city: City, server: str, clock: HandClock
) -> None:
    server_init(server)
    identity = store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol_desk(server, card))
    page, found = Page(), checks(store, home, city)

    async def send() -> None:
        await hand_over(PlainDesk(store))

    presenter = ReadyPresenter(page, found, {"sync": send})
    asyncio.run(presenter.look(("sync",)))
    assert page.lines["sync"].action == "sync"
    asyncio.run(presenter.act(page.lines["sync"]))
    assert page.lines["sync"].code == "sync_sent"
    assert page.lines["clock"].code == "clock_apart", "the clock of the test stands some days before the server's"
    clock.at = datetime.now(UTC)
    asyncio.run(presenter.look(("clock",)))
    assert page.lines["clock"].code == "clock_server"


def test_it_is_for_the_open_sitting_or_the_next_one(store: Store, clock: HandClock) -> None:
    planned(store, title="La de ayer", starts_at=EVENING.replace(day=18))
    later = planned(store, title="La que viene", starts_at=EVENING.replace(day=26))
    tonight = planned(store, title="La de hoy")
    found = store.ask(next_sitting, since=EVENING.replace(hour=3), district_id=store.identity.district_id)
    assert found is not None
    assert found.id == tonight
    store.do(open_sitting, sitting_id=later)
    found = store.ask(next_sitting, since=EVENING.replace(hour=3), district_id=store.identity.district_id)
    assert found is not None
    assert found.id == later
    store.do(close_sitting, sitting_id=later)


def test_the_roll_is_as_old_as_its_last_import(store: Store) -> None:
    assert store.ask(before_leaving).imported_at is None
    store.do(import_rows)
    assert store.ask(before_leaving).imported_at == EVENING


def import_rows(work: Any) -> None:
    enrol(work, family_name="Ñandúbez", given_names="Rosaura")


import_rows.__module__ = "db.residents.roll_import"


# ---- the page ------------------------------------------------------------------------------------------------------


class Page:
    """What was said to the page."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.checking: list[tuple[str, ...]] = []
        self.verdicts: list[int] = []
        self.went: list[str] = []

    def show_checking(self, names: tuple[str, ...]) -> None:
        self.checking.append(names)

    def show_line(self, line: Line) -> None:
        self.lines[line.name] = line

    def show_verdict(self, to_do: int) -> None:
        self.verdicts.append(to_do)

    def leave_for(self, page: str) -> None:
        self.went.append(page)


def test_a_button_does_it_and_looks_again_or_leads_there(store: Store, home: Home, city: City) -> None:
    page, done = Page(), []

    async def back_up() -> None:
        done.append("backup")

    async def send() -> None:
        raise Unavailable("server_unreachable")

    presenter = ReadyPresenter(page, checks(store, home, city), {"backup": back_up, "sync": send})
    asyncio.run(presenter.look())
    assert set(page.lines) == set(NAMES)
    asyncio.run(presenter.act(page.lines["backup"]))
    assert (done, page.checking[-1]) == (["backup"], ("backup", "disk"))
    asyncio.run(presenter.act(page.lines["roll"]))
    assert page.went == ["residents"]
    asyncio.run(presenter.act(Line("sync", LOOK, "sync_pending", {"count": 1}, "sync")))
    assert (page.lines["sync"].code, page.lines["sync"].action) == ("trouble", "sync")


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    store.do(plan_sitting, title="Primera", starts_at=EVENING, council="El Muelle", mode="in_person")
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        yield made


def test_the_page_opens_from_today_fills_line_by_line_and_leads_on(room: Room[Any]) -> None:
    went: list[str] = []
    room.shell.wanted.connect(went.append)

    async def done() -> None:
        room.qtbot.mouseClick(room.view.ready, Qt.MouseButton.LeftButton)
        while not (found := room.view.findChildren(ReadySheet)) or not found[0].cancel.isEnabled():
            await asyncio.sleep(0)
        sheet = found[0]
        said = [one.text() for one in sheet.findChildren(QLabel) if one.isVisibleTo(sheet)]
        assert "¿Listo para salir?" in said
        assert "El Muelle: Primera" in said
        assert "No hace falta: la sesión es presencial." in said
        assert "Todavía no hay nadie. Incorporá la lista de vecinos." in said
        assert not [name for name in NAMES if sheet.row(name).line is None]
        button = sheet.findChild(QPushButton, "ready.act.roll")
        assert button is not None
        button.click()
        await room.bridge.settle()

    room.run(done())
    assert went == ["residents"]


# ---- the terminal --------------------------------------------------------------------------------------------------


def test_the_terminal_says_three_while_there_is_something_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "casa")
    create(home, city_file=CITY_FILE, district="ribera", passphrase="correct horse battery")
    monkeypatch.setenv("CABILDO_PASSPHRASE", "correct horse battery")
    monkeypatch.setattr("desktop.cli.ROOMS", ("residents", "sittings", "preferences", "ready"))
    arguments = ["--home", str(home.path), "--json", "ready", "--offline"]
    assert cli.run(arguments) == 3
    told = json.loads(capsys.readouterr().out)
    by_name = {one["name"]: one for one in told["checks"]}
    assert (told["ready"], told["sitting"], by_name["roll"]["action"]) == (False, None, "import")
    assert "screen" not in by_name
    assert cli.run(["--home", str(home.path), "backup", "--out", str(home.backups)]) == 0
    assert len(backups(home)) == 1
    capsys.readouterr()
    cli.run(["--home", str(home.path), "ready", "--offline"])
    out = capsys.readouterr().out
    assert "por hacer    El padrón: Todavía no hay nadie. Incorporá la lista de vecinos." in out
    assert "listo        El respaldo: " in out
    assert cli.run(["--home", str(home.path), "ready", "--sitting", "nada"]) == 2
