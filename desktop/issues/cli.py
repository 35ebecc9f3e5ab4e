"""Issues without a window: writing down, finding, setting right, following up, handing on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.folding import fold
from db.issues.commands import add_issue, change_issue, remove_issue
from db.issues.dispatching import note_dispatches, take_back_dispatches
from db.issues.due import sent_lists
from db.issues.following import follow_up
from db.issues.queries import issues, resolve_issue
from db.issues.rules import point_of
from db.issues.search import Asked, Wanted, find_issues, issues_by_id
from db.places.city import City
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.issues import commitment_cli
from desktop.issues.lists import Order, handed, lists, moment, write_lists
from desktop.issues.typed import (
    council_wanted,
    day_typed,
    department_of,
    department_wanted,
    district_wanted,
    resident_of,
    topic_of,
)
from desktop.issues.words import KINDS_AS_TYPED, STATES_AS_TYPED
from desktop.paper.asked import reference
from desktop.wording.issue_words import kind_word, state_word

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds `cabildo issue` and `cabildo commitment`."""
    issue = typer.Typer(help=translate("cli", "What was asked for."), no_args_is_help=True)
    app.add_typer(issue, name="issue")
    for part in (_register_add, _register_list, _register_search, _register_change, _register_state, _register_export,
                 _register_sent):  # fmt: skip
        part(issue)
    commitment_cli.register(app)


def _sitting() -> Any:
    words = translate("cli", "The sitting: its id, or the first characters of it.")
    return typer.Argument(..., metavar="ID", help=words)


def _issue() -> Any:
    words = translate("cli", "The issue: its id, its beginning, or the reference on a list.")
    return typer.Argument(..., metavar="ISSUE", help=words)


def _new() -> Any:
    return typer.Option(False, "--new-department", help=translate("cli", "The department is a new one."))


def _point() -> Any:
    return typer.Option("", "--point", help=translate("cli", "Where that is, as latitude and longitude: -32.95,-60.64"))


