"""The evening's end: closing, the minutes, every page looked at, the figures, and what is left in the folder."""

from __future__ import annotations

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from db.folding import fold
from db.insights.queries import Scope, sittings
from db.minutes.queries import versions
from db.sittings.queries import sitting_card
from desktop.insights.series import BY_WAY
from desktop.kit.dialogs import Sheet
from desktop.kit.rows import RowsView
from desktop.practice.hands import Failed
from desktop.practice.stage import Stage

CHART = "asistencia-del-anio"


async def close(stage: Stage) -> None:
    """From Today, seeing the sum that closes."""
    stage.clock.go_to(stage.tonight.starts_at + timedelta(minutes=112))
    await stage.go("sittings")
    await stage.hands.click("sittings.close")
    await stage.hands.until(stage.hands.dialog, "the question whether to close")
    await stage.hands.click("sittings.close.yes")
    await stage.hands.until(lambda: stage.hands.dialog() is None, "the question is answered")
    await stage.hands.rest()
    card = await stage.ask(sitting_card, sitting_id=stage.tonight.sitting_id)
    stage.expect(card.state == "closed", "the sitting is closed in the record")
    await stage.picture("hoy-cerrada")


async def minutes(stage: Stage) -> None:
    """The acta, from its button to the file."""
    stage.clock.forward(minutes=10)
    await stage.go("minutes")
    await stage.hands.until(lambda: stage.hands.find("minutes.make").isEnabled(), "the draft of tonight's minutes")
    await stage.hands.click("minutes.make")
    made = await stage.ask(versions, sitting_id=stage.tonight.sitting_id)
    stage.expect(len(made) == 1 and made[0].sha256, "one version of the minutes has become a document")
    files = [one for one in stage.cabildo.folder.rglob("*.docx") if one.name == made[0].name]
    stage.expect(len(files) == 1, "the minutes lie in the home")
    content = files[0].read_bytes()
    stage.expect(hashlib.sha256(content).hexdigest() == made[0].sha256, "the file is the version that was noted")
    with ZipFile(files[0]) as package:
        text = package.read("word/document.xml").decode("utf-8")
    stage.expect(stage.cast.room[0].family_name in text, "whoever came is in the minutes")
    shutil.copyfile(files[0], stage.out / f"acta-{made[0].number}-{made[0].year}.docx")
    await stage.picture("actas")
    await stage.read_banners()


async def other_pages(stage: Stage) -> None:
    """Every page that the evening did not need, in the light and once in the dark."""
    hands = stage.hands
    await stage.go("residents")
    await hands.fill(hands.find("residents.field", QLineEdit), fold(stage.cast.room[0].family_name)[:5])
    people: RowsView[Any] = hands.find("residents.list", RowsView)
    await hands.until(people.rows.rowCount, "somebody of that name on the roll")
    await hands.press(Qt.Key.Key_Down, on=hands.find("residents.field"))
    await stage.picture("vecinos")
    for page, name in (("issues", "pedidos"), ("sync", "sincronizacion"), ("preferences", "preferencias")):
        await stage.go(page)
        await stage.picture(name)
    await stage.go("sala")
    await hands.click("shell.look")
    await stage.picture("sala-de-noche")
    await hands.click("shell.look")


async def charts(stage: Stage) -> None:
    """The year on one page; the first chart is taken along as picture and as table."""
    hands = stage.hands
    await stage.go("insights")
    await hands.until(lambda: hands.seen(f"insights.{BY_WAY}.chart"), "the charts")
    await stage.picture("tableros")
    for ending in ("png", "csv"):
        await hands.click(f"insights.{BY_WAY}.{ending}")
        await save_as(stage, stage.out / f"{CHART}.{ending}")
    table = (stage.out / f"{CHART}.csv").read_text(encoding="utf-8-sig").splitlines()
    told = await stage.attendance()
    stage.expect(table[-1].endswith(f";{told.people}"), "the table ends with tonight's people")
    await stage.read_banners()
    await hands.click("shell.look")
    await stage.picture("tableros-de-noche")
    await hands.click("shell.look")


async def save_as(stage: Stage, path: Path) -> None:
    """The dialog that asks where, answered by typing; what an evening before has left there is replaced."""
    hands = stage.hands
    there = path.exists
    was_there = there()
    await hands.until(lambda: isinstance(hands.dialog(), QFileDialog), "the question where to save")
    dialog = hands.dialog()
    assert dialog is not None
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    if field is None:
        raise Failed("the question where to save has no line to type in")
    await hands.fill(field, str(path))
    await hands.press(Qt.Key.Key_Return, on=field)
    if was_there:
        await hands.until(lambda: isinstance(hands.dialog(), Sheet), "the question whether to replace")
        question = hands.dialog()
        assert isinstance(question, Sheet)
        await hands.click(question.accept_button)
    await hands.until(there, f"{path.name} is written")
    await hands.until(lambda: hands.dialog() is None, "the question where to save is answered")


async def figures(stage: Stage) -> None:
    """What the summary says, from the record."""
    told, matches = await stage.attendance(), await stage.matches()
    year = await stage.ask(sittings, scope=Scope())
    stage.expect(told.in_room + told.online - told.both == told.people, "the sum closes at the end")
    stage.expect(told.new + told.returning == told.people, "new and returning are everybody")
    stage.expect(matches.unresolved == 0, "nobody waits any more")
    stage.expect(year[-1].people == told.people, "the charts count as the room does")
    stage.told.update(
        in_room=told.in_room,
        online=told.online,
        both=told.both,
        people=told.people,
        unnamed=told.unnamed,
        unresolved=matches.unresolved,
        new=told.new,
        returning=told.returning,
        sum_closes=told.in_room + told.online - told.both == told.people,
        sittings_of_the_year=len(year),
    )
