"""What is told of a file that somebody brings: whether it is on record, and whether its signatures hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.minutes.signing_queries import Match, whose
from desktop.desk import Desk
from desktop.minutes.trust import DIGITAL
from desktop.minutes.verify import (
    EARLIER,
    EXPIRED,
    NOT_YET,
    OTHERS,
    PART,
    REVOKED,
    WHOLE,
    PdfReport,
    SignatureReport,
    examine,
)

translate = QCoreApplication.translate


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


def sentences(verdict: Verdict) -> list[str]:
    """The verdict as a person reads it: first the file, then each signature."""
    told = _of_record(verdict.match)
    report = verdict.report
    if report is not None and not report.readable:
        return [*told, translate("Verdict", "The PDF cannot be read: it is damaged or was cut off.")]
    if report is None:
        return told
    if not report.signatures and (verdict.match is None or verdict.match.kind != "scan"):
        told.append(translate("Verdict", "It carries no electronic signature."))
    for number, one in enumerate(report.signatures, 1):
        told.append(_of_signature(number, one))
    return told


def _of_record(match: Match | None) -> list[str]:
    if match is None:
        return [
            translate(
                "Verdict", "This file is not on the record: either it was changed, or it comes from somewhere else."
            )
        ]
    words = {
        ("same", "word"): translate("Verdict", "It is the Word file of {acta}, byte for byte."),
        ("same", "final"): translate("Verdict", "It is the final PDF of {acta}, byte for byte."),
        ("same", "signed"): translate("Verdict", "It is the signed PDF of {acta}, byte for byte."),
        ("same", "scan"): translate("Verdict", "It is the scan of {acta}, signed on paper, byte for byte."),
    }
    begins = translate(
        "Verdict", "It begins with the PDF of {acta} and goes on: something was added that the record does not have."
    )
    acta = translate("Verdict", "minutes {number}/{year}, version {version}, of {council} ({day})").format(
        number=match.number, year=match.year, version=match.version, council=match.council,
        day=f"{match.starts_at.astimezone():%d/%m/%Y}",
    )  # fmt: skip
    told = [words.get((match.how, match.kind), begins).format(acta=acta)]
    if match.withdrawn:
        told.append(translate("Verdict", "That PDF was withdrawn before anybody signed it: it is not valid."))
    elif match.newer:
        told.append(translate("Verdict", "The record has a later one, with more signatures."))
    if match.kept_at is not None:
        when = f"{match.kept_at.astimezone():%d/%m/%Y %H:%M}"
        told.append(translate("Verdict", "Kept on {when} by {who}.").format(when=when, who=match.kept_by))
    return told


def _of_signature(number: int, one: SignatureReport) -> str:
    """One signature: the verdict first, then what it stands on."""
    kind = (
        translate("Verdict", "Digital signature")
        if one.kind == DIGITAL
        else translate("Verdict", "Electronic signature")
    )
    verdict = translate("Verdict", "it holds") if one.holds else translate("Verdict", "IT DOES NOT HOLD")
    head = translate("Verdict", "{number}. {kind} of {signer}: {verdict}.")
    told = [head.format(number=number, kind=kind, signer=one.signer, verdict=verdict)]
    told.append(_of_bytes(one))
    if one.intact:
        told += [_of_time(one), _of_certificate(one)]
    return " ".join(told)


def _of_bytes(one: SignatureReport) -> str:
    if not one.intact:
        return translate("Verdict", "What it signed was changed afterwards.")
    if one.covers == WHOLE:
        return translate("Verdict", "It covers the whole file.")
    if one.covers == PART:
        return translate("Verdict", "It covers only a part of the file.")
    if one.covers == EARLIER and one.after == OTHERS:
        return translate("Verdict", "After it something else than signatures was added.")
    return translate("Verdict", "After it only other signatures were added.")


def _of_time(one: SignatureReport) -> str:
    if one.at is None:
        return translate("Verdict", "It tells no time.")
    when = f"{one.at.astimezone():%d/%m/%Y %H:%M}"
    if one.stamped:
        return translate("Verdict", "Made on {when}, by a timestamp.").format(when=when)
    return translate("Verdict", "Made on {when}, by the clock of whoever signed.").format(when=when)


def _of_certificate(one: SignatureReport) -> str:
    if one.revocation == REVOKED:
        return translate("Verdict", "The certificate, given by {issuer}, had been revoked.").format(issuer=one.issuer)
    words = {
        EXPIRED: translate("Verdict", "The certificate, given by {issuer}, had expired by then."),
        NOT_YET: translate("Verdict", "The certificate, given by {issuer}, was not in force yet."),
    }
    valid = translate(
        "Verdict", "The certificate, given by {issuer}, was in force; whether it had been revoked is not known here."
    )
    return words.get(one.certificate, valid).format(issuer=one.issuer)
