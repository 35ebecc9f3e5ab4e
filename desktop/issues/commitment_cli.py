"""Commitments without a window: promising, what is due, settling, another day, lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.issues.commands import make_commitment, remove_commitment, settle
from db.issues.due import Due, Narrow, due
from db.issues.promising import move_due
from db.issues.queries import commitments, resolve_commitment, resolve_issue
from db.issues.rules import TERMS
from db.organisations.queries import organisations
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.issues.lists import write_promised
from desktop.issues.typed import council_wanted, day_typed, department_of, district_wanted, resident_of
from desktop.issues.words import STATES_AS_TYPED, term_word
from desktop.paper.promised import reminder
from desktop.wording.issue_words import state_word

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds `cabildo commitment`."""
    commitment = typer.Typer(help=translate("cli", "What was promised."), no_args_is_help=True)
    app.add_typer(commitment, name="commitment")
    for part in (_register_add, _register_list, _register_due, _register_settle, _register_export):
        part(commitment)


def _commitment() -> Any:
    words = translate("cli", "The commitment: its id, or the beginning or end of it.")
    return typer.Argument(..., metavar="COMMITMENT", help=words)


def _narrowing() -> tuple[Any, Any, Any]:
    return (
        typer.Option("", "--council", help=translate("cli", "Name of the council, or part of it.")),
        typer.Option("", "--district", help=translate("cli", "Name or code of the district.")),
        typer.Option("", "--responsible", help=translate("cli", "Part of the name of who answers for it.")),
    )


