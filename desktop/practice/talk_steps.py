"""The evening at the table: items with F4, notes, turns to speak, what is asked for, what is promised."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from db.agenda.queries import items, turns
from db.issues.queries import commitments, issues, open_commitments
from db.sittings.queries import sitting_card
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import FormSheet
from desktop.kit.fields import LateText
from desktop.kit.picker import Picker
from desktop.practice.people import told
from desktop.practice.stage import Stage


async def agenda(stage: Stage) -> None:
    """Every item from F4 to F4, with what the script says of it."""
    script = told("evening.toml")["tonight"]["items"]
    stage.clock.go_to(stage.tonight.starts_at + timedelta(minutes=4))
    for place, item in enumerate(script):
        await _move_on(stage, place)
        await _speak(stage, item)
        for issue in item.get("issues", ()):
            await asked(stage, issue)
        for promise in item.get("commitments", ()):
            await _promised(stage, promise)
        if place == 0:
            await _settle_one(stage)
        if place == 1:
            await stage.picture("sala-orden-del-dia")
        await _note(stage, item)
        stage.clock.forward(minutes=item["takes"])
    await stage.hands.press(Qt.Key.Key_F4)
    told_items = await stage.ask(items, sitting_id=stage.tonight.sitting_id)
    stage.expect(all(one.ended_at for one in told_items), "every item has its end")
    stage.expect(all(one.notes for one in told_items), "every item has its notes")


async def _move_on(stage: Stage, place: int) -> None:
    await stage.hands.press(Qt.Key.Key_F4)
    rows = await stage.ask(items, sitting_id=stage.tonight.sitting_id)
    running = [number for number, one in enumerate(rows) if one.started_at and not one.ended_at]
    stage.expect(running == [place], f"F4 begins item {place + 1}")


async def _speak(stage: Stage, item: dict[str, object]) -> None:
    """Turns by some letters of the name; the last one is ended by its key."""
    hands, letters = stage.hands, item.get("turns", [])
    assert isinstance(letters, list)
    for name in letters:
        before = len(await stage.ask(turns, sitting_id=stage.tonight.sitting_id))
        picker = hands.find("agenda.turn", Picker)
        await hands.fill(picker, name)
        await hands.press(Qt.Key.Key_Return, on=popup_or(picker))
        now = await stage.ask(turns, sitting_id=stage.tonight.sitting_id)
        stage.expect(len(now) == before + 1, "whoever is chosen has the floor")
        stage.clock.forward(minutes=2, seconds=10)
    if letters:
        await hands.press(Qt.Key.Key_F6)
        now = await stage.ask(turns, sitting_id=stage.tonight.sitting_id)
        stage.expect(all(one.ended_at for one in now), "F6 ends the turn")


async def asked(stage: Stage, issue: dict[str, str]) -> None:
    """One line and Enter; kind by the mouse, who and department by some letters, the topic as a list takes letters."""
    hands, before = stage.hands, len(await stage.ask(issues, sitting_id=stage.tonight.sitting_id))
    stage.clock.forward(minutes=1)
    await hands.click(hands.find("issues.kind", Segmented).option(issue["kind"]))
    field, who = hands.find("issues.field", QLineEdit), hands.find("issues.who", Picker)
    await hands.fill(field, issue["text"])
    if issue.get("who"):
        await hands.fill(who, issue["who"])
        await hands.press(Qt.Key.Key_Return, on=popup_or(who))
        stage.expect(who.value(), "whoever raised it is found among those present")
    if issue.get("topic"):
        await choose(stage, hands.find("issues.topic", QComboBox), issue["topic"])
    if issue.get("department"):
        await _pick(stage, hands.find("issues.department", Picker), issue["department"])
    await hands.press(Qt.Key.Key_Return, on=field)
    now = await stage.ask(issues, sitting_id=stage.tonight.sitting_id)
    stage.expect(len(now) == before + 1, "what was asked for is written down")
    stage.expect(not field.text(), "the line is empty for the next one")


async def _pick(stage: Stage, field: Picker, name: str) -> None:
    """A department by its letters; Enter takes the one that fits."""
    await stage.hands.fill(field, name)
    await stage.hands.press(Qt.Key.Key_Return, on=popup_or(field))
    stage.expect(field.text() == name, "the department is found by its letters")


async def _promised(stage: Stage, promise: dict[str, str]) -> None:
    """The sheet of a commitment, filled in and accepted."""
    hands, before = stage.hands, len(await stage.ask(commitments, sitting_id=stage.tonight.sitting_id))
    await hands.click("issues.commitment")
    await hands.until(lambda: isinstance(hands.dialog(), FormSheet), "the sheet of a commitment")
    sheet = hands.dialog()
    assert isinstance(sheet, FormSheet)
    await hands.fill(sheet.form.field("text"), promise["text"])
    department = sheet.form.field("department")
    assert isinstance(department, Picker)
    await _pick(stage, department, promise["department"])
    local = stage.tonight.starts_at + timedelta(days=int(promise["days"]))
    await hands.fill(sheet.form.field("due"), f"{local:%d/%m/%Y}")
    if before == 0:
        sheet.grab().save(str(stage.out / "compromiso.png"))
    await hands.click(sheet.accept_button)
    await hands.until(lambda: hands.dialog() is None, "the sheet is accepted")
    now = await stage.ask(commitments, sitting_id=stage.tonight.sitting_id)
    stage.expect(len(now) == before + 1, "the commitment is written down")


async def _settle_one(stage: Stage) -> None:
    """Of what the last sitting left open, one was kept."""
    card = await stage.ask(sitting_card, sitting_id=stage.tonight.sitting_id)
    before = await stage.ask(open_commitments, council_id=card.council_id, before=card.starts_at)
    stage.expect(len(before) == 3, f"three commitments come from the last sitting, not {len(before)}")
    await stage.hands.click(stage.hands.find("issues.kept", QPushButton))
    now = await stage.ask(open_commitments, council_id=card.council_id, before=card.starts_at)
    stage.expect(len(now) == 2, "the commitment that was kept waits no more")


async def _note(stage: Stage, item: dict[str, object]) -> None:
    """Notes as one types, and what came of the item."""
    hands = stage.hands
    await hands.fill(hands.find("agenda.notes", LateText), str(item["notes"]))
    await hands.click(hands.find("agenda.outcome", Segmented).option(str(item["outcome"])))


async def choose(stage: Stage, box: QComboBox, words: str) -> None:
    """A list that is closed moves with the arrows."""
    box.setFocus()
    await stage.hands.press(Qt.Key.Key_Home, on=box)
    while box.currentText() != words:
        stood = box.currentIndex()
        await stage.hands.press(Qt.Key.Key_Down, on=box)
        stage.expect(box.currentIndex() > stood, f"{words} is in the list")


def popup_or(field: QLineEdit) -> QWidget:
    """What has the keyboard while a line completes itself: the list below it, when there is one."""
    return QApplication.activePopupWidget() or field
