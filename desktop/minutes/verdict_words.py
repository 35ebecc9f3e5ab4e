"""A verdict on a file in sentences: first the file against the record, then each signature."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from db.minutes.signing_queries import Match
from desktop.minutes.trust import DIGITAL
from desktop.minutes.verdict import Verdict
from desktop.minutes.verify import EARLIER, EXPIRED, NOT_YET, OTHERS, PART, REVOKED, WHOLE, SignatureReport

translate = QCoreApplication.translate


def sentences(verdict: Verdict, zone: tzinfo) -> list[str]:
    """The verdict as a person reads it: first the file, then each signature; hours are those of the city (`zone`)."""
    told = _of_record(verdict.match, zone)
    report = verdict.report
    if report is not None and not report.readable:
        return [*told, translate("Verdict", "The PDF cannot be read: it is damaged or was cut off.")]
    if report is None:
        return told
    if not report.signatures and (verdict.match is None or verdict.match.kind != "scan"):
        told.append(translate("Verdict", "It carries no electronic signature."))
    for number, one in enumerate(report.signatures, 1):
        told.append(_of_signature(number, one, zone))
    return told


def _of_record(match: Match | None, zone: tzinfo) -> list[str]:
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
        day=f"{match.starts_at.astimezone(zone):%d/%m/%Y}",
    )  # fmt: skip
    told = [words.get((match.how, match.kind), begins).format(acta=acta)]
    if match.withdrawn:
        told.append(translate("Verdict", "That PDF was withdrawn before anybody signed it: it is not valid."))
    elif match.newer:
        told.append(translate("Verdict", "The record has a later one, with more signatures."))
    if match.kept_at is not None:
        when = f"{match.kept_at.astimezone(zone):%d/%m/%Y %H:%M}"
        told.append(translate("Verdict", "Kept on {when} by {who}.").format(when=when, who=match.kept_by))
    return told


def _of_signature(number: int, one: SignatureReport, zone: tzinfo) -> str:
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
        told += [_of_time(one, zone), _of_certificate(one)]
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


def _of_time(one: SignatureReport, zone: tzinfo) -> str:
    if one.at is None:
        return translate("Verdict", "It tells no time.")
    when = f"{one.at.astimezone(zone):%d/%m/%Y %H:%M}"
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
