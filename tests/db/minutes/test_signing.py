"""Final and signed minutes in the record: what becomes of a version, who may still sign, and whose paper a file is."""

from __future__ import annotations

import hashlib

import pytest

from db.agenda.commands import add_item
from db.errors import Refused
from db.minutes.commands import draft, keep_document
from db.minutes.signing import draft_again, keep_scan, keep_signed, make_final
from db.minutes.signing_queries import Match, Standing, standing, whose
from db.minutes.signing_rules import Signed
from db.places.city import City
from db.sittings.commands import change_sitting, close_sitting, reopen_sitting
from db.sittings.queries import sitting_card
from db.work import Store
from tests.db.sittings.council import opened_sitting

WORD, FINAL, SIGNED = b"PK word", b"%PDF final", b"%PDF final and a signature"


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def signature(number: int) -> Signed:
    return Signed(f"Firma {number}", f"Quien firma {number}", "Certificadora", "electronic", "", stamped=False)


@pytest.fixture
def sitting(store: Store, city: City) -> str:
    """A closed sitting with minutes in Word."""
    made = opened_sitting(store)
    store.do(close_sitting, sitting_id=made)
    written(store, city, made)
    return made


def written(store: Store, city: City, sitting: str, content: bytes = WORD) -> None:
    begun = store.do(draft, sitting_id=sitting, city=city).outcome
    store.do(keep_document, minutes_id=begun.minutes_id, sha256=sum_of(content), name="Acta.docx")


def now(store: Store, sitting: str) -> Standing:
    told = store.ask(standing, sitting_id=sitting)
    assert told is not None
    return told


def finalised(store: Store, sitting: str, content: bytes = FINAL) -> str:
    minutes = now(store, sitting).minutes_id
    store.do(
        make_final, minutes_id=minutes, sha256=sum_of(content), size=len(content), pages=3, name="Acta.pdf",
        source_sha256=sum_of(WORD),
    )  # fmt: skip
    return minutes


def signed(store: Store, minutes: str, *numbers: int, content: bytes = SIGNED, last: bool = False) -> bool:
    done: bool = store.do(
        keep_signed, minutes_id=minutes, sha256=sum_of(content), size=len(content), pages=3, name="Acta (firmada).pdf",
        signatures=[signature(number) for number in numbers], last=last,
    ).outcome  # fmt: skip
    return done


def refused(store: Store, command: object, **facts: object) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)  # type: ignore[arg-type]
    return no.value.code


def test_final_minutes_have_a_paper_and_are_not_drafted_again(store: Store, city: City, sitting: str) -> None:
    minutes = finalised(store, sitting)
    told = now(store, sitting)

    assert (told.state, told.signatures) == ("final", ())
    assert told.newest is not None
    assert (told.newest.kind, told.newest.pages, told.newest.kept_by) == ("final", 3, "Ribera 1")
    assert refused(store, draft, sitting_id=sitting, city=city) == "minutes_final"
    facts = {"sha256": "b" * 64, "size": 1, "pages": 1, "name": "x.pdf", "source_sha256": "a" * 64}
    assert refused(store, make_final, minutes_id=minutes, **facts) == "minutes_already_final"


def test_minutes_of_a_sitting_that_is_open_or_was_not_written_cannot_be_final(store: Store, city: City) -> None:
    sitting = opened_sitting(store)
    written(store, city, sitting)
    facts = {"sha256": "b" * 64, "size": 1, "pages": 1, "name": "x.pdf", "source_sha256": "a" * 64}
    assert refused(store, make_final, minutes_id=now(store, sitting).minutes_id, **facts) == "minutes_sitting_open"
    assert refused(store, make_final, minutes_id="none", **facts) == "minutes_unknown"

    store.do(close_sitting, sitting_id=sitting)
    first = now(store, sitting).minutes_id
    second = store.do(draft, sitting_id=sitting, city=city).outcome.minutes_id
    assert refused(store, make_final, minutes_id=first, **facts) == "minutes_not_newest"
    assert refused(store, make_final, minutes_id=second, **facts) == "minutes_not_written"


def test_the_minutes_are_signed_when_the_last_place_is_and_nothing_of_the_sitting_changes_afterwards(
    store: Store, sitting: str
) -> None:
    minutes = finalised(store, sitting)
    assert len(now(store, sitting).roles) == 4
    for many in (1, 2, 3):
        assert not signed(store, minutes, *range(1, many + 1), content=SIGNED * many)
        assert store.ask(sitting_card, sitting_id=sitting).state == "closed"
    assert signed(store, minutes, 1, 2, 3, 4, content=SIGNED * 4)

    told = now(store, sitting)
    assert (told.state, told.sitting_state) == ("signed", "signed")
    assert [one.field for one in told.signatures] == ["Firma 1", "Firma 2", "Firma 3", "Firma 4"]
    assert refused(store, change_sitting, sitting_id=sitting, title="Otro") == "sitting_signed"
    assert refused(store, add_item, sitting_id=sitting, title="Otro punto") == "sitting_signed"
    assert refused(store, draft_again, minutes_id=minutes) == "minutes_signed_already"


