"""The frames of `--help` in the language of the program: typer brings its own in English only."""

from __future__ import annotations

from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

# What goes into an option or argument, by its name (the long one of an option, without its dashes). Whatever is not
# here says what it is by its type; a command that knows better gives its own word of `_words`.
_GOES_IN = {
    "SITTING": ("sitting_id", "ID"),
    "PERSON": (
        "absorbed_id", "back", "by", "consent", "first_id", "kept_id", "leave", "resident", "resident_id",
        "resident_ids", "rid", "second_id", "RID",
    ),
    "GROUP": ("group_id",),
    "ORGANISATION": ("oid", "organisation", "OID"),
    "REQUEST": ("issue",),
    "FILE": ("path", "file", "check", "out", "FILE"),
    "FOLDER": ("DIR", "home"),
    "DATE": ("birth-date", "due", "from", "to"),
    "TIME": ("at", "forget-before", "TIME"),
    "NAME": (
        "chosen-name", "city", "contact", "council", "department", "district", "family-name", "given-names", "name",
        "neighbourhood", "place", "sheet", "street", "topic", "walk-in",
    ),
    "NUMBER": ("document", "street-number", "zoom"),
    "HOW_MANY": ("unnamed", "with"),
    "MINUTES": ("minutes",),
    "TELEPHONE": ("phone",),
    "E-MAIL": ("email",),
    "KIND": ("kind",),
    "GENDER": ("gender",),
    "MODE": ("mode",),
    "ROLE": ("organisation-role",),
    "CODE": ("scan",),
    "COLUMN=FIELD": ("map",),
    "ORDER": ("dates",),
    "ADDRESS": ("url",),
    "TITLE": ("title", "TITLE"),
    "LETTERS": ("search",),
}  # fmt: skip
_BY_NAME = {name: word for word, names in _GOES_IN.items() for name in names}


class _Page(typer.Context.formatter_class):  # type: ignore[misc, valid-type]  # its module is private, its name is not
    """A page of help that begins in our words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or translate("cli", "Usage:") + " ")


class _Context(typer.Context):
    formatter_class = _Page

    def make_formatter(self) -> Any:
        # Here a page is about to be written. What draws it takes a tenth of a second to load, which no other command
        # need pay.
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = translate("cli", "Arguments")
        rich_utils.OPTIONS_PANEL_TITLE = translate("cli", "Options")
        rich_utils.COMMANDS_PANEL_TITLE = translate("cli", "Commands")
        rich_utils.DEFAULT_STRING = "[" + translate("cli", "by itself: {}") + "]"
        rich_utils.REQUIRED_LONG_STRING = "[" + translate("cli", "needed") + "]"
        return super().make_formatter()


def _words() -> dict[str, str]:
    """What goes in, in one word of the language that is installed now."""
    return {
        "SITTING": translate("cli", "SITTING"), "PERSON": translate("cli", "PERSON"),
        "GROUP": translate("cli", "GROUP"), "ORGANISATION": translate("cli", "ORGANISATION"),
        "REQUEST": translate("cli", "REQUEST"), "FILE": translate("cli", "FILE"),
        "FOLDER": translate("cli", "FOLDER"), "DATE": translate("cli", "DATE"), "TIME": translate("cli", "TIME"),
        "NAME": translate("cli", "NAME"), "NUMBER": translate("cli", "NUMBER"),
        "HOW_MANY": translate("cli", "HOW_MANY"), "MINUTES": translate("cli", "MINUTES"),
        "TELEPHONE": translate("cli", "TELEPHONE"), "E-MAIL": translate("cli", "E-MAIL"),
        "KIND": translate("cli", "KIND"), "GENDER": translate("cli", "GENDER"), "MODE": translate("cli", "MODE"),
        "ROLE": translate("cli", "ROLE"), "CODE": translate("cli", "CODE"),
        "COLUMN=FIELD": translate("cli", "COLUMN=FIELD"), "ORDER": translate("cli", "ORDER"),
        "ADDRESS": translate("cli", "ADDRESS"), "TITLE": translate("cli", "TITLE"),
        "LETTERS": translate("cli", "LETTERS"), "TEXT": translate("cli", "TEXT"),
    }  # fmt: skip


def _name_what_goes_in(parameter: Any, context: typer.Context) -> None:
    """An option says what goes into it, a switch takes nothing, an argument is called by what it is."""
    option = next((one[2:] for one in parameter.opts if one.startswith("--")), None)
    kind = parameter.display_type(context)
    if kind == "<bool>":
        parameter.metavar = ""
        return
    by_type = "NUMBER" if kind.startswith("<int") else "FILE" if kind.startswith("<path") else "TEXT"
    known = _BY_NAME.get(parameter.metavar or "") or _BY_NAME.get(option or parameter.name)
    word = _words()[known or by_type]
    # What is told in a word of several choices is told by them.
    parameter.metavar = kind if kind and not kind.startswith(("<", "list")) else word
    if option is None:
        # An argument's name is that word already: typer would say it twice.
        parameter.display_type_rich = lambda ctx: ""


def put_in_words(command: Any) -> None:
    """Words the frames of a command's help, and those of every command under it."""
    command.context_class = _Context
    command.options_metavar = translate("cli", "[OPTIONS]")
    option = command.get_help_option(_Context(command))
    if option is not None:
        option.help = translate("cli", "Shows this help.")
        option.metavar = ""
    for parameter in command.params:
        _name_what_goes_in(parameter, _Context(command))
    if hasattr(command, "commands"):
        command.subcommand_metavar = translate("cli", "COMMAND [ARGUMENTS]...")
        for one in command.commands.values():
            put_in_words(one)
