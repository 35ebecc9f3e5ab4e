"""rules.py is pure: what it says depends on what it is given, and on nothing else."""

import ast

from tests.house.tree import calls, name_of, parsed, sources, where

# Whatever answers differently tomorrow, or on another machine.
IMPURE = {
    "now", "today", "utcnow", "monotonic", "perf_counter", "uuid1", "uuid4", "random", "choice", "shuffle",
    "getenv", "open", "read_text", "write_text", "read_bytes", "print", "input", "system",
}  # fmt: skip
STRANGERS = {"sqlalchemy", "random", "time", "os", "sys", "pathlib", "subprocess", "socket", "logging", "secrets", "io"}


def rules() -> list[str]:
    return [where(path) for path in sources("db") if path.name == "rules.py"]


def test_there_are_rules() -> None:
    assert len(rules()) >= 5


def test_rules_ask_no_clock_no_chance_and_no_file() -> None:
    asked = []
    for path in sources("db"):
        if path.name == "rules.py":
            asked += [
                f"{where(path, call)} {name_of(call.func)}" for call in calls(path) if name_of(call.func) in IMPURE
            ]
    assert not asked


def test_rules_import_values_only() -> None:
    strange = []
    for path in sources("db"):
        if path.name != "rules.py":
            continue
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            strange += [f"{where(path, node)} {name}" for name in names if name.split(".")[0] in STRANGERS]
    assert not strange
