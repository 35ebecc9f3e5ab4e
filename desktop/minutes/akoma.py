"""The acta as Akoma Ntoso 1.0 `debate` XML, for archives and for programs: the same facts as the Word file.

OASIS, "Akoma Ntoso Version 1.0", https://docs.oasis-open.org/legaldocml/akn-core/v1.0/ (its schema is numbered 3.0).
People are numbered within the document; nothing that tells one apart elsewhere (document, telephone, the record's own
identifier) is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from db.folding import fold
from db.minutes.facts import Commitment, Issue, Item, MinutesFacts, Named, Person, Turn
from desktop.minutes.phrases import Phrases, load
from desktop.minutes.seal_words import say
from desktop.paper.text import legible

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# ISO 639-2, which the schema asks for.
LANGUAGES = {"es": "spa", "en": "eng", "fr": "fra", "pt": "por"}
SOURCE = "#cabildo"

_E: Any = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def write(facts: MinutesFacts, phrases: Phrases | None = None) -> bytes:
    """The XML of an acta: whoever came, points with times and turns, what was asked for, what was resolved."""
    phrases = phrases or load(facts.edition.language)
    known = _Known(facts, phrases)
    body = _E.debateBody(_roll_call(facts, phrases, known))
    for number, item in enumerate(facts.items, 1):
        body.append(_item(number, item, phrases, known))
    body.extend(_issues(facts.issues, phrases, known))
    if facts.commitments:
        body.append(_resolutions(facts.commitments, phrases, known))
    if facts.heading.closed_at is not None:
        body.append(_adjournment(facts.heading.closed_at, phrases))
    parts = [_meta(facts, known), _preface(facts, phrases), body]
    if facts.signatures:
        parts.append(_conclusions(facts, phrases))
    whole = _E.akomaNtoso(_E.debate(*parts, name="acta", contains="originalVersion"))
    made: bytes = etree.tostring(whole, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return made


class _Known:
    """Who is named, each with a number of the document's own; and in which roles."""

    def __init__(self, facts: MinutesFacts, phrases: Phrases) -> None:
        self._numbers: dict[str, int] = {}
        self.people: list[str] = []
        self.organisations: list[str] = []
        for person in facts.people:
            self.person(person.resident, _name_of(person, phrases))
        named = [turn.speaker for item in facts.items for turn in item.turns]
        named += [one.raised_by for one in facts.issues if one.raised_by]
        named += [one.responsible for one in facts.commitments if one.responsible and one.responsible.resident]
        for one in named:
            self.person(one.resident, _said(one, phrases))
        offices = [one.representing for one in facts.people]
        offices += [
            one.responsible.name for one in facts.commitments if one.responsible and not one.responsible.resident
        ]
        for name in offices:
            if name and fold(name) not in map(fold, self.organisations):
                self.organisations.append(name)
        self.roles = {one.role: phrases.word("signature_role", one.role) for one in facts.signatures}

    def person(self, resident: str, name: str) -> str:
        """The reference of a person."""
        key = resident or f"name {fold(name)}"
        if key not in self._numbers:
            self._numbers[key] = len(self.people) + 1
            self.people.append(name)
        return f"#person{self._numbers[key]}"

    def of(self, who: Named, phrases: Phrases) -> str:
        """The reference of whoever is named."""
        if who.resident or not who.name or fold(who.name) not in map(fold, self.organisations):
            return self.person(who.resident, _said(who, phrases))
        return f"#organization{[fold(one) for one in self.organisations].index(fold(who.name)) + 1}"

    def references(self) -> Any:
        """The table of whoever is referred to."""
        made = _E.references(source=SOURCE)
        made.append(_thing("TLCOrganization", "cabildo", "organization/cabildo", "Cabildo"))
        made.append(_thing("TLCOrganization", "council", "organization/council", "council"))
        for number, name in enumerate(self.people, 1):
            made.append(_thing("TLCPerson", f"person{number}", f"person/{number}", name))
        for number, name in enumerate(self.organisations, 1):
            made.append(_thing("TLCOrganization", f"organization{number}", f"organization/{number}", name))
        made.append(_thing("TLCRole", "attendee", "role/attendee", "attendee"))
        made.append(_thing("TLCRole", "representative", "role/representative", "representative"))
        for role, words in self.roles.items():
            made.append(_thing("TLCRole", f"role-{role}", f"role/{role}", words))
        return made


