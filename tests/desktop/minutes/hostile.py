"""Strings that want to break a document: markup, templates, formulas, control characters, every way of writing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from db.minutes.facts import Commitment, Issue, Item, MinutesFacts, Named, Person, Stay, Turn
from tests.desktop.minutes.evening import EVENING, at

PIECES = (
    # markup and entities
    "<b>Ana</b>", "</w:t></w:r></w:p>", "<w:p/>", "<!-- x -->", "]]>", "<![CDATA[", "&amp;", "&lt;", "&#0;",
    "&#x1F;",
    "&nope;", "<?xml version='1.0'?>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;", "<", ">",
    "&", '"', "'",
    # templates and formats
    "{{ 7*7 }}", "{% for x in y %}", "{# nada #}", "{{ autoridad }}", "{{personas}}", "{_{", "}_}", "{_%", "%_}",
    "{{", "}}",
    "{%p if x %}", "{{ ''.__class__ }}", "{0}", "{n}", "{name!r}", "%s", "%(x)s", "${x}", "#{x}", "<%= x %>",
    "\\1", "\\g<0>",
    # formulas
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)", "=HYPERLINK(\"http://x\")", "\t=1", "DDEAUTO",
    # control characters and what no text can hold
    "\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x1f", "\x7f", "\x85", "\ud800", "\udfff",
    "\ufffe", "\uffff",
    "\ufdd0", "\ufeff", "\u2028", "\u2029", "\r", "\r\n", "\n", "\t",
    # letters of all the world, and signs that build one letter of many
    "Ñandú", "ÁÉÍÓÚÜ", "Zoë", "Őrsi", "李小龍", "한국어", "ไทย", "हिन्दी", "e\u0301", "Z\u0351\u036b\u0343\u036a", "ﬁ",
    "ß", "İ", "ǅ", "ſ",
    "🧉", "👩‍🌾", "🏳️‍🌈", "🇦🇷", "\U0001f9d1\U0001f3fd‍🦽", "\U00010000", "\U0010fffd", "\ue000",
    # from right to left, and what turns the direction
    "שלום", "مرحبا", "\u202eabc\u202c", "\u200f", "\u200e", "\u2066x\u2069", "\u200b", "\u00ad", "\u00a0",
    "\u3000",
    # programs and paths
    "'; DROP TABLE minutes; --", "../../etc/passwd", "C:\\con\\nul", "$(reboot)", "`id`", "javascript:alert(1)",
    "a/b|c?d*e",
)  # fmt: skip


def strings(count: int, seed: int) -> Iterator[str]:
    """So many strings, the same for the same seed; each begins with its own number, so that none is found by chance."""
    dice = random.Random(seed)
    for number in range(count):
        parts = [dice.choice(PIECES) for _ in range(dice.randint(1, 4))]
        if dice.random() < 0.04:
            parts.append(dice.choice(("x", "Ñ", "palabra ", "🧉", "{", "<")) * dice.randint(300, 3000))
        yield f"h{number}h " + dice.choice(("", " ")).join(parts)


def evening_of(texts: list[str]) -> MinutesFacts:
    """An evening in which these were typed as names, titles, notes, issues, places and promises, each once."""
    left = iter(texts)

    def take(count: int) -> list[str]:
        return [text for _, text in zip(range(count), left, strict=False)]

    size = len(texts)
    named = take(size // 4)
    people = tuple(
        Person(f"r{n}", text, "Ana", gender=("woman", "man", None)[n % 3], stays=(Stay("zoom", at(1), at(90)),))
        for n, text in enumerate(named)
    )
    titles, notes = take(size // 10), take(size // 8)
    whole = max(len(titles), 1)
    items = tuple(
        Item(
            title,
            started_at=at(n),
            ended_at=at(n + 1),
            outcome="agreed",
            notes="\n".join(notes[n::whole]),
            turns=(Turn(Named(named[n % len(named)], "woman", f"r{n}"), "room", 20),),
        )
        for n, title in enumerate(titles)
    )
    issues = tuple(
        Issue("complaint", text, place=next(left, "x"), department=next(left, "x")) for text in take(size // 10)
    )
    promises = tuple(Commitment(text, Named(next(left, "x")), date(2026, 12, 1)) for text in take(size // 12))
    rest = list(left)
    heading = replace(
        EVENING.heading,
        council=rest[0],
        title=rest[1],
        place=rest[2],
        centre=rest[3],
        neighbourhoods=tuple(rest[4:]),
    )
    return replace(EVENING, heading=heading, people=people, items=items, issues=issues, commitments=promises)
