"""Entries as columns: one after the other what all of them say of one thing, instead of entry by entry as JSON.

Half of what it takes to read a push was to take JSON apart, name by name, on both sides. No JSON text holds the two
characters that set values and columns off, and no name that anybody typed; where one did, it would go as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable

from db.base import canonical

# In this order the server reads them.
COLUMNS = ("hlc", "base", "verb", "actor", "district_id", "noun", "row_id", "fields", "salts", "sealed", "hash")
_JSON = frozenset({"base", "fields", "salts", "sealed"})
OF_VALUES, OF_COLUMNS = "\x1d", "\x1c"


def is_even(told: str, *, count: int) -> bool:
    """Whether that is so many entries, and nothing in them looks like what sets them off."""
    return (
        told.count(OF_COLUMNS) == len(COLUMNS) - 1
        and told.count(OF_VALUES) == len(COLUMNS) * (count - 1)
        and "\0" not in told
    )


def as_json(told: str, *, first_seq: int) -> str:
    """The same entries as a JSON list, as sticks carry them and servers of before take them."""
    columns = [column.split(OF_VALUES) for column in told.split(OF_COLUMNS)]
    rows = enumerate(zip(*columns, strict=True), first_seq)
    return "[" + ",".join(_entry(seq, row) for seq, row in rows) + "]"


def _entry(seq: int, values: Iterable[str]) -> str:
    said = {name: value if name in _JSON else canonical(value) for name, value in zip(COLUMNS, values, strict=True)}
    said |= {"desk_seq": str(seq), "district_id": "null" if said["district_id"] == '""' else said["district_id"]}
    return "{" + ",".join(f'"{name}":{value}' for name, value in sorted(said.items())) + "}"
