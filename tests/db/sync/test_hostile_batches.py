"""Batches from hostile hands: none of them harms anybody, and the whole schema is the same afterwards, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from db.base import canonical
from db.errors import Refused, Unavailable
from db.journal import META, commitment, entry_hash
from db.sync.administration import restore_check
from db.sync.door import Batch
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.sync.evening import note_down
from tests.db.sync.shared import Chain, content, hand_of, one, rows

NewDesk = Callable[..., Store]


@pytest.fixture
def desk(new_desk: NewDesk) -> Store:
    made = new_desk()
    made.do(note_down, name="Peña")
    hand_over_now(made)
    return made


def _entry(chain: Chain, **other: Any) -> dict[str, Any]:
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    made = {**chain.unsent.pop(), **other}
    chain.seq -= 1
    return made


def _sealed_again(chain: Chain, entry: dict[str, Any]) -> dict[str, Any]:
    """With the hash that its content makes, as a hostile program would."""
    meta = {name: entry[name] for name in META}
    seals = [commitment(entry["salts"].get(name, ""), name, value) for name, value in entry["fields"].items()]
    return {**entry, "hash": entry_hash(chain.confirmed, meta, seals)}


def malformed(chain: Chain) -> Iterator[tuple[str, int, str, str]]:
    """Batches that are none: what is wrong, first number, hash before, the text."""
    seq, before = chain.seq + 1, chain.confirmed
    good = canonical([_entry(chain)])
    deep = "[" * 10_000 + "]" * 10_000
    wrongs: dict[str, dict[str, Any]] = {
        "wrong types": {"desk_seq": "x"}, "a list for a text": {"verb": ["x"]}, "no fields": {"fields": "x"},
        "fields are a list": {"fields": [1]}, "salts are none": {"salts": 7}, "another city": {"city_id": "x"},
        "another desk": {"desk_id": "x"}, "a number of before": {"desk_seq": -1}, "no number": {"desk_seq": None},
        "too big a number": {"desk_seq": 2**70}, "a noun without end": {"noun": "x" * 4000},
        "a name without end": {"row_id": "x" * 4000}, "sealed is none": {"sealed": "x"},
        "no hash": {"hash": None}, "somebody else's hash": {"hash": "0" * 64},
        "a hash without end": {"hash": "0" * 999},
    }  # fmt: skip
    for what, wrong in wrongs.items():
        yield what, seq, before, canonical([_entry(chain, **wrong)])
    for what, words in {
        "no list": "{}", "a number": "7", "nothing": "null", "an empty list": "[]", "no JSON": "[", "a word": '"x"',
        "nested deep": good.replace('"x"', deep, 1), "not a number": good.replace(f":{seq},", ":NaN,", 1),
        "infinite": good.replace(f":{seq},", ":1e400000,", 1), "half a letter": good.replace("club", "\\ud800", 1),
        "two entries of one number": f"[{good[1:-1]},{good[1:-1]}]", "no entry": "[1]", "empty": "[{}]",
    }.items():  # fmt: skip
        yield what, seq, before, words
    for name in ("noun", "row_id", "verb", "district_id", "hlc"):
        # Sealed as it is, so that nothing but its length speaks against it.
        yield f"{name} without end", seq, before, canonical([_sealed_again(chain, _entry(chain, **{name: "x" * 4000}))])
    yield "a number far ahead", seq + 5, before, good
    yield "a number below all", -(2**62), before, good
    yield "nought", 0, before, good
    yield "another hash before", seq, "f" * 64, good
    yield "no hash before", seq, "", good
    yield "the beginning again", 1, "0" * 64, canonical([_entry(chain, desk_seq=1)])


def test_a_batch_that_is_none_changes_nothing(desk: Store, eyes: Engine) -> None:
    chain = hand_of(desk)
    before = content(eyes)
    for what, first, previous, words in malformed(chain):
        said = None
        try:
            said = chain.door.push(Batch(first, first, previous, words))
        except (Refused, Unavailable, RuntimeError):
            pass
        assert said is None or said.expected or said.broken_at is not None, what
        assert content(eyes) == before, what
    assert chain.door.hello().head.seq == chain.seq
    chain.door.close()


def test_a_value_of_a_hundred_megabytes_is_not_even_looked_at(desk: Store, eyes: Engine) -> None:
    chain = hand_of(desk)
    before = content(eyes)
    entry = _entry(chain)
    words = canonical([entry]).replace("club", "c" * 100_000_000, 1)
    with pytest.raises(Refused) as no:
        chain.door.push(Batch(chain.seq + 1, chain.seq + 1, chain.confirmed, words))
    chain.door.close()
    assert (no.value.code, no.value.facts["bytes"]) == ("batch_too_much", 32_000_000)
    assert content(eyes) == before


VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "the year one": ("sitting", {"starts_at": "0000-01-01T00:00:00.000000Z"}),
    "no month": ("resident", {"birth_date": "2026-13-01"}),
    "a null byte": ("resident", {"family_name": "a\0b"}),
    "deep": ("council", {"name": json.loads("[" * 200 + "]" * 200)}),
    "a number for a name": ("resident", {"family_name": 5}),
    "a number without end": ("item", {"minutes_planned": 10**40}),
}
WHOLE: dict[str, dict[str, Any]] = {
    "resident": {"family_name": "x", "given_names": "y"}, "council": {"name": "x", "kind": "thematic"},
    "sitting": {"council_id": "c", "title": "x", "starts_at": "2026-11-19T22:00:00.000000Z", "mode": "hybrid",
                "state": "planned", "unnamed_in_room": 0},
    "item": {"sitting_id": "s", "position": "a", "title": "t", "outcome": "none"},
}  # fmt: skip


def test_a_value_that_is_none_is_put_aside_and_the_state_is_as_it_was(desk: Store, eyes: Engine, shared: str) -> None:
    chain = hand_of(desk)
    district = desk.identity.district_id
    before = {name: sum_ for name, sum_ in content(eyes).items() if not name.startswith(("server", "entry"))}
    for number, (noun, wrong) in enumerate(VALUES.values()):
        own_district = {"district_id": district} if noun in ("sitting", "council") else {}
        chain.write(noun, f"w{number}", {**WHOLE[noun], **own_district, **wrong}, hlc=chain.clock(number), base={})
    aside = chain.send().aside
    chain.door.close()
    assert [v.verdict for v in aside] == ["quarantined"] * len(VALUES)
    after = {name: sum_ for name, sum_ in content(eyes).items() if not name.startswith(("server", "entry"))}
    assert after == before
    assert restore_check(shared, restored=False).ok


def test_far_years_that_are_years_are_kept(desk: Store, eyes: Engine) -> None:
    chain = hand_of(desk)
    for number, day in enumerate(("0001-01-01", "9999-12-31")):
        told_of = {"family_name": "x", "given_names": "y", "birth_date": day}
        chain.write("resident", f"r{number}", told_of, hlc=chain.clock(number), base={})
    assert chain.send().aside == ()
    chain.door.close()
    assert one(eyes, "SELECT count(*) FROM app.resident WHERE id IN ('r0', 'r1')") == 2


def test_what_was_sent_once_changes_nothing_when_it_comes_again(desk: Store, eyes: Engine) -> None:
    chain = hand_of(desk)
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    batch = chain.batch()
    chain.send()
    before = content(eyes)
    for _ in range(3):
        assert chain.door.push(batch).stored == 0
    with pytest.raises(Refused, match="cloned"):
        chain.door.push(Batch(batch.first_seq, batch.last_seq, "e" * 64, batch.text))
    chain.door.close()
    assert content(eyes) == before


def test_another_laptops_rows_are_not_hers_by_any_name(desk: Store, new_desk: NewDesk, eyes: Engine) -> None:
    other = new_desk(district="loma")
    hand_over_now(other)
    chain = hand_of(other)
    before = {name: sum_ for name, sum_ in content(eyes).items() if not name.startswith(("server", "entry", "erasure"))}
    ((rosa,),) = rows(eyes, "SELECT id FROM app.resident")
    far = 0x1A1F5D2FFFFF
    chain.write("resident", rosa, {"family_name": "X", "given_names": "Y"}, hlc=chain.clock(far), base={})
    chain.write("resident", rosa, {"district_id": other.identity.district_id}, hlc=chain.clock(far), base={"a": "x"})
    chain.write("resident", rosa, {"removed_at": "2026-11-19T22:00:00.000000Z"}, hlc=chain.clock(far), base={"a": "x"})
    emptied = [{"noun": "resident", "row_id": rosa, "fields": ["family_name"], "before": 10**14}]
    chain.write("erasure", "mine", {"resident_id": rosa, "decided_by": "X", "emptied": emptied}, hlc=chain.clock(far),
                base={})  # fmt: skip
    aside = chain.send().aside
    chain.door.close()
    assert [v.reason for v in aside] == ["other_district"] * 4
    after = {name: sum_ for name, sum_ in content(eyes).items() if not name.startswith(("server", "entry", "erasure"))}
    assert after == before
    assert "Peña" in repr(rows(eyes, "SELECT fields FROM app.entry WHERE noun = 'resident'"))


def test_an_erasure_of_more_rows_than_anybody_leaves_erases_nothing(desk: Store, eyes: Engine) -> None:
    chain = hand_of(desk)
    emptied = [{"noun": "resident", "row_id": str(n), "fields": ["phone"], "before": 1} for n in range(10_001)]
    chain.write(
        "erasure", "e", {"resident_id": "r", "decided_by": "X", "emptied": emptied}, hlc=chain.clock(1), base={}
    )
    assert [v.reason for v in chain.send().aside] == ["too_many_erased"]
    chain.door.close()
    assert one(eyes, "SELECT count(*) FROM app.server_redaction") == 0
