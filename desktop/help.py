"""The frames of `--help` in the language of the program: typer brings its own in English only."""

from __future__ import annotations

from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


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


def put_in_words(command: Any) -> None:
    """Words the frames of a command's help, and those of every command under it."""
    command.context_class = _Context
    command.options_metavar = translate("cli", "[OPTIONS]")
    option = command.get_help_option(_Context(command))
    if option is not None:
        option.help = translate("cli", "Shows this help.")
    if hasattr(command, "commands"):
        command.subcommand_metavar = translate("cli", "COMMAND [ARGUMENTS]...")
        for one in command.commands.values():
            put_in_words(one)
