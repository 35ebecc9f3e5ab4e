"""The evening's call: its report falls on the window, and everybody who is not sure is settled by key."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from db.matching.queries import GroupCard
from desktop.kit.dialogs import FormSheet
from desktop.kit.fields import SearchField
from desktop.kit.rows import RowsView
from desktop.matching.offers import Offer
from desktop.practice.people import Neighbour, told
from desktop.practice.stage import Stage
from desktop.practice.talk_steps import asked
from desktop.practice.tonight import STRANGERS
from desktop.zoom.view import PreviewSheet

NEW_NAME = ("Valeria", "Etchandy")


async def report(stage: Stage) -> None:
    """The file that Zoom gave, dropped while the room is in front; the sure ones are counted at once."""
    stage.clock.go_to(stage.tonight.starts_at + timedelta(minutes=104))
    before = await stage.attendance()
    await stage.hands.drop(stage.tonight.zoom_file)
    sheet = stage.hands.dialog()
    stage.expect(isinstance(sheet, PreviewSheet), "what the file would bring is shown before it comes in")
    assert isinstance(sheet, PreviewSheet)
    await stage.hands.click(sheet.accept_button)
    matches, now = await stage.matches(), await stage.attendance()
    stage.expect(matches.sure >= len(stage.cast.sure), f"{matches.sure} are sure")
    stage.expect(matches.unresolved == 5, f"{matches.unresolved} wait to be decided, not five")
    stage.expect(matches.only_waited == 1, "whoever only waited outside is not counted")
    stage.expect(now.online == matches.sure, "who is sure is counted as online")
    stage.expect(now.in_room == before.in_room, "the call changes nothing in the room")
    stage.expect(now.both == 1, "who came by both ways is counted as both")
    stage.expect(now.in_room + now.online - now.both == now.people, "the sum closes after the call")
    await stage.picture("sala-con-zoom")
    await stage.read_banners()


async def settle(stage: Stage) -> None:
    """One group after the other, as the list brings them; one decision is undone and made again."""
    await stage.go("matching")
    hands = stage.hands
    await hands.until(lambda: hands.seen("matching.list"), "the groups")
    await stage.picture("correspondencias")
    undone = False
    while (waiting := (await stage.matches()).unresolved) > 0:
        rows: RowsView[GroupCard] = hands.find("matching.list", RowsView)
        group = rows.selected()
        stage.expect(group is not None, "the list stands on a group that waits")
        assert group is not None
        await _decide(stage, group, rows)
        stage.expect((await stage.matches()).unresolved == waiting - 1, "one key settles one group")
        if not undone:
            undone = True
            await hands.press(Qt.Key.Key_Z, ctrl=True)
            stage.expect((await stage.matches()).unresolved == waiting, "a decision can be undone")
    now = await stage.attendance()
    stage.expect(now.in_room + now.online - now.both == now.people, "the sum closes after the decisions")
    await stage.picture("correspondencias-listo")


async def _decide(stage: Stage, group: GroupCard, rows: RowsView[GroupCard]) -> None:
    """Each name of the call has its key."""
    people, hands = stage.cast, stage.hands
    rows.setFocus()
    if people.family[0].family_name in group.name:
        await hands.press(Qt.Key.Key_V, on=rows)
        for one in people.family:
            await _stand_on(stage, one)
            await hands.press(Qt.Key.Key_Space, on=hands.find("matching.offers"))
        await hands.press(Qt.Key.Key_Return, on=hands.find("matching.offers"))
    elif group.name == people.namesakes[0].full_name:
        await _stand_on(stage, people.namesakes[0])
        await hands.press(Qt.Key.Key_Return, on=hands.find("matching.offers"))
    elif group.name == STRANGERS[0]:
        await hands.press(Qt.Key.Key_S, on=rows)
    elif group.name == STRANGERS[1]:
        await hands.press(Qt.Key.Key_P, on=rows)
        await _new_person(stage)
    else:
        await _stand_on(stage, people.phone_owner)
        await hands.press(Qt.Key.Key_Return, on=hands.find("matching.offers"))


async def _stand_on(stage: Stage, one: Neighbour) -> None:
    """Somebody among the offers; looked for by document when she is not there."""
    hands = stage.hands
    offers: RowsView[Offer] | None = hands.seen("matching.offers", RowsView)
    if offers is None or not any(offer.document == one.document for offer in offers.rows.rows()):
        await hands.fill(hands.find("matching.search", SearchField), one.document or one.family_name)
        await hands.press(Qt.Key.Key_Down, on=hands.find("matching.search"))
        offers = hands.find("matching.offers", RowsView)
    offers.setFocus()
    await hands.press(Qt.Key.Key_Home, ctrl=True, on=offers)
    while (stood := offers.selected()) is None or stood.document != one.document:
        before = offers.currentIndex().row()
        await hands.press(Qt.Key.Key_Down, on=offers)
        stage.expect(offers.currentIndex().row() > before, "arrows reach whoever is meant")


async def _new_person(stage: Stage) -> None:
    hands = stage.hands
    await hands.until(lambda: isinstance(hands.dialog(), FormSheet), "the sheet of a new person")
    sheet = hands.dialog()
    assert isinstance(sheet, FormSheet)
    for name, words in zip(("given_names", "family_name"), NEW_NAME, strict=True):
        field = sheet.form.field(name)
        assert isinstance(field, QLineEdit)
        await hands.fill(field, words)
    await hands.click(sheet.accept_button)
    await hands.until(lambda: hands.dialog() is None, "the sheet is accepted")


async def from_the_chat(stage: Stage) -> None:
    """Back in the room: what somebody of the call had asked for in the chat."""
    await stage.go("sala")
    issue = dict(told("evening.toml")["tonight"]["from_zoom"])
    who = stage.cast.sure[1]
    issue["who"] = f"{who.given_names} {who.family_name}"[:14]
    await asked(stage, issue)
    await stage.picture("sala-al-final")
