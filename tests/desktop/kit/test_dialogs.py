"""Questions are awaited: other work goes on meanwhile, and going back is always an answer."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from desktop.kit import dialogs
from desktop.kit.dialogs import FormSheet, Sheet
from desktop.kit.fields import Form


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


async def opened(window, kind=QDialog):
    while not (found := [one for one in window.findChildren(kind) if one.isVisible()]):
        await asyncio.sleep(0)
    return found[0]


def test_a_question_is_answered_by_its_verb(run, window, qtbot):
    async def evening():
        asking = asyncio.ensure_future(dialogs.ask(window, "Close?", "It ends here.", "Close the sitting"))
        sheet = await opened(window, Sheet)
        assert sheet.accept_button.text() == "Close the sitting"
        qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
        return await asking

    assert run(evening()) is True


def test_escape_is_the_way_back(run, window, qtbot):
    async def evening():
        asking = asyncio.ensure_future(dialogs.ask(window, "Close?", "", "Close"))
        qtbot.keyClick(await opened(window, Sheet), Qt.Key.Key_Escape)
        return await asking

    assert run(evening()) is False


def test_other_work_goes_on_while_a_question_is_open(run, window, qtbot):
    async def evening():
        ticks = 0
        asking = asyncio.ensure_future(dialogs.ask(window, "Close?", "", "Close"))
        sheet = await opened(window, Sheet)
        for _ in range(20):
            await asyncio.sleep(0)
            ticks += 1
        sheet.reject()
        await asking
        return ticks

    assert run(evening()) == 20


def test_a_form_with_mistakes_is_not_accepted(run, window, qtbot):
    form = Form()
    form.add("name", "Name", QLineEdit())

    def check(values):
        return {} if values["name"] else {"name": "Type a name."}

    async def evening():
        asking = asyncio.ensure_future(dialogs.ask_form(window, "Somebody new", form, "Note down", check))
        sheet = await opened(window, FormSheet)
        qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
        assert sheet.isVisible()
        qtbot.keyClicks(form.field("name"), "Rosa")
        qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
        return await asking

    assert run(evening()) == {"name": "Rosa"}


def test_a_file_is_chosen_without_stopping_anything(run, window, tmp_path):
    report = tmp_path / "zoom.csv"
    report.write_text("x", encoding="utf-8")

    async def evening():
        asking = asyncio.ensure_future(dialogs.choose_file(window, "Report", "CSV (*.csv)", tmp_path))
        chooser = await opened(window, QFileDialog)
        chooser.selectFile(str(report))
        chooser.accept()
        return await asking

    assert run(evening()) == report


def test_a_place_to_save_gets_its_ending(run, window, tmp_path):
    async def evening():
        asking = asyncio.ensure_future(dialogs.choose_place(window, "Acta", "acta.docx", "Word (*.docx)", tmp_path))
        chooser = await opened(window, QFileDialog)
        chooser.selectFile("acta de noviembre")
        chooser.accept()
        return await asking

    assert run(evening()) == tmp_path / "acta de noviembre.docx"


def test_a_question_whose_asker_is_gone_is_closed(run, window):
    async def evening():
        asking = asyncio.ensure_future(dialogs.ask(window, "Close?", "", "Close"))
        await opened(window, Sheet)
        asking.cancel()
        await asyncio.wait([asking])
        return [one for one in window.findChildren(Sheet) if one.isVisible()]

    assert run(evening()) == []


@pytest.mark.parametrize(("answer", "saved"), [("accept_button", True), ("cancel", False)])
def test_a_file_that_is_there_is_replaced_only_when_the_person_says_so(run, window, qtbot, tmp_path, answer, saved):
    there = tmp_path / "acta.docx"
    there.write_bytes(b"of last week")

    async def evening():
        asking = asyncio.ensure_future(dialogs.choose_place(window, "Acta", "acta.docx", "Word (*.docx)", tmp_path))
        chooser = await opened(window, QFileDialog)
        chooser.selectFile(str(there))
        chooser.accept()
        sheet = await opened(window, Sheet)
        qtbot.mouseClick(getattr(sheet, answer), Qt.MouseButton.LeftButton)
        return await asking

    assert run(evening()) == (there if saved else None)
    assert there.read_bytes() == b"of last week"
