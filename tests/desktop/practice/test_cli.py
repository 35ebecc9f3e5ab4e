"""The practice at the terminal: whether there is a screen, and that the home is one like any other."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from db.home import Home, open_home, unlock
from db.insights.queries import Scope, sittings, totals
from db.issues.queries import open_commitments
from db.sittings.queries import sittings_between
from db.sync.chain import verify_journal
from desktop.cli import run
from desktop.practice.place import folder, has_display, is_ready
from desktop.practice.tonight import prepare
from desktop.practice.writing import PASSPHRASE, WITHOUT_MINUTES, make_home, start

TONIGHT = date(2026, 11, 19)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_a_screen_is_there_when_the_system_says_so(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()


def test_the_practice_is_ready_once_it_was_made(monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", ":1")
    monkeypatch.setenv("CABILDO_HOME", str(tmp_path))
    assert not is_ready()
    folder().mkdir()
    (folder() / "record.db").touch()
    assert is_ready()


@pytest.mark.timeout(600)
def test_the_practice_home_holds_a_year_and_tonight(tmp_path):
    home, steps = Home(tmp_path / "practica"), []
    make_home(home, tonight=TONIGHT, tell=lambda done, whole: steps.append((done, whole)))
    assert steps[-1] == (27, 27)
    opened = open_home(home, unlock(home, PASSPHRASE))
    try:
        year = opened.store.ask(sittings, scope=Scope())
        whole = opened.store.ask(totals, scope=Scope())
        assert len(year) == 26
        assert all(row.state == "closed" and row.people > 10 for row in year)
        assert whole.new == whole.people > 200
        assert whole.minutes_pending == WITHOUT_MINUTES
        assert opened.store.ask(verify_journal).ok

        tonight = prepare(opened, TONIGHT, tmp_path)
        again = prepare(opened, TONIGHT, tmp_path)
        assert again == tonight, "a second opening plans nothing twice"
        begin = start(TONIGHT, opened.city)
        (card,) = opened.store.ask(sittings_between, since=begin, until=begin.replace(minute=30))
        assert card.state == "planned"
        left_open = opened.store.ask(open_commitments, council_id=card.council_id, before=card.starts_at)
        assert len(left_open) == 3
        assert tonight.zoom_file.exists()
    finally:
        opened.store.close()


def test_a_rehearsal_that_the_server_refuses_leaves_no_empty_folder(tmp_path):
    nowhere = "postgresql://nobody:nothing@127.0.0.1:1/nowhere"
    kept = tmp_path / "mine"
    kept.mkdir()
    for out in (tmp_path / "out" / "evening", kept):
        assert run(["evening", "--two-desks", "--url", nowhere, "--out", str(out)]) == 2
    assert list(tmp_path.iterdir()) == [kept]
