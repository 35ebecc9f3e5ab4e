"""Reports and open data from the terminal: `cabildo report` and `cabildo open-data`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused, Unavailable
from db.home import Opened
from db.insights.publications import note_publication
from db.sync.asking import ask_there, sight, told_of
from desktop.console import console, day_of
from desktop.insights.figures_cli import count_all
from desktop.insights.series import PERIOD, YEAR, Whose, whose_here
from desktop.paths import resources
from desktop.reports.gathering import Told, Wanted, count, gather

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    _register_report(app)
    _register_open_data(app)


def _register_report(app: typer.Typer) -> None:
    since_ = typer.Option(..., "--from", help=translate("cli", "The first day, as 2026-11-01."))
    until_ = typer.Option(..., "--to", help=translate("cli", "The last day, as 2026-11-30."))
    district_ = typer.Option("", "--district", help=translate("cli", "Code or name; the whole city by itself."))
    out_ = typer.Option(..., "--out", metavar="FILE", help=translate("cli", "A .docx or .pdf file, or a folder."))
    public_ = typer.Option(False, "--public", help=translate("cli", "To be published: small counts are hidden."))
    compare_ = typer.Option(
        PERIOD, "--compare", help=translate("cli", "period: with as many days before; year: with a year before.")
    )
    force_ = typer.Option(False, "--force", help=translate("cli", "Writes over a file that is there."))

    @app.command("report", help=translate("cli", "The report of a period, in Word or PDF."))
    def report(
        ctx: typer.Context,
        since: str = since_,
        until: str = until_,
        district: str = district_,
        out: str = out_,
        compare: str = compare_,
        public: bool = public_,
        force: bool = force_,
    ) -> None:
        from desktop.paper.saving import produce
        from desktop.reports.report import report_sheet
        from desktop.reports.summary import file_words

        with console(ctx).opened() as opened:
            if compare not in (PERIOD, YEAR):
                raise Refused("comparison_unknown", text=compare, known=f"{PERIOD}, {YEAR}")
            days = day_of(since, opened), day_of(until, opened, to_come=True)
            told = ask(opened, *days, district, public=public, compared=compare)
            path = produce(report_sheet(told, opened.city), Path(out), name=file_words(told), force=force)
            if told.numbers:
                opened.store.do(note_publication, numbers=told.numbers)
        data = {"path": str(path), "from": told.wanted.since, "to": told.wanted.until, "place": told.place}
        data |= {"figures": {name: one.value for name, one in told.now.items()}}
        console(ctx).answer(data, [translate("cli", "Written to {path}.").format(path=path)])


def _register_open_data(app: typer.Typer) -> None:
    since_ = typer.Option("", "--from", help=translate("cli", "The first day; that of the first sitting by itself."))
    until_ = typer.Option("", "--to", help=translate("cli", "The last day; today by itself."))
    district_ = typer.Option("", "--district", help=translate("cli", "Code or name; the whole city by itself."))
    out_ = typer.Option(..., "--out", metavar="FOLDER", help=translate("cli", "The folder; it is made if needed."))
    says = translate("cli", "What can be published: tables, their dictionary and a page, without small counts.")

    @app.command("open-data", help=says)
    def open_data(
        ctx: typer.Context, since: str = since_, until: str = until_, district: str = district_, out: str = out_
    ) -> None:
        from db.insights.queries import first_and_last
        from desktop.reports.open_data import write
        from desktop.reports.publishing_presenter import made_folder

        folder = Path(out)
        with console(ctx).opened() as opened:
            zone = opened.city.zone
            held = opened.store.ask(first_and_last)
            today = opened.store.clock.now().astimezone(zone).date()
            start = day_of(since, opened) if since else held[0].astimezone(zone).date() if held else today
            told = ask(
                opened,
                start,
                day_of(until, opened, to_come=True) if until else max(today, start),
                district,
                public=True,
            )
            made_folder(folder)
            opened.store.do(note_publication, numbers=told.numbers)
            made = write(told, told.lines, opened.city, folder)
        data = {"folder": str(folder), "files": [path.name for path in made]}
        said = translate("cli", "Files: {count}, in {folder}; open index.html in a browser.")
        console(ctx).answer(data, [said.format(count=len(made), folder=folder)])


def ask(
    opened: Opened, since: date, until: date, district: str = "", *, public: bool = False, compared: str = PERIOD
) -> Told:  # fmt: skip
    """A period, of a laptop that is told no ages as the shared database has it if it can.

    Raises Refused: district_unknown, district_not_told, period_backwards."""
    count_all(opened)
    district_id = opened.city.district(district).id if district else None
    today = opened.store.clock.now().astimezone(opened.city.zone).date()
    seen = opened.store.ask(sight)
    district_id = told_of(seen, district_id)
    facts: dict[str, Any] = {
        "wanted": Wanted(since, until, district_id, public, compared), "city": opened.city, "today": today,
    }  # fmt: skip
    counted, whose = None, whose_here(seen)
    if seen is not None and not seen.ages:
        try:
            counted, whose = ask_there(opened.store, count, **facts), Whose(at=opened.store.clock.now())
        except (Refused, Unavailable) as no:
            whose = whose_here(seen, trouble=no.code)
    scheme = resources("cities", opened.city.id, "schematic.toml")
    return opened.store.ask(gather, **facts, scheme_file=scheme, counted=counted, whose=whose)
