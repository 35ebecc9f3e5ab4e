"""The defects of `make mutations` still fit the text, so that the proof can be made at any time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.mutations import MUTANTS, ROOT, Mutant, put_in


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: str(mutant.name))
def test_each_defect_can_be_put_back(mutant: Mutant, tmp_path: Path) -> None:
    for name, _, _ in mutant.changes:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    put_in(mutant, tmp_path)
    for test in mutant.tests:
        name, _, function = test.partition("::")
        assert function in (ROOT / name).read_text(encoding="utf-8")


def test_there_are_ten() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == 10
