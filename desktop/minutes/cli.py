"""The minutes from the terminal: `cabildo minutes ID --out FILE`, the other papers, and what was edited by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication
from typer.core import TyperGroup

from db.home import Opened
from db.minutes.queries import versions
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.minutes import signing_cli
from desktop.minutes.papers import ATTENDANCE, COMMITMENTS, FULL, PUBLIC, SHORT
from desktop.minutes.words import change_words, contradiction_words, paper_word
from desktop.straight import Straight

translate = QCoreApplication.translate


class Paper(StrEnum):
    """The papers by name, as the terminal takes them."""

    full = FULL
    short = SHORT
    public = PUBLIC
    attendance = ATTENDANCE
    commitments = COMMITMENTS


class OrSitting(TyperGroup):
    """`cabildo minutes ID --out FILE` goes on meaning to write: what is no command of the group is a sitting's id."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["write", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    group = typer.Typer(cls=OrSitting, no_args_is_help=True, help=translate("cli", "The minutes of a sitting."))
    app.add_typer(group, name="minutes")
    _register_write(group)
    _register_set(group)
    _register_edited(group)
    _register_lists(group)
    signing_cli.register(app, group)


def _sitting() -> Any:
    words = translate("cli", "The sitting: its id, or the first characters of it.")
    return typer.Argument(..., metavar="ID", help=words)


def _language() -> Any:
    words = translate("cli", "The language of the document: es_AR, en, fr or pt.")
    return typer.Option("", "--language", help=words)


def _file() -> Any:
    return typer.Argument(..., metavar="FILE", help=translate("cli", "The Word file that was edited."))


def _register_write(group: typer.Typer) -> None:
    @group.command("write", help=translate("cli", "Writes the minutes of a sitting as a Word file."))
    def write(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The Word file to write, or the folder to put it in.")
        ),
        paper: Paper = typer.Option(Paper.full, "--paper", help=translate("cli", "Which of the papers.")),
        language: str = _language(),
        force: bool = typer.Option(
            False, "--force", help=translate("cli", "Write over the file although somebody has edited it.")
        ),
        fresh: bool = typer.Option(
            False, "--fresh", help=translate("cli", "Begin again from the record, without what was edited by hand.")
        ),
    ) -> None:
        # python-docx costs a sixth of a second that other commands need not pay.
        from desktop.minutes.gathering import produce
        from desktop.minutes.making import Order, make

        with console(ctx).opened() as opened:
            wanted = out.expanduser().resolve()
            order = Order(**_common(opened, sitting_id), wanted=wanted, force=force, language=language)
            if paper != FULL:
                path = asyncio.run(produce(Straight(opened.store), order, paper=paper))
                line = translate("cli", "{paper}: {path}").format(paper=paper_word(paper), path=path)
                console(ctx).answer({"path": str(path), "paper": paper}, [line])
                return
            made = asyncio.run(make(Straight(opened.store), order, fresh=fresh))
        sentence = translate("cli", "Minutes {number}/{year}, version {version}: {path}")
        lines = [sentence.format(number=made.number, year=made.year, version=made.version, path=made.path)]
        if made.left:
            lines.append(translate("cli", "Left as it was edited, although the record says something else by now:"))
            lines += [f"  {change_words(one)}" for one in made.left]
        data: dict[str, Any] = {
            "path": str(made.path), "sha256": made.sha256, "number": made.number, "year": made.year,
            "version": made.version,
        }  # fmt: skip
        if made.edited:
            data |= {"edited": True, "brought": _changes(made.brought), "left": _changes(made.left)}
        console(ctx).answer(data, lines)


def _register_set(group: typer.Typer) -> None:
    @group.command("set", help=translate("cli", "Writes all papers of a sitting into one folder, or one zip."))
    def gather_all(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The folder to put them in, or a file that ends in .zip.")
        ),
        language: str = _language(),
        force: bool = typer.Option(
            False, "--force", help=translate("cli", "Write over the file although somebody has edited it.")
        ),
    ) -> None:
        from desktop.minutes.gathering import gather
        from desktop.minutes.making import Order

        with console(ctx).opened() as opened:
            wanted = out.expanduser().resolve()
            order = Order(**_common(opened, sitting_id), wanted=wanted, force=force, language=language)
            told = asyncio.run(gather(Straight(opened.store), order))
        data = {"path": str(told.path), "files": list(told.names), "sha256": told.acta.sha256}
        console(ctx).answer(data, [str(told.path), *(f"  {name}" for name in told.names)])

    @group.command("templates", help=translate("cli", "Puts the templates into the home, to be edited in Word."))
    def templates(ctx: typer.Context, language: str = _language()) -> None:
        from desktop.minutes.phrases import load
        from desktop.minutes.templates import folder_of, lay_out

        with console(ctx).opened() as opened:
            phrases = load(language or opened.city.language)
            put = lay_out(opened.home.path, phrases)
            folder = folder_of(opened.home.path, phrases)
        fields = sorted([*phrases.section("fields").values(), *phrases.section("parts").values()])
        data = {"folder": str(folder), "put": [path.name for path in put], "fields": fields}
        told = translate("cli", "Templates in {folder}. Fields: {fields}")
        console(ctx).answer(data, [told.format(folder=folder, fields=", ".join(fields))])


