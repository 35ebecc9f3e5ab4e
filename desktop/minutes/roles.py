"""The public version: whoever spoke, asked or promised is told by her role, in tables and in what was written down."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from db.insights.rules import hide_small
from db.minutes.facts import Band, Commitment, Issue, Item, MinutesFacts, Named, Turn
from desktop.minutes.phrases import Phrases

HIDDEN = -1  # people of a band that is too small to be published


def by_role(facts: MinutesFacts, phrases: Phrases) -> MinutesFacts:
    """The same evening without anybody's name: speakers by their role, full names in free text replaced by it.

    Organisations and departments keep their names, and small groups of the distributions are held back. A family name
    that stands alone in a note is left: it may be a street. `names_left` finds those.
    """
    hide = _Names(facts, phrases)
    figures = facts.figures
    heading = facts.heading
    return replace(
        facts,
        heading=replace(heading, title=hide(heading.title), place=hide(heading.place)),
        figures=replace(figures, by_age=_published(figures.by_age), by_gender=_published(figures.by_gender)),
        people=tuple(
            replace(
                one,
                family_name="",
                given_names="",
                chosen_name="",
                neighbourhood="",
                representing="",
            )
            for one in facts.people
        ),
        items=tuple(_item(one, hide) for one in facts.items),
        issues=tuple(_issue(one, hide) for one in facts.issues),
        commitments=tuple(_commitment(one, hide) for one in facts.commitments),
        previous=tuple(_commitment(one, hide) for one in facts.previous),
        signatures=(),
    )


def names_left(facts: MinutesFacts, phrases: Phrases) -> tuple[str, ...]:
    """Family names of people who were there that still stand in free text of the public version."""
    public = by_role(facts, phrases)
    texts = [public.heading.title, public.heading.place]
    texts += [text for item in public.items for text in (item.title, item.presenter, item.notes)]
    texts += [text for issue in public.issues for text in (issue.text, issue.place)]
    texts += [one.text for one in (*public.commitments, *public.previous)]
    words = {word for text in texts for word in re.findall(r"\w+", bare(text))}
    return tuple(sorted({one.family_name for one in facts.people if _words(one.family_name) & words}))


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", bare(name)) if len(word) > 2}


def bare(text: str) -> str:
    """A text in small letters without accents, letter for letter, so that places in it stay the same."""
    return "".join(_bare_letter(letter) for letter in text)


def _bare_letter(letter: str) -> str:
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter


def _published(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    told = hide_small({band.code: band.people for band in bands})
    return tuple(Band(code, HIDDEN if people is None else people) for code, people in told.items())


class _Names:
    """Finds the full names of the people of an evening in free text and puts their role in their place."""

    def __init__(self, facts: MinutesFacts, phrases: Phrases) -> None:
        self._phrases = phrases
        self._roles = {" ".join(bare(name).split()): phrases.person(_role(who)) for name, who in _full_names(facts)}
        self._words = {name: frozenset(re.findall(r"\w+", name)) for name in self._roles}

    def __call__(self, text: str) -> str:
        told = bare(text)
        # A thousand people have five thousand writings: only those whose every word is there are looked for.
        words = set(re.findall(r"\w+", told))
        there = [name for name, parts in self._words.items() if parts and parts <= words]
        if not there:
            return text
        longest = sorted(there, key=len, reverse=True)
        pattern = "|".join(r"\s+".join(re.escape(part) for part in name.split(" ")) for name in longest)
        found, at = [], 0
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", told):
            role = self._roles[" ".join(match[0].split())]
            found += [text[at : match.start()], role]
            at = match.end()
        return "".join([*found, text[at:]])

    def who(self, who: Named | None) -> Named | None:
        """Somebody by role; what is not a person keeps its name."""
        return _role(who) if who is not None and (who.resident or who.gender) else who


def _role(who: Named) -> Named:
    known = who.gender if who.gender in ("woman", "man", "non_binary") else "plain"
    return Named("", f"role_{known}", who.resident)


def _full_names(facts: MinutesFacts) -> Iterator[tuple[str, Named]]:
    for one in facts.people:
        for given in {one.given_names, one.chosen_name, one.given_names.split(" ")[0]} - {""}:
            if one.family_name:
                who = Named("", one.gender, one.resident)
                yield f"{given} {one.family_name}", who
                yield f"{one.family_name}, {given}", who
                yield f"{one.family_name} {given}", who
    for who in _named(facts):
        if who.resident and len(who.name.split()) > 1:
            yield who.name, who


def _named(facts: MinutesFacts) -> Iterable[Named]:
    yield from (turn.speaker for item in facts.items for turn in item.turns)
    yield from (issue.raised_by for issue in facts.issues if issue.raised_by)
    yield from (one.responsible for one in (*facts.commitments, *facts.previous) if one.responsible)


def _item(item: Item, hide: _Names) -> Item:
    return replace(
        item,
        title=hide(item.title),
        presenter=hide(item.presenter),
        notes=hide(item.notes),
        turns=tuple(Turn(_role(turn.speaker), turn.way, turn.seconds) for turn in item.turns),
    )


def _issue(issue: Issue, hide: _Names) -> Issue:
    return replace(issue, text=hide(issue.text), place=hide(issue.place), raised_by=hide.who(issue.raised_by))


def _commitment(one: Commitment, hide: _Names) -> Commitment:
    return replace(one, text=hide(one.text), responsible=hide.who(one.responsible))
