"""Making the Word file of a sitting: facts, document, version and file, in the order in which nothing can be lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.minutes.commands import draft, keep_document
from db.minutes.facts import MinutesFacts
from db.minutes.queries import acta, versions
from db.places.city import City
from desktop.desk import Desk
from desktop.minutes.document import write
from desktop.minutes.papers import FULL
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.saving import file_name, look_before, place, save


@dataclass(frozen=True)
class Made:
    """The file that was written, and which version of the minutes it holds."""

    path: Path
    sha256: str
    number: int
    year: int
    version: int


def name_of(facts: MinutesFacts, phrases: Phrases, paper: str = FULL) -> str:
    """The name of the file of a paper: "Acta 14-2026 Consejo Barrial Las Acacias.docx"."""
    edition = facts.edition
    council = facts.heading.council
    return file_name(phrases.say("file", paper, number=edition.number, year=edition.year, council=council))


async def make(desk: Desk, *, sitting_id: str, city: City, wanted: Path, force: bool = False) -> Made:
    """Writes the acta of a sitting as it stands now. A new version begins only when it says something new.

    The place is looked at first, so that no version is begun for a file that cannot be written; the sum is noted last,
    so that a version whose file was never finished is taken up again. Raises Refused and Unavailable as `draft`,
    `look_before` and `save` do.
    """
    facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
    there = await desk.ask(versions, sitting_id=sitting_id)
    phrases = await desk.off(load, facts.edition.language)
    path = await desk.off(place, wanted, name_of(facts, phrases))
    ours = {one.sha256 for one in there if one.sha256}
    await desk.off(look_before, path, known=ours, force=force)
    written = await desk.off(write, facts, phrases)
    if there and there[-1].sha256 == written.sha256:
        await desk.off(save, path, written.content)
    else:
        begun = (await desk.do(draft, sitting_id=sitting_id, city=city)).outcome
        facts = await desk.ask(acta, sitting_id=sitting_id, city=city)
        written = await desk.off(write, facts, phrases)
        await desk.off(save, path, written.content)
        await desk.do(keep_document, minutes_id=begun.minutes_id, sha256=written.sha256, name=path.name)
    edition = facts.edition
    return Made(path, written.sha256, edition.number, edition.year, edition.version)
