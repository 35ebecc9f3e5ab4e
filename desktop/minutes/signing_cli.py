"""Finishing and checking minutes from the terminal: `cabildo minutes final|reopen|scan|take-back`, `sign`, `verify`."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.home import Opened
from db.minutes.queries import acta
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.straight import Straight

translate = QCoreApplication.translate


def _sitting() -> Any:
    words = translate("cli", "The sitting: its id, or the first characters of it.")
    return typer.Argument(..., metavar="ID", help=words)


def _last() -> Any:
    return typer.Option(False, "--last", help=translate("cli", "Nobody else will sign: the minutes are signed then."))


def register(app: typer.Typer, minutes: typer.Typer) -> None:
    """Adds the commands of this file."""
    _register_final(minutes)
    _register_papers(minutes)
    _register_signatories(minutes)
    _register_xml(minutes)
    _register_sign(app)
    _register_verify(app)


def _register_final(minutes: typer.Typer) -> None:
    @minutes.command("final", help=translate("cli", "Makes the newest version final, as a PDF with places to sign."))
    def final(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        word: Path | None = typer.Option(
            None, "--word", help=translate("cli", "The Word file, where it does not lie in the folder of the minutes.")
        ),
    ) -> None:
        from desktop.minutes.finishing import finalise

        with console(ctx).opened() as opened:
            source = word.expanduser().resolve() if word else None
            made = _run(finalise(**_where(opened, sitting_id), city=opened.city, word=source))
        sentence = translate("cli", "Minutes {number}/{year}, version {version}, final (pages: {pages}): {path}")
        _answer(ctx, made, sentence)

    @minutes.command("reopen", help=translate("cli", "A final version that nobody has signed is a draft again."))
    def reopen(ctx: typer.Context, sitting_id: str = _sitting()) -> None:
        from desktop.minutes.finishing import take_back_final

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = _run(take_back_final(Straight(opened.store), sitting_id=found))
        sentence = translate("cli", "Minutes {number}/{year} are a draft again.")
        line = sentence.format(number=told.number, year=told.year)
        console(ctx).answer({"number": told.number, "year": told.year, "state": told.state}, [line])


def _register_signatories(minutes: typer.Typer) -> None:
    @minutes.command("signatories", help=translate("cli", "Shows who signs, in order; with roles, chooses them."))
    def who_signs(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        roles: list[str] = typer.Argument(
            None, metavar="[ROLE]...", help=translate("cli", "facilitator, secretary, head or neighbour, in order.")
        ),
    ) -> None:
        from db.minutes.signatories import choose_signatories, signatories
        from desktop.minutes.phrases import load

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            if roles:
                opened.store.do(choose_signatories, sitting_id=found, roles=roles)
            told = opened.store.ask(signatories, sitting_id=found)
            phrases = load(opened.city.language)
        lines = [f"{number}. {phrases.word('signature_role', role)}" for number, role in enumerate(told, 1)]
        console(ctx).answer({"signatories": list(told)}, lines)


def _register_xml(minutes: typer.Typer) -> None:
    @minutes.command("xml", help=translate("cli", "Writes the minutes as Akoma Ntoso XML, for archives."))
    def xml(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        out: Path = typer.Option(..., "--out", help=translate("cli", "The XML file to write.")),
    ) -> None:
        from desktop.minutes.akoma import write
        from desktop.paper.whole import write_whole

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            facts = opened.store.ask(acta, sitting_id=found, city=opened.city)
        path = out.expanduser().resolve()
        write_whole(path, write(facts))
        console(ctx).answer({"path": str(path)}, [str(path)])


def _register_papers(minutes: typer.Typer) -> None:
    @minutes.command("scan", help=translate("cli", "Keeps the scan of the minutes that were signed on paper."))
    def scan(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        file: Path = typer.Argument(..., metavar="FILE", help=translate("cli", "PDF, JPG, PNG or TIFF.")),
    ) -> None:
        from desktop.minutes.finishing import attach_scan

        with console(ctx).opened() as opened:
            made = _run(attach_scan(**_where(opened, sitting_id), file=file.expanduser().resolve()))
        _answer(ctx, made, translate("cli", "Minutes {number}/{year} are signed; the scan is kept as {path}"))

    @minutes.command("take-back", help=translate("cli", "Takes back the PDF that somebody signed elsewhere."))
    def take_back(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        file: Path = typer.Argument(..., metavar="FILE", help=translate("cli", "The signed PDF.")),
        last: bool = _last(),
    ) -> None:
        from desktop.minutes.finishing import take_back as take

        with console(ctx).opened() as opened:
            where = _where(opened, sitting_id)
            made = _run(take(**where, file=file.expanduser().resolve(), roots=_roots(opened), last=last))
        _answer(ctx, made, _signed_sentence(made.signed))


def _register_sign(app: typer.Typer) -> None:
    @app.command("sign", help=translate("cli", "Signs the final PDF of minutes with a certificate."))
    def sign(
        ctx: typer.Context,
        sitting_id: str = _sitting(),
        certificate: Path | None = typer.Option(
            None, "--certificate", help=translate("cli", "The certificate as a file (.p12, .pfx).")
        ),
        token: Path | None = typer.Option(
            None, "--token", help=translate("cli", "The module of the maker of the token (PKCS#11).")
        ),
        label: str = typer.Option("", "--label", help=translate("cli", "Which token, where there are several.")),
        place: int | None = typer.Option(
            None, "--place", help=translate("cli", "In which place; without it, the next one.")
        ),
        reason: str = typer.Option("", "--reason", help=translate("cli", "Why, as it is seen on the paper.")),
        location: str = typer.Option("", "--location", help=translate("cli", "Where, as it is seen on the paper.")),
        timestamps: str | None = typer.Option(
            None, "--timestamps", help=translate("cli", "The timestamp server; without it, that of the preferences.")
        ),
        last: bool = _last(),
    ) -> None:
        from desktop.minutes.finishing import sign_here
        from desktop.minutes.signing import Wish

        if (certificate is None) == (token is None):
            raise Refused("sign_with_what")
        with console(ctx).opened() as opened:
            server = timestamps if timestamps is not None else _kept_server(opened)
            wish = Wish(place, reason, location, server)
            where = _where(opened, sitting_id)
            key = _key(certificate, token, label)
            made = _run(
                sign_here(
                    **where,
                    key=key,
                    wish=wish,
                    now=opened.store.clock.now().astimezone(opened.city.zone),
                    roots=_roots(opened),
                    last=last,
                )
            )
        _answer(ctx, made, _signed_sentence(made.signed))


def _register_verify(app: typer.Typer) -> None:
    @app.command(
        "verify", help=translate("cli", "Tells whether a PDF or Word file is on record and its signatures hold.")
    )
    def verify(
        ctx: typer.Context,
        file: Path = typer.Argument(..., metavar="FILE", help=translate("cli", "The file to check.")),
    ) -> None:
        from desktop.minutes import verdict
        from desktop.minutes.verdict_words import sentences

        with console(ctx).opened() as opened:
            desk = Straight(opened.store)
            told = _run(verdict.verify(desk, file=file.expanduser().resolve(), roots=_roots(opened)))
            zone = opened.city.zone
        console(ctx).answer(verdict.as_json(told), sentences(told, zone))
        if not told.good:
            raise Refused("file_not_good", name=told.name)


def _run(job: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(job)


def _where(opened: Opened, text: str) -> dict[str, Any]:
    """What every job needs to know: the desk, which sitting, and the folder of the minutes."""
    from desktop.minutes.phrases import load

    found = opened.store.ask(resolve_sitting, text=text)
    folder = opened.home.path / load(opened.city.language).say("title", "folder")
    return {"desk": Straight(opened.store), "sitting_id": found, "folder": folder}


def _roots(opened: Opened) -> tuple[Any, ...]:
    from desktop.minutes.trust import licensed_roots

    return licensed_roots(opened.home.path, opened.city.id)


def _kept_server(opened: Opened) -> str:
    from desktop.paths import settings_file
    from desktop.settings import Settings

    return Settings(settings_file(opened.home.path)).taste.timestamp_server


def _key(certificate: Path | None, token: Path | None, label: str) -> Any:
    from desktop.minutes.keys import FileKey, TokenKey

    if certificate is not None:
        return FileKey(certificate.expanduser().resolve(), _secret(translate("cli", "Passphrase of the certificate: ")))
    assert token is not None
    return TokenKey(token.expanduser().resolve(), _secret(translate("cli", "PIN of the token: ")), label)


def _secret(question: str) -> str:
    """Typed without being shown; a script hands it over on its standard input. Never an argument: those are listed."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\r\n")


def _signed_sentence(signed: bool) -> str:
    if signed:
        return translate("cli", "Minutes {number}/{year} are signed: {path}")
    return translate("cli", "One more signature on minutes {number}/{year}: {path}")


def _answer(ctx: typer.Context, made: Any, sentence: str) -> None:
    facts = {
        "path": str(made.path), "sha256": made.sha256, "pages": made.pages, "number": made.number, "year": made.year,
        "version": made.version, "signed": made.signed,
    }  # fmt: skip
    if made.signatory is not None:
        facts |= {"signer": made.signatory.name, "issuer": made.signatory.issuer, "kind": made.signatory.kind}
    console(ctx).answer(facts, [sentence.format(**facts)])