def _register_add(group: typer.Typer) -> None:
    @group.command("add", help=translate("cli", "Writes down a proposal, a complaint or a question."))
    def add(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        kind: str = typer.Option(..., "--kind", help=translate("cli", "proposal, complaint or question.")),
        text: str = typer.Option(..., "--text", help=translate("cli", "What was asked for.")),
        by: str = typer.Option("", "--by", help=translate("cli", "Id of the resident who raised it.")),
        topic: str = typer.Option("", "--topic", help=translate("cli", "Code or name of the topic.")),
        department: str = typer.Option("", "--department", help=translate("cli", "Department it concerns.")),
        new: bool = _new(),
        place: str = typer.Option("", "--place", help=translate("cli", "Where it is about.")),
        point: str = _point(),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            made = opened.store.do(
                add_issue,
                sitting_id=found,
                kind=KINDS_AS_TYPED.get(fold(kind), kind),
                text=text,
                raised_by_id=resident_of(by, opened) or None,
                topic=topic_of(topic, opened.city),
                department=department_of(department, opened, new=new),
                place=place,
                point=point_of(point),
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_list(group: typer.Typer) -> None:
    @group.command("list", help=translate("cli", "What was asked for at a sitting."))
    def show(ctx: typer.Context, sitting_id: str = _sitting()) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            ids = tuple(one.id for one in opened.store.ask(issues, sitting_id=found))
            told = opened.store.ask(issues_by_id, issue_ids=ids)
        console(ctx).answer({"issues": [_data(one) for one in told]}, [_line(one, opened.city) for one in told])

    @group.command("remove", help=translate("cli", "Takes back an issue that was written down by mistake."))
    def remove(ctx: typer.Context, issue_id: str = _issue()) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_issue, text=issue_id)
            opened.store.do(remove_issue, issue_id=found)
        console(ctx).answer({"id": found}, [translate("cli", "Taken back.")])


def _register_search(group: typer.Typer) -> None:
    @group.command("search", help=translate("cli", "Looks for issues in all sittings, by any words of them."))
    def search(
        ctx: typer.Context,
        text: list[str] = typer.Argument(None, help=translate("cli", "Words of the issue, who raised it, where...")),
        kind: str = typer.Option("", "--kind", help=translate("cli", "proposal, complaint or question.")),
        state: str = typer.Option("", "--state", help=translate("cli", "open, answered, settled or dropped.")),
        topic: str = typer.Option("", "--topic", help=translate("cli", "Code or name of the topic.")),
        department: str = typer.Option("", "--department", help=translate("cli", "Its department; - for none.")),
        council: str = typer.Option("", "--council", help=translate("cli", "Name of the council, or part of it.")),
        district: str = typer.Option("", "--district", help=translate("cli", "Name or code of the district.")),
        since: str = typer.Option("", "--from", help=translate("cli", "First day, as 2026-12-15 or 15/12/2026.")),
        until: str = typer.Option("", "--to", help=translate("cli", "Last day, as 2026-12-15 or 15/12/2026.")),
        limit: int = typer.Option(50, "--limit", help=translate("cli", "How many are shown at most.")),
    ) -> None:
        with console(ctx).opened() as opened:
            first, last = day_typed(since), day_typed(until)
            wanted = Wanted(
                text=" ".join(text or ()),
                kind=KINDS_AS_TYPED.get(fold(kind), kind),
                state=STATES_AS_TYPED.get(fold(state), state),
                topic=topic_of(topic, opened.city) or "",
                department_id=department_wanted(department, opened),
                council_id=council_wanted(council, opened),
                district_id=district_wanted(district, opened),
                since=moment(first, opened.city),
                until=moment(last + timedelta(days=1) if last else None, opened.city),
            )
            topics = {one.code: one.name for one in opened.city.topics}
            found = opened.store.ask(find_issues, wanted=wanted, topics=topics, limit=max(limit, 0))
        counted = ", ".join(f"{state_word(state)} {number}" for state, number in found.states.items())
        total = translate("cli", "{total} in all ({states}).").format(total=found.total, states=counted)
        data = {"total": found.total, "states": dict(found.states), "issues": [_data(one) for one in found.issues]}
        console(ctx).answer(data, [*(_line(one, opened.city) for one in found.issues), total])


def _register_change(group: typer.Typer) -> None:
    @group.command("change", help=translate("cli", "Sets an issue right; what is not given stays, '' clears."))
    def change(
        ctx: typer.Context,
        issue_id: str = _issue(),
        kind: str = typer.Option(None, "--kind", help=translate("cli", "proposal, complaint or question.")),
        text: str = typer.Option(None, "--text", help=translate("cli", "What was asked for.")),
        by: str = typer.Option(None, "--by", help=translate("cli", "Id of the resident who raised it.")),
        topic: str = typer.Option(None, "--topic", help=translate("cli", "Code or name of the topic.")),
        department: str = typer.Option(None, "--department", help=translate("cli", "Department it concerns.")),
        new: bool = _new(),
        place: str = typer.Option(None, "--place", help=translate("cli", "Where it is about.")),
        point: str = typer.Option(None, "--point", help=translate("cli", "Where that is, as latitude and longitude.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_issue, text=issue_id)
            told: dict[str, Any] = {
                "kind": None if kind is None else KINDS_AS_TYPED.get(fold(kind), kind),
                "text": text,
                "raised_by_id": None if by is None else resident_of(by, opened),
                "topic": None if topic is None else topic_of(topic, opened.city) or "",
                "place": place,
                "point": None if point is None else point_of(point) or {},
            }
            whose = None if department is None else department_of(department, opened, new=new)
            if any(value is not None for value in told.values()):
                opened.store.do(change_issue, issue_id=found, department=whose, **told)
            elif whose is not None:
                # Whose it is may change after the minutes are signed; what was asked for may not.
                opened.store.do(follow_up, issue_ids=(found,), department=whose)
        console(ctx).answer({"id": found}, [translate("cli", "Changed.")])


def _register_state(group: typer.Typer) -> None:
    @group.command("state", help=translate("cli", "Tells what became of one issue or several."))
    def state(
        ctx: typer.Context,
        state: str = typer.Argument(..., help=translate("cli", "open, answered, settled or dropped.")),
        issue_ids: list[str] = _issue(),
        answer: str = typer.Option(None, "--answer", help=translate("cli", "A word on the answer.")),
        by: str = typer.Option(None, "--by", help=translate("cli", "Who answered.")),
        on: str = typer.Option("", "--on", help=translate("cli", "When, as 2026-12-15 or 15/12/2026.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = tuple(opened.store.ask(resolve_issue, text=one) for one in issue_ids)
            opened.store.do(
                follow_up,
                issue_ids=found,
                state=STATES_AS_TYPED.get(fold(state), state),
                answer=answer,
                answered_by=by,
                answered_on=day_typed(on),
            )
        console(ctx).answer({"ids": list(found)}, [translate("cli", "Changed.")])


def _register_export(group: typer.Typer) -> None:
    @group.command("export", help=translate("cli", "Makes the lists that departments are sent."))
    def export(
        ctx: typer.Context,
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "A .docx, .xlsx or .pdf for one department; a folder or .zip for all.")
        ),
        department: str = typer.Option("", "--department", help=translate("cli", "One department; - for none.")),
        since: str = typer.Option("", "--from", help=translate("cli", "First day, as 2026-12-15 or 15/12/2026.")),
        until: str = typer.Option("", "--to", help=translate("cli", "Last day, as 2026-12-15 or 15/12/2026.")),
        state: str = typer.Option("open", "--state", help=translate("cli", "In which state; all for any.")),
        every: bool = typer.Option(False, "--all", help=translate("cli", "Also those that were sent before.")),
        names: bool = typer.Option(False, "--names", help=translate("cli", "With the names of who raised them.")),
        sent_to: str = typer.Option("", "--sent-to", help=translate("cli", "Notes that it was sent, and to whom.")),
        force: bool = typer.Option(False, "--force", help=translate("cli", "Write over the file that is there.")),
    ) -> None:
        with console(ctx).opened() as opened:
            asked = STATES_AS_TYPED.get(fold(state), state)
            whose = department_wanted(department, opened)
            order = Order(
                (whose,) if whose else (), day_typed(since), day_typed(until), "" if asked == "all" else asked,
                only_new=not every, with_names=names,
            )  # fmt: skip
            today = opened.store.clock.now().astimezone(opened.city.zone).date()
            made = opened.store.ask(lists, order=order, city=opened.city, today=today)
            path = write_lists(made, opened.city, wanted=out.expanduser().resolve(), endings=(), force=force)
            if sent_to.strip():
                opened.store.do(note_dispatches, lists=handed(made), sent_to=sent_to, sent_on=today)
        number = sum(len(one.issues) for one in made)
        words = translate("cli", "Issues: {number}. Departments: {departments}. Written to {path}")
        told = {"path": str(path), "issues": number, "departments": [one.heading.department for one in made]}
        console(ctx).answer(told, [words.format(number=number, departments=len(made), path=path)])


def _register_sent(group: typer.Typer) -> None:
    @group.command("sent", help=translate("cli", "The lists that were sent; with --take-back, one was not after all."))
    def sent(
        ctx: typer.Context,
        take_back: str = typer.Option("", "--take-back", help=translate("cli", "Id of the list that was not sent.")),
    ) -> None:
        with console(ctx).opened() as opened:
            if take_back:
                opened.store.do(take_back_dispatches, dispatch_ids=(take_back,))
            every = opened.store.ask(sent_lists)
        words = translate("cli", "{day}  {department} · {to} · issues: {number}  {id}")
        lines = [
            words.format(day=f"{one.sent_on:%d/%m/%Y}", department=one.department or "-", to=one.sent_to,
                         number=one.issues, id=one.id)
            for one in every
        ]  # fmt: skip
        console(ctx).answer({"lists": [vars(one) for one in every]}, lines)


def _data(one: Asked) -> dict[str, Any]:
    return {**vars(one), "reference": reference(one.id), "point": dict(one.point) if one.point else None}


def _line(one: Asked, city: City) -> str:
    who = one.raised_by or translate("cli", "several neighbours")
    parts = [one.council, who, one.department, one.place, state_word(one.state)]
    whole = " · ".join(part for part in parts if part)
    day = f"{one.held_at.astimezone(city.zone):%d/%m/%Y}"
    return f"{reference(one.id)}  {day}  {kind_word(one.kind)}: {one.text} ({whole})"
