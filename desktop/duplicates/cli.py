"""Doubles from the terminal: `cabildo residents duplicates`, `merge KEPT ABSORBED`, `unmerge ID`, `apart A B`."""

from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.base import plain
from db.duplicates.commands import keep_apart, merge, unmerge_resident
from db.duplicates.effective import effective
from db.duplicates.queries import Proposal, proposals, resolve_resident
from db.residents.persons import rows_of
from db.work import Store
from desktop.console import console, group
from desktop.duplicates.words import reasons_words

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room: beside those of the roll, and hidden at the top for whoever writes them short."""
    roll = group(app, "residents", translate("cli", "The roll of neighbours."))
    kept = typer.Argument(help=translate("cli", "Whose card stays: the id, or its first eight characters or more."))
    absorbed = typer.Argument(help=translate("cli", "Whose card joins it: the id, or its beginning."))
    one = typer.Argument(help=translate("cli", "A neighbour: the id, or its first eight characters or more."))
    other = typer.Argument(help=translate("cli", "Another neighbour: the id, or its beginning."))

    def list_them(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(proposals)
        nobody = [translate("cli", "Nobody is on the roll twice, as far as can be seen.")]
        console(ctx).answer({"proposals": [_answer(each) for each in found]}, _lines(found) or nobody)

    def join(ctx: typer.Context, kept_id: Annotated[str, kept], absorbed_id: Annotated[str, absorbed]) -> None:
        with console(ctx).opened() as opened:
            store: Store = opened.store
            ids = [store.ask(resolve_resident, text=text) for text in (kept_id, absorbed_id)]
            made = store.do(merge, kept_id=ids[0], absorbed_id=ids[1]).outcome
            told = store.ask(effective, resident_id=ids[0])
        words = translate("cli", "They are one person now, {name}, with {rows} cards. «unmerge {id}» takes it back.")
        line = words.format(name=told.card.name, rows=len(told.rows), id=ids[1])
        answer = {"merge": made, "resident": told.card.id, "rows": [row.id for row in told.rows]}
        console(ctx).answer(answer, [line])

    def take_apart(ctx: typer.Context, resident_id: Annotated[str, one]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_resident, text=resident_id)
            done = opened.store.do(unmerge_resident, resident_id=found).outcome
            rows = opened.store.ask(rows_of, resident_id=found)
        line = translate("cli", "The cards are apart again, each with what was its own.")
        if done.still_one:
            line = translate("cli", "That was taken back; another joining still makes them one person.")
        answer = {"unmerged": list(done.merge_ids), "still_one": done.still_one, "rows": list(rows)}
        console(ctx).answer(answer, [line])

    def keep_two(ctx: typer.Context, first_id: Annotated[str, one], second_id: Annotated[str, other]) -> None:
        with console(ctx).opened() as opened:
            ids = [opened.store.ask(resolve_resident, text=text) for text in (first_id, second_id)]
            opened.store.do(keep_apart, first_id=ids[0], second_id=ids[1])
        line = translate("cli", "They are two people; nobody will be asked about them again.")
        console(ctx).answer({"apart": ids}, [line])

    words_of = _help()
    for act in (list_them, join, take_apart, keep_two):
        name, words = words_of[act.__name__]
        roll.command(name, help=words)(act)
        app.command(name, help=words, hidden=True)(act)


def _help() -> dict[str, tuple[str, str]]:
    """What each act is called at the terminal, and what its help says."""
    return {
        "list_them": ("duplicates", translate("cli", "Who may be on the roll twice, the surest first, and why.")),
        "join": ("merge", translate("cli", "Says that two cards are one person; it can be taken back at any time.")),
        "take_apart": ("unmerge", translate("cli", "Takes a card out again, exactly as it was.")),
        "keep_two": ("apart", translate("cli", "Says that two cards are two people.")),
    }


def _answer(one: Proposal) -> dict[str, Any]:
    return {
        "kept": one.kept_id,
        "kept_name": one.kept,
        "absorbed": one.absorbed_id,
        "absorbed_name": one.absorbed,
        "score": one.score,
        "doubtful": one.doubtful,
        "reasons": [{name: plain(value) for name, value in why.items()} for why in one.reasons],
    }


def _lines(found: tuple[Proposal, ...]) -> list[str]:
    doubtful = translate("cli", "doubtful: look at the cards of both")
    lines = []
    for one in found:
        names = one.kept if one.kept == one.absorbed else f"{one.kept} · {one.absorbed}"
        why = "; ".join(filter(None, (reasons_words(one.reasons), doubtful if one.doubtful else "")))
        lines += [f"{one.score:.2f}  {names}  ({why})", f"      {one.kept_id}  {one.absorbed_id}"]
    return lines
