"""Histories as several desks might write them: wild clocks, rows created twice, edits that come before their row."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from db.sync.fold import Written
from db.sync.server import known_registers

REGISTERS = {noun: known_registers()[noun] for noun in ("resident", "organisation")}
DESKS = ("desk-a", "desk-b", "desk-c")
ROWS = ("one", "two")

words = st.sampled_from(["Rosa", "peña ñandú", '«x»\n"y"\t\\', "", "日本", "0"])
_WHOLE: dict[str, dict[str, Any]] = {
    "resident": {"family_name": words, "given_names": words},
    "organisation": {"name": words, "folded": words, "kind": st.sampled_from(["club", "school"])},
}
# What an edit writes, whole groups at a time, as the journal does.
_EDITS: dict[str, list[dict[str, Any]]] = {
    "resident": [
        {"family_name": words, "given_names": words},
        {"street": words | st.none(), "street_number": words | st.none()},
        {"phone": words | st.none()},
        {"birth_date": st.sampled_from(["1950-02-28", "2001-12-31", None])},
        {"removed_at": st.sampled_from(["2026-11-19T22:00:00.000000Z", None])},
        {"note": words, "shoe_size": st.integers()},
    ],
    "organisation": [{"name": words, "folded": words}, {"contact": words | st.none()}, {"kind": st.just("ngo")}],
}


@st.composite
def _written(draw: st.DrawFn) -> tuple[str, str, int, int, str, bool, dict[str, Any]]:
    noun = draw(st.sampled_from(sorted(REGISTERS)))
    creates = draw(st.booleans())
    fields = draw(st.fixed_dictionaries(_WHOLE[noun]))
    if creates:
        for extra in draw(st.lists(st.sampled_from(_EDITS[noun]), max_size=2)):
            fields |= {name: value for name, value in draw(st.fixed_dictionaries(extra)).items() if value is not None}
    else:
        fields = draw(st.fixed_dictionaries(draw(st.sampled_from(_EDITS[noun]))))
    # Few different times, so that ties are common and the desk decides.
    return (
        noun, draw(st.sampled_from(ROWS)), draw(st.integers(1, 3)), draw(st.integers(0, 1)),
        draw(st.sampled_from(DESKS)), creates, fields,
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn, most: int = 14) -> list[Written]:
    """Entries of three desks on a few rows; no desk uses a clock twice."""
    drawn = draw(st.lists(_written(), min_size=1, max_size=most, unique_by=lambda one: (one[4], one[2], one[3])))
    return [
        Written(noun, row, f"{millis:012x}-{counter:08x}-{desk}", {} if creates else {"seen": "before"}, fields)
        for noun, row, millis, counter, desk, creates, fields in drawn
    ]
