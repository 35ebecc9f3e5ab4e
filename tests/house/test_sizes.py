"""Files and functions stay short, and every module says in one line what it is."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources, where

FILE, FUNCTION, LINE = 400, 50, 120


def written_to_be_read() -> list[Path]:
    """A migration lists its tables; it is made once and never read as a program."""
    return [path for path in sources() if "versions" not in path.parts]


def test_no_file_is_longer_than_400_lines() -> None:
    read = [*written_to_be_read(), *(ROOT / "db").rglob("*.sql")]
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in read}
    assert not {name: length for name, length in lengths.items() if length > FILE}


def test_no_function_is_longer_than_50_lines() -> None:
    long: dict[str, int] = {}
    for path in written_to_be_read():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION:
                    long[f"{where(path, node)} {node.name}"] = length
    assert not long


def test_every_module_says_in_one_line_what_it_is() -> None:
    silent = []
    for path in sources():
        tree = parsed(path)
        if not tree.body:  # an empty __init__.py says nothing because there is nothing
            continue
        first = (ast.get_docstring(tree) or "").split("\n\n", maxsplit=1)[0]
        if not first or len(first) > 2 * LINE:
            silent.append(f"{where(path)}: {first!r}")
    assert not silent


def test_nothing_is_called_utils_or_helpers() -> None:
    assert not [
        where(path) for path in sources() if path.stem in {"utils", "util", "helpers", "helper", "misc", "common"}
    ]
