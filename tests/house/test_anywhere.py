"""Any city, any hour: no code knows a city by name, and nobody looks at the clock but through the clock."""

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.house.tree import ROOT, calls, parsed, sources, where

# The time of the record is db.clock's. Besides: the door of the shared database measures how far we are from the
# server; a practice evening takes place today, and then brings a clock of its own; the page of sharing is handed the
# record's clock, and has this one only where it stands alone.
CLOCKS = {"db/clock.py", "db/sync/door.py", "desktop/practice/place.py", "desktop/sync/view.py"}


def told(value: Any) -> Iterator[str]:
    """Every text in a file of a city."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from told(inner)


def names_of_cities() -> set[str]:
    names: set[str] = set()
    for file in (ROOT / "resources" / "cities").glob("*/city.toml"):
        city = tomllib.loads(file.read_text(encoding="utf-8"))
        for key in ("name", "districts", "departments"):
            names.update(text for text in told(city.get(key, [])) if re.search(r"[A-ZÁÉÍÓÚÑ]", text))
    return names


def test_no_code_knows_a_city() -> None:
    names = names_of_cities()
    assert len(names) > 20
    known = [
        f"{where(path, node)} {node.value}"
        for path in sources("db", "desktop")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    ]
    assert not known


def test_the_time_is_asked_of_the_clock_alone() -> None:
    """The practice evening and the tests bring their own time; and a laptop a day off writes down the corrected one."""
    asked = [
        f"{where(path, call)} {ast.unparse(call)}"
        for path in sources("db", "desktop")
        if where(path) not in CLOCKS
        for call in calls(path)
        if re.fullmatch(
            r"(datetime|dt|date|time|datetime\.datetime|datetime\.date)\.(now|utcnow|today|time)",
            ast.unparse(call.func),
        )
    ]
    assert not asked
