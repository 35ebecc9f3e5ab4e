"""The practice in a process of its own: `window HOME` opens it for a person, `evening HOME OUT` plays it."""

from __future__ import annotations

import sys
import traceback
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.main import application, run
from desktop.practice.place import today


def main(arguments: list[str]) -> int:
    """Answers 0 when all went well, 1 when a step of the evening did not come to what it should."""
    match arguments:
        case ["window", folder]:
            return _window(Path(folder))
        case ["evening", folder, out]:
            return _evening(Path(folder), Path(out), today())
        case ["evening", folder, out, day]:
            return _evening(Path(folder), Path(out), date.fromisoformat(day))
    sys.stderr.write("window HOME | evening HOME OUT [DAY]\n")
    return 2


def _window(folder: Path) -> int:
    from desktop.practice.certificates import FOLDER, lay_out

    lay_out(folder, today())

    def opener():  # type: ignore[no-untyped-def]
        # Imported on the record's own thread: the window is up before.
        from db.home import Home, open_home, unlock
        from desktop.practice.tonight import prepare
        from desktop.practice.writing import PASSPHRASE

        home = Home(folder)
        opened = open_home(home, unlock(home, PASSPHRASE))
        tonight = prepare(opened, today(), folder.parent)
        sys.stderr.write(
            QCoreApplication.translate("cli", "Zoom's report of tonight, to be dropped on the window: {path}").format(
                path=tonight.zoom_file
            )
            + "\n"
            + QCoreApplication.translate("cli", "Certificates to practise signing with: {path}").format(
                path=folder / FOLDER
            )
            + "\n"
        )
        return opened

    return run(folder, opener)


def _evening(folder: Path, out: Path, on: date) -> int:
    from desktop import i18n
    from desktop.practice.evening import play
    from desktop.practice.hands import Failed

    i18n.install(application())

    def tell(step: str, place: int, whole: int) -> None:
        sys.stderr.write(f"{place}/{whole} {step}\n")

    try:
        play(folder, out, on, tell)
    except Failed as why:
        sys.stderr.write(QCoreApplication.translate("cli", "The evening stopped: {why}").format(why=why) + "\n")
        return 1
    except Exception as error:  # noqa: BLE001 - whatever it is, the evening did not come to its end
        frames = "".join(traceback.format_tb(error.__traceback__))
        sys.stderr.write(f"{frames}{type(error).__name__}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
