"""A file that a secretary edited: what she changed, what contradicts the record, what is new, and taking it back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from db.errors import Refused, Unavailable
from db.minutes.commands import take_back
from db.minutes.facts import MinutesFacts
from db.minutes.queries import Version, acta, kept_draft, versions
from db.minutes.rules import may_take_back
from db.places.city import City
from desktop.desk import Desk
from desktop.minutes import provenance
from desktop.minutes.carrying import untouched
from desktop.minutes.comparison import Change, compare
from desktop.minutes.contradictions import Contradiction, contradictions
from desktop.minutes.document import write
from desktop.minutes.making import carried, settle
from desktop.minutes.papers import FULL
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.reading import lines
from desktop.minutes.saving import SUFFIX, save
from desktop.minutes.templates import template_for

LARGEST_FILE = 60_000_000  # bytes


@dataclass(frozen=True)
class Review:
    """What there is to say about a file that comes back.

    `taken` when exactly this file is the version already; `known` when the text it was made from is at hand, without
    which it cannot be told what changed; `final` when it is the PDF that waits for signatures.
    """

    path: Path
    sha256: str
    minutes_id: str
    version: int
    taken: bool
    known: bool
    changes: tuple[Change, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    news: tuple[Change, ...] = ()
    final: bool = False

    @property
    def edited(self) -> bool:
        """Whether somebody changed a word of it that the record does not have yet."""
        return not self.taken and (bool(self.changes) or not self.known)

    @property
    def dressed(self) -> bool:
        """Whether it is another file with the same words: arms in the letterhead, a bold line, or only saved again."""
        return not self.taken and not self.edited


async def review(desk: Desk, *, sitting_id: str, city: City, path: Path, home: Path | None = None) -> Review:
    """Looks at a Word file of the minutes of a sitting without changing anything.

    Raises Refused: minutes_file_missing, minutes_file_unreadable, minutes_file_of_another, minutes_none_yet,
    minutes_paper_not_taken.
    """
    content = await desk.off(read_file, path)
    facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
    there = await desk.ask(versions, sitting_id=sitting_id)
    version = _version_of(content, sitting_id, there, path)
    kept = await desk.ask(kept_draft, minutes_id=version.id)
    sha256 = hashlib.sha256(content).hexdigest()
    made = kept.made if kept else b""
    if not made:
        return Review(path, sha256, version.id, version.version, sha256 == version.sha256, known=False)
    phrases = await desk.off(load, facts.edition.language)
    told = await desk.off(_compared, content, made, facts, phrases, home)
    return Review(path, sha256, version.id, version.version, sha256 == version.sha256, True, *told)


async def news_of(desk: Desk, *, sitting_id: str, city: City, home: Path | None = None) -> tuple[Change, ...]:
    """What the record says now that the newest version did not when it was made. Raises Refused: minutes_none_yet."""
    facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
    there = [one for one in await desk.ask(versions, sitting_id=sitting_id) if one.sha256]
    if not there:
        raise Refused("minutes_none_yet")
    kept = await desk.ask(kept_draft, minutes_id=there[-1].id)
    if kept is None or not kept.made:
        return ()
    phrases = await desk.off(load, facts.edition.language)
    return await desk.off(_news, kept.made, facts, phrases, home)


async def take(
    desk: Desk, *, sitting_id: str, city: City, path: Path, folder: Path, home: Path | None = None
) -> Review:
    """Takes the edited file as the newest version; it is put into the folder of the minutes when it lies elsewhere.

    What lies in that folder under its name is only written over when it is the version as the record knows it. Answers
    the review of the file as it was taken. Raises Refused as `review` and `take_back`, and minutes_file_edited;
    Unavailable: minutes_file_unwritable.
    """
    seen = await review(desk, sitting_id=sitting_id, city=city, path=path, home=home)
    if seen.taken:
        return seen
    there = await desk.ask(versions, sitting_id=sitting_id)
    content = await desk.off(read_file, path)
    if there[-1].id != seen.minutes_id and there[-1].edited_at is None and seen.known:
        return await _take_older(desk, seen, content, sitting_id=sitting_id, city=city, folder=folder, home=home)
    may_take_back(seen.minutes_id, [(one.id, one.state) for one in there])
    known = {one.sha256 for one in there if one.sha256}
    name = next((one.name for one in reversed(there) if one.name), path.name)
    place = await desk.off(_put, path, folder, name, content, known)
    sha256 = hashlib.sha256(content).hexdigest()
    await desk.do(take_back, minutes_id=seen.minutes_id, sha256=sha256, name=place.name, content=content)
    return await review(desk, sitting_id=sitting_id, city=city, path=place, home=home)


async def _take_older(
    desk: Desk, seen: Review, content: bytes, *, sitting_id: str, city: City, folder: Path, home: Path | None
) -> Review:
    """An edited file of a version that was written anew meanwhile: her words go on top of it, as the next version."""
    facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
    kept = await desk.ask(kept_draft, minutes_id=seen.minutes_id)
    there = await desk.ask(versions, sitting_id=sitting_id)
    told = await carried(desk, facts, kept.made if kept else b"", content, city=city, home=home)
    known = {one.sha256 for one in there if one.sha256} | {seen.sha256}
    path = await desk.off(_free, folder / (there[-1].name or seen.path.name), known, told.content)
    await desk.off(save, path, told.content)
    made = await settle(desk, told, path)
    return await review(desk, sitting_id=sitting_id, city=city, path=made.path, home=home)


def _put(path: Path, folder: Path, name: str, content: bytes, known: set[str]) -> Path:
    """The file in the folder of the minutes: where it lies already, else under its name or one beside it."""
    if path.parent.resolve() == folder.resolve():
        return path
    place = _free(folder / name, known, content)
    save(place, content)
    return place


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Refused: minutes_file_missing, minutes_file_unreadable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("minutes_file_unreadable", path=str(path))
        return path.read_bytes()
    except OSError as error:
        raise Refused("minutes_file_missing", path=str(path)) from error


def _version_of(content: bytes, sitting_id: str, there: tuple[Version, ...], path: Path) -> Version:
    """Which version a file comes from: what it carries, or the newest where another program dropped that."""
    written = [one for one in there if one.sha256]
    if not written:
        raise Refused("minutes_none_yet")
    told = provenance.read(content)
    if told is None:
        lines(content)  # a file that is no Word file is refused here
        return written[-1]
    if told.sitting != sitting_id:
        raise Refused("minutes_file_of_another", path=path.name, number=told.number, year=told.year)
    if told.paper != FULL:
        raise Refused("minutes_paper_not_taken", path=path.name)
    return next((one for one in written if one.version == told.version), written[-1])


def _compared(
    content: bytes, made: bytes, facts: MinutesFacts, phrases: Phrases, home: Path | None
) -> tuple[tuple[Change, ...], tuple[Contradiction, ...], tuple[Change, ...]]:
    changes = () if untouched(content) else compare(lines(made), lines(content))
    return changes, contradictions(changes, facts, phrases), _news(made, facts, phrases, home)


def _news(made: bytes, facts: MinutesFacts, phrases: Phrases, home: Path | None) -> tuple[Change, ...]:
    # It was written as a draft: that it became final since is no news of the evening.
    facts = replace(facts, edition=replace(facts.edition, state="draft"))
    now = write(facts, phrases, template=template_for(FULL, phrases, home)).content
    return compare(lines(made), lines(now))


def _free(place: Path, known: set[str], content: bytes) -> Path:
    """The place itself where it is free, holds this very file or a version the record knows; else one beside it."""
    at, number = place, 1
    while True:
        try:
            there = hashlib.sha256(at.read_bytes()).hexdigest() if at.exists() else None
        except OSError as error:
            raise Unavailable("minutes_file_unwritable", path=str(at)) from error
        if there is None or there in known or there == hashlib.sha256(content).hexdigest():
            return at
        number += 1
        at = place.with_name(f"{place.stem} ({number}){SUFFIX}")
