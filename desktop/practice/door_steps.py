"""The evening at the door: opening, arrivals by name, by scan and on foot, one without a name, one taken back."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from db.checkin.queries import AtTheDoor, presences
from db.folding import fold
from db.sittings.queries import sitting_card
from desktop.kit.fields import SearchField
from desktop.kit.rows import RowsView
from desktop.practice.people import Neighbour
from desktop.practice.stage import Stage
from desktop.practice.tonight import card_of

# Nobody on the roll: the card of somebody new, and somebody who walks in without one.
NEW_CARD = "00999999998@ETCHEBARNE@ZUNILDA@F@99412345@A@05/04/1983@01/06/2019"
ON_FOOT = ("Zoilo Arrascaeta", "99087611")


async def open_tonight(stage: Stage) -> None:
    """From Today into the room."""
    hands = stage.hands
    stage.expect(stage.cabildo.window.page_in_front == "sittings", "Today is the first page")
    await hands.until(lambda: hands.seen("sittings.open"), "tonight's sitting on Today")
    await stage.picture("hoy")
    stage.clock.go_to(stage.tonight.starts_at - timedelta(minutes=18))
    await hands.click("sittings.open")
    await hands.until(lambda: stage.cabildo.window.page_in_front == "sala", "the room after opening")
    await hands.until(lambda: hands.seen("door.field"), "the door")
    card = await stage.ask(sitting_card, sitting_id=stage.tonight.sitting_id)
    stage.expect(card.state == "open", "the sitting is open in the record")


async def arrivals(stage: Stage) -> None:
    """Everybody who comes to the room, one after the other."""
    for place, one in enumerate(stage.cast.room):
        stage.clock.go_to(stage.tonight.starts_at + timedelta(minutes=place - 14, seconds=7 * place))
        await _by_name(stage, one)
        if place == 0:
            await _agrees(stage)
    await _by_name(stage, stage.cast.both)
    await _by_scan(stage)
    await _on_foot(stage)
    await _unnamed(stage)
    told = await stage.attendance()
    stage.expect(told.in_room == len(stage.cast.room) + 4, f"{told.in_room} in the room")
    stage.expect(told.in_room + told.online - told.both == told.people, "the sum closes")
    shown = stage.hands.find("counter.people", QWidget).accessibleName()
    stage.expect(shown.endswith(f" {told.people}"), "the counter shows what the record says")
    await stage.picture("sala-puerta")


async def _by_name(stage: Stage, one: Neighbour) -> None:
    """Some letters of family and given name, without accents; arrows when it is not the first; Enter."""
    hands, before = stage.hands, (await stage.attendance()).people
    await hands.press(Qt.Key.Key_F2)
    field = hands.find("door.field", SearchField)
    await hands.fill(field, f"{fold(one.family_name)[:7]} {fold(one.given_names)[:6]}")
    rows: RowsView[AtTheDoor] = hands.find("door.results", RowsView)
    stage.expect(any(_is(row, one) for row in rows.rows.rows()), "whoever was typed is among the results")
    while not _is(rows.selected(), one):
        stood = rows.currentIndex().row()
        await hands.press(Qt.Key.Key_Down, on=field)
        stage.expect(rows.currentIndex().row() > stood, "arrows reach whoever was typed")
    await hands.press(Qt.Key.Key_Return, on=field)
    told = await stage.attendance()
    stage.expect(told.people == before + 1, "one more person after Enter")


def _is(row: AtTheDoor | None, one: Neighbour) -> bool:
    if row is None:
        return False
    if one.document:
        return row.person.document == one.document
    return (row.person.family_name, row.person.given_names) == (one.family_name, one.given_names)


async def _agrees(stage: Stage) -> None:
    await stage.hands.press(Qt.Key.Key_F8)
    newest = (await stage.ask(presences, sitting_id=stage.tonight.sitting_id))[0]
    stage.expect(newest.consented, "F8 notes the consent of whoever came last")


async def _by_scan(stage: Stage) -> None:
    """A reader types the card; a second reading says that she is here; the card of somebody new writes her down."""
    for card, more in ((card_of(stage.cast.scanned), 1), (card_of(stage.cast.scanned), 0), (NEW_CARD, 1)):
        stage.clock.forward(seconds=20)
        before = (await stage.attendance()).people
        field = stage.hands.find("door.field", SearchField)
        field.setFocus()
        stage.hands.write(card, field)
        await stage.hands.press(Qt.Key.Key_Return, on=field)
        now = (await stage.attendance()).people
        stage.expect(now == before + more, f"a scanned card counts {more}")
        stage.expect(not field.text(), "the field is empty for the next card")


async def _on_foot(stage: Stage) -> None:
    """Nobody of that name: the line says how it was read, and Enter writes her down."""
    hands, before = stage.hands, (await stage.attendance()).people
    stage.clock.forward(minutes=1)
    field = hands.find("door.field", SearchField)
    await hands.fill(field, " ".join(ON_FOOT))
    await hands.until(lambda: hands.seen("door.nobody"), "how the line about somebody new is read")
    await hands.press(Qt.Key.Key_Return, on=field)
    stage.expect((await stage.attendance()).people == before + 1, "whoever walks in is counted")


async def _unnamed(stage: Stage) -> None:
    """Three without a name; one was counted twice and is taken back."""
    hands = stage.hands
    for _ in range(3):
        await hands.click(hands.find("door.unnamed", QPushButton))
    field = hands.find("door.field", SearchField)
    field.setFocus()
    await hands.press(Qt.Key.Key_Z, ctrl=True, on=field)
    stage.expect((await stage.attendance()).unnamed == 2, "three without a name, and one taken back")
