"""Figures without a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.folding import fold
from db.insights.commands import rebuild
from db.insights.doubts import in_doubt
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
from db.sittings.rules import known_mode
from db.work import Store
from desktop.console import console
from desktop.insights import whose_words
from desktop.insights.figure_words import PROTECTION, say
from desktop.insights.figures_cli import Wanted, asked_where_known, count_all, dictionary, lines_of, write_csv

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    since_help = translate("cli", "First day of the period, as 2026-01-31.")
    until_help = translate("cli", "Last day of the period, as 2026-12-31.")
    district_help = translate("cli", "Only the sittings of this district (code or name).")
    council_help = translate("cli", "Only the sittings of this council (name).")

    mode_help = translate("cli", "Only the sittings planned as in_person, virtual or hybrid.")
    by_help = translate("cli", "Cut the figures by district, council, mode, month or quarter.")
    name_help = translate("cli", "Only this figure; may be given several times.")
    compare_help = translate("cli", "Beside the period of as many days before.")
    public_help = translate("cli", "As it may be published: nothing that would tell of fewer than five people.")
    shared_help = translate("cli", "From the shared database, with what this desk's login may see there.")
    csv_help = translate("cli", "Write the figures as a table to this file.")
    group = typer.Typer(
        help=translate("cli", "All figures of a period: people, what was asked for, what was promised."),
        invoke_without_command=True,
    )
    app.add_typer(group, name="figures")

    @group.callback()
    def figures(
        ctx: typer.Context,
        since: str = typer.Option("", "--from", help=since_help),
        until: str = typer.Option("", "--to", help=until_help),
        district: str = typer.Option("", "--district", help=district_help),
        council: str = typer.Option("", "--council", help=council_help),
        mode: str = typer.Option("", "--mode", help=mode_help),
        by: str = typer.Option("", "--by", help=by_help),
        name: list[str] = typer.Option([], "--figure", help=name_help),
        compare: bool = typer.Option(False, "--compare", help=compare_help),
        public: bool = typer.Option(False, "--public", help=public_help),
        shared: bool = typer.Option(False, "--shared", help=shared_help),
        csv: str = typer.Option("", "--csv", metavar="FILE", help=csv_help),
    ) -> None:
        if ctx.invoked_subcommand is not None:
            return
        told = {"by": by, "names": tuple(name), "compare": compare, "public": public, "shared": shared, "csv": csv}
        _show(ctx, (since, until), district, council, mode, **told)  # type: ignore[arg-type]

    _register_upkeep(group)


def _show(
    ctx: typer.Context, period: tuple[str, str], district: str, council: str, mode: str, *, by: str,
    names: tuple[str, ...], compare: bool, public: bool, shared: bool, csv: str,
) -> None:  # fmt: skip
    days = _day(period[0]), _day(period[1])
    with console(ctx).opened() as opened:
        zone = opened.city.zone
        start, end = moments(*days, zone)
        scope = Scope(
            since=start,
            until=end,
            district_id=opened.city.district(district).id if district else None,
            council_id=_council(opened.store, council) if council else None,
            mode=known_mode(mode) if mode else None,
        )
        wanted = Wanted(scope, days, by, names, compare, public, shared)
        today = opened.store.clock.now().astimezone(zone).date()
        if not shared:
            count_all(opened)
        data, whose = asked_where_known(opened, wanted, today)
        lines = lines_of(data)
        if not (by or names or compare or public or shared or whose.at):
            rows = opened.store.ask(sittings, scope=scope)
            whole = opened.store.ask(totals, scope=scope)
            cells = opened.store.ask(people_by_age_and_gender, scope=scope, zone=zone)
            data = {"rows": [row_data(row, zone) for row in rows], "totals": totals_data(whole, cells), **data}
            lines = _lines(rows, whole, zone)
    if csv:
        write_csv(Path(csv), data)
        lines = [translate("cli", "Written to {path}.").format(path=csv)]
    if said := whose_words.told(whose, zone, today):
        lines = [said, *lines]
        data = {"whose": {"from": "city" if whose.at else "laptop", "says": said}, **data}
    console(ctx).answer(data, lines)


def _register_upkeep(group: typer.Typer) -> None:
    @group.command("rebuild", help=translate("cli", "Makes anew what the figures are read from."))
    def rebuild_all(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            made = opened.store.do(rebuild, zone=opened.city.zone).outcome
        said = translate("cli", "Sittings whose figures were made anew: {sittings}.")
        console(ctx).answer({"sittings": made}, [said.format(sittings=made)])

    @group.command("check", help=translate("cli", "Holds what the figures are read from against the record."))
    def check_all(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            wrong = opened.store.ask(in_doubt, zone=opened.city.zone)
        if wrong:
            raise Refused("figures_in_doubt", count=len(wrong))
        console(ctx).answer({"wrong": 0}, [translate("cli", "The figures say what the record says.")])

    @group.command("dictionary", help=translate("cli", "What each figure is: unit, denominator, how it may be cut."))
    def words_of_figures(ctx: typer.Context) -> None:
        told = dictionary()
        console(ctx).answer(
            {"figures": told, "protection": {code: say(PROTECTION, code) for code in PROTECTION}},
            [f"{one['title']} ({one['figure']}, {one['unit']}): {one['about']}" for one in told]
            + [say(PROTECTION, code) for code in PROTECTION],
        )


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
        "cli", "{date}  {council}: in the room {in_room} + on Zoom {online} - both {both} = people {people}; new {new}"
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
        "Sittings: {sittings}. Different people: {people}, new {new}. Attendances: {attendances}, online {share}. "
        "Unnamed, apart: {unnamed}.",
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
