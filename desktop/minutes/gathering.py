"""The papers of a sitting beside the acta: one of them, or all of them and their XML in one folder or one zip."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.errors import Refused, Unavailable
from db.minutes.facts import MinutesFacts
from db.minutes.queries import kept_draft, versions
from db.minutes.signing_queries import standing
from desktop.desk import Desk
from desktop.minutes import akoma
from desktop.minutes.carrying import untouched
from desktop.minutes.document import write
from desktop.minutes.making import Made, Order, facts_of, make, name_of, ready, settle
from desktop.minutes.papers import FULL, PAPERS
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.saving import bare_name, place, save
from desktop.minutes.templates import template_for

ZIP = ".zip"


@dataclass(frozen=True)
class Gathered:
    """The papers as they were written: the folder or the zip, the names of the files in it, and the acta's version."""

    path: Path
    names: tuple[str, ...]
    acta: Made


async def produce(desk: Desk, order: Order, *, paper: str) -> Path:
    """Writes one of the papers that are made from the acta. They have no versions of their own: each is made anew.

    Raises Refused: minutes_folder_missing, minutes_file_edited, and as `write`; Unavailable: minutes_file_unwritable.
    """
    facts = await facts_of(desk, order)
    phrases = await desk.off(load, facts.edition.language)
    path = await desk.off(place, order.wanted, name_of(facts, phrases, paper))
    content = await desk.off(_written, facts, phrases, paper, order.home)
    await desk.off(_save_over_ours, path, content, order.force)
    return path


async def gather(desk: Desk, order: Order) -> Gathered:
    """Writes all papers of a sitting: into the zip that `wanted` names, else into a folder of their own inside it.

    Of minutes that are final or signed it takes the files that they became, and makes no new version of anything.

    Raises Refused and Unavailable as `make` and `produce` do.
    """
    facts = await facts_of(desk, order)
    phrases = await desk.off(load, facts.edition.language)
    if order.wanted.suffix.casefold() == ZIP:
        return await _zipped(desk, order, facts, phrases)
    folder = await desk.off(_folder, order.wanted, name_of_set(facts, phrases))
    into = replace(order, wanted=folder)
    settled = await _settled(desk, facts, order.home)
    if settled is None:
        acta = await make(desk, into)
        names = [acta.path.name]
    else:
        for name, content in settled.items():
            await desk.off(_copy, folder / name, content, order.force)
        acta, names = await _as_it_was_made(desk, facts, folder), list(settled)
    for paper in PAPERS:
        if paper != FULL:
            made = await produce(desk, into, paper=paper)
            names.append(made.name)
    names.append(_name_of_archive(facts, phrases))
    await desk.off(save, folder / names[-1], await desk.off(akoma.write, facts, phrases))
    return Gathered(folder, tuple(names), acta)


def name_of_set(facts: MinutesFacts, phrases: Phrases) -> str:
    """How the folder of the papers is called: "Documentos del Acta 14-2026 Consejo Barrial Las Acacias"."""
    edition = facts.edition
    return bare_name(
        phrases.say("title", "set", number=edition.number, year=edition.year, council=facts.heading.council)
    )


async def _zipped(desk: Desk, order: Order, facts: MinutesFacts, phrases: Phrases) -> Gathered:
    wanted, home = order.wanted, order.home
    if not await desk.off(wanted.parent.is_dir):
        raise Refused("minutes_folder_missing", folder=str(wanted.parent))
    settled = await _settled(desk, facts, home)
    told = None
    if settled is None:
        there = await desk.ask(versions, sitting_id=facts.sitting)
        told = await ready(desk, order, facts, there)
        facts = told.facts
    files = dict(settled or {}) if told is None else {name_of(facts, phrases): told.content}
    for paper in PAPERS:
        if paper != FULL:
            files[name_of(facts, phrases, paper)] = await desk.off(_written, facts, phrases, paper, home)
    files[_name_of_archive(facts, phrases)] = await desk.off(akoma.write, facts, phrases)
    await desk.off(save, wanted, _zip(files, facts.heading.closed_at or facts.heading.starts_at))
    place = wanted.with_name(name_of(facts, phrases))
    acta = await _as_it_was_made(desk, facts, place.parent) if told is None else await settle(desk, told, place)
    return Gathered(wanted, tuple(files), acta)


async def _settled(desk: Desk, facts: MinutesFacts, home: Path | None) -> dict[str, bytes] | None:
    """The files of minutes that are final or signed: the Word file, and each PDF or scan as the record knows it."""
    stands = await desk.ask(standing, sitting_id=facts.sitting)
    if stands is None or stands.state == "draft":
        return None
    files: dict[str, bytes] = {}
    kept = await desk.ask(kept_draft, minutes_id=stands.minutes_id)
    content = (kept.edited or kept.made) if kept else b""
    if content:
        files[stands.word_name or name_of(facts, load(facts.edition.language))] = content
    if home is not None:
        folder = home / str(load(stands.language).say("title", "folder"))
        for paper in stands.papers:
            there = await desk.off(_known, folder / paper.name, paper.sha256)
            files |= {paper.name: there} if there else {}
    return files


async def _as_it_was_made(desk: Desk, facts: MinutesFacts, folder: Path) -> Made:
    last = (await desk.ask(versions, sitting_id=facts.sitting))[-1]
    edited = last.edited_at is not None
    return Made(folder / (last.name or ""), last.sha256 or "", last.number, last.year, last.version, edited)


def _known(path: Path, sha256: str) -> bytes:
    """A file where it still is the one that the record knows."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if hashlib.sha256(content).hexdigest() == sha256 else b""


def _copy(path: Path, content: bytes, force: bool) -> None:
    if path.exists() and not force and path.read_bytes() != content:
        raise Refused("minutes_file_edited", path=str(path))
    save(path, content)


def _name_of_archive(facts: MinutesFacts, phrases: Phrases) -> str:
    return Path(name_of(facts, phrases)).with_suffix(".xml").name


def _zip(files: dict[str, bytes], moment: datetime) -> bytes:
    """Dated by the sitting, so that the same papers are the same zip."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = ZipInfo(name, moment.timetuple()[:6])
            entry.external_attr, entry.compress_type = 0o600 << 16, ZIP_DEFLATED
            package.writestr(entry, content)
    return buffer.getvalue()


def _written(facts: MinutesFacts, phrases: Phrases, paper: str, home: Path | None) -> bytes:
    return write(facts, phrases, paper=paper, template=template_for(paper, phrases, home)).content


def _save_over_ours(path: Path, content: bytes, force: bool) -> None:
    """Writes a paper; one in which somebody changed a word stays."""
    if not path.parent.is_dir():
        raise Refused("minutes_folder_missing", folder=str(path.parent))
    if not force and path.exists() and not _ours(path):
        raise Refused("minutes_file_edited", path=str(path))
    save(path, content)


def _ours(path: Path) -> bool:
    try:
        return untouched(path.read_bytes())
    except OSError as error:
        raise Unavailable("minutes_file_unwritable", path=str(path)) from error
    except Refused:
        return False


def _folder(wanted: Path, name: str) -> Path:
    folder = wanted / name
    if not wanted.is_dir():
        raise Refused("minutes_folder_missing", folder=str(wanted))
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Unavailable("minutes_file_unwritable", path=str(folder)) from error
    return folder