def _thing(kind: str, reference: str, place: str, shown: str) -> Any:
    return _E(kind, eId=reference, href=f"/akn/ontology/{place}", showAs=_text(shown))


def _text(words: str) -> str:
    """What XML can carry, in one line."""
    return " ".join(legible(words).split())


def _name_of(person: Person, phrases: Phrases) -> str:
    name = " ".join(filter(None, (person.chosen_name or person.given_names, person.family_name)))
    return name or phrases.word("people", "erased")


def _said(who: Named, phrases: Phrases) -> str:
    return who.name or phrases.word("people", "erased")


def _meta(facts: MinutesFacts, known: _Known) -> Any:
    heading, edition = facts.heading, facts.edition
    day = heading.starts_at.date().isoformat()
    work = f"/akn/ar/debate/{day}/{edition.year}-{edition.number}"
    language = LANGUAGES.get(edition.language[:2], "spa")
    expression = f"{work}/{language}@{edition.drafted_at.date().isoformat()}"
    references = known.references()
    references[1].set("showAs", _text(heading.council))
    return _E.meta(
        _E.identification(
            _E.FRBRWork(
                *_core(work, day, "sitting"),
                _E.FRBRcountry(value="ar"),
                _E.FRBRsubtype(value="acta"),
                _E.FRBRnumber(value=f"{edition.number}/{edition.year}"),
                _E.FRBRname(value=_text(heading.council)),
            ),
            _E.FRBRExpression(
                *_core(expression, edition.drafted_at.date().isoformat(), "draft"),
                _E.FRBRversionNumber(value=str(edition.version)),
                _E.FRBRlanguage(language=language),
            ),
            _E.FRBRManifestation(
                *_core(f"{expression}.xml", edition.drafted_at.date().isoformat(), "draft"),
                _E.FRBRformat(value="application/akn+xml"),
            ),
            source=SOURCE,
        ),
        references,
    )


def _core(place: str, day: str, what: str) -> tuple[Any, ...]:
    return (
        _E.FRBRthis(value=f"{place}/!main" if not place.endswith(".xml") else place),
        _E.FRBRuri(value=place),
        _E.FRBRdate(date=day, name=what),
        _E.FRBRauthor(href="#council"),
    )


def _preface(facts: MinutesFacts, phrases: Phrases) -> Any:
    heading, edition = facts.heading, facts.edition
    day = heading.starts_at
    first = _E.p(_E.docNumber(_text(say(edition.language, "number", number=edition.number, year=edition.year))))
    second = _E.p(_E.docTitle(_text(heading.council)), *([f" · {_text(heading.title)}"] if heading.title else []))
    third = _E.p(_E.docDate(phrases.date(day.date()), date=day.date().isoformat()))
    made = _E.preface(first, second, third)
    if heading.place:
        made.append(_E.p(_E.location(_text(heading.place), refersTo="#council", eId="place")))
    if heading.opened_at is not None:
        made.append(_E.p(_time(heading.opened_at, "startEvent", phrases)))
    return made


def _time(moment: datetime, kind: str, phrases: Phrases) -> Any:
    return _E.recordedTime(phrases.time(moment), time=_moment(moment), type=kind)


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _roll_call(facts: MinutesFacts, phrases: Phrases, known: _Known) -> Any:
    made = _E.rollCall(_E.heading(phrases.word("sections", "attendance")), eId="rollCall")
    for number, person in enumerate(facts.people, 1):
        reference = known.person(person.resident, "")
        role = "#representative" if person.representing else "#attendee"
        name = _E.person(_text(_name_of(person, phrases)), refersTo=reference, eId=f"rollCall__person_{number}")
        name.set("as", role)
        line = _E.p(name)
        behind = [person.representing, *dict.fromkeys(phrases.word("way", stay.way) for stay in person.stays)]
        name.tail = "".join(f", {_text(one)}" for one in behind if one)
        made.append(line)
    if not facts.people:
        made.append(_E.p(phrases.word("people", "none")))
    return made


