"""What the minutes say, section by section: facts and phrases in, blocks out. Nothing is drawn here."""

from __future__ import annotations

from db.minutes.facts import Band, Commitment, Figures, Heading, Issue, Item, MinutesFacts, Named
from desktop.minutes.attendance import people_table
from desktop.minutes.blocks import (
    Acta,
    Bar,
    Block,
    Column,
    Header,
    Pairs,
    Paragraph,
    Signatures,
    Sum,
    Table,
    Term,
    Title,
    plain,
)
from desktop.minutes.phrases import Phrases
from desktop.paper.sheet import Cell, Span

KINDS = ("complaint", "proposal", "question")


def compose(facts: MinutesFacts, phrases: Phrases) -> Acta:
    """The whole acta of one sitting in one language."""
    heading, edition = facts.heading, facts.edition
    authority = heading.authority or phrases.say("letterhead", "authority", city=heading.city)
    title = phrases.say("title", "number", number=edition.number, year=edition.year)
    blocks: list[Block] = [
        Title(title, _council_line(heading), _notice(facts, phrases)),
        _data(heading, phrases),
        _opening(heading, phrases),
    ]
    if heading.closed_at is None:
        blocks.append(plain(phrases.say("closing", "open"), "notice"))
    blocks += _attendance(facts.figures, phrases)
    blocks += [Header(phrases.say("sections", "people")), *people_table(facts.people, phrases)]
    blocks += _previous(facts.previous, phrases)
    blocks += _agenda(facts.items, phrases)
    blocks += _issues(facts.issues, phrases)
    blocks += _commitments(facts.commitments, phrases)
    blocks += _signatures(facts, phrases)
    return Acta(
        title=f"{title} · {heading.council}",
        subject=phrases.say(
            "title", "subject", council=heading.council, date=phrases.date(heading.starts_at, "middle")
        ),
        language=phrases.language,
        author=authority,
        keywords=phrases.say("title", "keywords"),
        letterhead=(
            ("authority", authority),
            ("district", phrases.say("letterhead", "district", district=heading.district) if heading.district else ""),
            ("centre", phrases.say("letterhead", "centre", centre=heading.centre)),
            ("address", heading.address),
            ("title", title),
            ("council", heading.council),
            ("state", phrases.word("title", f"{edition.state}_mark")),
        ),
        blocks=tuple(blocks),
    )


def _council_line(heading: Heading) -> str:
    return f"{heading.council} · {heading.title}" if heading.title else heading.council


def _notice(facts: MinutesFacts, phrases: Phrases) -> str:
    return phrases.say("title", facts.edition.state, version=facts.edition.version)


def _data(heading: Heading, phrases: Phrases) -> Pairs:
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
    return Pairs(tuple((label, value or missing) for label, value in rows))


def _hours(heading: Heading, phrases: Phrases) -> str:
    if heading.opened_at is None:
        return phrases.say("hours", "planned", planned=phrases.time(heading.starts_at))
    opened = phrases.time(heading.opened_at)
    if heading.closed_at is None:
        return phrases.say("hours", "opened", opened=opened)
    return phrases.say("hours", "both", opened=opened, closed=phrases.time(heading.closed_at))


def _opening(heading: Heading, phrases: Phrases) -> Paragraph:
    moment = heading.opened_at or heading.starts_at
    text = phrases.say(
        "opening",
        "sentence" if heading.opened_at else "planned",
        city=heading.city,
        day=phrases.day_in_words(moment),
        month=phrases.month(moment),
        year=phrases.year_in_words(moment),
        time=phrases.time_in_words(moment),
        place=phrases.say("opening", "place", place=phrases.place(heading.place)) if heading.place else "",
        council=phrases.council(heading.council, to=heading.opened_at is None),
        mode=phrases.word("mode_sentence", heading.mode),
    )
    return plain(text, "lead")


def _attendance(figures: Figures, phrases: Phrases) -> list[Block]:
    def term(sign: str, key: str) -> Term:
        return Term(sign, getattr(figures, key), phrases.say("figures", key))

    told = ("people", "both", "new", "returning", "unnamed", "unresolved")
    sentences = [phrases.count("attendance", key, getattr(figures, key)) for key in told]
    return [
        Header(phrases.say("sections", "attendance")),
        Sum((term("", "in_room"), term("+", "online"), term("−", "both"), term("=", "people"))),
        Sum((term("", "new"), term("", "returning"), term("", "unnamed"), term("", "unresolved")), closes=False),
        plain(" ".join(sentence for sentence in sentences if sentence)),
        *_distribution(figures.by_age, "by_age", "band", figures.people, phrases),
        *_distribution(figures.by_gender, "by_gender", "gender", figures.people, phrases),
    ]


