"""What a stick comes to in words, and how its files are called: nothing on it tells whose they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from db.sync.carrying import Brought, Written
from db.sync.stick import ENDING
from desktop import wording


def file_name(at: datetime, *, beside: bool) -> str:
    """How a file is called: for whom, and when."""
    whom = QCoreApplication.translate("Carrying", "For the laptop beside") if beside else (
        QCoreApplication.translate("Carrying", "For the centre")
    )  # fmt: skip
    return f"{whom} {at:%Y-%m-%d %H.%M}{ENDING}"


def place_on(wanted: Path, at: datetime, *, beside: bool) -> Path:
    """The file itself where a folder was named."""
    return wanted / file_name(at, beside=beside) if wanted.is_dir() else wanted


def receipt_beside(file: Path) -> Path:
    """Where the receipt of a file goes: on the same stick."""
    word = QCoreApplication.translate("Carrying", "Receipt")
    return file.with_name(f"{word} {file.stem}{ENDING}")


class StickWords(QObject):
    """What came of a stick, in sentences that count: so it is an object of Qt's, whose texts know of plurals."""

    def carried(self, made: Written) -> str:
        """That a file for the centre was written."""
        if not made.entries:
            words = self.tr(
                "There is nothing to send; with {name} the centre answers what others wrote. "
                "Eject the stick before you pull it out."
            )
            return words.format(name=made.path.name)
        words = self.tr(
            "%n entries are on the stick, in {name}. They stay to be sent until the receipt comes back, or the "
            "network. Eject the stick before you pull it out.",
            "",
            made.entries,
        )
        return words.format(name=made.path.name)

    def brought(self, brought: Brought) -> list[str]:
        """What taking in a file came to."""
        if brought.kind == "beside":
            if brought.known:
                return [self.tr("All that «{name}» wrote was here already.").format(name=brought.name)]
            words = self.tr("%n entries of «{name}» were taken in.", "", brought.received)
            return [words.format(name=brought.name)]
        if brought.known:
            return [self.tr("That receipt was taken in already, or a newer word came since: nothing changed.")]
        carried = self.tr("%n carried", "", brought.carried)
        confirmed = self.tr("%n confirmed", "", brought.confirmed)
        lines = [f"{carried}, {confirmed}."]
        if brought.quarantined:
            lines.append(self.tr("%n put aside by the server.", "", brought.quarantined))
        if brought.received:
            lines.append(self.tr("%n entries of others came with it.", "", brought.received))
        if brought.pending:
            lines.append(self.tr("%n are still to be sent.", "", brought.pending))
        if brought.trouble:
            lines.append(wording.sentence(brought.trouble, {}))
        return lines
