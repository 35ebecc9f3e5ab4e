"""What an edited text says against the record: figures, hours, dates and names that were right before the edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from db.minutes.facts import MinutesFacts, Person
from desktop.minutes.comparison import ADDED, REMOVED, Change
from desktop.minutes.phrases import Phrases
from desktop.minutes.roles import bare

FIGURE, HOUR, DATE, NAME, NAME_GONE, COUNT = "figure", "hour", "date", "name", "name_gone", "count"
NEARLY = 78  # of 100: names that differ by less than this are slips of one another
_HOUR = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_NUMBER = re.compile(r"(?<![\w.,/:-])\d{1,6}(?![\w/:-]|[.,]\d)")
_CAPITALS = re.compile(
    r"[^\W\d_a-zà-ÿ][\w'’-]*(?:\s+(?:de|del|la|las|los|da|do|dos|y|e)\b)*(?:\s+[^\W\d_a-zà-ÿ][\w'’-]*)+"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing an edited line says otherwise than the record: its kind, what each says, and where."""

    kind: str
    said: str
    record: str
    line: str
    under: str = ""


def contradictions(changes: Iterable[Change], facts: MinutesFacts, phrases: Phrases) -> tuple[Contradiction, ...]:
    """What the changes of a secretary say against the record. A line she left alone cannot contradict it.

    Every figure and name of a line as it was written came from the record, so what took its place is put beside it. In
    lines that are new, numbers of people and names that are nearly those of somebody who was there are looked at.
    """
    names = _Names(facts)
    found: list[Contradiction] = []
    changes = list(changes)
    kept = " ".join(bare(change.after) for change in changes)
    for change in changes:
        if change.kind == ADDED:
            found += _new_line(change, facts, phrases, names)
            continue
        found += _names_changed(change, names, kept)
        if change.kind != REMOVED:
            found += _figures_changed(change, phrases)
    return tuple(dict.fromkeys(found))


def _figures_changed(change: Change, phrases: Phrases) -> Iterator[Contradiction]:
    before, after = change.before, change.after
    for kind, pattern in ((HOUR, _HOUR), (DATE, _DATE)):
        yield from _beside(kind, pattern.findall(before) and _all(pattern, before), _all(pattern, after), change)
    before, after = (_DATE.sub(" ", _HOUR.sub(" ", text)) for text in (before, after))
    yield from _beside(FIGURE, _numbers(before), _numbers(after), change)
    old, new = ([told for _, told in phrases.numerals.found_in(text)] for text in (before, after))
    yield from _beside(FIGURE, old, new, change)


def _all(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


def _numbers(text: str) -> list[str]:
    return _all(_NUMBER, re.sub(r"^\d+(?: \||\.)", " ", text))


def _beside(kind: str, old: Sequence[str], new: Sequence[str], change: Change) -> Iterator[Contradiction]:
    """What went with what came in its place; what only came, or only went, contradicts nothing."""
    gone, come = list(old), []
    for one in new:
        if one in gone:
            gone.remove(one)
        else:
            come.append(one)
    for was, now in zip(gone, come, strict=False):
        yield Contradiction(kind, now, was, change.after, change.under)


class _Names:
    """The people of an evening as they may be written: given and family name, or family name first."""

    def __init__(self, facts: MinutesFacts) -> None:
        self.written: dict[str, str] = {}
        for person in facts.people:
            for name in _writings(person):
                self.written[bare(name)] = name
        self._words = {name: frozenset(re.findall(r"\w+", name)) for name in self.written}

    def in_text(self, text: str) -> list[str]:
        """The names that stand in a text letter by letter, accents aside."""
        told = bare(text)
        # Two thousand names are two thousand patterns: only those whose every word is there are looked for.
        words = set(re.findall(r"\w+", told))
        there = [name for name, parts in self._words.items() if parts and parts <= words]
        return [name for name in there if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told)]

    def nearly(self, text: str) -> Iterator[tuple[str, str]]:
        """Words of a text that look like a slip of somebody's name, with the name."""
        for match in _CAPITALS.finditer(text.replace(",", "")):
            if self.in_text(match[0]):
                continue
            words = match[0].split()
            sizes = range(2, len(words) + 1)
            best = ("", "", float(NEARLY))
            for said in (" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1)):
                near = process.extractOne(bare(said), self.written.keys(), scorer=fuzz.ratio, score_cutoff=best[2])
                if near and near[1] > best[2]:
                    best = (said, near[0], near[1])
            if best[0]:
                yield best[0], self.written[best[1]]


def _writings(person: Person) -> Iterator[str]:
    for given in {person.given_names, person.chosen_name} - {""}:
        if person.family_name:
            yield f"{given} {person.family_name}"
            yield f"{person.family_name} {given}"


def _names_changed(change: Change, names: _Names, kept: str) -> Iterator[Contradiction]:
    before, after = change.before.replace(",", ""), change.after.replace(",", "")
    gone = [name for name in names.in_text(before) if name not in bare(after)]
    for name in gone:
        said = _slip(name, after)
        if said:
            yield Contradiction(NAME, said, names.written[name], change.after, change.under)
        elif name not in kept.replace(",", ""):
            yield Contradiction(NAME_GONE, "", names.written[name], change.before, change.under)


def _slip(name: str, text: str) -> str:
    """The stretch of as many words that is nearest to a name, when it is near enough to be meant for it."""
    words, size = text.split(), len(name.split())
    stretches = [" ".join(words[at : at + size]) for at in range(len(words) - size + 1)]
    near = process.extractOne(
        name, [bare(one).strip(".,;:()|") for one in stretches], scorer=fuzz.ratio, score_cutoff=NEARLY - 10
    )
    return stretches[near[2]].strip(".,;:()| ") if near else ""


def _new_line(change: Change, facts: MinutesFacts, phrases: Phrases, names: _Names) -> Iterator[Contradiction]:
    figures, line = facts.figures, change.after
    counted = {figures.people, figures.in_room, figures.online, figures.both, figures.new, figures.returning,
               figures.unnamed, figures.unresolved}  # fmt: skip
    nouns = "|".join(re.escape(word) for word in phrases.section("reading")["people"])
    for match in re.finditer(rf"([^\s(]+(?:\s+[^\W\d_]+){{0,5}}?)\s+(?:\(\d+\)\s+)?(?:{nouns})\b", line, re.IGNORECASE):
        told = [(int(one), one) for one in _NUMBER.findall(match[1])] or list(phrases.numerals.found_in(match[1]))
        for n, said in told[-1:]:
            if n not in counted:
                yield Contradiction(COUNT, said, str(figures.people), line, change.under)
    for said, name in names.nearly(line):
        yield Contradiction(NAME, said, name, line, change.under)