def _distribution(bands: tuple[Band, ...], section: str, first: str, people: int, phrases: Phrases) -> list[Block]:
    if not bands:
        return []
    columns = (
        Column(phrases.say("figures", first), 0.30),
        Column(phrases.say("figures", "people"), 0.12, number=True),
        Column(phrases.say("figures", "share"), 0.13, number=True),
        Column("", 0.45),
    )
    rows = []
    for band in bands:
        name = phrases.age_band(band.code) if first == "band" else phrases.word("gender_band", band.code)
        share = band.people / people if people else 0.0
        percent = phrases.say("figures", "percent", n=round(share * 100))
        rows.append((name, str(band.people), percent, Bar(share)))
    title = phrases.say("sections", section)
    return [
        Header(title, 2),
        Table(title, columns, tuple(rows)),
        plain(phrases.count("attendance", "denominator", people), "meta"),
    ]


def _previous(previous: tuple[Commitment, ...], phrases: Phrases) -> list[Block]:
    title = phrases.say("sections", "previous")
    if not previous:
        return [Header(title), plain(phrases.say("commitments", "none_before"))]
    columns = (
        Column(phrases.say("commitments", "number"), 0.06, number=True),
        Column(phrases.say("commitments", "text"), 0.35),
        Column(phrases.say("commitments", "responsible"), 0.19),
        Column(phrases.say("commitments", "since"), 0.14),
        Column(phrases.say("commitments", "due"), 0.14),
        Column(phrases.say("commitments", "state"), 0.12),
    )
    rows = [
        (
            str(number),
            one.text,
            _responsible(one.responsible, phrases),
            phrases.date(one.since, "short") if one.since else "",
            _due(one, phrases),
            phrases.word("commitment_state", one.state),
        )
        for number, one in enumerate(previous, 1)
    ]
    return [Header(title), Table(title, columns, tuple(rows))]


def _commitments(commitments: tuple[Commitment, ...], phrases: Phrases) -> list[Block]:
    title = phrases.say("sections", "commitments")
    if not commitments:
        return [Header(title), plain(phrases.say("commitments", "none"))]
    columns = (
        Column(phrases.say("commitments", "number"), 0.06, number=True),
        Column(phrases.say("commitments", "text"), 0.54),
        Column(phrases.say("commitments", "responsible"), 0.27),
        Column(phrases.say("commitments", "due"), 0.13),
    )
    rows = [
        (str(number), one.text, _responsible(one.responsible, phrases), _due(one, phrases))
        for number, one in enumerate(commitments, 1)
    ]
    return [Header(title), Table(title, columns, tuple(rows))]


def _responsible(who: Named | None, phrases: Phrases) -> str:
    return phrases.person(who, start=True) if who else phrases.say("commitments", "nobody")


def _due(one: Commitment, phrases: Phrases) -> str:
    return phrases.date(one.due_on, "short") if one.due_on else phrases.say("commitments", "no_due")


def _agenda(items: tuple[Item, ...], phrases: Phrases) -> list[Block]:
    blocks: list[Block] = [Header(phrases.say("sections", "agenda"))]
    if not items:
        return [*blocks, plain(phrases.say("agenda", "none"))]
    for number, item in enumerate(items, 1):
        blocks.append(Header(phrases.say("agenda", "heading", number=number, title=item.title), 2))
        blocks.append(plain(_item_times(item, phrases), "meta", keep=True))
        blocks += [plain(line, "note") for line in item.notes.splitlines() if line.strip()]
        if item.turns:
            label = phrases.count("agenda", "turns", len(item.turns))
            blocks.append(Paragraph((Span(label, strong=True), Span(_turns(item, phrases) + ".")), keep=True))
        label = phrases.say("agenda", "outcome")
        blocks.append(Paragraph((Span(label, strong=True), Span(phrases.word("outcome", item.outcome)))))
    return blocks


