"""The same jobs without a window."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused, Unavailable
from desktop import i18n, wording
from desktop.console import take_common
from desktop.help import put_in_words

translate = QCoreApplication.translate

# The rooms that offer commands, in the order of the help page.
ROOMS = ("preferences", "places", "residents", "duplicates", "rights", "organisations", "sittings", "planilla",
         "checkin", "zoom", "heard", "matching", "agenda", "issues", "minutes", "surveys", "outreach", "experiences",
         "insights", "reports", "sync", "ready", "practice")  # fmt: skip

DONE, BUG, REFUSED = 0, 1, 2


def build() -> typer.Typer:
    """The command line, in the language that is installed now."""
    app = typer.Typer(
        name="cabildo", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help=translate("cli", "Cabildo without a window. Everywhere: --home DIR chooses the data folder, "
                              "--json answers one JSON document."),
    )  # fmt: skip
    for room in ROOMS:
        import_module(f"desktop.{room}.cli").register(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Runs one command and answers the exit code: 0 done, 2 refused with a sentence on standard error, 1 a bug."""
    application = QCoreApplication.instance() or QCoreApplication([])
    i18n.install(application, "es_AR")
    try:
        given, left = take_common(arguments)
    except Refused as no:
        sys.stderr.write(wording.sentence(no.code, no.facts) + "\n")
        return REFUSED
    if any(0xD800 <= ord(letter) <= 0xDFFF for word in left for letter in word):
        # A terminal in another alphabet than UTF-8: no name from it could be kept as it was meant.
        sys.stderr.write(translate("cli", "The letters cannot be read: the terminal has to use UTF-8.") + "\n")
        return REFUSED
    try:
        command = typer.main.get_command(build())
        put_in_words(command)
        answer = command(left, standalone_mode=False, obj=given)
        return answer if isinstance(answer, int) else DONE
    except (Refused, Unavailable) as no:
        sys.stderr.write(wording.sentence(no.code, no.facts) + "\n")
        return REFUSED
    except typer.Exit as leave:
        return leave.exit_code
    except Exception as error:  # noqa: BLE001 - whatever it is, the terminal gets code 1 and no personal data
        # Typer brings a copy of click of its own: the errors of usage are those of its public classes, not click's.
        usage = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
        if isinstance(error, usage):
            sys.stderr.write(_misused(error) + "\n")
            return REFUSED
        if isinstance(error, typer.Abort):
            return REFUSED
        # The trace names files and lines only: an error's own message may carry what somebody typed.
        frames = "".join(traceback.format_tb(error.__traceback__))
        sys.stderr.write(f"{frames}{type(error).__name__}\n")
        return BUG


def _misused(error: Exception) -> str:
    """What is wrong with a command as typed, in our words, for typer only knows English; and where the help is."""
    kind = type(error).__name__
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    name = getattr(error, "option_name", None) or (parameter.get_error_hint() if parameter else "")
    if kind == "NoArgsIsHelpError":
        return str(error)
    if kind == "MissingParameter":
        sentence = translate("cli", "{name} is missing.")
    elif kind == "NoSuchOption":
        sentence = translate("cli", "There is no option {name}.")
    elif kind == "BadOptionUsage":
        sentence = translate("cli", "{name} is not used like this.")
    elif kind == "BadParameter":
        sentence = translate("cli", "{name} does not take that value.")
    else:
        # A command nobody knows, or a word too many. The word itself is left out: it may be somebody's name.
        sentence = translate("cli", "The command is not written like this.")
    told = sentence.format(name=str(name).replace("'", ""))
    where = translate("cli", "Help: {command} --help").format(command=context.command_path) if context else ""
    return f"{told}\n{where}".strip()
