"""Zoom's own service from the terminal: `cabildo zoom account`, `check`, `create ID`, `fetch ID`."""

import asyncio
import os
import sys
from functools import partial
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.home import Opened
from db.matching.outcomes import Imported
from db.sittings.queries import resolve_sitting, sitting_card
from desktop import wording
from desktop.console import console
from desktop.straight import Straight
from desktop.zoom.account import Account, client_of
from desktop.zoom.credentials import Safe, as_typed
from desktop.zoom.words import the_sum

translate = QCoreApplication.translate

SECRET = "CABILDO_ZOOM_SECRET"  # noqa: S105 - the name of a variable, and no secret


def register(zoom: typer.Typer) -> None:
    """Adds the commands that speak with Zoom."""
    _register_account(zoom)
    _register_check(zoom)
    _register_create(zoom)
    _register_fetch(zoom)


def _register_account(zoom: typer.Typer) -> None:
    account = typer.Option("--account", help=translate("cli", "Account ID of the app."))
    client = typer.Option("--client", help=translate("cli", "Client ID of the app."))
    host = typer.Option(
        "--host", help=translate("cli", "E-mail of the Zoom user who hosts; else the first licensed one.")
    )
    forget = typer.Option("--forget", help=translate("cli", "Forgets what is kept."))
    words = translate(
        "cli",
        "Keeps the credentials of a Server-to-Server OAuth app. CABILDO_ZOOM_SECRET has its secret, or it is asked.",
    )

    @zoom.command("account", help=words)
    def keep(
        ctx: typer.Context,
        account_id: Annotated[str, account] = "",
        client_id: Annotated[str, client] = "",
        host_email: Annotated[str, host] = "",
        forgotten: Annotated[bool, forget] = False,
    ) -> None:
        if forgotten:
            with console(ctx).opened() as opened:
                asyncio.run(_safe(opened).forget())
            console(ctx).answer({"kept": None}, [translate("cli", "This desk has no access to Zoom any more.")])
            return
        told = as_typed(account_id=account_id, client_id=client_id, client_secret=_secret(), host=host_email)
        with console(ctx).opened() as opened:
            in_keyring = asyncio.run(_safe(opened).keep(told))
        kept = translate("cli", "The credentials are kept in the system's keyring.") if in_keyring else translate(
            "cli", "There is no keyring; the credentials are kept in the encrypted record."
        )  # fmt: skip
        console(ctx).answer({"kept": "keyring" if in_keyring else "record"}, [kept])


def _register_check(zoom: typer.Typer) -> None:
    @zoom.command("check", help=translate("cli", "Tells what the Zoom account lets Cabildo do, and what is missing."))
    def check_account(ctx: typer.Context) -> None:
        from desktop.zoom.capabilities import check
        from desktop.zoom.service_words import ask_for, need_word

        with console(ctx).opened() as opened:
            found = check(asyncio.run(_account(opened).client()))
        lines = []
        for one in found.capabilities:
            mark = "✓" if one.there else "–" if one.optional else "✗"
            lines.append(f"{mark} {need_word(one.code)}")
            if not one.there:
                lines.append(f"    {ask_for(one)}")
        if found.host:
            lines.append(translate("cli", "Hosts: {host}").format(host=found.host))
        needs = [
            {"code": one.code, "scope": one.scope, "missing": one.missing, "optional": one.optional}
            for one in found.capabilities
        ]
        console(ctx).answer({"ready": found.ready, "host": found.host, "capabilities": needs}, lines)
        if not found.ready:
            raise Refused("zoom_not_enough")


