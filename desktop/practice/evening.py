"""The whole practice evening, step by step, through the real window; and the summary it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.practice import door_steps, office_steps, signing_steps, talk_steps, zoom_steps
from desktop.practice.stage import Stage, perform

STEPS = (
    (door_steps.open_tonight, QT_TRANSLATE_NOOP("cli", "the sitting of tonight is opened")),
    (door_steps.arrivals, QT_TRANSLATE_NOOP("cli", "the neighbours arrive at the door")),
    (talk_steps.agenda, QT_TRANSLATE_NOOP("cli", "the agenda, with turns, issues and commitments")),
    (zoom_steps.report, QT_TRANSLATE_NOOP("cli", "the report of Zoom is dropped on the window")),
    (zoom_steps.settle, QT_TRANSLATE_NOOP("cli", "who waits at the matching desk is decided")),
    (zoom_steps.from_the_chat, QT_TRANSLATE_NOOP("cli", "a question that came by Zoom is noted")),
    (office_steps.close, QT_TRANSLATE_NOOP("cli", "the sitting is closed")),
    (office_steps.minutes, QT_TRANSLATE_NOOP("cli", "the minutes are written in Word")),
    (signing_steps.sign, QT_TRANSLATE_NOOP("cli", "the minutes become a PDF, are signed to practise, and checked")),
    (office_steps.charts, QT_TRANSLATE_NOOP("cli", "the charts of the year are saved")),
    (office_steps.other_pages, QT_TRANSLATE_NOOP("cli", "the other pages are looked at")),
    (office_steps.figures, QT_TRANSLATE_NOOP("cli", "the figures are held against the record")),
)
Tell = Callable[[str, int, int], None]


def play(home: Path, out: Path, on: date, tell: Tell) -> dict[str, Any]:
    """Plays the evening of `on` on a practice home, and answers its summary. Raises `hands.Failed` at the first step
    that does not come to what it should.
    """

    async def steps(stage: Stage) -> None:
        for place, (step, words) in enumerate(STEPS, start=1):
            tell(QCoreApplication.translate("cli", str(words)), place, len(STEPS))
            await step(stage)

    stage = perform(home, out, on, steps)
    summary = {**stage.told, "pictures": stage.pictures, "files": sorted(one.name for one in out.iterdir())}
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (out / "summary.md").write_text(as_page(summary, on), encoding="utf-8")
    return summary


def as_page(summary: dict[str, Any], on: date) -> str:
    """The summary for a person, in the language of the screens."""
    translate = QCoreApplication.translate
    lines = [
        "# " + translate("cli", "The practice evening of {day}").format(day=f"{on:%d/%m/%Y}"),
        "",
        translate(
            "cli", "In the room {in_room} + on Zoom {online} - both {both} = {people} people: the sum closes."
        ).format(**summary),
        "",
        translate("cli", "New: {new}. Had come before: {returning}. Unnamed in the room, apart: {unnamed}.").format(
            **summary
        ),
        "",
        how_it_ended(summary),
        "",
        "## " + translate("cli", "What is in this folder"),
        "",
        *(f"- [{name}]({name})" for name in summary["files"]),
    ]
    return "\n".join(lines) + "\n"


def how_it_ended(summary: dict[str, Any]) -> str:
    """With which paper the evening ended, and why with no other."""
    translate = QCoreApplication.translate
    if summary["signed"]:
        return translate(
            "cli",
            "The minutes are a PDF of {pages} pages with {signatures} practice signatures, which are worth nothing.",
        ).format(**summary)
    return translate(
        "cli", "LibreOffice is not installed here, so there is no PDF to sign: the evening ends with the Word file."
    )