def _register_add(group: typer.Typer) -> None:
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.command("add", help=translate("cli", "Writes down who will do what by when."))
    def add(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        text: str = typer.Option(..., "--text", help=translate("cli", "What is promised.")),
        department: str = typer.Option("", "--department", help=translate("cli", "Department that answers for it.")),
        new: bool = typer.Option(False, "--new-department", help=translate("cli", "The department is a new one.")),
        resident: str = typer.Option("", "--resident", help=translate("cli", "Id of the resident who does.")),
        organisation: str = typer.Option("", "--organisation", help=translate("cli", "Name of the organisation.")),
        due_on: str = typer.Option("", "--due", help=translate("cli", "By when, as 2026-12-15 or 15/12/2026.")),
        issue: str = typer.Option("", "--issue", help=translate("cli", "Id of the issue it answers.")),
    ) -> None:
        with console(ctx).opened() as opened:
            if sum(map(bool, (department, resident, organisation))) > 1:
                raise Refused("responsible_several")
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            who = resident_of(resident, opened) or _organisation(organisation, opened)
            made = opened.store.do(
                make_commitment,
                sitting_id=found,
                text=text,
                department=department_of(department, opened, new=new),
                responsible_kind="resident" if resident else "organisation" if organisation else None,
                responsible_id=who or None,
                due_on=day_typed(due_on),
                issue_id=opened.store.ask(resolve_issue, text=issue) if issue else None,
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_list(group: typer.Typer) -> None:
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.command("list", help=translate("cli", "What was promised at a sitting."))
    def show(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            ids = {one.id for one in opened.store.ask(commitments, sitting_id=found)}
            told = [one for one in _dues(opened, Narrow(state="")) if one.id in ids]
        console(ctx).answer({"commitments": [_data(one) for one in told]}, [_line(one) for one in told])

    @group.command("remove", help=translate("cli", "Takes back a commitment that was written down by mistake."))
    def remove(ctx: typer.Context, commitment_id: str = _commitment()) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_commitment, text=commitment_id)
            opened.store.do(remove_commitment, commitment_id=found)
        console(ctx).answer({"id": found}, [translate("cli", "Taken back.")])


def _register_due(group: typer.Typer) -> None:
    council, district, responsible = _narrowing()

    @group.command("due", help=translate("cli", "What is due, of all councils, the most pressing first."))
    def is_due(
        ctx: typer.Context,
        term: str = typer.Option("", "--term", help=translate("cli", "overdue, week, month, later or undated.")),
        council: str = council,
        district: str = district,
        responsible: str = responsible,
        remind: bool = typer.Option(False, "--reminder", help=translate("cli", "The words of a reminder instead.")),
    ) -> None:
        with console(ctx).opened() as opened:
            if term and term not in TERMS:
                raise Refused("term_unknown", term=term, known=", ".join(TERMS))
            found = _found(opened, Narrow(term=term), council, district, responsible)
            letters = _reminders(found, opened) if remind else []
        if remind:
            console(ctx).answer({"reminders": letters}, ["\n\n---\n\n".join(one["text"] for one in letters)])
            return
        console(ctx).answer({"commitments": [_data(one) for one in found]}, [_line(one) for one in found])


def _register_settle(group: typer.Typer) -> None:
    @group.command("settle", help=translate("cli", "Tells how a commitment ended; open takes that back."))
    def end(
        ctx: typer.Context,
        commitment_id: str = _commitment(),
        state: str = typer.Argument(..., help=translate("cli", "kept, broken, released or open.")),
        outcome: str = typer.Option(None, "--note", help=translate("cli", "How it ended, in words.")),
        told_in: str = typer.Option("", "--told-in", help=translate("cli", "The sitting that heard of it.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_commitment, text=commitment_id)
            sitting = opened.store.ask(resolve_sitting, text=told_in) if told_in else None
            asked = STATES_AS_TYPED.get(fold(state), state)
            opened.store.do(settle, commitment_id=found, state=asked, sitting_id=sitting, outcome=outcome)
        console(ctx).answer({"id": found}, [translate("cli", "Changed.")])

    @group.command("move", help=translate("cli", "Another day for a commitment, and why."))
    def move(
        ctx: typer.Context,
        commitment_id: str = _commitment(),
        due_on: str = typer.Option(..., "--due", help=translate("cli", "The new day; empty for none.")),
        reason: str = typer.Option(..., "--reason", help=translate("cli", "Why it is another day.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_commitment, text=commitment_id)
            opened.store.do(move_due, commitment_id=found, due_on=day_typed(due_on), reason=reason)
        console(ctx).answer({"id": found}, [translate("cli", "Changed.")])


def _register_export(group: typer.Typer) -> None:
    council, district, responsible = _narrowing()

    @group.command("export", help=translate("cli", "Writes the list of what is due as Word, Excel or PDF."))
    def export(
        ctx: typer.Context,
        out: Path = typer.Option(..., "--out", help=translate("cli", "The file: .docx, .xlsx or .pdf.")),
        council: str = council,
        district: str = district,
        responsible: str = responsible,
        every: bool = typer.Option(False, "--all", help=translate("cli", "Also those that are settled.")),
        force: bool = typer.Option(False, "--force", help=translate("cli", "Write over the file that is there.")),
    ) -> None:
        with console(ctx).opened() as opened:
            narrow = Narrow(state="" if every else "open")
            found = _found(opened, narrow, council, district, responsible)
            today = opened.store.clock.now().astimezone(opened.city.zone).date()
            path = write_promised(found, opened.city, on=today, wanted=out.expanduser().resolve(), force=force)
        words = translate("cli", "Commitments: {number}. Written to {path}").format(number=len(found), path=path)
        console(ctx).answer({"path": str(path), "commitments": len(found)}, [words])


def _found(opened: Opened, narrow: Narrow, council: str, district: str, responsible: str) -> list[Due]:
    narrowed = Narrow(
        state=narrow.state,
        term=narrow.term,
        council_id=council_wanted(council, opened),
        district_id=district_wanted(district, opened),
    )
    found = _dues(opened, narrowed)
    return [one for one in found if fold(responsible) in fold(one.card.responsible)] if responsible.strip() else found


def _dues(opened: Opened, narrow: Narrow) -> list[Due]:
    today = opened.store.clock.now().astimezone(opened.city.zone).date()
    return list(opened.store.ask(due, narrow=narrow, today=today).dues)


def _reminders(found: list[Due], opened: Opened) -> list[dict[str, str]]:
    whose: dict[str, list[Due]] = {}
    for one in found:
        if one.card.responsible_id and one.term:
            whose.setdefault(one.card.responsible_id, []).append(one)
    return [{"responsible": some[0].card.responsible, "text": reminder(some, opened.city)} for some in whose.values()]


def _organisation(text: str, opened: Opened) -> str:
    """The id of an organisation by its name. Raises Refused: organisation_unknown."""
    if not text.strip():
        return ""
    for one in opened.store.ask(organisations):
        if fold(one.name) == fold(text):
            return one.id
    raise Refused("organisation_unknown")


def _data(one: Due) -> dict[str, Any]:
    card = one.card
    return {
        "id": card.id, "text": card.text, "responsible_kind": card.responsible_kind, "responsible": card.responsible,
        "due_on": card.due_on, "due_reason": card.due_reason, "term": one.term, "state": card.state,
        "outcome": card.outcome, "council": one.council, "district": one.district, "sitting_id": card.sitting_id,
        "held_at": one.held_at, "issue_id": card.issue_id,
    }  # fmt: skip


def _line(one: Due) -> str:
    card = one.card
    day = f"{card.due_on:%d/%m/%Y}" if card.due_on else translate("cli", "no date")
    who = card.responsible or translate("cli", "nobody in particular yet")
    state = term_word(one.term) if one.term else state_word(card.state)
    parts = [who, one.council, state, card.outcome]
    return f"{card.id[-8:].upper()}  {day}  {card.text} ({' · '.join(part for part in parts if part)})"