def _register_create(zoom: typer.Typer) -> None:
    sitting = typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it."))

    @zoom.command("create", help=translate("cli", "Creates the Zoom meeting of a sitting, with a form to register."))
    def create(ctx: typer.Context, sitting_id: Annotated[str, sitting]) -> None:
        from desktop.zoom.creating import create_meeting
        from desktop.zoom.service_words import questions

        with console(ctx).opened() as opened:
            card = opened.store.ask(sitting_card, sitting_id=opened.store.ask(resolve_sitting, text=sitting_id))
            client = asyncio.run(_account(opened).client())
            made = asyncio.run(create_meeting(Straight(opened.store), client, card, opened.city, questions()))
        lines = [translate("cli", "Zoom meeting {number}").format(number=made.number)]
        lines.append(translate("cli", "To join: {link}").format(link=made.join_link))
        if made.registration_link:
            lines.append(translate("cli", "To register: {link}").format(link=made.registration_link))
        if made.trouble:
            lines.append(wording.sentence(made.trouble))
        data = {"sitting": card.id, "number": made.number, "join_link": made.join_link}
        data |= {"registration_link": made.registration_link or "", "trouble": made.trouble or ""}
        console(ctx).answer(data, lines)


def _register_fetch(zoom: typer.Typer) -> None:
    sitting = typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it."))
    wait = typer.Option(min=0, max=240, help=translate("cli", "So many minutes at most, while Zoom has no list yet."))

    @zoom.command("fetch", help=translate("cli", "Brings from Zoom who was there, who registered, polls and chat."))
    def fetch(ctx: typer.Context, sitting_id: Annotated[str, sitting], wait: Annotated[int, wait] = 0) -> None:
        from desktop.zoom.fetching import bring, patiently
        from desktop.zoom.service_words import beside_words, kind_word

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            client, hands = asyncio.run(_account(opened).client()), Straight(opened.store)
            card = opened.store.ask(sitting_card, sitting_id=found)
            now = opened.store.clock.now
            told = asyncio.run(
                patiently(
                    lambda: bring(hands, client, card, now=now, zone=opened.city.zone),
                    rest=asyncio.sleep,
                    seconds=wait * 60,
                    told=_say_waiting,
                )
            )
        lines = [line for one in told.calls for line in _lines(one)]
        if told.live:
            lines.append(
                translate("cli", "The call still runs; this is who is in it now. Bring it again when it ends.")
            )
        beside = beside_words(told)
        if not (told.calls or beside or told.live):
            lines.append(translate("cli", "Nobody has registered yet."))
        if beside:
            lines.append(translate("cli", "Also: {what}.").format(what=beside))
        lines += [f"{kind_word(kind)}: {wording.sentence(code)}" for kind, code in told.missing.items()]
        console(ctx).answer(
            {
                "calls": [_call(one) for one in told.calls], "live": told.live, "repeated": told.repeated,
                "registrations": told.registrations, "polls": told.polls, "chat": told.chat,
                "transcript": told.transcript, "missing": told.missing,
            },
            lines,
        )  # fmt: skip


def _call(done: Imported) -> dict[str, Any]:
    return {
        "call": done.call_id, "rows": done.rows, "groups": done.groups, "sure": done.sure, "proposed": done.proposed,
        "unknown": done.unknown, "not_neighbours": done.nobodies, "decided": done.decided, "repeated": done.repeated,
        "only_waited": done.only_waited,
    }  # fmt: skip


def _lines(done: Imported) -> list[str]:
    if done.repeated:
        return [translate("cli", "Zoom tells nothing new of this call.")]
    return the_sum(done)


def _safe(opened: Opened) -> Safe:
    return Safe(Straight(opened.store), opened.home)


def _account(opened: Opened) -> Account:
    return Account(_safe(opened), partial(client_of, now=opened.store.clock.now, zone=opened.city.zone))


def _secret() -> str:
    """From the environment, or typed where nobody sees it; never from the arguments: every program can read those."""
    told = os.environ.get(SECRET, "")
    if told or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return told
    words = translate("cli", "Client secret of the app")
    return str(typer.prompt(words, hide_input=True, err=True))


def _say_waiting(minutes: int) -> None:
    sys.stderr.write(
        translate("cli", "Zoom has no list yet; asking again in {minutes} min.").format(minutes=minutes) + "\n"
    )
