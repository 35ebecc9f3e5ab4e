"""The record and every presenter live without a screen: they are imported where Qt cannot be."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, sources

WITHOUT_QT = """
import importlib, json, sys

class NoScreen:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "qasync", "qtawesome", "pyqtgraph"}:
            raise ImportError(f"no screen here: {name}")

sys.meta_path.insert(0, NoScreen())
failed = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = f"{type(error).__name__}: {error}"
print(json.dumps(failed))
"""


def without_qt(modules: list[str], tree: Path = ROOT) -> dict[str, str]:
    """Import the modules one by one in a Python that has no Qt; answers which failed, and why."""
    seen = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT], input=json.dumps(modules), cwd=tree,
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert seen.returncode == 0, seen.stderr
    failed: dict[str, str] = json.loads(seen.stdout)
    return failed


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_record_is_imported_without_qt() -> None:
    # Migrations are started by Alembic, and only inside its own environment.
    modules = [dotted(path) for path in sources("db") if path.name != "env.py" and "versions" not in path.parts]
    assert len(modules) > 10
    assert not without_qt(modules)


def test_presenters_are_imported_without_qt() -> None:
    modules = [dotted(path) for path in sources("desktop") if path.stem.startswith("presenter")]
    assert modules
    assert not without_qt(modules)


@pytest.mark.parametrize("line", ["import PySide6.QtCore", "from qasync import QEventLoop"])
def test_a_module_that_needs_qt_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "needs_a_screen.py").write_text(f"'''Wants Qt.'''\n{line}\n")
    assert "needs_a_screen" in without_qt(["needs_a_screen"], tmp_path)
