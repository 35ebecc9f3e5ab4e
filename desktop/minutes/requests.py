"""What was asked for and what was promised, as the tables of the minutes."""

from __future__ import annotations

from datetime import date

from db.minutes.facts import Commitment, Issue, Named
from desktop.minutes.blocks import Block, Column, Header, Table, plain
from desktop.minutes.phrases import Phrases
from desktop.paper.sheet import Cell

KINDS = ("complaint", "proposal", "question")


def previous_commitments(previous: tuple[Commitment, ...], phrases: Phrases, on: date) -> list[Block]:
    """What earlier sittings had promised, and how it stood on the day of this one."""
    if not previous:
        return [plain(phrases.say("commitments", "none_before"))]
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
            phrases.word("commitment_state", _state(one, on)),
        )
        for number, one in enumerate(previous, 1)
    ]
    return [Table(phrases.say("sections", "previous"), columns, tuple(rows))]


def new_commitments(commitments: tuple[Commitment, ...], phrases: Phrases) -> list[Block]:
    """Who will do what by when."""
    if not commitments:
        return [plain(phrases.say("commitments", "none"))]
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
    return [Table(phrases.say("sections", "commitments"), columns, tuple(rows))]


def _state(one: Commitment, on: date) -> str:
    return "overdue" if one.state == "open" and one.due_on is not None and one.due_on < on else one.state


def _responsible(who: Named | None, phrases: Phrases) -> str:
    return phrases.person(who, start=True) if who else phrases.say("commitments", "nobody")


def _due(one: Commitment, phrases: Phrases) -> str:
    return phrases.date(one.due_on, "short") if one.due_on else phrases.say("commitments", "no_due")


def issues_by_kind(issues: tuple[Issue, ...], phrases: Phrases) -> list[Block]:
    """What was raised, a table for each kind."""
    blocks: list[Block] = []
    if not issues:
        return [plain(phrases.say("issues", "none"))]
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


def issues_in_short(issues: tuple[Issue, ...], phrases: Phrases) -> list[Block]:
    """What was raised, in one table and without names."""
    if not issues:
        return [plain(phrases.say("issues", "none"))]
    columns = (
        Column(phrases.say("issues", "number"), 0.06, number=True),
        Column(phrases.say("issues", "kind"), 0.14),
        Column(phrases.say("issues", "text"), 0.55),
        Column(phrases.say("issues", "department"), 0.25),
    )
    order = {kind: place for place, kind in enumerate(KINDS)}
    told = sorted(issues, key=lambda one: order.get(one.kind, len(order)))
    rows = [
        (str(number), _kind(one.kind, 1, phrases), Cell(one.text, one.place), one.department)
        for number, one in enumerate(told, 1)
    ]
    return [Table(phrases.say("issues", "caption_short"), columns, tuple(rows))]


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
