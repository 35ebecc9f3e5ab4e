"""The practice from the terminal: `cabildo practice` opens it, `cabildo evening` plays it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.home import Home
from desktop.console import console
from desktop.practice.place import folder, has_display, today
from desktop.practice.writing import make_home

translate = QCoreApplication.translate
OUT = Path("out") / "evening"


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    out_help = translate("cli", "The folder in which the minutes, the pictures and the summary are left.")
    show_help = translate("cli", "On the screen that is there, instead of off screen.")
    two_help = translate("cli", "On two laptops, without a window, that lose the network and meet again.")
    url_help = translate("cli", "The server for --two-desks, with its administrator; else CABILDO_SERVER_URL.")

    @app.command("practice", help=translate("cli", "Opens Cabildo on an evening with invented people, to practise."))
    def practice(ctx: typer.Context) -> None:
        if not has_display():
            _say(translate("cli", "There is no screen here: the practice evening is played without one instead."))
            raise typer.Exit(_play(ctx, OUT, show=False))
        home = Home(folder())
        if not home.exists:
            _make(home)
        raise typer.Exit(_child("window", str(home.path)))

    @app.command("evening", help=translate("cli", "Plays the practice evening through the real window."))
    def evening(
        ctx: typer.Context,
        out: Path = typer.Option(OUT, "--out", metavar="DIR", help=out_help),
        show: bool = typer.Option(False, "--show", help=show_help),
        two_desks: bool = typer.Option(False, "--two-desks", help=two_help),
        url: str = typer.Option("", "--url", help=url_help),
    ) -> None:
        if two_desks:
            from desktop.practice.two_desks_cli import play_two_desks

            play_two_desks(ctx, out, url)
            return
        raise typer.Exit(_play(ctx, out, show=show))


def _play(ctx: typer.Context, out: Path, *, show: bool) -> int:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cabildo-evening-") as temporary:
        home = Home(Path(temporary) / "home")
        _make(home)
        code = _child("evening", str(home.path), str(out.resolve()), offscreen=not show)
    if code == 0:
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        line = translate("cli", "In the room {in_room} + on Zoom {online} - both {both} = people {people}. {out}")
        from desktop.practice.evening import how_it_ended

        console(ctx).answer(summary, [line.format(out=out.resolve(), **summary), how_it_ended(summary)])
    return code


def _make(home: Home) -> None:
    """Writes the practice record, and says on the terminal how far it is."""
    words = translate("cli", "Preparing a year of invented evenings")

    def tell(done: int, whole: int) -> None:
        end = "\n" if done == whole else ""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{words}: {done * 100 // whole} %{end}")
        elif done in (1, whole):
            sys.stderr.write(f"{words}: {done * 100 // whole} %\n")
        sys.stderr.flush()

    make_home(home, tonight=today(), tell=tell)


def _child(*words: str, offscreen: bool = False) -> int:
    """The window has a process of its own: this one has a Qt application without screen already."""
    environment = dict(os.environ)
    if offscreen:
        # The off-screen platform says of every window what it cannot do; the tests listen to Qt's real warnings.
        environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
    return subprocess.run([sys.executable, "-m", "desktop.practice", *words], env=environment, check=False).returncode


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
