"""Issues and commitments without a window."""

from __future__ import annotations

from datetime import date, datetime

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.folding import fold
from db.home import Opened
from db.issues.commands import add_issue, make_commitment
from db.issues.queries import departments
from db.places.city import City
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.issues.words import KINDS_AS_TYPED

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds `cabildo issue` and `cabildo commitment`."""
    issue = typer.Typer(help=translate("cli", "Writes down what was asked for."), no_args_is_help=True)
    commitment = typer.Typer(help=translate("cli", "Writes down what was promised."), no_args_is_help=True)
    app.add_typer(issue, name="issue")
    app.add_typer(commitment, name="commitment")
    _register_issue(issue)
    _register_commitment(commitment)


def _register_issue(group: typer.Typer) -> None:
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.callback()
    def issue() -> None:
        """One command today, more tomorrow: `add` has to be written out."""

    @group.command("add", help=translate("cli", "Writes down a proposal, a complaint or a question."))
    def add(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        kind: str = typer.Option(..., "--kind", help=translate("cli", "proposal, complaint or question.")),
        text: str = typer.Option(..., "--text", help=translate("cli", "What was asked for.")),
        by: str = typer.Option("", "--by", help=translate("cli", "Id of the resident who raised it.")),
        topic: str = typer.Option("", "--topic", help=translate("cli", "Code or name of the topic.")),
        department: str = typer.Option("", "--department", help=translate("cli", "Department it concerns.")),
        place: str = typer.Option("", "--place", help=translate("cli", "Where it is about.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            made = opened.store.do(
                add_issue,
                sitting_id=found,
                kind=KINDS_AS_TYPED.get(fold(kind), kind),
                text=text,
                raised_by_id=by or None,
                topic=_topic(topic, opened.city),
                department=_department(department, opened),
                place=place,
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_commitment(group: typer.Typer) -> None:
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.callback()
    def commitment() -> None:
        """One command today, more tomorrow: `add` has to be written out."""

    @group.command("add", help=translate("cli", "Writes down who will do what by when."))
    def add(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        text: str = typer.Option(..., "--text", help=translate("cli", "What is promised.")),
        department: str = typer.Option("", "--department", help=translate("cli", "Department that answers for it.")),
        resident: str = typer.Option("", "--resident", help=translate("cli", "Id of the resident who does.")),
        due: str = typer.Option("", "--due", help=translate("cli", "By when, as 2026-12-15 or 15/12/2026.")),
        issue: str = typer.Option("", "--issue", help=translate("cli", "Id of the issue it answers.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            made = opened.store.do(
                make_commitment,
                sitting_id=found,
                text=text,
                department=_department(department, opened),
                responsible_kind="resident" if resident and not department else None,
                responsible_id=resident if resident and not department else None,
                due_on=_day(due),
                issue_id=issue or None,
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _topic(text: str, city: City) -> str | None:
    """The code of a topic told by code or name. Raises Refused: topic_unknown."""
    if not text:
        return None
    for topic in city.topics:
        if fold(text) in (fold(topic.code), fold(topic.name)):
            return topic.code
    raise Refused("topic_unknown", topic=text, known=", ".join(topic.code for topic in city.topics))


def _department(text: str, opened: Opened) -> str:
    """A department as the city or the record spells it; "" for nothing. Raises Refused: department_unknown.

    A name nobody knows would be one department more for every slip of the finger, and in the minutes for ever.
    """
    if not text.strip():
        return ""
    known = {fold(name): name for name in (*opened.store.ask(departments), *opened.city.departments)}
    if fold(text) not in known:
        names = ", ".join(known[key] for key in sorted(known))
        raise Refused("department_unknown", department=text.strip(), known=names)
    return known[fold(text)]


def _day(text: str) -> date | None:
    """A day in ISO 8601 or as people write it. Raises Refused: due_unreadable."""
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Refused("due_unreadable", text=text)
