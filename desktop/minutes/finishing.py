"""Finishing an acta: the final PDF, its signatures, the paper that comes back, the scan; files first, the record last.

Whatever is written to the disk is told to the record only when it is there whole. When the record then refuses, the
file is taken away again; what lay there before is never written over unless the record knows it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from db.errors import Refused, Unavailable
from db.minutes import signing_rules as rules
from db.minutes.queries import acta
from db.minutes.signing import draft_again, keep_scan, keep_signed, make_final
from db.minutes.signing_queries import PaperCard, Standing, begins_with, standing
from db.places.city import City
from desktop.desk import Desk
from desktop.minutes import akoma
from desktop.minutes.keys import FileKey, TokenKey
from desktop.minutes.pdf import count_pages, write_final
from desktop.minutes.phrases import load
from desktop.minutes.seal import Seal
from desktop.minutes.seal_words import say
from desktop.minutes.signing import Signatory, Signed, Wish, sign
from desktop.minutes.stamp_words import seen
from desktop.minutes.verify import PdfReport, examine
from desktop.paper.whole import write_whole

# What a scanner gives, by how such files begin.
SCANS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"II*\x00": ".tif", b"MM\x00*": ".tif"}


@dataclass(frozen=True)
class Finished:
    """The paper that the acta is now: where, its sum and pages, and whether it is signed by everybody."""

    path: Path
    sha256: str
    pages: int
    number: int
    year: int
    version: int
    signed: bool = False
    signatory: Signatory | None = None


async def finalise(desk: Desk, *, sitting_id: str, city: City, folder: Path, word: Path | None = None) -> Finished:
    """Makes the newest version final: its Word file as a PDF with seal and places to sign, and the facts as XML beside
    it. `word` is that file, where it does not lie in the folder of the minutes.

    Raises Refused: minutes_word_missing, minutes_word_edited, word_unreadable, and as `make_final`; Unavailable:
    office_missing, office_failed, paper_file_unwritable.
    """
    told = await _standing(desk, sitting_id)
    rules.may_be_final(
        state=told.state, newest=True, written=told.word_sha256 is not None, sitting_state=told.sitting_state
    )
    source = word or folder / (told.word_name or "")
    try:
        content = await desk.off(source.read_bytes)
    except OSError:
        raise Refused("minutes_word_missing", path=str(source)) from None
    sum_of_word = hashlib.sha256(content).hexdigest()
    if sum_of_word != told.word_sha256:
        # What was edited has to be compared with the record before anybody signs it.
        raise Refused("minutes_word_edited", path=str(source))
    phrases = await desk.off(load, told.language)
    seal = Seal(told.number, told.year, told.version, sum_of_word, told.language)
    made = await desk.off(write_final, content, seal, phrases, told.roles)
    path = await desk.off(_free, folder / f"{source.stem}.pdf", set())
    await desk.off(write_whole, path, made.content)
    try:
        await desk.do(
            make_final,
            minutes_id=told.minutes_id,
            sha256=made.sha256,
            size=len(made.content),
            pages=made.pages,
            name=path.name,
            source_sha256=sum_of_word,
        )
    except Refused:
        await desk.off(path.unlink)
        raise
    facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
    xml = await desk.off(_free, path.with_suffix(".xml"), set())
    await desk.off(write_whole, xml, await desk.off(akoma.write, facts, phrases))
    return Finished(path, made.sha256, made.pages, told.number, told.year, told.version)


async def take_back_final(desk: Desk, *, sitting_id: str) -> Standing:
    """The acta is a draft again, as long as nobody has signed. Raises Refused as `draft_again`."""
    told = await _standing(desk, sitting_id)
    await desk.do(draft_again, minutes_id=told.minutes_id)
    return await _standing(desk, sitting_id)


async def sign_here(
    desk: Desk,
    *,
    sitting_id: str,
    folder: Path,
    key: FileKey | TokenKey,
    wish: Wish,
    now: datetime,
    roots: tuple[Any, ...] = (),
    last: bool = False,
) -> Finished:
    """Adds a signature to the paper. `last`: nobody else will sign.

    Raises Refused: minutes_not_final, minutes_signed_already, paper_missing, paper_changed, and as `sign`; Unavailable
    as `sign` and paper_file_unwritable.
    """
    told = await _standing(desk, sitting_id)
    rules.may_be_signed(state=told.state, sitting_state=told.sitting_state)
    content = await desk.off(_read_paper, folder, _newest(told))
    made = await desk.off(_sign, content, key, wish, now, roots, told.language)
    report = await desk.off(examine, made.content, roots=roots)
    return await _keep_signed(desk, told, folder, made.content, report, last=last, signatory=made.signatory)


async def take_back(
    desk: Desk, *, sitting_id: str, folder: Path, file: Path, roots: tuple[Any, ...] = (), last: bool = False
) -> Finished:
    """Takes back the paper that somebody signed elsewhere: it has to begin with the very bytes that were sent.

    Raises Refused: minutes_not_final, minutes_signed_already, file_unreadable, paper_not_ours, paper_from_before,
    paper_signature_broken, paper_certificate, paper_without_new_signature; Unavailable: paper_file_unwritable.
    """
    told = await _standing(desk, sitting_id)
    rules.may_be_signed(state=told.state, sitting_state=told.sitting_state)
    content = await desk.off(_read_file, file)
    sent = _newest(told)
    if not begins_with(content, sha256=sent.sha256, size=sent.size):
        older = any(begins_with(content, sha256=one.sha256, size=one.size) for one in told.papers[:-1])
        raise Refused("paper_from_before" if older else "paper_not_ours", name=file.name)
    report = await desk.off(examine, content, roots=roots)
    broken = next((one for one in report.signatures if not one.intact or one.after == "others"), None)
    if not report.readable or broken is not None:
        raise Refused("paper_signature_broken", name=file.name)
    if not all(one.holds for one in report.signatures):
        # The bytes are whole: what fails is the certificate, and minutes are not frozen on a signature without value.
        raise Refused("paper_certificate", name=file.name)
    return await _keep_signed(desk, told, folder, content, report, last=last)


async def attach_scan(desk: Desk, *, sitting_id: str, folder: Path, file: Path) -> Finished:
    """Keeps the scan of the acta that was signed by hand; the acta is signed then.

    Raises Refused: minutes_not_final, minutes_signed_already, file_unreadable, scan_unknown, scan_is_the_paper;
    Unavailable: paper_file_unwritable.
    """
    told = await _standing(desk, sitting_id)
    rules.may_be_signed(state=told.state, sitting_state=told.sitting_state)
    content = await desk.off(_read_file, file)
    ending = next((ending for begin, ending in SCANS.items() if content.startswith(begin)), None)
    if ending is None:
        raise Refused("scan_unknown", name=file.name)
    if any(begins_with(content, sha256=one.sha256, size=one.size) for one in told.papers):
        # It lies beside the scan in the same folder, and a click too high would freeze minutes nobody signed.
        raise Refused("scan_is_the_paper", name=file.name)
    pages = await desk.off(count_pages, content) if ending == ".pdf" else 1
    if not pages:
        raise Refused("scan_unknown", name=file.name)
    stem = Path(_newest(told).name).stem
    path = await desk.off(_free, folder / f"{stem} ({say(told.language, 'scan')}){ending}", set())
    await desk.off(write_whole, path, content)
    sha256 = hashlib.sha256(content).hexdigest()
    size = len(content)
    await desk.do(keep_scan, minutes_id=told.minutes_id, sha256=sha256, size=size, pages=pages, name=path.name)
    return Finished(path, sha256, pages, told.number, told.year, told.version, signed=True)


async def _standing(desk: Desk, sitting_id: str) -> Standing:
    told = await desk.ask(standing, sitting_id=sitting_id)
    if told is None:
        raise Refused("minutes_not_written")
    return told


async def _keep_signed(
    desk: Desk,
    told: Standing,
    folder: Path,
    content: bytes,
    report: PdfReport,
    *,
    last: bool,
    signatory: Signatory | None = None,
) -> Finished:
    first = told.papers[0]
    known = {one.sha256 for one in told.papers}
    wanted = folder / f"{Path(first.name).stem} ({say(told.language, 'signed')}).pdf"
    rules.grows([one.field for one in told.signatures], [one.field for one in report.signatures])
    path = await desk.off(_free, wanted, known)
    await desk.off(write_whole, path, content)
    sha256, pages = hashlib.sha256(content).hexdigest(), await desk.off(count_pages, content)
    done = await desk.do(
        keep_signed,
        minutes_id=told.minutes_id,
        sha256=sha256,
        size=len(content),
        pages=pages,
        name=path.name,
        signatures=[_told(one) for one in report.signatures],
        last=last,
    )
    return Finished(path, sha256, pages, told.number, told.year, told.version, done.outcome, signatory)


def _told(one: Any) -> rules.Signed:
    at = one.at.isoformat() if one.at is not None else ""
    return rules.Signed(one.field, one.signer, one.issuer, one.kind, at, one.stamped)


def _sign(
    content: bytes, key: FileKey | TokenKey, wish: Wish, now: datetime, roots: tuple[Any, ...], language: str
) -> Signed:
    phrases = load(language)
    words = partial(seen, wish=wish, phrases=phrases, language=language)
    return sign(content, key, wish, now=now, roots=roots, words=words)


def _newest(told: Standing) -> PaperCard:
    if told.newest is None:
        raise Refused("minutes_not_final")
    return told.newest


def _read_paper(folder: Path, paper: PaperCard) -> bytes:
    path = folder / paper.name
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused("paper_missing", path=str(path)) from None
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise Refused("paper_changed", path=str(path))
    return content


def _read_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Refused("file_unreadable", path=str(file)) from None


def _free(wanted: Path, known: set[str]) -> Path:
    """The place itself, if nothing lies there or only what the record knows; else the next one that is free.

    Raises Unavailable: paper_file_unwritable.
    """
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        path, number = wanted, 2
        while path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() not in known:
            path, number = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}"), number + 1
    except OSError as error:
        raise Unavailable("paper_file_unwritable", path=str(wanted)) from error
    return path