def _item_times(item: Item, phrases: Phrases) -> str:
    parts = []
    if item.started_at and item.ended_at:
        start, end = phrases.time(item.started_at), phrases.time(item.ended_at)
        parts.append(phrases.say("agenda", "between", start=start, end=end))
        lasted = int((item.ended_at - item.started_at).total_seconds() // 60)
        parts.append(phrases.count("agenda", "real", lasted))
    elif item.started_at:
        parts.append(phrases.say("agenda", "since", start=phrases.time(item.started_at)))
    else:
        parts.append(phrases.say("agenda", "untreated"))
    if item.minutes_planned:
        parts.append(phrases.count("agenda", "planned", item.minutes_planned))
    if item.presenter:
        parts.append(phrases.say("agenda", "presenter", name=item.presenter))
    if item.carried:
        parts.append(phrases.say("agenda", "carried"))
    text = phrases.section("agenda")["separator"].join(parts)
    return str(text[:1].upper() + text[1:])


def _turns(item: Item, phrases: Phrases) -> str:
    """Who spoke, in the order of first speaking; somebody who spoke five times is named once with the time summed."""
    spoken: dict[tuple[Named, str], list[int]] = {}
    for turn in item.turns:
        spoken.setdefault((turn.speaker, turn.way), []).append(turn.seconds)
    told = []
    for (speaker, way), seconds in spoken.items():
        told.append(
            phrases.say(
                "agenda",
                "turn" if len(seconds) == 1 else "turn_repeated",
                name=phrases.person(speaker),
                way=phrases.word("way_sentence", way),
                times=len(seconds),
                time=phrases.duration(sum(seconds)),
            )
        )
    return phrases.enumerate(told)


def _issues(issues: tuple[Issue, ...], phrases: Phrases) -> list[Block]:
    blocks: list[Block] = [Header(phrases.say("sections", "issues"))]
    if not issues:
        return [*blocks, plain(phrases.say("issues", "none"))]
    columns = (
        Column(phrases.say("issues", "number"), 0.06, number=True),
        Column(phrases.say("issues", "text"), 0.40),
        Column(phrases.say("issues", "raised_by"), 0.20),
        Column(phrases.say("issues", "topic"), 0.18),
        Column(phrases.say("issues", "department"), 0.16),
    )
    known = [*KINDS, *sorted({issue.kind for issue in issues} - set(KINDS))]
    for kind in known:
        rows = [issue for issue in issues if issue.kind == kind]
        if not rows:
            continue
        title = phrases.say("issues", "heading", kind=_kind(kind, len(rows), phrases), n=len(rows))
        blocks.append(Header(title, 2))
        cells = tuple(_issue_row(number, issue, phrases) for number, issue in enumerate(rows, 1))
        blocks.append(Table(title, columns, cells))
    return blocks


def _kind(kind: str, n: int, phrases: Phrases) -> str:
    return phrases.count("issue_kind", kind, n) if kind in phrases.section("issue_kind") else kind


def _issue_row(number: int, issue: Issue, phrases: Phrases) -> tuple[str | Cell, ...]:
    state = phrases.word("issue_state", issue.state)
    by = phrases.person(issue.raised_by, start=True) if issue.raised_by else phrases.say("issues", "nobody")
    ways = [phrases.word("way_sentence", issue.way)] if issue.way else []
    if issue.source == "chat":
        ways.append(phrases.say("issues", "chat"))
    return (
        str(number),
        Cell(issue.text, phrases.say("issues", "state", state=state) if state else ""),
        Cell(by, ", ".join(ways)),
        Cell(issue.topic or issue.place, issue.place if issue.topic else ""),
        issue.department,
    )


def _signatures(facts: MinutesFacts, phrases: Phrases) -> list[Block]:
    heading = facts.heading
    blocks: list[Block] = [Header(phrases.say("sections", "signatures"))]
    if heading.closed_at:
        same = heading.closed_at.date() == (heading.opened_at or heading.starts_at).date()
        time, day = phrases.time_in_words(heading.closed_at), phrases.date(heading.closed_at, "middle")
        text = phrases.say("closing", "sentence" if same else "other_day", time=time, date=day)
        blocks.append(plain(text, keep=True))
    blank = phrases.say("signatures", "blank")
    places = [(one.name or blank, phrases.word("signature_role", one.role)) for one in facts.signatures]
    return [*blocks, Signatures(tuple(places))]
