"""The sources of the project as the house tests look at them."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("db", "desktop")
MADE = {"out", "build", "dist", "__pycache__"}


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Every Python file below the folders (without a folder: of both layers and the tests), in order."""
    found = [path for folder in folders or (*LAYERS, "tests") for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """`db/checkin/rules.py:12`, as a person can click it."""
    line = f":{getattr(node, 'lineno', 1)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node


def name_of(function: ast.expr) -> str:
    """The last word of what is called: `exec` for `dialog.exec(...)`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def commands() -> dict[str, Path]:
    """Every command of the record, as `noun.name`, and the file it stands in.

    A command is handed the work and nothing else by position; what it needs is said by name.
    """
    found: dict[str, Path] = {}
    for path in sources("db"):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and [each.arg for each in node.args.args] == ["work"]:
                found[f"{path.parent.name}.{node.name}"] = path
    return {name: path for name, path in found.items() if "._" not in name}


def published() -> tuple[Path, ...]:
    """The files that are part of the project; without git, those that lie there."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0 and listed.stdout:
            return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not made_here(path.relative_to(ROOT)))


def made_here(path: Path) -> bool:
    """Whether it is something that a program left: caches, the environment, what was built."""
    hidden = {part for part in path.parts[:-1] if part.startswith(".")} - {".ci", ".github"}
    return bool(hidden or MADE & set(path.parts) or path.suffix == ".qm")
