"""What is told of a file that somebody brings: whether it is on record, and whether its signatures hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db.errors import Refused
from db.minutes.signing_queries import Match, whose
from desktop.desk import Desk
from desktop.minutes.verify import PdfReport, examine


@dataclass(frozen=True)
class Verdict:
    """A file against the record. `report` is None for what is no PDF."""

    name: str
    sha256: str
    match: Match | None
    report: PdfReport | None

    @property
    def good(self) -> bool:
        """Whether it is a paper of the record as it stands, and every signature on it holds."""
        signatures = self.report.signatures if self.report else ()
        if self.match is None or self.match.withdrawn or not all(one.holds for one in signatures):
            return False
        # What comes after the bytes on record is good only as further signatures.
        return self.match.how == "same" or len(signatures) > len(self.match.signatures)


async def verify(desk: Desk, *, file: Path, roots: Iterable[Any] = ()) -> Verdict:
    """Compares a PDF, Word file or scan with the record, and examines its signatures.

    Raises Refused: file_unreadable.
    """
    try:
        content = await desk.off(file.read_bytes)
    except OSError:
        raise Refused("file_unreadable", path=str(file)) from None
    match = await desk.ask(whose, content=content)
    is_pdf = content[:1024].find(b"%PDF-") >= 0
    report = await desk.off(examine, content, roots=tuple(roots)) if is_pdf else None
    return Verdict(file.name, hashlib.sha256(content).hexdigest(), match, report)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The same as facts, for a program."""
    match, report = verdict.match, verdict.report
    return {
        "file": verdict.name,
        "sha256": verdict.sha256,
        "good": verdict.good,
        "record": asdict(match) if match is not None else None,
        "readable": report.readable if report is not None else None,
        "signatures": [{**asdict(one), "holds": one.holds} for one in report.signatures] if report else [],
    }