def _item(number: int, item: Item, phrases: Phrases, known: _Known) -> Any:
    reference = f"dbsect_{number}"
    made = _E.debateSection(_E.num(str(number)), _E.heading(_text(item.title)), name="item", eId=reference)
    if item.started_at is not None:
        made.append(_E.p(_time(item.started_at, "startEvent", phrases)))
    for count, turn in enumerate(item.turns, 1):
        made.append(_speech(f"{reference}__speech_{count}", turn, phrases, known))
    for line in item.notes.splitlines():
        if line.strip():
            made.append(_E.p(_text(line)))
    if item.outcome != "none":
        made.append(_E.p(_E.outcome(phrases.word("outcome", item.outcome))))
    if item.ended_at is not None:
        made.append(_E.p(_time(item.ended_at, "endEvent", phrases)))
    if item.started_at is None and item.outcome == "none":
        made.append(_E.p(phrases.word("agenda", "untreated")))
    return made


def _speech(reference: str, turn: Turn, phrases: Phrases, known: _Known) -> Any:
    """A turn: who, by which way, how long. What was said is in the notes of the point, and is nobody's alone."""
    who = _text(_said(turn.speaker, phrases))
    words = f"{phrases.word('way', turn.way)}, {phrases.duration(turn.seconds)}"
    made = _E.speech(_E("from", who), _E.p(_text(words)), by=known.of(turn.speaker, phrases), eId=reference)
    made.set("as", "#attendee")
    return made


def _issues(issues: Iterable[Issue], phrases: Phrases, known: _Known) -> list[Any]:
    """What was asked for: questions as such, proposals and complaints as petitions."""
    told = list(issues)
    made = []
    for kind, tag in (("proposal", "petitions"), ("complaint", "petitions"), ("question", "questions")):
        of_kind = [one for one in told if one.kind == kind]
        if of_kind:
            heading = _E.heading(phrases.count("issue_kind", kind, len(of_kind)))
            section = _E(tag, heading, eId=f"{tag}_{kind}")
            section.extend(_issue(f"{tag}_{kind}__{n}", one, phrases, known) for n, one in enumerate(of_kind, 1))
            made.append(section)
    return made


def _issue(reference: str, issue: Issue, phrases: Phrases, known: _Known) -> Any:
    beside = ". ".join(_text(one) for one in (issue.text, issue.place, issue.topic, issue.department) if one)
    if issue.raised_by is None:
        return _E.p(beside, eId=reference)
    tag = "question" if issue.kind == "question" else "speech"
    made = _E(tag, _E("from", _text(_said(issue.raised_by, phrases))), _E.p(beside), eId=reference)
    made.set("by", known.of(issue.raised_by, phrases))
    return made


def _resolutions(commitments: Iterable[Commitment], phrases: Phrases, known: _Known) -> Any:
    made = _E.resolutions(_E.heading(phrases.word("sections", "commitments")), eId="resolutions")
    for number, one in enumerate(commitments, 1):
        line = _E.p(_text(one.text), eId=f"resolutions__p_{number}")
        if one.responsible is not None:
            reference = known.of(one.responsible, phrases)
            tag = "person" if reference.startswith("#person") else "organization"
            who = _E(tag, _text(_said(one.responsible, phrases)), refersTo=reference, eId=f"resolutions__who_{number}")
            line.text = f"{line.text} "
            line.append(who)
        if one.due_on is not None:
            day = _E.date(phrases.date(one.due_on, "short"), date=one.due_on.isoformat())
            if len(line):
                line[-1].tail = ", "
            line.append(day)
        made.append(line)
    return made


def _adjournment(closed_at: datetime, phrases: Phrases) -> Any:
    return _E.adjournment(_E.p(_time(closed_at, "endEvent", phrases)), eId="adjournment")


def _conclusions(facts: MinutesFacts, phrases: Phrases) -> Any:
    made = _E.conclusions()
    for number, one in enumerate(facts.signatures, 1):
        words = phrases.word("signature_role", one.role)
        role = _E.role(words, refersTo=f"#role-{one.role}", eId=f"conclusions__role_{number}")
        signature = _E.signature(role)
        if one.name:
            role.tail = f": {_text(one.name)}"
        made.append(_E.p(signature))
    return made
