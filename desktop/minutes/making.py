"""Making the Word files of a sitting: facts, document, version and file, in the order in which nothing can be lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from db.errors import Refused
from db.minutes.commands import draft, keep_document
from db.minutes.facts import MinutesFacts
from db.minutes.queries import Version, acta, kept_draft, versions
from db.places.city import City
from desktop.desk import Desk
from desktop.minutes.carrying import Carried, carry_on, says_the_same
from desktop.minutes.comparison import Change
from desktop.minutes.document import write
from desktop.minutes.papers import FULL
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.saving import file_name, look_before, place, save
from desktop.minutes.templates import template_for


@dataclass(frozen=True)
class Order:
    """What is to be written, of which sitting, and where: `wanted` is the file, or the folder to put it in.

    `force` writes over what somebody edited; `home` may hold templates of the secretary's own; without a language it is
    the city's.
    """

    sitting_id: str
    city: City
    wanted: Path
    force: bool = False
    home: Path | None = None
    language: str = ""


@dataclass(frozen=True)
class Made:
    """The file that was written, and which version of the minutes it holds.

    Where it carries on what a secretary edited: what of the record was `brought` into her text, and what was `left` as
    she wrote it although the record says something else.
    """

    path: Path
    sha256: str
    number: int
    year: int
    version: int
    edited: bool = False
    brought: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Ready:
    """A version whose file is about to be written. `begun` is its identifier while it is a new one."""

    facts: MinutesFacts
    content: bytes
    made: bytes
    begun: str = ""
    edited: bool = False
    brought: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()


def name_of(facts: MinutesFacts, phrases: Phrases, paper: str = FULL) -> str:
    """The name of the file of a paper: "Acta 14-2026 Consejo Barrial Las Acacias.docx"."""
    edition = facts.edition
    council = facts.heading.council
    return file_name(phrases.say("file", paper, number=edition.number, year=edition.year, council=council))


async def make(desk: Desk, order: Order, *, fresh: bool = False) -> Made:
    """Writes the acta of a sitting as it stands now. A new version begins only when it says something new.

    Where the newest version was edited by hand, the news of the record are brought into that text; `fresh` begins again
    from the record alone. The place is looked at first, so that no version is begun for a file that cannot be written;
    the sum is noted last, so that a version whose file was never finished is taken up again. Raises Refused and
    Unavailable as `ready`, `look_before` and `save` do.
    """
    facts = await facts_of(desk, order)
    there = await desk.ask(versions, sitting_id=order.sitting_id)
    phrases = await desk.off(load, facts.edition.language)
    path = await desk.off(place, order.wanted, name_of(facts, phrases))
    await desk.off(look_before, path, known={one.sha256 for one in there if one.sha256}, force=order.force)
    told = await ready(desk, order, facts, there, fresh=fresh)
    await desk.off(save, path, told.content)
    return await settle(desk, told, path)


async def settle(desk: Desk, told: Ready, path: Path) -> Made:
    """Notes in the record what was written, now that it is on the disk."""
    sha256 = hashlib.sha256(told.content).hexdigest()
    if told.begun:
        await desk.do(
            keep_document,
            minutes_id=told.begun,
            sha256=sha256,
            name=path.name,
            made=told.made,
            edited=told.content if told.edited else None,
        )
    edition = told.facts.edition
    return Made(path, sha256, edition.number, edition.year, edition.version, told.edited, told.brought, told.left)


async def ready(
    desk: Desk, order: Order, facts: MinutesFacts, there: tuple[Version, ...], *, fresh: bool = False
) -> Ready:
    """The newest version as it has to stand in its file; a new one is begun where there is something new to say.

    Raises Refused: minutes_edited_elsewhere, and as `draft` and `write` do.
    """
    last = there[-1] if there else None
    written = await _written(desk, facts, order.home)
    if last is None or last.edited_at is None or fresh:
        if last is not None and last.sha256 == hashlib.sha256(written).hexdigest():
            return Ready(facts, written, written)
        begun, facts = await _begin(desk, facts, order.city, order.language)
        written = await _written(desk, facts, order.home)
        return Ready(facts, written, written, begun)
    kept = await desk.ask(kept_draft, minutes_id=last.id)
    if kept is None or kept.edited is None:
        raise Refused("minutes_edited_elsewhere", version=last.version)
    if not kept.made or await desk.off(says_the_same, kept.made, written):
        return Ready(facts, kept.edited, kept.made, edited=True)
    return await carried(desk, facts, kept.made, kept.edited, city=order.city, home=order.home, language=order.language)


async def carried(
    desk: Desk, facts: MinutesFacts, base: bytes, hers: bytes, *, city: City, home: Path | None, language: str = ""
) -> Ready:
    """The next version: what she edited, with what is new in the record since `base` was made."""
    begun, facts = await _begin(desk, facts, city, language)
    written = await _written(desk, facts, home)
    told: Carried = await desk.off(carry_on, base, hers, written)
    return Ready(facts, told.content, written, begun, True, told.brought, told.left)


async def facts_of(desk: Desk, order: Order) -> MinutesFacts:
    """What the minutes say now, in another language where one is asked for."""
    facts = await desk.ask(acta, sitting_id=order.sitting_id, city=order.city)
    if order.language and order.language != facts.edition.language:
        return replace(facts, edition=replace(facts.edition, language=order.language))
    return facts


async def _begin(desk: Desk, facts: MinutesFacts, city: City, language: str) -> tuple[str, MinutesFacts]:
    begun = (await desk.do(draft, sitting_id=facts.sitting, city=city, language=language)).outcome
    return begun.minutes_id, await desk.ask(acta, sitting_id=facts.sitting, city=city)


async def _written(desk: Desk, facts: MinutesFacts, home: Path | None) -> bytes:
    phrases = await desk.off(load, facts.edition.language)
    template = await desk.off(template_for, FULL, phrases, home)
    return (await desk.off(write, facts, phrases, template=template)).content
