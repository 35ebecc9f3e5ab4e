"""Who may import whom: the contracts hold, and each of them was seen to fail."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, parsed, sources, where

LINTER = Path(sys.executable).with_name("lint-imports")

# Each contract, and a line that breaks it in the first file that fits.
BROKEN = {
    "record": ("The record knows no screen", "db/clock.py", "import PySide6.QtCore"),
    "record-by-way": ("The record knows no screen", "db/*/queries.py", "import desktop.paths"),
    "pages": ("Pages never import each other", "desktop/checkin/*.py", "import desktop.residents"),
    "nouns": ("Nouns depend one way only", "db/places/*.py", "import db.residents.tables"),
    "rules": ("Rules are pure", "db/*/rules.py", "import sqlalchemy"),
    "rules-clock": ("Rules are pure", "db/*/rules.py", "import db.clock"),
    "views": ("A view never imports commands or tables", "desktop/*/view.py", "import db.checkin.commands"),
    "presenters": ("A presenter never imports Qt", "desktop/*/presenter.py", "from PySide6 import QtCore"),
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"}
    command = [str(LINTER), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The two layers and their contracts, to be broken."""
    for layer in ("db", "desktop"):
        shutil.copytree(ROOT / layer, tmp_path / layer, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    seen = lint(ROOT)
    assert seen.returncode == 0, seen.stdout + seen.stderr


@pytest.mark.parametrize("case", BROKEN)
def test_each_contract_fails_when_broken(copy: Path, case: str) -> None:
    contract, pattern, line = BROKEN[case]
    victim = min(copy.glob(pattern))
    victim.write_text(victim.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    seen = lint(copy)
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert f"{contract} BROKEN" in seen.stdout, seen.stdout


def test_every_noun_stands_in_the_contract_of_one_way() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    nouns = {path.parent.name for path in sources("db") if path.name == "tables.py"}
    assert not {noun for noun in nouns if f'"{noun}"' not in contracts}


def test_every_page_stands_in_the_contract_of_pages() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pages = {path.parent.name for path in sources("desktop") if path.name in {"page.py", "view.py", "presenter.py"}}
    # The shell holds the pages; the others are rooms that a page opens, some of which look at what others do.
    pages -= {"shell", "camera", "planilla", "projector", "ready", "reports"}
    assert not {page for page in pages if f'"desktop.{page}"' not in contracts}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_whatever_draws_never_reaches_for_commands_or_tables() -> None:
    """The contract names view.py; a view that was cut in two has other files, and they are views as well."""
    reaching = []
    for path in sources("desktop"):
        names = imported(path)
        draws = any(name.startswith(("PySide6.QtWidgets", "PySide6.QtGui")) for name in names)
        if draws and path.parent.name != "desktop" and path.name not in {"page.py", "cli.py"}:
            wrong = {name for name in names if re.fullmatch(r"db\.\w+\.(commands|tables)(\.\w+)?|sqlalchemy.*", name)}
            reaching += [f"{where(path)} {name}" for name in sorted(wrong)]
    assert not reaching
