"""The page of sharing, whole: a press of its button goes through the bridge to a real server and back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.sync.commands import keep_credentials
from db.sync.door import Answer, Batch, Door
from db.sync.reach import Credentials
from db.sync.server import DeskCard, enrol, server_init
from db.work import Store
from desktop import i18n
from desktop.bridge import AGAIN, IGNORE, Bridge
from desktop.sync.page import LOCAL
from desktop.sync.presenter import SyncPresenter
from desktop.sync.view import SyncPage


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, bridged: Bridge) -> SyncPage:
    """The page, wired as `build` wires it."""
    i18n.install(qapp, "es_AR")
    view = SyncPage(lambda: datetime.now(UTC))
    qtbot.addWidget(view)
    presenter = SyncPresenter(view, bridged)
    bridged.on(view.send_pressed, presenter.send, IGNORE)
    bridged.on(view.looked, presenter.look, AGAIN)
    bridged.follow(LOCAL, presenter.look_again)
    return view


def press_and_settle(qtbot: QtBot, bridge: Bridge, page: SyncPage) -> Coroutine[Any, Any, None]:
    async def evening() -> None:
        page.show()
        await bridge.settle()
        qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
        await bridge.settle()

    return evening()


def test_pressing_send_hands_everything_over_and_says_so(
    run: Any, qtbot: QtBot, bridged: Bridge, page: SyncPage, store: Store, server: str
) -> None:
    server_init(server)
    identity = store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(server, card))
    run(press_and_settle(qtbot, bridged, page))
    assert page.words().startswith("Todo está en la base compartida")
    assert len(page.receipts.rows.rows()) == 1
    assert page.send.isEnabled()


def test_a_server_out_of_reach_is_said_in_the_banner_and_on_the_page(
    run: Any, qtbot: QtBot, bridged: Bridge, page: SyncPage, store: Store, shown: Any
) -> None:
    kept = Credentials(store.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y")
    store.do(keep_credentials, credentials=kept)
    run(press_and_settle(qtbot, bridged, page))
    assert shown.unavailable == [("server_unreachable", True)]
    assert "sin conexión desde las" in page.words()
    assert page.send.isEnabled()


def test_the_network_is_never_touched_from_the_main_thread_nor_from_the_records(
    run: Any, qtbot: QtBot, bridged: Bridge, page: SyncPage, store: Store, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_init(server)
    identity = store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(server, card))
    push = Door.push
    seen: list[str] = []
    alive: list[bool] = []

    def watched(door: Door, batch: Batch) -> Answer:
        # While the server is being waited for, the screens' own loop goes on.
        loop_went_on = threading.Event()
        loop.call_soon_threadsafe(loop_went_on.set)
        alive.append(loop_went_on.wait(10))
        seen.append(threading.current_thread().name)
        return push(door, batch)

    monkeypatch.setattr(Door, "push", watched)
    loop = asyncio.get_event_loop_policy().get_event_loop()
    run(press_and_settle(qtbot, bridged, page))
    assert seen
    assert all(name.startswith(("worker", "sending")) for name in seen)
    assert all(alive)
