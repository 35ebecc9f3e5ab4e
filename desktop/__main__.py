"""`cabildo` opens the window; `cabildo <something>` does that job without one."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop import paths
from desktop.practice import place


def main() -> int:
    """The command that the system knows."""
    arguments = sys.argv[1:]
    folder = _only_a_home(arguments)
    if arguments == ["practice"] and place.is_ready():
        from desktop.practice.__main__ import main as practise

        return practise(["window", str(place.folder())])
    if folder is None:
        from desktop import cli

        return cli.run(arguments)
    from desktop.main import run

    return run(folder)


def _only_a_home(arguments: list[str]) -> Path | None:
    """The home to open a window on, when nothing else was asked for; None when there is a job in the arguments."""
    match arguments:
        case []:
            return paths.data_folder()
        case ["--home", folder] if folder.strip():
            return Path(folder).expanduser().resolve()
        case [one] if one.startswith("--home=") and one.removeprefix("--home=").strip():
            return Path(one.removeprefix("--home=")).expanduser().resolve()
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
