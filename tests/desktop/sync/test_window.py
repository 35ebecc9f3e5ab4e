"""Sharing in the real window: the status strip counts what waits, and says when it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.home import Opened
from db.sync.commands import keep_credentials
from db.sync.queries import pending
from db.sync.server import DeskCard, enrol, server_init
from desktop.main import Cabildo
from desktop.sync.view import SyncPage


def test_the_strip_counts_what_waits_and_the_page_sends_it(
    run: Any, qapp: QApplication, qtbot: QtBot, opened: Opened, tmp_path: Path, server: str
) -> None:
    server_init(server)
    identity = opened.store.identity
    card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, "Ribera 1")
    opened.store.do(keep_credentials, credentials=enrol(server, card))
    waiting = opened.store.ask(pending)
    cabildo = Cabildo(qapp, tmp_path / "folder")
    cabildo.window.show()
    run(cabildo.begin(lambda: opened))

    async def evening() -> tuple[list[str], list[str]]:
        await cabildo.bridge.settle()
        strip = cabildo.window.status
        assert strip is not None
        before = strip.words()
        cabildo.window.show_page("sync")
        await cabildo.bridge.settle()
        page = cabildo.window.page("sync")
        assert isinstance(page, SyncPage)
        qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
        await cabildo.bridge.settle()
        return before, strip.words()

    before, after = run(evening())
    assert run(cabildo.end())
    assert f"{waiting} por enviar" in before
    assert "todo enviado" in after
