"""`cabildo ready`: whether one can leave the office with this laptop, for the terminal and for scripts."""

from __future__ import annotations

import asyncio
from datetime import datetime, time

import typer
from PySide6.QtCore import QCoreApplication

from db.home import Opened
from db.sittings.queries import SittingCard, next_sitting, resolve_sitting, sitting_card
from desktop.console import console
from desktop.ready.checks import NAMES, Checks, Outside
from desktop.ready.presenter import about
from desktop.ready.rules import LOOK, Line
from desktop.ready.words import level_word, sentence_of, title_of, verdict_words
from desktop.straight import Straight

translate = QCoreApplication.translate
# Neither done nor refused: it was looked at, and there is something to do.
TO_DO = 3


def register(app: typer.Typer) -> None:
    """Adds the command of this room."""

    @app.command(
        "ready", help=translate("cli", "Whether one can leave the office: exit code 0, or 3 where something is to do.")
    )
    def ready(
        ctx: typer.Context,
        sitting: str = typer.Option(
            "", "--sitting", help=translate("cli", "For this sitting; without, for the open one or the next.")
        ),
        offline: bool = typer.Option(False, "--offline", help=translate("cli", "Asks nobody over the network.")),
    ) -> int:
        with console(ctx).opened() as opened:
            card = _sitting(opened, sitting)
            outside = Outside(online=not offline)
            checks = Checks(Straight(opened.store), opened.home, opened.city, opened.store.clock, card, outside)
            lines = asyncio.run(_all(checks))
            zone = opened.city.zone
        to_do = sum(line.level == LOOK for line in lines)
        data = {
            "ready": not to_do,
            "sitting": card.id if card else None,
            "checks": [
                {
                    "name": line.name, "level": line.level, "code": line.code, "sentence": sentence_of(line, zone),
                    "action": line.action or None,
                }
                for line in lines
            ],
        }  # fmt: skip
        told = [f"{level_word(one.level):<12} {title_of(one.name)}: {sentence_of(one, zone)}" for one in lines]
        console(ctx).answer(data, [*filter(None, [about(card)]), *told, verdict_words(to_do)])
        return TO_DO if to_do else 0


async def _all(checks: Checks) -> list[Line]:
    return [await checks.check(name) for name in NAMES if name != "screen"]


def _sitting(opened: Opened, text: str) -> SittingCard | None:
    if text:
        return opened.store.ask(sitting_card, sitting_id=opened.store.ask(resolve_sitting, text=text))
    today = opened.store.clock.now().astimezone(opened.city.zone).date()
    since = datetime.combine(today, time(), opened.city.zone)
    return opened.store.ask(next_sitting, since=since, district_id=opened.store.identity.district_id)
