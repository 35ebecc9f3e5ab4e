"""The ways of a stick in the window: ask, write, take in, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStorageInfo
from PySide6.QtWidgets import QWidget

from db.errors import Refused
from db.sync.beside import carry_beside
from db.sync.bringing import take_stick
from db.sync.carrying import Brought, Written, carry
from db.sync.errand import Progress
from db.sync.queries import sync_status
from db.sync.stick import ENDING
from desktop import wording
from desktop.kit.dialogs import ask_form, choose_file, choose_place, shown
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.sync.carrying import StickWords, file_name
from desktop.sync.courier import Courier
from desktop.sync.stick_view import BESIDE, CENTRE, CodeSheet, WhomSheet, code_form

translate = QCoreApplication.translate
_STICKS = ("/media/", "/run/media/", "/Volumes/")
Tell = Callable[[Progress | None], None]


async def carry_on_stick(parts: Parts, view: QWidget, courier: Courier, tell: Tell) -> None:
    """Asks for whom and where to, writes the file, and says what is still to be done."""
    whom = BESIDE
    if (await parts.bridge.ask(sync_status)).enrolled:
        sheet = WhomSheet(view)
        if not await shown(sheet):
            return
        whom = sheet.whom.value()
    now = parts.clock.now().astimezone(parts.city.zone)
    title, name = translate("Sticks", "Carry on a stick"), file_name(now, beside=whom == BESIDE)
    path = await choose_place(view, title, name, _kinds(), stick_folder())
    if path is None:
        return
    write = carry if whom == CENTRE else carry_beside
    try:
        made: Written = await courier.alone(lambda: write(parts.bridge, path, tell=tell))
    finally:
        tell(None)
    if made.code is not None:
        await shown(CodeSheet(view, made.code, path.name))
        return
    parts.shell.say(StickWords().carried(made), Tone.GOOD)


async def take_from_stick(parts: Parts, view: QWidget, courier: Courier, tell: Tell) -> None:
    """Asks for the file, and for its code where it has one; says what came in."""
    path = await choose_file(view, translate("Sticks", "Take a stick in"), _kinds(), stick_folder())
    if path is None:
        return
    try:
        brought = await _taken(parts, view, courier, path, tell)
    finally:
        tell(None)
    if brought is None:
        return
    calm = not (brought.trouble or brought.quarantined)
    parts.shell.say(" ".join(StickWords().brought(brought)), Tone.GOOD if calm else Tone.ATTENTION)


async def _taken(parts: Parts, view: QWidget, courier: Courier, path: Path, tell: Tell) -> Brought | None:
    code: str | None = None
    while True:
        try:
            return await courier.alone(partial(take_stick, parts.bridge, path, code=code, tell=tell))
        except Refused as no:
            if no.code not in ("carry_needs_code", "carry_code_wrong"):
                raise
            words = wording.sentence(no.code, no.facts)
        title, accept = translate("Sticks", "Code of the file"), translate("Sticks", "Take in")
        said = await ask_form(view, title, code_form(), accept, words=words)
        if said is None:
            return None
        code = str(said["code"] or "")


def stick_folder() -> Path | None:
    """Where a stick is plugged in, if one is."""
    for volume in QStorageInfo.mountedVolumes():
        if volume.isReady() and not volume.isReadOnly() and volume.rootPath().startswith(_STICKS):
            return Path(volume.rootPath())
    return None


def _kinds() -> str:
    return translate("Sticks", "Stick of Cabildo (*{ending});;All (*)").format(ending=ENDING)