def test_nobody_signs_the_minutes_of_a_sitting_that_was_opened_again(store: Store, sitting: str) -> None:
    minutes = finalised(store, sitting)
    store.do(reopen_sitting, sitting_id=sitting)
    facts = {"sha256": "c" * 64, "size": 1, "pages": 1, "name": "hoja.jpg"}
    assert refused(store, keep_scan, minutes_id=minutes, **facts) == "minutes_sitting_reopened"
    with pytest.raises(Refused) as no:
        signed(store, minutes, 1, last=True)
    assert no.value.code == "minutes_sitting_reopened"

    store.do(close_sitting, sitting_id=sitting)
    assert signed(store, minutes, 1, last=True)


def test_whoever_signs_last_may_be_the_only_one(store: Store, sitting: str) -> None:
    assert signed(store, finalised(store, sitting), 2, last=True)
    assert now(store, sitting).state == "signed"


def test_a_paper_that_lost_a_signature_or_brings_none_is_refused(store: Store, sitting: str) -> None:
    minutes = finalised(store, sitting)
    signed(store, minutes, 1, 2)
    for numbers in ((1, 2), (2, 3, 4), ()):
        with pytest.raises(Refused) as no:
            signed(store, minutes, *numbers, content=b"another")
        assert no.value.code == "paper_without_new_signature"
    assert len(now(store, sitting).papers) == 2


def test_a_scan_of_the_signed_paper_is_enough(store: Store, sitting: str) -> None:
    minutes = finalised(store, sitting)
    store.do(keep_scan, minutes_id=minutes, sha256="c" * 64, size=9, pages=2, name="Acta.jpg")

    told = now(store, sitting)
    assert (told.state, told.sitting_state) == ("signed", "signed")
    assert [one.kind for one in told.papers] == ["final", "scan"]
    facts = {"sha256": "d" * 64, "size": 9, "pages": 2, "name": "Acta.jpg"}
    assert refused(store, keep_scan, minutes_id=minutes, **facts) == "minutes_signed_already"


def test_a_draft_is_neither_signed_nor_scanned(store: Store, sitting: str) -> None:
    minutes = now(store, sitting).minutes_id
    facts = {"sha256": "d" * 64, "size": 9, "pages": 2, "name": "Acta.jpg"}
    assert refused(store, keep_scan, minutes_id=minutes, **facts) == "minutes_not_final"
    assert refused(store, draft_again, minutes_id=minutes) == "minutes_not_final"
    with pytest.raises(Refused) as no:
        signed(store, minutes, 1)
    assert no.value.code == "minutes_not_final"


def test_a_mistake_found_in_time_makes_a_draft_of_it_again(store: Store, city: City, sitting: str) -> None:
    minutes = finalised(store, sitting)
    store.do(draft_again, minutes_id=minutes)
    assert now(store, sitting).state == "draft"
    written(store, city, sitting, b"PK better")
    assert now(store, sitting).version == 2
    told = match(store, FINAL)
    assert (told.withdrawn, told.version) == (True, 1)


def test_once_somebody_has_signed_it_stays_final(store: Store, sitting: str) -> None:
    minutes = finalised(store, sitting)
    signed(store, minutes, 1)
    assert refused(store, draft_again, minutes_id=minutes) == "minutes_has_signatures"


def match(store: Store, content: bytes) -> Match:
    told = store.ask(whose, content=content)
    assert told is not None
    return told


def test_any_file_is_known_by_its_bytes_or_by_those_it_begins_with(store: Store, sitting: str) -> None:
    minutes = finalised(store, sitting)
    signed(store, minutes, 1)

    known = {content: match(store, content) for content in (WORD, FINAL, SIGNED, SIGNED + b" and more")}
    assert [(one.how, one.kind, one.newer) for one in known.values()] == [
        ("same", "word", False), ("same", "final", True), ("same", "signed", False), ("begins", "signed", False),
    ]  # fmt: skip
    assert {one.sitting_id for one in known.values()} == {sitting}
    assert store.ask(whose, content=b"%PDF finaL") is None
    assert store.ask(whose, content=b"") is None


def test_a_sitting_without_minutes_stands_nowhere(store: Store) -> None:
    assert store.ask(standing, sitting_id=opened_sitting(store)) is None
