"""What a paper about a sitting says, part by part: facts and phrases in, blocks out. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db.minutes.facts import Figures, Heading, MinutesFacts, Person
from desktop.minutes.attendance import attendance, attendance_in_short, people_table
from desktop.minutes.blocks import Acta, Block, Pairs, Part, Signatures, plain
from desktop.minutes.course import agenda, agenda_in_short
from desktop.minutes.papers import PAPERS, PUBLIC, SECTIONS
from desktop.minutes.phrases import Phrases
from desktop.minutes.requests import issues_by_kind, issues_in_short, new_commitments, previous_commitments
from desktop.minutes.roles import by_role


def compose(facts: MinutesFacts, phrases: Phrases, paper: str = "full") -> Acta:
    """One paper about a sitting in one language; `paper` is one of `papers.PAPERS`."""
    facts = by_role(facts, phrases) if paper == PUBLIC else facts
    told = fields(facts, phrases, paper)
    return Acta(
        paper=paper,
        title=f"{told['title']} · {facts.heading.council}",
        subject=phrases.say(
            "title",
            "subject",
            council=facts.heading.council,
            date=phrases.date(facts.heading.starts_at, "middle"),
        ),
        language=phrases.language,
        author=str(told["authority"]),
        keywords=phrases.say("title", "keywords"),
        fields=told,
        parts=tuple(part(name, facts, phrases, paper) for name in PAPERS[paper]),
    )


def part(name: str, facts: MinutesFacts, phrases: Phrases, paper: str) -> Part:
    """One part of a paper, as a template may ask for it; of the public version `facts` are those by role."""
    section = SECTIONS.get(name)
    return Part(name, phrases.say("sections", section) if section else "", tuple(_MAKERS[name](facts, phrases, paper)))


def fields(facts: MinutesFacts, phrases: Phrases, paper: str) -> dict[str, str | int | bool]:
    """What a template may say inside a line, by the names of the program."""
    heading, edition, figures = facts.heading, facts.edition, facts.figures
    opened, closed = heading.opened_at, heading.closed_at
    signing = {one.role: one.name for one in reversed(facts.signatures)}
    title = phrases.say("title", paper, number=edition.number, year=edition.year)
    acta = phrases.say("title", "full", number=edition.number, year=edition.year)
    own = phrases.say("title", edition.state, version=edition.version)
    return {
        "authority": heading.authority or phrases.say("letterhead", "authority", city=heading.city),
        "city": heading.city,
        "district": phrases.say("letterhead", "district", district=heading.district) if heading.district else "",
        "centre": phrases.say("letterhead", "centre", centre=heading.centre),
        "address": heading.address,
        "place": heading.place,
        "title": title,
        "subtitle": f"{heading.council} · {heading.title}" if heading.title else heading.council,
        "notice": own if paper == "full" else phrases.say("notice", paper, acta=acta, version=edition.version),
        "state": phrases.word("title", f"{edition.state}_mark"),
        "council": heading.council,
        "session": heading.title,
        "number": edition.number,
        "year": edition.year,
        "version": edition.version,
        "date": phrases.date(heading.starts_at),
        "date_words": phrases.say(
            "opening",
            "date",
            day=phrases.day_in_words(heading.starts_at),
            month=phrases.month(heading.starts_at),
            year=phrases.year_in_words(heading.starts_at),
        ),
        "opened": phrases.time(opened) if opened else "",
        "closed": phrases.time(closed) if closed else "",
        "opened_words": phrases.time_in_words(opened) if opened else "",
        "closed_words": phrases.time_in_words(closed) if closed else "",
        "mode": phrases.word("mode", heading.mode),
        "people": figures.people,
        "people_words": phrases.number(figures.people, "feminine"),
        "neighbours": neighbours(facts.people, figures, phrases),
        **{name: getattr(figures, name) for name in ("in_room", "online", "both", "new", "returning", "unnamed")},
        "items": len(facts.items),
        "facilitator": signing.get("facilitator", ""),
        "secretary": signing.get("secretary", ""),
        "has_previous": bool(facts.previous),
        "has_issues": bool(facts.issues),
        "has_commitments": bool(facts.commitments),
        "still_open": closed is None,
    }


def neighbours(people: Iterable[Person], figures: Figures, phrases: Phrases) -> str:
    """Those who were there with the article that agrees with all of them: "las vecinas y los vecinos"."""
    told = {band.code: band.people for band in figures.by_gender if band.people}
    count = sum(told.values())
    if set(told) == {"woman"}:
        return phrases.say("neighbours", "women" if count > 1 else "woman")
    if set(told) == {"man"}:
        return phrases.say("neighbours", "men" if count > 1 else "man")
    if set(told) == {"non_binary"}:
        return phrases.say("neighbours", "non_binary")
    return phrases.say("neighbours", "mixed" if {"woman", "man"} <= set(told) else "unknown")


def _data(facts: MinutesFacts, phrases: Phrases, _: str) -> list[Block]:
    heading = facts.heading
    missing = phrases.say("labels", "missing")
    quarters = len(heading.neighbourhoods)
    rows = [
        (phrases.say("labels", "district"), heading.district),
        (phrases.say("labels", "centre"), ", ".join(part for part in (heading.centre, heading.address) if part)),
        (phrases.count("labels", "neighbourhoods", max(quarters, 1)), phrases.enumerate(heading.neighbourhoods)),
        (phrases.say("labels", "date"), phrases.date(heading.starts_at)),
        (phrases.say("labels", "hours"), _hours(heading, phrases)),
        (phrases.say("labels", "place"), heading.place),
        (phrases.say("labels", "mode"), phrases.word("mode", heading.mode)),
    ]
    if heading.topics:
        rows.insert(3, (phrases.count("labels", "topics", len(heading.topics)), phrases.enumerate(heading.topics)))
    if heading.stream_views:
        views = phrases.count("attendance", "stream", heading.stream_views)
        rows.append((phrases.say("labels", "stream"), views))
    return [Pairs(phrases.say("labels", "caption"), tuple((label, value or missing) for label, value in rows))]


def _hours(heading: Heading, phrases: Phrases) -> str:
    if heading.opened_at is None:
        return phrases.say("hours", "planned", planned=phrases.time(heading.starts_at))
    opened = phrases.time(heading.opened_at)
    if heading.closed_at is None:
        return phrases.say("hours", "opened", opened=opened)
    return phrases.say("hours", "both", opened=opened, closed=phrases.time(heading.closed_at))


def _opening(facts: MinutesFacts, phrases: Phrases, _: str) -> list[Block]:
    heading = facts.heading
    moment = heading.opened_at or heading.starts_at
    text = phrases.say(
        "opening",
        "sentence" if heading.opened_at else "planned",
        city=heading.city,
        date=phrases.say(
            "opening",
            "date",
            day=phrases.day_in_words(moment),
            month=phrases.month(moment),
            year=phrases.year_in_words(moment),
        ),
        time=phrases.time_in_words(moment),
        place=phrases.say("opening", "place", place=phrases.place(heading.place)) if heading.place else "",
        council=phrases.council(heading.council, to=heading.opened_at is None),
        mode=phrases.word("mode_sentence", heading.mode),
    )
    blocks: list[Block] = [plain(text, "lead")]
    if heading.closed_at is None:
        blocks.append(plain(phrases.say("closing", "open"), "notice"))
    return blocks


def _attendance(facts: MinutesFacts, phrases: Phrases, paper: str) -> list[Block]:
    return attendance(facts.figures, phrases, public=paper == PUBLIC)


def _agenda(facts: MinutesFacts, phrases: Phrases, paper: str) -> list[Block]:
    return agenda(facts, phrases, by_name=paper != PUBLIC)


def _signatures(facts: MinutesFacts, phrases: Phrases, _: str) -> list[Block]:
    heading = facts.heading
    blocks: list[Block] = []
    if heading.closed_at:
        same = heading.closed_at.date() == (heading.opened_at or heading.starts_at).date()
        time, day = phrases.time_in_words(heading.closed_at), phrases.date(heading.closed_at, "middle")
        after = phrases.count("closing", "corrected", facts.corrected)
        text = phrases.say("closing", "sentence" if same else "other_day", time=time, date=day, corrected=after)
        blocks.append(plain(text, keep=True))
    return [*blocks, *_places(facts, phrases)]


def _signature(facts: MinutesFacts, phrases: Phrases, _: str) -> list[Block]:
    """The first of the signatories alone, for a paper that goes with the acta."""
    return _places(facts, phrases, only=1)


def _places(facts: MinutesFacts, phrases: Phrases, only: int | None = None) -> list[Block]:
    blank = phrases.say("signatures", "blank")
    places = [(one.name or blank, phrases.word("signature_role", one.role)) for one in facts.signatures[:only]]
    return [Signatures(phrases.say("signatures", "caption"), tuple(places))] if places else []


_Maker = Callable[[MinutesFacts, Phrases, str], Iterable[Block]]
_MAKERS: dict[str, _Maker] = {
    "data": _data,
    "opening": _opening,
    "attendance": _attendance,
    "attendance_short": lambda facts, phrases, _: attendance_in_short(facts.figures, phrases),
    "people": lambda facts, phrases, _: people_table(facts.people, phrases),
    "previous": lambda facts, phrases, _: previous_commitments(facts.previous, phrases, facts.heading.starts_at.date()),
    "agenda": _agenda,
    "agenda_short": lambda facts, phrases, _: agenda_in_short(facts, phrases),
    "issues": lambda facts, phrases, _: issues_by_kind(facts.issues, phrases),
    "issues_short": lambda facts, phrases, _: issues_in_short(facts.issues, phrases),
    "commitments": lambda facts, phrases, _: new_commitments(facts.commitments, phrases),
    "signatures": _signatures,
    "signature": _signature,
}