def _register_edited(group: typer.Typer) -> None:
    @group.command(
        "compare", help=translate("cli", "Shows what was edited in a file, and what contradicts the record.")
    )
    def compare(ctx: typer.Context, sitting_id: str = _sitting(), file: Path = _file()) -> None:
        from desktop.minutes.editing import review

        with console(ctx).opened() as opened:
            path = file.expanduser().resolve()
            seen = asyncio.run(review(Straight(opened.store), path=path, **_common(opened, sitting_id)))
        _show(ctx, seen)

    @group.command("adopt", help=translate("cli", "Takes an edited file as the newest version of the minutes."))
    def adopt(ctx: typer.Context, sitting_id: str = _sitting(), file: Path = _file()) -> None:
        from desktop.minutes.editing import take
        from desktop.minutes.saving import folder_in

        with console(ctx).opened() as opened:
            path, folder = file.expanduser().resolve(), folder_in(opened.home.path, opened.city.language)
            seen = asyncio.run(take(Straight(opened.store), path=path, folder=folder, **_common(opened, sitting_id)))
        _show(ctx, seen)


def _register_lists(group: typer.Typer) -> None:
    @group.command("news", help=translate("cli", "Lists what the record says by now and the newest version does not."))
    def news(ctx: typer.Context, sitting_id: str = _sitting()) -> None:
        from desktop.minutes.editing import news_of

        with console(ctx).opened() as opened:
            told = asyncio.run(news_of(Straight(opened.store), **_common(opened, sitting_id)))
        nothing = [translate("cli", "Nothing is new since the newest version.")]
        console(ctx).answer({"news": _changes(told)}, [change_words(one) for one in told] or nothing)

    @group.command("versions", help=translate("cli", "Lists the versions of the minutes of a sitting."))
    def list_versions(ctx: typer.Context, sitting_id: str = _sitting()) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = opened.store.ask(versions, sitting_id=found)
            zone = opened.city.zone
        data = [
            {
                "number": one.number,
                "year": one.year,
                "version": one.version,
                "state": one.state,
                "language": one.language,
                "drafted_at": one.drafted_at,
                "edited_at": one.edited_at,
                "sha256": one.sha256,
                "name": one.name,
                "made_from": dict(one.made_from),
            }
            for one in told
        ]
        line = translate("cli", "{number}/{year}, version {version}, {at}: {name}")
        edited = translate("cli", "edited by hand")
        lines = [
            line.format(
                number=one.number,
                year=one.year,
                version=one.version,
                at=f"{one.drafted_at.astimezone(zone):%d/%m/%Y %H:%M}",
                name=one.name or "…",
            )
            + (f" ({edited})" if one.edited_at else "")
            for one in told
        ]
        none = [translate("cli", "There are no minutes of this sitting yet.")]
        console(ctx).answer({"versions": data}, lines or none)


def _common(opened: Opened, sitting_id: str) -> dict[str, Any]:
    found = opened.store.ask(resolve_sitting, text=sitting_id)
    return {"sitting_id": found, "city": opened.city, "home": opened.home.path}


def _changes(changes: Iterable[Any]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "before": one.before, "after": one.after, "under": one.under} for one in changes]


def _show(ctx: typer.Context, seen: Any) -> None:
    data = {
        "path": str(seen.path),
        "sha256": seen.sha256,
        "version": seen.version,
        "taken": seen.taken,
        "known": seen.known,
        "edited": seen.edited,
        "dressed": seen.dressed,
        "changes": _changes(seen.changes),
        "contradictions": [
            {"kind": one.kind, "said": one.said, "record": one.record, "line": one.line, "under": one.under}
            for one in seen.contradictions
        ],
        "news": _changes(seen.news),
    }
    lines = [contradiction_words(one) for one in seen.contradictions]
    lines += [change_words(one) for one in seen.changes]
    if seen.news:
        lines.append(translate("cli", "New in the record since that version:"))
        lines += [f"  {change_words(one)}" for one in seen.news]
    if seen.taken:
        lines.append(translate("cli", "This file is version {version}.").format(version=seen.version))
    if seen.dressed:
        lines.append(translate("cli", "It is another file with the same words; adopted, its looks stay."))
    console(ctx).answer(data, lines or [translate("cli", "Nothing was changed in this file.")])
