"""Figures without a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.folding import fold
from db.insights.queries import (
    Cell,
    Scope,
    SittingFigures,
    Totals,
    people_by_age_and_gender,
    sittings,
    totals,
)
from db.insights.rules import moments
from db.sittings.queries import councils
from db.work import Store
from desktop.console import console

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    since_help = translate("cli", "First day of the period, as 2026-01-31.")
    until_help = translate("cli", "Last day of the period, as 2026-12-31.")
    district_help = translate("cli", "Only the sittings of this district (code or name).")
    council_help = translate("cli", "Only the sittings of this council (name).")

    @app.command("figures", help=translate("cli", "People per sitting by way, new and returning, and the totals."))
    def figures(
        ctx: typer.Context,
        since: str = typer.Option("", "--from", help=since_help),
        until: str = typer.Option("", "--to", help=until_help),
        district: str = typer.Option("", "--district", help=district_help),
        council: str = typer.Option("", "--council", help=council_help),
    ) -> None:
        with console(ctx).opened() as opened:
            zone = opened.city.zone
            start, end = moments(_day(since), _day(until), zone)
            scope = Scope(
                since=start,
                until=end,
                district_id=opened.city.district(district).id if district else None,
                council_id=_council(opened.store, council) if council else None,
            )
            rows = opened.store.ask(sittings, scope=scope)
            whole = opened.store.ask(totals, scope=scope)
            cells = opened.store.ask(people_by_age_and_gender, scope=scope, zone=zone)
        data = {"rows": [row_data(row, zone) for row in rows], "totals": totals_data(whole, cells)}
        console(ctx).answer(data, _lines(rows, whole, zone))


def row_data(row: SittingFigures, zone: ZoneInfo) -> dict[str, Any]:
    """One sitting as the JSON document has it; the date is the city's."""
    return {
        "id": row.sitting_id,
        "title": row.title,
        "council": row.council,
        "date": row.starts_at.astimezone(zone).date().isoformat(),
        "mode": row.mode,
        "state": row.state,
        "only_room": row.only_room,
        "only_online": row.only_online,
        "in_room": row.in_room,
        "online": row.online,
        "both": row.both,
        "people": row.people,
        "unnamed": row.unnamed,
        "new": row.new,
        "returning": row.returning,
    }


def totals_data(whole: Totals, cells: Iterable[Cell]) -> dict[str, Any]:
    """The totals as the JSON document has them. Every count of `by_age` and of `by_gender` is of `people`."""
    by_age: Counter[str] = Counter()
    by_gender: Counter[str] = Counter()
    for cell in cells:
        by_age[cell.age] += cell.people
        by_gender[cell.gender] += cell.people
    return {
        **asdict(whole),
        "returning": whole.returning,
        "online_share": whole.online_share,
        "by_age": dict(by_age),
        "by_gender": dict(by_gender),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("day_unreadable", text=text) from None


def _council(store: Store, name: str) -> str:
    found = next((one.id for one in store.ask(councils) if fold(one.name) == fold(name)), None)
    if found is None:
        raise Refused("council_unknown")
    return found


def _lines(rows: Iterable[SittingFigures], whole: Totals, zone: ZoneInfo) -> list[str]:
    line = translate(
        "cli", "{date}  {council}: {people} people ({in_room} in the room, {online} on Zoom, {both} both; {new} new)"
    )
    lines = [
        line.format(
            date=f"{row.starts_at.astimezone(zone):%d/%m/%Y}",
            council=row.council,
            people=row.people,
            in_room=row.in_room,
            online=row.online,
            both=row.both,
            new=row.new,
        )
        for row in rows
    ]
    percent = "–" if whole.online_share is None else f"{whole.online_share:.0%}"
    summary = translate(
        "cli",
        "{sittings} sittings, {people} different people ({new} new), {attendances} attendances, "
        "{share} of them online; {unnamed} unnamed apart.",
    )
    lines.append(
        summary.format(
            sittings=whole.sittings,
            people=whole.people,
            new=whole.new,
            attendances=whole.attendances,
            share=percent,
            unnamed=whole.unnamed,
        )
    )
    return lines
