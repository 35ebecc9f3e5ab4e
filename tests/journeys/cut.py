"""A process that plays until item two runs and waits to be killed (`begin`), opens again and looks (`reopen`), or types
notes without a pause until it is killed (`type`)."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.agenda.queries import items, turns
from db.checkin.queries import attendance
from db.issues.queries import issues
from desktop import i18n
from desktop.kit.fields import LateText
from desktop.kit.picker import Picker
from desktop.main import application
from desktop.practice.door_steps import arrivals, open_tonight
from desktop.practice.people import told
from desktop.practice.stage import Stage, perform
from desktop.practice.talk_steps import asked, popup_or
from tests.journeys.conftest import EVENING

NOTES = "Se está hablando de la plaza, y justo se corta la luz."


async def begin(stage: Stage) -> None:
    """Opens, lets people in, runs item one, begins item two, gives the floor, takes a note; then stands still."""
    await open_tonight(stage)
    await arrivals(stage)
    stage.clock.go_to(stage.tonight.starts_at + timedelta(minutes=4))
    await stage.hands.press(Qt.Key.Key_F4)
    stage.clock.forward(minutes=6)
    await stage.hands.press(Qt.Key.Key_F4)
    picker = stage.hands.find("agenda.turn", Picker)
    await stage.hands.fill(picker, "grgurich")
    await stage.hands.press(Qt.Key.Key_Return, on=popup_or(picker))
    await asked(stage, told("evening.toml")["tonight"]["items"][1]["issues"][0])
    notes = stage.hands.find("agenda.notes", LateText)
    await stage.hands.fill(notes, NOTES)
    await asyncio.wait_for(_noted(stage), 30)
    sys.stdout.write(json.dumps(await seen(stage)) + "\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().create_future()


async def reopen(stage: Stage) -> None:
    """What the window shows by itself, some minutes after the plug was pulled."""
    found = await seen(stage)
    found["page"] = stage.cabildo.window.page_in_front
    clocks = {part.accessibleName(): part.text() for part in stage.cabildo.window.findChildren(QLabel)}
    found["item_clock"] = clocks["Tiempo en este punto"]
    found["turn_clock"] = clocks["Tiempo de uso de la palabra"]
    assert stage.hands.find("agenda.notes", LateText).toPlainText() == NOTES
    sys.stdout.write(json.dumps(found) + "\n")


def endless() -> Iterator[str]:
    """Letters of notes that never come to an end and never pause; the same ones each time."""
    for number in count(1):
        yield from f"vecina {number} dijo que falta luz, "


async def type_on(stage: Stage) -> None:
    """Types a letter every 30 milliseconds, and tells of each when it was typed; it never stops by itself."""
    await open_tonight(stage)
    await stage.hands.press(Qt.Key.Key_F4)
    notes, letters, typed = stage.hands.find("agenda.notes", LateText), endless(), count(1)
    notes.setFocus()

    def press() -> None:
        QTest.keyClicks(notes, next(letters))
        sys.stdout.write(f"{time.monotonic_ns()} {next(typed)}\n")
        sys.stdout.flush()

    hand = QTimer(interval=30)
    hand.timeout.connect(press)
    hand.start()
    await asyncio.get_running_loop().create_future()


async def _noted(stage: Stage) -> None:
    """The typing pauses, and what was typed is on the disk."""
    while (await _running(stage)).notes != NOTES:
        await stage.hands.rest()


async def _running(stage: Stage) -> Any:
    rows = await stage.ask(items, sitting_id=stage.tonight.sitting_id)
    return next(one for one in rows if one.started_at and not one.ended_at)


async def seen(stage: Stage) -> dict[str, Any]:
    """What must be the same before and after."""
    sitting = stage.tonight.sitting_id
    there = await stage.ask(attendance, sitting_id=sitting)
    item = await _running(stage)
    (turn,) = [one for one in await stage.ask(turns, sitting_id=sitting) if one.ended_at is None]
    return {
        "people": there.people,
        "in_room": there.in_room,
        "unnamed": there.unnamed,
        "item": item.title,
        "started_at": item.started_at.isoformat(),
        "notes": item.notes,
        "speaking_since": turn.started_at.isoformat(),
        "issues": [one.text for one in await stage.ask(issues, sitting_id=sitting)],
    }


def main(what: str, folder: str, out: str) -> None:
    """`begin` before the cut; `reopen` after it, with the clock seven minutes into item two."""
    i18n.install(application())
    since = timedelta(minutes=30) if what != "reopen" else -timedelta(minutes=17)
    perform(Path(folder), Path(out), EVENING, {"begin": begin, "reopen": reopen, "type": type_on}[what], since)


if __name__ == "__main__":
    main(*sys.argv[1:])
