"""Who may see what, told once more and otherwise: in Python, by the whole journal and the rows of the server.

The server tells it in SQL, page by page, while entries come in; here it is told at the end, of everything at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.belonging import BELONGS, EVERYBODYS, Own, Through, ThroughAny

Key = tuple[str, int]


@dataclass(frozen=True)
class Told:
    """An entry as it stands in a journal: what is compared between two journals is all of it."""

    noun: str
    row_id: str
    hlc: str
    hash: str
    district_id: str | None
    base: Mapping[str, Any]
    fields: Mapping[str, Any]
    sealed: Mapping[str, Any]


@dataclass
class Sight:
    """`journal` and `rows` (by noun and identifier) are the server's; `seats` the district of each desk that wrote;
    `commits` when each entry came there, and `aside` those that it did not let in."""

    journal: Mapping[Key, Told]
    rows: Mapping[str, Mapping[str, Mapping[str, Any]]]
    seats: Mapping[str, str | None]
    commits: Mapping[Key, int]
    aside: Collection[Key] = ()
    _made: dict[tuple[str, str], list[Key]] = field(default_factory=dict)
    _named: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, one in self.journal.items():
            if not one.base:
                self._made.setdefault((one.noun, one.row_id), []).append(key)
            told = {one.district_id, one.fields.get("district_id")} if one.noun == "resident" else set()
            self._named.setdefault((one.noun, one.row_id), set()).update(place for place in told if place)

    def reads(self, seat: str | None, key: Key) -> bool:
        """Whether a desk of this district (None: of the whole city) reads the entry, by where its row belongs today."""
        one = self.journal[key]
        if seat is None or one.noun in EVERYBODYS or self.seats[key[0]] == seat:
            return True
        if one.row_id in self.rows[one.noun]:
            return seat in self.districts(one.noun, one.row_id)
        return self.seats[key[0]] is None and one.district_id == seat

    def may_have_read(self, seat: str | None, key: Key) -> bool:
        """Whether it may have read it on some day: her row was of this district once."""
        one = self.journal[key]
        return self.reads(seat, key) or seat in self.ever(one.noun, one.row_id)

    def is_not_hers_to_write(self, key: Key) -> bool:
        """Whether the server had a reason to refuse an entry: its row, or one that it names, is or was of another
        district as well, and no desk of the author's wrote that one down first.

        First, and not ever: whom a copy of a laptop wrote down, another district's laptop that was told of her may have
        written on in its own name, because the server was restored and that number in the chain is another entry's now.
        When the copy comes back as a desk of its own she is there already. A word that only repeats what is there is
        no harm, but it must not open her row to whoever says it.
        """
        seat, one = self.seats[key[0]], self.journal[key]
        about = set(self._about(one.noun, {**one.fields, **_row(self.rows, one)}))
        if one.base:
            about.add((one.noun, one.row_id))
        return seat is not None and any(self.ever(*row) != {seat} and self._made_in(*row) != seat for row in about)

    def _made_in(self, noun: str, row_id: str) -> str | None:
        """Where the desk sits whose word of a row was the first that the server let in."""
        made = [key for key in self._made.get((noun, row_id), ()) if key not in self.aside]
        return self.seats[min(made, key=self.commits.__getitem__)[0]] if made else None

    def districts(self, noun: str, row_id: str) -> set[str]:
        """Where a row of the server belongs."""
        row = self.rows[noun].get(row_id)
        if row is None:
            return set()
        found = {place for place in self._own(noun, row_id, row) if place}
        for other in self._about(noun, row):
            found |= self.districts(*other)
        return found or (set() if noun in EVERYBODYS else self._as_made(noun, row_id, row))

    def ever(self, noun: str, row_id: str) -> set[str]:
        """Where it belongs or belonged once."""
        row = self.rows[noun].get(row_id, {})
        found = self.districts(noun, row_id) | self._named.get((noun, row_id), set())
        for other in self._about(noun, row):
            found |= self.ever(*other)
        return found

    def _as_made(self, noun: str, row_id: str, row: Mapping[str, Any]) -> set[str]:
        author = row["clocks"].get("*", "")[22:]
        told = (self.journal[key].district_id for key in self._made.get((noun, row_id), ()) if key[0] == author)
        return {place for place in told if place}

    @staticmethod
    def _own(noun: str, row_id: str, row: Mapping[str, Any]) -> Iterator[str | None]:
        for way in BELONGS[noun]:
            if isinstance(way, Own):
                yield row_id if way.field == "id" else row[way.field]

    @staticmethod
    def _about(noun: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for way in BELONGS[noun]:
            other = row.get(way.noun_field) if isinstance(way, ThroughAny) else getattr(way, "noun", None)
            told = row.get(way.field) if isinstance(way, Through | ThroughAny) else None
            for one in told if isinstance(told, list) else [told]:
                if one and other:
                    yield other, one


def _row(rows: Mapping[str, Mapping[str, Mapping[str, Any]]], one: Told) -> Mapping[str, Any]:
    return rows[one.noun].get(one.row_id, {})
