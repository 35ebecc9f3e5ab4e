"""The evening's last act: the acta becomes final, two people sign it to practise, and the paper is checked."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from db.minutes.signing_queries import Standing, standing
from db.sittings.queries import sitting_card
from desktop.kit.dialogs import Sheet
from desktop.minutes.office import program
from desktop.minutes.signing_form import SigningSheet
from desktop.minutes.verify import examine
from desktop.practice.certificates import PASSPHRASE, lay_out
from desktop.practice.hands import Failed
from desktop.practice.stage import Stage


async def sign(stage: Stage) -> None:
    """From the Word file to the signed PDF; without LibreOffice the evening ends with the Word file, and says so."""
    stage.told["office"] = program() is not None
    stage.told["signed"] = False
    await stage.go("minutes")
    if not stage.told["office"]:
        return
    stage.clock.forward(minutes=10)
    await _final(stage)
    await stage.picture("acta-definitiva")
    stage.clock.forward(minutes=5)
    practised = lay_out(stage.cabildo.folder, stage.clock.now().date())
    for place, one in enumerate(practised, start=1):
        await _sign(stage, one.path, last=place == len(practised))
        told = await _standing(stage)
        stage.expect([each.signer for each in told.signatures][-1] == one.name, f"{one.name} has signed")
    await stage.picture("acta-firmada")
    stage.clock.forward(minutes=5)
    paper = await _take_along(stage)
    await _check(stage, paper)
    stage.told.update(signed=True, signatures=len(practised))


async def _standing(stage: Stage) -> Standing:
    told: Standing | None = await stage.ask(standing, sitting_id=stage.tonight.sitting_id)
    stage.expect(told, "the minutes are on record")
    assert told is not None
    return told


async def _final(stage: Stage) -> None:
    await stage.hands.click("minutes.signing.final")
    await _agree(stage, "the question whether the minutes become final")
    told = await _standing(stage)
    stage.expect(told.state == "final", "the minutes are final in the record")
    await stage.read_banners()


async def _sign(stage: Stage, certificate: Path, *, last: bool) -> None:
    """Filled in by keyboard, as somebody fills in a form: the file, the passphrase, and Enter."""
    hands = stage.hands
    await hands.click("minutes.signing.sign")
    await hands.until(lambda: isinstance(hands.dialog(), SigningSheet), "the form in which somebody signs")
    sheet = hands.dialog()
    assert isinstance(sheet, SigningSheet)
    await hands.fill(sheet.path.line, str(certificate))
    await hands.fill(sheet.secret, PASSPHRASE)
    if last:
        await hands.press(Qt.Key.Key_Space, on=sheet.last)
    else:
        await stage.picture_of(sheet, "formulario-de-firma")
    await hands.click(sheet.accept_button)
    await hands.until(lambda: hands.dialog() is None, "the form is answered")
    await hands.rest()
    await stage.read_banners()


async def _take_along(stage: Stage) -> Path:
    """The signed PDF into the folder of the evening, after it was held against the record."""
    told = await _standing(stage)
    card = await stage.ask(sitting_card, sitting_id=stage.tonight.sitting_id)
    stage.expect(told.state == card.state == "signed", "minutes and sitting are signed in the record")
    assert told.newest is not None
    (paper,) = (one for one in stage.cabildo.folder.rglob("*.pdf") if one.name == told.newest.name)
    content = paper.read_bytes()
    stage.expect(hashlib.sha256(content).hexdigest() == told.newest.sha256, "the PDF is the one on record")
    seen = examine(content).signatures
    stage.expect(len(seen) == len(told.signatures) and all(one.holds for one in seen), "every signature holds")
    taken = stage.out / f"acta-{told.number}-{told.year}-firmada.pdf"
    shutil.copyfile(paper, taken)
    stage.told["pages"] = told.newest.pages
    return taken


async def _check(stage: Stage, paper: Path) -> None:
    """The paper is checked as anybody would who gets it by mail."""
    hands = stage.hands
    await hands.click("minutes.signing.verify")
    await hands.until(lambda: isinstance(hands.dialog(), QFileDialog), "the question which file to check")
    dialog = hands.dialog()
    field = dialog.findChild(QLineEdit, "fileNameEdit") if dialog is not None else None
    if field is None:
        raise Failed("the question which file to check has no line to type in")
    await hands.fill(field, str(paper))
    await hands.press(Qt.Key.Key_Return, on=field)
    await hands.until(lambda: isinstance(hands.dialog(), Sheet), "the verdict on the paper")
    verdict = hands.dialog()
    assert isinstance(verdict, Sheet)
    await stage.picture_of(verdict, "acta-comprobada")
    await hands.click(verdict.accept_button)
    await hands.until(lambda: hands.dialog() is None, "the verdict is read")


async def _agree(stage: Stage, what: str) -> None:
    hands = stage.hands
    await hands.until(lambda: isinstance(hands.dialog(), Sheet), what)
    sheet = hands.dialog()
    assert isinstance(sheet, Sheet)
    await hands.click(sheet.accept_button)
    await hands.until(lambda: hands.dialog() is None, f"{what}, answered")
    await hands.rest()
