"""The organisations from the terminal: `cabildo organisations list|show|import|add|change|remove`."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.checkin.organisations_seen import CameFor, Member, members, who_came_for
from db.errors import Refused
from db.home import Opened
from db.organisations.commands import (
    add_organisation,
    change_organisation,
    import_organisations,
    remove_organisation,
)
from db.organisations.intake import JudgedOrganisation, judge_organisations
from db.organisations.organisations_file import read_organisations
from db.organisations.queries import OrganisationCard, organisation, organisations, resolve_organisation
from db.places.queries import neighbourhood_named
from desktop import wording
from desktop.console import console, group
from desktop.lists import mapping_of, read_bytes

translate = QCoreApplication.translate


def _whose() -> Any:
    return typer.Argument(help=translate("cli", "The organisation: its id, or the first characters of it."))


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    groups = group(app, "organisations", translate("cli", "Organisations: schools, clubs, vecinales, shops."))
    kind = typer.Option("--kind", help=translate("cli", "Only those of a kind: vecinal, ngo, school, club, shop..."))
    whose = _whose()
    _register_changes(groups)
    _register_import(groups)

    @groups.command("list", help=translate("cli", "Lists them, with how many neighbours belong to each."))
    def list_them(ctx: typer.Context, only: Annotated[str | None, kind] = None) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(organisations, kind=only)
        console(ctx).answer({"organisations": [_told(one) for one in found]}, [_line(one) for one in found])

    @groups.command("show", help=translate("cli", "Tells who belongs to one, and who came to which sitting for it."))
    def show(ctx: typer.Context, oid: Annotated[str, whose]) -> None:
        with console(ctx).opened() as opened:
            oid = opened.store.ask(resolve_organisation, text=oid)
            card = opened.store.ask(organisation, organisation_id=oid)
            belong = opened.store.ask(members, organisation_id=oid)
            came = opened.store.ask(who_came_for, organisation_id=oid)
            zone = opened.city.zone
        console(ctx).answer(_shown(card, belong, came), _shown_lines(card, belong, came, zone))

    @groups.command("remove", help=translate("cli", "Takes one off the list, when nobody of the roll belongs to it."))
    def remove(ctx: typer.Context, oid: Annotated[str, whose]) -> None:
        with console(ctx).opened() as opened:
            oid = opened.store.ask(resolve_organisation, text=oid)
            opened.store.do(remove_organisation, organisation_id=oid)
        console(ctx).answer({"id": oid}, [translate("cli", "Taken off the list.")])


def _register_changes(groups: typer.Typer) -> None:
    whose = _whose()
    called = typer.Argument(help=translate("cli", "The name of the organisation."))
    name_ = typer.Option("--name", help=translate("cli", "The name of the organisation."))
    kinds = translate("cli", "vecinal, ngo, school, club, shop, health_centre, department.")
    kind_ = typer.Option("--kind", help=kinds)
    quarter = typer.Option("--neighbourhood", help=translate("cli", "Its quarter, by name."))
    contact_ = typer.Option("--contact", help=translate("cli", "Whom to ask for."))
    phone_ = typer.Option("--phone", help=translate("cli", "Its telephone."))
    email_ = typer.Option("--email", help=translate("cli", "Its e-mail."))
    text = str | None

    @groups.command("add", help=translate("cli", "Writes an organisation down."))
    def add(
        ctx: typer.Context,
        name: Annotated[str, called],
        kind: Annotated[text, kind_] = None,
        neighbourhood: Annotated[text, quarter] = None,
        contact: Annotated[text, contact_] = None,
        phone: Annotated[text, phone_] = None,
        email: Annotated[text, email_] = None,
    ) -> None:
        told = _given(name=name, kind=kind, contact=contact, phone=phone, email=email)
        with console(ctx).opened() as opened:
            told |= _quarter(opened, neighbourhood)
            made = opened.store.do(add_organisation, phone_prefix=opened.city.phone_prefix, **told).outcome
            card = opened.store.ask(organisation, organisation_id=made)
        console(ctx).answer(_told(card), [_line(card)])

    @groups.command("change", help=translate("cli", 'Puts right what is known of one; "" empties a field.'))
    def change(
        ctx: typer.Context,
        oid: Annotated[str, whose],
        name: Annotated[text, name_] = None,
        kind: Annotated[text, kind_] = None,
        neighbourhood: Annotated[text, quarter] = None,
        contact: Annotated[text, contact_] = None,
        phone: Annotated[text, phone_] = None,
        email: Annotated[text, email_] = None,
    ) -> None:
        told = _given(name=name, kind=kind, contact=contact, phone=phone, email=email)
        if not told and neighbourhood is None:
            raise Refused("nothing_to_correct")
        with console(ctx).opened() as opened:
            oid = opened.store.ask(resolve_organisation, text=oid)
            told |= _quarter(opened, neighbourhood)
            prefix = opened.city.phone_prefix
            opened.store.do(change_organisation, organisation_id=oid, phone_prefix=prefix, **told)
            card = opened.store.ask(organisation, organisation_id=oid)
        console(ctx).answer(_told(card), [_line(card)])


def _register_import(groups: typer.Typer) -> None:
    file = typer.Argument(help=translate("cli", "The list: CSV, or a workbook of Excel or LibreOffice."))
    look = typer.Option("--preview", help=translate("cli", "Tells the verdict on each line, and writes nothing."))
    said = typer.Option(
        "--map", help=translate("cli", "What a column holds, as \"Column=field\"; \"Column=\" leaves it out.")
    )  # fmt: skip

    @groups.command("import", help=translate("cli", "Takes a list of organisations in."))
    def import_file(
        ctx: typer.Context,
        path: Annotated[Path, file],
        *,
        preview: Annotated[bool, look] = False,
        mapped: Annotated[list[str] | None, said] = None,
    ) -> None:
        read = read_organisations(read_bytes(path), mapping_of(mapped or ()))
        with console(ctx).opened() as opened:
            prefix = opened.city.phone_prefix
            judged = opened.store.ask(judge_organisations, lines=read.lines, phone_prefix=prefix)
            if not preview:
                opened.store.do(import_organisations, lines=read.lines, phone_prefix=prefix)
        counts = {kind: sum(row.kind == kind for row in judged) for kind in ("new", "same", "changed")}
        counts["errors"] = sum(row.kind == "error" for row in judged)
        data = {
            "preview": preview,
            **counts,
            "lines": [_judged(row) for row in judged],
            "ignored_columns": list(read.ignored_columns),
        }
        sums = translate("cli", "New {new}, the same {same}, changed {changed}, with errors {errors}")
        line = translate("cli", "Line {line}: {sentence}")
        wrong = [
            line.format(line=row.number, sentence=wording.sentence(code))
            for row in judged
            for code in (row.code, *(code for code, _ in row.left_out))
            if code
        ]
        console(ctx).answer(data, [sums.format(**counts), *wrong])


def _given(**told: str | None) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def _quarter(opened: Opened, name: str | None) -> dict[str, Any]:
    if not name:
        return {} if name is None else {"neighbourhood_id": ""}
    mine = opened.store.identity.district_id
    return {"neighbourhood_id": opened.store.ask(neighbourhood_named, name=name, district_id=mine).id}


def _told(one: OrganisationCard) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "kind": one.kind, "neighbourhood": one.neighbourhood, "contact": one.contact,
        "phone": one.phone, "email": one.email, "people": one.people,
    }  # fmt: skip


def _line(one: OrganisationCard) -> str:
    people = translate("cli", "neighbours: {people}").format(people=one.people)
    return "  ".join(filter(None, (one.id, one.name, one.neighbourhood, one.contact, one.phone, people)))


def _judged(row: JudgedOrganisation) -> dict[str, Any]:
    return {
        "line": row.number,
        "kind": row.kind,
        "name": row.name,
        "reason": row.code,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in row.changes],
        "left_out": [{"reason": code, "told": text} for code, text in row.left_out],
    }


def _shown(card: OrganisationCard, belong: tuple[Member, ...], came: tuple[CameFor, ...]) -> dict[str, Any]:
    return {
        **_told(card),
        "members": [{"resident": one.resident_id, "name": one.name, "role": one.role} for one in belong],
        "came": [
            {"sitting": one.sitting_id, "title": one.title, "starts_at": one.starts_at, "people": list(one.people)}
            for one in came
        ],
    }


def _shown_lines(
    card: OrganisationCard, belong: tuple[Member, ...], came: tuple[CameFor, ...], zone: tzinfo
) -> list[str]:
    return [
        _line(card),
        *("  ".join(filter(None, (one.resident_id, one.name, one.role))) for one in belong),
        *(f"{one.starts_at.astimezone(zone):%d/%m/%Y}  {one.title}: {', '.join(one.people)}" for one in came),
    ]
