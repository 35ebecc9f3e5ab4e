"""A bug of ours is logged without a word about people, shown once, and ends nothing."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop import crash
from desktop.shell.crash_window import CrashWindow


def boom(name: str) -> None:
    raise ValueError(f"no such person: {name}")


def caught(name: str = "Rosa Peña") -> BaseException:
    try:
        boom(name)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.fixture
def reporter(run):
    shown: list[str] = []
    made = crash.Reporter(shown.append)
    made.__dict__["shown"] = shown
    yield made
    made.remove()


def test_the_details_say_where_and_never_whom():
    told = crash.details(caught())
    assert "boom" in told
    assert "ValueError" in told
    assert "Rosa" not in told


def test_what_caused_it_is_told_too():
    who = "Ro" + "sa"
    try:
        try:
            boom(who)
        except ValueError as error:
            raise RuntimeError(who) from error
    except RuntimeError as error:
        told = crash.details(error)
    assert "ValueError" in told
    assert "RuntimeError" in told
    assert "Rosa" not in told


def test_the_log_is_kept_beside_the_record(tmp_path):
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        crash.keep_log(tmp_path / "home" / "cabildo.log")
        crash.Reporter(lambda _: None).report(caught())
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
    written = (tmp_path / "home" / "cabildo.log").read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "Rosa" not in written


def test_the_same_fault_is_shown_once(reporter):
    for _ in range(3):
        reporter.report(caught())
    assert len(reporter.shown) == 1


def test_a_fault_in_a_thread_is_shown_on_the_thread_of_the_screens(run, reporter):
    threads: list[str] = []
    reporter._show = lambda _: threads.append(threading.current_thread().name)

    async def evening() -> None:
        reporter.install(asyncio.get_running_loop())
        thread = threading.Thread(target=boom, args=("Rosa",))
        thread.start()
        thread.join()
        while not threads:
            await asyncio.sleep(0)

    run(evening())
    assert threads == [threading.main_thread().name]


def test_a_fault_in_a_task_nobody_waits_for_is_shown(run, reporter):
    async def evening() -> None:
        loop = asyncio.get_running_loop()
        reporter.install(loop)
        loop.call_exception_handler({"message": "lost", "exception": caught()})

    run(evening())
    assert len(reporter.shown) == 1


def test_the_window_stands_beside_the_work_and_copies_its_details(qtbot, tmp_path):
    work = QWidget()
    qtbot.addWidget(work)
    work.show()
    window = CrashWindow(work, "ValueError in boom", tmp_path / "cabildo.log")
    window.show()
    assert window.windowModality() == Qt.WindowModality.NonModal
    qtbot.mouseClick(window.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "ValueError in boom"
    window.close()
